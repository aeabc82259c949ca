import { posix } from "node:path";
import type { ModifiableInstruction } from "dockerfile-ast";
import type { SourceLocation } from "../../text/errors.ts";
import { shown } from "../without-secrets.ts";
import { type DockerCopy, type DockerWalk, mapVariables } from "./docker-outline.ts";
import { expandVariables } from "./expand-variables.ts";

/** Reads a COPY or ADD of files beside the Dockerfile. */
export function readCopy(walk: DockerWalk, instruction: ModifiableInstruction, at: SourceLocation): void {
  const raw = instruction.getArgumentsContent() ?? "";
  const paths = pathsOf(raw).map((path) => expandVariables(path, mapVariables(walk.variables)));
  const target = paths.at(-1);
  const sources = paths.slice(0, -1);
  const isFrom = instruction.getFlags().some((flag) => flag.getName() === "from");
  const isForeign =
    isFrom || raw.includes("<<") || paths.some((path) => /:\/\/|[$*?[\]\p{Cc}]|^git@/u.test(path));
  if (target === undefined || sources.length === 0 || isForeign) {
    const message = `the files of ${shown(instruction.toString())}: copy files of this repository with \`files\``;
    walk.outline.notes.push({ message, at });
    return;
  }
  const to = posix.resolve(walk.outline.workdir ?? "/", target);
  const intoFolder =
    /(?:^|\/)\.{0,2}$/.test(target) || sources.length > 1 || to === (walk.outline.workdir ?? "/");
  walk.outline.copies.push({ sources, to, intoFolder, kept: true, line: at.line ?? 1 });
}

function pathsOf(raw: string): readonly string[] {
  if (/^\s*\[/.test(raw)) {
    try {
      const list: unknown = JSON.parse(raw);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // Docker also reads anything but JSON as plain paths.
    }
  }
  return raw.trim().split(/\s+/);
}

/** Reads the bind mounts of a RUN, because `-r` may name a file in them. */
export function readMounts(walk: DockerWalk, instruction: ModifiableInstruction, at: SourceLocation): void {
  for (const flag of instruction.getFlags()) {
    const settings = new Map((flag.getValue() ?? "").split(",").map((part) => pair(part)));
    const target = settings.get("target") ?? settings.get("dst") ?? settings.get("destination");
    if (flag.getName() !== "mount" || settings.get("type") !== "bind" || settings.has("from") || !target)
      continue;
    const sources = [settings.get("source") ?? settings.get("src") ?? "."];
    const to = posix.resolve(walk.outline.workdir ?? "/", target);
    walk.outline.copies.push({ sources, to, intoFolder: false, kept: false, line: at.line ?? 1 });
  }
}

function pair(part: string): [string, string] {
  const equals = part.indexOf("=");
  return equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
}

/** The paths beside the Dockerfile that may be the source of a path in the image, the latest COPY first. */
export function copiedFrom(copies: readonly DockerCopy[], path: string): readonly string[] {
  return copies.toReversed().flatMap(({ sources, to }) =>
    sources.flatMap((source) => {
      const inner = to === "/" ? path.slice(1) : path.slice(to.length + 1);
      if (path === to) return [source];
      if (to !== "/" && !path.startsWith(`${to}/`)) return [];
      // The target is either the folder that a file was copied into, or the copy of the source folder.
      return posix.basename(source) === inner ? [source] : [posix.join(source, inner)];
    }),
  );
}
