import * as z from "zod";
import { ByteCount } from "../text/units/byte-count.ts";

/** How the engine keeps layers. */
export const DiskUse = z.readonly(
  z.strictObject({
    /** It keeps a compressed copy of every layer beside the unpacked one (containerd image store). */
    keepsCompressed: z.boolean(),
  }),
);
export type DiskUse = z.infer<typeof DiskUse>;

/** What a layer needs on the engine's disk, from its first file to its commit. Bytes. */
export const LayerOnDisk = z.readonly(
  z.strictObject({
    /** Allocated by its files and folders. */
    blocks: ByteCount,
    /** Of its archive, compressed. */
    compressed: ByteCount,
    /** By how much `blocks` may be too small, because of what is estimated. */
    doubt: ByteCount,
    /** Allocated beside it while it is filled: downloads, and what an installer unpacks and builds. */
    beside: ByteCount,
    /** What the engine notes of its files, so that a push gives the same bytes. */
    notes: ByteCount,
  }),
);
export type LayerOnDisk = z.infer<typeof LayerOnDisk>;

/** A layer that isn't committed from a container has no second copy. */
interface TimedLayer extends LayerOnDisk {
  readonly copied?: boolean;
}

/** A point of a build at which the disk may be fullest. */
export interface Moment {
  /** On the disk by then, over what was there when the build began. */
  readonly bytes: number;
  /** Position of the layer at work. */
  readonly layer: number;
  readonly at: "filling" | "committing";
}

/** The volume that holds uv (static musl build, 0.13.9) and the probes while a run lasts. Measured. */
export const TOOLS_BYTES = 44_500_000;
/** A container's own files, its mount points and an image's configuration. Measured with engine 20.10: 100–130 kB. */
export const CONTAINER_BYTES = 131_072;
/** The engine notes each archive's headers so that a push gives the same bytes (tar-split, compressed). Measured. */
const TAR_SPLIT_BYTES = 70;

export function notedBytes(files: number): number {
  return files * TAR_SPLIT_BYTES;
}

/**
 * The disk while layers are made one after the other, tools not counted. A layer is filled in a container. A commit copies it
 * before the container goes (field notes, performance §1.4), and compresses it where the engine keeps that. Then the layer stays.
 */
export function timeline(layers: readonly TimedLayer[], disk: DiskUse): readonly Moment[] {
  let below = 0;
  return layers.flatMap((one, layer) => {
    const blocks = one.blocks + one.doubt;
    const copies = one.copied === false ? 1 : 2;
    const filling = blocks + one.beside;
    const committing = copies * blocks + one.notes + keptBytes(one, disk);
    const start = below + CONTAINER_BYTES;
    below += stayingBytes(one, disk);
    return [
      { bytes: start + filling, layer, at: "filling" as const },
      { bytes: start + committing, layer, at: "committing" as const },
    ];
  });
}

export function highestPoint(moments: readonly Moment[]): number {
  return moments.reduce((most, { bytes }) => Math.max(most, bytes), 0);
}

/** What a finished layer takes. */
export function stayingBytes(layer: Pick<LayerOnDisk, "blocks" | "compressed">, disk: DiskUse): number {
  return layer.blocks + keptBytes(layer, disk);
}

/** The compressed copy. */
export function keptBytes({ compressed }: Pick<LayerOnDisk, "compressed">, disk: DiskUse): number {
  return disk.keepsCompressed ? compressed : 0;
}
