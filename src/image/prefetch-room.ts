import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import { CONTAINER_BYTES, stackedPeak, TOOLS_BYTES } from "../sizes/peak.ts";

/** A point of a phase's build at which the disk may be fullest. */
interface Moment {
  /** What is on the disk then, as the plan counts: downloads beside the layers are not in it. */
  readonly bytes: number;
  /** The first layer of the phase whose downloads are still there; those of earlier ones have gone. */
  readonly from: number;
}

/**
 * Wheels of the next phase that may be downloaded while one is installed. They lie beside everything that the plan has
 * counted, until their own layer is installed: so many as never bring the disk above the peak that the plan says.
 * @param index place of the phase that is installed, of which `held` was downloaded before.
 */
export function prefetchable(
  plan: BuildablePlan,
  index: number,
  held: readonly PlannedDistribution[],
): readonly PlannedDistribution[] {
  const current = plan.phases[index];
  const next = plan.phases[index + 1];
  if (current === undefined || next === undefined || next.leftOut) return [];
  // Of a plan that goes on with an earlier one's layers, the peak may have been one of those.
  const { neededBytes, presentBytes = 0 } = plan.verdict;
  const limit = Math.min(plan.totals.peak, neededBytes + presentBytes) - CONTAINER_BYTES;
  const fullest = Math.max(
    ...momentsOf(plan, index).map(
      ({ bytes, from }) => bytes + downloadBytes(held.filter((one) => layerOf(current, one) >= from)),
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

/** What is needed first, and of that the largest: it takes the longest. */
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

/** A file's whole blocks; its folder takes one as well. */
export function downloadBytes(files: readonly PlannedDistribution[]): number {
  return sumOf(files, ({ file }) => (Math.ceil((file.bytes ?? 0) / BLOCK_BYTES) + 1) * BLOCK_BYTES);
}

function momentsOf(plan: BuildablePlan, index: number): readonly Moment[] {
  const phase = plan.phases[index];
  if (phase === undefined) return [];
  const before = bytesBefore(plan, index);
  const top = before + phase.sizes.peak;
  const builds = phase.distributions.some((one) => one.kind === "sdist");
  // What these take at which time isn't in the plan: then nothing lies beside them at any.
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
 * An installer unpacks into folders of its own: for that time each folder is there twice, and they are at most what of the
 * blocks isn't bytes of files. Files of the repository lie beside them.
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

/** Tools and the layers of the phases before. */
function bytesBefore({ phases, totals }: BuildablePlan, index: number): number {
  const sizes = phases.map((one) => one.sizes);
  // A plan doesn't say how its engine keeps layers, but its peak does.
  const keepsCompressed = totals.peak > TOOLS_BYTES + stackedPeak(sizes, { keepsCompressed: false });
  return sizes
    .slice(0, index)
    .reduce((sum, one) => sum + one.blocks + (keepsCompressed ? one.compressed : 0), TOOLS_BYTES);
}
