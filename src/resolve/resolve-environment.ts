import type { Ports } from "../ports/ports.ts";
import { closureOf, type DependencyGraph } from "../python/dependency-graph.ts";
import { BuildError } from "../text/errors.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { readDistributions } from "../wheels/read-distributions.ts";
import type { Distribution, PhaseResolution, Resolution } from "../wheels/resolution.ts";
import { findSatisfied, installedInBase } from "./already-satisfied.ts";
import { directNames } from "./direct/direct-url-requirements.ts";
import type { ResolvedLock } from "./given-lock/resolve-given-lock.ts";
import type { ResolveRequest } from "./request.ts";
import { type EnvironmentInput, pythonOf } from "./separate-environments.ts";
import { INDEX_PIN_GROUP } from "./uv-project.ts";

/** What a lock means for the phases of one environment. */
export type EnvironmentResolution = Pick<
  Resolution,
  "distributions" | "locked" | "phases" | "remarks" | "fetchedBytes"
>;

interface LockedEnvironment {
  readonly environment: EnvironmentInput;
  readonly imageId: string | undefined;
  readonly lock: ResolvedLock;
}

/** Says which distributions of a lock are installed, and what each file holds. The base provides nothing to an isolated phase. */
export async function resolveEnvironment(
  { environment, imageId, lock }: LockedEnvironment,
  toolbox: Toolbox,
  ports: Ports,
): Promise<EnvironmentResolution> {
  const { request } = environment;
  const { locked, graph, keptInstalled } = lock;
  // The base may hold the same version from another file: a file that a phase names is installed anyway.
  const direct = directNames(request);
  const same = [...installedInBase(locked, request.facts)].filter((name) => !direct.has(name));
  const installed = new Set([...same, ...keptInstalled]);
  const input = { request, imageId, installed, graph };
  const { names: satisfied, remarks } = await findSatisfied(input, toolbox, ports);
  const onlyPinned = onlyForIndexPins(graph, request);
  const wanted = locked.filter((one) => !(satisfied.has(one.name) || onlyPinned.has(one.name)));
  const { distributions, fetchedBytes } = await readDistributions(
    { locked: wanted, python: pythonOf(environment), inspected: lock.inspected },
    ports,
  );
  const phases = request.phases.map((phase): PhaseResolution => {
    const needs = closureOf(graph, phase.name);
    return {
      name: phase.name,
      needs: needs.filter((name) => !satisfied.has(name)),
      satisfied: needs.filter((name) => satisfied.has(name)),
      direct: Object.fromEntries(needs.map((name) => [name, graph.distributions[name] ?? []])),
    };
  });
  requireAllClaimed(distributions, phases);
  return { distributions, locked, phases, remarks, fetchedBytes };
}

/** What came into the lock only because a pinned package was asked for beside the phases. */
function onlyForIndexPins(graph: DependencyGraph, request: ResolveRequest): ReadonlySet<string> {
  const claimed = new Set(request.phases.flatMap((phase) => closureOf(graph, phase.name)));
  return new Set(closureOf(graph, INDEX_PIN_GROUP).filter((name) => !claimed.has(name)));
}

/** A distribution that no phase claims would silently be missing from the image. */
function requireAllClaimed(distributions: readonly Distribution[], phases: readonly PhaseResolution[]): void {
  const claimed = new Set(phases.flatMap((phase) => phase.needs));
  const lost = distributions.filter((one) => !claimed.has(one.name)).map((one) => one.name);
  if (lost.length === 0) return;
  throw new BuildError(`The resolver's lock holds distributions that no phase asks for: ${lost.join(", ")}.`);
}
