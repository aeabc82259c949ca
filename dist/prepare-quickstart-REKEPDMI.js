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
} from "./chunk-O7NV6CE3.js";
import {
  ensureBase,
  lastLines,
  runMachineProgram
} from "./chunk-EOJ4BHPN.js";
import "./chunk-4N7BHHZI.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import {
  EngineError,
  RegistryError,
  messageOf
} from "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";

// src/app/quickstart/apt.ts
import { join } from "node:path";
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

// src/app/quickstart/ensure-engine.ts
import { join as join2 } from "node:path";

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
  const logFile = join2(settings.stateFolder, "dockerd.log");
  const pid = await ports.processes.spawnDetached("dockerd", [], { logFile });
  await ports.files.write(join2(settings.stateFolder, "dockerd.pid"), `${pid}
`);
  return { what: ENGINE, process: { pid, program: "dockerd", logFile }, stop: `kill ${pid}` };
}
async function packageStartedIt({ files }) {
  const pid = await files.readText("/var/run/docker.pid").catch(() => "");
  return pid.trim() !== "" && await files.exists(`/proc/${pid.trim()}`);
}

// src/app/quickstart/start-registry.ts
import { join as join3 } from "node:path";
var PACKAGE = "docker-registry";
var NAME = "surelayer-registry";
var IMAGE = "registry:2";
async function findRegistryProgram(ports, stateFolder, apt) {
  const installed = await ports.processes.which(PACKAGE);
  if (installed !== void 0) return installed;
  const folder = join3(stateFolder, PACKAGE);
  const unpacked = join3(folder, "usr/bin", PACKAGE);
  if (await ports.files.exists(unpacked)) return unpacked;
  if (!apt) return void 0;
  await apt.unpack(PACKAGE, folder);
  return await ports.files.exists(unpacked) ? unpacked : void 0;
}
async function startRegistryProgram(start2, ports) {
  const { program, address, folder } = start2;
  const config = join3(folder, "registry.yml");
  const logFile = join3(folder, "registry.log");
  await ports.files.write(config, renderConfig(address, join3(folder, "registry")));
  const pid = await ports.processes.spawnDetached(program, ["serve", config], { logFile });
  await ports.files.write(join3(folder, "registry.pid"), `${pid}
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
