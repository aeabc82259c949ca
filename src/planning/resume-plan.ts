import { finishedLayers } from "../image/layers/finished-layers.ts";
import type { TrustDomain } from "../image/layers/layer-cache.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan, Plan } from "../plan/plan.ts";
import { remainingPeak } from "../plan/remaining-peak.ts";
import { Arrangement, arrangementOf } from "../plan/strategy/arrangement.ts";
import { keepJson, keyFor, recallJson } from "../ports/kept-json.ts";
import type { Cache } from "../ports/machine.ts";
import type { Ports } from "../ports/ports.ts";
import type { DiskUse } from "../sizes/timeline.ts";

interface Resumable {
  readonly manifest: Manifest;
  readonly disk: DiskUse;
  readonly trustDomain: TrustDomain;
  /** The same plan for more room, or in other layers. */
  remake(changes: { readonly freeBytes?: number; readonly arrangement?: Arrangement }): Plan;
}

/**
 * Where there is little room, goes on with the layers that an earlier build has left: they lie on the disk already, and are
 * found only by a plan that cuts its phases as that build did. Any other plan stays as it is.
 */
export async function resumePlan(first: Plan, question: Resumable, ports: Ports): Promise<Plan> {
  const { freeBytes, fits, strategy } = first.verdict;
  if (freeBytes === null || (fits === true && strategy === "whole")) return first;
  const arrangement = await recallJson(ports.cache, keyOf(first), Arrangement);
  for (const changes of [...(arrangement ? [{ arrangement }] : []), AMPLE]) {
    const plan = await countPresent(question.remake(changes), freeBytes, question, ports);
    if (plan?.verdict.fits === true && !leavesOutMore(plan, first)) return plan;
  }
  return first;
}

/** Each phase in one layer, as builds do that have room for it. */
const AMPLE = { freeBytes: Number.MAX_SAFE_INTEGER };

/** The plan with a verdict that counts finished layers as present; undefined where there are none. */
export async function countPresent(
  plan: Plan,
  freeBytes: number,
  { manifest, disk, trustDomain }: Omit<Resumable, "remake">,
  ports: Pick<Ports, "engine" | "cache">,
): Promise<Plan | undefined> {
  const { base, verdict } = plan;
  if (base.facts !== "probed" || verdict.strategy === "refused") return undefined;
  const finished = await finishedLayers({ plan: { ...plan, base }, manifest, trustDomain }, ports);
  const { neededBytes, presentBytes } = remainingPeak(plan, finished, disk);
  if (presentBytes === 0) return undefined;
  const fits = neededBytes + verdict.reserveBytes <= freeBytes;
  return { ...plan, verdict: { ...verdict, neededBytes, presentBytes, freeBytes, fits } };
}

/** What would fit without them isn't given up for layers that are there. */
function leavesOutMore(plan: Plan, first: Plan): boolean {
  const installed = new Set(first.phases.filter((one) => !one.leftOut).map((one) => one.name));
  return first.verdict.fits === true && plan.phases.some((one) => one.leftOut && installed.has(one.name));
}

/** Keeps how a build that is short of room cuts its phases, for one that goes on with it. */
export async function rememberArrangement(plan: BuildablePlan, cache: Cache): Promise<void> {
  const arrangement = arrangementOf(plan);
  if (arrangement === undefined || arrangement.kind === "whole") return;
  await keepJson(cache, keyOf(plan), arrangement);
}

/** Another manifest of that name brings other packages, which shows. */
function keyOf({ name, base }: Plan): string {
  return keyFor("arrangements", [name, base.facts === "probed" ? base.imageId : base.reference]);
}
