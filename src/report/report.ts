import * as z from "zod";
import { type BuildJournal, BuildRecord, openJournal } from "../image/build-journal.ts";
import { BuiltImage } from "../image/built-image.ts";
import { Plan } from "../plan/plan.ts";
import { PushedImage } from "../registry/push/pushed-image.ts";
import { Verification } from "../verify/verification.ts";

/** Why a run failed, in the words that its user read. */
export const Failure = z.readonly(
  z.strictObject({
    kind: z.string(),
    /** A class of docs/TROUBLESHOOTING.md; null when the message alone explains the failure. */
    class: z.readonly(z.strictObject({ id: z.string(), name: z.string(), anchor: z.string() })).nullable(),
    message: z.string(),
    evidence: z.string().nullable(),
    remedy: z.string().nullable(),
    exitCode: z.number(),
  }),
);
export type Failure = z.infer<typeof Failure>;

/** Everything that one run did. Stages that the run didn't reach are null. */
export const Report = z.readonly(
  z.strictObject({
    schema: z.literal(1),
    surelayer: z.string(),
    name: z.string(),
    startedAt: z.iso.datetime(),
    seconds: z.number(),
    outcome: z.enum(["planned", "succeeded", "degraded", "failed"]),
    failure: Failure.nullable(),
    plan: Plan.nullable(),
    /** `sha256:…` of the file that the plan was written to. */
    planDigest: z.string().nullable(),
    /** What happened during the build; kept for a build that failed, too. */
    journal: BuildRecord,
    built: BuiltImage.nullable(),
    verification: Verification.nullable(),
    pushed: z.readonly(z.array(PushedImage)),
  }),
);
export type Report = z.infer<typeof Report>;

/** The results of a run so far. Each stage adds its own. */
export interface Progress {
  name: string;
  plan: Plan | null;
  planDigest: string | null;
  readonly journal: BuildJournal;
  built: BuiltImage | null;
  verification: Verification | null;
  pushed: readonly PushedImage[];
}

export function startProgress(name: string): Progress {
  const nothing = { plan: null, planDigest: null, built: null, verification: null, pushed: [] };
  return { name, ...nothing, journal: openJournal() };
}

interface RunTimes {
  readonly version: string;
  readonly startedAt: Date;
  readonly seconds: number;
}

export function makeReport(progress: Readonly<Progress>, failure: Failure | null, times: RunTimes): Report {
  const { name, ...stages } = progress;
  return {
    schema: 1,
    surelayer: times.version,
    name,
    startedAt: times.startedAt.toISOString(),
    seconds: times.seconds,
    outcome: outcomeOf(progress, failure),
    failure,
    ...stages,
  };
}

function outcomeOf(progress: Readonly<Progress>, failure: Failure | null): Report["outcome"] {
  if (failure) return "failed";
  if (!progress.built) return "planned";
  return progress.built.degraded ? "degraded" : "succeeded";
}
