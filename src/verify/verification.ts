import * as z from "zod";

/** One check. A skipped check could not run, and never counts as passed. */
export const Check = z.readonly(
  z.strictObject({
    id: z.string(),
    title: z.string(),
    status: z.enum(["passed", "failed", "skipped"]),
    /** What was seen, or why it was skipped. */
    detail: z.string(),
  }),
);
export type Check = z.infer<typeof Check>;

/** A word as the text writes it, with its start and end in the audio, in seconds. */
const TimedWord = z.readonly(
  z.strictObject({ word: z.string(), start: z.number(), end: z.number(), confidence: z.number().nullable() }),
);

/** The answer of `python -m surelayer_runtime`: the words, the engine that timed them, and every engine that was tried. */
export const WordTimings = z.readonly(
  z.object({
    engine: z.string().nullable(),
    duration_s: z.number(),
    words: z.readonly(z.array(TimedWord)),
    pronunciations: z.readonly(
      z.array(z.readonly(z.object({ word: z.string(), phones: z.string(), source: z.string() }))),
    ),
    tries: z.readonly(
      z.array(
        z.readonly(
          z.object({
            engine: z.string(),
            status: z.enum(["answered", "unavailable", "failed"]),
            reason: z.string().nullable(),
            seconds: z.number(),
          }),
        ),
      ),
    ),
  }),
);
export type WordTimings = z.infer<typeof WordTimings>;

export const Verification = z.readonly(
  z.strictObject({
    checks: z.readonly(z.array(Check)),
    timings: WordTimings.nullable(),
    /** No check failed. Checks may have been skipped. */
    passed: z.boolean(),
  }),
);
export type Verification = z.infer<typeof Verification>;
