import { buildImage } from "./image/build-image.ts";
import type { TrustDomain } from "./image/layers/layer-cache.ts";
import { engineFreeBytes } from "./image/machine/engine-disk.ts";
import { imageNames, nameImage } from "./image/name-image.ts";
import { requireBuildable } from "./plan/with-probed-base.ts";
import { decidePlan, requireFits, requireSound } from "./planning/decide-plan.ts";
import { declarationOf, inspectBase, sweepDead } from "./planning/inspect-base.ts";
import { loadManifest } from "./planning/manifest-files.ts";
import { writePlan } from "./planning/read-plan.ts";
import { rememberArrangement } from "./planning/resume-plan.ts";
import type { Ports } from "./ports/ports.ts";
import { pushImage } from "./registry/push/push-image.ts";
import { requirePushable } from "./registry/push/require-pushable.ts";
import { renderPlan } from "./report/plan-view.ts";
import type { Progress } from "./report/report.ts";
import type { FailedAttempt } from "./retry/failed-attempt.ts";
import { NetworkBudget } from "./retry/network-budget.ts";
import { withNamedLogins } from "./toolbox/relay/container-env.ts";
import type { Run } from "./toolbox/run.ts";
import { withToolbox } from "./toolbox/toolbox.ts";
import { requireVerified, verifyImage } from "./verify/verify-image.ts";

export interface BuildRequest {
  readonly manifestPath: string;
  readonly allowPrivateIndex: boolean;
  /** Used instead of the manifest's base image. */
  readonly baseImage: string | undefined;
  /** Resolve again, even if the lock of an earlier plan still fits. */
  readonly refresh: boolean;
  /** Path of a plan to build as it is, instead of a new plan. */
  readonly fromPlan: string | undefined;
  /** `sha256:…` that the file of that plan must have; undefined for any. */
  readonly planDigest: string | undefined;
  readonly until: "plan" | "end";
  readonly verify: boolean;
  /** References of the image. Each is pushed when `push` is set. */
  readonly tags: readonly string[];
  readonly push: boolean;
  readonly planFile: string;
  /** File for the plan's lock (PEP 751); undefined for none. */
  readonly lockFile: string | undefined;
  readonly logFolder: string;
  /** Whose layers are found, and who may find this run's. */
  readonly trustDomain: TrustDomain;
}

/** Manifest → plan → image → verification → names → registry. Each stage adds its result to `progress`, which outlives a failure. */
export async function runPipeline(
  run: Run,
  request: BuildRequest,
  progress: Progress,
  outside: Ports,
): Promise<void> {
  const loaded = await loadManifest({ ...request, path: request.manifestPath }, outside);
  const { manifest, folder, sources, lock, sample } = loaded;
  const ports = withNamedLogins(outside, manifest.indexes);
  progress.name = manifest.name;
  const budget = new NetworkBudget(manifest.install.bridge);
  const record = (attempt: FailedAttempt) => void progress.journal.attempts.push(attempt);
  const retrying = { limits: manifest.install, budget, record };
  if (request.push) await requirePushable(request.tags, retrying, ports);

  const reference = request.baseImage ?? manifest.base.image;
  const asking = { reference, declaration: declarationOf(loaded, request.baseImage), until: request.until };
  await sweepDead(asking, ports);
  const base = await inspectBase(run, asking, ports);
  const toolboxBase = base.image && { image: base.image.id, python: base.facts.python.executable };

  await withToolbox(run, toolboxBase, ports, async (toolbox) => {
    const shared = { ...request, run, manifest, folder, journal: progress.journal, budget };
    const asked = { ...shared, ...base, reference, lock, fromFile: request.fromPlan };
    const decided = await decidePlan(asked, toolbox, ports);
    progress.plan = decided;
    progress.planDigest = await writePlan(decided, request.planFile, ports);
    ports.show(renderPlan(decided));
    if (request.until === "plan") ports.show(`Digest of ${request.planFile}: ${progress.planDigest}`);
    requireSound(decided);
    await requireFits(decided, ports);
    if (request.until === "plan") return;

    const plan = requireBuildable(decided);
    await rememberArrangement(plan, ports.cache);
    const image = await buildImage({ ...shared, plan, sources, toolbox }, ports);
    progress.built = image;
    const names = imageNames(request.tags, manifest.name);
    if (request.verify) await verify({ run, manifest, plan, image, sample, names }, progress, ports);
    progress.built = await nameImage(image, names, budget, ports);
    if (request.push) {
      const pushed = { image: { id: image.imageId }, references: request.tags, retrying };
      await pushImage(pushed, ports, (one) => {
        progress.pushed = [...progress.pushed, one];
      });
    }
  });
}

/** @throws what the image failed with; its result is in `progress` then, too. */
async function verify(
  built: Omit<Parameters<typeof verifyImage>[0], "freeBytes"> & { readonly names: readonly string[] },
  progress: Progress,
  ports: Ports,
): Promise<void> {
  const { imageId, interpreter } = built.plan.base;
  const freeBytes = await engineFreeBytes(built.run, { image: imageId, python: interpreter }, ports);
  progress.verification = await verifyImage({ ...built, freeBytes }, ports);
  requireVerified(progress.verification, built);
}
