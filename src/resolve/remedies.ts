import { ConflictError } from "../errors.ts";
import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { BaseFacts } from "./base-facts.ts";
import { type CountedTrials, counted, type Remedy, type SearchBounds } from "./counted-trials.ts";
import { parseExplanation } from "./explanation.ts";
import { type Conflict, findConflict, type Kept } from "./find-conflict.ts";
import { nextBest } from "./next-best.ts";
import { type Candidate, remedyCandidates } from "./remedy-candidates.ts";
import type { TryResolve } from "./try-resolve.ts";

export interface ConflictReport {
  /** The distribution that is fought over; `python` for the interpreter; undefined where the explanation doesn't show it. */
  readonly culprit: string | undefined;
  /** The version of the culprit that the base holds and `keep` protects. */
  readonly kept: string | undefined;
  readonly chain: readonly string[];
  /** Best first. */
  readonly remedies: readonly Remedy[];
  /** Resolutions that were tried for them. */
  readonly trials: number;
}

export interface ConflictInput {
  /** What uv wrote to its error stream. */
  readonly explanation: string;
  readonly manifest: Manifest;
  readonly facts: BaseFacts;
}

const ENOUGH_REMEDIES = 3;

/** Why there is no solution, and up to three changes after which there is one: each was resolved to see that. */
export async function explainConflict(
  { explanation, manifest, facts }: ConflictInput,
  tryResolve: TryResolve,
  bounds: SearchBounds,
): Promise<ConflictReport> {
  const trials = counted(tryResolve, bounds);
  const kept = keptOf(manifest, facts);
  const parsed = parseExplanation(explanation);
  const conflict = findConflict(parsed, manifest, kept);
  const absent = parsed.absent[0];
  if (!conflict) {
    const remedies = absent ? await nextBest(manifest, absent, trials) : [];
    return { culprit: absent?.name, kept: undefined, chain: [], remedies, trials: trials.count() };
  }
  const others = conflict.kept === undefined ? [] : await otherKept(conflict, manifest, kept, trials);
  const candidates = remedyCandidates(manifest, conflict, facts.python.version);
  const remedies: Remedy[] = [];
  for (const candidate of candidates) {
    if (remedies.length === ENOUGH_REMEDIES) break;
    const versions = await tried(candidate, trials);
    if (versions) remedies.push({ text: candidate.text(versions), verified: true });
  }
  const chain = [...new Set([...others, ...conflict.chain])];
  return { culprit: conflict.culprit, kept: conflict.kept, chain, remedies, trials: trials.count() };
}

/** The report as the user reads it. */
export function conflictError(report: ConflictReport, explanation: string): ConflictError {
  return new ConflictError(headline(report), {
    evidence: report.chain.length > 0 ? report.chain.join("\n") : explanation.trim(),
    remedy:
      report.remedies.length > 0
        ? report.remedies.map((one, index) => `${index + 1}. ${capitalised(one.text)}.`).join("\n")
        : `None of the ${report.trials} changes that were tried resolves. Loosen one of the pins named above.`,
  });
}

function headline({ culprit, kept, chain }: ConflictReport): string {
  if (culprit === undefined || chain.length === 0) return "The phases' packages can't be installed together.";
  if (culprit === "python") return "The phases' packages don't go with the base's Python.";
  if (kept !== undefined) return `A phase would move the base's ${culprit} ${kept}, which is kept.`;
  return `The phases' packages can't be installed together: they want different versions of ${culprit}.`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function keptOf(manifest: Manifest, facts: BaseFacts): readonly Kept[] {
  const keep = new Set(manifest.keep.map(normaliseName));
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
async function otherKept(
  conflict: Conflict,
  manifest: Manifest,
  kept: readonly Kept[],
  trials: CountedTrials,
): Promise<readonly string[]> {
  const chains: string[] = [];
  for (const one of kept) {
    if (one.name === conflict.culprit || one.name === "python") continue;
    const result = await trials.run({ manifest: { ...manifest, keep: [one.name] } });
    if (!result || result.solved) continue;
    const found = findConflict(parseExplanation(result.explanation), manifest, [one]);
    if (found?.culprit === one.name) chains.push(...found.chain);
  }
  return chains;
}

async function tried(
  candidate: Candidate,
  trials: CountedTrials,
): Promise<Readonly<Record<string, string>> | undefined> {
  let versions: Readonly<Record<string, string>> | undefined;
  for (const trial of candidate.trials) {
    const result = await trials.run(trial);
    if (!result?.solved) return undefined;
    versions ??= result.versions;
  }
  return versions;
}
