import { afterAll, beforeAll } from "vitest";
import { MemoryGroup } from "../support/memory-group.ts";
import { GROUP_BYTES, memoryCases } from "./cases/memory.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";
import { underPip } from "./under-pip.ts";

let bench: FaultBench;
let group: MemoryGroup;
beforeAll(async () => {
  group = await MemoryGroup.create(GROUP_BYTES);
  const inGroup = ["--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", `/${group.name}`];
  bench = await FaultBench.open({ daemonOptions: () => inGroup });
});
afterAll(async () => {
  await bench?.close();
  await group?.remove();
});

const CASES = memoryCases(() => group);

runCases([...CASES, ...underPip(CASES)], () => bench, [
  "a neighbour's memory is missing when a compiler wants it",
]);
