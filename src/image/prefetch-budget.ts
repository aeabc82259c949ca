import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import { CONTAINER_BYTES, TOOLS_BYTES, timeline } from "../sizes/timeline.ts";

/** A moment in the build of a phase at which the disk may be fullest. */
interface Moment {
  /** Bytes on the disk at that moment, without prefetched files. */
  readonly bytes: number;
  /** Index of the first layer whose prefetched files are still there. Files of earlier layers are deleted by then. */
  readonly from: number;
}

/**
 * Chooses wheels of the next phase to download while the current phase is installed. A downloaded wheel stays on the disk until
 * its own layer is installed. The chosen wheels never bring the disk above the planned peak.
 * @param index position of the current phase.
 * @param downloaded wheels of the current phase that were downloaded before.
 */
export function prefetchable(
  plan: BuildablePlan,
  index: number,
  downloaded: readonly PlannedDistribution[],
): readonly PlannedDistribution[] {
  const current = plan.phases[index];
  const next = plan.phases[index + 1];
  if (current === undefined || next === undefined || next.leftOut) return [];
  // A resumed plan has finished layers, and the total peak may be in one of these. Then the rest needs less.
  const { neededBytes, presentBytes = 0 } = plan.verdict;
  const limit = Math.min(plan.totals.peak, neededBytes + presentBytes) - CONTAINER_BYTES;
  const fullest = Math.max(
    0,
    ...momentsOf(plan, index).map(
      ({ bytes, from }) => bytes + downloadBytes(downloaded.filter((one) => layerOf(current, one) >= from)),
    ),
  );
  const ahead = momentsOf(plan, index + 1);
  const fits = (files: readonly PlannedDistribution[]) =>
    fullest + downloadBytes(files) <= limit &&
    ahead.every(({ bytes, from }) => {
      const beside = downloadBytes(files.filter((one) => layerOf(next, one) >= from));
      return beside === 0 || bytes + beside <= limit;
    });
  const chosen: PlannedDistribution[] = [];
  for (const one of candidates(next)) if (fits([...chosen, one])) chosen.push(one);
  return chosen;
}

/** Wheels in the order of their layers, in each layer the largest first: the largest takes longest. */
function candidates(phase: PlannedPhase): readonly PlannedDistribution[] {
  const known = phase.distributions.filter(
    (one) => one.kind === "wheel" && one.file.bytes !== null && !isLocalAddress(one.file.url),
  );
  return known.toSorted(
    (a, b) => layerOf(phase, a) - layerOf(phase, b) || (b.file.bytes ?? 0) - (a.file.bytes ?? 0),
  );
}

function layerOf({ layers }: PlannedPhase, { name }: PlannedDistribution): number {
  return layers.findIndex((names) => names.includes(name));
}

const BLOCK_BYTES = 4096;

/** Bytes that files take on the disk: whole blocks, and one block for each file's folder. */
export function downloadBytes(files: readonly PlannedDistribution[]): number {
  return files.reduce(
    (sum, { file }) => sum + (Math.ceil((file.bytes ?? 0) / BLOCK_BYTES) + 1) * BLOCK_BYTES,
    0,
  );
}

function momentsOf({ phases, disk }: BuildablePlan, index: number): readonly Moment[] {
  const phase = phases[index];
  if (phase === undefined) return [];
  const first = phases.slice(0, index).reduce((sum, one) => sum + one.disk.length, 0);
  const layers = phases.slice(0, index + 1).flatMap((one) => one.disk);
  const builds = phase.distributions.some((one) => one.kind === "sdist");
  // The plan doesn't say when these need how much, so no file may lie beside them.
  const isOpen = builds || phase.system.packages.length > 0 || phase.run !== null;
  return timeline(layers, disk).flatMap(({ bytes, layer, at }) => {
    if (layer < first) return [];
    const own = layer - first + (at === "committing" ? 1 : 0);
    return [{ bytes: TOOLS_BYTES + bytes, from: isOpen ? 0 : own }];
  });
}
