import { afterAll, beforeAll } from "vitest";
import { LIMITS, OUTAGES } from "./cases/status.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open();
});
afterAll(async () => {
  await bench?.close();
});

runCases([...OUTAGES, ...LIMITS], () => bench);
