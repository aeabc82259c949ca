import {
  BuildError,
  ConflictError,
  DoesNotFitError,
  RegistryError,
  type SurelayerError,
} from "../text/errors.ts";

/**
 * Kinds of apt's failures. `absent`: apt's lists lack a package or version; incomplete lists give the same message
 * (field notes, class N9).
 */
type AptTrouble = "network" | "absent" | "unsatisfiable" | "no-space" | "other";

const TROUBLES: readonly (readonly [AptTrouble, RegExp])[] = [
  ["no-space", /no space left on device|you don't have enough free space/i],
  [
    "network",
    /failed to fetch|hash sum mismatch|file has unexpected size|mirror sync in progress|temporary failure resolving|could not (?:connect|resolve|handshake)|unable to connect|connection (?:failed|timed out|reset)|some index files failed|unable to fetch some archives|does not have a release file|is not signed|couldn't be verified|release file for .{0,300} (?:is not valid yet|is expired)|certificate/i,
  ],
  [
    "absent",
    /unable to locate package|has no installation candidate|version '[^']{0,300}' for '[^']{0,300}' was not found|couldn't find any package/i,
  ],
  [
    "unsatisfiable",
    /unmet dependencies|held broken packages|need to be removed but remove is disabled|pkgproblemresolver/i,
  ],
];

export function aptTrouble(output: string): AptTrouble {
  const text = output.slice(-LONGEST);
  return TROUBLES.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}

/** Characters; the reason for apt's end stands near the end of its output. */
const LONGEST = 200_000;
const MOST_LINES = 10;
const TELLING = /^(?:E:|W: |Err:|dpkg: error| .* (?:Depends|Conflicts|Breaks|PreDepends): |Remv )/;

/** The lines that show a failure: apt's own error lines, or the last lines if there are none. */
export function aptEvidence(output: string): string {
  const lines = output
    .slice(-LONGEST)
    .split("\n")
    .map((line) => line.trimEnd());
  const telling = lines.filter((line) => TELLING.test(line));
  const shown = telling.length > 0 ? telling : lines.filter((line) => line !== "");
  return [...new Set(shown)].slice(-MOST_LINES).join("\n");
}

/** @param what subject of the message, e.g. `The system packages of phase speech`. */
export function aptError(
  what: string,
  output: string,
  more: { readonly remedy?: string; readonly cause?: unknown } = {},
): SurelayerError {
  const details = (remedy: string) => ({
    evidence: aptEvidence(output),
    remedy: [remedy, ...(more.remedy === undefined ? [] : [more.remedy])].join(" "),
    cause: more.cause,
  });
  switch (aptTrouble(output)) {
    case "no-space":
      return new DoesNotFitError(
        `${what} filled the engine's disk.`,
        details(
          "Free space on the engine's data root, or move it to a larger disk, and run again: finished phases are kept.",
        ),
      );
    case "network":
      return new RegistryError(
        `${what} could not be fetched.`,
        details(
          "Run again when the mirror that the base's apt sources name answers; a proxy of this machine is passed on.",
        ),
      );
    case "absent":
      return new ConflictError(
        `${what} aren't in the base's apt sources as they are asked for.`,
        details(
          "Plan again with `--refresh`: mirrors drop versions. If it stays, correct the name or the version, or choose a base whose release has it.",
        ),
      );
    case "unsatisfiable":
      return new ConflictError(
        `${what} can't be installed beside what the base holds.`,
        details("Leave out the package or version that apt names, or choose a base that has it."),
      );
    default:
      return new BuildError(
        `${what} failed in apt.`,
        details("Correct what apt or the package's own script says."),
      );
  }
}
