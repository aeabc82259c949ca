import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import { CONTAINER_BYTES, stackedPeak, TOOLS_BYTES } from "../sizes/peak.ts";

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
  return sumOf(files, ({ file }) => (Math.ceil((file.bytes ?? 0) / BLOCK_BYTES) + 1) * BLOCK_BYTES);
}

function momentsOf(plan: BuildablePlan, index: number): readonly Moment[] {
  const phase = plan.phases[index];
  if (phase === undefined) return [];
  const before = bytesBefore(plan, index);
  const top = before + phase.sizes.peak;
  const builds = phase.distributions.some((one) => one.kind === "sdist");
  // The plan doesn't say when these need how much, so no file may lie beside them.
  if (builds || phase.system.packages.length > 0 || phase.run !== null) return [{ bytes: top, from: 0 }];
  if (phase.layers.length <= 1) {
    const { blocks, installed, peak } = phase.sizes;
    const installing = installingBytes({ blocks, installed }, phase.distributions);
    return [
      { bytes: before + Math.min(peak, installing), from: 0 },
      { bytes: top, from: 1 },
    ];
  }
  const layers = phase.layers.map((names) => phase.distributions.filter((one) => names.includes(one.name)));
  return layers.flatMap((layer, from) => {
    const below = before + sumOf(layers.slice(0, from).flat(), (one) => one.blockBytes);
    const blocks = sumOf(layer, (one) => one.blockBytes);
    const installed = sumOf(layer, (one) => one.installedBytes);
    return [
      { bytes: below + installingBytes({ blocks, installed }, layer), from },
      { bytes: below + 2 * blocks, from: from + 1 },
    ];
  });
}

/**
 * Bytes of a layer while it is installed. An installer unpacks into its own folders, so each folder is there twice for a while.
 * Folders take at most the difference between blocks and file bytes. Files of the repository are copied beside them.
 */
function installingBytes(
  { blocks, installed }: { readonly blocks: number; readonly installed: number },
  distributions: readonly PlannedDistribution[],
): number {
  const carried = distributions.filter((one) => isLocalAddress(one.file.url));
  return blocks + Math.max(0, blocks - installed) + downloadBytes(carried);
}

function sumOf(
  distributions: readonly PlannedDistribution[],
  of: (one: PlannedDistribution) => number,
): number {
  return distributions.reduce((sum, one) => sum + of(one), 0);
}

/** Bytes of our tools and of the layers of earlier phases. */
function bytesBefore({ phases, totals }: BuildablePlan, index: number): number {
  const sizes = phases.map((one) => one.sizes);
  // The plan doesn't record how the engine keeps layers, but its peak shows it.
  const keepsCompressed = totals.peak > TOOLS_BYTES + stackedPeak(sizes, { keepsCompressed: false });
  return sizes
    .slice(0, index)
    .reduce((sum, one) => sum + one.blocks + (keepsCompressed ? one.compressed : 0), TOOLS_BYTES);
}
