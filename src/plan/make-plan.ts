import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Distribution, PhaseResolution, Resolution } from "../resolve/resolution.ts";
import { installedBytes } from "./installed-bytes.ts";
import type { PhaseSizes, Plan, PlannedDistribution, PlannedPhase, Verdict } from "./plan.ts";

export interface PlanFacts {
  readonly base: { readonly reference: string; readonly imageId: string; readonly bytes: number };
  /** Free bytes of the file system behind the engine's data root. */
  readonly freeBytes: number;
  readonly createdAt: Date;
}

/** Phases in order, with what each installs and needs on disk, and whether all of it fits. */
export function makePlan(manifest: Manifest, resolution: Resolution, facts: PlanFacts): Plan {
  const planned = new Map(
    resolution.distributions.map((one) => [one.name, plannedDistribution(one, resolution)]),
  );
  const needs = new Map(resolution.phases.map((phase) => [phase.name, phase]));
  const installed = new Set<string>();
  const phases = manifest.phases.map((phase, index): PlannedPhase => {
    const resolved = needs.get(phase.name) ?? { name: phase.name, needs: [], provided: [] };
    const own = resolved.needs.filter((name) => !installed.has(name));
    for (const name of own) installed.add(name);
    const distributions = own.flatMap((name) => planned.get(name) ?? []);
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      distributions,
      shared: sharedWith(resolved, own),
      sizes: phaseSizes(distributions),
      reason: index === 0 ? "declared first" : `declared after ${manifest.phases[index - 1]?.name}`,
    };
  });
  const totals = total(phases);
  return {
    schema: 1,
    name: manifest.name,
    createdAt: facts.createdAt.toISOString(),
    base: {
      ...facts.base,
      python: resolution.base.python.version,
      interpreter: resolution.base.python.executable,
    },
    cuda: resolution.base.cuda !== null || resolution.distributions.some(bringsCuda),
    kept: keptDistributions(manifest, resolution),
    phases,
    totals,
    verdict: judge(totals, facts.freeBytes, manifest.disk.reserve),
    warnings: warnings(manifest, phases),
  };
}

/** NVIDIA's own wheels, or a local version such as `+cu128`. */
function bringsCuda(one: Distribution): boolean {
  return one.name.startsWith("nvidia-") || /\+cu\d/.test(one.version);
}

/** Source distributions unpack and build to about this much of their download; an estimate, and named as one. */
const SDIST_RATIO = 4;

function plannedDistribution(one: Distribution, resolution: Resolution): PlannedDistribution {
  const exact = one.directory && installedBytes(one.directory, resolution.base.python);
  return {
    name: one.name,
    version: one.version,
    kind: one.kind,
    file: { url: one.file.url, name: one.file.name, sha256: one.file.sha256, bytes: one.file.bytes ?? null },
    installedBytes: exact ?? (one.file.bytes ?? 0) * SDIST_RATIO,
    sizeSource: exact === undefined ? "ratio" : "central-directory",
  };
}

function sharedWith(phase: PhaseResolution, own: readonly string[]): readonly string[] {
  const owned = new Set(own);
  return [...phase.provided, ...phase.needs.filter((name) => !owned.has(name))].sort();
}

function phaseSizes(distributions: readonly PlannedDistribution[]): PhaseSizes {
  const download = distributions.reduce((sum, one) => sum + (one.file.bytes ?? 0), 0);
  const installed = distributions.reduce((sum, one) => sum + one.installedBytes, 0);
  // The install holds one copy, the commit makes a second one before the container goes.
  return { download, installed, peak: 2 * installed };
}

/** Layers stay, peaks pass: the whole needs at most the layers before a phase plus that phase's peak. */
function total(phases: readonly PlannedPhase[]): PhaseSizes {
  let layers = 0;
  let peak = 0;
  for (const phase of phases) {
    peak = Math.max(peak, layers + phase.sizes.peak);
    layers += phase.sizes.installed;
  }
  const download = phases.reduce((sum, phase) => sum + phase.sizes.download, 0);
  return { download, installed: layers, peak };
}

function judge(totals: PhaseSizes, freeBytes: number, reserveBytes: number): Verdict {
  return { fits: totals.peak + reserveBytes <= freeBytes, neededBytes: totals.peak, freeBytes, reserveBytes };
}

function keptDistributions(manifest: Manifest, resolution: Resolution): readonly string[] {
  const kept = new Set(manifest.keep);
  return resolution.base.distributions.flatMap((one) =>
    one.version !== null && kept.has(normaliseName(one.name))
      ? [`${normaliseName(one.name)}==${one.version}`]
      : [],
  );
}

function warnings(manifest: Manifest, phases: readonly PlannedPhase[]): readonly string[] {
  const estimated = phases.flatMap((phase) =>
    phase.distributions.filter((one) => one.sizeSource === "ratio"),
  );
  return [
    ...(manifest.base.image.includes("@sha256:")
      ? []
      : [
          `The base ${manifest.base.image} is named by a tag, which can move; a digest (name@sha256:…) can't.`,
        ]),
    ...estimated.map((one) => `${one.name} ${one.version} exists only as source: its size is an estimate.`),
  ];
}
