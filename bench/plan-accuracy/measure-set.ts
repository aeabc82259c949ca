import { statfsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { newRunId, thisOwner } from "../../src/host/run-owner.ts";
import { runPipeline } from "../../src/pipeline.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { type Progress, startProgress } from "../../src/report/report.ts";
import type { Bench } from "./bench.ts";
import { openBenchPorts } from "./bench-ports.ts";
import { compare } from "./compare.ts";
import { clearImages } from "./engine-state.ts";
import type { Measurement } from "./result.ts";
import type { PackageSet } from "./sets.ts";
import { stageClock } from "./stage-clock.ts";

/** Builds a set once from nothing and compares what was planned with what happened. */
export async function measureSet(
  bench: Bench,
  set: PackageSet,
  bytecode: Measurement["bytecode"],
): Promise<Measurement> {
  const work = await mkdtemp(join(bench.home, "work-"));
  const clock = stageClock();
  const ports = await openBenchPorts(await freshCache(bench, work), { ...bench.engine, wrap: clock.wrap });
  try {
    await ports.files.write(join(work, "install.yml"), manifestOf(set, bench.base, bytecode));
    const before = usedBytes(bench);
    bench.sampler.take();
    const started = performance.now();
    const progress = await runTo("end", work, ports, [`${bench.engine.registry}/bench:1`]);
    const seconds = (performance.now() - started) / 1000;
    const { bytes: most, samples } = bench.sampler.take();
    const { plan, built } = progress;
    if (!plan || !built) throw new Error("the pipeline ended without a plan or an image");
    const after = usedBytes(bench);
    const detail = await compare(plan, ports);
    for (const { name, version, predicted, actual } of detail.inexact) {
      console.log(`  ${name} ${version}: ${predicted} bytes planned, ${actual} found`);
    }
    const second = bytecode === "all" ? (await runTo("plan", work, ports)).plan : null;
    return {
      bytecode,
      distributions: plan.phases.flatMap((phase) => phase.distributions).length,
      files: detail.files,
      installed: {
        predicted: plan.totals.installed,
        actual: built.phases.reduce((sum, phase) => sum + (phase.actualBytes ?? 0), 0),
      },
      blocks: { predicted: plan.totals.blocks, actual: after - before },
      peak: { predicted: plan.totals.peak, actual: most - before, samples },
      secondPlan: second?.totals.installed ?? null,
      secondPeak: second?.totals.peak ?? null,
      worst: detail.worst,
      seconds,
      stages: clock.seconds(),
    };
  } finally {
    await clearImages(ports);
    await rm(work, { recursive: true });
  }
}

/** A measurement with what a first plan says today: after a change of the model only what is
 * predicted needs doing again, as long as the index has no newer versions: then the plan without bytecode is off, too. */
export async function replanSet(bench: Bench, set: PackageSet, old: Measurement): Promise<Measurement> {
  const work = await mkdtemp(join(bench.home, "work-"));
  try {
    const ports = await openBenchPorts(await freshCache(bench, work), bench.engine);
    await ports.files.write(join(work, "install.yml"), manifestOf(set, bench.base, old.bytecode));
    const { plan } = await runTo("plan", work, ports);
    if (!plan) throw new Error("the pipeline ended without a plan");
    const { installed, blocks, peak } = plan.totals;
    return {
      ...old,
      installed: { ...old.installed, predicted: installed },
      blocks: { ...old.blocks, predicted: blocks },
      peak: { ...old.peak, predicted: peak },
      // What each distribution really took wasn't written down.
      worst: null,
    };
  } finally {
    await rm(work, { recursive: true });
  }
}

/** The installer and the facts of the base are there, as for anyone's second build; nothing of the packages is. */
async function freshCache(bench: Bench, work: string): Promise<string> {
  const cache = join(work, "cache");
  await mkdir(cache);
  await cp(join(bench.home, "seed-cache"), cache, { recursive: true });
  return cache;
}

export async function runTo(
  until: "plan" | "end",
  work: string,
  ports: Ports,
  tags: readonly string[] = [],
): Promise<Progress> {
  const progress = startProgress("bench");
  const request = {
    manifestPath: join(work, "install.yml"),
    allowPrivateIndex: false,
    baseImage: undefined,
    refresh: false,
    until,
    fromPlan: undefined,
    planDigest: undefined,
    verify: false,
    tags,
    push: tags.length > 0,
    planFile: join(work, "plan.json"),
    lockFile: undefined,
    logFolder: join(work, "logs"),
    trustDomain: undefined,
  };
  await runPipeline({ id: newRunId(), owner: thisOwner() }, request, progress, ports);
  return progress;
}

export function manifestOf(set: PackageSet, base: string, bytecode: Measurement["bytecode"]): string {
  const phases = Object.entries(set.phases).map(([name, packages]) => ({ name, packages }));
  // JSON is YAML, too.
  return JSON.stringify({ version: 1, name: "bench", base: { image: base }, phases, image: { bytecode } });
}

function usedBytes(bench: Bench): number {
  const disk = statfsSync(bench.engine.disk);
  return (disk.blocks - disk.bfree) * disk.bsize;
}
