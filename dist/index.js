process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-TTWFSCD5.js";
import "./chunk-NUQ5CYDD.js";
import {
  showError
} from "./chunk-CVDGTESN.js";
import {
  isHosted,
  readTrust,
  trustDomainOf
} from "./chunk-KAQTD4ML.js";
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
  createTaskLines,
  keepHeapSmall,
  package_default,
  secretVariables,
  watchSignals
} from "./chunk-T7KWJL2A.js";
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
  sweepDeadRuns,
  sweepRun,
  validate
} from "./chunk-PBH4CMTL.js";
import "./chunk-EOJ4BHPN.js";
import "./chunk-HBVV7C6K.js";
import "./chunk-4N7BHHZI.js";
import "./chunk-XJ6Z4JM4.js";
import "./chunk-KXKLIMHO.js";
import "./chunk-ZXPIHTSD.js";
import "./chunk-VNTX7BK7.js";
import {
  RecordedError,
  renderSummary
} from "./chunk-6E6UPSZ6.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-FUWFHXRW.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import {
  createRedactor,
  secretForms
} from "./chunk-XQGWRSZF.js";
import {
  neutralise
} from "./chunk-CJZBE5W5.js";
import "./chunk-UQSQ3JK4.js";
import {
  newRunId,
  thisOwner
} from "./chunk-4C3ITBKI.js";
import "./chunk-TTZ7YLCI.js";
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
function withMasks(redactor2) {
  return {
    ...redactor2,
    add(secrets) {
      redactor2.add(secrets);
      for (const form of secrets.flatMap(secretForms)) setSecret(form);
    }
  };
}
function announcePost() {
  saveState("isPost", "true");
}
function leaveToPost({ runId, saveCache }) {
  saveState("runId", runId);
  saveState("saveCache", String(saveCache));
}
function leftToPost() {
  if (getState("isPost") !== "true") return void 0;
  const runId = getState("runId");
  return runId === "" ? "nothing" : { runId, saveCache: getState("saveCache") === "true" };
}

// src/host/event/admit-event.ts
function requireAdmitted(trust, { hosted, allowForks }) {
  if (trust.kind === "trusted" || hosted || allowForks) return;
  throw new UsageError(`This runner is self-hosted, and the event brings ${codeOf(trust)}.`, {
    remedy: "Run such events on a runner that GitHub hosts (`runs-on: ubuntu-latest`), where they are planned, or leave the job out with `if: github.event.pull_request.head.repo.full_name == github.repository`.\nTo plan them on this runner, without a build, a push or a login: input `allow-forks: true`."
  });
}
function forkNote(trust) {
  if (trust.kind === "trusted") return void 0;
  return `Fork mode: the event brings ${codeOf(trust)}. So it is only planned: nothing is built or pushed, no login is read, and nothing is kept for later runs.`;
}
function codeOf({ repository }) {
  return repository === void 0 ? "code that may be anybody's: it doesn't say which repository the code is from" : `code of another repository, ${repository}`;
}

// src/host/inputs.ts
var REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/u;
function readInputs(commands, read = getInput) {
  const problems = [];
  const command = read("command").trim() || "build";
  if (!commands.includes(command)) {
    problems.push(`Input command is ${JSON.stringify(command)}; it must be one of ${commands.join(", ")}.`);
  }
  const flag = (name) => {
    const value = readBoolean(read(name));
    if (value === void 0) {
      problems.push(`Input ${name} is ${JSON.stringify(read(name))}; it must be true or false.`);
    }
    return value === true;
  };
  const [push, allowForks] = [flag("push"), flag("allow-forks")];
  const tags = readList(read("tags"));
  for (const tag of tags.filter((one) => !REFERENCE.test(one))) {
    problems.push(
      `Input tags holds ${JSON.stringify(tag)}, which is no image reference such as index.example/team/image:tag.`
    );
  }
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"), { remedy: "Correct the step's with: block in the workflow." });
  }
  return {
    command,
    manifest: read("manifest").trim() || "install.yml",
    plan: read("plan").trim() || void 0,
    planDigest: read("plan-digest").trim() || void 0,
    push,
    tags,
    allowForks
  };
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
  const { env: env2, redact: redact2 = (text) => text } = options;
  const safe = (text) => neutralise(redact2(text));
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
var redactor = withMasks(createRedactor());
var { redact } = redactor;
redactor.add(secretVariables(env));
var log = createActionsLogger({ env, clock: createSystemClock(), redact });
async function main() {
  const watch = watchSignals(log.info);
  announcePost();
  try {
    const step = await readStep();
    if (step.note !== void 0) log.warn(step.note);
    await runStep(step, watch.signal);
  } catch (error2) {
    const { reason } = watch.signal;
    process.exitCode = showError(reason instanceof InterruptedError ? reason : error2, log);
  } finally {
    watch.stop();
  }
}
async function readStep() {
  const { command, manifest, plan, planDigest, push, tags, allowForks } = readInputs(ACTION_COMMANDS);
  const trust = await readTrust(env);
  requireAdmitted(trust, { hosted: isHosted(env), allowForks });
  const given = commandOptions(command, manifest, {
    ...plan !== void 0 && { plan },
    ...planDigest !== void 0 && { planDigest },
    ...{ push, tag: tags }
  });
  const options = { ...given, trustDomain: trustDomainOf(trust) };
  if (trust.kind === "trusted" || command === "validate") return { options, trust, note: void 0 };
  return { options: { ...options, command: "plan", push: false }, trust, note: forkNote(trust) };
}
async function runStep({ options, trust, note }, signal) {
  const trusted = trust.kind === "trusted";
  const run = { id: newRunId(), owner: thisOwner() };
  leaveToPost({ runId: run.id, saveCache: trusted });
  if (trusted || isHosted(env)) await restoreRunnerCache(userFolders(env).cache, env, log);
  const outside = { env, log, redactor, show: log.info, signal, assets };
  const ports = await openRealPorts({ ...outside, trusted, logins: trusted });
  if (options.command === "validate") return void await validate(options, ports);
  try {
    await publish(await runCommand(run, options, ports, package_default.version), options, note);
  } catch (error2) {
    if (error2 instanceof RecordedError) await publish(error2.report, options, note);
    throw error2;
  }
}
async function publish(report, options, note) {
  const files = commandFiles(options);
  writeOutputs({
    digest: report.pushed[0]?.digest,
    imageid: report.built?.imageId,
    "report-file": files.report,
    "plan-file": report.plan ? files.plan : void 0,
    "plan-digest": report.planDigest ?? void 0
  });
  await writeSummary(redact(renderSummary(report, note)), env);
}
async function post({ runId, saveCache }) {
  if (saveCache) await saveRunnerCache(userFolders(env).cache, env, log);
  try {
    const signal = new AbortController().signal;
    const outside = { env, log, redactor, show: log.info, signal, assets };
    const ports = await openRealPorts({ ...outside, trusted: false, logins: false });
    const own = await sweepRun(runId, ports);
    const others = await sweepDeadRuns(ports);
    const containers = own.containers + others.containers;
    const volumes = own.volumes + others.volumes;
    if (containers + volumes > 0) {
      log.info(`Removed ${containers} containers and ${volumes} volumes that runs left behind.`);
    }
  } catch (error2) {
    log.warn(`Could not look for leftovers: ${messageOf(error2)}`);
  }
}
var work = leftToPost();
if (work === void 0) await main();
else if (work !== "nothing") await post(work);
