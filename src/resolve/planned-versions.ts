import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { parseRequirement } from "../manifest/requirement.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { parseLock } from "./lock.ts";
import { lockPhases, type ResolveBase } from "./resolve.ts";

export interface PlannedVersionsRequest {
  readonly manifest: Manifest;
  /** Normalised names of the distributions that are left out of this resolution. */
  readonly apart: readonly string[];
  readonly base: Omit<ResolveBase, "wheels">;
}

/**
 * Versions that the finished environment will have, without the packages whose files aren't chosen yet. Where the base holds
 * a torch that is kept nothing has to be resolved for that: nobody may move it.
 */
export async function plannedVersions(
  { manifest, apart, base }: PlannedVersionsRequest,
  toolbox: Toolbox,
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const held = base.facts.distributions.flatMap((one) =>
    one.version === null ? [] : [[normaliseName(one.name), one.version] as const],
  );
  const versions = new Map(held);
  if (versions.has("torch") && manifest.keep.includes("torch")) return versions;
  const answer = await lockPhases(without(manifest, apart), { ...base, wheels: [] }, toolbox, ports);
  for (const one of parseLock(answer.lock)) versions.set(one.name, one.version);
  return versions;
}

function without(manifest: Manifest, apart: readonly string[]): Manifest {
  const phases = manifest.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.filter((text) => !apart.includes(parseRequirement(text).normalised)),
  }));
  return { ...manifest, phases: phases.filter((phase) => phase.packages.length > 0) };
}
