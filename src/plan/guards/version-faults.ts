import type { ResolveRequest } from "../../resolve/request.ts";
import type { ChosenVersions, VersionFault } from "../../resolve/steering/version-faults.ts";
import { environmentOfVersions } from "./guarded-environment.ts";
import { guard } from "./run-guards.ts";

/** What the guards see in versions before their files are known, as far as other versions can get around it. */
export function versionFaults(request: ResolveRequest, chosen: ChosenVersions): readonly VersionFault[] {
  return guard(environmentOf(request, chosen)).flatMap(({ message, steer }) =>
    steer === undefined ? [] : [{ ...steer, message }],
  );
}

function environmentOf({ facts, phases }: ResolveRequest, { versions, phaseOf }: ChosenVersions) {
  const brought = [...versions].map(([name, version]) => {
    const phase = phaseOf(name) ?? phases[0]?.name;
    return { name, version, phase, file: undefined };
  });
  return environmentOfVersions(facts, brought);
}
