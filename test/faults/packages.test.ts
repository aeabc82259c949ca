import { afterAll, beforeAll } from "vitest";
import { BAD_CERTIFICATES } from "./cases/names-and-certificates.ts";
import { LOST_WHEELS } from "./cases/prebuilt.ts";
import { SILENT_CONFLICTS, UNSOLVABLE } from "./cases/resolution.ts";
import { ABORTS, SOURCE_BUILDS } from "./cases/source-builds.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open();
});
afterAll(async () => {
  await bench?.close();
});

runCases(
  [...BAD_CERTIFICATES, ...UNSOLVABLE, ...SILENT_CONFLICTS, ...SOURCE_BUILDS, ...ABORTS, ...LOST_WHEELS],
  () => bench,
);
