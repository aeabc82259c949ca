/**
 * What downloading the next phase while one is installed saves: the same build with and without it, in turns.
 * `run.ts WHEELS [--rounds 3] [--rates 10,40,0]`, where WHEELS is a folder of wheels for the base's Python with all that they
 * need, e.g. by `pip download -d WHEELS scipy pandas onnxruntime`; they are served from this machine at so many MB a second (0:
 * as fast as it goes). One phase a package that is named in PHASES. Writes bench/results/parallel.json.
 */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, loadavg, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { PackageIndex } from "../../test/support/package-index.ts";
import { openSlowDoor } from "./slow-door.ts";

const PHASES = ["scipy", "pandas", "onnxruntime"];
const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const BASE = "surelayer-base:bookworm";
const CACHE = join(tmpdir(), "surelayer-bench-cache");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    rates: { type: "string", default: "10,40,0" },
    gateway: { type: "string", default: "172.17.0.1" },
  },
});
const [wheels = "."] = positionals;

async function packageFiles(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".whl"));
  return Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      const project = (name.split("-")[0] ?? "").toLowerCase().replaceAll(/[._]/g, "-");
      return { project, name, content, sha256: createHash("sha256").update(content).digest("hex") };
    }),
  );
}

/** The installer from this machine's own cache, which any plan fills: the index of this bench hasn't got it. */
async function lendInstaller(): Promise<void> {
  const own = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "surelayer");
  for (const path of await readdir(own, { recursive: true })) {
    if (!basename(path).startsWith("uv-")) continue;
    await mkdir(join(CACHE, "surelayer", dirname(path)), { recursive: true });
    await copyFile(join(own, path), join(CACHE, "surelayer", path));
  }
}

/** A base image that no earlier round has built on. */
function freshBase(): string {
  const reference = `surelayer-bench-base:${randomBytes(4).toString("hex")}`;
  const container = execFileSync("docker", ["create", BASE, "true"], { encoding: "utf8" }).trim();
  execFileSync("docker", ["commit", "--change", `LABEL bench=${reference}`, container, reference]);
  execFileSync("docker", ["rm", container]);
  return reference;
}

/** In several passes: an image goes when those that are built on it have gone. */
function removeImages(base: string): void {
  const filter = ["--filter", `label=bench=${base}`, "--quiet", "--no-trunc"];
  for (let pass = 0; pass <= PHASES.length; pass++) {
    const ids = execFileSync("docker", ["images", ...filter], { encoding: "utf8" }).split("\n");
    for (const id of new Set(ids.filter(Boolean))) {
      spawnSync("docker", ["rmi", "--force", id], { stdio: "ignore" });
    }
  }
}

/** Seconds of one build, planned before. */
async function build(prefetch: boolean, index: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "surelayer-bench-"));
  const base = freshBase();
  const manifest = {
    version: 1,
    name: "parallel",
    base: { image: base },
    phases: PHASES.map((name) => ({ name, packages: [name], imports: [name] })),
    install: { prefetch },
  };
  await writeFile(join(folder, "install.yml"), JSON.stringify(manifest));
  const env = {
    ...process.env,
    PIP_INDEX_URL: index,
    XDG_CACHE_HOME: CACHE,
  };
  // Not synchronously: the index is served by this process.
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [CLI, ...args], { cwd: folder, env });
  try {
    await run("plan", "-o", "plan.json");
    // What the build before left to be written would be paid for by this one.
    execFileSync("sync");
    const started = performance.now();
    await run("build", "--plan", "plan.json", "--no-verify");
    return (performance.now() - started) / 1000;
  } finally {
    removeImages(base);
    await rm(folder, { recursive: true });
  }
}

const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

const files = await packageFiles(wheels);
const index = new PackageIndex({ host: values.gateway, files });
await index.start();
await lendInstaller();
const port = Number(index.address.split(":").at(-1));
const rows: { megabytesPerSecond: number; ratio: number; seconds: Record<string, number[]> }[] = [];
for (const rate of values.rates.split(",").map(Number)) {
  const door = await openSlowDoor(
    values.gateway,
    { host: values.gateway, port },
    rate > 0 ? rate * 1e6 : 1e12,
  );
  const address = `http://${values.gateway}:${door.port}/simple/`;
  const seconds = { with: [] as number[], without: [] as number[] };
  for (let round = 0; round < Number(values.rounds); round++) {
    // Another order each round: what comes first must not always be the same.
    for (const prefetch of round % 2 === 0 ? [true, false] : [false, true]) {
      seconds[prefetch ? "with" : "without"].push(await build(prefetch, address));
    }
  }
  door.close();
  const ratio = median(seconds.with) / median(seconds.without);
  rows.push({ megabytesPerSecond: rate, ratio, seconds });
  console.log(
    `${rate || "unlimited"} MB/s: ${median(seconds.with).toFixed(1)} s with, ${median(seconds.without).toFixed(1)} s without, ratio ${ratio.toFixed(2)}`,
  );
}
await index.stop();
const downloadBytes = files.reduce((sum, one) => sum + one.content.length, 0);
const result = {
  at: new Date().toISOString(),
  load: loadavg(),
  phases: PHASES,
  files: files.length,
  downloadBytes,
  rows,
};
await writeFile(new URL("../results/parallel.json", import.meta.url), `${JSON.stringify(result, null, 1)}\n`);
