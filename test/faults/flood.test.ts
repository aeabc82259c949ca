import { afterAll, beforeAll } from "vitest";
import { FLOODS } from "./cases/flood.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open({ megabytes: 6000 });
});
afterAll(async () => {
  await bench?.close();
});

runCases(FLOODS, () => bench);
