import type { Manifest } from "../../manifest/manifest.ts";
import { directRequirements } from "./direct-requirements.ts";
import type { Conflict } from "./find-conflict.ts";
import type { Candidate } from "./remedy-candidates.ts";

/**
 * Versions to take in place of one that the index doesn't have (any more): of the same minor version, the newest before
 * it, the newest after it.
 */
export function versionCandidates(manifest: Manifest, conflict: Conflict): readonly Candidate[] {
  const [head] = conflict.heads;
  const range = head?.range ?? conflict.chain.join().match(/===?[^,\s]+/)?.[0] ?? "";
  const version = /\d[^,*+<>=!~\s]*/.exec(range)?.[0]?.replace(/\.$/, "");
  if (version === undefined) return [];
  return replacementRanges(version).map((tried) => ({
    trials: [{ manifest: withRange(manifest, conflict.culprit, tried) }],
    text: (versions) => `take \`${conflict.culprit}==${versions[conflict.culprit] ?? ""}\``,
  }));
}

function replacementRanges(version: string): readonly string[] {
  const minor = /^\d+\.\d+(?=\.)/.exec(version)?.[0];
  const sameMinor = minor === undefined ? [] : [`==${minor}.*,!=${version}`];
  return [...sameMinor, `<${version}`, `>${version}`];
}

/** A distribution that only a lock names is asked for by the first phase, as if by a constraint. */
function withRange(manifest: Manifest, name: string, range: string): Manifest {
  const named = directRequirements(manifest).filter((one) => one.name === name);
  const phases = manifest.phases.map((phase, index) => {
    const own = new Set(named.filter((one) => one.phase === phase.name).map((one) => one.text));
    const packages = phase.packages.map((text) => (own.has(text) ? `${name}${range}` : text));
    const added = named.length === 0 && index === 0 ? [`${name}${range}`] : [];
    return { ...phase, packages: [...packages, ...added] };
  });
  return { ...manifest, phases };
}
