import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import type { Finding } from "../guards/finding.ts";
import type { PlannedPhase } from "../plan.ts";
import { blockedFindings, clashFindings } from "./clash-findings.ts";
import type { CollidedEnvironment } from "./environment-collisions.ts";
import { decide, type FileClash, fileClashes } from "./file-clashes.ts";

export interface JudgedClashes {
  readonly clashes: readonly FileClash[];
  readonly findings: readonly Finding[];
  /** An optional phase without which there is one refusal less. */
  readonly without: LeftOutPhase | undefined;
}

/** What clashes in each environment as its phases fill it, who wins, and what is refused. */
export function judgeClashes(
  manifest: Pick<Manifest, "phases" | "file_clashes">,
  phases: readonly PlannedPhase[],
  collidedOf: (phase: Pick<PlannedPhase, "name">) => CollidedEnvironment,
): JudgedClashes {
  const environments = new Map<CollidedEnvironment, PlannedPhase[]>();
  for (const phase of phases) {
    const environment = collidedOf(phase);
    environments.set(environment, [...(environments.get(environment) ?? []), phase]);
  }
  const judged = [...environments].map(([one, own]) => judgeEnvironment(manifest, own, one));
  const refused = judged.flatMap((one) => one.refused);
  return {
    clashes: judged.flatMap((one) => one.clashes),
    findings: refused.map((one) => one.finding),
    without: leftOut(refused, phases),
  };
}

interface Refused {
  readonly finding: Finding;
  /** The phases that it is about, the later one first. */
  readonly phases: readonly (string | null)[];
}

function judgeEnvironment(
  manifest: Pick<Manifest, "phases" | "file_clashes">,
  phases: readonly PlannedPhase[],
  { purelib, collisions }: CollidedEnvironment,
): { readonly clashes: readonly FileClash[]; readonly refused: readonly Refused[] } {
  const names = new Set(phases.map((one) => one.name));
  const own = manifest.phases.filter((phase) => names.has(phase.name));
  const named = new Set(own.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  const decided = decide({ purelib, collisions, phases, named });
  const clashes = fileClashes(decided, purelib);
  const refused = [
    ...decided.flatMap((one) => about(one, blockedFindings(one, purelib))),
    ...clashes.flatMap((one) => about(one, clashFindings(one, manifest))),
  ];
  return { clashes, refused };
}

function about(
  { winner, loser }: Pick<FileClash, "winner" | "loser">,
  findings: readonly Finding[],
): readonly Refused[] {
  return findings.map((finding) => ({ finding, phases: [winner.phase, loser.phase] }));
}

function leftOut(refused: readonly Refused[], phases: readonly PlannedPhase[]): LeftOutPhase | undefined {
  const optional = new Set(phases.filter((phase) => phase.optional).map((phase) => phase.name));
  for (const { finding, phases: concerned } of refused) {
    const phase = concerned.find((name) => name !== null && optional.has(name));
    if (phase) return { phase, reason: finding.message.replace(/\.$/, "") };
  }
  return undefined;
}
