import { describe, expect, test } from "vitest";
import type { Manifest } from "../../../src/manifest/manifest.ts";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import type { DependencyGraph } from "../../../src/python/dependency-graph.ts";
import { findSatisfied, installedInBase } from "../../../src/resolve/already-satisfied.ts";
import { resolveRequest } from "../../../src/resolve/request.ts";
import { ConflictError } from "../../../src/text/errors.ts";
import { withToolbox } from "../../../src/toolbox/toolbox.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
const FACTS = baseFacts({
  distributions: ["torch", "google-cloud-speech", "grpcio"].map((name) => installed(name, "1.0")),
});
const GRAPH: DependencyGraph = {
  phases: { speech: ["google-cloud-speech"], vision: ["torch"], both: ["torch", "grpcio", "new"] },
  distributions: { "google-cloud-speech": ["grpcio"] },
};

function manifestWith(phases: string): Manifest {
  return parseManifest(
    `version: 1\nname: demo\nbase: { image: base.example/python:1 }\nphases:\n${phases}`,
    "install.yml",
  ).manifest;
}
const SPEECH = "  - { name: speech, packages: [google-cloud-speech], imports: [google.cloud.speech] }\n";

/** Bases in which these modules fail to import, and how. */
function scene(broken: Readonly<Record<string, { error: string; exitCode: number | null }>>) {
  const tried: string[][] = [];
  const base = new SimulatedBase([], FACTS, {
    "python imports": (exec) => {
      const modules = exec.spec.command.slice(3);
      tried.push([...modules]);
      const outcomes = modules.map((module) => {
        const fault = broken[module];
        return { module, ok: !fault, exitCode: fault ? fault.exitCode : 0, error: fault?.error ?? null };
      });
      exec.print(JSON.stringify(outcomes));
      return 0;
    },
  });
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = testPorts({ engine });
  const judge = (manifest: Manifest, holds: readonly string[]) =>
    withToolbox(RUN, { image: id, python: FACTS.python.executable }, ports, (toolbox) =>
      findSatisfied(
        { request: resolveRequest(manifest, FACTS), imageId: id, installed: new Set(holds), graph: GRAPH },
        toolbox,
        ports,
      ),
    );
  return { judge, tried, engine };
}

test("what a declared base holds is provided until the build tries it", async () => {
  const question = {
    request: resolveRequest(manifestWith(SPEECH), FACTS),
    imageId: undefined,
    installed: new Set(["google-cloud-speech", "grpcio"]),
    graph: GRAPH,
  };

  const { names, remarks } = await withToolbox(RUN, undefined, testPorts(), (toolbox) =>
    findSatisfied(question, toolbox, testPorts()),
  );

  expect(names).toEqual(question.installed);
  expect(remarks).toEqual([
    expect.stringMatching(/Phase speech installs nothing.*google\.cloud\.speech .*unverified/),
  ]);
});

const MISSING = { error: "ModuleNotFoundError: No module named 'google.api'", exitCode: 1 };

describe("what the base provides", () => {
  test("is what it holds and can import, nested modules included", async () => {
    const { judge, tried, engine } = scene({});

    const { names, remarks } = await judge(manifestWith(SPEECH), ["google-cloud-speech", "grpcio"]);

    expect([...names]).toEqual(["google-cloud-speech", "grpcio"]);
    expect(remarks).toEqual([]);
    expect(tried).toEqual([["google.cloud.speech"]]);
    expect(engine.containers.size).toBe(0);
  });

  test("isn't what can't be imported: module and reason are named", async () => {
    const { judge } = scene({ "google.cloud.speech": MISSING });

    const { names, remarks } = await judge(manifestWith(SPEECH), ["google-cloud-speech", "grpcio"]);

    expect([...names]).toEqual([]);
    expect(remarks).toEqual([
      "The base holds everything that phase speech needs, but it can't be imported there (import google.cloud.speech: ModuleNotFoundError: No module named 'google.api' (exit 1)): google-cloud-speech, grpcio will be installed again.",
    ]);
  });

  test("isn't judged by a phase that installs something, or that names no imports", async () => {
    const { judge, tried } = scene({});
    const manifest = manifestWith(
      '  - { name: both, packages: [torch, new], imports: [torch] }\n  - { name: vision, packages: ["torch<3"] }\n',
    );

    const { names } = await judge(manifest, ["torch", "grpcio"]);

    expect([...names]).toEqual(["torch", "grpcio"]);
    expect(tried).toEqual([]);
  });

  test("is remembered for the image, unless an import took too long", async () => {
    const quick = scene({ "google.cloud.speech": MISSING });
    const slow = scene({ "google.cloud.speech": { error: "still importing after 300 s", exitCode: null } });

    for (const { judge } of [quick, quick, slow, slow]) {
      await judge(manifestWith(SPEECH), ["google-cloud-speech", "grpcio"]);
    }

    expect(quick.tried).toHaveLength(1);
    expect(slow.tried).toHaveLength(2);
  });
});

describe("a kept package that can't be imported", () => {
  const vision = (more = "") => `  - { name: vision, packages: [torch], imports: [torch]${more} }\n`;
  const broken = { torch: { error: "ImportError: libcudart.so.12", exitCode: 1 } };

  test("is an error that names it, the reason and what to do", async () => {
    const { judge } = scene(broken);

    const error = await judge(manifestWith(vision()), ["torch"]).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({
      message: "The base holds torch 1.0, which `keep` protects, but phase vision can't import it there.",
      evidence: "import torch: ImportError: libcudart.so.12 (exit 1)",
      remedy: expect.stringContaining("take it out of `keep`"),
    });
  });

  test("of an optional phase is left to the build, and said", async () => {
    const { judge } = scene(broken);

    const { names, remarks } = await judge(manifestWith(vision(", optional: true")), ["torch"]);

    expect([...names]).toEqual(["torch"]);
    expect(remarks[0]).toContain("the build will leave the phase out");
  });

  test("that isn't kept any more is installed again", async () => {
    const { judge } = scene(broken);

    const { names } = await judge({ ...manifestWith(vision()), keep: [] }, ["torch"]);

    expect([...names]).toEqual([]);
  });
});

describe("what the base holds", () => {
  const locked = [
    { name: "one", version: "1.0" },
    { name: "two", version: "1.0" },
  ];

  test("is told by the metadata that Python finds first", () => {
    const second = { ...installed("One", "1.0"), location: "/usr/lib/python3/dist-packages" };
    const facts = baseFacts({ distributions: [installed("one", "2.0"), second, installed("two", "1.0")] });

    expect([...installedInBase(locked, facts)]).toEqual(["two"]);
  });

  test("isn't clear where one folder has two metadata of it", () => {
    const facts = baseFacts({
      distributions: [installed("one", "1.0"), installed("One", "0.9"), installed("two", null)],
    });

    expect([...installedInBase(locked, facts)]).toEqual([]);
  });
});
