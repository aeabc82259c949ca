import { posix } from "node:path";
import type { Files } from "../../ports/machine.ts";
import type { Copied, Note } from "../outline.ts";
import { shown } from "../without-secrets.ts";

/** Where files go that a Dockerfile puts over the whole image. */
const INSTEAD = "/app";

export interface Placed {
  readonly files: readonly Copied[];
  readonly command: readonly string[];
  readonly notes: readonly Note[];
}

/** Workers for RunPod often `COPY src .` into `/`, which a manifest refuses: they go to a folder, and the command follows them. */
export async function awayFromRoot(
  copied: { readonly files: readonly Copied[]; readonly notes: readonly Note[] },
  command: readonly string[],
  files: Pick<Files, "exists">,
): Promise<Placed> {
  const moved = copied.files.filter(({ to }) => to === "/");
  const parts = await Promise.all(command.map((part) => follow(part, moved, files)));
  const notes = moved.map(({ from }) => ({
    message: `the place of ${shown(posix.basename(from))}: it is copied to ${INSTEAD}, not over the whole image; look through the paths in it`,
  }));
  return {
    files: copied.files.map((file) => (file.to === "/" ? { ...file, to: INSTEAD } : file)),
    command: parts,
    notes: [...copied.notes, ...notes],
  };
}

/** The part of a command, with its new place where it names a moved file. */
async function follow(part: string, moved: readonly Copied[], files: Pick<Files, "exists">): Promise<string> {
  if (!/^\/?[\w.-]+(?:\/[\w.-]+)*\.\w+$/.test(part)) return part;
  for (const { from } of moved) {
    if (await files.exists(posix.join(from, part))) return posix.join(INSTEAD, part);
  }
  return part;
}
