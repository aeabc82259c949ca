/**
 * What the disk watch costs: an installation by uv with and without it, in turns. `run.ts [--rounds 5] [--packages "numpy …"]`.
 * Each round installs the same packages into a fresh container, once watched from the file system, once watched through
 * a container (as on a remote engine), once not at all. Writes bench/results/watch.json.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DiskWatch } from "../../src/build/disk-watch/watch-disk.ts";
import { newRunId, thisOwner } from "../../src/host/run-owner.ts";
import type { Ports } from "../../src/ports.ts";
import { openDiskGauge } from "../../src/toolbox/engine-disk.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { phaseEnv } from "../../src/toolbox/installer-env.ts";
import { UV } from "../../src/toolbox/places.ts";
import { withToolbox } from "../../src/toolbox/toolbox.ts";
import { openBenchPorts } from "../plan-accuracy/bench-ports.ts";

const MODES = ["off", "directly", "in a container"] as const;
type Mode = (typeof MODES)[number];
const LIMITS = { before: 0, critical: 1e6, after_cleanup: 1e6, interval: 1000, max_used: 1 };
const BASE = { image: "surelayer-base:bookworm", python: "/usr/bin/python3" };

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    packages: { type: "string", default: "scipy pandas scikit-learn onnxruntime transformers" },
    cache: { type: "string", default: "/tmp/surelayer-bench-watch" },
  },
});
const packages = values.packages.split(" ");
const ports = await openBenchPorts(values.cache);
const run = { id: newRunId(), owner: thisOwner() };
const seconds: Record<Mode, number[]> = { off: [], directly: [], "in a container": [] };
let looks = 0;

await withToolbox(run, BASE, ports, async (toolbox) => {
  const once = (mode: Mode) =>
    toolbox.open(BASE.image, "bench", async (container) => {
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
      const started = performance.now();
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
          env: { ...phaseEnv(ports.network), TMPDIR: "/tmp" },
          signal,
        }),
      );
      const image = await container.commit({
        comment: "bench",
        config: { labels: {} },
        reference: `bench:${run.id}`,
      });
      const took = (performance.now() - started) / 1000;
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
const ratio = (mode: Mode) => median(seconds[mode]) / median(seconds.off);
const cpu = process.cpuUsage();
const result = {
  ...{
    packages,
    interval: 1,
    unit: "seconds of install and commit",
    rounds: seconds.off.length,
    seconds,
    looks,
  },
  ratios: { directly: ratio("directly"), "in a container": ratio("in a container") },
  ownProcess: { userSeconds: cpu.user / 1e6, systemSeconds: cpu.system / 1e6 },
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
