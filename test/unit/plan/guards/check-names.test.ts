import fc from "fast-check";
import { expect, test } from "vitest";
import { checkNames } from "../../../../src/plan/guards/check-names.ts";
import { environment } from "./environments.ts";

test.each([
  ["transfomers>=4", "transformers"],
  ["torchs", "torch"],
  ["flash-atn==2.8.3", "flash-attn"],
  ["Transformer", "transformers"],
  ["whispeerx", "whisperx"],
  ["datasest", "datasets"],
  ["nunpy", "numpy"],
])("%s looks like %s", (requirement, meant) => {
  expect(checkNames(environment({ asked: [requirement] }))).toMatchObject([
    { id: "look-alike", severity: "warning", message: expect.stringContaining(`looks like \`${meant}\``) },
  ]);
});

test.each([
  "torch",
  "torchx",
  "whisper",
  "whisperx[x]",
  "torchao",
  "my-own-package",
  "jax",
  "flash_attn",
  "Torch==2.8.0",
  "torchs @ https://files.example/torchs-1.0-py3-none-any.whl",
  "./wheels/torchs-1.0-py3-none-any.whl",
])("%s is fine", (requirement) => {
  expect(checkNames(environment({ asked: [requirement] }))).toEqual([]);
});

test("one letter too many, too few or swapped is always found in a long name", () => {
  const name = "transformers";
  const place = fc.integer({ min: 1, max: name.length - 2 });
  fc.assert(
    fc.property(place, fc.constantFrom("q", "w", "z"), (at, letter) => {
      const spoilt = [
        `${name.slice(0, at)}${letter}${name.slice(at)}`,
        `${name.slice(0, at)}${name.slice(at + 1)}`,
        `${name.slice(0, at)}${letter}${name.slice(at + 1)}`,
        `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`,
      ].filter((one) => one !== name);
      expect(checkNames(environment({ asked: spoilt }))).toHaveLength(spoilt.length);
    }),
  );
});
