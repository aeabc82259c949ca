import type { BuiltImage } from "../image/built-image.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { Ports } from "../ports/ports.ts";
import { GpuMissingError, VerificationError } from "../text/errors.ts";
import type { Run } from "../toolbox/run.ts";
import { preflight } from "./preflight.ts";
import { type SmokeResult, smokeResult, smokeTest } from "./smoke-test.ts";
import type { Verification } from "./verification.ts";

interface VerifyJob {
  readonly run: Run;
  readonly manifest: Manifest;
  readonly plan: BuildablePlan;
  readonly image: BuiltImage;
  readonly freeBytes: number;
  /** Absolute paths of `verify.timings`; undefined where the manifest names none. */
  readonly sample: { readonly audio: string; readonly text: string } | undefined;
}

/** Runs the preflight and then the smoke test. Reports every check, failed ones too. */
export async function verifyImage(job: VerifyJob, ports: Ports): Promise<Verification> {
  const checks = await ports.log.task("preflight", () => preflight(job.plan, job.freeBytes, ports));
  const gpu = checks.find((check) => check.id === "gpu");
  const ready = checks.every((check) => check.status !== "failed");
  const smoke = ready
    ? await runSmokeTest(job, gpu?.status === "passed", ports)
    : smokeResult("skipped", "the preflight failed");
  const all = [...checks, smoke.check];
  return { checks: all, timings: smoke.timings, passed: all.every((check) => check.status !== "failed") };
}

interface Verified extends Pick<VerifyJob, "plan" | "manifest" | "image"> {
  /** What the image gets once it is verified. */
  readonly names: readonly string[];
}

/**
 * Stops a run whose image failed the verification.
 * @throws VerificationError for a failed check; GpuMissingError if the manifest needs a GPU and this machine has none.
 */
export function requireVerified(
  verification: Verification,
  { plan, manifest, image, names }: Verified,
): void {
  const state = `The image is on this engine for a look, as ${image.imageId}; it was not pushed, and its names were not moved: ${names.join(", ")}.`;
  const failed = verification.checks.filter((check) => check.status === "failed");
  if (failed.length > 0) {
    throw new VerificationError(
      `The image was built, but not verified: ${failed.map((one) => one.title).join(", ")}.`,
      {
        evidence: failed.map((one) => `${one.title}: ${one.detail}`).join("\n"),
        remedy: state,
      },
    );
  }
  const gpu = verification.checks.find((check) => check.id === "gpu");
  const onNoGpu = manifest.verify.on_no_gpu ?? (plan.cuda ? "fail" : "skip");
  if (gpu?.status === "skipped" && onNoGpu === "fail") {
    throw new GpuMissingError("The image needs CUDA, and the smoke test had no GPU to run on.", {
      evidence: gpu.detail,
      remedy: `Run on a GPU runner, or allow it in the manifest: \`verify: { on_no_gpu: warn }\`.\n${state}`,
    });
  }
}

function runSmokeTest(job: VerifyJob, gpus: boolean, ports: Ports): Promise<SmokeResult> | SmokeResult {
  const { timings } = job.manifest.verify;
  if (!timings || !job.sample) return smokeResult("skipped", "the manifest has no verify.timings");
  const { sample } = job;
  return ports.log.task("smoke test", () =>
    smokeTest(
      { ...job, ...sample, coverage: timings.coverage, interpreter: job.plan.base.interpreter, gpus },
      ports,
    ),
  );
}
