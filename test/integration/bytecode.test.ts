import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { type LayerFile, saveImage } from "../support/saved-image.ts";
import { Workplace } from "../support/workplace.ts";

/** PEP 552: the flags after the magic number; 1 is "by hash, never checked". */
const UNCHECKED = 1;

let place: Workplace;
let files: readonly LayerFile[];
let first: { readonly predicted: number; readonly actual: number };
let again: Plan;
beforeAll(async () => {
  place = await Workplace.open();
  await place.write("project/install.yml", {
    version: 1,
    name: "with-bytecode",
    base: { image: place.base },
    phases: [{ name: "text", packages: ["idna==3.10", "six==1.17.0"], imports: ["idna", "six"] }],
  });
  const run = await place.run(["build", "project/install.yml"]);
  expect(run.stderr + run.stdout).toContain("surelayer/with-bytecode:built");
  const [phase] = (await place.report()).built?.phases ?? [];
  first = { predicted: phase?.predictedBytes ?? 0, actual: phase?.actualBytes ?? 0 };
  await place.run(["plan", "project/install.yml"]);
  again = JSON.parse(await place.read(".surelayer/plan.json"));
  const base = await place.docker.getImage(place.base).inspect();
  const saved = await saveImage(
    place.docker,
    "surelayer/with-bytecode:built",
    base.RootFS.Layers?.length ?? 0,
  );
  files = saved.layers.flat();
});
afterAll(() => place?.close());

describe("an image with bytecode", () => {
  test("has it for every module of what was installed, and for nothing else", () => {
    const named = (pattern: RegExp) =>
      files.flatMap(({ name, type }) => (type === "file" && pattern.test(name) ? [name] : [])).toSorted();
    const expected = named(/\.py$/).map((path) =>
      path.replace(/([^/]+)\.py$/, (_, stem: string) => `__pycache__/${stem}.cpython-311.pyc`),
    );

    expect(expected.length).toBeGreaterThan(5);
    expect(named(/\.pyc$/)).toEqual(expected.toSorted());
  });

  test("has bytecode that no modification time can make stale", () => {
    const compiled = files.filter(({ name }) => name.endsWith(".pyc"));

    expect(compiled.map(({ content }) => content.readUInt32LE(4))).toEqual(compiled.map(() => UNCHECKED));
  });

  test("is near its first prediction, and exactly as the second plan says", () => {
    expect(Math.abs(first.predicted / first.actual - 1)).toBeLessThan(0.3);
    expect(again.totals.installed).toBe(first.actual);
    expect(again.totals.margin).toBe(0);
    expect(again.phases[0]?.distributions.map((one) => one.bytecodeSource)).toEqual(["learned", "learned"]);
  });
});
