import { describe, expect, test } from "vitest";
import { buildSystem } from "../../../../src/python/sources/build-system.ts";

const LEGACY = { requires: ["setuptools>=40.8.0"], backend: "setuptools.build_meta:__legacy__", path: [] };

describe("what a pyproject.toml says of its build", () => {
  test("is its own table", () => {
    const text = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n';
    expect(buildSystem(text)).toEqual({ requires: ["hatchling"], backend: "hatchling.build", path: [] });
  });

  test("is setuptools' legacy back end where no back end is named, with the table's own requirements", () => {
    expect(buildSystem('[build-system]\nrequires = ["setuptools<81", "torch"]\n')).toEqual({
      ...LEGACY,
      requires: ["setuptools<81", "torch"],
    });
  });

  test.each([
    ["is empty", ""],
    ["has no such table", '[project]\nname = "x"\n'],
    ["is no TOML", "[build-system"],
    ["requires something that is no list", '[build-system]\nrequires = "setuptools"\n'],
  ])("is the legacy one where the file %s", (_, text) => {
    expect(buildSystem(text)).toEqual(LEGACY);
  });
});
