import type { EvidenceLine } from "./evidence-lines.ts";

const NEAR = 40;
const ADDRESS = /https?:\/\/[^\s'"`<>()]{1,3000}/;
const POOL = /(HTTPS?)ConnectionPool\(host='([^']{1,300})', port=(\d{1,5})\).{0,300}?url: (\S{1,3000})/;

/** The address that failed: on the failing line, else the nearest one that the tool printed before, else after it. */
export function addressNear(lines: readonly EvidenceLine[], at: number): string | undefined {
  for (const index of nearest(lines.length, at)) {
    const line = lines[index];
    if (line === undefined || (line.foreign && index !== at)) continue;
    const address = addressIn(line.text);
    if (address !== undefined) return withoutLogin(address);
  }
  return undefined;
}

function addressIn(text: string): string | undefined {
  const plain = ADDRESS.exec(text)?.[0];
  if (plain !== undefined) return plain.replace(/[.,;:]+$/, "").replace(/#.*$/, "");
  const [, scheme, host, port, path] = POOL.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const usual = port === (scheme === "HTTPS" ? "443" : "80");
  return `${scheme.toLowerCase()}://${host}${usual ? "" : `:${port}`}${path}`;
}

function withoutLogin(address: string): string {
  return address.replace(/^(https?:\/\/)[^/@]{1,1000}@/, "$1");
}

/** The line itself, then those before it, then those after it. */
function nearest(length: number, at: number): readonly number[] {
  const before = Array.from({ length: Math.min(at, NEAR) }, (_, step) => at - 1 - step);
  const after = Array.from(
    { length: Math.max(0, Math.min(NEAR, length - 1 - at)) },
    (_, step) => at + 1 + step,
  );
  return [at, ...before, ...after];
}

const WAIT =
  /\bretry[- ]after['"]?[:= ] ?['"]?(\d{1,6}(?:\.\d{1,9})?)(ms|[µu]s|ns|s|m|h)?\b|(?:try again|retry) (?:in|after) (\d{1,6}) ?s(?:ec|\b)|\bratelimit: .{0,100}?\bt=(\d{1,6})/i;
/** Units of Go's durations, in seconds: some registries write them. */
const UNITS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  µs: 1e-6,
  us: 1e-6,
  ns: 1e-9,
};
/** This limit counts minutes, and who asks sooner is refused for longer: the host's own advice for an answer without a time. */
const SECONDARY_LIMIT_SECONDS = 60;

/** Seconds that the server asked to wait; at least one. */
export function retryAfter(lines: readonly EvidenceLine[]): number | undefined {
  for (const { text } of lines) {
    if (RETRY_DATE.test(text)) continue;
    const [, after, unit = "s", ...others] = WAIT.exec(text) ?? [];
    const number = [after, ...others].find((group) => group !== undefined);
    if (number !== undefined)
      return Math.max(1, Math.ceil(Number(number) * (UNITS[unit.toLowerCase()] ?? 1)));
  }
  return lines.some(({ text }) => /secondary rate limit/i.test(text)) ? SECONDARY_LIMIT_SECONDS : undefined;
}

const RETRY_DATE = /\bretry-after['"]?[:= ] ?['"]?(\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT)/i;

/** The moment until which the server asked to wait, where it named one: milliseconds since 1970. */
export function retryAt(lines: readonly EvidenceLine[]): number | undefined {
  for (const { text } of lines) {
    const moment = Date.parse(RETRY_DATE.exec(text)?.[1] ?? "");
    if (!Number.isNaN(moment)) return moment;
  }
  return undefined;
}

/** SHA-256 of the wrong file (behind pip's `Got`, below uv's `Computed:`), or its size if the installer prints only that. */
export function gotFile(lines: readonly EvidenceLine[]): string | undefined {
  for (const [index, { text }] of lines.entries()) {
    const got = /^Got\s{1,20}([0-9a-f]{64})$/.exec(text)?.[1];
    if (got !== undefined) return got;
    if (text === "Computed:") return /^sha256:([0-9a-f]{64})$/.exec(lines[index + 1]?.text ?? "")?.[1];
    const size = /Size mismatch for `.{1,300}, but downloaded (\d{1,15} bytes)/.exec(text)?.[1];
    if (size !== undefined) return size;
  }
  return undefined;
}

/**
 * SHA-256 of the file that came instead of a system package. A package list doesn't count: a mirror that is being updated
 * sends the same wrong list several times. Nor does a file of the wrong size: it may be cut short at one place twice.
 */
export function gotArchive(lines: readonly EvidenceLine[]): string | undefined {
  const failed = lines.findIndex(({ text }) =>
    /^E: Failed to fetch \S{1,2000}\.deb\s+Hash Sum mismatch/.test(text),
  );
  if (failed < 0) return undefined;
  const said = lines.slice(failed + 1, failed + 1 + MOST_HASHES);
  const received = said.findIndex(({ text }) => text === "Hashes of received file:");
  const after = received < 0 ? [] : said.slice(received + 1);
  return /(?<=^- SHA256:)[0-9a-f]{64}/m.exec(after.map(({ text }) => text).join("\n"))?.[0];
}

/** apt prints two headings, and a few kinds of hashes below each. */
const MOST_HASHES = 16;
