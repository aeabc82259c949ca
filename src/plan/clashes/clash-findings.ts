import type { Manifest } from "../../manifest/manifest.ts";
import type { Finding } from "../guards/finding.ts";
import { type DecidedCollision, type FileClash, shownPath } from "./file-clashes.ts";

const SOURCE = "the directories of the wheels";

/** Why the plan refuses a clash: an earlier phase or the base loses modules, or the manifest wants none. */
export function clashFindings(
  clash: FileClash,
  { file_clashes }: Pick<Manifest, "file_clashes">,
): readonly Finding[] {
  if (clash.winner.phase !== clash.loser.phase && clash.modules > 0) return [lostModules(clash)];
  return file_clashes === "refuse" ? [refused(clash)] : [];
}

/** A file where another distribution has a folder: installers fail there. */
export function blockedFindings(
  { winner, loser, collision }: DecidedCollision,
  purelib: string,
): readonly Finding[] {
  const [first] = collision.blocked;
  if (first === undefined) return [];
  const parties = { winner, loser };
  return [
    {
      ...finding("file-and-folder", winner.phase),
      message: `${labelOf(winner)} and ${labelOf(loser)}${placeOf(parties)} can't be installed together: ${shownPath(first, purelib)} is a file of one and a folder of the other.`,
      remedy: `${leaveOut(parties)}, pin a version that doesn't bring it, or give one of them a phase with \`environment: isolated\`.`,
    },
  ];
}

type Parties = Pick<FileClash, "winner" | "loser">;

function finding(id: string, phase: string | null) {
  return { id, severity: "error" as const, ...(phase !== null && { phase }), source: SOURCE };
}

function lostModules(clash: FileClash): Finding {
  const { winner, loser, modules, paths } = clash;
  const owner =
    loser.phase === null
      ? `the base's ${labelOf(loser)}, which is kept`
      : `${labelOf(loser)} from phase ${loser.phase}`;
  return {
    ...finding("lost-modules", winner.phase),
    message: `${labelOf(winner)} of phase ${winner.phase} would overwrite ${countOf(modules, "module")} of ${owner}: ${firstOf(paths, modules)}.`,
    remedy: [
      `${leaveOut(clash)}, or give phase ${winner.phase} \`environment: isolated\`.`,
      loser.phase === null
        ? `Or take ${loser.name} out of \`keep\`, if it may lose them.`
        : `In one phase, both can be installed: ${oneWins(clash)}`,
    ].join(" "),
  };
}

function refused(clash: FileClash): Finding {
  const { winner, loser, files, paths } = clash;
  return {
    ...finding("file-clash", winner.phase),
    message: `${labelOf(winner)} and ${labelOf(loser)}${placeOf(clash)} bring ${countOf(files, "file")} with other content: ${firstOf(paths, files)}; \`file_clashes: refuse\` forbids it.`,
    remedy: `${leaveOut(clash)}, or give one of them a phase with \`environment: isolated\`. With \`file_clashes: last_wins\`, ${winner.name} wins.`,
  };
}

function oneWins({ winner, loser }: Parties): string {
  const last = [winner.name, loser.name].sort()[1];
  return `the one that the manifest names wins over the one that only a requirement brings, and of two alike ${last}.`;
}

function leaveOut({ winner, loser }: Parties): string {
  if (loser.phase === null) return `Take ${winner.name} out, or what requires it`;
  return `Take ${winner.name} or ${loser.name} out, or what requires it`;
}

function placeOf({ winner, loser }: Parties): string {
  if (loser.phase === null) return " of the base";
  if (winner.phase === loser.phase) return ` of phase ${winner.phase}`;
  return ` of the phases ${winner.phase} and ${loser.phase}`;
}

function labelOf({ name, version }: FileClash["winner"]): string {
  return `${name} ${version}`;
}

/** `cv2/__init__.py and 2030 more`. */
export function firstOf([first = ""]: readonly string[], count: number): string {
  return count > 1 ? `${first} and ${count - 1} more` : first;
}

function countOf(count: number, what: string): string {
  return count === 1 ? `a ${what}` : `${count} ${what}s`;
}
