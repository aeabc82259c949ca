import { type Requirement, withRange } from "../../../python/requirement.ts";
import type { NamedRequirement } from "../../conflicts/named-requirements.ts";
import type { ResolveRequest } from "../../request.ts";
import type { RemedyCandidate, Versions } from "./remedy-candidate.ts";

/** Towards which versions a pin is opened. `far` is beyond those that are near enough to be the same program. */
export type Direction = "newer" | "older" | "far";

/** The pin opened on one side; undefined where it isn't closed there. */
export function relaxedPin(
  request: ResolveRequest,
  head: NamedRequirement,
  direction: Direction,
): RemedyCandidate | undefined {
  const range = relaxedRange(head.range, direction);
  if (range === undefined) return undefined;
  const { requirement, phase } = head;
  const changed = withRange(requirement, range.written);
  const tried = withRange(requirement, range.tried);
  return {
    trials: [{ request: withPackage(request, head, tried) }],
    ...(direction !== "newer" && { from: fromPin(request, head) }),
    ...(direction === "far" && { isLast: true }),
    text: (versions) =>
      `in phase ${phase}, write \`${changed.text}\` instead of \`${requirement.text}\`${taken(requirement.normalised, versions)}`,
  };
}

function taken(name: string, versions: Versions): string {
  const version = versions[name];
  return version === undefined ? "" : ` (${name} ${version} resolves)`;
}

interface RelaxedRange {
  readonly written: string;
  /** The resolver takes the newest version that will do: a lower bound only says where it gives up. */
  readonly tried: string;
}

function relaxedRange(range: string, direction: Direction): RelaxedRange | undefined {
  if (direction === "newer") {
    const opened = openedUpwards(range);
    return opened === undefined ? undefined : { written: opened, tried: opened };
  }
  const lowest = lowestOf(range);
  if (lowest === undefined) return undefined;
  const written = `<${lowest}`;
  const near = nearestLine(lowest);
  if (direction === "older") return { written, tried: near === undefined ? written : `>=${near},${written}` };
  return near === undefined ? undefined : { written, tried: `<${near}` };
}

function openedUpwards(range: string): string | undefined {
  const parts = range.split(",");
  const opened = parts.flatMap((part) => {
    const exact = /^(?:==|===|~=)([^*]+)$/.exec(part)?.[1];
    if (exact !== undefined) return [`>=${exact.replace(/\+.*$/, "")}`];
    return /^(?:<|==)/.test(part) ? [] : [part];
  });
  return opened.join(",") === range ? undefined : opened.join(",");
}

function lowestOf(range: string): string | undefined {
  const lowest = /^(?:==|===|~=|>=?)([^*]+)$/.exec(range.split(",")[0] ?? "")?.[1];
  return lowest?.replace(/\+.*$/, "");
}

/** Minor versions of a program before its first major one. */
const NEAR_MINORS = 10;

/** The first version that is still near: of the major line before, or ten minor ones back where there is no major one yet. */
function nearestLine(version: string): string | undefined {
  const [, major, minor] = /^(?:v?)(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major === undefined) return undefined;
  if (Number(major) > 1) return String(Number(major) - 1);
  if (Number(major) === 1) return undefined;
  const first = Number(minor ?? 0) - NEAR_MINORS;
  return first > 0 ? `0.${first}` : undefined;
}

/** Asks for the pinned version alone, to learn when it was published. */
function fromPin(request: ResolveRequest, head: NamedRequirement): RemedyCandidate["from"] {
  const { requirement } = head;
  const version = /^===?([^*,]+)$/.exec(head.range)?.[1];
  if (version === undefined) return undefined;
  const [phase] = request.phases.filter((one) => one.name === head.phase);
  const phases = phase ? [{ ...phase, packages: [{ ...requirement, text: pinText(requirement) }] }] : [];
  return { name: requirement.normalised, trial: { request: { ...request, phases }, alone: true } };
}

function pinText({ name, specifiers }: Requirement): string {
  return `${name}${specifiers.join(",")}`;
}

function withPackage(request: ResolveRequest, head: NamedRequirement, changed: Requirement): ResolveRequest {
  const phases = request.phases.map((phase) =>
    phase.name === head.phase
      ? { ...phase, packages: phase.packages.map((one) => (one === head.requirement ? changed : one)) }
      : phase,
  );
  return { ...request, phases };
}
