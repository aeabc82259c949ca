import { installedDistributions } from "../../base/installed-distributions.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { type LockBase, lockEnvironments } from "../lock-environments.ts";
import type { ResolveRequest } from "../request.ts";
import type { EnvironmentInput } from "../separate-environments.ts";

interface PlannedVersionsRequest {
  readonly environment: EnvironmentInput;
  /** Normalised names of the distributions that are left out of this resolution. */
  readonly excluded: readonly string[];
  readonly base: LockBase;
}

/**
 * Versions that the finished environment will have, without the packages whose files aren't chosen yet. Where the base holds
 * a torch that is kept nothing has to be resolved for that: nobody may move it.
 */
export async function plannedVersions(
  { environment, excluded, base }: PlannedVersionsRequest,
  toolbox: Toolbox,
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const { request } = environment;
  const versions = new Map<string, string>();
  for (const { name, version } of installedDistributions(request.facts).values()) {
    if (version !== null) versions.set(name, version);
  }
  if (versions.has("torch") && request.keep.includes("torch")) return versions;
  const known = without(request, excluded);
  if (known.phases.length === 0) return versions;
  const asked = [{ ...environment, request: known }];
  for (const { answer, inspected } of await lockEnvironments(
    asked,
    { ...base, interim: true },
    toolbox,
    ports,
  )) {
    await inspected;
    for (const one of answer.locked) versions.set(one.name, one.version);
  }
  return versions;
}

function without(request: ResolveRequest, excluded: readonly string[]): ResolveRequest {
  const phases = request.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.filter((one) => !excluded.includes(one.normalised)),
  }));
  return { ...request, phases: phases.filter((phase) => phase.packages.length > 0) };
}
