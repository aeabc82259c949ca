import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Manifest, Phase } from "../../manifest/manifest.ts";
import type { Finding } from "../guards/finding.ts";
import { judgeTarget } from "./judge-target.ts";
import type { TargetFacts } from "./target-facts.ts";

export interface PhaseJudgements {
  readonly leftOut: readonly LeftOutPhase[];
  readonly findings: readonly Finding[];
}

const SOURCE = "the manifest's `requires`, judged against the target";

/** Which phases the target can't run: optional ones are left out, required ones stop the plan, unknown needs are said. */
export function judgePhases(manifest: Manifest, target: TargetFacts): PhaseJudgements {
  const judged = manifest.phases.map((phase) => judgePhase(phase, target));
  return {
    leftOut: judged.flatMap((one) => one.leftOut ?? []),
    findings: judged.flatMap((one) => one.finding ?? []),
  };
}

function judgePhase(phase: Phase, target: TargetFacts): { leftOut?: LeftOutPhase; finding?: Finding } {
  const judgement = judgeTarget(phase.requires ?? {}, target);
  if (judgement.verdict === "met") return {};
  if (judgement.verdict === "unknown") return { finding: unknown(phase, judgement.questions) };
  const reason = judgement.reasons.join("; ");
  return phase.optional ? { leftOut: { phase: phase.name, reason } } : { finding: unmet(phase, reason) };
}

function unmet(phase: Phase, reason: string): Finding {
  return {
    id: "requires-unmet",
    severity: "error",
    message: `Phase ${phase.name} can't run where the image is for: ${reason}.`,
    remedy:
      "Choose another target (`runpod.gpu_pools`, the base image, the engine's disk), or let the phase be left out with `optional: true`.",
    phase: phase.name,
    source: SOURCE,
  };
}

function unknown(phase: Phase, questions: readonly string[]): Finding {
  return {
    id: "requires-unknown",
    severity: "warning",
    message: `Phase ${phase.name} is kept, though it isn't known ${questions.join(", nor ")}.`,
    remedy: "Name the GPUs under `runpod.gpu_pools`; else the first run on one decides.",
    phase: phase.name,
    source: SOURCE,
  };
}
