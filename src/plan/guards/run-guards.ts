import { sortFindings } from "../plan-findings.ts";
import { checkCuda } from "./check-cuda.ts";
import { checkLibraries } from "./check-libraries.ts";
import { checkNames } from "./check-names.ts";
import { checkNumpy } from "./check-numpy.ts";
import { checkPairs } from "./check-pairs.ts";
import { checkTorch } from "./check-torch.ts";
import type { Finding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";

const GUARDS = [checkPairs, checkTorch, checkCuda, checkLibraries, checkNumpy, checkNames];

/** Everything that is known to be wrong with the environments before they are installed, errors first. */
export function runGuards(environments: readonly GuardedEnvironment[]): readonly Finding[] {
  const findings = environments.flatMap((environment) =>
    GUARDS.flatMap((guard) => guard(environment)).map((one) => inEnvironment(one, environment.isolated)),
  );
  return sortFindings(findings);
}

/** Which environment it is about, where that isn't the one that everybody thinks of. */
function inEnvironment(finding: Finding, isolated: string | undefined): Finding {
  if (isolated === undefined) return finding;
  return { ...finding, message: `In the environment of phase ${isolated}: ${finding.message}` };
}
