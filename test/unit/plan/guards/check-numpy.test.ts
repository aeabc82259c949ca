import { expect, test } from "vitest";
import { checkNumpy } from "../../../../src/plan/guards/check-numpy.ts";
import { environment } from "./environments.ts";

test("numpy 2 under the base's packages for numpy 1 is a warning that names them", () => {
  const [finding] = checkNumpy(
    environment({
      base: { numpy: "1.26.4", pandas: "2.2.1", scipy: "1.13.1", requests: "2.0" },
      brought: { numpy: "2.0.2" },
    }),
  );

  expect(finding).toMatchObject({ id: "numpy-major", severity: "warning", phase: "new" });
  expect(finding?.message).toContain("pandas 2.2.1 of the base");
  expect(finding?.message).not.toContain("scipy");
});

test.each([
  [{ base: { numpy: "1.26.4", pandas: "2.2.2" }, brought: { numpy: "2.0.2" } }],
  [{ base: { numpy: "1.26.4", pandas: "2.2.1" }, brought: { numpy: "2.0.2", pandas: "2.3.0" } }],
  [{ base: { numpy: "1.26.4", pandas: "2.2.1" }, brought: {} }],
  [{ base: { pandas: "2.2.1" }, brought: { numpy: "2.0.2" } }],
])("%j is fine", (parts) => {
  expect(checkNumpy(environment(parts))).toEqual([]);
});

test.each([
  [{ base: {}, brought: { numpy: "2.2.0", torch: "2.1.0" } }, "torch 2.1.0"],
  [{ base: { numpy: "2.0.0" }, brought: { thinc: "8.2.4" } }, "thinc 8.2.4"],
])("numpy 2 beside a phase's package for numpy 1 is a warning, whoever chose it: %j", (parts, name) => {
  const [finding] = checkNumpy(environment(parts));

  expect(finding).toMatchObject({ id: "numpy-major", severity: "warning", phase: "new" });
  expect(finding?.message).toContain(`${name} is compiled for NumPy 1`);
  expect(finding?.remedy).toMatch(/numpy<2.* or `\w+>=[\d.]+`/);
});
