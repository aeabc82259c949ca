/**
 * What the checks of a layer cost: builds with an older program and with this one, in turns.
 * `run.ts --before CLI.js --after CLI.js --wheels FOLDER [--rounds 5]`. The manifest installs all wheels of the folder in one phase;
 * they are served from this machine, so that the network has no part in it. Each build has a base of its own, so that no finished
 * layer is found. Adds its times to bench/results/checks.json under the folder's name.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { PackageIndex } from "../../test/support/package-index.ts";
import { Workplace } from "../../test/support/workplace.ts";

const RESULT = fileURLToPath(new URL("../results/checks.json", import.meta.url));

const { values } = parseArgs({
  options: {
    before: { type: "string" },
    after: { type: "string" },
    wheels: { type: "string" },
    rounds: { type: "string", default: "5" },
  },
});
const { before, after, wheels } = values;
if (!before || !after || !wheels) throw new Error("run.ts --before CLI.js --after CLI.js --wheels FOLDER");
const programs = { before: resolve(before), after: resolve(after) };
type Program = keyof typeof programs;

const names = (await readdir(wheels)).filter((name) => name.endsWith(".whl"));
const files = await Promise.all(
  names.map(async (name) => {
    const content = await readFile(join(wheels, name));
    const project = (name.split("-")[0] ?? "").toLowerCase().replace(/[-_.]+/g, "-");
    return { project, name, content, sha256: createHash("sha256").update(content).digest("hex") };
  }),
);
const place = await Workplace.open();
const index = new PackageIndex({ host: await place.gateway(), files });
await index.start();

/** Seconds of one build that finds no layer of another one. */
async function build(program: Program, round: number): Promise<number> {
  const name = `${program}-${round}`;
  const image = `surelayer-bench-checks-${place.id}:${name}`;
  await place.derive(place.base, image, { Env: [`ROUND=${name}`] });
  const packages = files.map((one) => one.project);
  const phases = [{ name: "all", packages, imports: [] }];
  await place.write(`${name}/install.yml`, { version: 1, name: "checks", base: { image }, phases });
  const env = { ...process.env, PIP_INDEX_URL: index.url, XDG_CACHE_HOME: place.path(`${program}-cache`) };
  const started = performance.now();
  await promisify(execFile)(process.execPath, [programs[program], "build"], {
    ...{ cwd: place.path(name), env, maxBuffer: 64e6 },
  });
  return (performance.now() - started) / 1000;
}

/** The machine's own index has uv; that of the wheels doesn't. */
async function fetchUv(program: Program): Promise<void> {
  const phases = [{ name: "six", packages: ["six"] }];
  const manifest = { version: 1, name: "checks", base: { image: place.base }, phases };
  await place.write(`${program}-uv/install.yml`, manifest);
  const env = { ...process.env, XDG_CACHE_HOME: place.path(`${program}-cache`) };
  await promisify(execFile)(process.execPath, [programs[program], "plan"], {
    ...{ cwd: place.path(`${program}-uv`), env, maxBuffer: 64e6 },
  });
}

const median = (all: readonly number[]) =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

const seconds: Record<Program, number[]> = { before: [], after: [] };
try {
  for (const program of ["before", "after"] as const) await fetchUv(program);
  // The first build of each reads the wheels' directories.
  for (const program of ["before", "after"] as const) await build(program, 0);
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const order = round % 2 === 0 ? (["after", "before"] as const) : (["before", "after"] as const);
    for (const program of order) seconds[program].push(await build(program, round));
    console.log(
      `round ${round}: before ${seconds.before.at(-1)?.toFixed(1)} s, after ${seconds.after.at(-1)?.toFixed(1)} s`,
    );
  }
} finally {
  await index.stop();
  await place.close();
}
const ratio = median(seconds.after) / median(seconds.before);
const bytes = files.reduce((sum, one) => sum + one.content.length, 0);
const earlier = JSON.parse(await readFile(RESULT, "utf8").catch(() => "{}"));
const machine = { processors: cpus().length, load: loadavg() };
const found = { rounds: seconds.after.length, wheels: files.length, bytes, seconds, ratio, machine };
await writeFile(RESULT, `${JSON.stringify({ ...earlier, [basename(wheels)]: found }, null, 1)}\n`);
console.log(
  `before ${median(seconds.before).toFixed(2)} s, after ${median(seconds.after).toFixed(2)} s: ${ratio.toFixed(3)} ×`,
);
