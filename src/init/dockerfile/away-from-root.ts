import { posix } from "node:path";
import type { Files } from "../../ports/machine.ts";
import type { Copied, Note } from "../outline.ts";
import { shown } from "../without-secrets.ts";

/** Target for files that a Dockerfile copies to `/`. */
const INSTEAD = "/app";

interface Placed {
  readonly files: readonly Copied[];
  readonly command: readonly string[];
  readonly notes: readonly Note[];
}

/** Moves files from `/` into a folder, and changes the command accordingly. Workers often `COPY src .` into `/`, which a manifest refuses. */
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

/** A part of the command, with the new path if it names a moved file. */
async function follow(part: string, moved: readonly Copied[], files: Pick<Files, "exists">): Promise<string> {
  if (!/^\/?[\w.-]+(?:\/[\w.-]+)*\.\w+$/.test(part)) return part;
  for (const { from } of moved) {
    if (await files.exists(posix.join(from, part))) return posix.join(INSTEAD, part);
  }
  return part;
}
