import { createHash } from "node:crypto";
import { dirname, relative, resolve as resolvePath } from "node:path";
import * as z from "zod";
import type { NetworkBudget } from "./build/attempts/network-budget.ts";
import type { BuildJournal } from "./build/build-journal.ts";
import type { Image } from "./docker/engine.ts";
import { ConflictError, DoesNotFitError, messageOf, UsageError } from "./errors.ts";
import type { Manifest } from "./manifest/manifest.ts";
import { makePlan } from "./plan/make-plan.ts";
import { Plan } from "./plan/plan.ts";
import { manifestWithout } from "./plan/without-phases.ts";
import type { Ports } from "./ports.ts";
import { roomRemedy, verdictLine } from "./report/plan-view.ts";
import type { GivenLock } from "./resolve/given-lock.ts";
import { recallEnvironments } from "./resolve/learned-sizes.ts";
import { withLocalFiles } from "./resolve/local-files-http.ts";
import { changedFiles } from "./resolve/read-direct.ts";
import { resolveSystemPackages } from "./resolve/system/resolve-system-packages.ts";
import { writeLock } from "./resolve/write-lock.ts";
import { resolvePatiently } from "./resolve-patiently.ts";
import { type PhasesRequest, settlePhases } from "./settle-phases.ts";
import { engineDiskUse, engineFreeBytes } from "./toolbox/engine-disk.ts";
import type { Toolbox } from "./toolbox/toolbox.ts";
import { writeResult } from "./write-result.ts";

export interface PlanRequest extends PhasesRequest {
  readonly reference: string;
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
}

/** The plan of this run: made now, or read from a file that was made for the same manifest and base. */
export async function decidePlan(request: PlanRequest, toolbox: Toolbox, outside: Ports): Promise<Plan> {
  const ports = { ...outside, http: withLocalFiles(outside.http, outside.files, request.folder) };
  const { run, manifest, reference, image, facts } = request;
  const digest = manifestDigest(manifest, request.lock);
  const freeBytes = () => engineFreeBytes(run, { image: image.id, python: facts.python.executable }, ports);
  if (request.fromFile !== undefined) {
    return judgeAnew(await readPlan(request.fromFile, digest, image, ports), await freeBytes());
  }
  requireLockable(request);
  const patience = { limits: manifest.install, journal: request.journal, budget: request.budget };
  const settled = await resolvePatiently(patience, ports, () => settlePhases(request, toolbox, ports));
  const { resolution } = settled;
  const lockText = (file: string) =>
    writeLock(resolution, relative(dirname(resolvePath(file)), request.folder));
  if (request.lockFile !== undefined) await writeResult(request.lockFile, lockText(request.lockFile), ports);
  const wanted = manifestWithout(settled.manifest, settled.leftOut);
  const base = { imageId: image.id, facts, refresh: request.refresh };
  const system = await resolveSystemPackages(wanted, base, toolbox, ports);
  return makePlan(settled.manifest, resolution, {
    ...settled,
    manifestDigest: digest,
    base: { reference, imageId: image.id, bytes: image.bytes },
    freeBytes: await freeBytes(),
    disk: await engineDiskUse(ports.engine),
    ...(await recallEnvironments(resolution, ports.cache)),
    createdAt: ports.clock.now(),
    system,
  });
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
export function requireFits(plan: Plan): void {
  if (plan.verdict.fits) return;
  throw new DoesNotFitError(`${plan.name} ${verdictLine(plan)}.`, { remedy: roomRemedy(plan) });
}

/** The disk may be another one than when the plan was made; what it needs is the same. */
function judgeAnew(plan: Plan, freeBytes: number): Plan {
  const { verdict } = plan;
  const fits = verdict.strategy !== "refused" && verdict.neededBytes + verdict.reserveBytes <= freeBytes;
  return { ...plan, verdict: { ...verdict, freeBytes, fits } };
}

/** Of what the manifest and its lock mean, not of how it is written: comments and order of keys change nothing. */
function manifestDigest(manifest: Manifest, lock: GivenLock | undefined): string {
  const meaning = lock === undefined ? manifest : [manifest, lock.text];
  return `sha256:${createHash("sha256").update(JSON.stringify(meaning)).digest("hex")}`;
}

async function readPlan(path: string, digest: string, image: Image, ports: Ports): Promise<Plan> {
  const plan = parsePlan(await readPlanText(path, ports), path);
  const changed = [
    ...(plan.manifestDigest === digest ? [] : ["the manifest"]),
    ...(plan.base.imageId === image.id ? [] : [`the base image ${plan.base.reference}`]),
    ...(await changedFiles(
      plan.phases.flatMap((phase) => phase.distributions.map((one) => one.file)),
      ports,
    )),
  ];
  if (changed.length === 0) return plan;
  throw new ConflictError(
    `The plan ${path} was made for another state: ${changed.join(" and ")} changed since.`,
    {
      remedy: "Plan again with `surelayer plan -o`, look at it, and build that.",
    },
  );
}

async function readPlanText(path: string, ports: Ports): Promise<string> {
  try {
    return await ports.files.readText(path);
  } catch (error) {
    throw new UsageError(`The plan ${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

function parsePlan(text: string, path: string): Plan {
  try {
    return Plan.parse(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`${path} is no plan that this version wrote.`, {
      evidence:
        error instanceof z.ZodError
          ? z.prettifyError(error).split("\n").slice(0, 4).join("\n")
          : messageOf(error),
      remedy: "Write one with `surelayer plan -o plan.json`.",
      cause: error,
    });
  }
}
