import type { ResolveRequest } from "../../resolve/request.ts";
import type { ChosenVersions, VersionFault } from "../../resolve/steering/version-faults.ts";
import { type GuardedEnvironment, knownOfBase } from "./guarded-environment.ts";
import { guard } from "./run-guards.ts";

/** What the guards see in versions before their files are known, as far as other versions can get around it. */
export function versionFaults(request: ResolveRequest, chosen: ChosenVersions): readonly VersionFault[] {
  return guard(environmentOf(request, chosen)).flatMap(({ message, steer }) =>
    steer === undefined ? [] : [{ ...steer, message }],
  );
}

function environmentOf(
  { facts, phases }: ResolveRequest,
  { versions, phaseOf }: ChosenVersions,
): GuardedEnvironment {
  const known = knownOfBase(facts);
  const held = [...known.base].map(([name, version]) => ({
    name,
    version,
    phase: undefined,
    file: undefined,
  }));
  const brought = [...versions].flatMap(([name, version]) => {
    const phase = phaseOf(name) ?? phases[0]?.name;
    return known.base.get(name) === version ? [] : [{ name, version, phase, file: undefined }];
  });
  return { ...known, asked: [], installed: new Map([...held, ...brought].map((one) => [one.name, one])) };
}
