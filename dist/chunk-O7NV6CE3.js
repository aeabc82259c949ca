process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  iso_exports
} from "./chunk-RPVUPVHQ.js";
import {
  array,
  literal,
  number,
  object,
  string
} from "./chunk-S4TJR5DF.js";

// src/app/quickstart/state.ts
import { basename, join } from "node:path";
var REGISTRY = "registry";
var STARTED = object({
  what: string(),
  address: string().optional(),
  /** The process that the quickstart started; absent for a system service or a container. */
  process: object({ pid: number(), program: string(), logFile: string() }).optional(),
  /** Command that stops what was started. */
  stop: string()
});
var STATE = object({
  version: literal(1),
  started: array(STARTED).default([]),
  /** The last time that the public base image could not be pulled. */
  refusedPull: object({ image: string(), at: iso_exports.datetime(), reason: string() }).optional()
});
async function openState(folder, files) {
  const path = join(folder, "quickstart.json");
  let state = await load(path, files);
  const save = async (change) => {
    state = { ...state, ...change };
    await files.write(path, `${JSON.stringify(state, null, 2)}
`);
  };
  return {
    folder,
    current: () => state,
    addStarted: (started) => save({ started: [...state.started.filter((other) => other.what !== started.what), started] }),
    setRefusedPull: (refusedPull) => save({ refusedPull })
  };
}
async function load(path, files) {
  try {
    const state = STATE.parse(JSON.parse(await files.readText(path)));
    const alive = await Promise.all(state.started.map((started) => isAlive(started, files)));
    return { ...state, started: state.started.filter((_, index) => alive[index]) };
  } catch {
    return { version: 1, started: [] };
  }
}
async function isAlive(started, files) {
  if (!started.process) return true;
  const { pid, program } = started.process;
  const commandLine = await files.readText(`/proc/${pid}/cmdline`).catch(() => "");
  return commandLine.includes(basename(program));
}
function describeStarted(started) {
  return started.map(({ what, address, process, stop }) => {
    const where = address === void 0 ? "" : ` at ${address}`;
    const log = process ? ` (process ${process.pid}, log ${process.logFile})` : "";
    return `${what}${where}${log}; stop it with: ${stop}`;
  });
}

export {
  REGISTRY,
  openState,
  describeStarted
};
