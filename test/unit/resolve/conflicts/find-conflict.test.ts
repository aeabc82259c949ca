import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseExplanation } from "../../../../src/resolve/conflicts/explanation.ts";
import { findConflict } from "../../../../src/resolve/conflicts/find-conflict.ts";
import { requestOf } from "../../../support/manifests.ts";

type Phases = Readonly<Record<string, readonly string[]>>;

function conflictOf(name: string, phases: Phases, held: Readonly<Record<string, string>> = {}) {
  const text = readFileSync(new URL(`../../../corpus/explanations/${name}.txt`, import.meta.url), "utf8");
  const kept = Object.entries(held).map(([one, version]) => ({ name: one, version }));
  return findConflict(parseExplanation(text), requestOf(phases), kept);
}

const VOICES = { voices: ["f5-tts==1.1.7"], alignment: ["whisperx==3.4.2"] };

describe("the chain", () => {
  test.each(["numpy-both-sides", "numpy-both-sides-python-3.10"])("%s names numpy on both sides", (name) => {
    expect(conflictOf(name, VOICES)).toMatchObject({
      culprit: "numpy",
      kind: "versions",
      chain: [
        "phase voices asks for f5-tts==1.1.7, which wants numpy<=1.26.4",
        "phase alignment asks for whisperx==3.4.2, which wants numpy>=2.0.2",
      ],
    });
  });

  test("a kept package that would move", () => {
    expect(
      conflictOf("kept-torch-yanked", { alignment: ["whisperx>=3.8"] }, { torch: "2.4.0" }),
    ).toMatchObject({
      kind: "moved",
      moved: [{ name: "torch", version: "2.4.0" }],
      chain: [
        "phase alignment asks for whisperx>=3.8, which wants torch>=2.8.0,<2.9.dev0",
        "the base's torch 2.4.0 is kept",
      ],
    });
  });

  test("a kept package's own pin is not somebody's wish", () => {
    expect(
      conflictOf("kept-inside-marker", { a: ["pandas==3.0.0"], b: ["numba==0.59.0"] }, { numpy: "2.4.6" })
        ?.chain,
    ).toEqual([
      "phase b asks for numba==0.59.0, which wants numpy>=1.22,<1.27",
      "the base's numpy 2.4.6 is kept",
    ]);
    expect(conflictOf("kept-against-asked", { lm: ["torch>=2.6"] }, { torch: "2.4.0" })?.chain).toEqual([
      "phase lm asks for torch>=2.6",
      "the base's torch 2.4.0 is kept",
    ]);
  });

  test("phases that pin one package differently are told apart", () => {
    expect(
      conflictOf("two-pins-of-one", { language: ["transformers==4.48.0"], other: ["transformers==4.57.0"] })
        ?.chain,
    ).toEqual(["phase language asks for transformers==4.48.0", "phase other asks for transformers==4.57.0"]);
  });

  test("the base's Python is a side", () => {
    expect(conflictOf("other-python", { language: ["numpy==2.4.6"] }, { python: "3.10.13" })).toMatchObject({
      kind: "python",
      chain: [
        "phase language asks for numpy==2.4.6, which wants Python >=3.11",
        "the base has Python 3.10.13",
      ],
    });
    expect(conflictOf("no-wheel-for-python", { alignment: ["whisperx==3.4.2"] })).toMatchObject({
      kind: "python",
      chain: [
        "phase alignment asks for whisperx==3.4.2, which wants ctranslate2<4.5.0",
        "ctranslate2<=4.4.0 has no wheel for this Python (cp313)",
      ],
    });
  });

  test("a version that is gone", () => {
    expect(conflictOf("absent-version", { language: ["transformers==4.48.99"] })).toMatchObject({
      culprit: "transformers",
      kind: "absent",
      chain: ["phase language asks for transformers==4.48.99", "the index has no transformers==4.48.99"],
    });
    expect(conflictOf("only-yanked", { a: ["whisperx>=3.8.2,<3.8.4"] })?.chain).toContain(
      "whisperx==3.8.2 was withdrawn by its publisher",
    );
  });

  test("several ranges of one distribution, explained in numbered steps", () => {
    const conflict = conflictOf("numbered-steps", { voices: ["f5-tts"], alignment: ["whisperx>=3.8"] });

    expect(conflict?.culprit).toBe("numpy");
    expect(conflict?.chain).toEqual([
      "phase voices asks for f5-tts, which wants numpy<=1.26.4",
      "phase alignment asks for whisperx>=3.8, which wants numpy>=2.1.0",
    ]);
  });

  test("goes through whoever is between", () => {
    const text = [
      "  cause: Because middle==2 depends on low<1 and top==1 depends on middle==2,",
      "we can conclude that top==1 depends on low<1.",
      "And because you require top==1 and low==3, we can conclude that your requirements are unsatisfiable.",
    ].join(" ");

    expect(
      findConflict(parseExplanation(text), requestOf({ a: ["top==1"], b: ["low==3"] }), [])?.chain,
    ).toEqual([
      "phase a asks for top==1, which wants middle==2, which wants low<1",
      "phase b asks for low==3",
    ]);
  });
});

test("text that shows no conflict gives none", () => {
  expect(
    findConflict(parseExplanation("error: something else"), requestOf({ a: ["b"] }), []),
  ).toBeUndefined();
});
