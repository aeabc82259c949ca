import type { BuildLock } from "../../python/sources/build-lock.ts";
import type { Plan, PlannedDistribution, PlannedPhase } from "../plan.ts";
import { numberDifferences } from "./plan-numbers.ts";

/**
 * Where a written plan isn't what manifest, lock and base give, in words; nothing for one that nobody edited. Words that only
 * explain aren't compared, nor what depends on the moment or on the machine: the free disk, and how sources are compiled.
 * @param derived the plan that was made again, from the versions of the written one.
 */
export function planDifferences(written: Plan, derived: Plan): readonly string[] {
  const [told, given] = [leaves(decisions(written)), leaves(decisions(derived))];
  const paths = [...new Set([...told.keys(), ...given.keys()])];
  const decided = paths
    .filter((path) => told.get(path) !== given.get(path))
    .map((path) => difference(path, told.get(path), given.get(path)));
  if (decided.length > 0) return decided;
  return [
    ...numberDifferences(written, derived),
    ...verdictFaults(written),
    ...hiddenErrors(written, derived),
  ];
}

function difference(path: string, told = "nothing", given = "nothing"): string {
  return `${path}: the plan says ${told}; manifest, lock and base give ${given}`;
}

/** Everything that decides what is built, by names. */
function decisions(plan: Plan) {
  const { base, verdict, phases } = plan;
  const { unverified: _, ...basis } = { unverified: [], ...base };
  return {
    name: plan.name,
    base: basis,
    cuda: plan.cuda,
    bytecode: plan.bytecode,
    kept: plan.kept,
    clash: Object.fromEntries(plan.clashes.map((one) => [pairOf(one), one])),
    order: phases.map((phase) => phase.name),
    phase: Object.fromEntries(phases.map((phase) => [phase.name, decisionsOf(phase)])),
    verdict: { strategy: verdict.strategy, reserveBytes: verdict.reserveBytes },
  };
}

function pairOf({ winner, loser }: Plan["clashes"][number]): string {
  return `${[winner.name, loser.name].sort().join(" and ")} of ${winner.phase}`;
}

function decisionsOf(phase: PlannedPhase) {
  const { packages, imports, optional, environment, system, run, shared, layers, leftOut, wheel } = phase;
  const distributions = phase.distributions.map((one) => [one.name, fileOf(one)] as const);
  return {
    ...{ packages, imports, optional, environment, system, run, shared, layers, leftOut },
    wheel: wheel && { distribution: wheel.distribution, url: plainAddress(wheel.url) },
    disk: phase.disk.length,
    count: distributions.length,
    distribution: Object.fromEntries(distributions),
    compiled: phase.sourceBuild?.distributions ?? [],
  };
}

function fileOf({ version, kind, file, build }: PlannedDistribution) {
  return { version, kind, ...placeOf(file), ...(build && { build: buildOf(build) }) };
}

function placeOf({ url, name, sha256, bytes }: PlannedDistribution["file"]) {
  return { url: plainAddress(url), file: name, sha256, bytes };
}

function buildOf({ requires, distributions }: BuildLock) {
  const files = distributions.map(
    (one) => [one.name, { version: one.version, ...placeOf(one.file) }] as const,
  );
  return { requires, count: files.length, distribution: Object.fromEntries(files) };
}

/** Logins and signatures belong to a machine and a moment. Read as it is fetched: a host may hide before an `@`. */
function plainAddress(url: string): string {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Each value by its path, as JSON. */
function leaves(value: unknown, path = ""): ReadonlyMap<string, string> {
  const isEmpty = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (isEmpty) return new Map([[path, JSON.stringify(value)]]);
  const inner = Object.entries(value).flatMap(([key, one]) => [
    ...leaves(one, path === "" ? key : `${path}.${key}`),
  ]);
  return new Map(inner);
}

/** A verdict says no more than its own numbers do. */
function verdictFaults({ verdict, totals }: Plan): readonly string[] {
  const { fits, freeBytes, neededBytes, reserveBytes, presentBytes, strategy } = verdict;
  const follows =
    freeBytes === null ? null : strategy !== "refused" && neededBytes + reserveBytes <= freeBytes;
  const isNeeded = presentBytes === undefined ? neededBytes === totals.peak : neededBytes <= totals.peak;
  return [
    ...(isNeeded ? [] : [difference("verdict.neededBytes", `${neededBytes}`, `${totals.peak}`)]),
    ...(fits === follows ? [] : [difference("verdict.fits", `${fits}`, `${follows}`)]),
  ];
}

/** What is known to fail must stand in the plan, which is then refused for it. */
function hiddenErrors(written: Plan, derived: Plan): readonly string[] {
  const told = new Set(written.findings.map((one) => one.message));
  return derived.findings
    .filter((one) => one.severity === "error" && !told.has(one.message))
    .map((one) => `findings: the plan leaves out: ${one.message}`);
}
