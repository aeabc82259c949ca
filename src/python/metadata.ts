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
