/**
 * Processor time that the disk watch takes, whatever else the machine does: `cost.ts [--seconds 60]`. Watches an idle container
 * for so long, from the file system and through a container, and adds up what this process and the gauge's container
 * used. Writes bench/results/watch-cost.json.
 */
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import Docker from "dockerode";
import { newRunId, thisOwner } from "../../src/host/run-owner.ts";
import { DiskWatch } from "../../src/image/disk-watch/watch-disk.ts";
import { openDiskGauge } from "../../src/image/machine/engine-disk.ts";
import { realClientOptions } from "../../test/support/real-engine.ts";
import { openBenchPorts } from "../plan-accuracy/bench-ports.ts";

const BASE = { image: "surelayer-base:bookworm", python: "/usr/bin/python3" };
/** The usual pace, and the quickest: room for less than a tenth of a second of the fastest writer. */
const CRITICAL = { usual: 0, quickest: Number.MAX_SAFE_INTEGER };

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } });
const ports = await openBenchPorts("/tmp/surelayer-bench-watch");
const docker = new Docker(await realClientOptions());
const results: object[] = [];
for (const look of ["directly", "in a container"] as const) {
  for (const pace of ["usual", "quickest"] as const) {
    const run = { id: newRunId(), owner: thisOwner() };
    const info = async () => ({ ...(await ports.engine.info()), local: look === "directly" });
    const seen = { ...ports, engine: Object.assign(Object.create(ports.engine), { info }) };
    const gauge = await openDiskGauge(run, BASE, "watch", seen);
    const limits = { before: 0, critical: CRITICAL[pace], after_cleanup: 0, interval: 1000, max_used: 1 };
    const before = process.cpuUsage();
    const watch = new DiskWatch({ limits, gauge }, ports);
    await sleep(Number(values.seconds) * 1000);
    const { user, system } = process.cpuUsage(before);
    const inContainer = look === "directly" ? 0 : await containerSeconds(`surelayer-${run.id}-watch`);
    await watch.stop();
    const { taken, failed } = watch.readings();
    await gauge.close();
    const processorSeconds = (user + system) / 1e6 + inContainer;
    const ofOneCore = processorSeconds / Number(values.seconds);
    results.push({ look, pace, seconds: Number(values.seconds), taken, failed, processorSeconds, ofOneCore });
    console.log(`${look}, ${pace} pace: ${taken} looks, ${(ofOneCore * 100).toFixed(2)} % of one core`);
  }
}
const file = fileURLToPath(new URL("../results/watch-cost.json", import.meta.url));
await writeFile(file, `${JSON.stringify(results, null, 1)}\n`);

async function containerSeconds(name: string): Promise<number> {
  const { cpu_stats: used } = await docker.getContainer(name).stats({ stream: false });
  return used.cpu_usage.total_usage / 1e9;
}
