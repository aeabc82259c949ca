import { type BaseRequirement, meets } from "../../base/base-requirements.ts";
import type { GuardFinding } from "./finding.ts";
import type { GuardedDistribution, GuardedEnvironment } from "./guarded-environment.ts";

/** Distributions of the base that stay, and lose what they require because a phase moves it. */
export function checkBaseRequirements(environment: GuardedEnvironment): readonly GuardFinding[] {
  return environment.baseRequires.flatMap((one) => {
    const moved = environment.installed.get(one.requirement.normalised);
    const stays = environment.installed.get(one.by.name)?.phase === undefined;
    if (!stays || moved?.phase === undefined || meets(moved.version, one.requirement)) return [];
    return [finding(one, moved, environment.base.get(moved.name) ?? "")];
  });
}

function finding(
  { by, requirement }: BaseRequirement,
  { name, version, phase = "" }: GuardedDistribution,
  before: string,
): GuardFinding {
  const wanted = `${requirement.normalised}${requirement.specifiers.join(",")}`;
  return {
    id: "base-requirement",
    severity: "error",
    message: `Phase ${phase} moves the base's ${name} ${before} to ${version}, and the base's ${by.name} ${by.version} requires \`${wanted}\`.`,
    remedy: `Give phase ${phase} \`environment: isolated\`, and every other phase that needs this ${name}. Or take a base without ${by.name}.`,
    phase,
    source: `the metadata of ${by.name} ${by.version}`,
    steer: { about: `${name} beneath the base's ${by.name}`, bounds: [wanted] },
  };
}
