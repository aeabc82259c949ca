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

/** What an installer has of a body when it breaks off, uv goes on from; pip begins anew, and each break costs it a try. */
const OFTEN = "the connection is reset within the body, six times";

/** Pages are uv's affair. */
const STATUSES = [...OUTAGES, ...LIMITS, ...REFUSALS].filter((one) => !one.title.startsWith("pages"));

runCases(
  [
    ...underPip(STATUSES),
    ...underPip(
      [...RESETS, ...TRUNCATIONS, ...STALLS, ...WRONG_BYTES].filter((one) => one.title !== OFTEN),
      {
        // To pip a body that ends early is a file with another hash.
        "a body ends before its announced length": { classes: ["H1"] },
      },
    ),
    ...underPip([...SOURCE_BUILDS, ...LOST_WHEELS], { "the wheel is cut short": { classes: ["H1"] } }),
  ],
  () => bench,
);
