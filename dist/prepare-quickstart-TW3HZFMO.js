process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  REGISTRY,
  openState
} from "./chunk-3I4BM2LK.js";
import {
  lastLines
} from "./chunk-4GKBPM2N.js";
import "./chunk-TLGS3X2B.js";
import {
  formatBytes
} from "./chunk-W4GD3UOF.js";
import "./chunk-I7DV6QFW.js";
import {
  EngineError,
  RegistryError,
  messageOf
} from "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";

// src/app/quickstart/apt.ts
import { join } from "node:path";

// src/app/quickstart/run-program.ts
var EVIDENCE_LINES = 8;
async function runMachineProgram(title, program, ports) {
  return ports.log.task(title, async (report) => {
    const { command, args, env, cwd } = program;
    const lines = [];
    const onLine = (line) => {
      if (line.trim() === "") return;
      report(line.trim());
      if (lines.push(line) > EVIDENCE_LINES) lines.shift();
    };
    const options = { onLine, signal: ports.signal, ...env && { env }, ...cwd !== void 0 && { cwd } };
    const result = await ports.processes.run(command, args, options);
    if (result.exitCode === 0) return result;
    throw new EngineError(`${title} failed: ${command} ended with exit code ${result.exitCode}.`, {
      evidence: lines.join("\n"),
      remedy: program.remedy
    });
  });
}

// src/app/quickstart/apt.ts
var NETWORK = "Check that this machine reaches its package mirror (`apt-get update`), then run again.";
var OPTIONS = ["-q", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"];
async function findApt(ports, settings) {
  const release = readOsRelease(await ports.files.readText("/etc/os-release").catch(() => ""));
  const family = [release["ID"], ...(release["ID_LIKE"] ?? "").split(" ")];
  if (!family.some((id) => id === "debian" || id === "ubuntu")) return void 0;
  if (await ports.processes.which("apt-get") === void 0) return void 0;
  return createApt(release["VERSION_CODENAME"] ?? "local", ports, settings);
}
function createApt(codename, ports, { isRoot }) {
  const aptGet = (args, cwd) => ({
    command: "apt-get",
    args: [...OPTIONS, ...args],
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    remedy: NETWORK,
    ...cwd !== void 0 && { cwd }
  });
  let updated = false;
  const update = async () => {
    if (!updated && isRoot) await runMachineProgram("Update package lists", aptGet(["update"]), ports);
    updated = true;
  };
  return {
    codename,
    mayInstall: isRoot,
    async install(packages) {
      await update();
      const args = ["install", "-y", "--no-install-recommends", ...packages];
      await runMachineProgram(`Install ${packages.join(", ")}`, aptGet(args), ports);
    },
    async unpack(name, folder) {
      await update();
      await ports.files.write(join(folder, "README"), `Unpacked from the package ${name}; may be deleted.
`);
      const find = aptGet(["download", "--print-uris", name], folder);
      const listed = await runMachineProgram(`Find ${name}`, find, ports);
      const archive = /^'[^']*' (\S+\.deb) /mu.exec(listed.stdout)?.[1];
      if (archive === void 0)
        throw new EngineError(`apt-get names no archive of ${name}.`, { remedy: NETWORK });
      await runMachineProgram(`Download ${name}`, aptGet(["download", name], folder), ports);
      const args = ["--extract", join(folder, archive), folder];
      await runMachineProgram(`Unpack ${name}`, { command: "dpkg-deb", args, remedy: NETWORK }, ports);
    }
  };
}
function readOsRelease(text) {
  const pairs = text.matchAll(/^([A-Z_]+)=["']?([^"'\n]*)["']?$/gmu);
  return Object.fromEntries(Array.from(pairs, ([, name, value]) => [name, value]));
}

// src/app/quickstart/ensure-base.ts
import { join as join2 } from "node:path";
var PUBLIC_BASE = "python:3.12-slim";
var OWN_BASE = "surelayer-base";
var SILENCE_MS = 15e3;
var ASK_AGAIN_MS = 24 * 60 * 60 * 1e3;
async function ensureBase(ports, state, apt) {
  if (await ports.engine.findImage(PUBLIC_BASE)) return use(PUBLIC_BASE, "the engine holds it", ports);
  const remembered = recentRefusal(ports, state);
  const reason = remembered ?? await tryPull(ports, state);
  if (reason === void 0) return use(PUBLIC_BASE, "pulled", ports);
  const tag = `${OWN_BASE}:${apt?.codename ?? "local"}`;
  const built = await ports.engine.findImage(tag) !== void 0;
  if (!built) await build(tag, reason, ports, apt);
  const again = remembered === void 0 ? "" : " when last tried";
  return use(tag, `${PUBLIC_BASE} could not be pulled${again}: ${reason}`, ports);
}
function use(image, why, ports) {
  ports.log.info(`Base image ${image} (${why}).`);
  return image;
}
function recentRefusal(ports, state) {
  const { refusedPull } = state.current();
  if (refusedPull?.image !== PUBLIC_BASE) return void 0;
  const age = ports.clock.now().getTime() - Date.parse(refusedPull.at);
  return age >= 0 && age < ASK_AGAIN_MS ? refusedPull.reason : void 0;
}
async function tryPull(ports, state) {
  try {
    await pull(ports);
    return void 0;
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!(error instanceof RegistryError)) throw error;
    const reason = firstLine(error.evidence ?? error.message);
    const at = ports.clock.now().toISOString();
    await state.setRefusedPull({ image: PUBLIC_BASE, at, reason });
    return reason;
  }
}
async function pull(ports) {
  const silence = new AbortController();
  const done = new AbortController();
  let moved = ports.clock.monotonic();
  const watch = async () => {
    while (ports.clock.monotonic() - moved < SILENCE_MS) await ports.clock.sleep(250, done.signal);
    silence.abort(new RegistryError(`no answer for ${SILENCE_MS / 1e3} s`));
  };
  const watching = watch().catch(() => void 0);
  try {
    await ports.log.task(
      `Pull ${PUBLIC_BASE}`,
      (report) => ports.engine.pullImage(PUBLIC_BASE, {
        signal: AbortSignal.any([ports.signal, silence.signal]),
        onProgress: ({ bytes, totalBytes, status }) => {
          moved = ports.clock.monotonic();
          report(totalBytes > 0 ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : status);
        }
      })
    );
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error;
  } finally {
    done.abort();
    await watching;
  }
}
async function build(tag, reason, ports, apt) {
  const tools = { debootstrap: "debootstrap", docker: "docker-cli" };
  const missing = [];
  for (const [tool, name] of Object.entries(tools)) {
    if (await ports.processes.which(tool) === void 0) missing.push(name);
  }
  if (!apt?.mayInstall) {
    throw new EngineError(`${PUBLIC_BASE} can't be pulled, and ${OWN_BASE} can't be built here.`, {
      evidence: reason,
      remedy: `Let the engine reach a registry, load the image (docker load), or run this as root on Debian or Ubuntu.`
    });
  }
  ports.log.info(
    `${PUBLIC_BASE} can't be pulled (${reason}); ${tag} is built from this machine's package mirror instead.`
  );
  if (missing.length > 0) await apt.install(missing);
  const program = {
    command: join2(ports.assets, "images/base/build"),
    args: [tag],
    remedy: `See that this machine's package mirror serves ${apt.codename} (MIRROR and SUITE name another one), then run again.`
  };
  await runMachineProgram(`Build ${tag}`, program, ports);
}
function firstLine(text) {
  return messageOf(text).split("\n")[0] ?? "";
}

// src/app/quickstart/ensure-engine.ts
import { join as join3 } from "node:path";

// src/app/quickstart/wait-until.ts
var POLL_MS = 200;
var LOG_LINES = 8;
async function waitUntil(wait, ports) {
  await ports.log.task(wait.title, async () => {
    const start2 = ports.clock.monotonic();
    while (!await wait.isReady()) {
      const ended = await hasEnded(wait.process, ports);
      const elapsed = ports.clock.monotonic() - start2;
      if (ended || elapsed > wait.limitMs) {
        const why = ended ? "its program ended" : `no answer in ${Math.round(elapsed / 1e3)} s`;
        const log = wait.process && await ports.files.readText(wait.process.logFile).catch(() => "");
        const evidence = lastLines(log ?? "", LOG_LINES);
        throw new EngineError(`${wait.title} failed: ${why}.`, {
          remedy: wait.remedy,
          ...evidence && { evidence }
        });
      }
      await ports.clock.sleep(POLL_MS, ports.signal);
    }
  });
}
async function hasEnded(process, { files }) {
  if (!process || !await files.exists("/proc/self")) return false;
  return !await files.exists(`/proc/${process.pid}`);
}

// src/app/quickstart/ensure-engine.ts
var START_LIMIT_MS = 6e4;
var ENGINE = "container engine";
var BY_HAND = [
  "Install and start an engine, e.g. on Debian or Ubuntu:",
  "  sudo apt-get update && sudo apt-get install docker.io && sudo systemctl start docker",
  "or let the quickstart do it by running it as root; or set DOCKER_HOST to an engine that runs."
].join("\n");
async function ensureEngine(ports, settings, state, apt) {
  const problem = await ask(ports);
  if (problem === void 0) return;
  ports.signal.throwIfAborted();
  if (settings.engineIsNamed || isForbidden(problem)) throw problem;
  const installed = await ports.processes.which("dockerd") !== void 0;
  if (!settings.isRoot || !(installed || apt)) {
    throw new EngineError(messageOf(problem), { remedy: BY_HAND, cause: problem });
  }
  ports.log.info("No container engine answers here.");
  if (!installed) await apt?.install(["docker.io"]);
  const started = await start(ports, settings, { justInstalled: !installed });
  await state.addStarted(started);
  const title = "Wait for the container engine";
  const isReady = async () => await ask(ports) === void 0;
  const wait = { title, limitMs: START_LIMIT_MS, isReady, process: started.process, remedy: BY_HAND };
  await waitUntil(wait, ports);
}
async function ask(ports) {
  try {
    const info = await ports.engine.info();
    ports.log.info(`Container engine ${info.version} answers.`);
    return void 0;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}
function isForbidden(error) {
  const code = error.cause?.code;
  return code === "EACCES" || code === "EPERM";
}
async function start(ports, settings, { justInstalled }) {
  if (await ports.files.exists("/run/systemd/system")) {
    const program = {
      command: "systemctl",
      args: ["start", "docker"],
      remedy: "See `journalctl -u docker`."
    };
    await runMachineProgram("Start the engine's service", program, ports);
    return { what: ENGINE, stop: "systemctl stop docker docker.socket" };
  }
  if (justInstalled && await packageStartedIt(ports)) {
    return { what: ENGINE, stop: "service docker stop" };
  }
  const logFile = join3(settings.stateFolder, "dockerd.log");
  const pid = await ports.processes.spawnDetached("dockerd", [], { logFile });
  await ports.files.write(join3(settings.stateFolder, "dockerd.pid"), `${pid}
`);
  return { what: ENGINE, process: { pid, program: "dockerd", logFile }, stop: `kill ${pid}` };
}
async function packageStartedIt({ files }) {
  const pid = await files.readText("/var/run/docker.pid").catch(() => "");
  return pid.trim() !== "" && await files.exists(`/proc/${pid.trim()}`);
}

// src/app/quickstart/start-registry.ts
import { join as join4 } from "node:path";
var PACKAGE = "docker-registry";
var NAME = "surelayer-registry";
var IMAGE = "registry:2";
async function findRegistryProgram(ports, stateFolder, apt) {
  const installed = await ports.processes.which(PACKAGE);
  if (installed !== void 0) return installed;
  const folder = join4(stateFolder, PACKAGE);
  const unpacked = join4(folder, "usr/bin", PACKAGE);
  if (await ports.files.exists(unpacked)) return unpacked;
  if (!apt) return void 0;
  await apt.unpack(PACKAGE, folder);
  return await ports.files.exists(unpacked) ? unpacked : void 0;
}
async function startRegistryProgram(start2, ports) {
  const { program, address, folder } = start2;
  const config = join4(folder, "registry.yml");
  const logFile = join4(folder, "registry.log");
  await ports.files.write(config, renderConfig(address, join4(folder, "registry")));
  const pid = await ports.processes.spawnDetached(program, ["serve", config], { logFile });
  await ports.files.write(join4(folder, "registry.pid"), `${pid}
`);
  return { what: REGISTRY, address, process: { pid, program, logFile }, stop: `kill ${pid}` };
}
function renderConfig(address, folder) {
  const config = {
    version: 0.1,
    log: { level: "warn" },
    storage: { filesystem: { rootdirectory: folder }, delete: { enabled: true } },
    http: { addr: address }
  };
  return `${JSON.stringify(config, null, 2)}
`;
}
async function startRegistryContainer(address, ports) {
  if (await ports.processes.which("docker") === void 0) {
    throw new RegistryError("No registry answers on this machine, and none can be started.", {
      remedy: `Start one at ${address}, e.g. Debian's docker-registry, or the image ${IMAGE} with its port published there.`
    });
  }
  const stop = `docker stop ${NAME}`;
  const earlier = await restart(ports);
  if (earlier !== void 0) return { what: REGISTRY, address: earlier, stop };
  const label = "dev.surelayer.quickstart=registry";
  const program = {
    command: "docker",
    args: ["run", "--detach", "--name", NAME, "--label", label, "--publish", `${address}:5000`, IMAGE],
    remedy: `Check that the engine can pull ${IMAGE}, or start a registry at ${address} yourself.`
  };
  await runMachineProgram(`Start ${IMAGE}`, program, ports);
  return { what: REGISTRY, address, stop };
}
async function restart({ processes, signal }) {
  const started = await processes.run("docker", ["start", NAME], { signal });
  if (started.exitCode !== 0) return void 0;
  const published = await processes.run("docker", ["port", NAME, "5000/tcp"], { signal });
  return /^(127\.0\.0\.1:\d+)$/mu.exec(published.stdout)?.[1];
}

// src/app/quickstart/ensure-registry.ts
var FIRST_PORT = 5e3;
var PORTS = 20;
var PROBE_MS = 2e3;
var START_LIMIT_MS2 = 2e4;
async function ensureRegistry(ports, { state, apt, firstPort = FIRST_PORT }) {
  const own = state.current().started.find((one) => one.what === REGISTRY)?.address;
  for (const address2 of /* @__PURE__ */ new Set([own, `127.0.0.1:${firstPort}`])) {
    if (address2 === void 0 || await probe(address2, ports) !== "registry") continue;
    ports.log.info(
      `A registry answers at ${address2}${address2 === own ? ", started by an earlier quickstart" : ""}.`
    );
    return address2;
  }
  const free = await findFreeAddress(ports, firstPort);
  const program = await findRegistryProgram(ports, state.folder, apt);
  const started = program ? await startRegistryProgram({ program, address: free, folder: state.folder }, ports) : await startRegistryContainer(free, ports);
  const { address = free } = started;
  await state.addStarted(started);
  await waitUntil(
    {
      title: "Wait for the registry",
      limitMs: START_LIMIT_MS2,
      isReady: async () => await probe(address, ports) === "registry",
      process: started.process,
      remedy: `See why nothing answers at ${address}, or push to a registry of your own: surelayer build --push.`
    },
    ports
  );
  return address;
}
async function probe(address, ports) {
  const request = { timeoutMs: PROBE_MS, maxBytes: 64 * 1024, signal: ports.signal };
  try {
    const { status, headers } = await ports.http.request(`http://${address}/v2/`, request);
    const isRegistry = headers["docker-distribution-api-version"]?.startsWith("registry/2") === true;
    return status === 200 && isRegistry ? "registry" : "other";
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const code = error.cause?.code;
    return code === "ECONNREFUSED" ? "free" : "other";
  }
}
async function findFreeAddress(ports, firstPort) {
  for (let port = firstPort; port < firstPort + PORTS; port++) {
    const address = `127.0.0.1:${port}`;
    if (await probe(address, ports) === "free") return address;
    ports.log.info(`Port ${port} is taken by something that isn't an open registry.`);
  }
  throw new RegistryError(
    `The ports ${firstPort} to ${firstPort + PORTS - 1} of this machine are all taken.`,
    { remedy: `Free one of them, or push to a registry of your own: surelayer build --push.` }
  );
}

// src/app/quickstart/prepare-quickstart.ts
async function prepareQuickstart(ports, settings) {
  const apt = await findApt(ports, settings);
  const state = await openState(settings.stateFolder, ports.files);
  await ensureEngine(ports, settings, state, apt);
  await requireLocalEngine(ports);
  const registry = await ensureRegistry(ports, { state, apt });
  const baseImage = await ensureBase(ports, state, apt);
  return { baseImage, registry, started: state.current().started };
}
async function requireLocalEngine(ports) {
  const { local } = await ports.engine.info();
  if (local) return;
  throw new EngineError("The quickstart's registry is on this machine, but the engine isn't.", {
    remedy: "Unset DOCKER_HOST to use an engine of this machine, or use surelayer build --push with your own registry."
  });
}
export {
  prepareQuickstart
};
