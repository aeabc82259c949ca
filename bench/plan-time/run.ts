/**
 * How long a plan takes beside `pip install --dry-run --report`: `run.ts FOLDER [--rounds 3]`, where FOLDER holds `pip-venv`, a
 * virtual environment with the pip to compare with, and becomes the place of caches and results between. It runs the
 * bundle. What it measured goes to bench/results/plan-time.json, a round at a time.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startCold, startWithLock } from "./caches.ts";
import { countFetched } from "./fetched.ts";
import { manifestText, PACKAGES } from "./set.ts";
import { type Timed, timed } from "./timed.ts";

/** One round: the same question in five ways, one after the other. */
interface Round {
  readonly pip: Timed;
  /** Resolved anew; nothing known of any wheel. */
  readonly resolvedCold: Timed;
  /** Resolved anew; wheels' directories known. */
  readonly resolvedWarm: Timed;
  /** Lock known; nothing known of any wheel. */
  readonly fromLock: Timed;
  /** All known. */
  readonly second: Timed;
}

const RESULTS = fileURLToPath(new URL("../results/plan-time.json", import.meta.url));
const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    base: { type: "string", default: "surelayer-base:bookworm" },
    results: { type: "string", default: RESULTS },
  },
});
const [home] = positionals;
if (home === undefined) throw new Error("Usage: run.ts FOLDER [--rounds N] [--base IMAGE] [--results FILE]");

const work = join(home, "work");
const seed = join(home, "seed");
const cache = join(home, "cache");
const known = join(home, "known");
const pip = join(home, "pip-venv/bin/pip");
await mkdir(work, { recursive: true });
await writeFile(join(work, "install.yml"), manifestText(values.base));
await seedCache();

const about = { date: new Date().toISOString(), node: process.version, processors: cpus().length };
const rounds: Round[] = [];
for (let round = 1; round <= Number(values.rounds); round++) {
  rounds.push(await measure());
  await startWithLock(cache, seed, known);
  const sizes = await countFetched(work, cache);
  await writeFile(values.results, `${JSON.stringify({ ...about, sizes, rounds }, null, 2)}\n`);
  console.log(`round ${round}: ${JSON.stringify(sizes)}`);
}

async function measure(): Promise<Round> {
  const report = join(home ?? "", "pip-report.json");
  const argv = [pip, "install", "--quiet", "--dry-run", "--no-cache-dir", "--report", report, ...PACKAGES];
  const byPip = await say("pip", timed({ argv, cwd: work, env: process.env }));
  await startCold(known, seed);
  const resolvedCold = await say("resolved, cold", plan(known, ["--refresh"]));
  const resolvedWarm = await say("resolved, warm", plan(known, ["--refresh"]));
  await startWithLock(cache, seed, known);
  const fromLock = await say("from lock", plan(cache));
  const second = await say("second", plan(cache));
  return { pip: byPip, resolvedCold, resolvedWarm, fromLock, second };
}

function plan(cacheHome: string, flags: readonly string[] = []): Promise<Timed> {
  const argv = [process.execPath, CLI, "plan", ...flags];
  return timed({ argv, cwd: work, env: { ...process.env, XDG_CACHE_HOME: cacheHome } });
}

async function say(what: string, running: Promise<Timed>): Promise<Timed> {
  const { wall, processor, load } = await running;
  console.log(`${what}: ${wall} s, processor ${processor} s, load ${load.join(" → ")}`);
  return { wall, processor, load };
}

/** Plans something small once: that fetches the installer and probes the base. */
async function seedCache(): Promise<void> {
  const folder = join(home ?? "", "first");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "install.yml"), manifestText(values.base, { first: ["six"] }));
  const env = { ...process.env, XDG_CACHE_HOME: seed };
  await timed({ argv: [process.execPath, CLI, "plan"], cwd: folder, env });
}
