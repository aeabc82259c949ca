import { phasePython } from "../../plan/phase-python.ts";
import type { BuildablePlan, PlannedDistribution, PlannedPhase, PlannedRun } from "../../plan/plan.ts";
import { runLayer, systemInstalledBytes, systemLayer } from "../../plan/system-sizes.ts";
import type { SystemFile } from "../../resolve/system/system-resolution.ts";
import type { LayerOnDisk } from "../../sizes/timeline.ts";
import type { PhaseResult } from "../built-image.ts";
import type { PythonImports } from "../check-phase.ts";
import type { Win } from "../install/install-batches.ts";
import { overwritten, winsAmong, winsFor } from "./phase-wins.ts";

/** The content of one layer: system packages, or distributions, or commands. The plan gives each kind its own layers, in this order. */
export interface LayerContent {
  readonly system: { readonly asked: readonly string[]; readonly packages: readonly SystemFile[] };
  readonly distributions: readonly PlannedDistribution[];
  /** Pairs of them that bring other content to the same paths: who wins is installed last. */
  readonly wins: readonly Win[];
  readonly run: PlannedRun | null;
  /** What it needs on the disk. */
  readonly onDisk: LayerOnDisk;
}

const NOTHING: LayerContent = {
  system: { asked: [], packages: [] },
  distributions: [],
  wins: [],
  run: null,
  onDisk: { blocks: 0, compressed: 0, doubt: 0, beside: 0, notes: 0 },
};

/** Everything that a phase installs and must import, after the results of earlier phases are known. */
export interface PhaseContent {
  /** The layers in order. A phase that installs nothing has one empty layer, which is proved. */
  readonly layers: readonly LayerContent[];
  /** Modules of this phase and of the earlier phases in the image, by their Python. */
  readonly imports: readonly PythonImports[];
  /** Installed bytes as the plan has them, and those of what the phase brings in place of a left-out one. */
  readonly predictedBytes: number;
}

/**
 * Works out the content of a phase. If a left-out phase was to bring distributions that later phases share, the first phase
 * that needs them installs them. Nobody shares the distributions of an isolated phase.
 */
export function phaseContent(
  plan: BuildablePlan,
  phase: PlannedPhase,
  before: readonly Pick<PhaseResult, "name" | "status">[],
): PhaseContent {
  const leftOut = new Set(before.filter((one) => one.status === "left-out").map((one) => one.name));
  const done = new Set(before.filter((one) => one.status !== "left-out").map((one) => one.name));
  const built = plan.phases.filter((one) => done.has(one.name));
  const missing = plan.phases.filter((one) => leftOut.has(one.name));
  const wins = winsFor(plan, phase);
  const brought = built.filter((one) => one.environment?.path === phase.environment?.path);
  const late = orphans(
    phase.shared,
    built.map((one) => one.shared),
    missing.filter((one) => one.environment === null).map((one) => one.distributions),
  );
  const distributions = [...late, ...overwritten(late, presentIn(plan, brought), wins)];
  const files = orphans(
    phase.system.shared,
    built.map((one) => one.system.shared),
    missing.map((one) => one.system.packages),
  );
  return {
    layers: inLayers(phase, distributions, files).map((layer) => ({
      ...layer,
      wins: winsAmong(layer.distributions, wins),
    })),
    imports: importsOf(plan, [...built, phase]),
    predictedBytes: phase.sizes.installed + orphanBytes(phase, distributions, files),
  };
}

/** What these phases have brought into their environment, whoever was to bring it. */
function presentIn(
  { phases }: BuildablePlan,
  brought: readonly PlannedPhase[],
): readonly PlannedDistribution[] {
  const own = new Set(
    brought.flatMap((one) => [...one.distributions.map(({ name }) => name), ...one.shared]),
  );
  const beside = phases.filter((one) => one.environment?.path === brought[0]?.environment?.path);
  return beside.flatMap((one) => one.distributions).filter((one) => own.has(one.name));
}

/** Shared items of a phase that a left-out phase was to bring, and that no other phase has brought since. */
function orphans<T extends { readonly name: string }>(
  shared: readonly string[],
  sharedByBuilt: readonly (readonly string[])[],
  missing: readonly (readonly T[])[],
): readonly T[] {
  const present = new Set(sharedByBuilt.flat());
  return missing.flat().filter((one) => shared.includes(one.name) && !present.has(one.name));
}

function inLayers(
  phase: PlannedPhase,
  distributions: readonly PlannedDistribution[],
  files: readonly SystemFile[],
): readonly LayerContent[] {
  const packages = [...files, ...phase.system.packages];
  const system = { asked: phase.system.asked, packages };
  const own = phase.disk.slice(phase.system.packages.length > 0 ? 1 : 0);
  const planned = phase.layers.map((names, at) => ({
    ...NOTHING,
    distributions: phase.distributions.filter((one) => names.includes(one.name)),
    onDisk: own[at] ?? NOTHING.onDisk,
  }));
  const [first = NOTHING, ...rest] = planned;
  const python = [withOrphans(first, distributions), ...rest].filter((one) => one.distributions.length > 0);
  const layers = [
    ...(packages.length > 0 ? [{ ...NOTHING, system, onDisk: systemLayer(packages).onDisk }] : []),
    ...python,
    ...(phase.run ? [{ ...NOTHING, run: phase.run, onDisk: runLayer(phase.run.bytes).onDisk }] : []),
  ];
  return layers.length > 0 ? layers : [NOTHING];
}

/** Folders that they share with the rest count again: a little more room than they need. */
function withOrphans(layer: LayerContent, orphans: readonly PlannedDistribution[]): LayerContent {
  const sum = (of: (one: PlannedDistribution) => number) =>
    orphans.reduce((total, one) => total + of(one), 0);
  const { onDisk } = layer;
  return {
    ...layer,
    distributions: [...orphans, ...layer.distributions],
    onDisk: {
      ...onDisk,
      blocks: onDisk.blocks + sum((one) => one.blockBytes),
      compressed: onDisk.compressed + sum((one) => one.file.bytes ?? one.blockBytes),
      doubt: onDisk.doubt + sum((one) => one.marginBytes),
    },
  };
}

function orphanBytes(
  { system: { packages } }: PlannedPhase,
  distributions: readonly PlannedDistribution[],
  files: readonly SystemFile[],
): number {
  const python = distributions.reduce((sum, one) => sum + one.installedBytes, 0);
  return python + systemInstalledBytes([...files, ...packages]) - systemInstalledBytes(packages);
}

function importsOf(plan: BuildablePlan, phases: readonly PlannedPhase[]): readonly PythonImports[] {
  const modules = new Map<string, Set<string>>();
  for (const phase of phases) {
    const { interpreter } = phasePython(plan, phase);
    const own = modules.get(interpreter) ?? new Set();
    for (const module of phase.imports) modules.set(interpreter, own.add(module));
  }
  return [...modules].map(([interpreter, own]) => ({ interpreter, modules: [...own] }));
}
