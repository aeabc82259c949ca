/**
 * Predicted against real sizes of many package sets: `run.ts FOLDER [--sets known|judged|after|large|NAME …]
 * [--bytecode none|all] [--engine own|current|…] [--results FILE]`. FOLDER is made and removed; `own` is Debian's engine.
 * Results go to bench/results/plan-accuracy.json, a build at a time; one that is there already is not built again, but
 * `--replan` predicts it anew.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { openBenchEngine } from "./bench-engine.ts";
import { openBenchPorts } from "./bench-ports.ts";
import { startSampler } from "./disk-sampler.ts";
import { clearImages } from "./engine-state.ts";
import { manifestOf, measureSet, replanSet, runTo } from "./measure-set.ts";
import type { Measurement, SetResult } from "./result.ts";
import { type PackageSet, SETS } from "./sets.ts";

const RESULTS = fileURLToPath(new URL("../results/plan-accuracy.json", import.meta.url));
const BYTECODE = ["none", "all"] as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    replan: { type: "boolean" },
    sets: { type: "string", multiple: true },
    engine: { type: "string", default: "own" },
    bytecode: { type: "string" },
    results: { type: "string", default: RESULTS },
  },
});
const home = positionals[0];
if (home === undefined) throw new Error("Usage: run.ts FOLDER [--sets …] [--bytecode …] [--results FILE]");

const base = "surelayer-base:bookworm";
const engine = await openBenchEngine(values.engine, home, base);
const bench: Bench = { engine, home, base, sampler: startSampler(engine.disk) };
try {
  await seedCache(bench);
  for (const set of SETS.filter((one) => isWanted(one, values.sets))) await runSet(set);
} finally {
  await bench.sampler.stop();
  await engine.close();
}

function isWanted(set: PackageSet, wanted: readonly string[] | undefined): boolean {
  const kind = set.large === true ? "large" : set.chosen;
  return wanted === undefined || wanted.includes(kind) || wanted.includes(set.name);
}

async function runSet(set: PackageSet): Promise<void> {
  for (const bytecode of BYTECODE) {
    if (values.bytecode !== undefined && values.bytecode !== bytecode) continue;
    const known = (await readResults()).find((one) => one.set === set.name);
    const old = known?.measurements.find((one) => one.bytecode === bytecode);
    if (old ? values.replan !== true : values.replan === true) continue;
    const others = known?.measurements.filter((one) => one !== old) ?? [];
    try {
      const measured = old ? await replanSet(bench, set, old) : await measureSet(bench, set, bytecode);
      console.log(line(set, measured));
      await writeResult(set, [...others, measured], null);
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      console.log(`${set.name}: ${failure}`);
      await writeResult(set, others, failure);
      return;
    }
  }
}

async function writeResult(
  set: PackageSet,
  measured: readonly Measurement[],
  failure: string | null,
): Promise<void> {
  const { name, chosen, seedMegabytes = null } = set;
  const measurements = BYTECODE.flatMap((kind) => measured.filter((one) => one.bytecode === kind));
  const rejudged = values.replan === true;
  const result: SetResult = { set: name, chosen, seedMegabytes, rejudged, measurements, failure };
  const all = [...(await readResults()).filter((one) => one.set !== name), result];
  await mkdir(join(values.results, ".."), { recursive: true });
  await writeFile(values.results, `[\n${all.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
}

async function readResults(): Promise<readonly SetResult[]> {
  return existsSync(values.results) ? JSON.parse(await readFile(values.results, "utf8")) : [];
}

function line(set: PackageSet, measured: Measurement): string {
  const percent = (one: { predicted: number; actual: number } | null) =>
    one ? `${((one.predicted / one.actual - 1) * 100).toFixed(3)} %` : "-";
  const { installed, blocks, peak, worst } = measured;
  const megabytes = (installed.actual / 1e6).toFixed(1);
  return `${set.name} [${measured.bytecode}] ${megabytes} MB installed ${percent(installed)} blocks ${percent(blocks)} peak ${percent(peak)} of ${(peak.actual / 1e6).toFixed(0)} worst ${worst?.name} ${percent(worst)} ${measured.seconds.toFixed(0)} s`;
}

/** Builds and pushes one small set: that fetches the installer, probes the base and brings the base to the registry. */
async function seedCache({ engine, home, base }: Bench): Promise<void> {
  const cache = join(home, "seed-cache");
  const work = join(home, "seed");
  const ports = await openBenchPorts(cache, engine);
  const seed: PackageSet = { name: "seed", phases: { all: ["six"] }, chosen: "known" };
  await ports.files.write(join(work, "install.yml"), manifestOf(seed, base, "none"));
  await runTo("end", work, ports, [`${engine.registry}/bench:0`]);
  await clearImages(ports);
  await rm(work, { recursive: true });
}
