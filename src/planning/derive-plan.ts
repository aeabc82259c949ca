import { declaredFacts } from "../base/declared-facts.ts";
import { planDifferences } from "../plan/differences/plan-differences.ts";
import type { Plan } from "../plan/plan.ts";
import { type Arrangement, arrangementOf } from "../plan/strategy/arrangement.ts";
import type { BuildLock } from "../python/sources/build-lock.ts";
import type { Pins } from "../resolve/request.ts";
import type { LearnedSizes } from "../sizes/learned-size.ts";
import type { DiskUse } from "../sizes/timeline.ts";
import { BuildError, ConflictError } from "../text/errors.ts";
import type { PhasesRequest } from "./select-phases.ts";

/** What a written plan decides that can't be read from manifest, lock and base: the rest is derived from it. */
export interface Derivation {
  readonly pins: Pins;
  readonly arrangement: Arrangement | undefined;
  readonly disk: DiskUse;
  readonly freeBytes: number | undefined;
  /** Whether a size that an earlier build saw counts for the file with this hash. */
  readonly isLearned: (sha256: string) => boolean;
}

export function derivationOf(plan: Plan): Derivation {
  const learned = plan.phases
    .flatMap((phase) => phase.distributions)
    .filter((one) => one.sizeSource === "learned" || one.bytecodeSource === "learned");
  const hashes = new Set(learned.map((one) => one.file.sha256));
  return {
    pins: pinsOf(plan),
    arrangement: arrangementOf(plan),
    disk: plan.disk,
    freeBytes: plan.verdict.freeBytes ?? undefined,
    isLearned: (sha256) => hashes.has(sha256),
  };
}

function pinsOf({ phases }: Plan): Pins {
  const pinned = (of: Plan["phases"]) =>
    of.flatMap((phase) => phase.distributions.map((one) => `${one.name}==${one.version}`));
  const isolated = phases.filter((phase) => phase.environment !== null);
  return {
    shared: pinned(phases.filter((phase) => phase.environment === null)),
    isolated: Object.fromEntries(isolated.map((phase) => [phase.name, pinned([phase])])),
    builds: Object.fromEntries(
      phases
        .flatMap((phase) => phase.distributions)
        .flatMap(({ name, build }) => (build ? [[name, pinsIn(build)]] : [])),
    ),
  };
}

function pinsIn({ distributions }: BuildLock): readonly string[] {
  return distributions.map((one) => `${one.name}==${one.version}`);
}

/** The base as the plan knew it: a plan from declared facts is derived from those, although the image is here by now. */
export function basisOf<T extends Pick<PhasesRequest, "image" | "facts" | "manifest">>(
  { base }: Plan,
  request: T,
): T {
  const { provides } = request.manifest.base;
  if (base.facts === "probed" || provides === undefined) return request;
  return { ...request, image: undefined, facts: declaredFacts(provides) };
}

/** Sizes that the plan took from earlier builds, and no others. */
export function learnedFor({ isLearned }: Derivation, sizes: LearnedSizes): LearnedSizes {
  return new Map([...sizes].filter(([sha256]) => isLearned(sha256)));
}

const MOST_SHOWN = 10;

/**
 * Compares a plan that nobody vouches for with what manifest, lock and base give for its versions.
 * @param derive makes the plan again.
 * @throws ConflictError with each difference.
 */
export async function requireUnedited(plan: Plan, path: string, derive: () => Promise<Plan>): Promise<void> {
  let differences: readonly string[];
  try {
    differences = planDifferences(plan, await derive());
  } catch (error) {
    if (!(error instanceof ConflictError || error instanceof BuildError)) throw error;
    throw refused(path, `the plan can't be made again with its versions: ${error.message}`, error.evidence);
  }
  const [first] = differences;
  if (first === undefined) return;
  const more = differences.length > MOST_SHOWN ? [`and ${differences.length - MOST_SHOWN} more`] : [];
  throw refused(path, first, [...differences.slice(0, MOST_SHOWN), ...more].join("\n"));
}

function refused(path: string, why: string, evidence: string | undefined): ConflictError {
  return new ConflictError(`The plan ${path} isn't what its manifest, lock and base give: ${why}.`, {
    ...(evidence !== undefined && { evidence }),
    remedy:
      "Plan again with `surelayer plan -o`, look at it, and build that. If another job wrote exactly this plan, give its digest, which `plan` prints there: `build --plan FILE --plan-digest sha256:…`.",
  });
}
