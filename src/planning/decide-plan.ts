import { createHash } from "node:crypto";
import { dirname, relative, resolve as resolvePath } from "node:path";
import { keptFiles } from "../base/kept-files.ts";
import type { BuildJournal } from "../image/build-journal.ts";
import { ownLayersBytes, type TrustDomain } from "../image/layers/layer-cache.ts";
import { recallEnvironments } from "../image/layers/learned-sizes.ts";
import { manifestWithout } from "../manifest/left-out-phase.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { besideKept } from "../plan/clashes/beside-kept.ts";
import { makePlan, type PlanFacts } from "../plan/make-plan.ts";
import { onStore } from "../plan/on-store.ts";
import type { Plan } from "../plan/plan.ts";
import { withProbedBase } from "../plan/with-probed-base.ts";
import type { Http } from "../ports/machine.ts";
import type { Ports } from "../ports/ports.ts";
import { roomRemedy, verdictLine } from "../report/plan-view.ts";
import { webAddresses } from "../resolve/direct/direct-url-requirements.ts";
import type { GivenLock } from "../resolve/given-lock/given-lock.ts";
import { resolveSystemPackages } from "../resolve/system/resolve-system-packages.ts";
import { writeLock } from "../resolve/write-lock.ts";
import type { NetworkBudget } from "../retry/network-budget.ts";
import { ConflictError, DoesNotFitError, UsageError } from "../text/errors.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { withLocalFiles } from "../wheels/fetch/local-files-http.ts";
import { configuredHosts, requireStraight, withPublicRedirects } from "../wheels/fetch/public-redirects.ts";
import { basisOf, derivationOf, learnedFor, requireUnedited } from "./derive-plan.ts";
import { diskUseFor, freeBytesFor } from "./measure-disk.ts";
import { readPlan } from "./read-plan.ts";
import { resolveWithRetries } from "./resolve-with-retries.ts";
import { countPresent, resumePlan } from "./resume-plan.ts";
import { type PhasesRequest, selectPhases } from "./select-phases.ts";
import { writeResult } from "./write-result.ts";

interface PlanRequest extends PhasesRequest {
  /** Absolute path of the manifest's folder. */
  readonly folder: string;
  /** Takes what happened, as it happens. */
  readonly journal: BuildJournal;
  /** Waiting for the network that the run has. */
  readonly budget: NetworkBudget;
  /** Where the lock of the plan is written to, if anywhere. */
  readonly lockFile: string | undefined;
  /** A plan that was written before, to be built exactly so. */
  readonly fromFile: string | undefined;
  /** `sha256:…` that its file must have; undefined for any. */
  readonly planDigest: string | undefined;
  /** Whether addresses of the machine's own network may be asked. */
  readonly allowPrivateIndex: boolean;
  readonly trustDomain: TrustDomain;
}

/** The plan of this run: made now, or read from a file that was made for the same manifest and base. */
export async function decidePlan(request: PlanRequest, toolbox: Toolbox, outside: Ports): Promise<Plan> {
  const ports = { ...outside, http: httpFor(request, outside) };
  const { fromFile: path } = request;
  if (path !== undefined) return writtenPlan(path, request, toolbox, ports);
  requireLockable(request);
  const { manifest, facts, remake } = await newPlan(request, toolbox, ports);
  const { trustDomain } = request;
  return resumePlan(remake({}), { manifest, disk: facts.disk, trustDomain, remake }, ports);
}

/** The plan of a file, if it was made for this manifest and base, and nobody edited it. */
async function writtenPlan(
  path: string,
  request: PlanRequest,
  toolbox: Toolbox,
  ports: Ports,
): Promise<Plan> {
  const { manifest } = request;
  const digest = manifestDigest(manifest, request.lock);
  const { plan, vouched } = await resolveWithRetries(retriesOf(request), ports, () =>
    readPlan({ ...request, path, digest }, ports),
  );
  await requireStraight(webAddresses(manifest), ports.http, ports.signal);
  if (!vouched) {
    await requireUnedited(plan, path, () => deriveAgain(plan, request, toolbox, ports));
  }
  return judgeHere(await onImage(plan, request, toolbox, ports), request, ports);
}

/** The plan that manifest, lock and base give for the versions of a written one. */
async function deriveAgain(plan: Plan, request: PlanRequest, toolbox: Toolbox, ports: Ports): Promise<Plan> {
  const derivation = derivationOf(plan);
  const { pins, arrangement, disk, freeBytes } = derivation;
  const again = { ...basisOf(plan, request), pins, lockFile: undefined };
  const { facts, remake } = await newPlan(again, toolbox, ports);
  const learnedIsolated = new Map(
    [...facts.learnedIsolated].map(([phase, sizes]) => [phase, learnedFor(derivation, sizes)] as const),
  );
  const learned = { learned: learnedFor(derivation, facts.learned), learnedIsolated };
  return remake({ ...learned, disk, freeBytes, ...(arrangement && { arrangement }) });
}

function retriesOf({ manifest, journal, budget }: PlanRequest) {
  return { limits: manifest.install, journal, budget };
}

/** What is installed and all that is known of it, and how a plan is made of that. */
async function newPlan(request: PlanRequest & Pick<PhasesRequest, "pins">, toolbox: Toolbox, ports: Ports) {
  const { run, reference, image } = request;
  const selected = await resolveWithRetries(retriesOf(request), ports, () =>
    selectPhases(request, toolbox, ports),
  );
  const { resolution, manifest } = selected;
  const lockText = (file: string) =>
    writeLock(resolution, relative(dirname(resolvePath(file)), request.folder));
  if (request.lockFile !== undefined)
    await writeResult(request.lockFile, ports.secrets.redact(lockText(request.lockFile)), ports);
  const wanted = manifestWithout(manifest, selected.leftOut);
  const base = { imageId: image?.id, facts: request.facts, refresh: request.refresh };
  const system = await resolveSystemPackages(wanted, base, toolbox, ports);
  const [freeBytes, disk, learned, keptBeside] = await Promise.all([
    freeBytesFor(run, request, ports),
    diskUseFor(request, ports),
    recallEnvironments(resolution, ports.cache),
    keptFiles(besideKept(manifest, resolution), base, toolbox, ports),
  ]);
  const facts: PlanFacts = {
    ...selected,
    manifestDigest: manifestDigest(request.manifest, request.lock),
    base: image ? { reference, imageId: image.id, bytes: image.bytes } : { reference, imageId: undefined },
    freeBytes,
    disk,
    ...learned,
    keptFiles: keptBeside,
    createdAt: ports.clock.now(),
    system,
  };
  const remake = (changes: Partial<PlanFacts>) => makePlan(manifest, resolution, { ...facts, ...changes });
  return { manifest, facts, remake };
}

/** Reads files beneath the manifest as any host's, and is sent nowhere inside by what a manifest names. */
function httpFor({ folder, allowPrivateIndex }: PlanRequest, { http, files, network }: Ports): Http {
  const trusted = configuredHosts(network.installerEnv);
  return withLocalFiles(
    withPublicRedirects(http, { allowPrivate: allowPrivateIndex, trusted }),
    files,
    folder,
  );
}

/** A plan that was made without the base image, now that it is local; any other as it is. */
async function onImage(plan: Plan, request: PlanRequest, toolbox: Toolbox, ports: Ports): Promise<Plan> {
  const { manifest, image, facts, refresh } = request;
  if (plan.base.facts === "probed" || image === undefined) return plan;
  const wanted = manifestWithout(
    manifest,
    plan.phases.filter((one) => one.leftOut).map((one) => ({ phase: one.name, reason: one.reason })),
  );
  const base = { imageId: image.id, facts, refresh };
  const system = await resolveSystemPackages(wanted, base, toolbox, ports);
  return withProbedBase(plan, { manifest, image, facts, system, disk: await diskUseFor(request, ports) });
}

/** @throws UsageError where a lock would leave out what is in the image. */
function requireLockable({ manifest, lockFile }: PlanRequest): void {
  const isolated = manifest.phases.filter((phase) => phase.environment === "isolated");
  if (lockFile === undefined || isolated.length === 0) return;
  const names = isolated.map((phase) => phase.name).join(", ");
  throw new UsageError(
    `No lock can be written: it holds one environment only, and these phases have their own: ${names}.`,
    {
      remedy:
        "Plan without --write-lock; a plan (`surelayer plan -o`) holds what every environment installs.",
    },
  );
}

/** @throws ConflictError for what is known to fail once it is installed. */
export function requireSound(plan: Plan): void {
  const errors = plan.findings.filter((one) => one.severity === "error");
  if (errors.length === 0) return;
  // Two environments may have the same fault, from the same source and with the same remedy.
  const lines = (texts: readonly string[]) => [...new Set(texts)].join("\n");
  throw new ConflictError(lines(errors.map((one) => one.message)), {
    evidence: lines(errors.map((one) => one.source)),
    remedy: lines(errors.map((one) => one.remedy)),
  });
}

/** @throws DoesNotFitError with the numbers and the smallest change that would do. */
export async function requireFits(plan: Plan, { engine }: Pick<Ports, "engine">): Promise<void> {
  if (plan.verdict.fits !== false) return;
  const remedy = roomRemedy(plan, await ownLayersBytes(engine));
  throw new DoesNotFitError(`${plan.name} ${verdictLine(plan)}.`, { remedy });
}

/** The disk may be another one than when the plan was made, keep layers in another way, or hold other layers. */
async function judgeHere(plan: Plan, request: PlanRequest, ports: Ports): Promise<Plan> {
  const freeBytes = await freeBytesFor(request.run, request, ports);
  if (freeBytes === undefined) return plan;
  const disk = await diskUseFor(request, ports);
  const here = onStore(plan, disk);
  const { presentBytes: _, ...verdict } = here.verdict;
  const fits = verdict.strategy !== "refused" && verdict.neededBytes + verdict.reserveBytes <= freeBytes;
  const judged = { ...here, verdict: { ...verdict, freeBytes, fits } };
  if (fits) return judged;
  return (await countPresent(judged, freeBytes, { ...request, disk }, ports)) ?? judged;
}

/** Of what the manifest and its lock mean, not of how it is written: comments and order of keys change nothing. */
function manifestDigest(manifest: Manifest, lock: GivenLock | undefined): string {
  const phases = manifest.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.map((one) => one.text),
  }));
  const written = { ...manifest, phases };
  const meaning = lock === undefined ? written : [written, lock.text];
  return `sha256:${createHash("sha256").update(JSON.stringify(meaning)).digest("hex")}`;
}
