import type { Ports } from "../ports/ports.ts";
import { closureOf, type DependencyGraph } from "../python/dependency-graph.ts";
import { BuildError } from "../text/errors.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { readDirectories } from "../wheels/read-directories.ts";
import type { Distribution, PhaseResolution, Resolution } from "../wheels/resolution.ts";
import { directNames } from "./direct/direct-asks.ts";
import type { TakenLock } from "./given-lock/take-lock.ts";
import { heldOf, judgeProvided } from "./provided.ts";
import type { ResolveRequest } from "./request.ts";
import { type EnvironmentInput, pythonOf } from "./separate-environments.ts";
import { BOUND_GROUP } from "./uv-project.ts";

/** What a lock means for the phases of one environment. */
export type EnvironmentResolution = Pick<
  Resolution,
  "distributions" | "locked" | "phases" | "remarks" | "fetchedBytes"
>;

interface LockedEnvironment {
  readonly environment: EnvironmentInput;
  readonly imageId: string | undefined;
  readonly lock: TakenLock;
}

/** Says which distributions of a lock are installed, and what each file holds. The base provides nothing to an isolated phase. */
export async function resolveEnvironment(
  { environment, imageId, lock }: LockedEnvironment,
  toolbox: Toolbox,
  ports: Ports,
): Promise<EnvironmentResolution> {
  const { request } = environment;
  const { locked, graph, keptHeld } = lock;
  // The base may hold the same version from another file: a file that a phase names is installed anyway.
  const direct = directNames(request);
  const same = [...heldOf(locked, request.facts)].filter((name) => !direct.has(name));
  const held = new Set([...same, ...keptHeld]);
  const question = { request, imageId, held, graph };
  const { names: provided, remarks } = await judgeProvided(question, toolbox, ports);
  const onlyBound = onlyForBinding(graph, request);
  const wanted = locked.filter((one) => !(provided.has(one.name) || onlyBound.has(one.name)));
  const { distributions, fetchedBytes } = await readDirectories(
    { locked: wanted, python: pythonOf(environment), looked: lock.looked },
    ports,
  );
  const phases = request.phases.map((phase): PhaseResolution => {
    const needs = closureOf(graph, phase.name);
    return {
      name: phase.name,
      needs: needs.filter((name) => !provided.has(name)),
      provided: needs.filter((name) => provided.has(name)),
      direct: Object.fromEntries(needs.map((name) => [name, graph.distributions[name] ?? []])),
    };
  });
  requireAllPlaced(distributions, phases);
  return { distributions, locked, phases, remarks, fetchedBytes };
}

/** What came into the lock only because a bound package was asked for beside the phases. */
function onlyForBinding(graph: DependencyGraph, request: ResolveRequest): ReadonlySet<string> {
  const claimed = new Set(request.phases.flatMap((phase) => closureOf(graph, phase.name)));
  return new Set(closureOf(graph, BOUND_GROUP).filter((name) => !claimed.has(name)));
}

/** A distribution that no phase claims would silently be missing from the image. */
function requireAllPlaced(distributions: readonly Distribution[], phases: readonly PhaseResolution[]): void {
  const placed = new Set(phases.flatMap((phase) => phase.needs));
  const lost = distributions.filter((one) => !placed.has(one.name)).map((one) => one.name);
  if (lost.length === 0) return;
  throw new BuildError(`The resolver's lock holds distributions that no phase asks for: ${lost.join(", ")}.`);
}
