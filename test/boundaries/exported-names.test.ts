import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { namesTwice } from "./exported-names.ts";
import { readSources } from "./source-files.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("a name that two files export is seen, a schema and its type in one file aren't", () => {
  const sources = new Map([
    ["src/plan/finding.ts", "export const Finding = 1;\nexport type Finding = typeof Finding;\n"],
    ["src/wheels/read.ts", "async function read() {}\nexport async function readAll() {}\n"],
    ["src/verify/finding.ts", "export interface Finding {}\nfunction read() {}\n"],
  ]);
  expect(namesTwice(sources)).toEqual([
    "Finding is exported by src/plan/finding.ts and src/verify/finding.ts: one of them needs its own name.",
  ]);
});

test("each name that src/ exports means one thing", () => {
  const sources = readSources(ROOT);
  expect(sources.size).toBeGreaterThan(100);
  expect(namesTwice(sources)).toEqual([]);
});
