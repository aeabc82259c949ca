import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BuiltImage } from "../../../src/image/built-image.ts";
import type { Manifest } from "../../../src/manifest/manifest.ts";
import type { EngineInfo } from "../../../src/ports/engine.ts";
import type { Processes } from "../../../src/ports/machine.ts";
import type { Ports } from "../../../src/ports/ports.ts";
import { EngineError, GpuMissingError, VerificationError } from "../../../src/text/errors.ts";
import type { Check, Verification } from "../../../src/verify/verification.ts";
import { requireVerified, verifyImage } from "../../../src/verify/verify-image.ts";
import { manifestOf } from "../../support/manifests.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import type { MemoryExec } from "../../support/memory-programs.ts";
import { plannedPhase, planOf } from "../../support/plans.ts";
import { BUILT } from "../../support/reports.ts";
import { scratchFolder } from "../../support/scratch-folder.ts";
import { testPorts } from "../../support/test-ports.ts";

const PLAN = planOf([plannedPhase("one")]);
const TIMED = manifestOf({ one: ["a"] }, "verify: { timings: { audio: a.wav, text: t.txt, coverage: 1 } }\n");
const ANSWER = {
  engine: "sphinx",
  duration_s: 1,
  words: [
    { word: "good", start: 0, end: 0.4, confidence: null },
    { word: "morning", start: 0.4, end: 1, confidence: 0.9 },
  ],
  pronunciations: [],
  tries: [{ engine: "sphinx", status: "answered", reason: null, seconds: 0.1 }],
};

class GpuEngine extends MemoryEngine {
  readonly changes: Partial<EngineInfo> = {};

  override async info(): Promise<EngineInfo> {
    return { ...(await super.info()), ...this.changes };
  }
}

interface Scene {
  readonly manifest?: Manifest;
  readonly freeBytes?: number;
  readonly info?: Partial<EngineInfo>;
  readonly processes?: Processes;
  readonly chain?: (exec: MemoryExec) => number;
  readonly engine?: GpuEngine;
}

/** Verifies an image whose chain does what the scene says. */
async function verify(scene: Scene): Promise<Verification> {
  await using folder = await scratchFolder();
  const sample = { audio: join(folder.path, "a.wav"), text: join(folder.path, "t.txt") };
  await writeFile(sample.audio, "RIFF");
  await writeFile(sample.text, "Good morning.\n");
  const engine = scene.engine ?? new GpuEngine({ onExec: scene.chain ?? answering(JSON.stringify(ANSWER)) });
  Object.assign(engine.changes, scene.info);
  const { id } = engine.addImage("demo:1");
  const image: BuiltImage = {
    references: ["demo:1"],
    imageId: id,
    bytes: 1,
    baseBytes: 1,
    phases: [],
    degraded: false,
  };
  const ports = testPorts({
    engine,
    ...(scene.processes && { processes: scene.processes }),
  } as Partial<Ports>);
  const manifest = scene.manifest ?? TIMED;
  const job = { run: { id: "r1", owner: "host/1" }, manifest, plan: PLAN, image, sample };
  try {
    return await verifyImage({ ...job, freeBytes: scene.freeBytes ?? 9e9 }, ports);
  } finally {
    expect(engine.containers.size).toBe(0);
  }
}

function answering(stdout: string, stderr = "", exitCode = 0) {
  return (exec: MemoryExec) => {
    exec.print(stdout);
    exec.print(stderr, "stderr");
    return exitCode;
  };
}

function nvidiaSmi(stdout: string, exitCode = 0): Processes {
  const answer = async () => ({ exitCode, stdout, stderr: "" });
  return { which: async () => "/usr/bin/nvidia-smi", run: answer, ask: answer, spawnDetached: async () => 0 };
}

const check = (verification: Verification, id: string): Check | undefined =>
  verification.checks.find((one) => one.id === id);

describe("the preflight", () => {
  test("passes on an engine with room; no GPU is skipped, never passed", async () => {
    const verification = await verify({});

    expect(verification.checks.map((one) => [one.id, one.status])).toEqual([
      ["engine", "passed"],
      ["disk", "passed"],
      ["gpu", "skipped"],
      ["smoke", "passed"],
    ]);
    expect(verification.passed).toBe(true);
  });

  test.each([
    ["engine", { info: { architecture: "aarch64" } }],
    ["disk", { freeBytes: 999_999_999 }],
  ])("that fails for %s fails the image, and its smoke test isn't run", async (id, scene) => {
    const verification = await verify(scene);

    expect(check(verification, id)?.status).toBe("failed");
    expect(check(verification, "smoke")).toMatchObject({ status: "skipped", detail: "the preflight failed" });
    expect(verification.passed).toBe(false);
  });

  test.each([
    ["passed", nvidiaSmi("NVIDIA H200, 570.86, 143771 MiB\n"), ["runc", "nvidia"], /^NVIDIA H200, 570.86/],
    ["skipped", nvidiaSmi("NVIDIA H200, 570.86, 143771 MiB\n"), ["runc"], /no nvidia runtime/],
    ["skipped", nvidiaSmi("couldn't communicate with the driver", 9), ["runc", "nvidia"], /exit code 9/],
    ["skipped", nvidiaSmi(""), ["runc", "nvidia"], /exit code 0/],
  ])("a GPU is %s", async (status, processes, runtimes, detail) => {
    const verification = await verify({ processes, info: { runtimes } });

    expect(check(verification, "gpu")?.status).toBe(status);
    expect(check(verification, "gpu")?.detail).toMatch(detail);
  });
});

describe("the smoke test", () => {
  test("hands the sample to the image's chain, and keeps its words", async () => {
    let seen: readonly string[] = [];
    const chain = (exec: MemoryExec) => {
      seen = exec.spec.command;
      exec.print(exec.files.read("/tmp/surelayer-sample/text.txt") ? JSON.stringify(ANSWER) : "");
      return 0;
    };

    const verification = await verify({ chain });

    expect(seen.slice(0, 3)).toEqual(["/usr/bin/python3", "-m", "surelayer_runtime"]);
    expect(verification.timings?.words.map((one) => one.word)).toEqual(["good", "morning"]);
    expect(check(verification, "smoke")?.detail).toContain("2 words from sphinx");
  });

  test.each([
    ["a chain that prints more than its answer", `loading a model\n${JSON.stringify(ANSWER)}\n`, "passed"],
    ["an answer that newer chains extend", JSON.stringify({ ...ANSWER, schema: 2 }), "passed"],
    ["half an answer", JSON.stringify(ANSWER).slice(0, 50), "failed"],
    ["an answer of another shape", '{"words": []}', "failed"],
    ["fewer words than the text", JSON.stringify({ ...ANSWER, words: ANSWER.words.slice(0, 1) }), "failed"],
    ["silence", "", "failed"],
  ])("%s", async (_, stdout, status) => {
    const verification = await verify({ chain: answering(stdout) });

    expect(check(verification, "smoke")?.status).toBe(status);
    expect(verification.passed).toBe(status === "passed");
  });

  test("of an image without the chain says what to add", async () => {
    const stderr = "/usr/bin/python3: No module named surelayer_runtime\n";

    const verification = await verify({ chain: answering("", stderr, 1) });

    expect(check(verification, "smoke")?.detail).toContain("add it under `files:`");
  });

  test("shows the last line of a chain that broke", async () => {
    const verification = await verify({ chain: answering("", "Traceback\nMemoryError\n", 137) });

    expect(check(verification, "smoke")?.detail).toBe(
      "the chain ended with exit code 137 and no result: MemoryError",
    );
  });

  test("is skipped, not passed, without a sample", async () => {
    const verification = await verify({ manifest: manifestOf({ one: ["a"] }) });

    expect(check(verification, "smoke")?.status).toBe("skipped");
  });

  test.each(["createContainer", "putArchive", "start", "exec"] as const)(
    "leaves no container when the engine fails at %s",
    async (call) => {
      const engine = new GpuEngine({ onExec: answering(JSON.stringify(ANSWER)) });
      engine.failNext(call, new EngineError("lost"));

      await expect(verify({ engine })).rejects.toThrow("lost");
    },
  );
});

describe("what a run makes of it", () => {
  const verification = (gpu: Check["status"], smoke: Check["status"]): Verification => ({
    checks: [
      { id: "gpu", title: "GPU", status: gpu, detail: "no GPU" },
      { id: "smoke", title: "smoke test", status: smoke, detail: "fewer words" },
    ],
    timings: null,
    passed: smoke !== "failed",
  });
  const manifest = (onNoGpu?: string) =>
    manifestOf({ one: ["a"] }, onNoGpu ? `verify: { on_no_gpu: ${onNoGpu} }\n` : "");
  const CUDA = planOf([], { cuda: true });
  const image = { ...BUILT, references: [] };
  const judge = (found: Verification, plan: typeof CUDA, onNoGpu?: string) =>
    requireVerified(found, { plan, manifest: manifest(onNoGpu), image, names: ["demo:1", "demo:2"] });

  test("a failed check ends it with what was seen", () => {
    const judging = () => judge(verification("passed", "failed"), PLAN);

    expect(judging).toThrow(VerificationError);
    expect(judging).toThrow("The image was built, but not verified: smoke test.");
    const remedy = `The image is on this engine for a look, as ${image.imageId}; it was not pushed, and its names were not moved: demo:1, demo:2.`;
    expect(judging).toThrow(expect.objectContaining({ remedy }));
  });

  test.each([
    ["an image for CUDA", CUDA, undefined],
    ["a manifest that asks for a GPU", PLAN, "fail"],
  ])("%s needs a GPU", (_, plan, onNoGpu) => {
    expect(() => judge(verification("skipped", "passed"), plan, onNoGpu)).toThrow(GpuMissingError);
  });

  test.each([
    ["an image without CUDA", PLAN, undefined],
    ["a manifest that only warns", CUDA, "warn"],
    ["a manifest that skips", CUDA, "skip"],
  ])("%s needs none", (_, plan, onNoGpu) => {
    expect(() => judge(verification("skipped", "passed"), plan, onNoGpu)).not.toThrow();
  });

  test("a GPU that is there is enough", () => {
    expect(() => judge(verification("passed", "passed"), CUDA, "fail")).not.toThrow();
  });
});
