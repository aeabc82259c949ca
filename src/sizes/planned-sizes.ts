import * as z from "zod";

/** Bytes of a phase, or of all phases together. */
export const PhaseSizes = z.readonly(
  z.strictObject({
    download: z.number(),
    /** Apparent size of the files that its layer holds, bytecode included. */
    installed: z.number(),
    /** What of `installed` is compiled bytecode. */
    bytecode: z.number(),
    /** Allocated on the engine's file system by the layer: whole blocks, folders included. */
    blocks: z.number(),
    /** What the engine's push sends for the layer: its archive, compressed by gzip. */
    compressed: z.number(),
    /** By how much `installed` may be wrong to either side, because of what is not known exactly. */
    margin: z.number(),
    /** Most that the phase needs on the engine's disk at one moment, its committed layer included. */
    peak: z.number(),
  }),
);
export type PhaseSizes = z.infer<typeof PhaseSizes>;
