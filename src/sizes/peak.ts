import type { PhaseSizes } from "./planned-sizes.ts";

/** How the engine keeps layers. */
export interface DiskUse {
  /** It keeps a compressed copy of every layer beside the unpacked one (containerd image store). */
  readonly keepsCompressed: boolean;
}

/** A layer as it lies on disk. */
export interface LayerOnDisk {
  /** Files of it, folders not counted. */
  readonly files: number;
  readonly blocks: number;
  readonly compressed: number;
  /** Allocated beside the layer while the installer unpacks and builds. */
  readonly beside: number;
}

/** The volume that holds uv (static musl build, 0.13.9) and the probes while a run lasts. Measured. */
export const TOOLS_BYTES = 44_500_000;
/** A container's own files, its mount points and an image's configuration. Measured with engine 20.10: 100–130 kB. */
export const CONTAINER_BYTES = 131_072;
/** The engine notes each archive's headers so that a push gives the same bytes (tar-split, compressed). Measured. */
const TAR_SPLIT_BYTES = 70;

/**
 * Most that a phase allocates at one moment, its layer included. A commit copies the container's layer before the
 * container goes (field notes, performance §1.4), so it needs the layer twice; installing needs it once, and what uv keeps
 * beside it. Peaks of different moments don't add up: the larger one counts.
 */
export function phasePeak(layer: LayerOnDisk, disk: DiskUse): number {
  const kept = layer.files * TAR_SPLIT_BYTES + (disk.keepsCompressed ? layer.compressed : 0);
  const installing = layer.blocks + layer.beside;
  const committing = 2 * layer.blocks + kept;
  return CONTAINER_BYTES + Math.max(installing, committing);
}

/** Layers stay, peaks pass: the highest point is one of the peaks on top of the layers before it. */
export function stackedPeak(phases: readonly PhaseSizes[], disk: DiskUse): number {
  let layers = 0;
  let peak = 0;
  for (const phase of phases) {
    peak = Math.max(peak, layers + phase.peak);
    layers += phase.blocks + (disk.keepsCompressed ? phase.compressed : 0);
  }
  return peak;
}
