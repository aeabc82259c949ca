import { baseImports } from "../base/base-imports.ts";
import { type ImportOutcome, importFault } from "../base/import-outcomes.ts";
import { installedDistributions } from "../base/installed-distributions.ts";
import type { Ports } from "../ports/ports.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { closureOf, type DependencyGraph } from "../python/dependency-graph.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { ConflictError } from "../text/errors.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { RequestedPhase, ResolveRequest } from "./request.ts";

/** What the base has already, so that no phase installs it. */
interface SatisfiedRequirements {
  /** Normalised (PEP 503). */
  readonly names: ReadonlySet<string>;
  /** Why something that the base holds is installed all the same; whole sentences. */
  readonly remarks: readonly string[];
}

interface SatisfiedInput {
  readonly request: ResolveRequest;
  /** Undefined where the base isn't local. */
  readonly imageId: string | undefined;
  /** Distributions that the base holds in the version that is asked for. */
  readonly installed: ReadonlySet<string>;
  readonly graph: DependencyGraph;
}

/** Distributions of a lock that the base holds in just that version, where it is clear that it does. */
export function installedInBase(
  locked: readonly { readonly name: string; readonly version: string }[],
  facts: BaseFacts,
): ReadonlySet<string> {
  const installed = installedDistributions(facts);
  const same = ({ name, version }: { name: string; version: string }) => {
    const one = installed.get(name);
    return one !== undefined && one.version === version && !one.ambiguous;
  };
  return new Set(locked.filter(same).map((one) => one.name));
}

/**
 * The base may hold everything that a phase needs. Then the base provides the phase only if the phase's modules can be
 * imported in the base. The imports of a phase that installs something are tried when the phase is built.
 * @throws ConflictError when a kept package of a required phase can't be imported.
 */
export async function findSatisfied(
  input: SatisfiedInput,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SatisfiedRequirements> {
  const { request, imageId, installed, graph } = input;
  const judged = request.phases
    .map((phase) => ({ phase, needs: closureOf(graph, phase.name) }))
    .filter(({ phase, needs }) => phase.imports.length > 0 && needs.length > 0)
    .filter(({ needs }) => needs.every((name) => installed.has(name)));
  if (judged.length === 0) return { names: installed, remarks: [] };
  const modules = judged.flatMap(({ phase }) => phase.imports);
  if (imageId === undefined)
    return { names: installed, remarks: judged.map(({ phase }) => unverified(phase)) };
  const outcomes = await baseImports({ imageId, facts: request.facts }, modules, toolbox, ports);
  const failed = new Map(outcomes.filter((one) => !one.ok).map((one) => [one.module, one]));
  const names = new Set(installed);
  const remarks: string[] = [];
  for (const { phase, needs } of judged) {
    const faults = phase.imports.flatMap((module) => failed.get(module) ?? []);
    if (faults.length === 0) continue;
    const movable = movableOf(phase, needs, faults, input);
    for (const name of movable) names.delete(name);
    remarks.push(remarkOf(phase, movable, faults));
  }
  return { names, remarks };
}

/** Distributions that may replace the base's own. Empty if the phase is optional and a kept package is at fault. */
function movableOf(
  phase: RequestedPhase,
  needs: readonly string[],
  faults: readonly ImportOutcome[],
  { request }: SatisfiedInput,
): readonly string[] {
  const kept = new Set(request.keep);
  const movable = needs.filter((name) => !kept.has(name));
  const modules = new Set(faults.map((one) => normaliseName(one.module.split(".")[0] ?? "")));
  const culprits = needs.filter((name) => kept.has(name) && (modules.has(name) || movable.length === 0));
  if (culprits.length === 0) return movable;
  if (phase.optional) return [];
  const installed = installedDistributions(request.facts);
  const named = culprits.map((name) => `${name} ${installed.get(name)?.version ?? ""}`).join(", ");
  throw new ConflictError(
    `The base holds ${named}, which \`keep\` protects, but phase ${phase.name} can't import it there.`,
    {
      evidence: faults.map(importFault).join("\n"),
      remedy: `Choose a base image whose ${culprits.join(", ")} can be imported, take it out of \`keep\` so that it is installed again, or correct \`imports\` of phase ${phase.name}.`,
    },
  );
}

/** The build tries the imports of every phase, also of one that installs nothing. */
function unverified({ name, imports }: RequestedPhase): string {
  return `Phase ${name} installs nothing, because the declared base holds all that it needs; whether ${imports.join(", ")} can be imported there is unverified until the build tries it.`;
}

function remarkOf(
  phase: RequestedPhase,
  movable: readonly string[],
  faults: readonly ImportOutcome[],
): string {
  const why = faults.map(importFault).join("; ");
  return movable.length > 0
    ? `The base holds everything that phase ${phase.name} needs, but it can't be imported there (${why}): ${movable.join(", ")} will be installed again.`
    : `The base's packages for the optional phase ${phase.name} can't be imported there and are kept (${why}): the build will leave the phase out.`;
}
