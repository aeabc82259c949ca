import * as z from "zod";
import { ByteCount } from "../text/units/byte-count.ts";

/** Bytes of a phase, or of all phases together. */
export const PhaseSizes = z.readonly(
  z.strictObject({
    download: ByteCount,
    /** Apparent size of the files that its layer holds, bytecode included. */
    installed: ByteCount,
    /** What of `installed` is compiled bytecode. */
    bytecode: ByteCount,
    /** Allocated on the engine's file system by the layer: whole blocks, folders included. */
    blocks: ByteCount,
    /** What the engine's push sends for the layer: its archive, compressed by gzip. */
    compressed: ByteCount,
    /** By how much `installed` may be wrong to either side, because of what is not known exactly. */
    margin: ByteCount,
    /** Most that the phase needs on the engine's disk at one moment, its committed layer included. */
    peak: ByteCount,
  }),
);
export type PhaseSizes = z.infer<typeof PhaseSizes>;
