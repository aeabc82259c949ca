import type { Manifest } from "../../manifest/manifest.ts";
import { phasePython } from "../../plan/phase-python.ts";
import type { BuildablePlan, PlannedPhase } from "../../plan/plan.ts";
import type { PythonImports } from "../check-phase.ts";
import { layerKey, type TrustDomain } from "./layer-cache.ts";
import type { LayerContent, PhaseContent } from "./phase-content.ts";

export interface KeyFacts {
  readonly plan: BuildablePlan;
  readonly manifest: Pick<Manifest, "install" | "image" | "allow_changes">;
  readonly trustDomain: TrustDomain;
}

/** The key of one layer of a phase. Only the last layer is proved by imports, so only its key has them. */
export function keyOfLayer(
  facts: KeyFacts,
  phase: PlannedPhase,
  content: PhaseContent,
  { index, parent }: { readonly index: number; readonly parent: string },
): string {
  const layer = content.layers[index];
  if (layer === undefined) throw new Error(`phase ${phase.name} has no layer ${index}`);
  const imports = index === content.layers.length - 1 ? content.imports : [];
  return layerKey(parent, keyContent(facts, phase, layer, imports), facts.trustDomain);
}

/** Everything that decides a layer besides its parent. The interpreter identifies an environment. */
function keyContent(
  { plan, manifest }: KeyFacts,
  phase: PlannedPhase,
  { system, distributions, wins, run }: LayerContent,
  imports: readonly PythonImports[],
) {
  return {
    installer: manifest.install.installer,
    interpreter: phasePython(plan, phase).interpreter,
    files: distributions.map(({ name, version, file, build }) => [
      ...[name, version, file.sha256],
      ...(build ? [build.distributions.map((one) => [one.name, one.version, one.file.sha256])] : []),
    ]),
    imports,
    bytecode: plan.bytecode,
    strip: manifest.image.strip,
    ...(system.packages.length > 0 && {
      system: system.packages.map((one) => [one.name, one.version, one.architecture, one.sha256]),
    }),
    ...(wins.length > 0 && { wins: wins.map((one) => [one.winner, one.loser]) }),
    // Decides whether a layer is good, although not what is in it.
    ...(manifest.allow_changes.length > 0 && { allowed: manifest.allow_changes }),
    // Without `run_size`, which is only an estimate.
    ...(run && { run: [run.steps, run.workdir, run.env] }),
  };
}
