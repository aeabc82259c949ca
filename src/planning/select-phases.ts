import { assumedMachine, buildMachine } from "../image/machine/build-machine.ts";
import { type LeftOutPhase, manifestWithout } from "../manifest/left-out-phase.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Finding } from "../plan/guards/finding.ts";
import { judgeVersions } from "../plan/guards/judge-versions.ts";
import { versionFaults } from "../plan/guards/version-faults.ts";
import { judgeCudaBuilds } from "../plan/judge/judge-cuda-builds.ts";
import { judgeGuards } from "../plan/judge/judge-guards.ts";
import { judgePhases } from "../plan/judge/judge-phases.ts";
import { compilesAnything, judgeSourceBuilds } from "../plan/judge/judge-source-builds.ts";
import { poolFacts, type TargetFacts } from "../plan/judge/target-facts.ts";
import { missingWheels } from "../plan/plan-findings.ts";
import type { PhaseFacts } from "../plan/planned-phases.ts";
import type { BuildMachine } from "../plan/source-build.ts";
import type { Ports } from "../ports/ports.ts";
import type { CandidateWheel } from "../resolve/candidate-wheel.ts";
import { selectDirectFiles } from "../resolve/direct/select-direct-files.ts";
import { withDeclaredRequirements } from "../resolve/environment/declared-requirements.ts";
import type { GivenLock } from "../resolve/given-lock/given-lock.ts";
import { besideMissing } from "../resolve/missing-file.ts";
import { selectWheels } from "../resolve/phase-wheels/select-wheels.ts";
import { type Pins, resolveRequest } from "../resolve/request.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Run } from "../toolbox/run.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { Resolution } from "../wheels/resolution.ts";
import { checkImports } from "./check-imports.ts";
import { withoutFaultyWheels } from "./faulty-wheels.ts";
import type { InspectedBase } from "./inspect-base.ts";
import { orAlsoSay, resolveOrSayAll } from "./judge-rest.ts";
import { freeBytesFor } from "./measure-disk.ts";
import { withTriedRemedies } from "./refused-sources.ts";

export interface PhasesRequest extends InspectedBase {
  readonly run: Run;
  readonly manifest: Manifest;
  /** The base as it is asked for. */
  readonly reference: string;
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
  /** The manifest's own lock: it says which files are installed, wheels by address included. */
  readonly lock: GivenLock | undefined;
  /** Versions that must come out again. Then nothing is looked for that is only said beside them. */
  readonly pins?: Pins | undefined;
}

/** What is installed, and what was decided about phases on the way there. */
interface SelectedPhases extends Omit<PhaseFacts, "disk" | "system"> {
  /** With every phase, and what the base holds of their wheels kept. */
  readonly manifest: Manifest;
  readonly resolution: Resolution;
  readonly findings: readonly Finding[];
}

const JUDGES = { judge: judgeVersions, faultsIn: versionFaults };

/** Leaves out what the target can't run, finds the wheels that phases name, resolves the rest, and leaves out what may not be built. */
export async function selectPhases(
  request: PhasesRequest,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SelectedPhases> {
  const { manifest, image, refresh, lock, pins } = request;
  // A probed base has told already what its packages require.
  const facts = image ? request.facts : await withDeclaredRequirements(request.facts, ports);
  const base = { imageId: image?.id, refresh, lock, ...JUDGES, interim: pins !== undefined };
  const judged = judgePhases(manifest, await targetFacts(request, ports));
  const wanted = manifestWithout(manifest, judged.leftOut);
  const asked = resolveRequest(wanted, facts, pins);
  const direct = lock === undefined ? await selectDirectFiles(asked, base, toolbox, ports) : undefined;
  const lost = direct?.missing ?? [];
  const beside = besideMissing(direct?.request ?? asked, lost);
  const selected = await orAlsoSay(lost, () => selectWheels(beside, base, toolbox, ports));
  const leftOutBefore = [...(direct?.leftOut ?? []), ...selected.leftOut];
  const on = { ...base, absent: manifest.phases.filter((phase) => !wanted.phases.includes(phase)) };
  const missing = [...lost, ...selected.missing];
  const rest = {
    manifest: wanted,
    request: besideMissing(selected.request, selected.missing),
    base,
    missing,
  };
  const { leftOut: unlocked, ...resolved } = await resolveOrSayAll(rest, toolbox, ports, () =>
    resolve(selected.request, on, toolbox, ports),
  );
  const resolvable = manifestWithout(wanted, leftOutBefore);
  const found = judgeResolved(resolvable, resolved, request);
  const refused = { request: selected.request, base, resolution: resolved };
  const refusals = await withTriedRemedies(found.findings, refused, toolbox, ports);
  const remarks = [...(direct?.remarks ?? []), ...resolved.remarks];
  const resolution = { ...resolutionWithout(resolved, found.leftOut), remarks };
  const leftOut = [...judged.leftOut, ...leftOutBefore, ...unlocked, ...found.leftOut];
  sayLeftOut(leftOut, ports);
  const installed = { manifest: manifestWithout(manifest, leftOut), resolution };
  return {
    manifest: { ...manifest, keep: selected.request.keep },
    resolution,
    leftOut,
    findings: [
      ...[...judged.findings, ...missingWheels(selected.compiled)],
      ...[...refusals, ...(await checkImports(installed, request, toolbox, ports))],
    ],
    wheels: selected.wheels.filter(isIn(leftOut)).map(plannedWheel),
    machine: compilesAnything(resolvable, resolution) ? await machineFor(request, toolbox, ports) : undefined,
  };
}

function sayLeftOut(leftOut: readonly LeftOutPhase[], { log }: Pick<Ports, "log">): void {
  for (const { phase, reason } of leftOut) log.warn(`Optional phase ${phase} is left out: ${reason}`);
}

/** Whether wheels can be installed; whether what has none may be built, and can be; and what else the plan would refuse. */
function judgeResolved(manifest: Manifest, resolution: Resolution, { image, reference }: PhasesRequest) {
  const faulty = withoutFaultyWheels(manifest, resolution);
  const allowed = judgeSourceBuilds(manifestWithout(manifest, faulty), resolution);
  const base = { reference, probed: image !== undefined };
  const before = [...faulty, ...allowed.leftOut];
  const possible = judgeCudaBuilds(manifestWithout(manifest, before), resolution, base);
  const leftOut = [...before, ...possible.leftOut];
  const rest = resolutionWithout(resolution, leftOut);
  const unsound = judgeGuards(manifestWithout(manifest, leftOut), rest, resolutionWithout);
  return {
    leftOut: [...leftOut, ...unsound],
    findings: [...allowed.findings, ...possible.findings],
  };
}

function machineFor({ image, facts }: PhasesRequest, toolbox: Toolbox, ports: Ports): Promise<BuildMachine> {
  if (image === undefined) return assumedMachine(ports);
  return buildMachine({ image: image.id, python: facts.python.executable }, toolbox, ports);
}

function plannedWheel({ phase, distribution, file, chosenBy }: CandidateWheel) {
  return { phase, distribution, url: file.url, chosenBy };
}

function isIn(leftOut: readonly LeftOutPhase[]): (one: { readonly phase: string }) => boolean {
  const names = new Set(leftOut.map((one) => one.phase));
  return ({ phase }) => !names.has(phase);
}

/** The resolution without the left-out phases and what only they need; versions stay as they were resolved together. */
export function resolutionWithout(resolution: Resolution, leftOut: readonly LeftOutPhase[]): Resolution {
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
