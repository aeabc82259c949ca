import type { Manifest, Phase } from "../../../manifest/manifest.ts";
import { type Capability, capabilityOf } from "../../../python/modules/capability-imports.ts";
import type { Resolution } from "../../../wheels/resolution.ts";
import type { Finding } from "../finding.ts";

/** Proposes imports for packages whose top-level module can be imported although what they are for can't. */
export function proposedImports(manifest: Manifest, resolution: Resolution): readonly Finding[] {
  const planned = new Set(
    [...resolution.phases, ...resolution.isolated.map((one) => one.phase)].map((one) => one.name),
  );
  return manifest.phases.filter((phase) => planned.has(phase.name)).flatMap(proposals);
}

/** All of a phase end in the same line. */
function proposals(phase: Phase): readonly Finding[] {
  const named = [...new Map(phase.packages.map((one) => [one.normalised, one])).values()];
  const unproved = named.flatMap((requirement) => {
    const capability = capabilityOf(requirement.normalised);
    // One who names any module below the top has thought about it.
    if (!capability || phase.imports.some((module) => isBelow(module, capability))) return [];
    return [{ name: requirement.name, capability }];
  });
  const tops = unproved.map((one) => topLevel(one.capability));
  const wanted = [
    ...phase.imports.filter((module) => !tops.includes(module)),
    ...unproved.flatMap((one) => one.capability.modules),
  ];
  const remedy = `Write \`imports: [${wanted.join(", ")}]\` in phase ${phase.name}.`;
  return unproved.map(({ name, capability }) => ({
    id: "import-proves-nothing",
    severity: "warning",
    message: `Phase ${phase.name} imports ${proved(phase, capability)} of ${name}: ${capability.why}.`,
    remedy,
    phase: phase.name,
    source: capability.source,
  }));
}

function topLevel({ modules: [first = ""] }: Capability): string {
  return first.split(".")[0] ?? first;
}

function isBelow(module: string, capability: Capability): boolean {
  return module.startsWith(`${topLevel(capability)}.`);
}

function proved({ imports }: Phase, capability: Capability): string {
  const top = topLevel(capability);
  return imports.includes(top) ? `only \`${top}\`` : "nothing";
}
