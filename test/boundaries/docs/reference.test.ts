import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { manifestKeys } from "../../../scripts/reference/manifest-keys.ts";
import { readExamples, renderManifestPage } from "../../../scripts/reference/manifest-page.ts";
import { INPUTS, renderPages } from "../../../scripts/reference/pages.ts";
import { DESCRIPTIONS } from "../../../src/manifest/descriptions.ts";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
const examples = readExamples(read(INPUTS.examples));
const keys = manifestKeys();

test.each([...renderPages(read)])("%s is current; else run `npm run reference`", (path, text) => {
  expect(read(path)).toBe(text);
});

describe("a key of the manifest", () => {
  test("is found wherever the schema has one", () => {
    const paths = keys.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["version", "base.provides.python", "phases.requires.cuda"]),
    );
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("without an example is named", () => {
    const fewer = new Map([...examples].filter(([path]) => path !== "disk.reserve" && path !== "phases.run"));
    expect(() => renderManifestPage(fewer)).toThrow("No example for phases.run, disk.reserve.");
  });

  test("has a type and a meaning", () => {
    expect(keys.filter(({ type, description }) => type === "" || description === "")).toEqual([]);
  });

  test("is what each example and each description is for", () => {
    const known = new Set(keys.map(({ path }) => path));
    const stray = [...examples.keys(), ...DESCRIPTIONS.keys()].filter((path) => !known.has(path));
    expect(stray).toEqual([]);
  });
});

/** The example's text, with the shortest of each required key that it lacks. */
function whole(example: string): string {
  const least = {
    ...{ version: 1, name: "app", base: { image: "python:3.12-slim" } },
    phases: [{ name: "speech", packages: ["transformers>=4.48"] }],
  };
  const given = new Set(Object.keys(parse(example) as object));
  const missing = Object.entries(least).filter(([key]) => !given.has(key));
  return missing.length === 0 ? example : `${stringify(Object.fromEntries(missing))}${example}`;
}

/** Whether a value stands at the path, in any entry of the lists on the way. */
function holds(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((entry) => holds(entry, [key ?? "", ...rest]));
  const below = (value as Record<string, unknown> | undefined)?.[key ?? ""];
  return below !== undefined && (rest.length === 0 || holds(below, rest));
}

describe.each([...examples])("the example for %s", (path, example) => {
  test("is a good manifest", () => {
    expect(() => parseManifest(whole(example), "install.yml")).not.toThrow();
  });

  test("shows the key", () => {
    expect(holds(parse(example), path.split("."))).toBe(true);
  });
});
