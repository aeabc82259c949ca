import { layerLabels, layerReference, rememberLayer } from "../../src/image/layers/layer-cache.ts";
import { keyOfLayer } from "../../src/image/layers/layer-content-key.ts";
import { phaseContent } from "../../src/image/layers/phase-content.ts";
import type { BuildablePlan, PlannedPhase } from "../../src/plan/plan.ts";
import { manifestOf } from "./manifests.ts";
import { cacheOf } from "./memory-cache.ts";
import { MemoryEngine } from "./memory-engine.ts";
import { plannedPhase, plannedWheel } from "./plans.ts";

/** Whose installer and image settings the layers are made with. */
export const MANIFEST = manifestOf({ one: ["a"] });
/** A phase of two packages, each in a layer of its own. */
export const split = (name: string, changes: Partial<PlannedPhase> = {}) =>
  plannedPhase(name, {
    distributions: [plannedWheel(`${name}-a`), plannedWheel(`${name}-b`)],
    layers: [[`${name}-a`], [`${name}-b`]],
    ...changes,
  });

/** An engine on which the first layers of a plan are, as a build leaves them. */
export async function engineWith(plan: BuildablePlan, layers: number): Promise<MemoryEngine> {
  const engine = new MemoryEngine();
  let parent = plan.base.imageId;
  let left = layers;
  for (const phase of plan.phases.filter((one) => !one.leftOut)) {
    const content = phaseContent(plan, phase, before(plan, phase));
    for (const [index] of content.layers.entries()) {
      if (left-- <= 0) return engine;
      const key = keyOfLayer({ plan, manifest: MANIFEST, trustDomain: undefined }, phase, content, {
        index,
        parent,
      });
      const image = engine.addImage(layerReference(key), { labels: layerLabels(key, phase.name, 1) });
      await rememberLayer(cacheOf(engine), key, image);
      parent = image.id;
    }
  }
  return engine;
}

function before(plan: BuildablePlan, phase: PlannedPhase) {
  return plan.phases
    .slice(0, plan.phases.indexOf(phase))
    .map((one) => ({ name: one.name, status: one.leftOut ? ("left-out" as const) : ("cached" as const) }));
}
