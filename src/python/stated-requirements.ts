import { parseMetadata } from "./metadata.ts";

/** Requirements that a source archive states. None of its code was run. */
export interface StatedRequirements {
  /** As PEP 508 writes them. */
  readonly requires: readonly string[];
  readonly extras: readonly string[];
}

/** A distribution that exists only as source. The archive states its requirements; nothing was built. */
export interface StatedSource extends StatedRequirements {
  readonly name: string;
  /** The version whose archive was read. Undefined before an archive was read. */
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
 * Requirements that an archive states. They come from PKG-INFO. Archives older than metadata 2.2 may state them only in the
 * requires.txt that setuptools wrote. Undefined if one of them names an address, because no code is fetched from there.
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
