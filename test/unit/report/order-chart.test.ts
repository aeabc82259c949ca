import { expect, test } from "vitest";
import { orderChart } from "../../../src/report/order-chart.ts";
import { plannedPhase, planOf } from "../../support/plans.ts";

test("draws the phases in order, and why one goes before another", () => {
  const plan = planOf([plannedPhase("align"), plannedPhase("attention", { leftOut: true })], {
    constraints: [{ before: "align", after: "attention", because: 'whisperx brings "torch"' }],
  });

  expect(orderChart(plan)).toBe(
    [
      "```mermaid",
      "flowchart LR",
      '  p0["align<br/>1.00 kB"]',
      '  p1["attention<br/>left out"]',
      "  p0 --> p1",
      '  p0 -. "whisperx brings #quot;torch#quot;" .-> p1',
      "```",
    ].join("\n"),
  );
});
