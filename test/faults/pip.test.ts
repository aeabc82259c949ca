import { afterAll, beforeAll } from "vitest";
import { LOST_WHEELS } from "./cases/prebuilt.ts";
import { SOURCE_BUILDS } from "./cases/source-builds.ts";
import { LIMITS, OUTAGES, REFUSALS } from "./cases/status.ts";
import { RESETS, STALLS, TRUNCATIONS, WRONG_BYTES } from "./cases/transfer.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";
import { underPip } from "./under-pip.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open();
});
afterAll(async () => {
  await bench?.close();
});

/** Pages are uv's affair. */
const STATUSES = [...OUTAGES, ...LIMITS, ...REFUSALS].filter((one) => !one.title.startsWith("pages"));

runCases(
  [
    ...underPip(STATUSES),
    ...underPip([...RESETS, ...TRUNCATIONS, ...STALLS, ...WRONG_BYTES]),
    ...underPip([...SOURCE_BUILDS, ...LOST_WHEELS]),
  ],
  () => bench,
);
