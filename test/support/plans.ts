import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../../src/plan/plan.ts";

export function plannedWheel(name: string, installedBytes = 1000): PlannedDistribution {
  return {
    name,
    version: "1.0",
    kind: "wheel",
    file: {
      url: `https://files.example/${name}-1.0-py3-none-any.whl`,
      name: `${name}-1.0-py3-none-any.whl`,
      sha256: "0".repeat(64),
      bytes: 500,
    },
    installedBytes,
    bytecodeBytes: 0,
    blockBytes: 8192,
    marginBytes: 0,
    sizeSource: "central-directory",
    bytecodeSource: "none",
  };
}

const SIZES = {
  download: 500,
  installed: 1000,
  bytecode: 0,
  blocks: 8192,
  compressed: 400,
  margin: 0,
  // Of the layer below, in its container.
  peak: 147_456,
};

/** Of a layer with the sizes above. */
export const ON_DISK = { blocks: 8192, compressed: 400, doubt: 0, beside: 0, notes: 0 };

export function plannedPhase(name: string, changes: Partial<PlannedPhase> = {}): PlannedPhase {
  const distributions = changes.distributions ?? [plannedWheel(name)];
  const layers = changes.layers ?? [distributions.map((one) => one.name)];
  return {
    name,
    packages: [name],
    imports: [],
    optional: false,
    environment: null,
    distributions,
    system: { asked: [], packages: [], provided: [], shared: [] },
    run: null,
    shared: [],
    layers,
    disk: layers.map(() => ON_DISK),
    leftOut: false,
    wheel: null,
    sourceBuild: null,
    sizes: SIZES,
    reason: "declared first",
    ...changes,
  };
}

export function planOf(phases: readonly PlannedPhase[], changes: Partial<BuildablePlan> = {}): BuildablePlan {
  return {
    schema: 1,
    name: "demo",
    createdAt: "2026-11-22T21:00:00.000Z",
    manifestDigest: `sha256:${"c".repeat(64)}`,
    constraints: [],
    clashes: [],
    findings: [],
    base: {
      facts: "probed",
      reference: "base.example/python:1",
      imageId: `sha256:${"b".repeat(64)}`,
      bytes: 190_000_000,
      python: "3.11.2",
      interpreter: "/usr/bin/python3",
      purelib: "/usr/local/lib/python3.11/dist-packages",
    },
    cuda: false,
    bytecode: "all",
    kept: [],
    phases,
    disk: { keepsCompressed: false },
    totals: SIZES,
    verdict: {
      ...{
        fits: true,
        neededBytes: 2000,
        freeBytes: 9e9,
        reserveBytes: 1e9,
        strategy: "whole",
        reason: "there is room",
      },
      ...{ strategy: "whole", reason: "there is room" },
    },
    warnings: [],
    ...changes,
  };
}
