process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  SCRATCH,
  TOOLS
} from "./chunk-4N7BHHZI.js";
import {
  formatBytes
} from "./chunk-W4GD3UOF.js";
import {
  EngineError,
  RegistryError,
  messageOf
} from "./chunk-NR44LZQS.js";

// src/app/quickstart/ensure-base.ts
import { join } from "node:path";

// src/ports/watch-transfer.ts
async function watchTransfer(watch, transfer) {
  const { clock, signal, patienceMs } = watch;
  const silent = new AbortController();
  const done = new AbortController();
  let latest = { bytes: 0, totalBytes: 0, status: "" };
  let changed = clock.monotonic();
  const listen = async () => {
    for (; ; ) {
      const patience = patienceMs(latest);
      const left = changed + patience - clock.monotonic();
      if (left <= 0) return silent.abort(watch.silence(patience, latest));
      await clock.sleep(left, done.signal, { background: true });
    }
  };
  const listening = listen().catch(() => void 0);
  const onProgress = (progress) => {
    changed = clock.monotonic();
    latest = progress;
    watch.onProgress(progress);
  };
  try {
    const signals = signal ? [signal, silent.signal] : [silent.signal];
    return await transfer({ signal: AbortSignal.any(signals), onProgress });
  } catch (error) {
    throw silent.signal.aborted && !signal?.aborted ? silent.signal.reason : error;
  } finally {
    done.abort();
    await listening;
  }
}

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

// src/app/quickstart/ensure-base.ts
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
  await ports.log.task(`Pull ${PUBLIC_BASE}`, (report) => {
    const watch = {
      ...{ clock: ports.clock, signal: ports.signal, patienceMs: () => SILENCE_MS },
      silence: (milliseconds) => new RegistryError(`no answer for ${milliseconds / 1e3} s`),
      onProgress: ({ bytes, totalBytes, status }) => report(totalBytes > 0 ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : status)
    };
    return watchTransfer(watch, (options) => ports.engine.pullImage(PUBLIC_BASE, options));
  });
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
    command: join(ports.assets, "images/base/build"),
    args: [tag],
    remedy: `See that this machine's package mirror serves ${apt.codename} (MIRROR and SUITE name another one), then run again.`
  };
  await runMachineProgram(`Build ${tag}`, program, ports);
}
function firstLine(text) {
  return messageOf(text).split("\n")[0] ?? "";
}

// src/toolbox/relay/container-env.ts
var RELAY_PORT = 8377;
var ADDRESS = `http://127.0.0.1:${RELAY_PORT}`;
var LOOPBACK = "127.0.0.1,localhost,::1";
function containerEnv({ installerEnv: installerEnv2, relay }) {
  if (relay === void 0) return installerEnv2;
  const proxied = relay.proxies.https === void 0 ? ["http_proxy"] : ["http_proxy", "https_proxy"];
  const proxies = proxied.flatMap((name) => [name, name.toUpperCase()].map((one) => [one, ADDRESS]));
  const hosts = Object.keys(relay.logins);
  return {
    ...Object.fromEntries(Object.entries(relay.env).map(([name, value]) => [name, relayed(value, relay)])),
    ...Object.fromEntries(proxies),
    ...{ no_proxy: LOOPBACK, NO_PROXY: LOOPBACK },
    // The way to the relay has no certificate: it doesn't leave the containers' loopback.
    ...hosts.length > 0 && { PIP_TRUSTED_HOST: hosts.join(" ") }
  };
}
function relayed(text, relay) {
  const hosts = secureHosts(relay);
  return hosts === void 0 ? text : text.replaceAll(new RegExp(`https://(?=${hosts})`, "gi"), "http://");
}
function unrelayed(text, relay) {
  const hosts = secureHosts(relay);
  return hosts === void 0 ? text : text.replaceAll(new RegExp(`http://(?=${hosts})`, "gi"), "https://");
}
function secureHosts(relay) {
  const secure = Object.entries(relay?.logins ?? {}).filter(([, one]) => one.origin.startsWith("https:"));
  const hosts = secure.map(([host]) => host.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return hosts.length > 0 ? `(?:${hosts.join("|")})(?![\\w.-]|:\\d)` : void 0;
}
function withNamedLogins(ports, indexes) {
  const { relay } = ports.network;
  if (relay === void 0) return ports;
  const found = indexes.flatMap(({ name, url }) => {
    const authorization = relay.named[name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")];
    const { host, origin } = new URL(url);
    return authorization === void 0 ? [] : [[host, { origin, authorization }]];
  });
  const logins = { ...relay.logins, ...Object.fromEntries(found) };
  return { ...ports, network: { ...ports.network, relay: { ...relay, logins } } };
}

// src/toolbox/exec-text.ts
var MAX_BYTES = 16 * 1024 * 1024;
async function execText(container, spec) {
  const result = await execBytes(container, spec);
  const decoder = new TextDecoder();
  return {
    exitCode: result.exitCode,
    stdout: decoder.decode(result.stdout),
    stderr: decoder.decode(result.stderr)
  };
}
async function execBytes(container, spec, maxBytes = MAX_BYTES) {
  const kept = { stdout: [], stderr: [] };
  const size = { stdout: 0, stderr: 0 };
  const exitCode = await container.exec({
    ...spec,
    onOutput: (chunk, stream) => {
      if (size[stream] + chunk.length > maxBytes) return;
      size[stream] += chunk.length;
      kept[stream].push(chunk);
    }
  });
  return { exitCode, stdout: Buffer.concat(kept.stdout), stderr: Buffer.concat(kept.stderr) };
}

// src/toolbox/installer-env.ts
function installerEnv(network) {
  return {
    ...containerEnv(network),
    ...CHECK_ENV,
    UV_CACHE_DIR: `${SCRATCH}/uv-cache`,
    UV_LINK_MODE: "copy",
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    NO_COLOR: "1"
  };
}
function resolverEnv(network) {
  return { ...installerEnv(network), UV_LINK_MODE: "hardlink", PYTHONDONTWRITEBYTECODE: "" };
}
var INSTALL_TEMP = "/tmp/surelayer-install";
var INSTALL_CACHE = `${INSTALL_TEMP}/cache`;
function phaseEnv(network) {
  return {
    ...installerEnv(network),
    UV_CACHE_DIR: INSTALL_CACHE,
    UV_LINK_MODE: "hardlink",
    PIP_CACHE_DIR: `${INSTALL_CACHE}/pip`,
    // Installs although PEP 668 forbids it, as uv does. An older pip ignores this variable and PEP 668.
    PIP_BREAK_SYSTEM_PACKAGES: "1",
    PIP_ROOT_USER_ACTION: "ignore",
    TMPDIR: INSTALL_TEMP
  };
}
var CHECK_ENV = {
  HOME: `${SCRATCH}/home`,
  TMPDIR: `${SCRATCH}/tmp`,
  XDG_CACHE_HOME: `${SCRATCH}/cache`,
  // Else numba writes compiled code beside the sources of packages.
  NUMBA_CACHE_DIR: `${SCRATCH}/cache/numba`,
  PYTHONDONTWRITEBYTECODE: "1"
};

// src/toolbox/json-answer.ts
function jsonAnswer(stdout) {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  } catch {
    return void 0;
  }
}

// src/toolbox/run-probe.ts
var ALONE = ["-I", "-S", "-B", "-X", `pycache_prefix=${TOOLS}/none`];
async function runProbe(container, probe, schema, signal) {
  const { exitCode, stdout, stderr } = await runProgram(container, probe, signal);
  const { data, error } = schema.safeParse(jsonAnswer(stdout));
  return {
    answer: exitCode === 0 ? data : void 0,
    stderr,
    fault: lastLines(stderr, 1) || (error?.message ?? `exit ${exitCode}`)
  };
}
function runProgram(container, { python, program, args = [], alone = false, env = CHECK_ENV }, signal) {
  const command = [...[python].flat(), ...alone ? ALONE : ["-B"], `${TOOLS}/${program}`, ...args];
  return execText(container, { command, env, workdir: "/", signal });
}
function lastLines(text, count) {
  return text.trim().split("\n").slice(-count).join("\n");
}

export {
  execText,
  execBytes,
  RELAY_PORT,
  containerEnv,
  relayed,
  unrelayed,
  withNamedLogins,
  resolverEnv,
  INSTALL_TEMP,
  INSTALL_CACHE,
  phaseEnv,
  CHECK_ENV,
  jsonAnswer,
  runProbe,
  runProgram,
  lastLines,
  watchTransfer,
  runMachineProgram,
  OWN_BASE,
  ensureBase
};
