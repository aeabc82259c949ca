import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { classifyFailure } from "../../../src/failures/classify-failure.ts";
import type { FailureEvidence } from "../../../src/failures/failure-class.ts";
import { FAILURE_RULES } from "../../../src/failures/failure-table.ts";

interface Excerpt extends Omit<FailureEvidence, "output"> {
  readonly file: string;
  readonly version: string;
  readonly cause: string;
  readonly expected: string;
}

interface Cited extends FailureEvidence {
  readonly source: string;
  readonly expected: string;
}

const CORPUS = new URL("../../corpus/failures/", import.meta.url);
const GROUPS = [
  "apt",
  "build",
  "container",
  "engine",
  "import",
  "index",
  "network",
  "resource",
  "uv",
  "wheel",
];
const excerpts: readonly Excerpt[] = GROUPS.flatMap((group) => JSON.parse(text(`${group}/index.json`)));
const cited: readonly Cited[] = JSON.parse(text("cited.json"));

function text(file: string): string {
  return readFileSync(new URL(file, CORPUS), "utf8");
}

function classOf(excerpt: Excerpt): string {
  return classifyFailure({ ...excerpt, output: text(excerpt.file) }).class.id;
}

describe("excerpts of failures that were really caused (bench/classification-corpus)", () => {
  test.each(excerpts)("$file", (excerpt) => {
    expect(classOf(excerpt), excerpt.cause).toBe(excerpt.expected);
  });

  test("name the same class where pip has ignored an index without TLS that nothing was missing from", () => {
    const warning =
      "2026-11-29T23:39:19,854 WARNING: The repository located at index.example is not a trusted or secure host and is being ignored. If this repository is available via HTTPS we recommend you use HTTPS instead.\n";
    const byPip = excerpts.filter(({ tool, file }) => tool === "pip" && file.startsWith("build/"));
    const others = byPip.filter(({ file }) => !/No matching distribution found/.test(text(file)));
    expect(others.length).toBeGreaterThan(20);

    const moved = others.filter((one) => {
      const failure = classifyFailure({ ...one, output: warning + text(one.file) });
      return failure.class.id !== one.expected;
    });

    expect(moved.map((one) => one.file)).toEqual([]);
  });

  test("are at least 60, and at most one in twenty is unknown", () => {
    const classes = excerpts.map(classOf);
    console.log(table(classes));

    expect(excerpts.length).toBeGreaterThanOrEqual(60);
    expect(classes.filter((id) => id === "U").length).toBeLessThanOrEqual(excerpts.length / 20);
  });

  test("hold nothing of the machine that they were made on", () => {
    for (const { file } of excerpts)
      expect(text(file), file).not.toMatch(/localhost|127\.0\.0\.1|\/root\/|\/tmp\/cc/);
  });
});

describe("signs that can't be caused here, as others reported them", () => {
  test.each(cited)("$expected: $source", (evidence) => {
    expect(classifyFailure(evidence).class.id).toBe(evidence.expected);
  });
});

/** Classes that our own looks give: no program's output shows them. */
const WITHOUT_OUTPUT = ["W4"];

test("every class but the unknown is met by an excerpt or a cited report", () => {
  const met = new Set([...excerpts, ...cited].map(({ expected }) => expected));
  const missing = FAILURE_RULES.map((rule) => rule.class.id).filter((id) => !met.has(id));

  expect(missing).toEqual(WITHOUT_OUTPUT);
});

/** `class  excerpts  cited  right`, one line for each class. */
function table(classes: readonly string[]): string {
  const rows = FAILURE_RULES.map(({ class: { id, name } }) => {
    const own = excerpts.filter(({ expected }) => expected === id);
    const right = own.filter((excerpt) => classes[excerpts.indexOf(excerpt)] === id).length;
    const others = cited.filter(({ expected }) => expected === id).length;
    return `${id.padEnd(4)} ${name.padEnd(38)} ${String(own.length).padStart(4)} caused, ${right} right; ${others} cited`;
  });
  const wrong = classes.filter((id, index) => id !== excerpts[index]?.expected).length;
  const unknown = classes.filter((id) => id === "U").length;
  const sum = `${excerpts.length} caused here: ${wrong} wrong, ${unknown} unknown; ${cited.length} cited`;
  return [...rows, sum].join("\n");
}
