import { expect, test } from "vitest";
import { layerTable } from "../../../src/report/result-view.ts";
import { BUILT } from "../../support/reports.ts";

test("what commands leave unsaid has no prediction to differ from", () => {
  const [one] = BUILT.phases;
  const phases = one ? [{ ...one, predictedBytes: null, actualBytes: 152e6 }] : [];

  const [row] = layerTable({ ...BUILT, phases }).rows;

  expect(row).toEqual(["one", "installed", "—", "152 MB", "—", "1.2 s"]);
});
