import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makePlan, type PlanFacts } from "../../../src/plan/make-plan.ts";
import { FULL } from "../../support/full.ts";
import { manifestOf } from "../../support/manifests.ts";
import { PLAN_FACTS as FACTS, needing, resolved, wheelOf } from "../../support/resolutions.ts";

const MB = 1e6;

/** A required phase of wheels and an optional one that is built from 317 MB of source, as pandas and pyspark are. */
describe("an optional phase that is built from source", () => {
  const spark = {
    ...wheelOf("pyspark", 0, { kind: "sdist", contents: undefined }),
    file: {
      name: "pyspark.tar.gz",
      url: "https://files.example/pyspark.tar.gz",
      sha256: "0",
      bytes: 317 * MB,
    },
  };
  const manifest = manifestOf(
    { tables: ["numpy", "pandas"] },
    "  - { name: spark, packages: [pyspark], optional: true }\ndisk: { reserve: 1B }\n",
  );
  const resolution = resolved(
    [wheelOf("numpy", 60 * MB), wheelOf("pandas", 60 * MB), spark],
    [needing("tables", "numpy", "pandas"), needing("spark", "pyspark")],
  );
  const verdict = (megabytes: number) =>
    makePlan(manifest, resolution, { ...FACTS, freeBytes: megabytes * MB }).verdict;

  test.each([650, 900, 985, 1350, 1700])(
    "is left out or not with room for %d MB, but never refuses the rest",
    (free) => {
      expect(verdict(free).fits).toBe(true);
    },
  );

  test("is built as soon as there is room for it", () => {
    const strategies = [300, 650, 1350, 2500].map((free) => verdict(free).strategy);

    expect(strategies[0]).toBe("degraded");
    expect(strategies.at(-1)).toBe("whole");
  });
});

/** `test:full` looks at 10,000. */
const RUNS = FULL ? 10_000 : 300;

interface Case {
  readonly sizes: readonly number[];
  readonly needs: readonly (readonly string[])[];
  readonly optional: readonly boolean[];
  readonly source: readonly boolean[];
  readonly system: number;
  readonly run: number;
  readonly keepsCompressed: boolean;
  readonly free: number;
  readonly more: number;
}

const NAMES = ["a", "b", "c", "d", "e", "f"];
const PHASES = ["one", "two", "three"];
const cases: fc.Arbitrary<Case> = fc.record({
  sizes: fc.array(fc.nat(5e8), { minLength: NAMES.length, maxLength: NAMES.length }),
  needs: fc.array(fc.subarray(NAMES, { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  optional: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  source: fc.array(fc.boolean(), { minLength: NAMES.length, maxLength: NAMES.length }),
  system: fc.nat(3e8),
  run: fc.nat(3e8),
  keepsCompressed: fc.boolean(),
  free: fc.nat(5e9),
  more: fc.oneof(fc.constant(1), fc.nat(5e9)),
});

/** Whether a plan of the case fits with so many free bytes. */
function planner(one: Case): (freeBytes: number) => boolean | null {
  const phases = PHASES.map((name, at) => {
    const run = at === 2 ? `, run: [["true"]], run_size: ${one.run}B` : "";
    const system = at === 1 ? ", system_packages: [sox]" : "";
    return `  - { name: ${name}, packages: [of-${name}], optional: ${one.optional[at]}${system}${run} }\n`;
  });
  const manifest = manifestOf({}, phases.join(""));
  const wheels = NAMES.map((name, at) => {
    const wheel = wheelOf(name, one.sizes[at]);
    const file = { ...wheel.file, bytes: one.sizes[at] ?? 0 };
    return one.source[at] ? { ...wheel, kind: "sdist" as const, contents: undefined, file } : wheel;
  });
  const resolution = resolved(
    wheels,
    PHASES.map((name, at) => needing(name, ...(one.needs[at] ?? []))),
  );
  const sox = {
    name: "sox",
    version: "1",
    architecture: "amd64",
    bytes: one.system / 4,
    sha256: null,
    replaces: null,
  };
  const facts: PlanFacts = {
    ...FACTS,
    disk: { keepsCompressed: one.keepsCompressed },
    system: {
      files: [{ ...sox, installedBytes: one.system }],
      groups: [{ phase: "two", asked: ["sox"], needs: ["sox"], provided: [] }],
    },
  };
  return (freeBytes) => makePlan(manifest, resolution, { ...facts, freeBytes }).verdict.fits;
}

test("what fits on a disk fits on a larger one: sources, system packages, commands, optional phases, both stores", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const fits = planner(one);
      if (fits(one.free) === true) expect(fits(one.free + one.more)).toBe(true);
    }),
    { numRuns: RUNS },
  );
}, 300_000);
