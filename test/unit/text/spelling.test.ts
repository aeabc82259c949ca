import { expect, test } from "vitest";
import { closest, didYouMean } from "../../../src/text/spelling.ts";

const KNOWN = ["packages", "imports", "optional", "on_no_gpu", "name"];

test.each([
  ["pakages", "packages"],
  ["apckages", "packages"],
  ["package", "packages"],
  ["IMPORTS", "imports"],
  ["onNoGpu", "on_no_gpu"],
  ["on-no-gpu", "on_no_gpu"],
  ["nmae", "name"],
])("%s was meant to be %s", (word, meant) => {
  expect(closest(word, KNOWN)).toBe(meant);
});

test.each(["", "x", "colour", "packagespackages", "p".repeat(1_000_000)])("nothing is near %.20s", (word) => {
  expect(closest(word, KNOWN)).toBeUndefined();
});

test("a phase's name is suggested at the end of a sentence", () => {
  expect(didYouMean("speach", ["audio", "speech"])).toBe(" Did you mean `speech`?");
  expect(didYouMean("video-8", ["audio", "speech"])).toBe("");
});
