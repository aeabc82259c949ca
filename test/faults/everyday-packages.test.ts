import { afterAll, beforeAll } from "vitest";
import { DISK } from "./cases/disk.ts";
import { FLOODS } from "./cases/flood.ts";
import { BAD_CERTIFICATES } from "./cases/names-and-certificates.ts";
import { SILENT_CONFLICTS } from "./cases/resolution.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open();
});
afterAll(async () => {
  await bench?.close();
});

runCases([...BAD_CERTIFICATES, ...SILENT_CONFLICTS, ...DISK, ...FLOODS], () => bench, [
  "an install that succeeds breaks an earlier phase",
  "somebody fills the disk during an install and frees it again",
]);
