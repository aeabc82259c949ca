import { buildMachine } from "../image/machine/build-machine.ts";
import { type LeftOut, manifestWithout } from "../manifest/left-out.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { pairRemarks } from "../plan/guards/check-pairs.ts";
import type { Finding } from "../plan/guards/finding.ts";
import { judgePhases } from "../plan/judge/judge-phases.ts";
import { compilesAnything, judgeSources } from "../plan/judge/judge-sources.ts";
import { poolFacts, type TargetFacts } from "../plan/judge/target-facts.ts";
import { missingWheels } from "../plan/plan-findings.ts";
import type { PhaseFacts } from "../plan/planned-phases.ts";
import type { Ports } from "../ports/ports.ts";
import { settleDirect } from "../resolve/direct/settle-direct.ts";
import type { GivenLock } from "../resolve/given-lock/given-lock.ts";
import type { OfferedWheel } from "../resolve/offered-wheel.ts";
import { settleWheels } from "../resolve/phase-wheels/settle-wheels.ts";
import { resolveRequest } from "../resolve/request.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Run } from "../toolbox/run.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { Resolution } from "../wheels/resolution.ts";
import type { KnownBase } from "./know-base.ts";
import { freeBytesFor } from "./measure-disk.ts";

export interface PhasesRequest extends KnownBase {
  readonly run: Run;
  readonly manifest: Manifest;
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
  /** The manifest's own lock: it says which files are installed, wheels by address included. */
  readonly lock: GivenLock | undefined;
}

/** What is installed, and what was decided about phases on the way there. */
interface SettledPhases extends Omit<PhaseFacts, "disk" | "system"> {
  /** With every phase, and what the base holds of their wheels kept. */
  readonly manifest: Manifest;
  readonly resolution: Resolution;
  readonly findings: readonly Finding[];
}

/** Leaves out what the target can't run, finds the wheels that phases name, resolves the rest, and leaves out what may not be built. */
export async function settlePhases(
  request: PhasesRequest,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SettledPhases> {
  const { manifest, image, facts, refresh, lock } = request;
  const base = { imageId: image?.id, refresh, lock, remarksOn: pairRemarks };
  const judged = judgePhases(manifest, await targetFacts(request, ports));
  const wanted = manifestWithout(manifest, judged.leftOut);
  const asked = resolveRequest(wanted, facts);
  const direct = lock === undefined ? await settleDirect(asked, base, toolbox, ports) : undefined;
  const settled = await settleWheels(direct?.request ?? asked, base, toolbox, ports);
  const absent = manifest.phases.filter((phase) => !wanted.phases.includes(phase));
  const { leftOut: unlocked, ...resolved } = await resolve(
    settled.request,
    { ...base, absent },
    toolbox,
    ports,
  );
  const resolvable = manifestWithout(wanted, [...(direct?.leftOut ?? []), ...settled.leftOut]);
  const sources = judgeSources(resolvable, resolved);
  const remarks = [...(direct?.remarks ?? []), ...resolved.remarks];
  const resolution = { ...resolutionWithout(resolved, sources.leftOut), remarks };
  const leftOut = [
    ...judged.leftOut,
    ...(direct?.leftOut ?? []),
    ...settled.leftOut,
    ...unlocked,
    ...sources.leftOut,
  ];
  for (const { phase, reason } of leftOut) ports.log.warn(`Optional phase ${phase} is left out: ${reason}`);
  return {
    manifest: { ...manifest, keep: settled.request.keep },
    resolution,
    leftOut,
    findings: [...judged.findings, ...missingWheels(settled.compiled), ...sources.findings],
    wheels: settled.wheels.filter(isIn(leftOut)).map(plannedWheel),
    machine:
      image && compilesAnything(resolvable, resolution)
        ? await buildMachine({ image: image.id, python: facts.python.executable }, toolbox, ports)
        : undefined,
  };
}

function plannedWheel({ phase, distribution, file, chosenBy }: OfferedWheel) {
  return { phase, distribution, url: file.url, chosenBy };
}

function isIn(leftOut: readonly LeftOut[]): (one: { readonly phase: string }) => boolean {
  const names = new Set(leftOut.map((one) => one.phase));
  return ({ phase }) => !names.has(phase);
}

/** The resolution without the left-out phases and what only they need; versions stay as they were resolved together. */
export function resolutionWithout(resolution: Resolution, leftOut: readonly LeftOut[]): Resolution {
  const names = new Set(leftOut.map((one) => one.phase));
  const phases = resolution.phases.filter((phase) => !names.has(phase.name));
  const needed = new Set(phases.flatMap((phase) => phase.needs));
  return {
    ...resolution,
    phases,
    distributions: resolution.distributions.filter((one) => needed.has(one.name)),
    isolated: resolution.isolated.filter(({ phase }) => !names.has(phase.name)),
  };
}

/** The engine's disk is measured only where a phase asks for it: it may take a container. */
async function targetFacts(request: PhasesRequest, ports: Ports): Promise<TargetFacts> {
  const { manifest, run, facts } = request;
  const asksForDisk = manifest.phases.some((phase) => phase.requires?.disk !== undefined);
  const diskBytes = asksForDisk ? await freeBytesFor(run, request, ports) : undefined;
  return {
    ...poolFacts(manifest.runpod?.gpu_pools ?? []),
    python: facts.python.version,
    ...(diskBytes !== undefined && { diskBytes }),
  };
}
