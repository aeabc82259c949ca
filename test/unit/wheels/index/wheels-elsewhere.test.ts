import { describe, expect, test } from "vitest";
import { wheelsElsewhere } from "../../../../src/wheels/index/wheels-elsewhere.ts";
import { PYTHON } from "../../../support/base-python.ts";

const PLATFORM = "manylinux_2_17_x86_64.manylinux2014_x86_64";
const files = (...names: readonly string[]) => names.map((name) => ({ name }));

/** As on the index's page of a package that had wheels for older Pythons. */
const OLD = files(
  "demo-1.22.4.tar.gz",
  `demo-1.22.4-cp310-cp310-${PLATFORM}.whl`,
  `demo-1.22.4-cp39-cp39-${PLATFORM}.whl`,
  "demo-1.22.4-cp311-cp311-win_amd64.whl",
  `demo-1.23.0rc1-cp311-cp311-${PLATFORM}.whl`,
  `demo-1.23.2-cp311-cp311-${PLATFORM}.whl`,
  `demo-1.24.0-cp311-cp311-${PLATFORM}.whl`,
);

describe("a version that has no wheel for this Python", () => {
  test("has those that it has, and a later version that fits", () => {
    expect(wheelsElsewhere(OLD, "1.22.4", PYTHON)).toEqual({
      pythons: ["3.9", "3.10"],
      any: true,
      first: "1.23.2",
    });
  });

  test("may have none at all, nor any later one", () => {
    expect(wheelsElsewhere(files("demo-1.0.tar.gz"), "1.0", PYTHON)).toEqual({
      pythons: [],
      any: false,
      first: null,
    });
    expect(wheelsElsewhere([], "1.0", PYTHON)).toEqual({ pythons: [], any: false, first: null });
  });

  test("may have them for other systems only", () => {
    expect(wheelsElsewhere(files("demo-1.0-cp311-cp311-win_amd64.whl"), "1.0", PYTHON)).toMatchObject({
      pythons: [],
      any: true,
    });
  });
});
