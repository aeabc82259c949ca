import type { Plan } from "../plan/plan.ts";
import { formatBytes } from "../text/units/format-bytes.ts";

/** A Mermaid chart of the phases in order. Dotted arrows are the constraints that decided the order. */
export function orderChart(plan: Plan): string {
  const nodes = plan.phases.map((phase, index) => {
    const size = phase.leftOut ? "left out" : formatBytes(phase.sizes.installed);
    return `  p${index}["${escapeLabel(phase.name)}<br/>${size}"]`;
  });
  const chain = plan.phases.slice(1).map((_, index) => `  p${index} --> p${index + 1}`);
  const nodeIds = new Map(plan.phases.map((phase, index) => [phase.name, `p${index}`]));
  const constraints = plan.constraints.flatMap(({ before, after, because }) => {
    const [from, to] = [nodeIds.get(before), nodeIds.get(after)];
    return from && to ? [`  ${from} -. "${escapeLabel(because)}" .-> ${to}`] : [];
  });
  return ["```mermaid", "flowchart LR", ...nodes, ...chain, ...constraints, "```"].join("\n");
}

/** Mermaid ends a label at a quotation mark, and writes entities with `#`. */
function escapeLabel(text: string): string {
  return text
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replace(/[\r\n`]/g, " ");
}
