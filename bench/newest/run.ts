/**
 * Whether a plan tells the truth on today's newest releases: `run.ts FOLDER [--only SET …] [--program cli.js] [--base IMAGE]
 * [--results FILE]`. FOLDER is made, takes up to 35 GB, and is removed. `--table` prints what the results hold, and runs nothing.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readMachineNetwork } from "../../src/host/network/machine-network.ts";
import { createNodeFiles } from "../../src/host/node-files.ts";
import { type NewestSet, SETS } from "./sets.ts";
import {
  type Finding,
  type Imported,
  type Installed,
  type Place,
  type Planned,
  row,
  type SetRun,
  subject,
  table,
} from "./verdict.ts";

interface Ran {
  readonly exit: number;
  readonly seconds: number;
  readonly stdout: string;
  /** The end of what it printed, errors last. */
  readonly text: string;
}

const RESULTS = fileURLToPath(new URL("../results/newest.json", import.meta.url));
const DIST = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const EQUIPMENT =
  "ffmpeg libsndfile1 libgl1 libglib2.0-0 espeak-ng sox build-essential cmake git python3-dev".split(" ");
const CACHE_LIMIT = 24e9;
const CA = "/newest/ca.pem";
const NEEDS_GPU =
  /libcuda\.so|libnvidia|NVML|no NVIDIA driver|CUDA driver|No CUDA (?:GPUs|runtime)|Failed to infer device type/;
/** A whole distribution that nobody asked for, such as one of an extra. `pkg_resources` is a matter of setuptools' version. */
const UNDECLARED = /ModuleNotFoundError: No module named '(?!pkg_resources)[^.']+'$/;
/** Of what a finding is about: the module whose import proves it, where that isn't the name. */
const PROOFS: Readonly<Record<string, string>> = {
  torchcodec: "torchcodec.decoders",
  "pyannote-audio": "pyannote.audio",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", multiple: true },
    program: { type: "string", default: process.env["SURELAYER_TEST_PROGRAM"] ?? DIST },
    base: { type: "string", default: "surelayer-base:bookworm" },
    results: { type: "string", default: RESULTS },
    table: { type: "boolean", default: false },
  },
});

if (values.table) {
  console.log(table(await readResults()));
} else {
  const [folder] = positionals;
  if (folder === undefined) throw new Error("Usage: run.ts FOLDER [--only SET …] [--program FILE]");
  await runAll(resolve(folder));
}

async function runAll(home: string): Promise<void> {
  const wanted = SETS.filter((one) => values.only?.includes(one.name) ?? true);
  await mkdir(join(home, "home"), { recursive: true });
  const network = await readMachineNetwork(process.env, createNodeFiles(), CA);
  await writeFile(join(home, "ca.pem"), network.caBundle ?? "");
  await must("python3", ["-m", "pip", "install", "--quiet", "--target", join(home, "uv"), "uv"]);
  const places = { base: `newest-base-${process.pid}`, equipped: `newest-equipped-${process.pid}` };
  try {
    for (const place of Object.values(places)) await startContainer(place, home, network.installerEnv);
    await must("docker", ["exec", places.equipped, "apt-get", "update", "-qq"]);
    const install = ["apt-get", "install", "-qq", "--no-install-recommends", ...EQUIPMENT];
    await must("docker", ["exec", "-e", "DEBIAN_FRONTEND=noninteractive", places.equipped, ...install]);
    for (const one of wanted)
      await runSet(one, home, places).then(writeResult, (error: unknown) => console.error(one.name, error));
  } finally {
    await run("docker", [
      "exec",
      places.base,
      "rm",
      "-rf",
      "/newest/venv",
      "/newest/uv-cache",
      "/newest/home",
    ]);
    await run("docker", ["rm", "--force", ...Object.values(places)]);
    await rm(home, { recursive: true, force: true });
  }
}

async function startContainer(name: string, home: string, env: Readonly<Record<string, string>>) {
  const own = {
    ...env,
    HOME: "/newest/home",
    UV_CACHE_DIR: "/newest/uv-cache",
    UV_LINK_MODE: "hardlink",
    UV_PYTHON_DOWNLOADS: "never",
    UV_HTTP_TIMEOUT: "180",
    NO_COLOR: "1",
  };
  const variables = Object.entries(own).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const mount = ["--volume", `${home}:/newest`];
  await must("docker", [
    ...["run", "--detach", "--init", "--name", name, ...mount, ...variables],
    ...[values.base, "sleep", "infinity"],
  ]);
}

async function runSet(one: NewestSet, home: string, places: Record<Place, string>): Promise<SetRun> {
  const work = join(home, "work");
  await rm(work, { recursive: true, force: true });
  await mkdir(work);
  const plan = await planSet(one, work);
  const install = await installSet(one, existsSync(join(work, "pylock.toml")) ? "lock" : "names", places);
  const accused = plan.findings.filter((finding) => finding.severity === "error").map(subject);
  const proofs = accused.map((name) => PROOFS[name] ?? name.replaceAll("-", "_"));
  const imports: Imported[] = [];
  if (install.exit === 0)
    for (const module of new Set([...one.modules, ...proofs]))
      imports.push(await importModule(module, places));
  await run("docker", ["exec", places.base, "rm", "-rf", "/newest/venv"]);
  await trimCache(places.base);
  return {
    ...{ set: one.name, packages: one.packages, date: new Date().toISOString() },
    ...{ plan, install, imports },
  };
}

async function planSet({ name, packages, modules }: NewestSet, work: string): Promise<Planned> {
  const imports = [...new Set(modules.map((module) => module.replace(/:.*/, "")))];
  const phases = [{ name: "all", packages, imports }];
  // JSON is YAML, too.
  await writeFile(
    join(work, "install.yml"),
    JSON.stringify({ version: 1, name, base: { image: values.base }, phases }),
  );
  const flags = ["--json", "--refresh", "-o", "plan.json", "--write-lock", "pylock.toml"];
  const ran = await run(process.execPath, [resolve(values.program), "plan", ...flags], { cwd: work });
  const { failure, plan } = JSON.parse(ran.stdout) as Report;
  const distributions = plan?.phases.flatMap((phase) => phase.distributions) ?? [];
  return {
    exit: ran.exit,
    seconds: ran.seconds,
    failure: failure ? [failure.message, failure.remedy].filter(Boolean).join("\n") : null,
    findings: (plan?.findings ?? []).map(({ id, severity, message, remedy }) => ({
      ...{ id, severity, message, remedy },
    })),
    warnings: plan?.warnings ?? [],
    versions: Object.fromEntries(distributions.map((known) => [known.name, known.version])),
  };
}

/** What of the program's answer is read. */
interface Report {
  readonly failure: { readonly message: string; readonly remedy: string | null } | null;
  readonly plan: {
    readonly phases: readonly {
      readonly distributions: readonly { readonly name: string; readonly version: string }[];
    }[];
    readonly findings: readonly Finding[];
    readonly warnings: readonly string[];
  } | null;
}

/** A source distribution that can't be built in the base is built where compilers are. */
async function installSet(
  { packages }: NewestSet,
  what: Installed["what"],
  places: Record<Place, string>,
): Promise<Installed> {
  const uv = "/newest/uv/bin/uv";
  const files = what === "lock" ? ["sync", "/newest/work/pylock.toml"] : ["install", ...packages];
  const command = [uv, "pip", files[0] ?? "", "--quiet", "--python", "/newest/venv", ...files.slice(1)];
  let ran: Ran | undefined;
  let place: Place = "base";
  for (place of ["base", "equipped"] as const) {
    await must("docker", [
      "exec",
      places[place],
      uv,
      "venv",
      "--quiet",
      "--clear",
      "--python",
      "/usr/bin/python3",
      "/newest/venv",
    ]);
    ran = await run("docker", ["exec", places[place], ...command]);
    if (ran.exit === 0) break;
  }
  const { exit, seconds, text } = ran ?? { exit: 1, seconds: 0, text: "" };
  return { what, place, exit, seconds, error: exit === 0 ? null : text };
}

/** In a fresh process in the base; if that fails, again where the system packages are. */
async function importModule(entry: string, places: Record<Place, string>): Promise<Imported> {
  const [module, name] = entry.split(":");
  const code = name === undefined ? `import ${module}` : `from ${module} import ${name}`;
  const python = ["timeout", "300", "/newest/venv/bin/python", "-c", code];
  const bare = await run("docker", ["exec", places.base, ...python]);
  const ran = bare.exit === 0 ? bare : await run("docker", ["exec", places.equipped, ...python]);
  const works = bare.exit === 0 ? "ok" : "system library";
  const lacks = UNDECLARED.test(ran.text) ? "undeclared module" : "broken";
  const fails = NEEDS_GPU.test(ran.text) ? "GPU" : lacks;
  const cause = ran.exit === 0 ? works : fails;
  const text = cause === "system library" ? bare.text : ran.text;
  return { module: entry, cause, seconds: ran.seconds, error: cause === "ok" ? null : text };
}

/** Hard links take no room twice, but versions of torch pile up. */
async function trimCache(container: string): Promise<void> {
  const { stdout } = await run("docker", ["exec", container, "du", "-sk", "/newest/uv-cache"]);
  if (Number.parseInt(stdout, 10) * 1024 > CACHE_LIMIT)
    await run("docker", ["exec", container, "rm", "-rf", "/newest/uv-cache"]);
}

async function writeResult(result: SetRun): Promise<void> {
  const all = [...(await readResults()).filter((one) => one.set !== result.set), result];
  const order = SETS.map((one) => one.name);
  all.sort((a, b) => order.indexOf(a.set) - order.indexOf(b.set));
  await writeFile(values.results, `[\n${all.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
  console.log(row(result));
}

async function readResults(): Promise<readonly SetRun[]> {
  return existsSync(values.results) ? JSON.parse(await readFile(values.results, "utf8")) : [];
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { exit, text } = await run(command, args);
  if (exit !== 0) throw new Error(`${command} ${args.join(" ")}: ${text}`);
}

function run(command: string, args: readonly string[], options: { cwd?: string } = {}): Promise<Ran> {
  const started = performance.now();
  return new Promise((done) => {
    execFile(command, args, { ...options, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const failed = typeof error?.code === "number" ? error.code : 1;
      const exit = error ? failed : 0;
      const text = `${stdout}${stderr}`.trimEnd().split("\n").slice(-30).join("\n").slice(-4000);
      done({ exit, seconds: (performance.now() - started) / 1000, stdout, text });
    });
  });
}
