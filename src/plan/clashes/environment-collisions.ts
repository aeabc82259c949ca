import type { KeptFiles } from "../../base/kept-files.ts";
import { foldersOf } from "../../sizes/folders.ts";
import type { MeasuredEnvironment } from "../measure-environments.ts";
import { type Bringing, type Collision, collisionsOf } from "./collisions.ts";

/** The collisions in one environment, and which distributions have to be in one layer because of them. */
export interface CollidedEnvironment {
  readonly purelib: string;
  readonly collisions: readonly Collision[];
  /** The group of a distribution that collides; undefined for any other. */
  readonly groupOf: (distribution: string) => string | undefined;
}

/** @param base of the shared environment: where its modules lie, and what its kept packages have there. */
export function collidedEnvironment(
  { planned, sizes }: Pick<MeasuredEnvironment, "planned" | "sizes">,
  base: { readonly purelib: string; readonly kept: readonly KeptFiles[] },
): CollidedEnvironment {
  const purelib = planned?.purelib ?? base.purelib;
  const brought = [...sizes.values()].map(({ planned: { name, version }, measured }) => ({
    ...{ name, version, kept: false },
    ...{ folders: measured.folders, fileAt: measured.fileAt },
  }));
  const kept = planned === null ? base.kept.map(ofBase) : [];
  const collisions = collisionsOf([...kept, ...brought], purelib);
  const groups = groupsOf(collisions);
  return { purelib, collisions, groupOf: (name) => groups.get(name) };
}

function ofBase({ name, version, files }: KeptFiles): Bringing {
  const known = new Map(files.map((file) => [file.path, file]));
  return {
    ...{ name, version, kept: true },
    folders: foldersOf(known.keys()),
    fileAt: (path) => {
      const file = known.get(path);
      return (
        file && {
          bytes: file.bytes,
          isBytecode: false,
          content: `${file.bytes} ${file.crc32}`,
          onDisk: undefined,
        }
      );
    },
  };
}

/** Distributions that are tied by collisions, directly or over others, each with the first name of its group. */
function groupsOf(collisions: readonly Collision[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  for (const { pair } of collisions) {
    if (pair.some((one) => one.kept)) continue;
    const [one, other] = pair.map(({ name }) => groups.get(name) ?? name).sort();
    if (one === undefined || other === undefined) continue;
    for (const { name } of pair) groups.set(name, one);
    for (const [name, group] of groups) if (group === other) groups.set(name, one);
  }
  return groups;
}
