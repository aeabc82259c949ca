import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverageOf, judgeTimings } from "../../../src/verify/judge-timings.ts";
import type { WordTimings } from "../../../src/verify/verification.ts";

type Span = readonly [word: string, start: number, end: number];

function timings(spans: readonly Span[], changes: Partial<WordTimings> = {}): WordTimings {
  return {
    engine: "sphinx",
    duration_s: 2,
    words: spans.map(([word, start, end]) => ({ word, start, end, confidence: null })),
    pronunciations: [],
    tries: [],
    ...changes,
  };
}

const GOOD: readonly Span[] = [
  ["Hello", 0, 0.4],
  ["big", 0.4, 0.9],
  ["world", 1, 2],
];
const TEXT = "Hello, big world!";

describe("usable words", () => {
  test.each([
    ["every word in order", GOOD],
    [
      "two words that overlap",
      [
        ["Hello", 0, 0.6],
        ["big", 0.4, 0.9],
        ["world", 1, 2],
      ] as const,
    ],
    [
      "two words that start together",
      [
        ["Hello", 0, 0.4],
        ["big", 0, 0.9],
        ["world", 1, 2],
      ] as const,
    ],
    [
      "a last word that ends with the frame",
      [
        ["Hello", 0, 0.4],
        ["big", 0.4, 0.9],
        ["world", 1, 2.02],
      ] as const,
    ],
  ])("%s", (_, spans) => {
    expect(judgeTimings(timings(spans), TEXT, 1)).toBeUndefined();
  });
});

describe("unusable words", () => {
  test.each([
    [
      "ends before it starts",
      [["Hello", 0.5, 0.4]] as const,
      /word 1 "Hello" \(0.5–0.4 s\) ends before it starts/,
    ],
    ["takes no time", [["Hello", 0.4, 0.4]] as const, /word 1 "Hello".* ends before it starts/],
    ["starts before time", [["Hello", -0.1, 0.4]] as const, /word 1 "Hello".* starts before/],
    [
      "goes back",
      [
        ["Hello", 1, 1.5],
        ["big", 0.4, 0.9],
      ] as const,
      /word 2 "big".* starts before the word in front of it/,
    ],
    ["ends after the audio", [["Hello", 1, 2.03]] as const, /word 1 "Hello".* ends after the audio \(2 s\)/],
  ])("a word that %s", (_, spans, fault) => {
    expect(judgeTimings(timings(spans), TEXT, 0)).toMatch(fault);
  });

  test("too few of them", () => {
    expect(judgeTimings(timings(GOOD.slice(0, 2)), TEXT, 0.9)).toBe(
      "the words cover 66 % of the text, 90 % are required",
    );
  });

  test("a share that only rounding makes enough never reads as enough", () => {
    const text = Array.from({ length: 1000 }, (_, index) => `w${index}`).join(" ");
    const spans = Array.from(
      { length: 897 },
      (_, index): Span => [`w${index}`, index / 1000, (index + 1) / 1000],
    );

    expect(judgeTimings(timings(spans), text, 0.9)).toContain("cover 89 % of the text, 90 %");
  });

  test("none, with every engine's reason", () => {
    const tries = [
      { engine: "one", status: "unavailable" as const, reason: "no credential", seconds: 0 },
      { engine: "two", status: "failed" as const, reason: null, seconds: 1 },
    ];

    const fault = judgeTimings(timings([], { engine: null, tries }), TEXT, 0);

    expect(fault).toBe("no engine answered words (one unavailable: no credential; two failed)");
  });

  test("none, and no engine was there to ask", () => {
    expect(judgeTimings(timings([], { engine: null }), TEXT, 0)).toContain("no engine was tried");
  });

  test("an answer without words, though the text has none either", () => {
    expect(judgeTimings(timings([]), "", 0)).toContain("no engine answered words");
  });
});

describe("how much of the text is covered", () => {
  test.each([
    ["case and punctuation", ["HELLO", "world"], "“Hello”, world…", 1],
    ["either apostrophe", ["don't", "it’s"], "Don’t. It's!", 1],
    ["words that were said together", ["twenty-one", "words"], "Twenty one words", 1],
    ["words that were split", ["twenty", "one"], "twenty-one", 1],
    ["composed and decomposed letters", ["cafe\u0301"], "café", 1],
    ["letters with marks of their own", ["नमस्ते", "दुनिया"], "नमस्ते दुनिया", 1],
    ["half of a sentence", ["a", "b"], "a b c d", 0.5],
    ["the right words in the wrong order", ["b", "a"], "a b", 0.5],
    ["more words than the text", ["a", "x", "b", "y"], "a b", 1],
    ["one word for a repeated one", ["la"], "la la la la", 0.25],
    ["nothing", [], "a b", 0],
    ["a text without words", ["a"], "… !", 1],
    ["Chinese that comes in pieces", ["你好", "世界"], "你好世界", 1],
    ["Chinese that comes character by character", ["你", "好"], "你好世界", 0.5],
    ["Thai that comes as words", ["สวัสดี", "ชาวโลก"], "สวัสดีชาวโลก", 1],
  ])("%s", (_, answered, text, share) => {
    expect(coverageOf(answered, text)).toBeCloseTo(share, 5);
  });

  const words = fc.array(fc.constantFrom("a", "b", "c", "don't"), { maxLength: 12 });

  test("is a share", () => {
    fc.assert(
      fc.property(words, fc.string(), (answered, text) => {
        const share = coverageOf(answered, text);

        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is whole for the text itself, whatever comes in between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), words)), (pairs) => {
        const text = pairs.map(([word]) => word).join(" ");

        expect(
          coverageOf(
            pairs.flatMap(([word, between]) => [...between, word]),
            text,
          ),
        ).toBe(1);
      }),
    );
  });

  test("never falls when an answer gets one word more", () => {
    fc.assert(
      fc.property(words, words, fc.constantFrom("a", "b", "c"), fc.nat(12), (answered, text, more, at) => {
        const longer = [...answered.slice(0, at), more, ...answered.slice(at)];

        expect(coverageOf(longer, text.join(" "))).toBeGreaterThanOrEqual(
          coverageOf(answered, text.join(" ")),
        );
      }),
    );
  });
});
