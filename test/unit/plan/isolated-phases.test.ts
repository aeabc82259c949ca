import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { PlannedPhase } from "../../../src/plan/plan.ts";
import { Plan } from "../../../src/plan/plan.ts";
import type { Distribution, IsolatedResolution } from "../../../src/wheels/resolution.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { PLAN_FACTS as FACTS, needing, resolved, wheelOf } from "../../support/resolutions.ts";

const { manifest: MANIFEST } = parseManifest(
  `version: 1
name: demo
base: { image: base.example/python:1 }
phases:
  - { name: alignment, packages: [whisperx], environment: isolated }
  - { name: voices, packages: [f5-tts] }
  - { name: attention, packages: [flash-attn], binary_for: [torch] }
`,
  "install.yml",
);

function isolated(name: string, ...distributions: readonly Distribution[]): IsolatedResolution {
  return { phase: needing(name, ...distributions.map((one) => one.name)), distributions };
}

function planWith(alone: readonly IsolatedResolution[], base = baseFacts()): Plan {
  const shared = [wheelOf("f5-tts"), wheelOf("numpy", 1000), wheelOf("flash-attn")];
  const phases = [needing("voices", "f5-tts", "numpy"), needing("attention", "flash-attn", "numpy")];
  return makePlan(MANIFEST, resolved(shared, phases, base, alone), FACTS);
}

function named(plan: Plan, name: string): PlannedPhase {
  const phase = plan.phases.find((one) => one.name === name);
  if (!phase) throw new Error(`no phase ${name}`);
  return phase;
}

const TORCH = wheelOf("torch", 5_000_000, { version: "2.5.0+cu124" });
const PLAN = planWith([isolated("alignment", wheelOf("whisperx"), TORCH, wheelOf("numpy", 9000))]);

describe("an isolated phase", () => {
  test("goes last, whatever it brings: nobody is bound to it", () => {
    expect(PLAN.phases.map((one) => one.name)).toEqual(["voices", "attention", "alignment"]);
    expect(PLAN.constraints).toEqual([]);
    expect(named(PLAN, "alignment").reason).toMatch(/^complex: an environment of its own; goes last; /);
  });

  test("shares nothing, and brings what the others bring in a version of its own", () => {
    const alignment = named(PLAN, "alignment");

    expect(alignment.shared).toEqual([]);
    expect(alignment.distributions.map((one) => one.name)).toEqual(["numpy", "torch", "whisperx"]);
    expect(alignment.layers).toEqual([["numpy", "torch", "whisperx"]]);
    expect(named(PLAN, "voices").distributions.map((one) => one.name)).toEqual(["f5-tts", "numpy"]);
    const numpy = (phase: string) =>
      named(PLAN, phase).distributions.find((one) => one.name === "numpy")?.installedBytes ?? 0;
    expect(numpy("alignment") - numpy("voices")).toBeGreaterThan(7000);
  });

  test("says where its environment is; the others live with the base", () => {
    expect(named(PLAN, "alignment").environment).toEqual({
      path: "/opt/surelayer/envs/alignment",
      interpreter: "/opt/surelayer/envs/alignment/bin/python",
      purelib: "/opt/surelayer/envs/alignment/lib/python3.11/site-packages",
      variable: "SURELAYER_ENV_ALIGNMENT",
      bytes: expect.any(Number),
    });
    expect(named(PLAN, "voices").environment).toBeNull();
  });

  test("counts the environment itself, once", () => {
    const { environment, distributions, sizes } = named(PLAN, "alignment");
    const packages = distributions.reduce((sum, one) => sum + one.installedBytes, 0);

    expect(sizes.installed).toBe(packages + (environment?.bytes ?? 0));
    expect(PLAN.totals.installed).toBe(PLAN.phases.reduce((sum, one) => sum + one.sizes.installed, 0));
  });

  test("is in a plan that can be written and read", () => {
    expect(Plan.parse(JSON.parse(JSON.stringify(PLAN)))).toEqual(PLAN);
  });

  test("makes the image one for a GPU when it brings CUDA", () => {
    expect(PLAN.cuda).toBe(true);
  });
});

describe("the price of isolation", () => {
  const reasonOf = (plan: Plan) => named(plan, "alignment").reason;

  test("names torch where the rest has it, too, and counts what is there twice", () => {
    const base = baseFacts({ distributions: [installed("Torch", "2.8.0+cu128")] });
    const big = wheelOf("models", 90_000_000);
    const plan = planWith([isolated("alignment", wheelOf("whisperx"), TORCH, big)], base);

    expect(reasonOf(plan)).toMatch(/isolated: brings its own torch 2\.5\.0\+cu124, 5\.\d+ MB$/);
  });

  test("counts the others that are there twice, also by another isolated phase", () => {
    expect(
      reasonOf(planWith([isolated("alignment", wheelOf("numpy"), TORCH), isolated("more", TORCH)])),
    ).toMatch(
      /isolated: brings its own torch 2\.5\.0\+cu124 and 1 more that the rest of the image has, too, /,
    );
  });

  test("is nothing where the rest has none of it", () => {
    expect(reasonOf(planWith([isolated("alignment", wheelOf("whisperx"))]))).toMatch(
      /isolated: brings nothing that the rest of the image has, too$/,
    );
  });
});

describe("guards", () => {
  const pair = (phase: string) =>
    planWith([
      isolated(phase, wheelOf("whisperx"), version("torch", "2.8.0"), version("torchcodec", "0.17.0")),
    ]);

  test("judge an environment of its own by what it holds", () => {
    const [finding] = pair("alignment").findings;

    expect(finding).toMatchObject({ id: "untied-pair", severity: "error", phase: "alignment" });
    expect(finding?.message).toMatch(/^In the environment of phase alignment: torchcodec 0\.17\.0 doesn't/);
  });

  test("see no pair across two environments", () => {
    const codec = isolated("alignment", version("torchcodec", "0.17.0"));
    const base = baseFacts({ distributions: [installed("torch", "2.8.0")] });

    expect(planWith([codec], base).findings.filter((one) => one.id === "untied-pair")).toEqual([]);
  });
});

function version(name: string, of: string): Distribution {
  return wheelOf(name, 1000, { version: of });
}

test("what earlier builds saw in one environment says nothing of another", () => {
  const size = { count: 1, bytes: 123_456, blocks: 126_976 };
  const seen = new Map([["1".repeat(64), { files: size, bytecode: size, compiled: true }]]);
  const file = { ...wheelOf("numpy").file, sha256: "1".repeat(64) };
  const contents = { files: [{ path: "numpy/a.py", bytes: 10, compressedBytes: 10 }], entryPoints: null };
  const numpy = wheelOf("numpy", 10, { file, contents });
  const resolution = resolved([numpy], [needing("voices", "numpy")], baseFacts(), [
    isolated("alignment", numpy),
  ]);

  const plan = makePlan(MANIFEST, resolution, { ...FACTS, learnedIsolated: new Map([["alignment", seen]]) });

  const bytecode = (phase: string) => named(plan, phase).distributions[0]?.bytecodeSource;
  expect(bytecode("alignment")).toBe("learned");
  expect(bytecode("voices")).toBe("model");
});

describe("room", () => {
  test("an optional isolated phase is left out where only so the rest fits", () => {
    const phases = MANIFEST.phases.map((one) => ({ ...one, optional: one.name === "alignment" }));
    const big = isolated("alignment", wheelOf("numpy", 5_000_000_000));
    const resolution = resolved([wheelOf("numpy")], [needing("voices", "numpy")], baseFacts(), [big]);

    const plan = makePlan({ ...MANIFEST, phases }, resolution, { ...FACTS, freeBytes: 3e9 });

    expect(plan.verdict).toMatchObject({ fits: true, strategy: "degraded" });
    expect(named(plan, "alignment")).toMatchObject({ leftOut: true, sizes: { installed: 0 } });
    expect(named(plan, "voices").distributions).toHaveLength(1);
  });
});
