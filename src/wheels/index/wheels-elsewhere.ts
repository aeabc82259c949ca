import { compare, valid } from "@renovatebot/pep440";
import * as z from "zod";
import { keepJson, keyFor, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import { type BaseFacts, minorVersion } from "../../python/base-facts.ts";
import { targetTags, wheelTags } from "../../python/target-tags.ts";
import type { Distribution, Resolution } from "../resolution.ts";
import { askIndexPage } from "./ask-index-page.ts";
import type { IndexFile } from "./index-page.ts";

/** What wheels the index has of a distribution whose chosen version has none that fits. */
const WheelsElsewhere = z.readonly(
  z.strictObject({
    /** Minor versions of CPython that the chosen version has wheels for on this platform, such as `3.10`. */
    pythons: z.readonly(z.array(z.string())),
    /** Whether it has any wheel at all. */
    any: z.boolean(),
    /** The first later version with a wheel that fits. */
    first: z.string().nullable(),
  }),
);
export type WheelsElsewhere = z.infer<typeof WheelsElsewhere>;

/**
 * By name, for each source that holds code to compile or that nobody has opened. Asks an index about each once, ever.
 * @param indexes that the machine's settings and the manifest name. Without any, only uv knows its index, and nothing is asked.
 */
export async function findWheelsElsewhere(
  { distributions, locked, base }: Resolution,
  indexes: readonly string[],
  ports: Pick<Ports, "http" | "log" | "signal" | "cache">,
): Promise<ReadonlyMap<string, WheelsElsewhere>> {
  const own = new Map(locked.map((one) => [one.name, one.index]));
  const sources = distributions.filter((one) => one.kind === "sdist" && one.unpacked?.how !== "built");
  const found = await Promise.all(
    sources.map(async (one) => {
      const index = own.get(one.name) ?? indexes[0];
      return index === undefined ? [] : [[one.name, await recalled(one, index, base.python, ports)] as const];
    }),
  );
  return new Map(found.flat());
}

async function recalled(
  { name, version, file }: Distribution,
  index: string,
  python: BaseFacts["python"],
  ports: Pick<Ports, "http" | "log" | "signal" | "cache">,
): Promise<WheelsElsewhere> {
  const key = keyFor("wheels-elsewhere", [file.sha256, minorVersion(python.version)]);
  const known = await recallJson(ports.cache, key, WheelsElsewhere);
  if (known) return known;
  const files = await askIndexPage(`${index.replace(/\/*$/, "/")}${name}/`, ports);
  const seen = wheelsElsewhere(files, version, python);
  if (files.length > 0) await keepJson(ports.cache, key, seen);
  return seen;
}

/** Judges by the names of the files on the index's page. */
export function wheelsElsewhere(
  files: readonly Pick<IndexFile, "name">[],
  version: string,
  python: BaseFacts["python"],
): WheelsElsewhere {
  const fitting = new Set(targetTags(python));
  const wheels = files.flatMap(({ name }) => {
    const [, of = ""] = name.split("-");
    return name.endsWith(".whl") && valid(of) ? [{ version: of, tags: wheelTags(name) }] : [];
  });
  const own = wheels.filter((one) => compare(one.version, version) === 0);
  const pythons = own.flatMap(({ tags }) => tags.flatMap((tag) => cpythonOf(tag, python.machine) ?? []));
  const later = wheels
    .filter((one) => !isPreRelease(one.version) && compare(one.version, version) > 0)
    .filter(({ tags }) => tags.some((tag) => fitting.has(tag)))
    .map((one) => one.version)
    .toSorted(compare);
  return {
    pythons: [...new Set(pythons)].toSorted(compare),
    any: own.length > 0,
    first: later[0] ?? null,
  };
}

/** `cp310-cp310-manylinux_2_17_x86_64` → `3.10`. */
function cpythonOf(tag: string, machine: string): string | undefined {
  const [, minor, platform = ""] = /^cp3(\d+)-[^-]+-(.*)$/.exec(tag) ?? [];
  return minor !== undefined && platform.includes("linux") && platform.endsWith(machine)
    ? `3.${minor}`
    : undefined;
}

function isPreRelease(version: string): boolean {
  return /(?:a|b|rc|dev)\d*/i.test(version.replace(/\+.*$/, ""));
}
