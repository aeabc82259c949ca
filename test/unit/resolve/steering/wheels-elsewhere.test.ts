import { expect, test } from "vitest";
import { pythonsOf } from "../../../../src/resolve/steering/wheels-elsewhere.ts";
import { PYTHON } from "../../../support/base-python.ts";

const PLATFORM = "manylinux_2_17_x86_64.manylinux2014_x86_64";

test("the Pythons of a version's wheels are those for this platform, other than the base's own", () => {
  const wheels = [
    `demo-1.22.4-cp310-cp310-${PLATFORM}.whl`,
    `demo-1.22.4-cp39-cp39-${PLATFORM}.whl`,
    "demo-1.22.4-cp312-cp312-win_amd64.whl",
    "demo-1.22.4-cp313-cp313-manylinux_2_17_aarch64.whl",
    "demo-1.22.4-cp311-cp311-manylinux_2_99_x86_64.whl",
  ];

  expect(pythonsOf(wheels, PYTHON)).toEqual(["3.9", "3.10"]);
  expect(pythonsOf([], PYTHON)).toEqual([]);
});
