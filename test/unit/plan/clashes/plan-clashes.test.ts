import { describe, expect, test } from "vitest";
import { planDifferences } from "../../../../src/plan/differences/plan-differences.ts";
import { makePlan } from "../../../../src/plan/make-plan.ts";
import { arrangementOf } from "../../../../src/plan/strategy/arrangement.ts";
import { renderPlan } from "../../../../src/report/plan-view.ts";
import type { Distribution, PhaseResolution } from "../../../../src/wheels/resolution.ts";
import { baseFacts, PYTHON } from "../../../support/base-python.ts";
import { wheelWith } from "../../../support/clashing.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { needing, PLAN_FACTS, resolved } from "../../../support/resolutions.ts";

const PLAIN = wheelWith("cv", { "cv2/__init__.py": 1, "cv2/a.py": 1, "cv2/data": 1 });
const HEADLESS = wheelWith("cv-headless", { "cv2/__init__.py": 2, "cv2/a.py": 2, "cv2/data": 2 });
const TESTS = (name: string, content: number) => wheelWith(name, { "tests/__init__.py": content });

type Phases = Readonly<Record<string, readonly string[]>>;

/** @param needs what each phase needs; its own packages where left out. */
function planOf(phases: Phases, all: readonly Distribution[], more = "", needs: Phases = phases) {
  const resolution = Object.entries(needs).map(([name, own]): PhaseResolution => needing(name, ...own));
  return makePlan(manifestOf(phases, more), resolved(all, resolution), PLAN_FACTS);
}

const wins = ({ clashes }: ReturnType<typeof planOf>) =>
  clashes.map(({ winner, loser }) => `${winner.name} over ${loser.name}`);

const errors = ({ findings }: ReturnType<typeof planOf>) =>
  findings.filter((one) => one.severity === "error");

describe("who wins", () => {
  test("the last name of two that the manifest names, and of two that are only required", () => {
    const both = [PLAIN, HEADLESS];
    const plan = planOf({ vision: ["cv", "cv-headless"] }, both);

    expect(plan.clashes).toEqual([
      {
        winner: { name: "cv-headless", version: "1.0", phase: "vision" },
        loser: { name: "cv", version: "1.0", phase: "vision" },
        files: 3,
        modules: 2,
        paths: ["cv2/__init__.py", "cv2/a.py", "cv2/data"],
      },
    ]);
    expect(errors(plan)).toEqual([]);
    expect(wins(planOf({ vision: ["demo"] }, both, "", { vision: ["cv", "cv-headless"] }))).toEqual([
      "cv-headless over cv",
    ]);
  });

  test("what the manifest names, over what is only required", () => {
    const plan = planOf({ vision: ["cv"] }, [PLAIN, HEADLESS], "", { vision: ["cv", "cv-headless"] });

    expect(wins(plan)).toEqual(["cv over cv-headless"]);
  });

  test("a later phase over an earlier one, whatever is named", () => {
    const plan = planOf({ one: ["z"], two: ["demo"] }, [TESTS("a", 1), TESTS("z", 2)], "", {
      one: ["z"],
      two: ["a"],
    });

    expect(wins(plan)).toEqual(["a over z"]);
    expect(errors(plan)).toEqual([]);
  });

  test("nobody where nothing differs, nor between environments", () => {
    expect(planOf({ one: ["a", "b"] }, [TESTS("a", 1), TESTS("b", 1)]).clashes).toEqual([]);
    const alone = { phase: needing("two", "b"), distributions: [TESTS("b", 2)] };
    const manifest = manifestOf({ one: ["a"] }, "  - { name: two, packages: [b], environment: isolated }\n");
    const resolution = resolved([TESTS("a", 1)], [needing("one", "a")], baseFacts(), [alone]);
    expect(makePlan(manifest, resolution, PLAN_FACTS).clashes).toEqual([]);
  });

  test("in an isolated environment as in the shared one", () => {
    const alone = { phase: needing("two", "a", "b"), distributions: [TESTS("a", 1), TESTS("b", 2)] };
    const manifest = manifestOf(
      { one: ["c"] },
      "  - { name: two, packages: [a, b], environment: isolated }\n",
    );
    const resolution = resolved([TESTS("c", 3)], [needing("one", "c")], baseFacts(), [alone]);

    const plan = makePlan(manifest, resolution, PLAN_FACTS);
    expect(wins(plan)).toEqual(["b over a"]);
    expect(plan.clashes[0]?.paths).toEqual(["tests/__init__.py"]);
  });
});

describe("a plan is refused", () => {
  test("where an earlier phase would lose modules, with a way that helps", () => {
    const [error] = errors(planOf({ one: ["cv"], two: ["cv-headless"] }, [PLAIN, HEADLESS]));

    expect(error).toMatchObject({
      id: "lost-modules",
      phase: "two",
      message:
        "cv-headless 1.0 of phase two would overwrite 2 modules of cv 1.0 from phase one: cv2/__init__.py and 1 more.",
    });
    expect(error?.remedy).toContain("give phase two `environment: isolated`");
    expect(error?.remedy).toContain("of two alike cv-headless");
  });

  test("where a kept package of the base would lose modules, and not where the bytes are the same", () => {
    const kept = (crc32: number) => [
      {
        ...{ name: "torch", version: "2.8.0" },
        files: [{ path: `${PYTHON.purelib}/functorch/__init__.py`, bytes: 10, crc32 }],
      },
    ];
    const functorch = wheelWith("functorch", { "functorch/__init__.py": 1 });
    const planBeside = (crc32: number) =>
      makePlan(manifestOf({ one: ["functorch"] }), resolved([functorch], [needing("one", "functorch")]), {
        ...PLAN_FACTS,
        keptFiles: kept(crc32),
      });

    const [error] = errors(planBeside(2));
    expect(error?.message).toBe(
      "functorch 1.0 of phase one would overwrite a module of the base's torch 2.8.0, which is kept: functorch/__init__.py.",
    );
    expect(error?.remedy).toContain("take torch out of `keep`");
    expect(planBeside(1).clashes).toEqual([]);
  });

  test("for any clash, where the manifest says so", () => {
    const phases = { one: ["a", "b"] };
    const all = [TESTS("a", 1), TESTS("b", 2)];

    expect(errors(planOf(phases, all))).toEqual([]);
    const [error] = errors(planOf(phases, all, "file_clashes: refuse\n"));
    expect(error?.message).toBe(
      "b 1.0 and a 1.0 of phase one bring a file with other content: tests/__init__.py; `file_clashes: refuse` forbids it.",
    );
    expect(error?.remedy).toContain("With `file_clashes: last_wins`, b wins.");
  });

  test("where a file of one is a folder of the other", () => {
    const all = [wheelWith("a", { "data/x": 1 }), wheelWith("b", { data: 1 })];

    const [error] = errors(planOf({ one: ["a", "b"] }, all));
    expect(error).toMatchObject({ id: "file-and-folder", phase: "one" });
    expect(error?.message).toContain("data is a file of one and a folder of the other");
  });

  test.each(["one", "two"])("not where the optional phase %s can be left out", (optional) => {
    const more = ["one", "two"].map((name) => {
      const own = name === "one" ? "cv" : "cv-headless";
      return `  - { name: ${name}, packages: [${own}], optional: ${name === optional} }\n`;
    });
    const resolution = resolved([PLAIN, HEADLESS], [needing("one", "cv"), needing("two", "cv-headless")]);

    const plan = makePlan(manifestOf({}, more.join("")), resolution, PLAN_FACTS);
    expect(errors(plan)).toEqual([]);
    expect(plan.phases.filter((one) => one.leftOut).map((one) => one.name)).toEqual([optional]);
    expect(plan.phases.find((one) => one.leftOut)?.reason).toMatch(/^left out: .* would overwrite 2 modules/);
    expect(plan.clashes).toEqual([]);
  });
});

describe("layers", () => {
  const large = (one: Distribution) => ({
    ...one,
    contents: {
      ...{ files: [], entryPoints: null, ...one.contents },
      files: (one.contents?.files ?? []).map((file) => ({ ...file, bytes: 60_000_000 })),
    },
  });
  const all = [large(TESTS("a", 1)), large(wheelWith("b", { "b.py": 1 })), large(TESTS("c", 2))];
  const planIn = (facts: Partial<typeof PLAN_FACTS>) =>
    makePlan(
      manifestOf({ one: ["a", "b", "c"] }, "image: { max_layer: 100MB }\n"),
      resolved(all, [needing("one", "a", "b", "c")]),
      { ...PLAN_FACTS, ...facts },
    );

  test("hold both of a pair, however small they are", () => {
    expect(planIn({}).phases[0]?.layers.toSorted()).toEqual([["a", "c"], ["b"]]);
  });

  test("of an earlier build that part a pair aren't gone on with", () => {
    const kept = arrangementOf(planIn({}));
    const parted = kept && { ...kept, layers: { one: [["a", "b"], ["c"]] } };

    expect(planIn(parted ? { arrangement: parted } : {}).phases[0]?.layers.toSorted()).toEqual([
      ["a", "c"],
      ["b"],
    ]);
  });
});

describe("an edited plan", () => {
  const plan = planOf({ vision: ["cv", "cv-headless"] }, [PLAIN, HEADLESS]);
  const [clash] = plan.clashes;

  test("with another winner is told", () => {
    const edited = clash ? [{ ...clash, winner: clash.loser, loser: clash.winner }] : [];

    expect(planDifferences({ ...plan, clashes: edited }, plan)[0]).toBe(
      'clash.cv and cv-headless of vision.winner.name: the plan says "cv"; manifest, lock and base give "cv-headless"',
    );
  });

  test("without the clash is told", () => {
    expect(planDifferences({ ...plan, clashes: [] }, plan)[0]).toContain("clash");
  });
});

test("the plan says each pair in one line", () => {
  const tests = ["a", "b", "c", "d"].map((name) => TESTS(name, name.charCodeAt(0)));
  const own = tests.map((one) => one.name);
  const plan = planOf({ one: ["cv", "cv-headless", ...own] }, [PLAIN, HEADLESS, ...tests]);

  expect(
    renderPlan(plan)
      .split("\n")
      .filter((line) => line.includes(" wins over ")),
  ).toEqual([
    "cv-headless 1.0 of one wins over cv 1.0: they bring other content for cv2/__init__.py and 2 more",
    "b 1.0 of one wins over a 1.0: they bring other content for tests/__init__.py",
    "c 1.0 of one wins over a 1.0, b 1.0: they bring other content for tests/__init__.py",
    "d 1.0 of one wins over a 1.0, b 1.0, c 1.0: they bring other content for tests/__init__.py",
  ]);
});
