import type { LeftOutPhase } from "../manifest/left-out-phase.ts";
import type { Ports } from "../ports/ports.ts";
import type { LockedDistribution } from "../python/lock.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { FileGone } from "../wheels/file-gone.ts";
import type { Resolution } from "../wheels/resolution.ts";
import { withLockedBuilds } from "./builds/with-locked-builds.ts";
import type { CandidateWheel } from "./candidate-wheel.ts";
import type { GivenLock } from "./given-lock/given-lock.ts";
import { type ResolvedLock, resolveGivenLock } from "./given-lock/resolve-given-lock.ts";
import { type LockBase, lockEnvironments } from "./lock-environments.ts";
import { explainFileGone } from "./remedies/explain-file-gone.ts";
import { type RequestedPhase, type ResolveRequest, withoutPhases } from "./request.ts";
import { type EnvironmentResolution, resolveEnvironment } from "./resolve-environment.ts";
import { type EnvironmentInput, separateEnvironments } from "./separate-environments.ts";

/** What is resolved on. */
export interface ResolveBase extends LockBase {
  /** The manifest's own lock: then nothing is resolved, and no phase is isolated. */
  readonly lock?: GivenLock | undefined;
  /** Phases that were left out before; the lock may hold what they ask for. */
  readonly absent?: readonly RequestedPhase[] | undefined;
}

/** What is installed of the phases, and which of them aren't because the manifest's own lock doesn't hold them. */
interface ResolvedPhases extends Resolution {
  readonly leftOut: readonly LeftOutPhase[];
}

/**
 * One lock for all phases that share an environment and one for each isolated phase, the file of each distribution, what
 * that file holds, and what a source is built with.
 */
export async function resolve(
  request: ResolveRequest,
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<ResolvedPhases> {
  try {
    const resolved = await resolveAll(request, base, toolbox, ports);
    return await withLockedBuilds(resolved, { ...base, request }, toolbox, ports);
  } catch (error) {
    if (!(error instanceof FileGone)) throw error;
    if (base.lock === undefined) throw error.answer;
    const input = { request, imageId: base.imageId, file: base.lock.file, judge: base.judge };
    throw await explainFileGone(error, input, toolbox, ports);
  }
}

async function resolveAll(
  request: ResolveRequest,
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<ResolvedPhases> {
  const environments = separateEnvironments(request);
  const locks = await locksOf(environments, base, toolbox, ports);
  const read = new Map<string | undefined, EnvironmentResolution>();
  try {
    // One after the other: what two environments have in common is read once.
    for (const [index, lock] of locks.entries()) {
      const environment = environments[index];
      if (!environment) continue;
      const request = withoutPhases(environment.request, lock.leftOut);
      const one = { environment: { ...environment, request }, imageId: base.imageId, lock };
      read.set(environment.isolated, await resolveEnvironment(one, toolbox, ports));
    }
  } finally {
    await Promise.allSettled(locks.map((lock) => lock.inspected));
  }
  const { distributions, locked, phases } = read.get(undefined) ?? NOTHING_SHARED;
  const isolated = [...read].flatMap(([name, one]) => {
    const [phase] = one.phases;
    return name === undefined || !phase ? [] : [{ phase, distributions: one.distributions }];
  });
  const all = [...read.values()];
  const advice = locks.flatMap((lock) => lock.advice ?? []);
  const remarks = all.flatMap((one) => one.remarks);
  const fetchedBytes = all.reduce((sum, one) => sum + one.fetchedBytes, 0);
  const leftOut = locks.flatMap((lock) => lock.leftOut);
  return {
    base: request.facts,
    distributions,
    locked,
    phases,
    isolated,
    remarks,
    advice,
    fetchedBytes,
    leftOut,
  };
}

const NOTHING_SHARED = { distributions: [], locked: [], phases: [] } as const;

/** The user's own lock, or what uv says: a lock for each environment, in the same order. */
async function locksOf(
  environments: readonly EnvironmentInput[],
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly ResolvedLock[]> {
  const { lock, absent } = base;
  if (lock !== undefined) {
    const given = environments.map(({ request }) => resolveGivenLock({ request, lock, absent }, ports));
    return Promise.all(given);
  }
  const made = await lockEnvironments(environments, base, toolbox, ports);
  return made.map(({ answer, inspected }, index) => ({
    locked: withCandidateFiles(answer.locked, environments[index]?.request.wheels ?? []),
    graph: answer.graph,
    advice: answer.advice,
    keptInstalled: new Set(),
    leftOut: [],
    inspected,
  }));
}

/** The resolver read only the candidates' metadata; the lock gets the real files. */
function withCandidateFiles(
  locked: readonly LockedDistribution[],
  candidates: readonly CandidateWheel[],
): readonly LockedDistribution[] {
  const files = new Map(candidates.map((one) => [one.distribution, one.file]));
  return locked.map((one) => {
    const file = files.get(one.name);
    if (file === undefined) return one;
    return file.name.endsWith(".whl")
      ? { ...one, wheels: [file], sdist: undefined }
      : { ...one, wheels: [], sdist: file };
  });
}
