import { afterAll, beforeAll } from "vitest";
import { OUTAGE_SECONDS } from "./cases/scenes.ts";
import { OUTAGES, REFUSALS } from "./cases/status.ts";
import { STALLS, WRONG_BYTES } from "./cases/transfer.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open();
});
afterAll(async () => {
  await bench?.close();
});

runCases([...OUTAGES, ...REFUSALS, ...STALLS, ...WRONG_BYTES], () => bench, [
  `files answer 502 for ${OUTAGE_SECONDS} s`,
  "another file comes under its name always",
]);
