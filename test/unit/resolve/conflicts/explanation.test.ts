import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExplanation } from "../../../../src/resolve/conflicts/explanation.ts";
import { threadMilliseconds } from "../../../support/thread-time.ts";

/** What uv 0.13.9 printed of real packages. */
function explained(name: string) {
  return parseExplanation(
    readFileSync(new URL(`../../../corpus/explanations/${name}.txt`, import.meta.url), "utf8"),
  );
}

describe("what uv says", () => {
  test("who depends on what, and what is asked for", () => {
    expect(explained("numpy-both-sides")).toMatchObject({
      demands: [
        { by: { name: "f5-tts", range: "==1.1.7" }, wants: { name: "numpy", range: "<=1.26.4" } },
        { by: { name: "whisperx", range: "==3.4.2" }, wants: { name: "numpy", range: ">=2.0.2" } },
      ],
      asked: [
        { name: "whisperx", range: "==3.4.2" },
        { name: "f5-tts", range: "==1.1.7" },
      ],
    });
  });

  test("several ranges of one distribution are one demander", () => {
    expect(explained("several-ranges").demands[0]).toEqual({
      by: { name: "whisperx", range: ">=3.8.0,<=3.8.1 or >=3.8.4" },
      wants: { name: "numpy", range: ">=2.1.0" },
    });
  });

  test("ranges with holes between them are one demand", () => {
    expect(explained("range-with-holes").demands).toEqual([
      { by: { name: "gradio", range: "==4.16.0" }, wants: { name: "pydantic", range: ">=2.0" } },
      {
        by: { name: "fastapi", range: "==0.95.1" },
        wants: { name: "pydantic", range: ">=1.6.2,!=1.7,!=1.7.1,!=1.7.2,!=1.7.3,!=1.8,!=1.8.1,<2.0.0" },
      },
    ]);
  });

  test("what is asked for may have holes, too", () => {
    expect(explained("asked-range-with-holes").asked).toEqual([
      { name: "f5-tts", range: ">=1.1.7,!=1.1.9,<1.1.12" },
      { name: "whisperx", range: "==3.8.6" },
    ]);
  });

  test("a marker is no part of the range", () => {
    expect(explained("kept-inside-marker").demands).toContainEqual({
      by: { name: "pandas", range: "==3.0.0" },
      wants: { name: "numpy", range: "==2.4.6" },
    });
  });

  test("what it concludes is no fact", () => {
    expect(explained("numpy-derived").asked).toEqual([
      { name: "whisperx", range: "==3.4.2" },
      { name: "numpy", range: "<2" },
    ]);
  });

  test("versions that are gone or withdrawn, and wheels that don't exist", () => {
    expect(explained("absent-version").absent).toEqual([{ name: "transformers", range: "==4.48.99" }]);
    expect(explained("only-yanked").yanked).toEqual([
      { name: "whisperx", range: "==3.8.2" },
      { name: "whisperx", range: "==3.8.3" },
    ]);
    expect(explained("no-wheel-for-python").wheelless).toEqual([
      { of: { name: "ctranslate2", range: "<=4.4.0" }, tag: "cp313" },
    ]);
  });

  test("synthetic packages without versions are read, too", () => {
    const text = readFileSync(new URL("../../../corpus/uv-stderr/conflict.txt", import.meta.url), "utf8");

    expect(parseExplanation(text).demands).toEqual([
      { by: { name: "beta", range: "" }, wants: { name: "shared", range: ">=2" } },
      { by: { name: "alpha", range: "" }, wants: { name: "shared", range: "<2" } },
    ]);
  });
});

describe("hostile text", () => {
  test.each(["a", "a ", "a==1 ", "you require a==1 and ", "all of: ", "Because a-", "{", "a["])(
    "a megabyte of %j is read in well under a second",
    (piece) => {
      const started = threadMilliseconds();
      parseExplanation(piece.repeat(1e6 / piece.length));

      expect(threadMilliseconds() - started).toBeLessThan(1500);
    },
  );

  test("no text makes it fail", () => {
    const words = fc.constantFrom(
      "Because",
      "and",
      "a==1",
      "depends on",
      "you require",
      ", we can conclude that",
      ".",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(words), (parts) => Array.isArray(parseExplanation(parts.join(" ")).demands)),
    );
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseExplanation(text).asked)));
  });
});

test("every recorded explanation holds a fact", () => {
  for (const file of readdirSync(new URL("../../../corpus/explanations", import.meta.url))) {
    expect(explained(file.replace(".txt", "")).asked, file).not.toEqual([]);
  }
});
