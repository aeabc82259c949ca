import { backendFor } from "../../../manifest/settings/torch-backend.ts";
import type { KeptPackage } from "../../conflicts/conflict-sides.ts";
import type { Conflict } from "../../conflicts/find-conflict.ts";
import type { NamedRequirement } from "../../conflicts/named-requirements.ts";
import { onlyPhase, type ResolveRequest } from "../../request.ts";
import { type Direction, relaxedPin } from "./relaxed-pins.ts";
import type { RemedyCandidate } from "./remedy-candidate.ts";

/** Pythons that today's packages have wheels for. */
const PYTHONS = ["3.10", "3.11", "3.12", "3.13"];

/**
 * Changes worth trying, the cheapest for the user first: a newer version of what is pinned, an environment of its own, an
 * older version, a phase of its own, another base, another Python. Where they fight over the interpreter, it comes first.
 */
export function remedyCandidates(
  request: ResolveRequest,
  conflict: Conflict,
  isolated?: string,
): readonly RemedyCandidate[] {
  const relaxed = (direction: Direction) =>
    conflict.heads.flatMap((head) => relaxedPin(request, head, direction) ?? []);
  const newer = relaxed("newer");
  const others = otherPythons(request.facts.python.version).map((version) => otherPython(request, version));
  const isolatable = isolated === undefined && conflict.culprit !== "python";
  const first = conflict.culprit === "python" ? others : [];
  const last = conflict.culprit === "python" ? [] : others;
  const candidates = [
    ...[...first, ...newer],
    ...(isolatable ? isolations(request, conflict) : []),
    ...relaxed("older"),
    ...(isolatable ? movesOut(request, conflict) : []),
    ...(conflict.moved.length > 0 ? [otherBase(request, conflict.moved)] : []),
    ...last,
    ...newer.flatMap((one) => withBackend(request, one) ?? []),
    ...newer.flatMap((one) => onNewerCuda(request, one) ?? []),
    ...relaxed("far"),
  ];
  if (isolated === undefined) return candidates;
  return candidates.map((one) => ({ ...one, trials: one.trials.map((trial) => ({ ...trial, isolated })) }));
}

/** The same change with torch's builds for the base's CUDA, where the default index has them for a newer one only. */
function withBackend(request: ResolveRequest, candidate: RemedyCandidate): RemedyCandidate | undefined {
  const backend = backendFor(request.facts.cuda);
  const isBound = request.indexes.some((index) => index.packages.some((name) => FAMILY.has(name)));
  if (request.torchBackend !== "none" || backend === undefined || isBound) return undefined;
  return {
    ...changed(candidate, (one) => ({ ...one, torchBackend: backend })),
    text: (versions) => `${candidate.text(versions)}, and \`torch_backend: ${backend}\` under \`install\``,
  };
}

/** The same change on a base with the next major version of CUDA. */
function onNewerCuda(request: ResolveRequest, candidate: RemedyCandidate): RemedyCandidate | undefined {
  const major = Number.parseInt(request.facts.cuda ?? "", 10);
  if (Number.isNaN(major)) return undefined;
  const cuda = `${major + 1}.0`;
  return {
    ...changed(candidate, (one) => ({ ...one, facts: { ...one.facts, cuda } })),
    text: (versions) => `${candidate.text(versions)}, and take a base image with CUDA ${major + 1}`,
  };
}

/** A candidate with something else changed, too, for where the plan refuses it as it is: its CUDA is above the base's. */
function changed(
  candidate: RemedyCandidate,
  change: (request: ResolveRequest) => ResolveRequest,
): Omit<RemedyCandidate, "text"> {
  return {
    trials: candidate.trials.map((trial) => ({ ...trial, request: change(trial.request) })),
    after: { candidate, refusal: "cuda-above-base" },
  };
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
      { request: onlyPhase(request, name), isolated: name },
      ...(rest.length > 0 ? [{ request: { ...request, phases: rest } }] : []),
    ],
    sure: true,
    text: () => `give phase ${name} \`environment: isolated\``,
  };
}

/** Those who fight within one phase. Who asks for the other one needs it beside itself. */
function movesOut(request: ResolveRequest, conflict: Conflict): readonly RemedyCandidate[] {
  const { heads } = conflict;
  const phases = new Set(heads.map((head) => head.phase));
  if (phases.size > 1 || conflict.moved.length > 0) return [];
  if (heads.length < 2 || heads.some((head) => head.requirement.normalised === conflict.culprit)) return [];
  const isFamily = (head: NamedRequirement) => FAMILY.has(head.requirement.normalised);
  return heads.filter((head) => !isFamily(head)).map((head) => moveOut(request, head));
}

function moveOut(request: ResolveRequest, head: NamedRequirement): RemedyCandidate {
  const { requirement, phase } = head;
  const isOwn = (one: ResolveRequest["phases"][number]) => one.name === phase;
  const rest = request.phases.map((one) =>
    isOwn(one) ? { ...one, packages: one.packages.filter((each) => each !== requirement) } : one,
  );
  const alone = request.phases.filter(isOwn).map((one) => ({ ...one, packages: [requirement] }));
  return {
    trials: [
      { request: onlyPhase({ ...request, phases: alone }, phase), isolated: phase },
      { request: { ...request, phases: rest } },
    ],
    sure: true,
    text: () =>
      `move \`${requirement.text}\` from phase ${phase} into a phase of its own with \`environment: isolated\``,
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
