import { CONTAINER_BYTES, type DiskUse, TOOLS_BYTES } from "../sizes/peak.ts";
import type { Plan, PlannedPhase } from "./plan.ts";
import { systemSizes } from "./system-sizes.ts";

/** What a plan still needs when some of its layers are on the disk already. */
interface Remaining {
  /** Highest point over what is there now. */
  readonly neededBytes: number;
  /** Of the layers that are there. */
  readonly presentBytes: number;
}

/**
 * Layers on the disk need no more room and no commit.
 * @param finished how many layers of each phase, from its first one on.
 */
export function remainingPeak(
  { phases }: Pick<Plan, "phases">,
  finished: ReadonlyMap<string, number>,
  disk: DiskUse,
): Remaining {
  let layers = 0;
  let peak = 0;
  let presentBytes = 0;
  for (const phase of phases.filter((one) => !one.leftOut)) {
    const count = finished.get(phase.name) ?? 0;
    const { there, needed, added } = phaseRemains(phase, count, disk);
    presentBytes += there;
    peak = Math.max(peak, layers + needed);
    layers += added;
  }
  return { neededBytes: TOOLS_BYTES + peak, presentBytes };
}

function phaseRemains(phase: PlannedPhase, count: number, disk: DiskUse) {
  const kept = disk.keepsCompressed ? phase.sizes.compressed : 0;
  const whole = phase.sizes.blocks + kept;
  const blocks = layerBlocks(phase, disk);
  if (count >= Math.max(1, blocks.length)) return { there: whole, needed: 0, added: 0 };
  if (count === 0) return { there: 0, needed: phase.sizes.peak, added: whole };
  const rest = blocks.slice(count);
  const share = kept / Math.max(1, sumOf(blocks));
  const needed = rest.map((bytes, index) => sumOf(rest.slice(0, index)) * (1 + share) + bytes * (2 + share));
  return {
    there: sumOf(blocks.slice(0, count)) * (1 + share),
    needed: CONTAINER_BYTES + Math.max(...needed),
    added: sumOf(rest) * (1 + share),
  };
}

/** As the build makes them: system packages, Python packages, commands. */
function layerBlocks({ system, layers, distributions, run }: PlannedPhase, disk: DiskUse): readonly number[] {
  return [
    ...(system.packages.length > 0 ? [systemSizes(system.packages, disk).blocks] : []),
    ...layers.map((names) =>
      sumOf(distributions.filter((one) => names.includes(one.name)).map((one) => one.blockBytes)),
    ),
    ...(run ? [run.bytes ?? 0] : []),
  ];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
