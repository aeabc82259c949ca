import { afterAll, beforeAll } from "vitest";
import { REFUSALS } from "./cases/status.ts";
import { RESETS, STALLS, TRUNCATIONS, WRONG_BYTES } from "./cases/transfer.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open();
});
afterAll(async () => {
  await bench?.close();
});

runCases([...REFUSALS, ...RESETS, ...TRUNCATIONS, ...STALLS, ...WRONG_BYTES], () => bench);
