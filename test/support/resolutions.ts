import type { PlanFacts } from "../../src/plan/make-plan.ts";
import { NO_SYSTEM_PACKAGES } from "../../src/resolve/system/system-resolution.ts";
import type { Distribution, Resolution } from "../../src/wheels/resolution.ts";
import { baseFacts } from "./base-python.ts";

export const PLAN_FACTS: PlanFacts = {
  manifestDigest: "sha256:0",
  base: { reference: "base.example/python:1", imageId: "sha256:1", bytes: 100 },
  freeBytes: 10e9,
  createdAt: new Date("2026-11-22T21:00:00Z"),
  disk: { keepsCompressed: false },
  learned: new Map(),
  learnedIsolated: new Map(),
  system: NO_SYSTEM_PACKAGES,
  leftOut: [],
  findings: [],
  keptFiles: [],
  wheels: [],
  machine: undefined,
};
const HASH = "0".repeat(64);

/** A distribution whose wheel holds one file of this size beside its RECORD. */
export function wheelOf(name: string, payload = 1000, changes: Partial<Distribution> = {}): Distribution {
  const fileName = `${name}-1.0-py3-none-any.whl`;
  return {
    name,
    version: "1.0",
    kind: "wheel",
    file: { name: fileName, url: `https://files.example/${fileName}`, sha256: HASH, bytes: payload / 2 },
    contents: {
      files: [
        { path: `${name}/data`, bytes: payload, compressedBytes: payload / 2 },
        { path: `${name}-1.0.dist-info/RECORD`, bytes: 10, compressedBytes: 10 },
      ],
      entryPoints: null,
    },
    ...changes,
  };
}

export function resolved(
  distributions: readonly Distribution[],
  phases: Resolution["phases"],
  base = baseFacts(),
  isolated: Resolution["isolated"] = [],
): Resolution {
  return { base, distributions, locked: [], phases, isolated, remarks: [], advice: [], fetchedBytes: 0 };
}

/** A phase that needs these. */
export const needing = (name: string, ...needs: string[]) => ({ name, needs, satisfied: [], direct: {} });
