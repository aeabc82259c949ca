import { openJournal } from "../../src/image/build-journal.ts";
import type { BuiltImage } from "../../src/image/built-image.ts";
import type { PushedImage } from "../../src/registry/push/pushed-image.ts";
import type { Report } from "../../src/report/report.ts";
import type { Verification } from "../../src/verify/verification.ts";
import { plannedPhase, planOf } from "./plans.ts";

const IMAGE_ID = `sha256:${"1".repeat(64)}`;

export const BUILT: BuiltImage = {
  references: ["surelayer/demo:built"],
  imageId: IMAGE_ID,
  bytes: 297_000_000,
  baseBytes: 190_000_000,
  degraded: true,
  phases: [
    {
      name: "one",
      status: "installed",
      predictedBytes: 100_000,
      actualBytes: 100_000,
      seconds: 1.23,
      imageId: IMAGE_ID,
      failure: null,
    },
    {
      name: "two",
      status: "left-out",
      predictedBytes: 5_000_000,
      actualBytes: null,
      seconds: 4,
      imageId: null,
      failure: "Phase two failed: <boom>",
    },
  ],
};

export const VERIFICATION: Verification = {
  checks: [
    { id: "engine", title: "container engine", status: "passed", detail: "20.10 | linux" },
    { id: "gpu", title: "GPU", status: "skipped", detail: "no GPU" },
  ],
  timings: {
    engine: "sphinx",
    duration_s: 1.5,
    words: [{ word: "<b>good</b>", start: 0, end: 0.456, confidence: null }],
    pronunciations: [{ word: "RunPod", phones: "R AH N P AA D", source: "espeak" }],
    tries: [],
  },
  passed: true,
};

export const PUSHED: PushedImage = {
  reference: "registry.example/team/demo:1",
  digest: `sha256:${"d".repeat(64)}`,
  pinned: `registry.example/team/demo@sha256:${"d".repeat(64)}`,
  imageId: IMAGE_ID,
  layerBytes: 1000,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  proved: true,
  identity: "configuration",
};

/** A run that came to its end, without one optional phase. */
export const FULL_REPORT: Report = {
  schema: 1,
  surelayer: "0.1.0",
  name: "demo",
  startedAt: "2026-11-22T21:00:00.000Z",
  seconds: 61.7,
  outcome: "degraded",
  failure: null,
  journal: openJournal(),
  plan: planOf([plannedPhase("one"), plannedPhase("two", { optional: true })], {
    warnings: ["a | tag can move"],
  }),
  planDigest: `sha256:${"f".repeat(64)}`,
  built: BUILT,
  verification: VERIFICATION,
  pushed: [PUSHED],
};
