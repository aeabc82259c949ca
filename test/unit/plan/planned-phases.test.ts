import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { manifestOf } from "../../support/manifests.ts";
import { PLAN_FACTS as FACTS, needing, resolved, wheelOf } from "../../support/resolutions.ts";

describe("what was decided before sizes were known", () => {
  const resolution = resolved([wheelOf("a")], [needing("one", "a")]);
  const manifest = manifestOf(
    { one: ["a"] },
    "  - { name: two, packages: [b], optional: true, requires: { cuda: true } }\n",
  );

  test("a phase that was left out has its reason, and takes no part in the disk", () => {
    const reason = "it needs CUDA, and the target has none";
    const plan = makePlan(manifest, resolution, { ...FACTS, leftOut: [{ phase: "two", reason }] });

    expect(plan.phases.map((phase) => [phase.name, phase.leftOut, phase.layers.length])).toEqual([
      ["one", false, 1],
      ["two", true, 0],
    ]);
    expect(plan.phases[1]?.reason).toBe(`left out: ${reason}`);
    expect(plan.verdict).toMatchObject({ fits: true, strategy: "whole" });
  });

  test("a phase with requirements is complex and goes last", () => {
    const first = manifestOf(
      {},
      "  - { name: two, packages: [b], requires: { cuda: true } }\n  - { name: one, packages: [a] }\n",
    );
    const both = resolved([wheelOf("a"), wheelOf("b")], [needing("two", "b"), needing("one", "a")]);

    const { phases } = makePlan(first, both, FACTS);

    expect(phases.map((phase) => phase.name)).toEqual(["one", "two"]);
    expect(phases[1]?.reason).toBe("complex: requirements of its own; goes last");
  });

  test("a wheel by address says where it comes from and what for", () => {
    const wheel = { distribution: "a", url: "https://files.example/a.whl", chosenBy: "torch 2.8, cp312" };

    const { phases } = makePlan(manifest, resolution, { ...FACTS, wheels: [{ phase: "one", ...wheel }] });

    expect(phases.map((phase) => phase.wheel)).toEqual([wheel, null]);
  });

  test("and says nothing of it where the disk has no room for the phase", () => {
    const large = resolved([wheelOf("a"), wheelOf("b", 20e9)], [needing("one", "a"), needing("two", "b")]);
    const wheels = [
      { phase: "two", distribution: "b", url: "https://files.example/b.whl", chosenBy: "cp312" },
    ];

    const { phases } = makePlan(manifest, large, { ...FACTS, wheels });

    expect(phases.map((phase) => [phase.leftOut, phase.wheel])).toEqual([
      [false, null],
      [true, null],
    ]);
  });

  test("findings come with the guards', errors first", () => {
    const finding = { message: "m", remedy: "r", source: "s" };
    const { findings } = makePlan(manifest, resolution, {
      ...FACTS,
      findings: [
        { id: "requires-unknown", severity: "warning", ...finding },
        { id: "requires-unmet", severity: "error", ...finding },
      ],
    });

    expect(findings.map((one) => one.id)).toEqual(["requires-unmet", "requires-unknown"]);
  });
});

describe("what is compiled", () => {
  const source = wheelOf("a", 3000, { kind: "sdist", contents: undefined });
  const resolution = resolved([source], [needing("one", "a")]);
  const allowed = manifestOf({}, "  - { name: one, packages: [a], source_build: allowed }\n");
  const machine = { memoryLimitBytes: 11e9, hostMemoryBytes: 256e9, cpus: 64 };

  test("is only what holds code to compile", () => {
    const plan = (nativeBytes: number) => {
      const looked = { ...source, unpacked: { how: "listed" as const, nativeBytes, sourceBytes: 3000 } };
      return makePlan(allowed, resolved([looked], [needing("one", "a")]), { ...FACTS, machine });
    };

    expect(plan(0).phases[0]?.sourceBuild).toBeNull();
    expect(plan(0).findings).toEqual([]);
    expect(plan(100).phases[0]?.sourceBuild).toMatchObject({ distributions: ["a 1.0"] });
  });

  test("has its jobs from the cgroup's memory, and a warning that says what it takes", () => {
    const { phases, findings } = makePlan(allowed, resolution, { ...FACTS, machine });

    expect(phases[0]?.sourceBuild).toMatchObject({
      distributions: ["a 1.0"],
      jobs: 1,
      nvccThreads: 2,
      memoryBytes: 10e9,
      hours: [2.5, 5],
      fits: true,
    });
    expect(findings).toMatchObject([{ id: "source-build", severity: "warning", phase: "one" }]);
    expect(findings[0]?.message).toContain(
      "builds a 1.0 from source: up to 10.0 GB of memory and 2.5–5.0 hours with MAX_JOBS=1 and NVCC_THREADS=2",
    );
  });

  test("on a machine that is too small is said to be so", () => {
    const small = { ...machine, memoryLimitBytes: 4e9 };

    const { findings } = makePlan(allowed, resolution, { ...FACTS, machine: small });

    expect(findings[0]?.message).toContain("more memory than there is. One compiler needs about 5.00 GB");
  });

  test("isn't predicted for a phase that only happens to hold a source", () => {
    const { phases, findings } = makePlan(manifestOf({ one: ["a"] }), resolution, { ...FACTS, machine });

    expect([phases[0]?.sourceBuild, findings]).toEqual([null, []]);
  });
});
