import { anyVersion, withRange } from "../../../python/requirement.ts";
import type { Conflict } from "../../conflicts/find-conflict.ts";
import type { ResolveRequest } from "../../request.ts";
import type { RemedyCandidate } from "./remedy-candidate.ts";

/**
 * Versions to take in place of one that the index doesn't have (any more): of the same minor version, the newest before
 * it, the newest after it.
 */
export function versionCandidates(request: ResolveRequest, conflict: Conflict): readonly RemedyCandidate[] {
  const [head] = conflict.heads;
  const range = head?.range ?? conflict.chain.join().match(/===?[^,\s]+/)?.[0] ?? "";
  const version = /\d[^,*+<>=!~\s]*/.exec(range)?.[0]?.replace(/\.$/, "");
  if (version === undefined) return [];
  return replacementRanges(version).map((tried) => ({
    trials: [{ request: inRange(request, conflict.culprit, tried) }],
    text: (versions) => `take \`${conflict.culprit}==${versions[conflict.culprit] ?? ""}\``,
  }));
}

function replacementRanges(version: string): readonly string[] {
  const minor = /^\d+\.\d+(?=\.)/.exec(version)?.[0];
  const sameMinor = minor === undefined ? [] : [`==${minor}.*,!=${version}`];
  return [...sameMinor, `<${version}`, `>${version}`];
}

/** A distribution that only a lock names is asked for by the first phase, as if by a constraint. */
function inRange(request: ResolveRequest, name: string, range: string): ResolveRequest {
  const changed = withRange(anyVersion(name), range);
  const isNamed = request.phases.some((phase) => phase.packages.some((one) => one.normalised === name));
  const phases = request.phases.map((phase, index) => {
    const packages = phase.packages.map((one) => (one.normalised === name ? changed : one));
    return { ...phase, packages: !isNamed && index === 0 ? [...packages, changed] : packages };
  });
  return { ...request, phases };
}
