import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { pinnedVersion, templatePackage } from "../../python/wheel-template.ts";
import { ConflictError, InterruptedError, SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { CandidateWheel } from "../candidate-wheel.ts";
import { isFileFault, type MissingFile, standInFor } from "../missing-file.ts";
import { type RequestedPhase, type ResolveRequest, withCandidates, withoutPhases } from "../request.ts";
import type { ResolveBase } from "../resolve.ts";
import { type EnvironmentInput, separateEnvironments } from "../separate-environments.ts";
import { findCandidateWheel, type WantedWheel } from "./find-candidate-wheel.ts";
import { plannedVersions } from "./planned-versions.ts";
import { dependsOnTorch, describeFacts, plannedTorch, wheelFacts, wheelUrl } from "./wheel-facts.ts";

/** What became of the phases' `wheels`. */
interface SelectedWheels {
  /** What is left to resolve, with the wheels that were found. */
  readonly request: ResolveRequest;
  /** Those that were found. */
  readonly wheels: readonly CandidateWheel[];
  /** Optional phases whose wheel can't be had. */
  readonly leftOut: readonly LeftOutPhase[];
  /** Phases that are compiled, because their wheel is missing, with what was missing. */
  readonly compiled: readonly LeftOutPhase[];
  /** Required phases' wheels that can't be had. */
  readonly missing: readonly MissingFile[];
}

/**
 * Finds the wheel that each phase's `wheels` names for the torch, CUDA and Python that its environment will have. What the
 * base holds in that version stays as it is, but an isolated phase sees nothing of the base. A lock already names the files. A wheel that
 * can't be had doesn't keep the others from being looked for.
 */
export async function selectWheels(
  request: ResolveRequest,
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SelectedWheels> {
  const keep: string[] = [...request.keep];
  const selected: SelectedWheel[] = [];
  for (const environment of separateEnvironments(request)) {
    const { phases, keep: kept, facts } = environment.request;
    const all = phases.flatMap(wantedWheel);
    const installed = all.filter((one) => isInstalled(one, facts));
    const names = installed.map((one) => one.distribution);
    keep.push(...names);
    const wanted = base.lock === undefined ? all.filter((one) => !installed.includes(one)) : [];
    const own = { ...environment, request: { ...environment.request, keep: [...kept, ...names] } };
    selected.push(...(await selectAll(wanted, own, base, { toolbox, ports })));
  }
  const wheels = selected.flatMap((one) => one.wheel ?? []);
  const leftOut = selected.flatMap((one) => one.leftOut ?? []);
  const compiled = selected.flatMap((one) => one.compiled ?? []);
  const offered = withCandidates({ ...request, keep }, wheels);
  const missing = selected.flatMap((one) => one.missing ?? []);
  return { request: withoutPhases(offered, leftOut), wheels, leftOut, compiled, missing };
}

/** The wheels of one environment. */
async function selectAll(
  wanted: readonly WantedWheel[],
  environment: EnvironmentInput,
  base: ResolveBase,
  { toolbox, ports }: { readonly toolbox: Toolbox; readonly ports: Ports },
): Promise<readonly SelectedWheel[]> {
  if (wanted.length === 0) return [];
  const excluded = wanted.map((one) => one.distribution);
  const versions = wanted.some((one) => dependsOnTorch(one.template))
    ? await plannedVersions({ environment, excluded, base }, toolbox, ports)
    : new Map<string, string>();
  return ports.log.task("look for the wheels that phases name", () =>
    Promise.all(wanted.map((one) => selectWheel(one, versions, environment.request.facts, ports))),
  );
}

function wantedWheel(phase: RequestedPhase): readonly WantedWheel[] {
  if (phase.wheels === undefined) return [];
  const distribution = templatePackage(phase.wheels);
  const version = pinnedVersion(phase.packages, distribution);
  return version === undefined ? [] : [{ phase, template: phase.wheels, distribution, version }];
}

function isInstalled({ distribution, version }: WantedWheel, facts: BaseFacts): boolean {
  const installed = facts.distributions.find((one) => normaliseName(one.name) === distribution)?.version;
  return installed === version || installed?.replace(/\+.*$/, "") === version;
}

interface SelectedWheel {
  readonly wheel?: CandidateWheel;
  readonly leftOut?: LeftOutPhase;
  readonly compiled?: LeftOutPhase;
  readonly missing?: MissingFile;
}

async function selectWheel(
  wanted: WantedWheel,
  versions: ReadonlyMap<string, string>,
  facts: BaseFacts,
  ports: Ports,
): Promise<SelectedWheel> {
  const { phase } = wanted;
  try {
    return { wheel: await findCandidateWheel(wanted, versions, facts, ports) };
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!(error instanceof SurelayerError) || error instanceof InterruptedError) throw error;
    const reason = [error.message, error.evidence].filter(Boolean).map(asSentence).join(" ");
    if (error instanceof ConflictError && phase.source_build === "allowed")
      return { compiled: { phase: phase.name, reason } };
    if (!phase.optional) return { missing: missingWheel(wanted, error, { versions, facts }) };
    const remedy = error.remedy?.replaceAll("\n", " ") ?? "";
    return { leftOut: { phase: phase.name, reason: `${reason} ${remedy}`.trimEnd() } };
  }
}

/** @throws the error itself where it isn't about that wheel. */
function missingWheel(
  { phase, template, distribution, version }: WantedWheel,
  error: SurelayerError,
  { versions, facts }: { readonly versions: ReadonlyMap<string, string>; readonly facts: BaseFacts },
): MissingFile {
  if (!isFileFault(error)) throw error;
  const wheel = wheelFacts(version, plannedTorch(versions), facts.python);
  const named = { phase: phase.name, distribution, chosenBy: describeFacts(wheel) };
  const nameless = dependsOnTorch(template) && wheel.torch === undefined;
  const standIn = nameless ? undefined : standInFor(wheelUrl(template, wheel), named, facts);
  return { phase: phase.name, distribution, error, standIn };
}

function asSentence(text = ""): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
