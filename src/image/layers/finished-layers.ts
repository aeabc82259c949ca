import type { PlannedPhase } from "../../plan/plan.ts";
import type { Ports } from "../../ports/ports.ts";
import { findLayer } from "./layer-cache.ts";
import { type KeyFacts, keyOfLayer } from "./layer-content-key.ts";
import { type PhaseContent, phaseContent } from "./phase-content.ts";

/**
 * Number of layers of each phase that earlier builds left on the engine. Ends at the first missing layer, because the layers
 * above it can't be there.
 */
export async function finishedLayers(
  facts: KeyFacts,
  ports: Pick<Ports, "engine" | "cache">,
): Promise<ReadonlyMap<string, number>> {
  const { plan } = facts;
  const finished = new Map<string, number>();
  const before: { readonly name: string; readonly status: "cached" | "left-out" }[] = [];
  let parent = plan.base.imageId;
  for (const phase of plan.phases) {
    if (!phase.leftOut) {
      const content = phaseContent(plan, phase, before);
      const found = await findLeading({ facts, phase, content, parent }, ports);
      finished.set(phase.name, found.count);
      if (found.count < content.layers.length) break;
      parent = found.top;
    }
    before.push({ name: phase.name, status: phase.leftOut ? "left-out" : "cached" });
  }
  return finished;
}

interface Chain {
  readonly facts: KeyFacts;
  readonly phase: PlannedPhase;
  readonly content: PhaseContent;
  readonly parent: string;
}

async function findLeading({ facts, phase, content, parent }: Chain, ports: Pick<Ports, "engine" | "cache">) {
  let top = parent;
  let count = 0;
  for (const [index] of content.layers.entries()) {
    const found = await findLayer(ports, keyOfLayer(facts, phase, content, { index, parent: top }));
    if (found === undefined) break;
    top = found.id;
    count += 1;
  }
  return { top, count };
}
