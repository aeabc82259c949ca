import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { judgeVersions } from "../../../src/plan/guards/judge-versions.ts";
import { parseRequirement } from "../../../src/python/requirement.ts";
import { resolveRequest } from "../../../src/resolve/request.ts";
import { resolve } from "../../../src/resolve/resolve.ts";
import { ConflictError } from "../../../src/text/errors.ts";
import { withToolbox } from "../../../src/toolbox/toolbox.ts";
import type { Resolution } from "../../../src/wheels/resolution.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { serveFiles } from "../../support/file-server.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { groupsAskedFor, type Overrides, SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";
import { wheel } from "../../support/wheel.ts";

const RUN = { id: "r1", owner: "host/1" };
const FACTS = baseFacts({ distributions: [installed("torch", "2.4.0"), installed("common", "1.0")] });

/** Manifest of `one: alpha` and `two: beta`, some of them isolated. */
function manifest(...isolated: readonly string[]) {
  const phase = (name: string, requirement: string) =>
    `  - { name: ${name}, packages: [${requirement}], environment: ${isolated.includes(name) ? "isolated" : "shared"} }\n`;
  const text = `version: 1\nname: demo\nbase: { image: base:1 }\nphases:\n${phase("one", "alpha")}${phase("two", "beta")}`;
  return parseManifest(text, "install.yml").manifest;
}

interface Asked {
  readonly container: string;
  readonly groups: readonly string[];
  readonly project: string;
}

/** Resolves one manifest after the other with one cache; tells what uv was asked for, and how often the files were read. */
async function attempt(manifests: readonly ReturnType<typeof manifest>[], overrides: Overrides = {}) {
  const wheels = ["alpha", "beta", "common"].map((name) => wheel({ name, files: { [`${name}/a.py`]: "a" } }));
  await using server = await serveFiles(Object.fromEntries(wheels.map((one) => [one.fileName, one.bytes])));
  const via = ["surelayer-plan (pyproject.toml:one)", "surelayer-plan (pyproject.toml:two)", "alpha, beta"];
  const packages = wheels.map((one, index) => ({
    wheel: one,
    url: `${server.origin}/${one.fileName}`,
    via: via[index] ?? "",
  }));
  const asked: Asked[] = [];
  const base = new SimulatedBase(packages, FACTS, {
    ...overrides,
    "uv pip compile": async (exec) => {
      const { command } = exec.spec;
      const groups = groupsAskedFor(exec);
      const project = Buffer.from(exec.files.read(`${exec.workdir}/pyproject.toml`) ?? []).toString();
      if (!command.includes("--annotation-style")) asked.push({ container: exec.container, groups, project });
      return overrides["uv pip compile"]?.(exec);
    },
  });
  base.answers = ({ wheel: { fileName } }, groups) =>
    !(fileName.startsWith("alpha") && !groups.includes("one")) &&
    !(fileName.startsWith("beta") && !groups.includes("two"));
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = testPorts({ engine });
  const results: Resolution[] = [];
  for (const one of manifests) {
    const box = { image: id, python: FACTS.python.executable };
    results.push(
      await withToolbox(RUN, box, ports, (toolbox) =>
        resolve(
          resolveRequest(one, FACTS),
          { imageId: id, refresh: false, judge: judgeVersions, faultsIn: () => [] },
          toolbox,
          ports,
        ),
      ),
    );
  }
  return { results, asked };
}

async function resolveOne(one: ReturnType<typeof manifest>) {
  const { results, asked } = await attempt([one]);
  const [result] = results;
  if (!result) throw new Error("nothing was resolved");
  return { result, asked };
}

describe("an isolated phase", () => {
  test("has a lock of its own, that nothing of the base and of other phases is in", async () => {
    const { result, asked } = await resolveOne(manifest("two"));

    expect(result.phases).toEqual([
      expect.objectContaining({ name: "one", needs: ["alpha"], satisfied: ["common"] }),
    ]);
    expect(result.distributions.map((one) => one.name)).toEqual(["alpha"]);
    const [alone] = result.isolated;
    expect(alone?.phase).toMatchObject({ name: "two", needs: ["beta", "common"], satisfied: [] });
    expect(alone?.distributions.map((one) => one.name)).toEqual(["beta", "common"]);
    const projects = Object.fromEntries(asked.map((one) => [one.groups.join(), one.project]));
    expect(Object.keys(projects).sort()).toEqual(["one", "two"]);
    expect(projects["one"]).toContain("torch==2.4.0");
    expect(projects["two"]).not.toContain("torch");
  });

  test("is resolved beside the others, in a container of its own", async () => {
    const { asked } = await resolveOne(manifest("two"));

    expect(asked.map((one) => one.container).sort()).toEqual([
      "surelayer-r1-resolve",
      "surelayer-r1-resolve-two",
    ]);
  });

  test("may be all there is", async () => {
    const { result, asked } = await resolveOne(manifest("one", "two"));

    expect(result).toMatchObject({ phases: [], distributions: [] });
    expect(result.isolated.map((one) => one.phase.name)).toEqual(["one", "two"]);
    expect(asked).toHaveLength(2);
  });

  test("keeps the lock that it had when another phase changes", async () => {
    const before = manifest("two");
    const [one, two] = before.phases;
    if (!one || !two) throw new Error("no phases");
    const after = { ...before, phases: [{ ...one, packages: [parseRequirement("alpha>=1")] }, two] };

    const { asked } = await attempt([before, before, after]);

    expect(asked.map((each) => each.groups.join()).sort()).toEqual(["one", "one", "two"]);
  });

  test("that has no solution fails the plan", async () => {
    const overrides: Overrides = {
      "uv pip compile": (exec) => {
        if (!exec.container.endsWith("-two")) return;
        exec.print("No solution found when resolving dependencies: beta is odd\n", "stderr");
        return 1;
      },
    };

    await expect(attempt([manifest("two")], overrides)).rejects.toBeInstanceOf(ConflictError);
  });
});
