import { buildImage } from "./build/build-image.ts";
import { DoesNotFitError } from "./errors.ts";
import { loadManifest } from "./manifest-files.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Ports } from "./ports.ts";
import { pushImage } from "./push/push-image.ts";
import { renderPlan, verdictLine } from "./report/plan-view.ts";
import type { Progress } from "./report/report.ts";
import { findBase } from "./resolve/find-base.ts";
import { recallSizes } from "./resolve/learned-sizes.ts";
import { probeBase } from "./resolve/probe-base.ts";
import { resolve } from "./resolve/resolve.ts";
import { engineDiskUse, engineFreeBytes } from "./toolbox/engine-disk.ts";
import type { Run } from "./toolbox/run.ts";
import { withToolbox } from "./toolbox/toolbox.ts";
import { requireVerified, verifyImage } from "./verify/verify-image.ts";
import { writeResult } from "./write-result.ts";

export interface BuildRequest {
  readonly manifestPath: string;
  readonly allowPrivateIndex: boolean;
  /** Stands in for the manifest's base image. */
  readonly baseImage: string | undefined;
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
  readonly until: "plan" | "end";
  readonly verify: boolean;
  /** References that the image gets; each is pushed when `push` is set. */
  readonly tags: readonly string[];
  readonly push: boolean;
  readonly planFile: string;
  readonly logFolder: string;
}

/** Manifest → plan → image → verification → registry. What each stage found is in `progress`, also when a later one fails. */
export async function runPipeline(
  run: Run,
  request: BuildRequest,
  progress: Progress,
  ports: Ports,
): Promise<void> {
  const { manifest, sources, sample } = await loadManifest({ ...request, path: request.manifestPath }, ports);
  progress.name = manifest.name;
  const reference = request.baseImage ?? manifest.base.image;
  const image = await findBase(reference, ports);
  const facts = await probeBase(run, image, ports);
  const base = { image: image.id, python: facts.python.executable };

  await withToolbox(run, base, ports, async (toolbox) => {
    const resolution = await resolve(
      manifest,
      { imageId: image.id, facts, refresh: request.refresh },
      toolbox,
      ports,
    );
    const freeBytes = await engineFreeBytes(run, base, ports);
    const plan = makePlan(manifest, resolution, {
      base: { reference, imageId: image.id, bytes: image.bytes },
      freeBytes,
      disk: await engineDiskUse(ports.engine),
      learned: await recallSizes(resolution.distributions, facts.python, ports.cache),
      createdAt: ports.clock.now(),
    });
    progress.plan = plan;
    await writeResult(request.planFile, `${JSON.stringify(plan, null, 2)}\n`, ports);
    ports.show(renderPlan(plan));
    if (!plan.verdict.fits)
      throw new DoesNotFitError(`${manifest.name} ${verdictLine(plan)}.`, { remedy: ROOM });
    if (request.until === "plan") return;

    const built = await buildImage({ ...request, run, manifest, plan, sources, toolbox }, ports);
    progress.built = built;
    if (request.verify) {
      const after = await engineFreeBytes(run, base, ports);
      const verification = await verifyImage(
        { run, manifest, plan, image: built, freeBytes: after, sample },
        ports,
      );
      progress.verification = verification;
      requireVerified(verification, plan, manifest);
    }
    if (request.push) progress.pushed = await pushImage({ id: built.imageId }, request.tags, ports);
  });
}

const ROOM =
  "Free space on the engine's disk (`docker system df` shows what it holds), move its data root to a larger one, or ask for less.";
