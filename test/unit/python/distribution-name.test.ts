import { expect, test } from "vitest";
import { isDistributionName, normaliseName } from "../../../src/python/distribution-name.ts";

test.each([
  ["Flash_Attn", "flash-attn"],
  ["ruamel.yaml", "ruamel-yaml"],
  ["a-_.B", "a-b"],
  ["torch", "torch"],
])("%s is normalised to %s", (name, normalised) => {
  expect(normaliseName(name)).toBe(normalised);
});

test.each(["torch", "A", "3to2", "ruamel.yaml", "flash_attn"])("%s is a name", (name) => {
  expect(isDistributionName(name)).toBe(true);
});

test.each(["", "-a", "a-", "a b", "a/b", "tørch", "a\n"])("%j is no name", (name) => {
  expect(isDistributionName(name)).toBe(false);
});
