import type { Manifest } from "../manifest/manifest.ts";
import type { CountedTrials, Remedy } from "./counted-trials.ts";
import { directRequirements } from "./direct-requirements.ts";
import type { Spec } from "./explanation.ts";

/**
 * Versions to take in place of one that the index doesn't have (any more): of the same minor version where there is one,
 * the newest before it, the newest after it. Each is seen to resolve with everything else.
 */
export async function nextBest(
  manifest: Manifest,
  absent: Spec,
  trials: CountedTrials,
): Promise<readonly Remedy[]> {
  const version = /^===?([^,*]+)$/.exec(absent.range)?.[1]?.replace(/\+.*$/, "");
  if (version === undefined) return [];
  const minor = /^\d+\.\d+/.exec(version)?.[0];
  const ranges = [...(minor === undefined ? [] : [`==${minor}.*`]), `<${version}`, `>${version}`];
  const found: string[] = [];
  for (const range of ranges) {
    const result = await trials.run({ manifest: withRange(manifest, absent.name, range) });
    const taken = result?.solved ? result.versions[absent.name] : undefined;
    if (taken !== undefined && !found.includes(taken)) found.push(taken);
  }
  return found.map((one, index) => ({
    text: `${index === 0 ? "the next best version is" : "or take"} \`${absent.name}==${one}\``,
    verified: true,
  }));
}

/** A distribution that only a lock names is asked for by the first phase, as if by a constraint. */
function withRange(manifest: Manifest, name: string, range: string): Manifest {
  const named = directRequirements(manifest).filter((one) => one.name === name);
  const phases = manifest.phases.map((phase, index) => {
    const own = new Set(named.filter((one) => one.phase === phase.name).map((one) => one.text));
    const packages = phase.packages.map((text) => (own.has(text) ? `${name}${range}` : text));
    return {
      ...phase,
      packages: named.length === 0 && index === 0 ? [...packages, `${name}${range}`] : packages,
    };
  });
  return { ...manifest, phases };
}
