/** A package that apt would install. */
export interface AptStep {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly replaces: string | null;
}

const INSTALL = /^Inst ([^\s:]+)(?::\S+)?(?: \[([^\]\s]+)\])? \((\S+) [^()]*\[([a-z0-9-]+)\]\)/;

/** What `apt-get install --simulate` would install, in its order. */
export function parseSimulation(text: string): readonly AptStep[] {
  return text.split("\n").flatMap((line) => {
    const [, name, replaces, version, architecture] = INSTALL.exec(line) ?? [];
    if (name === undefined || version === undefined || architecture === undefined) return [];
    return [{ name, version, architecture, replaces: replaces ?? null }];
  });
}

/** Names that apt took for something else: a virtual package, a pattern. */
export function parseSelections(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => (/^Note, selecting '/.test(line) ? [line.trim()] : []));
}

/** What `dpkg-query --show` printed by `INSTALLED_FORMAT`: name → version of what is installed in full. */
export function parseInstalled(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const [name, version, status] = line.split("\t");
      return name && version && status?.endsWith(" installed") ? [[name, version] as const] : [];
    }),
  );
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own fields
export const INSTALLED_FORMAT = "${Package}\t${Version}\t${Status}\n";

/** A record of apt's lists, as far as a plan needs it. */
export interface PackageRecord {
  readonly bytes: number;
  readonly sha256: string | null;
  readonly installedBytes: number;
}

/** What a package takes for a byte of its archive where it doesn't say: the mean of bookworm's. */
const UNPACKED = 4;

/** What `apt-cache show` printed: `name=version` → its record; the first of equal ones is what apt would take. */
export function parseRecords(text: string): ReadonlyMap<string, PackageRecord> {
  const records = new Map<string, PackageRecord>();
  for (const paragraph of text.split(/\n\n+/)) {
    const fields = fieldsOf(paragraph);
    const key = `${fields.get("Package")}=${fields.get("Version")}`;
    if (records.has(key) || !fields.has("Package")) continue;
    const bytes = Number(fields.get("Size") ?? 0);
    const kibibytes = Number(fields.get("Installed-Size") ?? 0); // Debian policy §5.6.20
    records.set(key, {
      bytes,
      sha256: fields.get("SHA256") ?? null,
      installedBytes: kibibytes > 0 ? kibibytes * 1024 : UNPACKED * bytes,
    });
  }
  return records;
}

function fieldsOf(paragraph: string): ReadonlyMap<string, string> {
  return new Map(
    paragraph.split("\n").flatMap((line) => {
      const [, name, value] = /^([A-Za-z0-9-]+): *(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
