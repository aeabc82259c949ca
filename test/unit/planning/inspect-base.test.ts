import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { declarationOf, inspectBase, sweepDead } from "../../../src/planning/inspect-base.ts";
import { EngineError, ManifestError, RegistryError } from "../../../src/text/errors.ts";
import { baseFacts } from "../../support/base-python.ts";
import { manifestText } from "../../support/manifests.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
const REFERENCE = "base.example/python:1";

function parsed(provides: string) {
  const text = manifestText({ one: ["alpha"] }).replace(REFERENCE, `${REFERENCE}, provides: ${provides}`);
  return parseManifest(text, "install.yml");
}

function scene(provides = '{ python: "3.12" }', standIn?: string) {
  const base = new SimulatedBase([], baseFacts());
  const engine = new MemoryEngine({ onExec: base.onExec });
  const ports = testPorts({ engine });
  const declaration = declarationOf(parsed(provides), standIn);
  const know = (until: "plan" | "end", reference = REFERENCE) =>
    inspectBase(RUN, { reference, declaration, until }, ports);
  const sweep = (until: "plan" | "end") => sweepDead({ reference: REFERENCE, declaration, until }, ports);
  return { engine, ports, know, sweep };
}

const LOST = new EngineError("No container engine answers at unix:///x.");

describe("a plan of a declared base", () => {
  test("takes what is declared where the engine doesn't hold the image, and makes no container", async () => {
    const { know, engine } = scene('{ python: "3.12", packages: { torch: 2.8.0 } }');
    engine.failNext("pullImage", new RegistryError("nothing shall be pulled"));
    engine.failNext("createContainer", new Error("nothing shall be opened"));

    const { image, facts } = await know("plan");

    expect(image).toBeUndefined();
    expect(facts).toMatchObject({ python: { version: "3.12" }, distributions: [{ name: "torch" }] });
  });

  test("does without an engine, and says so", async () => {
    const { know, sweep, engine, ports } = scene();
    for (const call of ["listContainers", "findImage"] as const) engine.failNext(call, LOST);

    await sweep("plan");

    expect((await know("plan")).image).toBeUndefined();
    expect(ports.log.lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        message: "Planned without an engine: No container engine answers at unix:///x.",
      }),
    );
  });

  test("probes an image that is here", async () => {
    const { know, engine } = scene('{ python: "3.11" }');
    const { id } = engine.addImage(REFERENCE);

    expect(await know("plan")).toMatchObject({ image: { id }, facts: baseFacts() });
  });

  test("is refused where an image that is here has other facts", async () => {
    const { know, engine } = scene();
    engine.addImage(REFERENCE);

    const failed = know("plan");

    await expect(failed).rejects.toBeInstanceOf(ManifestError);
    await expect(failed).rejects.toThrow(
      'install.yml:3:59: Python 3.12 is declared, but base.example/python:1 has 3.11.2; write `python: "3.11"`',
    );
  });

  test("isn't about an image that stands in for the base", async () => {
    const { know, engine } = scene(undefined, "other:1");
    engine.addImage("other:1");

    expect((await know("plan", "other:1")).facts).toEqual(baseFacts());
  });
});

describe("a build of a declared base", () => {
  test("needs the image", async () => {
    await expect(scene().know("end")).rejects.toBeInstanceOf(RegistryError);
  });

  test("needs an engine", async () => {
    const { sweep, know, engine } = scene();
    for (const call of ["listContainers", "findImage"] as const) engine.failNext(call, LOST);

    await expect(sweep("end")).rejects.toBe(LOST);
    await expect(know("end")).rejects.toBe(LOST);
  });
});

test("a plan of a base that nobody declared needs the image, as ever", async () => {
  const ports = testPorts();
  const request = { reference: REFERENCE, declaration: undefined, until: "plan" } as const;

  await expect(inspectBase(RUN, request, ports)).rejects.toBeInstanceOf(RegistryError);
});
