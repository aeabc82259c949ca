import type { Manifest, Phase } from "../../../manifest/manifest.ts";
import { normaliseName } from "../../../python/distribution-name.ts";
import { isStandardModule } from "../../../python/modules/standard-library.ts";
import { closest } from "../../../text/spelling.ts";
import { broughtModules, mayBring } from "../../../wheels/brought-modules.ts";
import type { Distribution, Resolution } from "../../../wheels/resolution.ts";
import { isPopular } from "../check-names.ts";
import type { Finding } from "../finding.ts";

/** A module that a phase imports and that no distribution of its environment brings. The base may still hold it. */
export interface UnbroughtImport {
  readonly phase: string;
  readonly module: string;
  /** The most similar module that a package which the phase names brings. */
  readonly meant: string | undefined;
  /** Whether the phase sees the base's packages. */
  readonly seesBase: boolean;
}

/**
 * Modules in `imports` that are not among what is installed. Silent wherever that can't be told: a command or a system package may bring
 * modules, or a search path of the manifest's own. Beside a source that nobody has opened only slips are told.
 */
export function unbroughtImports(manifest: Manifest, resolution: Resolution): readonly UnbroughtImport[] {
  if (manifest.env["PYTHONPATH"] !== undefined) return [];
  const shared = manifest.phases.filter((phase) => phase.environment === "shared");
  const isolated = resolution.isolated.flatMap(({ phase: { name }, distributions }) =>
    inEnvironment(
      manifest.phases.filter((phase) => phase.name === name),
      distributions,
    ),
  );
  return [...inEnvironment(shared, resolution.distributions, manifest.system_packages), ...isolated];
}

function inEnvironment(
  phases: readonly Phase[],
  distributions: readonly Distribution[],
  systemPackages: readonly string[] = [],
): readonly UnbroughtImport[] {
  const system = [...systemPackages, ...phases.flatMap((phase) => phase.system_packages)];
  if (phases.some((phase) => phase.run.length > 0) || system.some((name) => name.startsWith("python")))
    return [];
  const unread = distributions.filter((one) => one.contents === undefined).map((one) => one.name);
  const brought = broughtModules(distributions.flatMap((one) => one.contents ?? []));
  if (brought === undefined) return [];
  return phases.flatMap((phase) => {
    const own = topLevelsOf(phase, distributions);
    return phase.imports
      .filter((module) => !isStandardModule(topLevel(module)) && !mayBring(brought, module))
      .map((module) => ({
        ...{ phase: phase.name, module, meant: closest(module, own) },
        seesBase: phase.environment === "shared",
      }))
      .filter((one) => unread.length === 0 || isSlip(one, unread));
  });
}

/** Shorter words are near each other by chance. */
const SHORTEST = 5;

/** Whether a module looks like a slip of what the phase installs, and like nothing else: then it hardly comes from where nobody can look. */
export function isSlip({ module, meant }: UnbroughtImport, elsewhere: readonly string[]): boolean {
  const name = normaliseName(topLevel(module));
  return meant !== undefined && module.length >= SHORTEST && !isPopular(name) && !elsewhere.includes(name);
}

function topLevelsOf({ packages }: Phase, distributions: readonly Distribution[]): readonly string[] {
  const named = new Set(packages.map((one) => one.normalised));
  const own = distributions.flatMap((one) => (named.has(one.name) ? (one.contents ?? []) : []));
  return [...(broughtModules(own)?.names ?? [])].filter(
    (name) => !name.includes(".") && !name.startsWith("_"),
  );
}

function topLevel(module: string): string {
  return module.split(".")[0] ?? module;
}

/** What the user is told of them; a build would fail at each. */
export function unbroughtFindings(all: readonly UnbroughtImport[]): readonly Finding[] {
  return all.map(({ phase, module, meant }) => ({
    id: "import-unbrought",
    severity: "warning",
    message: `Phase ${phase} imports \`${module}\`, which none of its distributions brings${meant === undefined ? "." : `; did you mean \`${meant}\`?`}`,
    remedy: `Correct the name in \`imports\`, or add the package that brings \`${module}\`.`,
    phase,
    source: "the directories of the wheels that the plan installs",
  }));
}
