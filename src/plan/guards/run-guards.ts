import { sortFindings } from "../plan-findings.ts";
import { checkBaseRequirements } from "./check-base-requirements.ts";
import { checkNames } from "./check-names.ts";
import { checkNeeds } from "./check-needs.ts";
import { checkNumpy } from "./check-numpy.ts";
import type { Finding, GuardFinding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";
import { checkPairs } from "./pairs/check-pairs.ts";
import { checkAbi } from "./torch/check-abi.ts";
import { checkCuda } from "./torch/check-cuda.ts";
import { checkLibraries } from "./torch/check-libraries.ts";
import { checkTorch } from "./torch/check-torch.ts";

type Guard = (environment: GuardedEnvironment) => readonly GuardFinding[];

const GUARDS: readonly Guard[] = [
  ...[checkPairs, checkTorch, checkAbi, checkCuda, checkLibraries, checkNumpy],
  ...[checkNames, checkBaseRequirements, checkNeeds],
];

/** What the guards see in one environment, with what a resolution can do about it. */
export function guard(environment: GuardedEnvironment): readonly GuardFinding[] {
  return GUARDS.flatMap((one) => one(environment));
}

/** Everything that is known to be wrong with the environments before they are installed, errors first. */
export function runGuards(environments: readonly GuardedEnvironment[]): readonly Finding[] {
  const findings = environments.flatMap((environment) =>
    guard(environment).map(({ steer: _, ...one }) => inEnvironment(one, environment.isolated)),
  );
  return sortFindings(findings);
}

/** Which environment it is about, where that isn't the one that everybody thinks of. */
function inEnvironment(finding: Finding, isolated: string | undefined): Finding {
  if (isolated === undefined) return finding;
  return { ...finding, message: `In the environment of phase ${isolated}: ${finding.message}` };
}
