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
} from "./chunk-TLGS3X2B.js";

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
    ...network.installerEnv,
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
async function runProbe(container, probe, schema, signal) {
  const { exitCode, stdout, stderr } = await runProgram(container, probe, signal);
  const { data, error } = schema.safeParse(jsonAnswer(stdout));
  return {
    answer: exitCode === 0 ? data : void 0,
    stderr,
    fault: lastLines(stderr, 1) || (error?.message ?? `exit ${exitCode}`)
  };
}
function runProgram(container, { python, program, args = [], env = CHECK_ENV }, signal) {
  const command = [python, "-B", `${TOOLS}/${program}`, ...args];
  return execText(container, { command, env, workdir: "/", signal });
}
function lastLines(text, count) {
  return text.trim().split("\n").slice(-count).join("\n");
}

export {
  execText,
  execBytes,
  resolverEnv,
  INSTALL_TEMP,
  INSTALL_CACHE,
  phaseEnv,
  CHECK_ENV,
  jsonAnswer,
  runProbe,
  runProgram,
  lastLines
};
