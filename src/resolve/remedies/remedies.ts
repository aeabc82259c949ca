import { normaliseName } from "../../python/distribution-name.ts";
import { ConflictError } from "../../text/errors.ts";
import type { KeptPackage } from "../conflicts/conflict-sides.ts";
import { parseExplanation } from "../conflicts/explanation.ts";
import { type Conflict, findConflict } from "../conflicts/find-conflict.ts";
import type { ResolveRequest } from "../request.ts";
import { listed, remedyCandidates } from "./candidates/remedy-candidates.ts";
import { versionCandidates } from "./candidates/version-candidates.ts";
import { remedyText } from "./remedy-text.ts";
import type { SearchBounds } from "./search-bounds.ts";
import type { TryResolve } from "./try-resolve.ts";
import { type FoundRemedies, verifiedRemedies } from "./verified-remedies.ts";

interface ConflictReport extends FoundRemedies {
  /** The distribution that is fought over; `python` for the interpreter; undefined where the explanation doesn't show it. */
  readonly culprit: string | undefined;
  /** Kept distributions of the base that would move. */
  readonly moved: readonly KeptPackage[];
  readonly headline: string;
  /** Who wants what of the culprit, one sentence each. */
  readonly chain: readonly string[];
}

const NOTHING_TRIED: FoundRemedies = { remedies: [], trials: 0, refused: [], untried: [], unfinished: [] };

interface ConflictInput {
  /** What uv wrote to its error stream. */
  readonly explanation: string;
  readonly request: ResolveRequest;
  /** The phase that has the environment for itself. */
  readonly isolated?: string | undefined;
}

/** Why there is no solution, and up to three changes after which there is one: each was resolved to see that. */
export async function explainConflict(
  { explanation, request, isolated }: ConflictInput,
  tryResolve: TryResolve,
  bounds: SearchBounds,
): Promise<ConflictReport> {
  const kept = keptPackages(request);
  const first = findConflict(parseExplanation(explanation), request, kept);
  if (!first) return { culprit: undefined, moved: [], headline: TOGETHER, chain: [], ...NOTHING_TRIED };
  const conflict = first.kind === "moved" ? await withOtherMoved(first, request, kept, tryResolve) : first;
  const candidates =
    conflict.kind === "absent"
      ? versionCandidates(request, conflict)
      : remedyCandidates(request, conflict, isolated);
  const found = await verifiedRemedies(candidates, tryResolve, bounds);
  const { culprit, moved, chain } = conflict;
  return { culprit, moved, headline: headline(conflict), chain, ...found };
}

/**
 * The report as the user reads it.
 * @param explanation what uv wrote to its error stream
 */
export function conflictError(report: ConflictReport, explanation: string, cause?: unknown): ConflictError {
  return new ConflictError(report.headline, {
    evidence: report.chain.length > 0 ? report.chain.join("\n") : explanation.trim(),
    remedy: remedyText(report),
    cause,
  });
}

const TOGETHER = "The phases' packages can't be installed together.";

function headline({ kind, culprit, moved }: Conflict): string {
  switch (kind) {
    case "absent":
      return `The index has no version of ${culprit} that is asked for.`;
    case "python":
      return "The phases' packages don't go with the base's Python.";
    case "moved":
      return `A phase would move ${listed(moved.map((one) => `${one.name} ${one.version}`))} of the base, which \`keep\` protects.`;
    case "versions":
      return `The phases' packages can't be installed together: they want different versions of ${culprit}.`;
  }
}

/** What a resolution may not move: the interpreter and the kept distributions. */
export function keptPackages({ keep: kept, facts }: ResolveRequest): readonly KeptPackage[] {
  const keep = new Set(kept.map(normaliseName));
  return [
    { name: "python", version: facts.python.version.replace(/\+$/, "") },
    ...facts.distributions.flatMap((one) =>
      one.version !== null && keep.has(normaliseName(one.name))
        ? [{ name: normaliseName(one.name), version: one.version }]
        : [],
    ),
  ];
}

/** uv names the first kept package that would move. Each of the others is asked for by a resolution that keeps it alone. */
async function withOtherMoved(
  conflict: Conflict,
  request: ResolveRequest,
  kept: readonly KeptPackage[],
  tryResolve: TryResolve,
): Promise<Conflict> {
  const others = kept.filter((one) => one.name !== conflict.culprit && one.name !== "python");
  const found = await Promise.all(
    others.map(async (one) => {
      const result = await tryResolve({ request: { ...request, keep: [one.name] } });
      if (result.solved) return;
      const own = findConflict(parseExplanation(result.explanation), request, [one]);
      return own?.culprit === one.name ? own : undefined;
    }),
  );
  // In the order of `kept`, which is the base's own.
  const all = [...found.filter((one) => one !== undefined), conflict];
  return {
    ...conflict,
    moved: kept.filter((one) => all.some((own) => own.culprit === one.name)),
    chain: [...new Set(all.flatMap((one) => one.chain))],
    heads: [
      ...new Map(
        all.flatMap((one) => one.heads).map((head) => [`${head.phase} ${head.requirement.text}`, head]),
      ).values(),
    ],
  };
}
