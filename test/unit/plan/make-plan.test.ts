import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { TOOLS_BYTES } from "../../../src/sizes/timeline.ts";
import type { Distribution } from "../../../src/wheels/resolution.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { manifestOf } from "../../support/manifests.ts";
import { PLAN_FACTS as FACTS, needing, resolved, wheelOf } from "../../support/resolutions.ts";

describe("who installs what", () => {
  const manifest = manifestOf({ one: ["a"], two: ["b"], three: ["c"] });
  const resolution = resolved(
    [wheelOf("a"), wheelOf("b"), wheelOf("common")],
    [
      needing("one", "a", "common"),
      needing("two", "b", "common"),
      { name: "three", needs: ["a"], satisfied: ["torch"], direct: {} },
    ],
  );

  test("the first phase that needs a distribution installs it, the others share it", () => {
    const { phases } = makePlan(manifest, resolution, FACTS);

    expect(phases.map((phase) => phase.distributions.map((one) => one.name))).toEqual([
      ["a", "common"],
      ["b"],
      [],
    ]);
    expect(phases.map((phase) => phase.shared)).toEqual([[], ["common"], ["a", "torch"]]);
  });

  test("phases of one rank keep their declared order, and each place has its reason", () => {
    const { phases } = makePlan(manifest, resolution, FACTS);

    expect(phases.map((phase) => `${phase.name}: ${phase.reason}`)).toEqual([
      expect.stringMatching(/^one: light: required, /),
      expect.stringMatching(/^two: light: required, /),
      expect.stringMatching(/^three: light: required, /),
    ]);
  });
});

describe("sizes", () => {
  test("of a wheel come from its directory", () => {
    const { phases } = makePlan(
      manifestOf({ one: ["a"] }),
      resolved([wheelOf("a", 5000)], [needing("one", "a")]),
      FACTS,
    );

    expect(phases[0]?.distributions[0]).toMatchObject({ sizeSource: "central-directory" });
    expect(phases[0]?.sizes.installed).toBeGreaterThan(5000);
    expect(phases[0]?.sizes.installed).toBeLessThan(5500);
    expect(phases[0]?.sizes.download).toBe(2500);
  });

  test("of a source distribution are an estimate, and named as one", () => {
    const source = wheelOf("a", 3000, { kind: "sdist", contents: undefined });

    const plan = makePlan(manifestOf({ one: ["a"] }), resolved([source], [needing("one", "a")]), FACTS);

    expect(plan.phases[0]?.distributions[0]?.sizeSource).toBe("ratio");
    expect(plan.phases[0]?.sizes.installed).toBeGreaterThan(1500);
    expect(plan.warnings.join()).toContain("a 1.0 is built from source");
  });

  test("of a file whose download size the index doesn't say stay readable", () => {
    const unknown = wheelOf("a");
    const file = { ...unknown.file, bytes: undefined };

    const plan = makePlan(
      manifestOf({ one: ["a"] }),
      resolved([{ ...unknown, file }], [needing("one", "a")]),
      FACTS,
    );

    expect(plan.phases[0]?.distributions[0]?.file.bytes).toBeNull();
    expect(plan.totals.download).toBe(0);
  });

  test("the whole needs at its peak what the layers before a phase and its own peak need together", () => {
    const manifest = manifestOf({ one: ["a"], two: ["b"] });

    const { phases, totals } = makePlan(
      manifest,
      resolved([wheelOf("a", 1_000_000), wheelOf("b", 10)], [needing("one", "a"), needing("two", "b")]),
      FACTS,
    );

    const [first, second] = phases.map((phase) => phase.sizes);
    expect(totals.installed).toBe((first?.installed ?? 0) + (second?.installed ?? 0));
    expect(phases.map((phase) => phase.disk.length)).toEqual([1, 1]);
    expect(totals.peak).toBe(
      TOOLS_BYTES + Math.max(first?.peak ?? 0, (first?.blocks ?? 0) + (second?.peak ?? 0)),
    );
  });
});

describe("whether it fits", () => {
  const manifest = manifestOf({ one: ["a"] }, "disk: { reserve: 1000B }\n");
  const resolution = resolved([wheelOf("a")], [needing("one", "a")]);
  const needed = makePlan(manifest, resolution, FACTS).totals.peak;

  test.each([
    [needed + 1000, true],
    [needed + 999, false],
    [0, false],
  ])("%d free bytes: %s", (freeBytes, fits) => {
    const { verdict } = makePlan(manifest, resolution, { ...FACTS, freeBytes });

    expect(verdict).toMatchObject({ fits, neededBytes: needed, freeBytes, reserveBytes: 1000 });
  });
});

describe("an image for a GPU", () => {
  const manifest = manifestOf({ one: ["a"] });
  const cuda = (distributions: readonly Distribution[], base = baseFacts()) =>
    makePlan(
      manifest,
      resolved(distributions, [needing("one", ...distributions.map((one) => one.name))], base),
      FACTS,
    ).cuda;

  test.each([
    ["a base with CUDA", [wheelOf("a")], baseFacts({ cuda: "12.8.1" }), true],
    ["NVIDIA's own wheels", [wheelOf("nvidia-cublas-cu12")], baseFacts(), true],
    ["a CUDA build", [wheelOf("torch", 10, { version: "2.8.0+cu128" })], baseFacts(), true],
    ["a CPU build", [wheelOf("torch", 10, { version: "2.8.0+cpu" })], baseFacts(), false],
  ])("%s", (_, distributions, base, expected) => {
    expect(cuda(distributions, base)).toBe(expected);
  });
});

describe("what a reader is told", () => {
  const resolution = resolved([wheelOf("a")], [needing("one", "a")]);

  test("a base named by a tag is a warning, one named by a digest isn't", () => {
    const planOn = (reference: string) =>
      makePlan(manifestOf({ one: ["a"] }), resolution, { ...FACTS, base: { ...FACTS.base, reference } });

    const tagged = planOn("base.example/python:1");
    const pinned = planOn(`base.example/python@sha256:${"0".repeat(64)}`);

    expect(tagged.warnings.join()).toContain("named by a tag");
    expect(pinned.warnings).toEqual([]);
  });

  test("that stripping isn't counted, where something is to be stripped", () => {
    const planOf = (more: string) =>
      makePlan(manifestOf({ one: ["a"] }, more), resolution, FACTS).warnings.join();

    expect(planOf("image: { strip: [tests, docs] }\n")).toContain("takes out (tests, docs) is not counted");
    expect(planOf("")).not.toContain("strip");
  });

  test("kept packages are those that the base holds", () => {
    const base = baseFacts({
      distributions: [
        installed("Torch", "2.8.0+cu128"),
        installed("numpy", "2.0"),
        installed("triton", null),
      ],
    });

    const plan = makePlan(
      manifestOf({ one: ["a"] }),
      resolved([wheelOf("a")], [needing("one", "a")], base),
      FACTS,
    );

    expect(plan.kept).toEqual(["torch==2.8.0+cu128"]);
  });
});

describe("system packages and commands", () => {
  const file = (name: string, installedBytes = 10e6) => ({
    ...{
      name,
      version: "1.0",
      architecture: "amd64",
      bytes: 1e6,
      sha256: null,
      installedBytes,
      replaces: null,
    },
  });
  const manifest = manifestOf(
    { one: ["a"] },
    "  - { name: two, system_packages: [sox, bash] }\n" +
      "  - { name: three, packages: [c], run: [[ldconfig]], run_size: 2GB }\n" +
      "system_packages: [ffmpeg]\nenv: { COLOUR: blue }\nworkdir: /app\n",
  );
  const resolution = resolved(
    [wheelOf("a"), wheelOf("c")],
    [needing("one", "a"), needing("two"), needing("three", "c")],
  );
  const facts = {
    ...FACTS,
    system: {
      files: [file("ffmpeg"), file("libav", 90e6), file("sox")],
      groups: [
        { phase: "system-packages", asked: ["ffmpeg"], needs: ["ffmpeg", "libav"], provided: [] },
        { phase: "two", asked: ["sox", "bash"], needs: ["libav", "sox"], provided: ["bash=5.2"] },
      ],
    },
  };

  test("of the top level are a phase before all others; a later one brings only what is new", () => {
    const { phases } = makePlan(manifest, resolution, facts);

    expect(phases.map((phase) => phase.name)).toEqual(["system-packages", "one", "two", "three"]);
    expect(phases[0]?.system).toMatchObject({ packages: [file("ffmpeg"), file("libav", 90e6)], shared: [] });
    expect(phases[2]?.system).toEqual({
      asked: ["sox", "bash"],
      packages: [file("sox")],
      provided: ["bash=5.2"],
      shared: ["libav"],
    });
    expect(phases[0]?.sizes).toMatchObject({ download: 2e6, installed: 100e6 + 900_000 });
    expect(phases[0]?.sizes.margin).toBeGreaterThan(4e6);
  });

  test("commands know the manifest's folder and environment, and count by what the manifest says", () => {
    const { phases, totals, warnings } = makePlan(manifest, resolution, facts);
    const run = { steps: [["ldconfig"]], workdir: "/app", env: { COLOUR: "blue" }, bytes: 2e9 };

    expect(phases[3]?.run).toEqual(run);
    expect(phases[3]?.sizes.installed).toBeGreaterThan(2e9);
    expect(totals.peak).toBeGreaterThan(4e9);
    expect(warnings.join()).not.toContain("unknown");
  });

  test("commands of unknown size are named as such", () => {
    const silent = manifestOf({ one: ["a"] }, "  - { name: three, run: [[ldconfig]] }\n");
    const both = resolved([wheelOf("a")], [needing("one", "a"), needing("three")]);

    const { phases, warnings } = makePlan(silent, both, FACTS);

    expect(phases[1]?.run?.bytes).toBe(null);
    expect(warnings).toContainEqual(
      expect.stringMatching(/commands of phase three .* unknown and not in these numbers; `run_size/),
    );
  });

  test("what they take decides whether all of it fits", () => {
    const refused = makePlan(manifest, resolution, { ...facts, freeBytes: 4e9 });

    expect(refused.verdict).toMatchObject({ fits: false, strategy: "refused" });
    expect(makePlan(manifest, resolution, { ...facts, freeBytes: 6e9 }).verdict.fits).toBe(true);
  });
});
