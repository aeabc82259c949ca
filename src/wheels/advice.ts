import * as z from "zod";

/** A distribution that one answer of the resolver has in another version than another answer; null where it is absent. */
const Moved = z.readonly(
  z.strictObject({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
);
export type Moved = z.infer<typeof Moved>;

/** A bound that nobody wrote. The resolver got it because its first answer is known not to work. */
const AddedBound = z.readonly(
  z.strictObject({
    /** PEP 508, e.g. `datasets>=2.15`. */
    constraint: z.string(),
    /** What is wrong without it; whole sentences. */
    fault: z.string(),
    /** The first phase that needs the distribution; undefined where no phase needs it any more. */
    phase: z.string().optional(),
  }),
);
export type AddedBound = z.infer<typeof AddedBound>;

/** A package that the manifest names, allows in its newest release, and doesn't get so. */
const HeldBack = z.readonly(
  z.strictObject({
    name: z.string(),
    phase: z.string(),
    chosen: z.string(),
    /** The newest release with a wheel for the base's Python. */
    newest: z.string(),
    /** Who wants what, one sentence each; empty where the resolver merely chose so. */
    chain: z.readonly(z.array(z.string())),
    /** A requirement that was seen to get a newer release, and what else it moves; null where none was found. */
    remedy: z
      .readonly(z.strictObject({ requirement: z.string(), moved: z.readonly(z.array(Moved)) }))
      .nullable(),
  }),
);
export type HeldBack = z.infer<typeof HeldBack>;

/** What wheels the index has of a distribution whose chosen version has none that fits. */
const WheelsElsewhere = z.readonly(
  z.strictObject({
    name: z.string(),
    /** Minor versions of CPython that the chosen version has wheels for on this platform, such as `3.10`. */
    pythons: z.readonly(z.array(z.string())),
    /** Whether it has any wheel at all. */
    any: z.boolean(),
    /** The first later version with a wheel that fits. */
    first: z.string().nullable(),
  }),
);
export type WheelsElsewhere = z.infer<typeof WheelsElsewhere>;

/** What there is to say about the versions that a resolution chose. */
export const Advice = z.readonly(
  z.strictObject({
    bounds: z.readonly(z.array(AddedBound)),
    /** What the bounds changed against the first answer. */
    moved: z.readonly(z.array(Moved)),
    heldBack: z.readonly(z.array(HeldBack)),
    elsewhere: z.readonly(z.array(WheelsElsewhere)),
    /** Faults that no bound got around, by what they are about. */
    unmended: z.readonly(z.array(z.string())),
  }),
);
export type Advice = z.infer<typeof Advice>;

export const NO_ADVICE: Advice = { bounds: [], moved: [], heldBack: [], elsewhere: [], unmended: [] };
