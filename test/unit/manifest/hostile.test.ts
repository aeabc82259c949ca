import { expect, test } from "vitest";
import { threadMilliseconds } from "../../support/thread-time.ts";
import { good, head, problemsOf } from "./manifest-text.ts";

const MEGABYTE = 1_000_000;

function filled(pattern: string, characters = MEGABYTE - 200): string {
  return pattern.repeat(Math.floor(characters / pattern.length));
}

const DEEP = "1:1: the manifest is nested too deeply; write it as the reference shows";
const MANY = "1:1: the manifest holds far more than a manifest needs; write a smaller one";
const ALIASES = "1:1: the aliases (`*`) stand for too much; write the values out";

const laughs = Array.from({ length: 12 }, (_, level) => {
  const items = level === 0 ? ["x"] : Array.from({ length: 9 }, () => `*a${level - 1}`);
  return `a${level}: &a${level} [${items.join(", ")}]`;
}).join("\n");

/** The issue allows a second; a loaded runner with two cores is given three. */
const LONGEST_MS = 3000;

test.each([
  ["lists in lists", filled("["), DEEP],
  ["maps in maps", filled("{a: "), DEEP],
  ["lists in lines", filled("- "), DEEP],
  ["keys in keys", filled("? "), DEEP],
  ["keys under keys", filled("a: b: c\n"), DEEP],
  ["a long list", filled("- a\n"), MANY],
  ["a long flow list", `[${filled("a,")}]`, MANY],
  ["one key for ever", filled("a: 1\n"), MANY],
  ["comments", filled("# x\n"), MANY],
  ["documents", filled("---\n"), MANY],
  ["closing brackets", filled("]"), MANY],
  ["quotes", filled('"'), MANY],
  ["the billion laughs", laughs, ALIASES],
  ["one alias for ever", `a: &a 1\nb:\n${filled("- *a\n", 20_000)}`, ALIASES],
  [
    "more than a megabyte",
    `${good()}#${"x".repeat(MEGABYTE)}`,
    "1:1: the manifest is larger than 1 MB; write a smaller one",
  ],
])("%s are refused at once", (_, text, message) => {
  const before = threadMilliseconds();
  expect(problemsOf(text)).toEqual([message]);
  expect(threadMilliseconds() - before).toBeLessThan(LONGEST_MS);
});

test.each([
  ["a block of text", `a: |\n${filled(" x\n")}`],
  ["escapes", `a: "${filled("\\u0041")}"`],
  ["a name", head().replace("app", filled("a-"))],
  ["a base", head().replace("python", filled("a."))],
  ["a requirement", head(`phases: [{ name: a, packages: [${filled("a ")}] }]\n`)],
  ["comparisons", head(`phases: [{ name: a, packages: [${filled("'p>=1,>=1', ", 30_000)}] }]\n`)],
  ["a module", good(`    imports: [${filled("a.")}-]\n`)],
  ["a path", good(`workdir: ${filled("/..")}\n`)],
  ["a command", good(`command: ${filled("a ")}!\n`)],
  ["an address", good(`indexes: [{ name: a, url: "https://${filled("a.")}", packages: [a] }]\n`)],
  ["a wrong line again and again", filled("a: @\n", 10_000)],
  ["a size", good(`disk: { reserve: "${filled("1")}" }\n`)],
])("%s of a megabyte has its problems told in little time and space", (_, text) => {
  const before = threadMilliseconds();
  const told = problemsOf(text);
  expect(threadMilliseconds() - before).toBeLessThan(LONGEST_MS);
  expect(told.length).toBeGreaterThan(0);
  expect(told.join("\n").length).toBeLessThan(20_000);
});

test("more phases than an image has layers are refused", () => {
  const phases = Array.from(
    { length: 101 },
    (_, index) => `  - { name: p${index}, packages: [d${index}] }\n`,
  );
  expect(problemsOf(head(`phases:\n${phases.join("")}`))).toEqual([
    "5:3: `phases` has more than 100 entries, and each is a layer; put several packages into one phase",
  ]);
});
