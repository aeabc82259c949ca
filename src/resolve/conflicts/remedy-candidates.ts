import { type Requirement, withRange } from "../../python/requirement.ts";
import { onlyPhase, type ResolveRequest } from "../request.ts";
import type { KeptPackage } from "./conflict-sides.ts";
import type { Conflict } from "./find-conflict.ts";
import type { NamedRequirement } from "./named-requirements.ts";
import type { Trial } from "./try-resolve.ts";

export type Versions = Readonly<Record<string, string>>;

/** A change that may solve a conflict. All of its trials have to resolve. */
export interface RemedyCandidate {
  readonly trials: readonly Trial[];
  /** It parts those who fight, so that it resolves almost always and soon. */
  readonly sure?: boolean;
  /** What the user does, in words; told versions with which the first trial resolved. */
  text(versions: Versions): string;
}

/** Pythons that today's packages have wheels for. */
const PYTHONS = ["3.10", "3.11", "3.12", "3.13"];

/**
 * Changes worth trying, the cheapest for the user first: a newer version of what is pinned, an environment of its own, an
 * older version, another Python, another base. Where the interpreter is what they fight over, it comes first.
 * @param python the base's, e.g. `3.11.7`
 */
export function remedyCandidates(
  request: ResolveRequest,
  conflict: Conflict,
  python: string,
): readonly RemedyCandidate[] {
  const relaxed = (direction: "newer" | "older") =>
    conflict.heads.flatMap((head) => relaxedPin(request, head, direction) ?? []);
  const others = otherPythons(python).map((version) => otherPython(request, version));
  if (conflict.culprit === "python") return [...others, ...relaxed("newer"), ...relaxed("older")];
  return [
    ...relaxed("newer"),
    ...isolations(request, conflict),
    ...relaxed("older"),
    ...(conflict.moved.length > 0 ? [otherBase(request, conflict.moved)] : []),
    ...others,
  ];
}

/** The pin opened towards newer versions, or everything before it; undefined where it isn't closed on that side. */
function relaxedPin(
  request: ResolveRequest,
  head: NamedRequirement,
  direction: "newer" | "older",
): RemedyCandidate | undefined {
  const range = direction === "newer" ? openedUpwards(head.range) : openedDownwards(head.range);
  if (range === undefined) return undefined;
  const { requirement, phase } = head;
  const changed = withRange(requirement, range);
  return {
    trials: [{ request: withPackage(request, head, changed) }],
    text: (versions) =>
      `in phase ${phase}, write \`${changed.text}\` instead of \`${requirement.text}\`${taken(requirement.normalised, versions)}`,
  };
}

function taken(name: string, versions: Versions): string {
  const version = versions[name];
  return version === undefined ? "" : ` (${name} ${version} resolves)`;
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

function openedDownwards(range: string): string | undefined {
  const lowest = /^(?:==|===|~=|>=?)([^*]+)$/.exec(range.split(",")[0] ?? "")?.[1];
  return lowest === undefined ? undefined : `<${lowest.replace(/\+.*$/, "")}`;
}

function withPackage(request: ResolveRequest, head: NamedRequirement, changed: Requirement): ResolveRequest {
  const phases = request.phases.map((phase) =>
    phase.name === head.phase
      ? { ...phase, packages: phase.packages.map((one) => (one === head.requirement ? changed : one)) }
      : phase,
  );
  return { ...request, phases };
}

/** Optional phases first, then those declared later: the rest of the image depends on them least. */
function isolations(request: ResolveRequest, conflict: Conflict): readonly RemedyCandidate[] {
  const fighting = new Set(conflict.heads.map((head) => head.phase));
  if (fighting.size < 2 && conflict.moved.length === 0) return [];
  return request.phases
    .filter((phase) => fighting.has(phase.name))
    .reverse()
    .sort((a, b) => Number(b.optional) - Number(a.optional))
    .map((phase) => isolation(request, phase.name));
}

function isolation(request: ResolveRequest, name: string): RemedyCandidate {
  const rest = request.phases.filter((phase) => phase.name !== name);
  return {
    trials: [
      { request: onlyPhase(request, name) },
      ...(rest.length > 0 ? [{ request: { ...request, phases: rest } }] : []),
    ],
    sure: true,
    text: () => `give phase ${name} \`environment: isolated\``,
  };
}

function otherPythons(python: string): readonly string[] {
  const own = Number(python.split(".")[1] ?? 0);
  const distance = (version: string) => Math.abs(Number(version.split(".")[1]) - own);
  return PYTHONS.filter((version) => distance(version) > 0).sort((a, b) => distance(a) - distance(b));
}

function otherPython(request: ResolveRequest, python: string): RemedyCandidate {
  return { trials: [{ request, python }], text: () => `take a base image with Python ${python}` };
}

/** What `keep` protects is never given up without saying what that does to the base. */
function otherBase(request: ResolveRequest, moved: readonly KeptPackage[]): RemedyCandidate {
  const names = new Set(moved.map((one) => one.name));
  const released = [...names].some((name) => FAMILY.has(name)) ? new Set([...names, ...FAMILY]) : names;
  return {
    trials: [{ request: { ...request, keep: request.keep.filter((one) => !released.has(one)) } }],
    text: (versions) => {
      const wanted = listed(moved.map(({ name }) => `${name} ${versions[name] ?? "in another version"}`));
      const movedNames = listed(moved.map(({ name, version }) => `${name} ${version}`));
      return `take a base image that holds ${wanted}; or take ${listed([...names])} out of \`keep\`, which replaces the base's ${movedNames} and breaks whatever was compiled against it`;
    },
  };
}

export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** These move together or not at all. */
const FAMILY: ReadonlySet<string> = new Set(["torch", "torchaudio", "torchvision", "triton"]);
