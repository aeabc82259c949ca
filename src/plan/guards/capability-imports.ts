import type { Manifest, Phase } from "../../manifest/manifest.ts";
import { type Capability, capabilityOf } from "../../python/modules/capability-imports.ts";
import type { Resolution } from "../../wheels/resolution.ts";
import type { Finding } from "./finding.ts";

/** Proposes imports for packages whose top-level module can be imported although what they are for can't. */
export function proposedImports(manifest: Manifest, resolution: Resolution): readonly Finding[] {
  const planned = new Set(
    [...resolution.phases, ...resolution.isolated.map((one) => one.phase)].map((one) => one.name),
  );
  return manifest.phases
    .filter((phase) => planned.has(phase.name))
    .flatMap((phase) =>
      phase.packages.flatMap((requirement) => {
        const capability = capabilityOf(requirement.normalised);
        // One who names any module below the top has thought about it.
        if (!capability || phase.imports.some((module) => isBelow(module, capability))) return [];
        return [proposal(phase, requirement.name, capability)];
      }),
    );
}

function topLevel({ modules: [first = ""] }: Capability): string {
  return first.split(".")[0] ?? first;
}

function isBelow(module: string, capability: Capability): boolean {
  return module.startsWith(`${topLevel(capability)}.`);
}

function proposal(phase: Phase, name: string, capability: Capability): Finding {
  const top = topLevel(capability);
  const wanted = [...phase.imports.filter((module) => module !== top), ...capability.modules];
  const proved = phase.imports.includes(top) ? `only \`${top}\`` : "nothing";
  return {
    id: "import-proves-nothing",
    severity: "warning",
    message: `Phase ${phase.name} imports ${proved} of ${name}: ${capability.why}.`,
    remedy: `Write \`imports: [${wanted.join(", ")}]\` in phase ${phase.name}.`,
    phase: phase.name,
    source: capability.source,
  };
}
