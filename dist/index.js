process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-TS5NS4OY.js";
import "./chunk-5UTCWWNN.js";
import {
  showError
} from "./chunk-FFLV3YGN.js";
import {
  debug,
  endGroup,
  error,
  getInput,
  getState,
  info,
  saveState,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning
} from "./chunk-APZ7DFOC.js";
import {
  createRedactor,
  createTaskLines,
  keepHeapSmall,
  package_default,
  watchSignals
} from "./chunk-PMJLY4BQ.js";
import {
  createSystemClock
} from "./chunk-JT56MEYK.js";
import {
  processEnvironment,
  userFolders,
  variable
} from "./chunk-SYLQ6SFJ.js";
import {
  commandFiles,
  commandOptions,
  runCommand,
  sweep,
  validate
} from "./chunk-23QGUF2E.js";
import "./chunk-P7PEXZWU.js";
import "./chunk-LOYKL7X6.js";
import "./chunk-Z3EFXQVB.js";
import "./chunk-4GKBPM2N.js";
import "./chunk-TLGS3X2B.js";
import {
  neutralise
} from "./chunk-CJZBE5W5.js";
import "./chunk-VNTX7BK7.js";
import {
  RecordedError,
  renderSummary
} from "./chunk-YLHPKESJ.js";
import "./chunk-H5I6FQWK.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-I7DV6QFW.js";
import "./chunk-VBRZUOIZ.js";
import {
  newRunId,
  thisOwner
} from "./chunk-UC4K7QE3.js";
import "./chunk-52YEQNXW.js";
import {
  InterruptedError,
  UsageError,
  describeLocation,
  messageOf
} from "./chunk-NR44LZQS.js";
import "./chunk-ORGEQOTA.js";
import "./chunk-LSVDQLTT.js";

// src/index.ts
import { fileURLToPath } from "node:url";

// src/app/flags.ts
var COMMANDS = ["quickstart", "validate", "plan", "build"];

// src/host/action-outputs.ts
function writeOutputs(outputs) {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== void 0) setOutput(name, value);
  }
}
var MAX_SUMMARY_BYTES = 1024 * 1024;
async function writeSummary(markdown, env2) {
  if (variable(env2, "GITHUB_STEP_SUMMARY") === void 0 || variable(env2, "DOCKER_BUILD_SUMMARY") === "false")
    return false;
  await summary.addRaw(capSummary(markdown), true).write();
  return true;
}
function capSummary(markdown, maxBytes = MAX_SUMMARY_BYTES) {
  const bytes = Buffer.from(markdown);
  const note = "\n\n_Cut here: a job summary holds at most 1 MiB. The whole report is in the file that report-file names._\n";
  const closing = "\n```\n\n</details>\n";
  const room = maxBytes - 1;
  if (bytes.length <= room) return markdown;
  const end = bytes.lastIndexOf(10, room - Buffer.byteLength(note + closing));
  const kept = bytes.subarray(0, Math.max(0, end)).toString("utf8");
  const fence = (kept.match(/^```/gmu)?.length ?? 0) % 2 === 1 ? "\n```\n" : "";
  const fold = (kept.match(/<details/gu)?.length ?? 0) > (kept.match(/<\/details>/gu)?.length ?? 0) ? "\n</details>\n" : "";
  return `${kept}${fence}${fold}${note}`;
}
function maskSecrets(secrets) {
  for (const secret of secrets) setSecret(secret);
}
function saveRun(runId) {
  saveState("isPost", "true");
  saveState("runId", runId);
}
function savedRun() {
  return getState("isPost") === "true" ? { runId: getState("runId") } : void 0;
}

// src/host/inputs.ts
var REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/u;
function readInputs(commands, read = getInput) {
  const problems = [];
  const command = read("command").trim() || "build";
  if (!commands.includes(command)) {
    problems.push(`Input command is ${JSON.stringify(command)}; it must be one of ${commands.join(", ")}.`);
  }
  const push = readBoolean(read("push"));
  if (push === void 0) {
    problems.push(`Input push is ${JSON.stringify(read("push"))}; it must be true or false.`);
  }
  const tags = readList(read("tags"));
  for (const tag of tags.filter((one) => !REFERENCE.test(one))) {
    problems.push(
      `Input tags holds ${JSON.stringify(tag)}, which is no image reference such as index.example/team/image:tag.`
    );
  }
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"), { remedy: "Correct the step's with: block in the workflow." });
  }
  return { command, manifest: read("manifest").trim() || "install.yml", push: push === true, tags };
}
function readBoolean(text) {
  const value = text.trim();
  if (["true", "True", "TRUE"].includes(value)) return true;
  if (["", "false", "False", "FALSE"].includes(value)) return false;
  return void 0;
}
function readList(text) {
  const items = text.split(/[\n,]/u).map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ""))];
}

// src/host/runner-cache.ts
var FORMAT = 1;
async function restoreRunnerCache(folder, env2, log2) {
  await attempt("restore", log2, async () => {
    const cache = await loadCache(env2);
    const found = await cache?.restoreCache([folder], `${prefix(env2)}${runKey(env2)}`, [prefix(env2)]);
    if (found) log2.debug(`cache restored from ${found}`);
  });
}
async function saveRunnerCache(folder, env2, log2) {
  await attempt("save", log2, async () => {
    const cache = await loadCache(env2);
    await cache?.saveCache([folder], `${prefix(env2)}${runKey(env2)}`);
  });
}
async function loadCache(env2) {
  if (variable(env2, "ACTIONS_CACHE_SERVICE_V2") === void 0 && variable(env2, "ACTIONS_CACHE_URL") === void 0) {
    return void 0;
  }
  const cache = await import("./cache-AODH235Y.js");
  return cache.isFeatureAvailable() ? cache : void 0;
}
function prefix(env2) {
  return `surelayer-${FORMAT}-${variable(env2, "RUNNER_OS") ?? "unknown"}-${variable(env2, "RUNNER_ARCH") ?? "unknown"}-`;
}
function runKey(env2) {
  return `${variable(env2, "GITHUB_RUN_ID") ?? "0"}-${variable(env2, "GITHUB_RUN_ATTEMPT") ?? "1"}-${variable(env2, "GITHUB_JOB") ?? ""}`;
}
async function attempt(what, log2, body) {
  try {
    await body();
  } catch (error2) {
    log2.debug(`could not ${what} the cache: ${messageOf(error2)}`);
  }
}

// src/host/terminal/actions-logger.ts
import { isAbsolute, relative } from "node:path";
var MAX_ANNOTATIONS = 10;
function createActionsLogger(options) {
  const { env: env2, redact = (text) => text } = options;
  const safe = (text) => neutralise(redact(text));
  const tasks = createTaskLines(options.clock, (line) => info(safe(line)));
  const warn = createAnnotator(warning, "warning", env2);
  const error2 = createAnnotator(error, "error", env2);
  let depth = 0;
  return {
    debug: (message) => debug(safe(message)),
    info: (message) => info(safe(message)),
    warn: (message, location) => warn(safe(message), location),
    error: (message, location) => error2(safe(message), location),
    async group(title, body) {
      if (depth > 0) info(safe(title));
      else startGroup(safe(title));
      depth++;
      try {
        return await body();
      } finally {
        depth--;
        if (depth === 0) endGroup();
      }
    },
    task: (title, body) => tasks.task(title, body)
  };
}
function createAnnotator(annotate, kind, env2) {
  let shown = 0;
  return (message, location) => {
    if (shown++ < MAX_ANNOTATIONS) {
      annotate(message, location ? toProperties(location, env2) : {});
      return;
    }
    info(neutralise(`${location ? `${describeLocation(location)}: ` : ""}${kind}: ${message}`));
  };
}
function toProperties(location, env2) {
  const workspace = variable(env2, "GITHUB_WORKSPACE");
  const file = workspace !== void 0 && isAbsolute(location.file) ? relative(workspace, location.file) : location.file;
  return {
    file,
    ...location.line !== void 0 && { startLine: location.line },
    ...location.line !== void 0 && location.column !== void 0 && { startColumn: location.column }
  };
}

// src/index.ts
var ACTION_COMMANDS = COMMANDS.filter((name) => name !== "quickstart");
var assets = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
var env = processEnvironment();
keepHeapSmall();
var redactor = createRedactor();
var log = createActionsLogger({ env, clock: createSystemClock(), redact: redactor.redact });
function hide(secrets) {
  redactor.add(secrets);
  maskSecrets(secrets);
}
async function main() {
  const watch = watchSignals(log.info);
  const run = { id: newRunId(), owner: thisOwner() };
  saveRun(run.id);
  try {
    const options = readOptions();
    await restoreRunnerCache(userFolders(env).cache, env, log);
    const ports = await openRealPorts({ env, log, hide, show: log.info, signal: watch.signal, assets });
    if (options.command === "validate") return void await validate(options, ports);
    await publish(await runCommand(run, options, ports, package_default.version), options);
  } catch (error2) {
    if (error2 instanceof RecordedError) await publish(error2.report, readOptions());
    const { reason } = watch.signal;
    process.exitCode = showError(reason instanceof InterruptedError ? reason : error2, log);
  } finally {
    watch.stop();
  }
}
function readOptions() {
  const { command, manifest, push, tags } = readInputs(ACTION_COMMANDS);
  return commandOptions(command, manifest, { push, tag: tags });
}
async function publish(report, options) {
  const files = commandFiles(options);
  writeOutputs({
    digest: report.pushed[0]?.digest,
    imageid: report.built?.imageId,
    "report-file": files.report,
    "plan-file": report.plan ? files.plan : void 0
  });
  await writeSummary(renderSummary(report), env);
}
async function post(runId) {
  await saveRunnerCache(userFolders(env).cache, env, log);
  try {
    const signal = new AbortController().signal;
    const ports = await openRealPorts({ env, log, hide, show: log.info, signal, assets });
    const swept = await sweep(ports.engine, (run, owner) => run === runId || ports.isDeadOwner(owner));
    if (swept.containers + swept.volumes > 0) {
      log.info(
        `Removed ${swept.containers} containers and ${swept.volumes} volumes that this step left behind.`
      );
    }
  } catch (error2) {
    log.warn(`Could not look for leftovers: ${messageOf(error2)}`);
  }
}
var earlier = savedRun();
if (earlier) await post(earlier.runId);
else await main();
