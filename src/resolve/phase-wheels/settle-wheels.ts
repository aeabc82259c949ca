import type { LeftOut } from "../../manifest/left-out.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { pinnedVersion, templatePackage } from "../../python/wheel-template.ts";
import { ConflictError, InterruptedError, SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { OfferedWheel } from "../offered-wheel.ts";
import { type AskedPhase, keeping, offering, type ResolveRequest, withoutPhases } from "../request.ts";
import type { ResolveBase } from "../resolve.ts";
import { type EnvironmentInput, separateEnvironments } from "../separate-environments.ts";
import { offerWheel, type WantedWheel } from "./offer-wheel.ts";
import { plannedVersions } from "./planned-versions.ts";
import { dependsOnTorch } from "./wheel-url.ts";

/** What became of the phases' `wheels`. */
interface SettledWheels {
  /** What is left to resolve, with the wheels that were found. */
  readonly request: ResolveRequest;
  /** Those that were found. */
  readonly wheels: readonly OfferedWheel[];
  /** Optional phases whose wheel can't be had. */
  readonly leftOut: readonly LeftOut[];
  /** Phases that are compiled, because their wheel is missing, with what was missing. */
  readonly compiled: readonly LeftOut[];
}

/**
 * Finds the wheel that each phase's `wheels` names for the torch, CUDA and Python that its environment will have. What the
 * base holds in that version stays as it is, but an isolated phase sees nothing of the base. A lock already names the files.
 * @throws ConflictError for a required phase without its wheel; RegistryError when its host gives no answer.
 */
export async function settleWheels(
  request: ResolveRequest,
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SettledWheels> {
  const keep: string[] = [...request.keep];
  const settled: Settled[] = [];
  for (const environment of separateEnvironments(request)) {
    const { phases, keep: kept, facts } = environment.request;
    const all = phases.flatMap(wantedWheel);
    const held = all.filter((one) => isHeld(one, facts));
    const names = held.map((one) => one.distribution);
    keep.push(...names);
    const wanted = base.lock === undefined ? all.filter((one) => !held.includes(one)) : [];
    const own = { ...environment, request: keeping(environment.request, [...kept, ...names]) };
    settled.push(...(await settleAll(wanted, own, base, { toolbox, ports })));
  }
  const wheels = settled.flatMap((one) => one.wheel ?? []);
  const leftOut = settled.flatMap((one) => one.leftOut ?? []);
  const left = withoutPhases(
    offering(keeping(request, keep), wheels),
    leftOut.map((one) => one.phase),
  );
  return {
    request: left,
    wheels,
    leftOut,
    compiled: settled.flatMap((one) => one.compiled ?? []),
  };
}

/** The wheels of one environment. */
async function settleAll(
  wanted: readonly WantedWheel[],
  environment: EnvironmentInput,
  base: ResolveBase,
  { toolbox, ports }: { readonly toolbox: Toolbox; readonly ports: Ports },
): Promise<readonly Settled[]> {
  if (wanted.length === 0) return [];
  const apart = wanted.map((one) => one.distribution);
  const versions = wanted.some((one) => dependsOnTorch(one.template))
    ? await plannedVersions({ environment, apart, base }, toolbox, ports)
    : new Map<string, string>();
  return ports.log.task("look for the wheels that phases name", () =>
    Promise.all(wanted.map((one) => settle(one, versions, environment.request.facts, ports))),
  );
}

function wantedWheel(phase: AskedPhase): readonly WantedWheel[] {
  if (phase.wheels === undefined) return [];
  const distribution = templatePackage(phase.wheels);
  const version = pinnedVersion(phase.packages, distribution);
  return version === undefined ? [] : [{ phase, template: phase.wheels, distribution, version }];
}

function isHeld({ distribution, version }: WantedWheel, facts: BaseFacts): boolean {
  const held = facts.distributions.find((one) => normaliseName(one.name) === distribution)?.version;
  return held === version || held?.replace(/\+.*$/, "") === version;
}

interface Settled {
  readonly wheel?: OfferedWheel;
  readonly leftOut?: LeftOut;
  readonly compiled?: LeftOut;
}

async function settle(
  wanted: WantedWheel,
  versions: ReadonlyMap<string, string>,
  facts: BaseFacts,
  ports: Ports,
): Promise<Settled> {
  const { phase } = wanted;
  try {
    return { wheel: await offerWheel(wanted, versions, facts, ports) };
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!(error instanceof SurelayerError) || error instanceof InterruptedError) throw error;
    const reason = [error.message, error.evidence].filter(Boolean).map(asSentence).join(" ");
    if (error instanceof ConflictError && phase.source_build === "allowed")
      return { compiled: { phase: phase.name, reason } };
    if (!phase.optional) throw error;
    const remedy = error.remedy?.replaceAll("\n", " ") ?? "";
    return { leftOut: { phase: phase.name, reason: `${reason} ${remedy}`.trimEnd() } };
  }
}

function asSentence(text = ""): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
