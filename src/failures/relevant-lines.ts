import { normaliseName } from "../python/distribution-name.ts";
import type { EvidenceLine } from "./evidence-lines.ts";
import type { FailingTool } from "./failure-class.ts";

/**
 * Drops the lines about trouble that pip recovered from: a repeated request, a page that one of several indexes didn't
 * give, a file that doesn't fit. A line about a page or a file stays if pip failed for want of its distribution.
 */
export function relevantLines(tool: FailingTool, lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
  if (tool !== "pip" && tool !== "command") return lines;
  const verdict = lastVerdict(lines);
  return lines.filter((line) => line.foreign || concerns(line.text, verdict));
}

/**
 * Whether pip's debug log shows a page of the index for the distribution that pip gave up on. Up to pip 23, the inner
 * pip that installs build requirements logs no pages.
 */
export function pageWasRead(lines: readonly EvidenceLine[]): boolean {
  const verdict = lastVerdict(lines);
  return lines.some(({ text }) => {
    const page = /^(?:Getting page|Fetched page) (\S{1,3000})/.exec(text)?.[1];
    return page !== undefined && projectOfPage(page) === verdict?.distribution;
  });
}

interface Verdict {
  readonly distribution: string;
  /** `9.9` of `demo==9.9`. */
  readonly pinned: string | undefined;
  /** Whether the index has other versions of it. */
  readonly others: boolean;
}

const GIVEN_UP =
  /^ERROR: Could not find a version that satisfies the requirement ([A-Za-z0-9][\w.-]{0,200})(?:\[[^\]]{0,200}\])?(?: ?==([^\s,;*]{1,100}))?.{0,2000}\(from versions: (\w)/;

function lastVerdict(lines: readonly EvidenceLine[]): Verdict | undefined {
  for (let index = lines.length - 1; index >= 0; index--) {
    const [, name, pinned, first] = GIVEN_UP.exec(lines[index]?.text ?? "") ?? [];
    if (name === undefined) continue;
    return { distribution: normaliseName(name), pinned, others: first !== "n" };
  }
  return undefined;
}

function concerns(text: string, verdict: Verdict | undefined): boolean {
  if (/Retrying \(Retry\(/.test(text)) return false;
  const page = /^Could not fetch URL (\S{1,3000}): /.exec(text)?.[1];
  if (page !== undefined) return verdict?.distribution === projectOfPage(page) && !verdict.others;
  if (text.startsWith("Skipping link: none of the wheel's tags"))
    return verdict?.others === false && namesFileOf(verdict.distribution, text);
  if (text.includes("Ignored the following versions that require a different python"))
    return ignoredCounts(text, verdict);
  return true;
}

function projectOfPage(address: string): string {
  const parts =
    address
      .split(/[?#]/)[0]
      ?.split("/")
      .filter((part) => part !== "") ?? [];
  return normaliseName(parts.at(-1) ?? "");
}

/** Whether this line holds the address of a wheel of the distribution. */
function namesFileOf(distribution: string, text: string): boolean {
  const file = /\/([^/\s#]{1,300})\.whl(?:#|\s|$)/.exec(text)?.[1];
  return file !== undefined && normaliseName(file.split("-")[0] ?? "") === distribution;
}

/** Versions for another Python are the cause if the index has no others, or if the pinned version is one of them. */
function ignoredCounts(text: string, verdict: Verdict | undefined): boolean {
  if (verdict === undefined) return false;
  return (
    !verdict.others || (verdict.pinned !== undefined && text.includes(` ${verdict.pinned} Requires-Python`))
  );
}
