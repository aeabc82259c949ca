import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FAILURE_RULES } from "../../../src/failures/failure-table.ts";
import { renderTroubleshooting } from "../../../src/failures/render-troubleshooting.ts";

test("the committed page is current; else run `npm run reference`", () => {
  const committed = readFileSync(new URL("../../../docs/TROUBLESHOOTING.md", import.meta.url), "utf8");

  expect(committed).toBe(renderTroubleshooting());
});

test("every class has a section that its anchor leads to", () => {
  const headings = renderTroubleshooting()
    .split("\n")
    .filter((line) => line.startsWith("## "))
    .map(githubAnchor);

  expect(headings).toEqual(FAILURE_RULES.map((rule) => rule.class.anchor));
  expect(new Set(headings).size).toBe(headings.length);
});

/** As GitHub makes it of a heading: lower case, letters, digits, hyphens and blanks only, blanks to hyphens. */
function githubAnchor(line: string): string {
  return line
    .slice(3)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
