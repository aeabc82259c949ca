/** What a distribution says of itself in its METADATA or PKG-INFO (core metadata). */
interface CoreMetadata {
  /** Empty where it says none. */
  readonly name: string;
  readonly version: string;
  /** `Requires-Dist` lines, as they stand there. */
  readonly requires: readonly string[];
  readonly requiresPython: string | null;
  readonly extras: readonly string[];
}

/** Reads the headers: they end at the first empty line, and the README follows. Header names have any case. */
export function parseMetadata(text: string): CoreMetadata {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const headers = text.slice(0, end).split(/\r?\n/);
  const valuesOf = (name: string) =>
    headers.flatMap((line) => {
      const colon = line.indexOf(":");
      return line.slice(0, colon).toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
    });
  return {
    name: valuesOf("name")[0] ?? "",
    version: valuesOf("version")[0] ?? "",
    requires: valuesOf("requires-dist"),
    requiresPython: valuesOf("requires-python")[0] ?? null,
    extras: valuesOf("provides-extra"),
  };
}

/** Requirements that a source archive states. None of its code was run. */
export interface StaticMetadata {
  /** As PEP 508 writes them. */
  readonly requires: readonly string[];
  readonly extras: readonly string[];
}

/** A distribution that exists only as source. The archive states its requirements; nothing was built. */
export interface SdistMetadata extends StaticMetadata {
  readonly name: string;
  /** The version whose archive was read. Undefined before an archive was read. */
  readonly version: string | undefined;
}

/** Files of a source archive that state requirements. */
export interface MetadataFiles {
  /** `PKG-INFO` at its top. */
  readonly pkgInfo: string | undefined;
  /** `*.egg-info/requires.txt`, which setuptools wrote when the archive was made. */
  readonly requiresTxt: string | undefined;
}

/**
 * Requirements that an archive states. They come from PKG-INFO. Archives older than metadata 2.2 may state them only in the
 * requires.txt that setuptools wrote. Undefined if one of them names an address, because no code is fetched from there.
 */
export function parseStaticMetadata({
  pkgInfo = "",
  requiresTxt,
}: MetadataFiles): StaticMetadata | undefined {
  const { requires, extras } = parseMetadata(pkgInfo);
  const metadata = { requires, extras };
  const found =
    metadata.requires.length > 0 || requiresTxt === undefined ? metadata : parseRequiresTxt(requiresTxt);
  return found.requires.some((line) => /@|:\/\//.test(line.split(";")[0] ?? "")) ? undefined : found;
}

/** Requirements, then sections `[extra]`, `[extra:marker]` and `[:marker]` with theirs. */
function parseRequiresTxt(text: string): StaticMetadata {
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
