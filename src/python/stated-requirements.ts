import { parseMetadata } from "./metadata.ts";

/** What a source archive says of itself, without a line of its code being run. */
export interface StatedRequirements {
  /** As PEP 508 writes them. */
  readonly requires: readonly string[];
  readonly extras: readonly string[];
}

/** A distribution that exists only as source, with what its archive states instead of what a build would say. */
export interface StatedSource extends StatedRequirements {
  readonly name: string;
  /** Whose archive was read; undefined before one was. */
  readonly version: string | undefined;
}

/** Files of a source archive that state requirements. */
export interface StatingFiles {
  /** `PKG-INFO` at its top. */
  readonly pkgInfo: string | undefined;
  /** `*.egg-info/requires.txt`, which setuptools wrote when the archive was made. */
  readonly requiresTxt: string | undefined;
}

/**
 * What an archive states: its METADATA's own lines, or, from the time before those had to be there (metadata 2.2), what
 * setuptools found when it was made. Undefined where an address is among them: nobody here fetches code from one.
 */
export function statedRequirements({
  pkgInfo = "",
  requiresTxt,
}: StatingFiles): StatedRequirements | undefined {
  const { requires, extras } = parseMetadata(pkgInfo);
  const stated = { requires, extras };
  const found =
    stated.requires.length > 0 || requiresTxt === undefined ? stated : parseRequiresTxt(requiresTxt);
  return found.requires.some((line) => /@|:\/\//.test(line.split(";")[0] ?? "")) ? undefined : found;
}

/** Requirements, then sections `[extra]`, `[extra:marker]` and `[:marker]` with theirs. */
function parseRequiresTxt(text: string): StatedRequirements {
  const requires: string[] = [];
  const extras = new Set<string>();
  let condition = "";
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    const section = /^\[([^:\]]*)(?::(.*))?\]$/.exec(line);
    if (section) {
      const [, extra = "", marker = ""] = section;
      if (extra !== "") extras.add(extra);
      condition = conditionOf(extra, marker);
    } else if (/^[^#]/.test(line)) {
      requires.push(`${line}${condition}`);
    }
  }
  return { requires, extras: [...extras] };
}

function conditionOf(extra: string, marker: string): string {
  const parts = [...(marker === "" ? [] : [`(${marker})`]), ...(extra === "" ? [] : [`extra == "${extra}"`])];
  return parts.length === 0 ? "" : ` ; ${parts.join(" and ")}`;
}
