/**
 * What the disk watch costs: an installation by uv and its commit with and without it, in turns. `run.ts WHEELS [--rounds 7]`,
 * where WHEELS is a folder of wheels for the base's Python, e.g. by `pip download -d WHEELS scipy pandas onnxruntime`: they
 * are served from this machine, so that the network has no part in it. Each round installs into a fresh container, once
 * watched from the file system, once through a container (as on a remote engine), once not at all. Writes
 * bench/results/watch.json.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { newRunId, thisOwner } from "../../src/host/run-owner.ts";
import { DiskWatch } from "../../src/image/disk-watch/watch-disk.ts";
import { openDiskGauge } from "../../src/image/machine/engine-disk.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { UV } from "../../src/toolbox/container-paths.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { phaseEnv } from "../../src/toolbox/installer-env.ts";
import { withToolbox } from "../../src/toolbox/toolbox.ts";
import { PackageIndex } from "../../test/support/package-index.ts";
import { openBenchPorts } from "../plan-accuracy/bench-ports.ts";

const MODES = ["off", "directly", "in a container"] as const;
type Mode = (typeof MODES)[number];
const LIMITS = { before: 0, critical: 1e6, after_cleanup: 1e6, interval: 1000, max_used: 1 };
const BASE = { image: "surelayer-base:bookworm", python: "/usr/bin/python3" };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    cache: { type: "string", default: "/tmp/surelayer-bench-watch" },
    /** Address of this machine that containers reach. */
    gateway: { type: "string", default: "172.17.0.1" },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error("Usage: run.ts WHEELS [--rounds 7]");
const wheels = (await readdir(folder)).filter((name) => name.endsWith(".whl"));
const files = await Promise.all(
  wheels.map(async (name) => {
    const content = await readFile(join(folder, name));
    const project = (name.split("-")[0] ?? "").toLowerCase().replaceAll("_", "-");
    return { project, name, content, sha256: createHash("sha256").update(content).digest("hex") };
  }),
);
const packages = files.map((one) => one.project);
const index = new PackageIndex({ host: values.gateway, files });
await index.start();
const ports = await openBenchPorts(values.cache);
const settings = {
  UV_DEFAULT_INDEX: index.url,
  UV_INDEX_URL: index.url,
  NO_PROXY: values.gateway,
  no_proxy: values.gateway,
};
const run = { id: newRunId(), owner: thisOwner() };
const seconds: Record<Mode, number[]> = { off: [], directly: [], "in a container": [] };
/** Seconds until the first look, once a build. */
const opening: Record<Mode, number[]> = { off: [], directly: [], "in a container": [] };
/** Seconds of processor time that this process itself took, which other users of the machine don't change. */
const own: Record<Mode, number[]> = { off: [], directly: [], "in a container": [] };
let looks = 0;

await withToolbox(run, BASE, ports, async (toolbox) => {
  const once = (mode: Mode) =>
    toolbox.open(BASE.image, "bench", async (container) => {
      const openedAt = performance.now();
      const gauge = await openDiskGauge(run, BASE, "watch", looking(mode, ports));
      const watch = new DiskWatch(
        { limits: { ...LIMITS, interval: mode === "off" ? 0 : 1000 }, gauge },
        ports,
      );
      const phase = {
        name: "bench",
        predictedBytes: 20e9,
        peakBytes: 0,
        ownBytes: () => container.diffBytes(),
      };
      // A build opens its watch once, before its first phase.
      while (mode !== "off" && watch.readings().taken === 0) await sleep(5);
      opening[mode].push((performance.now() - openedAt) / 1000);
      // A phase begins at any time between two lines of a gauge in a container, which says four a second.
      await sleep(Math.random() * 250);
      // What the turn before left to be written would be paid for by this one.
      execFileSync("sync");
      const started = performance.now();
      const cpuBefore = process.cpuUsage();
      const result = await watch.guard(phase, async (signal) =>
        execText(container, {
          command: [
            UV,
            "pip",
            "install",
            "--no-config",
            "--break-system-packages",
            "--python",
            BASE.python,
            ...packages,
          ],
          env: { ...phaseEnv(ports.network), ...settings, TMPDIR: "/tmp" },
          signal,
        }),
      );
      const image = await container.commit({
        comment: "bench",
        config: { labels: {} },
        reference: `bench:${run.id}`,
      });
      const took = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(cpuBefore);
      own[mode].push((user + system) / 1e6);
      await watch.stop();
      await gauge.close();
      await ports.engine.removeImage(image.id);
      if (result.exitCode !== 0) throw new Error(result.stderr);
      looks += watch.readings().taken;
      return took;
    });
  await once("off");
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Another order each round: what comes first must not always be the same.
    for (const mode of [...MODES.slice(round % 3), ...MODES.slice(0, round % 3)]) {
      seconds[mode].push(await once(mode));
      console.log(mode, seconds[mode].at(-1)?.toFixed(2));
    }
  }
});

const median = (of: readonly number[]) =>
  [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
await index.stop();
const ratio = (mode: Mode) => median(seconds[mode]) / median(seconds.off);
const quickest = (mode: Mode) => Math.min(...seconds[mode]) / Math.min(...seconds.off);
const result = {
  ...{
    packages,
    interval: 1,
    unit: "seconds of install and commit",
    rounds: seconds.off.length,
    seconds,
    looks,
    load: loadavg(),
  },
  ratios: { directly: ratio("directly"), "in a container": ratio("in a container") },
  // What others do on the machine only adds: the quickest rounds say most where it is busy.
  ratiosOfQuickest: { directly: quickest("directly"), "in a container": quickest("in a container") },
  opening,
  ownProcessor: own,
};
await writeFile(
  fileURLToPath(new URL("../results/watch.json", import.meta.url)),
  `${JSON.stringify(result, null, 1)}\n`,
);
console.log(
  `watched directly ${result.ratios.directly.toFixed(3)}×, in a container ${result.ratios["in a container"].toFixed(3)}×`,
);

function looking(mode: Mode, real: Ports): Ports {
  const info = async () => ({ ...(await real.engine.info()), local: mode !== "in a container" });
  return { ...real, engine: Object.assign(Object.create(real.engine), { info }) };
}
