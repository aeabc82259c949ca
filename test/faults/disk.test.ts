import { afterAll, beforeAll } from "vitest";
import { DISK, DISK_MB } from "./cases/disk.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";
import { underPip } from "./under-pip.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.open({ megabytes: DISK_MB });
});
afterAll(async () => {
  await bench?.close();
});

runCases([...DISK, ...underPip(DISK)], () => bench);
