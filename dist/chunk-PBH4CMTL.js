process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  CHECK_ENV,
  INSTALL_CACHE,
  INSTALL_TEMP,
  OWN_BASE,
  RELAY_PORT,
  containerEnv,
  execBytes,
  execText,
  jsonAnswer,
  lastLines,
  phaseEnv,
  relayed,
  resolverEnv,
  runProbe,
  runProgram,
  unrelayed,
  watchTransfer,
  withNamedLogins
} from "./chunk-EOJ4BHPN.js";
import {
  DEFAULT_REGISTRY,
  NameTakenError,
  formatName,
  formatReference,
  gotNoAnswer,
  isBusy,
  isBusyStatus,
  parseReference,
  registryAddress
} from "./chunk-HBVV7C6K.js";
import {
  CA_BUNDLE,
  DOWNLOADS,
  MARKER,
  OWN_PYTHON,
  PREFETCHED,
  SCRATCH,
  TOOLS,
  UV
} from "./chunk-4N7BHHZI.js";
import {
  readJson
} from "./chunk-XJ6Z4JM4.js";
import {
  SYSTEM_PHASE,
  capabilityOf,
  parseManifest,
  repositoryRoot
} from "./chunk-KXKLIMHO.js";
import {
  GPU_POOLS,
  KEPT_BY_DEFAULT,
  anyVersion,
  backendFor,
  chosenPools,
  closest,
  compare,
  didYouMean,
  explain,
  fillTemplate,
  forbidsSourceBuilds,
  gitFault,
  matchesPath,
  parseRequirement,
  parseSystemPackage,
  pinnedVersion,
  placeholders,
  privateGitFault,
  privateIndexFault,
  privateRedirectFault,
  rcompare,
  readRequirement,
  requirementFault,
  requirementLeniently,
  satisfies,
  templatePackage,
  valid,
  validRange,
  withRange
} from "./chunk-ZXPIHTSD.js";
import {
  TomlError,
  parse,
  stringify
} from "./chunk-VNTX7BK7.js";
import {
  BuildLock,
  CONTAINER_BYTES,
  CleanupResult,
  CleanupRow,
  FailedCommand,
  NO_SYSTEM_PACKAGES,
  Plan,
  RECOVERY_WORDS,
  StripRow,
  SystemResolution,
  TOOLS_BYTES,
  ToolFailure,
  WordTimings,
  buildDownloadBytes,
  classifyError,
  decide,
  emptyEnvironmentFiles,
  environmentPython,
  evidenceLines,
  failureClassById,
  fileClashes,
  freedBytes,
  highestPoint,
  isOwnEnvironment,
  keptBytes,
  notedBytes,
  plannedBase,
  plannedEnvironment,
  recordRun,
  renderPlan,
  renderResult,
  roomRemedy,
  shownPath,
  stayingBytes,
  timeline,
  verdictLine,
  writeResult
} from "./chunk-6E6UPSZ6.js";
import {
  formatBytes
} from "./chunk-W4GD3UOF.js";
import {
  BaseFacts,
  minorVersion
} from "./chunk-FUWFHXRW.js";
import {
  addressedFile,
  fileDistribution,
  gitAddress,
  gitCommit,
  gitSource,
  holdsControlCharacter,
  isCommitId,
  isLocalAddress,
  isVersionControl,
  normaliseName,
  quote,
  repositoryName
} from "./chunk-X6WC3ASN.js";
import {
  iso_exports
} from "./chunk-RPVUPVHQ.js";
import {
  ZodError,
  _enum,
  array,
  boolean,
  custom,
  date,
  int,
  literal,
  number,
  object,
  prettifyError,
  readonly,
  record,
  strictObject,
  string,
  tuple,
  unknown
} from "./chunk-S4TJR5DF.js";
import {
  redactedJson
} from "./chunk-XQGWRSZF.js";
import {
  createLineSplitter
} from "./chunk-CJZBE5W5.js";
import {
  HeldError,
  require_tar_stream
} from "./chunk-TTZ7YLCI.js";
import {
  BuildError,
  ConflictError,
  DoesNotFitError,
  EngineError,
  GpuMissingError,
  InterruptedError,
  ManifestError,
  RegistryError,
  SurelayerError,
  UsageError,
  VerificationError,
  describeLocation,
  messageOf
} from "./chunk-NR44LZQS.js";
import {
  __callDispose,
  __toESM,
  __using
} from "./chunk-LSVDQLTT.js";

// src/app/commands.ts
import { join as join15 } from "node:path";

// src/base/ask-base-facts.ts
function askBaseFacts(container, interpreter, signal) {
  return runProbe(container, { python: interpreter, program: "base_facts.py" }, BaseFacts, signal);
}

// src/base/installed-distributions.ts
function installedDistributions(facts) {
  const groups = /* @__PURE__ */ new Map();
  for (const one of facts.distributions) {
    const name = normaliseName(one.name);
    groups.set(name, [...groups.get(name) ?? [], one]);
  }
  return new Map([...groups].map(([name, entries]) => [name, installedDistribution(name, entries)]));
}
function installedDistribution(name, entries) {
  const [first] = entries;
  const beside2 = entries.filter((one) => one.location !== null && one.location === first?.location);
  return { name, entries, version: first?.version ?? null, ambiguous: beside2.length > 1 };
}
function keptPins(keep, facts) {
  const kept = new Set(keep);
  return [...installedDistributions(facts).values()].flatMap(
    ({ name, version }) => kept.has(name) && version !== null ? [`${name}==${version}`] : []
  );
}

// src/image/dependency-problems.ts
var SUMMARY = /^(?:Checked|Found) \d+ /;
var MISSING = /^The package `[^`]{1,300}` requires `([^`]{1,500})`, but it's not installed$/;
async function dependencyProblems(container, interpreter, signal) {
  const result = await execText(container, {
    command: [UV, "pip", "check", "--quiet", "--no-config", "--python", interpreter],
    env: { ...CHECK_ENV, UV_CACHE_DIR: `${SCRATCH}/uv-cache`, UV_PYTHON_DOWNLOADS: "never" },
    signal
  });
  if (result.exitCode === 0) return [];
  const lines = `${result.stdout}
${result.stderr}`.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !SUMMARY.test(line)).sort();
  if (!lines.some((line) => MISSING.test(line))) return lines;
  const { answer: facts } = await askBaseFacts(container, interpreter, signal);
  const found = facts ? installedDistributions(facts) : void 0;
  return lines.filter((line) => {
    const text2 = MISSING.exec(line)?.[1];
    if (text2 === void 0) return true;
    const { normalised, specifiers } = parseRequirement(text2);
    const version = found?.get(normalised)?.version;
    const range = specifiers.join(",");
    return !(version && (range === "" || satisfies(version, range, { prereleases: true })));
  });
}

// src/plan/phase-python.ts
function phasePython(plan, phase) {
  const { interpreter, purelib } = phase.environment ?? plan.base;
  return { interpreter, purelib };
}

// node_modules/is-network-error/index.js
var objectToString = Object.prototype.toString;
var isError = (value) => objectToString.call(value) === "[object Error]";
var errorMessages = /* @__PURE__ */ new Set([
  "network error",
  // Chrome
  "NetworkError when attempting to fetch resource.",
  // Firefox
  "The Internet connection appears to be offline.",
  // Safari 16
  "Network request failed",
  // `cross-fetch`
  "fetch failed",
  // Undici (Node.js)
  "terminated",
  // Undici (Node.js)
  " A network error occurred.",
  // Bun (WebKit)
  "Network connection lost"
  // Cloudflare Workers (fetch)
]);
function isNetworkError(error) {
  const isValid = error && isError(error) && error.name === "TypeError" && typeof error.message === "string";
  if (!isValid) {
    return false;
  }
  const { message, stack } = error;
  if (message === "Load failed" || message.startsWith("Load failed (") && message.endsWith(")")) {
    return stack === void 0 || "__sentry_captured__" in error;
  }
  if (message.startsWith("error sending request for url")) {
    return true;
  }
  if (message === "Failed to fetch" || message.startsWith("Failed to fetch (") && message.endsWith(")")) {
    return true;
  }
  return errorMessages.has(message);
}

// node_modules/p-retry/index.js
function validateRetries(retries) {
  if (typeof retries === "number") {
    if (retries < 0) {
      throw new TypeError("Expected `retries` to be a non-negative number.");
    }
    if (Number.isNaN(retries)) {
      throw new TypeError("Expected `retries` to be a valid number or Infinity, got NaN.");
    }
    if (Number.isFinite(retries) && !Number.isInteger(retries)) {
      throw new TypeError("Expected `retries` to be a non-negative integer or Infinity.");
    }
  } else if (retries !== void 0) {
    throw new TypeError("Expected `retries` to be a number or Infinity.");
  }
}
function validateNumberOption(name, value, { allowInfinity = false } = {}) {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? " or Infinity" : ""}.`);
  }
  if (!allowInfinity && !Number.isFinite(value)) {
    throw new TypeError(`Expected \`${name}\` to be a finite number.`);
  }
  if (value < 0) {
    throw new TypeError(`Expected \`${name}\` to be \u2265 0.`);
  }
}
function validateOption(name, value, type) {
  if (value === void 0 || value === null) {
    return;
  }
  if (typeof value !== type) {
    throw new TypeError(`Expected \`${name}\` to be a ${type}.`);
  }
}
function validateSignal(value) {
  if (value === void 0 || value === null) {
    return;
  }
  if (typeof value.throwIfAborted !== "function" || typeof value.addEventListener !== "function" || typeof value.removeEventListener !== "function") {
    throw new TypeError("Expected `signal` to be an AbortSignal.");
  }
}
var AbortError = class _AbortError extends Error {
  constructor(message) {
    super(typeof message === "string" ? message : void 0);
    this.name = "AbortError";
    if (message instanceof Error) {
      this.originalError = message;
      ({ message } = message);
    } else {
      this.originalError = new Error(message);
      ({ message } = this.originalError);
      Error.captureStackTrace?.(this.originalError, _AbortError);
    }
    this.message = message;
  }
};
var maximumDelay = 2 ** 31 - 1;
function calculateDelay(retriesConsumed, options) {
  if (options.minTimeout === 0) {
    return 0;
  }
  const attempt = retriesConsumed + 1;
  const random = options.randomize ? Math.random() + 1 : 1;
  const timeout = Math.round(random * options.minTimeout * options.factor ** (attempt - 1));
  return Math.min(timeout, Math.ceil(options.maxTimeout), maximumDelay);
}
function calculateRemainingTime(start, max) {
  return Number.isFinite(max) ? max - (performance.now() - start) : max;
}
async function delayForRetry(delay, options) {
  if (delay <= 0) {
    return;
  }
  await new Promise((resolve3, reject) => {
    const onAbort = () => {
      clearTimeout(timeoutToken);
      reject(options.signal.reason);
    };
    const timeoutToken = setTimeout(() => {
      options.signal?.removeEventListener("abort", onAbort);
      resolve3();
    }, delay);
    if (options.unref) {
      timeoutToken.unref?.();
    }
    options.signal?.addEventListener("abort", onAbort, { once: true });
  });
}
function stringifyThrownValue(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
function unwrapAbortError(error) {
  let cause = error;
  while (cause instanceof AbortError && cause.originalError instanceof Error) {
    cause = cause.originalError;
  }
  return cause;
}
async function onAttemptFailure({ error, attemptNumber, retriesConsumed, startTime, options }) {
  const abortIfNeeded = () => {
    options.signal?.throwIfAborted();
  };
  const normalizedError = error instanceof Error ? error : new TypeError(`Non-error was thrown: "${stringifyThrownValue(error)}". You should only throw errors.`);
  abortIfNeeded();
  if (normalizedError instanceof AbortError) {
    throw unwrapAbortError(normalizedError);
  }
  const retriesLeft = options.retries - retriesConsumed;
  const isRetriableError = !(normalizedError instanceof TypeError) || isNetworkError(normalizedError);
  const timeLeft = calculateRemainingTime(startTime, options.maxRetryTime);
  const delayTime = isRetriableError && timeLeft > 0 && retriesLeft > 0 ? calculateDelay(retriesConsumed, options) : 0;
  const consumeRetryContext = Object.freeze({
    error: normalizedError,
    attemptNumber,
    retriesLeft,
    retriesConsumed,
    retryDelay: delayTime
  });
  const consumeRetry = await options.shouldConsumeRetry(consumeRetryContext) ?? true;
  abortIfNeeded();
  const effectiveDelay = consumeRetry ? delayTime : 0;
  const context = Object.freeze({
    error: normalizedError,
    attemptNumber,
    retriesLeft,
    retriesConsumed,
    retryDelay: effectiveDelay
  });
  await options.onFailedAttempt(context);
  abortIfNeeded();
  const remainingTime = calculateRemainingTime(startTime, options.maxRetryTime);
  if (!isRetriableError || remainingTime <= 0 || retriesLeft <= 0) {
    throw normalizedError;
  }
  const shouldRetry = await options.shouldRetry(context);
  abortIfNeeded();
  if (!shouldRetry) {
    throw normalizedError;
  }
  const remainingTimeAfterShouldRetry = calculateRemainingTime(startTime, options.maxRetryTime);
  if (remainingTimeAfterShouldRetry <= 0) {
    throw normalizedError;
  }
  if (!consumeRetry) {
    return false;
  }
  await delayForRetry(Math.min(effectiveDelay, remainingTimeAfterShouldRetry), options);
  return true;
}
async function pRetry(input, options = {}) {
  options = { ...options };
  options.retries ??= 10;
  validateRetries(options.retries);
  if (Object.hasOwn(options, "forever")) {
    throw new Error("The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.");
  }
  options.factor ??= 2;
  options.minTimeout ??= 1e3;
  options.maxTimeout ??= Infinity;
  options.maxRetryTime ??= Infinity;
  options.randomize ??= false;
  options.onFailedAttempt ??= () => {
  };
  options.shouldRetry ??= () => true;
  options.shouldConsumeRetry ??= () => true;
  validateOption("onFailedAttempt", options.onFailedAttempt, "function");
  validateOption("shouldRetry", options.shouldRetry, "function");
  validateOption("shouldConsumeRetry", options.shouldConsumeRetry, "function");
  validateOption("randomize", options.randomize, "boolean");
  validateOption("unref", options.unref, "boolean");
  validateSignal(options.signal);
  validateNumberOption("factor", options.factor);
  validateNumberOption("minTimeout", options.minTimeout);
  validateNumberOption("maxTimeout", options.maxTimeout, { allowInfinity: true });
  validateNumberOption("maxRetryTime", options.maxRetryTime, { allowInfinity: true });
  if (options.factor === 0) {
    options.factor = 1;
  }
  options.signal?.throwIfAborted();
  let attemptNumber = 0;
  let retriesConsumed = 0;
  const startTime = performance.now();
  while (retriesConsumed <= options.retries) {
    attemptNumber++;
    try {
      options.signal?.throwIfAborted();
      const result = await input(attemptNumber);
      options.signal?.throwIfAborted();
      return result;
    } catch (error) {
      if (await onAttemptFailure({
        error,
        attemptNumber,
        retriesConsumed,
        startTime,
        options
      })) {
        retriesConsumed++;
      }
    }
  }
  throw new Error("Retry attempts exhausted without throwing an error.");
}

// src/retry/decide-retry.ts
var PROBE_INTERVAL_MS = 1e4;
function decideRetry(failure, facts) {
  const { retry, recovery } = failure.class;
  const same = facts.earlier.filter((one) => one.class.id === failure.class.id).length;
  if (facts.limits.attempts === 1) return { again: false, because: "`install.attempts` is 1" };
  if (retry === "never") return { again: false, because: "another try would fail the same way" };
  if (facts.sameFileAgain) {
    return {
      again: false,
      because: "the same wrong file came twice: this is no accident, possibly tampering"
    };
  }
  if (retry === "bridge") return decideBridge(failure, facts, same);
  const most = retry === "once" ? Math.min(2, facts.limits.attempts) : facts.limits.attempts;
  if (same + 1 >= most) return { again: false, because: `it failed ${same + 1} times the same way` };
  const delayMs = recovery === "none" || recovery === "fresh-download" ? backOff(facts, same) : 0;
  return { again: true, recovery, wait: "pause", delayMs };
}
function decideBridge(failure, facts, same) {
  if (failuresAfterAnswer(facts.earlier) + 1 >= facts.limits.attempts) {
    return { again: false, because: `its address answers, and it failed ${same + 1} times all the same` };
  }
  const asked2 = Math.max((failure.retryAfterSeconds ?? 0) * 1e3, (failure.retryAt ?? 0) - facts.nowMs, 0);
  if (facts.budgetMs <= 0) return { again: false, because: "`install.bridge` is used up" };
  if (asked2 > facts.budgetMs) {
    return {
      again: false,
      because: `the server asks to wait ${Math.ceil(asked2 / 1e3)} s, longer than \`install.bridge\``
    };
  }
  const delayMs = Math.max(asked2, Math.min(backOff(facts, same), PROBE_INTERVAL_MS));
  return { again: true, recovery: failure.class.recovery, wait: "bridge", delayMs };
}
function failuresAfterAnswer(earlier) {
  return earlier.length - 1 - earlier.findLastIndex((one) => !one.answered);
}
function backOff({ limits, random }, same) {
  const plain2 = Math.min(limits.first_delay * limits.factor ** same, limits.max_delay);
  return Math.round(plain2 * (1 - random / 2));
}

// src/retry/bridge-outage.ts
async function bridgeOutage(outage, budget, ports) {
  const started = ports.clock.monotonic();
  let spent = 0;
  const waited = () => {
    const now = ports.clock.monotonic() - started;
    budget.spend(now - spent);
    spent = now;
    return now;
  };
  let delayMs = outage.delayMs;
  let asked2 = 0;
  for (; ; ) {
    await ports.clock.sleep(Math.min(delayMs, budget.remainingMs), ports.signal);
    waited();
    if (outage.address === void 0) return { waitedMs: waited(), worthTrying: true, answered: false };
    const answer = await probe(outage.address, ports);
    const waitedMs = waited();
    if (answer.state === "answers") return { waitedMs, worthTrying: true, answered: asked2 === 0 };
    asked2 += 1;
    const { retryAfterMs: wanted } = answer;
    if (budget.remainingMs <= 0 || wanted > budget.remainingMs) {
      return { waitedMs, worthTrying: answer.state === "silent", answered: false };
    }
    delayMs = Math.max(PROBE_INTERVAL_MS, wanted);
  }
}
var BUSY = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504, 520]);
var PROBE_TIMEOUT_MS = 1e4;
var PROBE_BYTES = 4096;
async function probe(address, ports) {
  try {
    const response = await ports.http.request(address, {
      headers: { range: "bytes=0-0" },
      timeoutMs: PROBE_TIMEOUT_MS,
      maxBytes: PROBE_BYTES,
      signal: ports.signal
    });
    if (!BUSY.has(response.status)) return { state: "answers", retryAfterMs: 0 };
    return { state: "busy", retryAfterMs: retryAfterMs(response.headers, ports.clock.now()) };
  } catch (error) {
    ports.signal.throwIfAborted();
    const whole = error instanceof RegistryError && error.cause?.code === "E2BIG";
    return { state: whole ? "answers" : "silent", retryAfterMs: 0 };
  }
}
function retryAfterMs(headers, now) {
  const after = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}$/.test(after)) return Number(after) * 1e3;
  const date2 = Date.parse(after);
  if (!Number.isNaN(date2)) return Math.max(0, date2 - now.getTime());
  const limit = /(?:^|[;,\s])(?:t|reset)=(\d{1,9})/.exec(headers["ratelimit"] ?? "");
  return limit ? Number(limit[1]) * 1e3 : 0;
}
var ASK_EVERY_MS = 2e3;
var MOST_MS = 6e4;
async function awaitEngine(firstMs, budget, ports) {
  const started = ports.clock.monotonic();
  const passed = () => ports.clock.monotonic() - started;
  const mostMs = Math.min(MOST_MS, budget.remainingMs);
  let worthTrying = false;
  for (let delayMs = firstMs; !worthTrying && passed() < mostMs; delayMs = ASK_EVERY_MS) {
    await ports.clock.sleep(Math.min(delayMs, ASK_EVERY_MS), ports.signal);
    worthTrying = await answers(ports);
  }
  budget.spend(passed());
  return { waitedMs: passed(), worthTrying, answered: false };
}
async function answers(ports) {
  try {
    await ports.engine.info();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

// src/retry/final-error.ts
var ERRORS = {
  build: BuildError,
  conflict: ConflictError,
  "does-not-fit": DoesNotFitError,
  registry: RegistryError,
  engine: EngineError,
  gpu: GpuMissingError
};
function finalError(cause, last) {
  if (cause instanceof SurelayerError && cause.cause instanceof FailedCommand) return cause;
  const { failure, failed, subject, logFile } = last;
  const more = `More: docs/TROUBLESHOOTING.md#${failure.class.anchor}.`;
  const output = logFile === void 0 ? "" : ` The whole output is in ${logFile}.`;
  const waited = failed.reduce((sum, one) => sum + one.waitSeconds, 0);
  const tries = failed.length > 1 ? ` after ${failed.length} tries` : "";
  const waiting = waited >= 1 ? ` and ${Math.round(waited)} s of waiting` : "";
  return new ERRORS[failure.class.error](
    `${subject} failed${tries}${waiting}: ${failure.class.name}${last.because && `; ${last.because}`}.`,
    {
      evidence: cause instanceof ToolFailure ? evidenceText(failure.line, cause.evidence.output) : failure.line,
      remedy: `${remedyFor(failure.class, cause)} ${more}${output}`,
      failureClass: failure.class,
      cause
    }
  );
}
function remedyFor({ remedy, machineRemedy }, cause) {
  const onMachine2 = cause instanceof ToolFailure && cause.evidence.onMachine === true;
  return onMachine2 ? machineRemedy ?? remedy : remedy;
}
var HEAD_LINES = 4;
var END_LINES = 6;
var MOST_LINE = 500;
function evidenceText(line, output) {
  const lines = output.split("\n").filter((one) => one.trim() !== "");
  const at = lines.findIndex((one) => one.includes(line));
  const shown2 = at === -1 ? [line] : lines.slice(at);
  const kept = shown2.length <= HEAD_LINES + END_LINES ? shown2 : [...shown2.slice(0, HEAD_LINES), "\u2026", ...shown2.slice(-END_LINES)];
  return kept.map((one) => one.slice(0, MOST_LINE)).join("\n").trim();
}

// src/retry/give-up.ts
var UNAVAILABLE = /* @__PURE__ */ new Set(["N1", "N2", "N4", "N5", "N6", "N6G", "N7", "N8"]);
async function giveUp(failure, { because, waitSeconds, answered }, { limits, tryOtherIndex }) {
  const may = limits.attempts > 1 && UNAVAILABLE.has(failure.class.id);
  const again = may && await tryOtherIndex?.(failure) === true;
  if (!again) return { again, because, recovery: "none", record: { recovery: null, waitSeconds, answered } };
  const recovery = "other-source";
  return { again, because: "", recovery, record: { recovery, waitSeconds, answered } };
}

// src/retry/run-attempts.ts
async function runAttempts(attempts, ports, attempt) {
  const failed = [];
  const earlier = [];
  let recovery = "none";
  let again = false;
  let started = 0;
  return await pRetry(
    (number2) => {
      started = ports.clock.monotonic();
      return attempt({ number: number2, recovery, earlier });
    },
    {
      // The class of a failure decides how often, and after which wait. p-retry neither counts nor waits.
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      signal: ports.signal,
      onFailedAttempt: async ({ error, attemptNumber }) => {
        const seconds = (ports.clock.monotonic() - started) / 1e3;
        const failure = classifyError(error);
        if (failure === void 0) throw error;
        const outcome = await prepare({ failure, earlier, failed }, attempts, ports);
        const record3 = { ...describe(attempts, failure), number: attemptNumber, seconds, ...outcome.record };
        failed.push(record3);
        earlier.push(failure);
        attempts.record(record3);
        again = outcome.again;
        if (!again) {
          const last = { subject: subjectOf(attempts), logFile: attempts.logFile, failure, failed };
          throw finalError(error, { ...last, because: outcome.because });
        }
        recovery = outcome.recovery;
      },
      shouldRetry: () => again
    }
  );
}
async function prepare(situation, attempts, ports) {
  const { failure, failed, earlier } = situation;
  const decision = decideRetry(failure, {
    limits: attempts.limits,
    sameFileAgain: failure.gotFile !== void 0 && earlier.some((one) => one.gotFile === failure.gotFile),
    earlier: failed,
    budgetMs: attempts.budget.remainingMs,
    nowMs: ports.clock.now().getTime(),
    random: ports.clock.jitter()
  });
  if (!decision.again) {
    return giveUp(failure, { because: decision.because, waitSeconds: 0, answered: false }, attempts);
  }
  ports.log.warn(announcement(subjectOf(attempts), failure, decision));
  const { waitedMs, worthTrying, answered } = await wait(failure, decision, attempts, ports);
  const waitSeconds = waitedMs / 1e3;
  if (!worthTrying) {
    const because = `still so after ${Math.round(waitSeconds)} s`;
    return giveUp(failure, { because, waitSeconds, answered }, attempts);
  }
  const { recovery } = decision;
  return { again: true, because: "", recovery, record: { recovery, waitSeconds, answered } };
}
async function wait(failure, decision, attempts, ports) {
  const { delayMs } = decision;
  if (decision.recovery === "reconnect") {
    return ports.log.task("wait for the engine", () => awaitEngine(delayMs, attempts.budget, ports));
  }
  if (decision.wait === "pause") {
    await ports.clock.sleep(delayMs, ports.signal);
    return { waitedMs: delayMs, worthTrying: true, answered: false };
  }
  return ports.log.task(
    `wait for ${failure.address ?? "the network"}`,
    () => bridgeOutage({ address: failure.address, delayMs }, attempts.budget, ports)
  );
}
function announcement(subject, failure, decision) {
  const { recovery } = decision;
  const how = recovery === "none" || recovery === "reconnect" ? "" : ` (${RECOVERY_WORDS[recovery]})`;
  const again = `trying again ${whenWords(failure, decision)}${how}`;
  return `${subject}: ${failure.class.name}; ${again}. ${failure.line}`.trimEnd();
}
function whenWords({ address }, { wait: wait2, recovery, delayMs }) {
  if (recovery === "reconnect") return RECOVERY_WORDS[recovery];
  if (wait2 === "bridge" && address !== void 0) return "as soon as it answers";
  return delayMs > 0 ? `in ${Math.ceil(delayMs / 1e3)} s` : "at once";
}
function subjectOf({ phase, subject = `Phase ${phase}` }) {
  return subject;
}
function describe({ phase }, failure) {
  return { phase, class: { id: failure.class.id, name: failure.class.name }, line: failure.line };
}

// src/base/import-outcomes.ts
var ImportOutcome = readonly(
  strictObject({
    module: string(),
    ok: boolean(),
    /** null where the time for it was over. */
    exitCode: number().nullable(),
    /** Last line that Python printed; null where the import succeeded. */
    error: string().nullable()
  })
);
async function importOutcomes(container, python, modules, signal) {
  const probe3 = { python, program: "imports.py", args: modules };
  const { answer, stderr } = await runProbe(container, probe3, array(ImportOutcome), signal);
  if (answer) return answer;
  throw new BuildError("The import check itself failed.", {
    evidence: lastLines(stderr, 1),
    remedy: "An installed package changes how Python starts (a .pth file, sitecustomize): leave it out."
  });
}
function importFault({ module, error, exitCode }) {
  return `import ${module}: ${error} (exit ${exitCode ?? "none"})`;
}

// src/image/check-phase.ts
async function checkPhase(container, plan, phase, signal) {
  const before = new Set(phase.problemsBefore);
  const after = await dependencyProblems(container, phase.interpreter, signal);
  const broken = after.filter((line) => !before.has(line));
  if (broken.length > 0) {
    throw new ConflictError(`Phase ${phase.name} broke requirements of installed packages.`, {
      evidence: broken.slice(0, 10).join("\n"),
      remedy: "Pin versions that agree; the layer was not committed.",
      cause: checkFailure(broken.join("\n"))
    });
  }
  await checkImports(container, phase, signal);
  await checkKept(container, plan, phase.name, signal);
}
function checkFailure(output) {
  return new ToolFailure({ tool: "command", exitCode: 1, output, oomKills: 0 });
}
async function checkImports(container, phase, signal) {
  const outcomes = [];
  for (const { interpreter, modules } of phase.imports) {
    outcomes.push(...await importOutcomes(container, interpreter, modules, signal));
  }
  const failed = outcomes.filter((one) => !one.ok);
  if (failed.length === 0) return;
  const evidence = failed.map(importFault).join("\n");
  throw new BuildError(
    `Phase ${phase.name} installed, but ${failed.map((one) => one.module).join(", ")} can't be imported.`,
    {
      evidence,
      cause: checkFailure(evidence),
      remedy: "Add or pin the package that the error names, or correct `imports`; the layer was not committed."
    }
  );
}
async function checkKept(container, plan, phase, signal) {
  if (plan.kept.length === 0) return;
  const { answer: facts, stderr } = await askBaseFacts(container, plan.base.interpreter, signal);
  if (!facts) {
    throw new BuildError(`After phase ${phase}, the image's Python no longer says what is installed.`, {
      evidence: stderr.trim().split("\n").at(-1) ?? ""
    });
  }
  const now = new Set(facts.distributions.map((one) => `${normaliseName(one.name)}==${one.version}`));
  const moved2 = plan.kept.filter((one) => !now.has(one));
  if (moved2.length === 0) return;
  throw new ConflictError(`Phase ${phase} moved a kept package of the base: ${moved2.join(", ")}.`, {
    remedy: "Pin the package that asked for it to a version that accepts the base's, or take it out of `keep`."
  });
}

// src/image/cleanup/clean-container.ts
var TIME_LIMIT_S = 60;
var Answer = object({
  rows: array(CleanupRow),
  kept: CleanupResult.unwrap().shape.kept,
  freeBefore: number(),
  freeAfter: number()
});
async function cleanContainer(container, request, ports) {
  const started = ports.clock.monotonic();
  const { level, scope = "layer", targetBytes, needed } = request;
  const asked2 = { level, scope, target: targetBytes ?? null, needed, seconds: TIME_LIMIT_S };
  const probe3 = {
    ...{ python: request.interpreter, program: "cleanup.py", args: [JSON.stringify(asked2)] },
    // The image's own HOME and cache variables say where its caches are.
    env: { PYTHONDONTWRITEBYTECODE: "1" }
  };
  const { answer, fault } = await runProbe(container, probe3, Answer, request.signal ?? ports.signal);
  if (!answer) throw new BuildError("The cleanup of the build container failed.", { evidence: fault });
  return {
    ...{ level, scope, targetBytes: targetBytes ?? null, ...answer },
    seconds: (ports.clock.monotonic() - started) / 1e3
  };
}

// src/image/cleanup/strip-phase.ts
async function stripPhase(container, request, signal) {
  const { interpreter, ...asked2 } = request;
  if (asked2.kinds.length === 0 || asked2.names.length === 0) return [];
  const probe3 = { python: interpreter, program: "strip.py", args: [JSON.stringify(asked2)] };
  const { answer, fault } = await runProbe(container, probe3, array(StripRow), signal);
  if (answer) return answer;
  throw new BuildError("`image.strip` could not be done.", {
    evidence: fault,
    remedy: "Leave out what it was to strip; the layer was not committed."
  });
}

// src/sizes/learned-size.ts
var FileTotals = readonly(
  strictObject({
    count: number(),
    /** Apparent size. */
    bytes: number(),
    /** Each file rounded up to whole blocks. */
    blocks: number()
  })
);
var LearnedSize = readonly(
  strictObject({
    files: FileTotals,
    /** Compiled bytecode; zero where the image was built without. */
    bytecode: FileTotals,
    compiled: boolean(),
    /** Bytes, by absolute path, of files that other distributions of its layer brought, too: one of them is there. */
    shared: readonly(record(string(), number())).optional()
  })
);

// src/image/layer-judgement/layer-facts.ts
var Owner = object({
  name: string(),
  version: string(),
  /** This layer brings it; else it was there before. */
  layer: boolean(),
  /** Whether the file is what that RECORD says. */
  state: _enum(["same", "differs", "unhashed"])
});
var LayerFact = object({
  path: string(),
  kind: _enum(["added", "changed", "removed", "kept"]),
  /** `outside`: no file, but a RECORD's entry that leaves the folders of its environment. */
  type: _enum(["file", "link", "folder", "other", "gone", "outside"]),
  /** Where a link leads. */
  target: string().optional(),
  special: array(_enum(["setuid", "setgid", "capability"])),
  owners: array(Owner),
  /** It was a file of an older version of a distribution that this layer brings. */
  replaced: boolean().default(false)
});
var InstalledRecord = object({
  folder: string(),
  name: string(),
  version: string(),
  digest: string().nullable()
});
var LayerContents = object({
  facts: array(LayerFact),
  /** Facts that weren't told, because there are too many. */
  more: number(),
  records: record(string(), string().nullable()),
  /** Files whose hash was compared with a RECORD's. */
  compared: number(),
  /** Files of bytecode that were removed, because nobody knows what made them. */
  stray: number(),
  /** Temporary files that were removed. */
  temporary: array(string())
});
var LayerBefore = object({
  /** In nanoseconds of the kernel's clock. */
  at: string(),
  /** SHA-256 of the list of all paths. */
  digest: string(),
  tools: object({ files: array(string()), folders: array(string()) }),
  /** Folders that an installer writes into. */
  roots: array(string()),
  /** Folders of packages. */
  sites: array(string()),
  /** Files, and whole folders, of older versions of what the layer brings. */
  replaced: object({ files: array(string()), folders: array(string()) }),
  /** Files of an environment that was just made, each with what it is. */
  environment: record(string(), string())
});

// src/ports/kept-json.ts
import { createHash } from "node:crypto";
function keyFor(folder, input) {
  return `${folder}/${createHash("sha256").update(JSON.stringify(input)).digest("hex")}.json`;
}
async function recallJson(cache, key, schema) {
  const bytes = await cache.read(key);
  return bytes && readJson(bytes, schema);
}
async function keepJson(cache, key, value) {
  await cache.write(key, new TextEncoder().encode(JSON.stringify(value)));
}

// src/image/layers/learned-sizes.ts
async function recallEnvironments({ base, distributions, isolated }, cache) {
  const own = isolated.map(async ({ phase, distributions: theirs }) => {
    const python = environmentPython(phase.name, base.python);
    return [phase.name, await recallSizes(theirs, python, cache)];
  });
  const learned = await recallSizes(distributions, base.python, cache);
  return { learned, learnedIsolated: new Map(await Promise.all(own)) };
}
async function recallSizes(distributions, python, cache) {
  const known = await Promise.all(
    distributions.map(async ({ file: { sha256: sha2562 } }) => {
      const size = await recallJson(cache, keyOf(sha2562, python), LearnedSize);
      return size ? [[sha2562, size]] : [];
    })
  );
  return new Map(known.flat());
}
async function rememberSize(one, size, cache) {
  const key = keyOf(one.sha256, one.python);
  const known = size.compiled ? void 0 : await recallJson(cache, key, LearnedSize);
  if (known?.compiled !== true) await keepJson(cache, key, size);
}
function keyOf(sha2562, python) {
  const tag = minorVersion(python.version).replace(".", "");
  return `installed-sizes/cp${tag}${python.purelib}/${sha2562}.json`;
}

// src/image/replaced-interpreter.ts
async function isPython(container, program, signal) {
  const command = [program, "-I", "-c", "print(6 * 7)"];
  const { exitCode, stdout } = await execText(container, { command, env: CHECK_ENV, workdir: "/", signal });
  return exitCode === 0 && stdout.trim() === "42";
}
function replacedInterpreter(phase, evidence) {
  const found = failureClassById("W3");
  return new BuildError(
    `Phase ${phase} brought a script in the place of Python; the layer was not committed.`,
    {
      evidence,
      remedy: `${found.remedy} More: docs/TROUBLESHOOTING.md#${found.anchor}.`,
      failureClass: found
    }
  );
}

// src/image/compile-phase.ts
var Answer2 = object({
  doneAt: string(),
  records: array(InstalledRecord),
  distributions: array(
    object({
      name: string(),
      files: FileTotals,
      bytecode: FileTotals,
      shared: record(string(), number()).default({}),
      /** Paths of scripts that are named like an interpreter. */
      interpreters: array(string()).default([])
    })
  )
});
async function compilePhase(container, job, ports) {
  const { plan, phase, distributions } = job;
  if (distributions.length === 0) return void 0;
  const { interpreter, purelib } = phasePython(plan, phase);
  const title = plan.bytecode === "all" ? `compile ${phase.name}` : `measure ${phase.name}`;
  const args = [purelib, plan.bytecode, ...distributions.map((one) => one.name)];
  const probe3 = { python: interpreter, program: "compile.py", args, alone: true };
  const { answer, stderr } = await ports.log.task(
    title,
    () => runProbe(container, probe3, Answer2, ports.signal)
  );
  if (!answer) {
    if (!await isPython(container, interpreter, ports.signal)) {
      throw replacedInterpreter(phase.name, `${interpreter} is no Python any more`);
    }
    throw new BuildError(`The bytecode of phase ${phase.name} could not be compiled.`, {
      evidence: lastLines(stderr, 3),
      remedy: "`image: { bytecode: none }` builds without it; each cold start then compiles what it imports."
    });
  }
  const measured = answer.distributions;
  const replacing = measured.flatMap((one) => one.interpreters.map((path) => `${one.name} brings ${path}`));
  if (replacing.length > 0) throw replacedInterpreter(phase.name, replacing.join("\n"));
  const seen = new Map(measured.map((one) => [one.name, one]));
  const python = { version: plan.base.python, purelib };
  for (const one of distributions) {
    const sizes = seen.get(one.name);
    if (!sizes) continue;
    const { files, bytecode, shared } = sizes;
    const learned = {
      ...{ files, bytecode, compiled: plan.bytecode === "all" },
      ...Object.keys(shared).length > 0 && { shared }
    };
    await rememberSize({ sha256: one.file.sha256, python }, learned, ports.cache);
  }
  return { ...answer, hasBytecode: plan.bytecode === "all" };
}

// src/image/install/kept-downloads.ts
var Answer3 = object({ keptBytes: number(), held: array(string()) });
var KEPT = `${DOWNLOADS}/cache`;
var RESERVE_BYTES = 1e9;
async function keepDownloads(container, python, ports) {
  await copy(container, [python, INSTALL_CACHE, KEPT], ports);
}
async function restoreDownloads(container, python, ports) {
  const names2 = await copy(container, [python, KEPT, INSTALL_CACHE], ports);
  return new Set(names2.map((one) => one.replace(/^[^=]*/, normaliseName)));
}
async function copy(container, [python, source, target], ports) {
  try {
    await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal: ports.signal });
    const probe3 = { python, program: "keep_downloads.py", args: [source, target, String(RESERVE_BYTES)] };
    return (await runProbe(container, probe3, Answer3, ports.signal)).answer?.held ?? [];
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`Downloads could not be kept: ${error}`);
    return [];
  }
}

// src/toolbox/archive.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
function archiveOf(entries) {
  const archive2 = (0, import_tar_stream.pack)();
  void fill(archive2, entries).catch((error) => archive2.destroy(error));
  return Readable.from(archive2);
}
async function fill(archive2, entries) {
  for (const { name, content, mode } of entries) {
    if (content === void 0) archive2.entry({ name, type: "directory", mode: mode ?? 493 });
    else if (isLarge(content)) {
      const entry = archive2.entry({ name, mode: mode ?? 420, size: content.bytes });
      await pipeline(content.stream(), entry);
    } else archive2.entry({ name, mode: mode ?? 420 }, Buffer.from(content));
  }
  archive2.finalize();
}
function isLarge(content) {
  return typeof content !== "string" && !(content instanceof Uint8Array);
}

// src/image/commands/byte-queue.ts
var BLOCK_BYTES = 64 * 1024;
function createByteQueue() {
  let blocks = [];
  let room = new Uint8Array();
  return {
    get isEmpty() {
      return blocks.length === 0;
    },
    /** Copies the bytes, because a stream may reuse a chunk's memory. */
    push(bytes) {
      let rest = bytes;
      while (rest.length > 0) {
        if (room.length === 0) {
          room = new Uint8Array(BLOCK_BYTES);
          blocks.push(room);
        }
        const piece = rest.subarray(0, room.length);
        room.set(piece);
        room = room.subarray(piece.length);
        rest = rest.subarray(piece.length);
      }
    },
    /** Takes all bytes out of the queue, in the order of their arrival. */
    take() {
      const bytes = Buffer.concat(blocks);
      const unused = room.length;
      blocks = [];
      room = new Uint8Array();
      return bytes.subarray(0, bytes.length - unused);
    }
  };
}

// src/image/commands/safe-lines.ts
var LONGEST_LINE = 64 * 1024;
var KEPT2 = 8 * 1024;
var LINE_FEED = 10;
var CARRIAGE_RETURN = 13;
function createSafeLines(redact, pass) {
  let rest = new Uint8Array();
  const passUpTo = (end) => {
    if (end === 0) return;
    const bytes = rest.subarray(0, end);
    rest = rest.subarray(end);
    const text2 = Buffer.from(bytes).toString();
    const safe = redact(text2);
    pass(safe === text2 ? bytes : Buffer.from(safe));
  };
  return {
    write(chunk) {
      rest = Buffer.concat([rest, chunk]);
      passUpTo(Math.max(rest.lastIndexOf(LINE_FEED), rest.lastIndexOf(CARRIAGE_RETURN)) + 1);
      if (rest.length > LONGEST_LINE) passUpTo(rest.length - KEPT2);
    },
    end: () => passUpTo(rest.length)
  };
}

// src/image/commands/output-log.ts
var TAIL_BYTES = 256 * 1024;
var MOST_PENDING_BYTES = 1024 * 1024;
function openOutputLog(path, ports) {
  const end = createTail();
  const waiting = createByteQueue();
  let pending = 0;
  let writing;
  let fault;
  const lines = createSafeLines(ports.secrets.redact, (safe) => {
    end.append(safe);
    waiting.push(safe);
    pending += safe.length;
  });
  const append = async (content) => {
    try {
      if (fault === void 0) await ports.files.append(path, content);
    } catch (error) {
      fault = messageOf(error);
      ports.log.warn(`The installer's output can't be kept in ${path}: ${fault}`);
    }
  };
  const drain = async () => {
    while (!waiting.isEmpty) {
      const content = waiting.take();
      await append(content);
      pending -= content.length;
    }
    writing = void 0;
  };
  return {
    write(chunk) {
      lines.write(chunk);
      if (!waiting.isEmpty) writing ??= drain();
      return pending > MOST_PENDING_BYTES ? writing : void 0;
    },
    tail: () => end.text(),
    async end() {
      lines.end();
      if (!waiting.isEmpty) writing ??= drain();
      await writing;
    }
  };
}
function createTail() {
  const kept = Buffer.alloc(2 * TAIL_BYTES);
  let used = 0;
  return {
    append(chunk) {
      const last = chunk.subarray(-TAIL_BYTES);
      if (used + last.length > kept.length) {
        kept.copyWithin(0, used - TAIL_BYTES, used);
        used = TAIL_BYTES;
      }
      kept.set(last, used);
      used += last.length;
    },
    text: () => new TextDecoder().decode(kept.subarray(Math.max(0, used - TAIL_BYTES), used))
  };
}

// src/image/commands/stream-command.ts
var MAX_LINE_BYTES = 16 * 1024;
async function streamCommand(container, spec, { logFile, report }, ports) {
  const lines = createLineSplitter({ maxLineBytes: MAX_LINE_BYTES, onLine: report });
  const log = openOutputLog(logFile, ports);
  const run = container.exec({
    ...spec,
    signal: ports.signal,
    onOutput: (chunk) => {
      lines.write(chunk);
      return log.write(chunk);
    }
  });
  const exitCode = await run.finally(() => log.end());
  lines.end();
  return { exitCode, output: log.tail().trimEnd() };
}

// src/image/make-environment.ts
async function makeEnvironment(container, plan, { path }, signal) {
  const made = await execText(container, {
    command: [
      ...[UV, "venv", "--quiet", "--no-config", "--no-project", "--clear"],
      ...["--python", plan.base.interpreter, path]
    ],
    env: { ...CHECK_ENV, UV_CACHE_DIR: `${SCRATCH}/uv-cache`, UV_PYTHON_DOWNLOADS: "never" },
    workdir: "/",
    signal
  });
  if (made.exitCode !== 0) {
    throw new BuildError(`The environment ${path} could not be made.`, {
      evidence: lastLines(made.stderr, 3),
      remedy: "The base's Python must be able to make virtual environments below /opt."
    });
  }
  await execText(container, { command: ["rm", "-f", `${path}/CACHEDIR.TAG`, `${path}/.gitignore`], signal });
}
function installLock({ path }) {
  return `${path}/.lock`;
}

// src/image/install/prefetch.ts
var Answer4 = object({ files: int(), bytes: number(), failed: array(string()) });
async function prefetch(job, toolbox, ports) {
  const files = job.distributions.filter((one) => one.kind === "wheel" && !isLocalAddress(one.file.url)).map(({ file }) => ({ url: file.url, name: file.name, sha256: file.sha256 }));
  if (files.length === 0) return void 0;
  const started = ports.clock.monotonic();
  try {
    const { answer } = await toolbox.open(
      job.base.imageId,
      `prefetch-${job.phase}`,
      (container) => fetchInto(container, { interpreter: job.base.interpreter, files }, ports)
    );
    const seconds = (ports.clock.monotonic() - started) / 1e3;
    return answer && { phase: job.phase, files: answer.files, bytes: answer.bytes, seconds };
  } catch (error) {
    ports.log.debug(`Phase ${job.phase} could not be downloaded beforehand: ${messageOf(error)}`);
    return void 0;
  }
}
async function fetchInto(container, { interpreter, files }, ports) {
  const wanted = files.map(({ url, name, sha256: sha2562 }) => ({ url, name, sha256: sha2562 }));
  const list = { name: "prefetch.json", content: relayed(JSON.stringify(wanted), ports.network.relay) };
  await container.putArchive(`${SCRATCH}/work`, archiveOf([list]));
  await container.exec({ command: ["mkdir", "-p", PREFETCHED], signal: ports.signal });
  const probe3 = {
    ...{ python: interpreter, program: "prefetch.py" },
    args: [PREFETCHED, `${SCRATCH}/work/prefetch.json`],
    env: { ...containerEnv(ports.network), ...CHECK_ENV }
  };
  return runProbe(container, probe3, Answer4, ports.signal);
}

// src/image/install/build-files.ts
async function bringBuildFiles(container, { distributions, basePython }, ports) {
  const all = distributions.flatMap((one) => one.build?.distributions ?? []);
  const files = [...new Map(all.map(({ file }) => [file.sha256, file])).values()];
  if (files.length === 0) return false;
  const { answer, stderr } = await fetchInto(container, { interpreter: basePython, files }, ports);
  if (answer?.failed.length === 0) return true;
  const output = answer?.failed.join("\n") ?? stderr;
  throw new ToolFailure({ tool: "command", exitCode: 1, output, oomKills: 0 });
}

// src/image/install/compile-jobs.ts
var BYTES_PER_JOB = 4 * 2 ** 30;
var LIMITS = [
  "/sys/fs/cgroup/memory/memory.limit_in_bytes",
  "/sys/fs/cgroup/memory/memory.stat",
  "/sys/fs/cgroup/memory.max",
  "/proc/meminfo"
];
async function compileJobs(container, signal) {
  const memory = await execText(container, { command: ["cat", ...LIMITS], signal });
  const processors = await execText(container, { command: ["nproc"], signal });
  const count = Number.parseInt(processors.stdout, 10);
  return jobsFor(memoryLimit(memory.stdout), Number.isSafeInteger(count) && count > 0 ? count : 1);
}
function jobsFor(memoryBytes, processors) {
  return Math.max(1, Math.min(processors, Math.floor(memoryBytes / BYTES_PER_JOB)));
}
function memoryLimit(text2) {
  const limits = [...text2.matchAll(/^(?:hierarchical_memory_limit )?(\d{1,19})$/gm)].map(
    (one) => Number(one[1])
  );
  const total = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(text2)?.[1];
  const all = [...limits, ...total === void 0 ? [] : [Number(total) * 1024]];
  return all.length === 0 ? 0 : Math.min(...all);
}
function compileLoad(planned2, allowed) {
  if (planned2 === null) return { jobs: allowed, ...allowed === 1 && { nvccThreads: 1 } };
  const nvccThreads = Math.min(planned2.nvccThreads ?? 1, allowed);
  return { jobs: Math.max(1, Math.min(planned2.jobs, Math.floor(allowed / nvccThreads))), nvccThreads };
}
function jobsEnv({ jobs, nvccThreads }) {
  return {
    MAX_JOBS: String(jobs),
    CMAKE_BUILD_PARALLEL_LEVEL: String(jobs),
    UV_CONCURRENT_BUILDS: "1",
    ...nvccThreads !== void 0 && { NVCC_THREADS: String(nvccThreads) }
  };
}

// src/image/install/copy-files.ts
import { join as join8 } from "node:path";

// src/resolve/direct/read-commit.ts
import { createHash as createHash3 } from "node:crypto";

// src/git/pack-commit.ts
import { createHash as createHash2 } from "node:crypto";
import { join as join6 } from "node:path";
import { buffer } from "node:stream/consumers";

// src/git/check-out.ts
import { join as join3 } from "node:path";

// src/ports/waiting.ts
var RETRIES = 3;
var FIRST_WAIT_MS = 300;
async function askWithRetries(ask4, passing, { clock, signal }) {
  const once2 = async () => {
    const answer = await ask4();
    if (passing.answer(answer)) throw new PassingAnswer(answer);
    return answer;
  };
  try {
    return await pRetry(once2, {
      retries: RETRIES,
      // p-retry would wait on timers of its own.
      minTimeout: 0,
      ...signal && { signal },
      async shouldRetry({ error, attemptNumber }) {
        if (!(error instanceof PassingAnswer || passing.error?.(error))) return false;
        await clock.sleep(FIRST_WAIT_MS * 2 ** (attemptNumber - 1) * (1 + clock.jitter()), signal);
        return true;
      }
    });
  } catch (error) {
    if (error instanceof PassingAnswer) return error.answer;
    throw error;
  }
}
var PassingAnswer = class extends Error {
  answer;
  constructor(answer) {
    super("the answer may be better a moment later");
    this.answer = answer;
  }
};
function createDeadline(milliseconds, clock) {
  const over = new AbortController();
  const done = new AbortController();
  clock.sleep(milliseconds, done.signal, { background: true }).then(
    () => over.abort(),
    () => void 0
  );
  return { signal: over.signal, [Symbol.dispose]: () => done.abort() };
}

// src/git/git-program.ts
import { join } from "node:path";
var GitError = class extends BuildError {
};
var SILENT_SECONDS = 30;
var LIMIT_MS = 15 * 60 * 1e3;
async function withGit(ports, body) {
  const program = await ports.processes.which("git");
  if (program === void 0) {
    throw new BuildError("A phase asks for a commit from git, and this machine has no git.", {
      evidence: "git was looked for in PATH",
      remedy: "Install git on the machine that runs Surelayer (images need none), or name a wheel or an archive of the commit."
    });
  }
  return ports.files.withFolder((folder) => body(createGit({ program, folder }, ports)));
}
function createGit(location, ports) {
  const { program, folder } = location;
  const run = async (args, env, cwd = folder) => {
    var _stack = [];
    try {
      const limit = __using(_stack, createDeadline(LIMIT_MS, ports.clock));
      const signal = AbortSignal.any([ports.signal, limit.signal]);
      try {
        return await ports.processes.run(program, [...PLAIN, ...args], {
          env: { ...QUIET, ...env },
          cwd,
          signal
        });
      } catch (error) {
        if (ports.signal.aborted || !limit.signal.aborted) throw error;
        throw new RegistryError(`git didn't end within ${LIMIT_MS / 6e4} minutes.`, {
          evidence: gitEvidence(`git ${args.slice(-4).join(" ")}`),
          remedy: "Run again; a repository that takes so long is better named by an archive of the commit.",
          cause: error
        });
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  };
  const work = async (repository, args, tree) => {
    const alone = { ...ofRepository(repository, tree), ...withoutConfiguration(folder) };
    const { exitCode, stdout, stderr } = await run(args, alone, tree);
    if (exitCode === 0) return stdout;
    throw new GitError(`git ${args[0]} failed on what was fetched.`, { evidence: gitEvidence(stderr) });
  };
  return {
    folder,
    work,
    ask: (repository, args) => run([...PATIENCE, ...args], ofRepository(repository)),
    async init(repository, commit2) {
      const format = commit2.length === 64 ? ["--object-format=sha256"] : [];
      await work(repository, ["init", "--quiet", "--bare", "--template=", ...format, repository]);
    }
  };
}
var PLAIN = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "gc.auto=0",
  "maintenance.auto=false"
].flatMap((setting) => ["-c", setting]);
var PATIENCE = [
  "protocol.file.allow=never",
  "protocol.ext.allow=never",
  "http.lowSpeedLimit=1",
  `http.lowSpeedTime=${SILENT_SECONDS}`,
  "fetch.recurseSubmodules=false"
].flatMap((setting) => ["-c", setting]);
var QUIET = {
  GIT_TERMINAL_PROMPT: "0",
  GCM_INTERACTIVE: "never",
  SSH_ASKPASS: "",
  SSH_ASKPASS_REQUIRE: "never",
  LC_ALL: "C",
  // If Surelayer runs in a git hook, these name the hook's repository.
  GIT_ALTERNATE_OBJECT_DIRECTORIES: "",
  GIT_NAMESPACE: ""
};
function ofRepository(path, tree) {
  return {
    ...{ GIT_DIR: path, GIT_COMMON_DIR: path, GIT_OBJECT_DIRECTORY: join(path, "objects") },
    GIT_INDEX_FILE: join(path, "index"),
    ...tree !== void 0 && { GIT_WORK_TREE: tree }
  };
}
function withoutConfiguration(folder) {
  return {
    ...{ HOME: folder, XDG_CONFIG_HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null" },
    ...{ GIT_CONFIG_NOSYSTEM: "1", GIT_ATTR_NOSYSTEM: "1", GIT_CONFIG_COUNT: "0", GIT_CONFIG_PARAMETERS: "" },
    GIT_NO_LAZY_FETCH: "1"
  };
}
var MOST_LINES = 6;
function gitEvidence(text2) {
  const lines = text2.slice(-2e4).replaceAll(/\/\/[^/\s@]{0,1000}@/g, "//\u2026@").split("\n");
  return lines.map((line) => line.trim()).filter(Boolean).slice(-MOST_LINES).join("\n");
}

// src/git/host-failure.ts
var GitWords = class extends Error {
  stderr;
  constructor(stderr) {
    super("git failed");
    this.stderr = stderr;
  }
};
var ABSENT = /repository '[^'\n]{0,2000}' not found|Repository not found|returned error: (?:404|410)\b|does not appear to be a git repository|(?:repository|project)[^\n]{0,300} (?:does not exist|could not be found|not found)/i;
var LOGIN = /could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Permission denied|Host key verification failed|returned error: 40[13]\b|access rights|HTTP Basic: Access denied/i;
var UNTRUSTED = /SSL certificate problem|server certificate verification failed|certificate subject name|self.signed certificate/i;
var OUTAGE = /Could not resolve host|Failed to connect|Couldn't connect|Connection (?:refused|reset|closed|timed out)|timed out|Operation too slow|returned error: (?:408|425|429|5\d\d)\b|early EOF|RPC failed|unexpected disconnect|remote end hung up|Empty reply|Network is unreachable|No route to host|Recv failure|transfer closed|TLS (?:packet|connection)|gnutls_handshake|SSL_ERROR_SYSCALL/i;
function isOutage(stderr) {
  const text2 = gitEvidence(stderr);
  return ![ABSENT, LOGIN, UNTRUSTED].some((one) => one.test(text2)) && OUTAGE.test(text2);
}
function hostFailure({ subject, url }, stderr) {
  const evidence = `${url}: ${gitEvidence(stderr)}`;
  const text2 = gitEvidence(stderr);
  if (ABSENT.test(text2)) {
    return new ConflictError(`There is no repository for ${subject} at its address.`, {
      evidence,
      remedy: "Correct the address; a host may also say so of a repository that this machine's git has no login for."
    });
  }
  if (LOGIN.test(text2)) {
    return new RegistryError(`The repository of ${subject} asks for a login, or isn't there.`, {
      evidence,
      remedy: "Give this machine's git a login for the host (a credential helper, or a key in its ssh agent and the host among its known ones), and try `git ls-remote` with that address; a login in the address itself would stand in plans and locks."
    });
  }
  if (UNTRUSTED.test(text2)) {
    return new RegistryError(`This machine's git doesn't trust the certificate of ${subject}'s host.`, {
      evidence,
      remedy: "Check this machine's clock, then name the host's CA to git: `http.sslCAInfo`, or GIT_SSL_CAINFO."
    });
  }
  const outage = OUTAGE.test(text2);
  return new RegistryError(`git could not read the repository of ${subject}.`, {
    evidence,
    remedy: outage ? "Check the network and git's proxy settings of this machine, then run again." : "The lines above are git's own; try `git ls-remote` with that address on this machine.",
    ...outage && { cause: new GitWords(stderr) }
  });
}

// src/git/ask-host.ts
function tryHost(remote, args) {
  const passing = { answer: (result) => result.exitCode !== 0 && isOutage(result.stderr) };
  return askWithRetries(() => remote.git.ask(remote.repository, args), passing, remote);
}
async function askHost(remote, args) {
  const { exitCode, stdout, stderr } = await tryHost(remote, args);
  if (exitCode !== 0) throw hostFailure(remote, stderr);
  return stdout;
}

// src/git/fetch-commit.ts
var ALL = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
var BY_NAME_ONLY = /unadvertised object|not our ref|(?:couldn't find|no such) remote ref|dumb http transport|does not support (?:shallow|--depth)|shallow/i;
async function fetchCommit(remote, commit2) {
  const { repository, url, git } = remote;
  await git.init(repository, commit2);
  const shallow = await tryHost(remote, ["fetch", "--quiet", "--depth=1", "--no-tags", "--", url, commit2]);
  if (shallow.exitCode !== 0) {
    if (!BY_NAME_ONLY.test(shallow.stderr)) throw hostFailure(remote, shallow.stderr);
    await askHost(remote, ["fetch", "--quiet", "--", url, ...ALL]);
  }
  const found = await commitOf(remote, commit2);
  if (found === commit2) return;
  throw new ConflictError(
    found === void 0 ? `The repository of ${remote.subject} has no commit ${commit2}.` : `${commit2} is no commit of ${remote.subject}'s repository, but a tag's own object.`,
    {
      evidence: `${url}: ${found === void 0 ? "not among its branches and tags, nor given by its id" : `it leads to ${found}`}`,
      remedy: found === void 0 ? "It was never pushed there, or a forced push removed it: write a commit that the repository has." : `Write ${found}.`
    }
  );
}
async function fetchHistory(remote, commit2 = "") {
  const { git, repository, url } = remote;
  await git.init(repository, commit2);
  await git.work(repository, ["config", "remote.origin.url", url]);
  const more = commit2 === "" ? [] : [commit2];
  const fetch2 = ["fetch", "--quiet", "--filter=tree:0", "origin", ...ALL];
  const all = await tryHost(remote, [...fetch2, ...more]);
  if (all.exitCode !== 0) await askHost(remote, fetch2);
}
async function commitOf({ git, repository }, id) {
  try {
    return (await git.work(repository, ["rev-parse", "--verify", "--quiet", `${id}^{commit}`])).trim();
  } catch (error) {
    if (error instanceof GitError) return void 0;
    throw error;
  }
}

// src/git/submodules.ts
import { join as join2 } from "node:path";
async function submodulesOf(git, repository, entries, parent) {
  const links = entries.filter((one) => one.kind === "submodule");
  if (links.length === 0) return [];
  const isListed = entries.some((one) => one.path === ".gitmodules" && one.kind === "file");
  const config2 = ["config", "--file", join2(parent.tree, ".gitmodules"), "--null", "--list"];
  const listed3 = isListed ? parseModules(await git.work(repository, config2)) : [];
  return links.flatMap(({ path, id }) => {
    const module = listed3.find((one) => one.path === path);
    if (module?.update === "none") return [];
    return [{ path, commit: id, url: addressOf(path, module?.url, parent) }];
  });
}
function parseModules(text2) {
  const modules = /* @__PURE__ */ new Map();
  for (const record3 of text2.split("\0")) {
    const [, name, key, value] = /^submodule\.(.+)\.(path|url|update)\n(.*)$/s.exec(record3) ?? [];
    if (name === void 0 || key === void 0 || value === void 0) continue;
    modules.set(name, { ...modules.get(name), [key]: value });
  }
  return [...modules.values()];
}
function addressOf(path, written, { subject, url }) {
  const given2 = written === void 0 ? void 0 : absolute(written, url);
  const source = given2 === void 0 ? void 0 : gitSource(`git+${given2}`);
  const fault = source ? gitFault(`git+${given2}`, "submodule") : "has no address that git could ask";
  const isPublic = privateGitFault(url) === void 0;
  const hidden = source && isPublic ? privateGitFault(source.url) : void 0;
  if (source && fault === void 0 && hidden === void 0) return source.url;
  throw new ConflictError(`The submodule ${path} of ${subject} can't be fetched: it ${fault ?? hidden}.`, {
    evidence: `.gitmodules of ${url}`,
    remedy: `Without it ${subject} would be incomplete: build its wheel once and name that, or name a fork that holds these files.`
  });
}
function absolute(written, parent) {
  if (/^\.{1,2}\//.test(written)) return new URL(written, `${parent.replace(/\/*$/, "")}/`).href;
  const [, account, path] = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(written) ?? [];
  return account === void 0 ? written : `ssh://${account}/${path?.replace(/^\/+/, "")}`;
}

// src/git/tree-entries.ts
async function treeEntries(git, repository, commit2) {
  return parseTree(await git.work(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit2]));
}
function parseTree(text2) {
  return text2.split("\0").flatMap((record3) => {
    const [, mode, id, size, path] = /^(\d{6}) \w+ ([0-9a-f]{40,64}) +(\d+|-)\t(.+)$/s.exec(record3) ?? [];
    if (mode === void 0 || id === void 0 || path === void 0) return [];
    return [{ path, kind: KINDS[mode] ?? "file", id, bytes: size === "-" ? 0 : Number(size) }];
  });
}
var KINDS = { "120000": "link", "160000": "submodule" };

// src/git/check-out.ts
var MAX_BYTES = 512 * 1024 * 1024;
var MAX_SUBMODULES = 50;
async function checkOut(remote, commit2, tree, ports) {
  const tasks = [{ remote, commit: commit2, tree, prefix: "" }];
  const found = { files: /* @__PURE__ */ new Set(), pointers: [] };
  let bytes = 0;
  for (let done = 0; done < tasks.length; done++) {
    const task = tasks[done];
    if (done > MAX_SUBMODULES) throw tooMuch(remote, `${MAX_SUBMODULES} submodules`);
    await fetchCommit(task.remote, task.commit);
    const entries = await treeEntries(remote.git, task.remote.repository, task.commit);
    bytes += entries.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > MAX_BYTES) throw tooMuch(remote, `${MAX_BYTES / 1024 / 1024} MiB of files`);
    await writeFiles(task, ports);
    const regular = entries.filter((one) => one.kind === "file").map((one) => one.path);
    for (const path of regular) found.files.add(`${task.prefix}${path}`);
    found.pointers.push(...await lfsPointers(task, new Set(regular), ports));
    const parent = { subject: task.remote.subject, url: task.remote.url, tree: task.tree };
    const inside = await submodulesOf(remote.git, task.remote.repository, entries, parent);
    tasks.push(...inside.map((one, index) => below(task, one, tasks.length + index)));
  }
  return found;
}
function below({ remote, tree, prefix }, one, number2) {
  const repository = join3(remote.git.folder, `submodule-${number2}`);
  const subject = `${remote.subject}'s submodule ${one.path}`;
  return {
    remote: { ...remote, repository, subject, url: one.url },
    commit: one.commit,
    tree: join3(tree, one.path),
    prefix: `${prefix}${one.path}/`
  };
}
async function writeFiles({ remote, commit: commit2, tree }, { files }) {
  await files.write(join3(tree, KEEP), "");
  await remote.git.work(remote.repository, ["read-tree", commit2], tree);
  await remote.git.work(remote.repository, ["checkout-index", "--all", "--force", "--quiet"], tree);
}
var KEEP = ".git/keep";
var POINTER = "version https://git-lfs.";
async function lfsPointers({ remote, tree, prefix }, regular, { files }) {
  const paths = await attributed(remote, tree, "filter=lfs");
  const found = [];
  for (const path of paths.filter((one) => regular.has(one))) {
    const content = await files.read(join3(tree, path)).catch(() => void 0);
    if (content && new TextDecoder().decode(content.subarray(0, POINTER.length)) === POINTER) {
      found.push(`${prefix}${path}`);
    }
  }
  return found;
}
async function attributed({ git, repository }, tree, attribute) {
  const listed3 = await git.work(repository, ["ls-files", "-z", "--", `:(attr:${attribute})`], tree);
  return listed3.split("\0").filter(Boolean);
}
function tooMuch({ subject, url }, what) {
  return new ConflictError(
    `The repository of ${subject} holds more than ${what}, which is no source of a package.`,
    {
      evidence: gitEvidence(url),
      remedy: "Build its wheel once and name that."
    }
  );
}

// src/git/fill-archival.ts
import { join as join4 } from "node:path";

// src/git/archival-text.ts
function archivalText({ commit: commit2, date: date2, description, tags }) {
  const refs = tags.map((tag) => `tag: ${tag}`).join(", ");
  return `node: ${commit2}
node-date: ${date2}
describe-name: ${description}
ref-names: ${refs}
`;
}
var FORMAT = /\$Format:([^$\n]{0,500})\$/g;
function hasFormat(text2) {
  return text2.search(FORMAT) >= 0;
}
function asksForTags(text2) {
  return [...text2.matchAll(FORMAT)].some(([, format = ""]) => /%d|%D|%\(describe/.test(format));
}
function withFormat(text2, facts) {
  return text2.replaceAll(FORMAT, (whole, format) => {
    const filled = format.replaceAll(/%\(describe[^)]*\)|%c[Iits]|%[HhdD]/g, (one) => filledIn(one, facts));
    return /%[a-zA-Z(]/.test(filled) ? whole : filled;
  });
}
function filledIn(placeholder, { commit: commit2, date: date2, description, tags }) {
  const refs = tags.map((tag) => `tag: ${tag}`).join(", ");
  const values = {
    "%H": commit2,
    "%h": commit2.slice(0, 12),
    "%d": refs === "" ? "" : ` (${refs})`,
    "%D": refs,
    "%cI": date2,
    "%ci": date2.replace("T", " ").replace(/(?:([+-]\d\d):(\d\d)|Z)$/, (_, h = "+00", m = "00") => ` ${h}${m}`),
    "%ct": String(Date.parse(date2) / 1e3),
    "%cs": date2.slice(0, 10)
  };
  return values[placeholder] ?? description;
}

// src/git/list-refs.ts
async function listRefs(remote, names2 = []) {
  const wanted = new Set(names2);
  const which = names2.length === 0 ? ["--heads", "--tags"] : [];
  const asked2 = names2.flatMap((one) => [one, `${one}^{}`]);
  const args = ["ls-remote", "--quiet", ...which, "--", remote.url, ...asked2];
  const refs = parseRefs(await askHost(remote, args));
  return names2.length === 0 ? refs : refs.filter((one) => wanted.has(one.name));
}
function parseRefs(text2) {
  const found = /* @__PURE__ */ new Map();
  for (const line of text2.split("\n")) {
    const [, commit2, name, peeled] = /^([0-9a-f]{40,64})\t([^\s^]{1,1000})(\^\{\})?$/.exec(line) ?? [];
    if (commit2 === void 0 || name === void 0) continue;
    found.set(name, { name, commit: commit2, annotated: peeled !== void 0 });
  }
  return [...found.values()];
}

// src/git/describe-commit.ts
var ABBREVIATED = 12;
var RELEASES = "*[0-9]*";
async function describeCommit(remote, { commit: commit2, date: date2 }) {
  const refs = await listRefs(remote);
  const own = refs.filter((one) => one.commit === commit2 && one.name.startsWith("refs/tags/"));
  const tags = own.map((one) => one.name.slice("refs/tags/".length)).sort();
  const [release] = tags.filter((one) => /\d/.test(one)).sort(newestFirst);
  const description = release === void 0 ? await fromHistory(remote, commit2) : exactly(release, commit2);
  return { commit: commit2, date: date2, tags, description };
}
function newestFirst(a, b) {
  const [one, other] = [versionIn(a), versionIn(b)];
  if (one !== void 0 && other !== void 0) return rcompare(one, other);
  if (one === void 0 && other === void 0) return a < b ? 1 : -1;
  return one === void 0 ? 1 : -1;
}
function versionIn(tag) {
  const text2 = /\d.*$/.exec(tag)?.[0] ?? "";
  return valid(text2) ?? void 0;
}
function exactly(tag, commit2) {
  return tag.split("-").length < 3 ? tag : `${tag}-0-g${commit2.slice(0, ABBREVIATED)}`;
}
async function fromHistory(remote, commit2) {
  await fetchHistory(remote, commit2);
  const { git, repository } = remote;
  try {
    const options = ["--tags", "--long", `--abbrev=${ABBREVIATED}`, `--match=${RELEASES}`];
    return (await git.work(repository, ["describe", ...options, commit2])).trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const count = (await git.work(repository, ["rev-list", "--count", commit2])).trim();
    return `0.0-${count}-g${commit2.slice(0, ABBREVIATED)}`;
  }
}

// src/git/fill-archival.ts
var ARCHIVAL = ".git_archival.txt";
var PROJECT_FILES = ["pyproject.toml", "setup.py", "setup.cfg"];
var READS_ARCHIVAL = /setuptools[-_.]scm|hatch[-_.]vcs|vcs[-_.]versioning|flit[-_.]scm|versioningit|versioneer/;
var NEEDS_GIT = /["'](pbr|dunamai|setuptools[-_]git[-_]versioning|uv-dynamic-versioning|poetry-dynamic-versioning)\b/;
async function fillArchival(input, ports) {
  const { remote, commit: commit2, date: date2, tree, project, checkedOut } = input;
  const read = (path) => checkedOut.files.has(path) ? ports.files.readText(join4(tree, path)) : "";
  const build = (await Promise.all(PROJECT_FILES.map((name) => read(join4(project, name))))).join("\n");
  const templates = /* @__PURE__ */ new Map();
  for (const path of await attributed(remote, tree, "export-subst")) {
    const text2 = await read(path);
    if (hasFormat(text2)) templates.set(path, text2);
  }
  const wantsTags = READS_ARCHIVAL.test(build) || [...templates.values()].some(asksForTags);
  const plain2 = { commit: commit2, date: date2, description: "", tags: [] };
  const history = { ...remote, repository: join4(remote.git.folder, "history") };
  const facts = wantsTags ? await describeCommit(history, plain2) : plain2;
  for (const [path, text2] of templates) await ports.files.write(join4(tree, path), withFormat(text2, facts));
  if (READS_ARCHIVAL.test(build)) {
    for (const path of /* @__PURE__ */ new Set([ARCHIVAL, join4(project, ARCHIVAL)])) {
      const text2 = await read(path);
      if (text2 === "" || hasFormat(text2)) await ports.files.write(join4(tree, path), archivalText(facts));
    }
  }
  const tool = NEEDS_GIT.exec(build)?.[1];
  if (tool === void 0) return [];
  return [
    `asks git for its version by ${tool}, and there is no git where it is built: look whether its version is right.`
  ];
}

// src/git/stored-gzip.ts
import { gzipSync } from "node:zlib";
var HEADER = Uint8Array.of(31, 139, 8, 0, 0, 0, 0, 0, 0, 255);
var MAX_BLOCK = 65535;
var TRAILER_BYTES = 8;
function storedGzip(content) {
  const parts = [HEADER];
  let start = 0;
  do {
    const block = content.subarray(start, start + MAX_BLOCK);
    start += block.length;
    const { length } = block;
    const isLast = start >= content.length;
    parts.push(
      Uint8Array.of(isLast ? 1 : 0, length & 255, length >> 8, ~length & 255, ~length >> 8 & 255),
      block
    );
  } while (start < content.length);
  parts.push(gzipSync(content, { level: 1 }).subarray(-TRAILER_BYTES));
  return Buffer.concat(parts);
}

// src/git/subdirectory-project.ts
import { join as join5 } from "node:path";

// src/python/sources/build-system.ts
var LEGACY = { requires: ["setuptools>=40.8.0"], backend: "setuptools.build_meta:__legacy__", path: [] };
var Table = object({
  requires: array(string()),
  "build-backend": string().default(LEGACY.backend),
  "backend-path": array(string()).default([])
});
function buildSystem(pyproject) {
  const read = Table.safeParse(parsed(pyproject)["build-system"]);
  if (!read.success) return LEGACY;
  const { requires, "build-backend": backend, "backend-path": path } = read.data;
  return { requires, backend, path };
}
function parsed(text2) {
  try {
    return parse(text2);
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}

// src/git/subdirectory-project.ts
var REPOSITORY = "repository";
var BACKEND = "surelayer_subdirectory";
function requireProject({ files: regular }, { subdirectory = "", url }, subject) {
  if (PROJECT_FILES2.some((name) => regular.has(join5(subdirectory, name)))) return;
  throw new ConflictError(
    `The repository of ${subject} has no Python project ${subdirectory === "" ? "at its top" : `in ${subdirectory}`}.`,
    { evidence: `${url}: neither pyproject.toml nor setup.py there`, remedy: projects(regular) }
  );
}
var PROJECT_FILES2 = ["pyproject.toml", "setup.py"];
async function addSubdirectoryProject({ root, files: regular }, { subdirectory = "" }, ports) {
  const path = join5(subdirectory, "pyproject.toml");
  const own = regular.has(path) ? await ports.files.readText(join5(root, REPOSITORY, path)) : "";
  const { requires, backend: named2, path: backendPath } = buildSystem(own);
  const settings = { folder: join5(REPOSITORY, subdirectory), backend: named2, path: backendPath };
  const project = { requires: [...requires], "build-backend": BACKEND, "backend-path": ["."] };
  const backend = await ports.files.readText(join5(ports.assets, "images/git/subdirectory_backend.py"));
  await ports.files.write(join5(root, "pyproject.toml"), stringify({ "build-system": project }));
  await ports.files.write(join5(root, `${BACKEND}.json`), `${JSON.stringify(settings)}
`);
  await ports.files.write(join5(root, `${BACKEND}.py`), backend);
}
var MOST_SHOWN = 5;
function projects(regular) {
  const folders = [...regular].flatMap(
    (path) => /^(.+)\/(?:pyproject\.toml|setup\.py)$/.exec(path)?.[1] ?? []
  );
  const shown2 = [...new Set(folders)].slice(0, MOST_SHOWN).map((one) => `\`#subdirectory=${one}\``);
  return shown2.length > 0 ? `Write one that it has, such as ${shown2.join(", ")}.` : "Take `#subdirectory=` out, or name another commit.";
}

// src/git/pack-commit.ts
var FORMAT2 = 1;
var Kept = strictObject({ sha256: string(), remarks: array(string()) });
async function packCommit(commit2, { subject, anew = false }, ports) {
  const key = `commits/${digest(JSON.stringify([FORMAT2, gitAddress(commit2)]))}`;
  const known = anew ? void 0 : await recall(key, ports.cache);
  if (known !== void 0) return known;
  const packed2 = await ports.log.task(
    `fetch ${subject} at ${commit2.revision.slice(0, 12)}`,
    () => withGit(ports, (git) => pack2(git, commit2, subject, ports))
  );
  await ports.cache.write(`${key}.tar.gz`, packed2.content);
  await keepJson(ports.cache, `${key}.json`, { sha256: packed2.sha256, remarks: packed2.remarks });
  return packed2;
}
async function recall(key, cache) {
  const kept = await recallJson(cache, `${key}.json`, Kept);
  const content = kept && await cache.read(`${key}.tar.gz`);
  return content && digest(content) === kept.sha256 ? { content, ...kept } : void 0;
}
async function pack2(git, commit2, subject, ports) {
  const { url, revision, subdirectory } = commit2;
  const { clock, signal } = ports;
  const remote = { git, repository: join6(git.folder, "fetched"), subject, url, clock, signal };
  const root = join6(git.folder, "packed");
  const tree = subdirectory === void 0 ? root : join6(root, REPOSITORY);
  const checkedOut = await checkOut(remote, revision, tree, ports);
  requireProject(checkedOut, commit2, subject);
  const project = subdirectory ?? "";
  const date2 = await dateOf(git, remote.repository, revision);
  const input = { remote, commit: revision, date: date2, tree, project, checkedOut };
  const remarks = await fillArchival(input, ports);
  if (subdirectory !== void 0) {
    await addSubdirectoryProject({ ...checkedOut, root }, commit2, ports);
  }
  const name = `${repositoryName(commit2)}-${revision.slice(0, 12)}`;
  const content = storedGzip(await archive({ root, name, date: date2, subject }, ports));
  return { content, sha256: digest(content), remarks: [...pointerRemarks(checkedOut.pointers), ...remarks] };
}
async function dateOf(git, repository, commit2) {
  const told2 = await git.work(repository, ["log", "-1", "--no-show-signature", "--format=%cI", commit2]);
  return told2.trim();
}
var OLDEST = Date.parse("1980-01-02T00:00:00Z");
async function archive({ root, name, date: date2, subject }, { files }) {
  try {
    const time = new Date(Math.max(OLDEST, Date.parse(date2) || 0));
    return await buffer(await files.tar(root, `/${name}`, time));
  } catch (error) {
    if (!(error instanceof UsageError) && error.code !== "ENOENT") throw error;
    throw new ConflictError(`The repository of ${subject} can't be packed: it holds what no archive may.`, {
      evidence: messageOf(error).replaceAll(`${root}/`, ""),
      remedy: "Build its wheel once and name that, or name a commit without it.",
      cause: error
    });
  }
}
var MOST_SHOWN2 = 3;
function pointerRemarks(pointers) {
  if (pointers.length === 0) return [];
  const more = pointers.length > MOST_SHOWN2 ? ` and ${pointers.length - MOST_SHOWN2} more` : "";
  const shown2 = `${pointers.slice(0, MOST_SHOWN2).join(", ")}${more}`;
  return [
    `keeps files in Git LFS, which isn't asked: only their pointers are packed (${shown2}). If it needs them, build its wheel once and name that.`
  ];
}
function digest(content) {
  return createHash2("sha256").update(content).digest("hex");
}

// src/resolve/direct/resolve-revision.ts
import { join as join7 } from "node:path";

// src/git/find-commit.ts
async function findCommit(remote, revision) {
  if (revision !== void 0 && isCommitId(revision)) return { commit: revision, lasting: true };
  if (revision === void 0 || revision.startsWith("refs/")) {
    const [ref2] = await listRefs(remote, [revision ?? "HEAD"]);
    if (ref2 === void 0) throw absent(remote, revision, []);
    return { commit: ref2.commit, lasting: false };
  }
  const refs = await listRefs(remote);
  const tag = refs.find((one) => one.name === `refs/tags/${revision}`);
  const ref = tag ?? refs.find((one) => one.name === `refs/heads/${revision}`);
  if (ref !== void 0) return { commit: ref.commit, lasting: ref === tag && isRelease(ref) };
  const commit2 = /^[0-9a-f]{7,63}$/.test(revision) ? await lengthened(remote, revision) : void 0;
  if (commit2 === void 0) throw absent(remote, revision, refs);
  return { commit: commit2, lasting: false };
}
function isRelease({ annotated, name }) {
  return annotated || /\d+\.\d+/.test(name);
}
async function lengthened(remote, beginning) {
  await fetchHistory(remote);
  return commitOf(remote, beginning);
}
var MOST_SHOWN3 = 5;
function absent({ subject, url }, revision, refs) {
  if (revision === void 0) {
    return new ConflictError(`The repository of ${subject} has no default branch.`, {
      evidence: `${url}: no HEAD`,
      remedy: "Write a tag or a whole commit id behind an `@`."
    });
  }
  const names2 = refs.map((one) => one.name.replace(/^refs\/(?:heads|tags)\//, ""));
  const near = nearest(revision, names2);
  const tags = refs.filter((one) => one.name.startsWith("refs/tags/")).length;
  return new ConflictError(`The repository of ${subject} has no tag, branch or commit \`${revision}\`.`, {
    evidence: `${url}: ${refs.length - tags} branches and ${tags} tags, none of that name`,
    remedy: near.length > 0 ? `Write one that it has, such as ${near.map((one) => `\`${one}\``).join(", ")}, or a whole commit id.` : "Write a tag that it has, or a whole commit id."
  });
}
function nearest(revision, names2) {
  const meant = closest(revision, names2);
  const bare = revision.replace(/^v/, "");
  const holding = names2.filter((name) => name.includes(bare) || revision.includes(name));
  const order = [...meant === void 0 ? [] : [meant], ...holding, ...names2.toReversed()];
  return [...new Set(order)].slice(0, MOST_SHOWN3);
}

// src/resolve/direct/resolve-revision.ts
var Found = strictObject({ commit: string().refine(isCommitId), lasting: boolean() });
async function resolveRevision({ url, revision }, { subject, asked: asked2, refresh }, ports) {
  if (revision !== void 0 && isCommitId(revision)) return { commit: revision, lasting: true };
  const key = keyFor("git-revisions", [url, revision, [...asked2].sort()]);
  const known = refresh ? void 0 : await recallJson(ports.cache, key, Found);
  if (known !== void 0) return known;
  const { clock, signal } = ports;
  const title = `ask ${subject}'s repository for ${revision ?? "its default branch"}`;
  const found = await ports.log.task(
    title,
    () => withGit(
      ports,
      (git) => findCommit({ git, repository: join7(git.folder, "asked"), subject, url, clock, signal }, revision)
    )
  );
  await keepJson(ports.cache, key, found);
  return found;
}

// src/resolve/direct/read-commit.ts
async function readCommit(source, subject, { asked: asked2 = [], refresh = false }, ports) {
  const { commit: commit2, lasting } = await resolveRevision(source, { subject, asked: asked2, refresh }, ports);
  const at = { ...source, revision: commit2 };
  const { content, sha256: sha2562, remarks } = await packCommit(at, { subject, anew: refresh }, ports);
  const name = `${repositoryName(source)}-${commit2.slice(0, 12)}.tar.gz`;
  const { revision } = source;
  return {
    file: {
      url: gitAddress(at),
      name,
      sha256: sha2562,
      bytes: content.length,
      ...revision !== void 0 && { revision }
    },
    content,
    remarks: [
      ...lasting ? [] : [movingRemark(source, subject, commit2)],
      ...remarks.map((one) => `${subject} ${one}`)
    ]
  };
}
function movingRemark({ revision }, subject, commit2) {
  const what = revision === void 0 ? `The default branch of ${subject}` : `\`${revision}\` of ${subject}`;
  return `${what} is commit ${commit2} for this plan, and may be another one after a change or with --refresh; \`@${commit2}\` in its address holds it fast.`;
}
async function changedCommits(files, ports) {
  const changed2 = [];
  for (const file of files) {
    if (gitCommit(file.url) !== void 0 && await packedFile(file, ports) === void 0)
      changed2.push(file.url);
  }
  return changed2;
}
async function packedFile({ url, sha256: sha2562 }, ports) {
  const commit2 = gitCommit(url);
  if (commit2 === void 0) return void 0;
  const { content } = await packCommit(commit2, { subject: repositoryName(commit2) }, ports);
  return createHash3("sha256").update(content).digest("hex") === sha2562 ? content : void 0;
}
async function plannedCommit(file, ports) {
  const content = await packedFile(file, ports);
  if (content !== void 0) return content;
  throw new ConflictError("A commit that the plan names is packed otherwise now.", {
    evidence: `${file.url}: sha256 isn't ${file.sha256}`,
    remedy: "Plan again: tags that name its version may have been added since."
  });
}

// src/image/install/copy-files.ts
async function copyFiles(container, { distributions, folder }, ports) {
  const carried = distributions.filter(({ file }) => isLocalAddress(file.url) || isVersionControl(file.url));
  for (const { file } of carried) {
    const target = `${PREFETCHED}/${file.sha256}`;
    await container.exec({ command: ["mkdir", "-p", target], signal: ports.signal });
    const content = isLocalAddress(file.url) ? await packed(join8(folder, file.url), file.name, ports) : archiveOf([{ name: file.name, content: await plannedCommit(file, ports) }]);
    await container.putArchive(target, content);
  }
  return carried.length > 0;
}
async function packed(path, name, { files }) {
  try {
    return await files.tar(path, `/${name}`);
  } catch (error) {
    throw new BuildError(`${name} can't be read: ${messageOf(error)}`, {
      evidence: path,
      remedy: "It was there when the plan was made: put it back, or plan again.",
      cause: error
    });
  }
}

// src/image/install/install-batches.ts
function installBatches(distributions, wins) {
  if (wins.length === 0) return [distributions];
  const losers = new Set(wins.map((one) => one.loser));
  const depths = distributions.map(({ name }) => depthOf(name, wins));
  const last = Math.max(0, ...depths);
  const batches = Array.from({ length: last + 1 }, () => []);
  for (const [index, one] of distributions.entries()) {
    const waits = one.kind === "sdist" && !losers.has(one.name);
    batches[waits ? last : depths[index] ?? 0]?.push(one);
  }
  return batches.filter((batch) => batch.length > 0);
}
function depthOf(name, wins, seen = []) {
  if (seen.includes(name)) return 0;
  const losers = wins.filter((one) => one.winner === name).map((one) => one.loser);
  return Math.max(0, ...losers.map((loser) => 1 + depthOf(loser, wins, [...seen, name])));
}
function clearingStep(batches, { installer, interpreter }) {
  const names2 = batches.slice(1).flatMap((batch) => batch.map((one) => one.name));
  if (installer === "pip" || names2.length === 0) return void 0;
  const target = ["--python", interpreter, "--break-system-packages"];
  return { files: [], command: [UV, "pip", "uninstall", "--no-config", ...target, ...names2] };
}

// src/image/install/installer-files.ts
function phaseLock(distributions, local) {
  return stringify({
    "lock-version": "1.0",
    "created-by": "surelayer",
    packages: distributions.map((one) => {
      const file = {
        name: one.file.name,
        ...fileLocation(one, local),
        ...one.file.bytes === null ? {} : { size: one.file.bytes },
        hashes: { sha256: one.file.sha256 }
      };
      const source = one.kind === "wheel" ? { wheels: [file] } : { sdist: file };
      return { name: one.name, version: one.version, ...source };
    })
  });
}
function fileLocation({ file }, local) {
  const path = local.get(file.sha256);
  return path === void 0 ? { url: file.url } : { path };
}
function pipLinks(distributions, local) {
  const links = distributions.map((one) => {
    const { file } = one;
    const path = local.get(file.sha256);
    const url = path === void 0 ? file.url.split("#")[0] ?? file.url : `file://${encodeURI(path)}`;
    const address = escapeHtml(`${url}#sha256=${file.sha256}${unnamed(one, url)}`);
    return `<a href="${address}">${escapeHtml(file.name)}</a><br>`;
  });
  return `<!DOCTYPE html>
<html><body>
${links.join("\n")}
</body></html>
`;
}
function unnamed({ name, version, file, kind }, url) {
  return kind === "wheel" || addressedFile(url) === file.name ? "" : `&egg=${name}-${version}`;
}
function buildLinks({ distributions }, local) {
  const links = distributions.map(({ file }) => {
    const address = `file://${encodeURI(local.get(file.sha256) ?? "")}#sha256=${file.sha256}`;
    return `<a href="${escapeHtml(address)}">${escapeHtml(file.name)}</a><br>`;
  });
  return `<!DOCTYPE html>
<html><body>
${links.join("\n")}
</body></html>
`;
}
function buildPins({ distributions }, hashes) {
  return distributions.map(({ name, version, file }) => {
    const hash = hashes === "with hashes" ? ` --hash=sha256:${file.sha256}` : "";
    return `${name}==${version}${hash}
`;
  }).join("");
}
function pipRequirements(distributions) {
  return distributions.map((one) => `${one.name}==${one.version} --hash=sha256:${one.file.sha256}
`).join("");
}
function escapeHtml(text2) {
  return text2.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// src/image/install/install-steps.ts
var PIP_LOG = "pip.log";
var FOLDER = `${SCRATCH}/work`;
var BUILD_CONSTRAINTS = "build-constraints.txt";
var BUILD_LINKS = "build-links.html";
function cachedStep(facts) {
  const distributions = facts.distributions.filter((one) => isCached(one, facts));
  if (distributions.length === 0) return void 0;
  const step = uvStep({ ...facts, distributions });
  return { ...step, command: [...step.command, "--offline"] };
}
function withoutCached(facts) {
  return { ...facts, distributions: facts.distributions.filter((one) => !isCached(one, facts)) };
}
function isCached(one, { installer, cached }) {
  return installer === "uv" && one.kind === "wheel" && cached.has(`${one.name}==${one.version}`);
}
function installSteps(facts) {
  const step = facts.installer === "uv" ? uvStep : pipStep;
  const { withoutIsolation } = facts;
  const wheels = facts.distributions.filter((one) => one.kind === "wheel");
  const sources = facts.distributions.filter((one) => one.kind === "sdist");
  const groups = [wheels, ...withoutIsolation ? [sources] : builtAlike(sources)];
  return groups.filter((group) => group.length > 0).map((distributions) => ({
    ...step({ ...facts, distributions }),
    ...distributions !== wheels && { builds: true }
  }));
}
function builtAlike(sources) {
  const groups = /* @__PURE__ */ new Map();
  for (const one of sources) {
    const key = JSON.stringify(one.build?.distributions);
    groups.set(key, [...groups.get(key) ?? [], one]);
  }
  return [...groups.values()];
}
function buildOf({ distributions, withoutIsolation }) {
  return withoutIsolation ? void 0 : distributions.find((one) => one.kind === "sdist")?.build;
}
function uvStep(facts) {
  const { distributions, interpreter, local, withoutIsolation } = facts;
  const sources = distributions.filter((one) => one.kind === "sdist");
  const build = buildOf(facts);
  const pins = build ? [{ name: BUILD_CONSTRAINTS, content: buildPins(build, "with hashes") }] : [];
  return {
    files: [{ name: "pylock.toml", content: phaseLock(distributions, local) }, ...pins],
    command: [
      ...[UV, "pip", "install", "--no-config", "--preview-features", "pylock", "--python", interpreter],
      // PEP 668: a system's package manager may forbid this, but nobody else manages our image.
      "--break-system-packages",
      // The plan may install a version that the base has already, because that copy can't be imported.
      ...["--reinstall", "--no-index"],
      ...withoutIsolation ? sources.flatMap((one) => ["--no-build-isolation-package", one.name]) : [],
      ...pins.flatMap((file) => ["--build-constraints", file.name]),
      ...buildFolders(build, local).flatMap((folder) => ["--find-links", folder]),
      ...["-r", "pylock.toml"]
    ]
  };
}
function buildFolders(build, local) {
  const paths = build?.distributions.flatMap(({ file }) => local.get(file.sha256) ?? []) ?? [];
  return paths.map((path) => path.slice(0, path.lastIndexOf("/")));
}
function pipStep(facts) {
  const { distributions, interpreter, basePython, local, withoutIsolation } = facts;
  const build = buildOf(facts);
  const beside2 = build ? [
    { name: BUILD_LINKS, content: buildLinks(build, local) },
    { name: BUILD_CONSTRAINTS, content: buildPins(build, "without hashes") }
  ] : [];
  return {
    files: [
      { name: "links.html", content: pipLinks(distributions, local) },
      { name: "requirements.txt", content: pipRequirements(distributions) },
      ...beside2
    ],
    env: build ? constraintsEnv(`${FOLDER}/${BUILD_CONSTRAINTS}`) : {},
    command: [
      ...[basePython, "-m", "pip", ...interpreter === basePython ? [] : ["--python", interpreter]],
      ...["install", "--no-input", "--disable-pip-version-check"],
      ...["--progress-bar", "off", "--log", PIP_LOG],
      // Bytecode is compiled afterwards, in the same way for both installers.
      ...["--no-compile", "--no-deps", "--require-hashes", "--ignore-installed"],
      // pip hands these on to a build.
      ...["--no-index", "--find-links", `${FOLDER}/links.html`],
      ...build ? ["--find-links", `${FOLDER}/${BUILD_LINKS}`] : [],
      ...withoutIsolation ? ["--no-build-isolation"] : [],
      ...["-r", "requirements.txt"]
    ]
  };
}
function constraintsEnv(path) {
  return { PIP_BUILD_CONSTRAINT: path, PIP_CONSTRAINT: path };
}

// src/image/install/local-files.ts
async function localFiles(container, signal) {
  const command = ["find", PREFETCHED, "-mindepth", "2", "-maxdepth", "2", "-type", "f"];
  const result = await execText(container, { command, signal });
  const paths = result.stdout.split("\n").filter((path) => path !== "");
  return new Map(paths.map((path) => [path.slice(PREFETCHED.length + 1).split("/")[0] ?? "", path]));
}
async function forgetLocalFiles(container, job, signal) {
  const args = job.distributions.map((one) => one.name);
  const probe3 = { python: job.interpreter, program: "forget_local_files.py", args };
  const result = await runProgram(container, probe3, signal);
  if (result.exitCode === 0) return;
  throw new BuildError("What uv notes about local files could not be removed.", {
    evidence: lastLines(result.stderr, 1)
  });
}
async function dropLocalFiles(container, files, signal) {
  const folders = files.map((one) => `${PREFETCHED}/${one.sha256}`);
  await container.exec({ command: ["rm", "-rf", ...folders], signal });
}

// src/image/install/run-installer.ts
var FOLDER2 = `${SCRATCH}/work`;
var OOM_COUNTERS = ["/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events"];
async function runInstaller(container, job, ports, report) {
  if (job.distributions.length === 0) return;
  const { signal } = ports;
  const carried = await copyFiles(container, job, ports);
  const brought = await bringBuildFiles(container, job, ports);
  const isLocal = job.prefetched || carried || brought;
  const local = isLocal ? await localFiles(container, signal) : /* @__PURE__ */ new Map();
  const withoutIsolation = job.recovery === "no-build-isolation";
  const facts = { ...job, withoutIsolation, local };
  const env = { ...phaseEnv(ports.network), ...await buildEnv(container, job, ports) };
  const run = async ({ files, command, env: own }) => {
    const { relay } = ports.network;
    const written = files.map((one) => ({ ...one, content: relayed(one.content, relay) }));
    await container.putArchive(FOLDER2, archiveOf(written));
    await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal });
    const spec = { command, env: { ...env, ...own }, workdir: FOLDER2 };
    const result = await streamCommand(container, spec, { logFile: job.logFile, report }, ports);
    return { ...result, output: unrelayed(result.output, relay) };
  };
  const forget = async () => {
    if (local.size > 0) await forgetLocalFiles(container, job, signal);
  };
  const beforeBuild = async () => {
    await forget();
    await job.beforeBuild();
  };
  const batches = installBatches(job.distributions, job.wins);
  const clearing = clearingStep(batches, job);
  if (clearing !== void 0) await run(clearing);
  for (const distributions of batches) {
    const failed = await installBatch({ ...facts, distributions }, run, beforeBuild);
    if (failed === void 0) continue;
    const said = job.installer === "pip" ? await pipLog(container, job, ports) : failed.output;
    const kills = await oomKills(container, ports.signal);
    throw new ToolFailure({ tool: job.installer, exitCode: failed.exitCode, output: said, oomKills: kills });
  }
  await forget();
  if (local.size > 0) await dropLocalFiles(container, filesOf(job.distributions), signal);
  const { environment } = job.phase;
  const leftovers = [INSTALL_TEMP, ...environment ? [installLock(environment)] : []];
  await container.exec({ command: ["rm", "-rf", ...leftovers], signal });
}
function filesOf(distributions) {
  return distributions.flatMap(({ file, build }) => [
    file,
    ...(build?.distributions ?? []).map((one) => one.file)
  ]);
}
async function installBatch(facts, run, beforeBuild) {
  const cached = cachedStep(facts);
  const done = cached !== void 0 && (await run(cached)).exitCode === 0;
  for (const step of installSteps(done ? withoutCached(facts) : facts)) {
    if (step.builds) await beforeBuild();
    const outcome = await run(step);
    if (outcome.exitCode !== 0) return outcome;
  }
  return void 0;
}
async function buildEnv(container, job, ports) {
  if (job.distributions.every((one) => one.kind === "wheel")) return {};
  if (job.recovery === "fewer-jobs") return jobsEnv({ jobs: 1, nvccThreads: 1 });
  return jobsEnv(compileLoad(job.phase.sourceBuild, await compileJobs(container, ports.signal)));
}
async function pipLog(container, job, ports) {
  const spec = { command: ["cat", `${FOLDER2}/${PIP_LOG}`] };
  const streaming = { logFile: job.logFile, report: () => void 0 };
  return (await streamCommand(container, spec, streaming, ports)).output;
}
async function oomKills(container, signal) {
  const result = await execText(container, { command: ["cat", ...OOM_COUNTERS], signal });
  const counts = [...result.stdout.matchAll(/^oom_kill (\d{1,12})$/gm)].map((one) => Number(one[1]));
  return Math.max(0, ...counts);
}

// src/image/install/install-with-downloads.ts
async function installWithDownloads(container, job, facts, ports) {
  const { build, phase } = job;
  const { installer } = build.manifest.install;
  const base = build.plan.base.interpreter;
  const { interpreter } = phasePython(build.plan, phase);
  const prefetched = await build.prefetcher.of(phase) !== void 0;
  const reuse = facts.number > 1 && isGood(facts.recovery, installer);
  const cached = reuse ? await restoreDownloads(container, base, ports) : /* @__PURE__ */ new Set();
  const python = { interpreter, basePython: base };
  const how = { installer, ...python, recovery: facts.recovery, folder: build.folder };
  const distributions = build.otherIndexes.of(job.distributions);
  const install = { ...job, ...how, distributions, cached, prefetched };
  try {
    await ports.log.task(
      `install ${phase.name}`,
      (report) => runInstaller(container, install, ports, report)
    );
  } catch (error) {
    const recovery = error instanceof ToolFailure && error.failure.class.recovery;
    if (recovery && isGood(recovery, installer)) await keepDownloads(container, base, ports);
    throw error;
  }
}
function isGood(recovery, installer) {
  return recovery !== "clean-disk" && (installer === "uv" || recovery !== "fresh-download");
}

// src/image/last-look/look-at-layer.ts
import { once } from "node:events";
import { PassThrough } from "node:stream";

// src/image/last-look/find-secret.ts
var import_tar_stream2 = __toESM(require_tar_stream(), 1);
var PIECE_BYTES = 1024 * 1024;
var OVERLAP_BYTES = 16 * 1024;
async function findSecret(archive2, secrets) {
  const entries = archive2.pipe((0, import_tar_stream2.extract)());
  archive2.once("error", (error) => entries.destroy(error));
  for await (const entry of entries) {
    const { name, type, linkname, pax } = entry.header;
    const told2 = [name, linkname, ...Object.values(pax ?? {})].join("\n");
    const holds2 = type === "file" && await holdsSecret(entry, secrets);
    if (holds2 || secrets.areIn(told2)) return `/${name.replace(/^\.?\/+/, "")}`;
    entry.resume();
  }
  return void 0;
}
async function holdsSecret(content, secrets) {
  let piece = Buffer.alloc(0);
  for await (const chunk of content) {
    piece = Buffer.concat([piece, chunk]);
    if (piece.length < PIECE_BYTES) continue;
    if (secrets.areIn(piece.toString())) return true;
    piece = piece.subarray(-OVERLAP_BYTES);
  }
  return secrets.areIn(piece.toString());
}

// src/image/last-look/look-at-layer.ts
var MOST_BYTES = 1024 * 1024;
async function lookAtLayer(container, layer, ports) {
  if (!ports.secrets.areKnown()) return;
  const wheels = layer.distributions.filter((one) => one.kind === "wheel").map((one) => one.name);
  const archive2 = new PassThrough();
  let isDone = false;
  const found = findSecret(archive2, ports.secrets).finally(() => {
    isDone = true;
  });
  found.catch(() => void 0);
  const args = [MARKER, JSON.stringify(wheels), String(MOST_BYTES)];
  let stderr = "";
  const exitCode = await container.exec({
    command: [layer.interpreter, "-B", `${TOOLS}/small_files.py`, ...args],
    ...{ env: CHECK_ENV, workdir: "/", signal: ports.signal },
    onOutput: (chunk, stream) => {
      if (stream === "stderr") stderr += Buffer.from(chunk).toString();
      else if (!isDone && !archive2.write(Buffer.from(chunk)))
        return Promise.race([once(archive2, "drain"), found]);
      return;
    }
  });
  archive2.end();
  if (exitCode !== 0) {
    throw new BuildError(`The files of phase ${layer.phase} can't be looked at for secrets.`, {
      evidence: stderr.trim().split("\n").at(-1) ?? "",
      remedy: "A command of the phase may have replaced Python: look at what it does to the base's own."
    });
  }
  const path = await found;
  if (path !== void 0)
    throw secretIn(`The layer of phase ${layer.phase}`, path, "The layer was not committed.");
}
function secretIn(what, path, state) {
  return new BuildError(`${what} would hold a secret of this machine, in ${path}.`, {
    remedy: `Find what writes it there. Secrets are the logins of indexes, proxies and registries, and the values of variables that are named as secrets, such as HF_TOKEN. Everyone who can pull an image can read its files. ${state}`
  });
}

// src/image/layer-judgement/end-processes.ts
var MOST_NAMED = 5;
async function endProcesses(container, phase, ports) {
  const found = await container.otherProcesses();
  if (found?.length === 0) return;
  if (found === void 0) {
    ports.log.debug("The engine can't say which programs run: the container is restarted before its commit.");
  } else {
    ports.log.warn(`Phase ${phase} left programs running, which are ended now: ${named(found)}`);
  }
  await container.restart();
  const left = await container.otherProcesses() ?? [];
  if (left.length === 0) return;
  throw new BuildError(`Programs of phase ${phase} can't be ended, so its layer could change at any time.`, {
    evidence: named(left),
    remedy: "Find out which package starts them, and leave it out; the layer was not committed.",
    failureClass: failureClassById("W4")
  });
}
function named(commands) {
  const more = commands.length - MOST_NAMED;
  const shown2 = commands.slice(0, MOST_NAMED).map((one) => one.replaceAll(/\s+/g, " "));
  return [...shown2, ...more > 0 ? [`and ${more} more`] : []].join("; ");
}

// src/image/run-steps.ts
var MARKER2 = `${SCRATCH}/work/before-the-commands`;
async function runSteps(container, { phase, run, logFile, interpreter }, ports, report) {
  const { workdir } = run;
  await container.exec({ command: ["touch", MARKER2], signal: ports.signal });
  await container.exec({ command: ["mkdir", "-p", "--", workdir], workdir: "/", signal: ports.signal });
  const env = { ...stepEnv(ports.network), ...run.env };
  for (const [index, command] of run.steps.entries()) {
    const title = command.join(" ");
    const log = openOutputLog(logFile, ports);
    void log.write(Buffer.from(`+ ${title}
`));
    await log.end();
    const { exitCode, output } = await streamCommand(
      container,
      { command, env, workdir },
      { logFile, report },
      ports
    );
    if (exitCode === 0) continue;
    const failed = new FailedCommand("command", exitCode, output);
    throw stepError({ phase: phase.name, number: index + 1, title, logFile }, failed);
  }
  await refreshBytecode(container, interpreter, ports.signal);
}
async function refreshBytecode(container, interpreter, signal) {
  const probe3 = { python: interpreter, program: "refresh_bytecode.py", args: [MARKER2] };
  const result = await runProgram(container, probe3, signal);
  if (result.exitCode === 0) return;
  throw new BuildError("Changed Python files could not be compiled again.", {
    evidence: lastLines(result.stderr, 3),
    remedy: "`image: { bytecode: none }` builds without bytecode; each cold start then compiles what it imports."
  });
}
function stepEnv(network) {
  return {
    ...containerEnv(network),
    TMPDIR: `${SCRATCH}/tmp`,
    PIP_NO_CACHE_DIR: "1",
    UV_NO_CACHE: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    DEBIAN_FRONTEND: "noninteractive"
  };
}
var EVIDENCE_LINES = 10;
var LONGEST_TITLE = 100;
function stepError({ phase, number: number2, title, logFile }, failed) {
  const shown2 = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE)}\u2026` : title;
  const lines = failed.output.split("\n").filter((line) => line.trim() !== "");
  return new BuildError(
    `Phase ${phase} failed: its command ${number2} (${shown2}) ended with exit code ${failed.exitCode}.`,
    {
      evidence: lines.slice(-EVIDENCE_LINES).join("\n"),
      remedy: `${remedyOf(failed.exitCode)} The layer was not committed; the whole output is in ${logFile}.`,
      cause: failed
    }
  );
}
function remedyOf(exitCode) {
  if (exitCode === 127) {
    return "The image has no such program: install it in the phase's `packages` or `system_packages`, or correct its name. A shell's own words (cd, &&, |, $NAME) mean nothing here.";
  }
  if (exitCode === 137) return "It was killed, most likely for want of memory: let it do less at a time.";
  return "Correct the command, or what it needs: it runs after the phase's packages and before `files` are copied.";
}

// src/toolbox/apt.ts
var FOLDER3 = `${SCRATCH}/apt`;
var CONFIG = `${FOLDER3}/apt.conf`;
var LOGS = `${FOLDER3}/log`;
function aptConfig(network) {
  return [
    `Dir::State::Lists "${FOLDER3}/lists";`,
    `Dir::Cache::archives "${FOLDER3}/archives";`,
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    `Dir::Log "${LOGS}";`,
    'Acquire::Languages "none";',
    'Acquire::GzipIndexes "true";',
    'Acquire::Retries "3";',
    'Acquire::http::Timeout "30";',
    'Acquire::https::Timeout "30";',
    ...network.caBundle === void 0 ? [] : [`Acquire::https::CaInfo "${CA_BUNDLE}";`],
    // Makes apt 2.1 and newer fail for want of a list, instead of warning and ending with exit code 0.
    'APT::Update::Error-Mode "any";',
    'APT::Install-Recommends "false";',
    'APT::Get::Remove "false";',
    `DPkg::Options { "--log=${LOGS}/dpkg.log"; "--force-confdef"; "--force-confold"; };`,
    ""
  ].join("\n");
}
async function prepareApt(container, network) {
  const folders = ["apt", "apt/lists", "apt/no-lists", "apt/archives", "apt/log"].map((name) => ({ name }));
  const config2 = { name: "apt/apt.conf", content: aptConfig(network) };
  await container.putArchive(SCRATCH, archiveOf([...folders, config2]));
}
function aptCommand(program, args) {
  return [program, "-q", "-c", CONFIG, ...args];
}
function aptWithoutLists(program, args) {
  return [program, "-q", "-c", CONFIG, "-o", `Dir::State::Lists=${FOLDER3}/no-lists`, ...args];
}
function aptEnv(network) {
  const proxies = Object.entries(containerEnv(network)).filter(([name]) => /_proxy$/i.test(name));
  return {
    ...Object.fromEntries(proxies),
    DEBIAN_FRONTEND: "noninteractive",
    DEBCONF_NONINTERACTIVE_SEEN: "true",
    // apt's messages are matched in English.
    LC_ALL: "C.UTF-8",
    LANGUAGE: "en"
  };
}
var SERVICE_POLICY = "/usr/sbin/policy-rc.d";
async function forbidServices(container, signal) {
  const policy = { name: "apt/policy-rc.d", content: "#!/bin/sh\nexit 101\n", mode: 493 };
  await container.putArchive(SCRATCH, archiveOf([policy]));
  const command = ["ln", "-s", `${SCRATCH}/${policy.name}`, SERVICE_POLICY];
  return await container.exec({ command, signal }) === 0;
}

// src/toolbox/apt-trouble.ts
var TROUBLES = [
  ["no-space", /no space left on device|you don't have enough free space/i],
  [
    "network",
    /failed to fetch|hash sum mismatch|file has unexpected size|mirror sync in progress|temporary failure resolving|could not (?:connect|resolve|handshake)|unable to connect|connection (?:failed|timed out|reset)|some index files failed|unable to fetch some archives|does not have a release file|is not signed|couldn't be verified|release file for .{0,300} (?:is not valid yet|is expired)|certificate/i
  ],
  [
    "absent",
    /unable to locate package|has no installation candidate|version '[^']{0,300}' for '[^']{0,300}' was not found|couldn't find any package/i
  ],
  [
    "unsatisfiable",
    /unmet dependencies|held broken packages|need to be removed but remove is disabled|pkgproblemresolver/i
  ]
];
function aptTrouble(output) {
  const text2 = output.slice(-LONGEST);
  return TROUBLES.find(([, pattern]) => pattern.test(text2))?.[0] ?? "other";
}
var LONGEST = 2e5;
var MOST_LINES2 = 10;
var TELLING = /^(?:E:|W: |Err:|dpkg: error| .* (?:Depends|Conflicts|Breaks|PreDepends): |Remv )/;
function aptEvidence(output) {
  const lines = output.slice(-LONGEST).split("\n").map((line) => line.trimEnd());
  const telling = lines.filter((line) => TELLING.test(line));
  const shown2 = telling.length > 0 ? telling : lines.filter((line) => line !== "");
  return [...new Set(shown2)].slice(-MOST_LINES2).join("\n");
}
function aptError(what, output, more = {}) {
  const details = (remedy) => ({
    evidence: aptEvidence(output),
    remedy: [remedy, ...more.remedy === void 0 ? [] : [more.remedy]].join(" "),
    cause: more.cause
  });
  switch (aptTrouble(output)) {
    case "no-space":
      return new DoesNotFitError(
        `${what} filled the engine's disk.`,
        details(
          "Free space on the engine's data root, or move it to a larger disk, and run again: finished phases are kept."
        )
      );
    case "network":
      return new RegistryError(
        `${what} could not be fetched.`,
        details(
          "Run again when the mirror that the base's apt sources name answers; a proxy of this machine is passed on."
        )
      );
    case "absent":
      return new ConflictError(
        `${what} aren't in the base's apt sources as they are asked for.`,
        details(
          "Plan again with `--refresh`: mirrors drop versions. If it stays, correct the name or the version, or choose a base whose release has it."
        )
      );
    case "unsatisfiable":
      return new ConflictError(
        `${what} can't be installed beside what the base holds.`,
        details("Leave out the package or version that apt names, or choose a base that has it.")
      );
    default:
      return new BuildError(
        `${what} failed in apt.`,
        details("Correct what apt or the package's own script says.")
      );
  }
}

// src/resolve/system/parse-apt.ts
var INSTALL = /^Inst ([^\s:]+)(?::\S+)?(?: \[([^\]\s]+)\])? \((\S+) [^()]*\[([a-z0-9-]+)\]\)/;
function parseSimulation(text2) {
  return text2.split("\n").flatMap((line) => {
    const [, name, replaces, version, architecture] = INSTALL.exec(line) ?? [];
    if (name === void 0 || version === void 0 || architecture === void 0) return [];
    return [{ name, version, architecture, replaces: replaces ?? null }];
  });
}
function parseSelections(text2) {
  return text2.split("\n").flatMap((line) => /^Note, selecting '/.test(line) ? [line.trim()] : []);
}
function parseInstalled(text2) {
  return new Map(
    text2.split("\n").flatMap((line) => {
      const [name, version, status] = line.split("	");
      return name && version && status?.endsWith(" installed") ? [[name, version]] : [];
    })
  );
}
var INSTALLED_FORMAT = "${Package}	${Version}	${Status}\n";
var UNPACKED = 4;
function parseRecords(text2) {
  const records = /* @__PURE__ */ new Map();
  for (const paragraph of text2.split(/\n\n+/)) {
    const fields = fieldsOf(paragraph);
    const key = `${fields.get("Package")}=${fields.get("Version")}`;
    if (records.has(key) || !fields.has("Package")) continue;
    const bytes = Number(fields.get("Size") ?? 0);
    const kibibytes = Number(fields.get("Installed-Size") ?? 0);
    records.set(key, {
      bytes,
      sha256: fields.get("SHA256") ?? null,
      installedBytes: kibibytes > 0 ? kibibytes * 1024 : UNPACKED * bytes
    });
  }
  return records;
}
function fieldsOf(paragraph) {
  return new Map(
    paragraph.split("\n").flatMap((line) => {
      const [, name, value] = /^([A-Za-z0-9-]+): *(.*)$/.exec(line) ?? [];
      return name === void 0 || value === void 0 ? [] : [[name, value]];
    })
  );
}

// src/image/system/system-state.ts
async function systemState(container, signal) {
  const command = ["dpkg-query", "--show", `--showformat=${INSTALLED_FORMAT}`];
  const result = await execText(container, { command, signal });
  if (result.exitCode === 0) return parseInstalled(result.stdout);
  throw new BuildError("The image's dpkg can't say what is installed.", { evidence: result.stderr.trim() });
}
async function proveSystemPackages(container, { phase, packages, before, logFile }, ports) {
  const audit = await execText(container, { command: ["dpkg", "--audit"], signal: ports.signal });
  const found = audit.stdout.trim();
  const differences = differencesOf(before, await systemState(container, ports.signal), packages);
  if (audit.exitCode === 0 && found === "" && differences.length === 0) return;
  throw new BuildError(`The system packages of phase ${phase} aren't installed as planned.`, {
    evidence: [...differences.slice(0, 10), ...found.split("\n").slice(0, 10)].join("\n").trim(),
    remedy: `Plan again with \`--refresh\`; the layer was not committed. The whole output is in ${logFile}.`
  });
}
function differencesOf(before, after, packages) {
  const expected = new Map([...before, ...packages.map((one) => [one.name, one.version])]);
  const names2 = [.../* @__PURE__ */ new Set([...expected.keys(), ...after.keys()])].sort();
  return names2.flatMap((name) => {
    const [wanted = "absent", there = "absent"] = [expected.get(name), after.get(name)];
    return wanted === there ? [] : [`${name}: planned ${wanted}, found ${there}`];
  });
}

// src/image/system/system-traces.ts
var LOGS2 = ["/var/log/alternatives.log", "/var/log/fontconfig.log", "/var/log/bootstrap.log"];
var HOST_KEYS = ["rsa", "ecdsa", "ed25519"].flatMap((kind) => {
  const key = `/etc/ssh/ssh_host_${kind}_key`;
  return [key, `${key}.pub`];
});
var LEFTOVERS = [
  "/var/cache/ldconfig/aux-cache",
  "/var/cache/debconf/config.dat-old",
  "/var/cache/debconf/templates.dat-old",
  "/var/lib/dpkg/diversions-old",
  "/var/lib/dpkg/statoverride-old",
  "/var/lib/dpkg/status-old"
];
async function withoutTraces(container, ports, body) {
  const { signal } = ports;
  const before = await existing(container, [...LOGS2, ...HOST_KEYS], signal);
  const ours = await forbidServices(container, signal);
  await body();
  const made = (await existing(container, [...LOGS2, ...HOST_KEYS], signal)).filter(
    (one) => !before.includes(one)
  );
  if (made.some((one) => HOST_KEYS.includes(one))) {
    ports.log.info(
      "The ssh host keys that a package made aren't kept, as everyone who pulls the image would have them: `ssh-keygen -A` makes new ones where it runs."
    );
  }
  await container.exec({
    command: ["rm", "-f", ...ours ? [SERVICE_POLICY] : [], ...made, ...LEFTOVERS],
    signal
  });
}
async function existing(container, paths, signal) {
  const { stdout } = await execText(container, { command: ["ls", "-d", "--", ...paths], signal });
  return stdout.split("\n").filter((line) => paths.includes(line));
}

// src/image/system/install-system-packages.ts
async function installSystemPackages(container, job, ports, report) {
  const { packages } = job.system;
  if (packages.length === 0) return;
  const { phase, logFile } = job;
  const before = await systemState(container, ports.signal);
  await prepareApt(container, ports.network);
  const run = async (command) => {
    const spec = { command, env: aptEnv(ports.network), workdir: "/" };
    requireSuccess(await streamCommand(container, spec, { logFile, report }, ports), job);
  };
  await withoutTraces(container, ports, async () => {
    await run(aptCommand("apt-get", ["update"]));
    await run(aptCommand("apt-get", ["install", "--yes", "--", ...packages.map(pinned)]));
    const dependencies = dependenciesOf(job);
    if (dependencies.length > 0) await run(aptWithoutLists("apt-mark", ["auto", ...dependencies]));
  });
  await run(aptWithoutLists("apt-get", ["check"]));
  await proveSystemPackages(container, { phase: phase.name, packages, before, logFile }, ports);
}
function pinned({ name, version, architecture }) {
  const foreign = architecture !== "all" && architecture !== "amd64";
  return `${name}${foreign ? `:${architecture}` : ""}=${version}`;
}
function dependenciesOf({ system }) {
  const named2 = new Set(system.asked.map((text2) => parseSystemPackage(text2).name));
  return system.packages.filter((one) => !named2.has(one.name) && one.replaces === null).map((one) => one.name);
}
function requireSuccess({ exitCode, output }, { phase, logFile }) {
  const half = /^W: (?:Failed to fetch|Some index files)/m.test(output);
  if (exitCode === 0 && !half) return;
  const what = `The system packages of phase ${phase.name}`;
  const remedy = `The whole output is in ${logFile}.`;
  const cause = new FailedCommand("apt", exitCode, output);
  if (exitCode === 0 || output !== "") throw aptError(what, output, { remedy, cause });
  throw new BuildError(`${what} failed: apt ended with exit code ${exitCode}.`, { remedy, cause });
}

// src/image/layers/layer-cache.ts
import { createHash as createHash4 } from "node:crypto";
var LAYER_LABEL = "dev.surelayer.layer";
var PHASE_LABEL = "dev.surelayer.phase";
var BYTES_LABEL = "dev.surelayer.installed-bytes";
var FORMAT3 = 1;
function layerKey(parent, content, domain) {
  const parts = [FORMAT3, parent, content, ...domain === void 0 ? [] : [domain]];
  return createHash4("sha256").update(JSON.stringify(parts)).digest("hex");
}
var LAYER_REPOSITORY = "surelayer-layer";
function layerReference(key) {
  return `${LAYER_REPOSITORY}:${key.slice(0, 40)}`;
}
async function ownLayersBytes(engine) {
  const images = await engine.listImages({ [LAYER_LABEL]: "" });
  const own = images.filter(
    ({ references }) => references.some((one) => one.startsWith(`${LAYER_REPOSITORY}:`))
  );
  return own.reduce((sum, image) => sum + layerBytes(image), 0);
}
function layerLabels(key, phase, bytes) {
  return { [LAYER_LABEL]: key, [PHASE_LABEL]: phase, [BYTES_LABEL]: String(bytes) };
}
var MadeLayer = readonly(
  strictObject({
    image: string(),
    /** Digests of the unpacked layers, the base's first (`RootFS.Layers`). */
    layers: readonly(array(string()))
  })
);
async function rememberLayer(cache, key, { id, layers }) {
  await keepJson(cache, recordKey(key), { image: id, layers });
}
async function findLayer({ engine, cache }, key) {
  const made = await recallJson(cache, recordKey(key), MadeLayer);
  const tagged = made && await engine.findImage(layerReference(key));
  if (made === void 0 || tagged === void 0) return void 0;
  const image = tagged.id === made.image ? tagged : await engine.findImage(made.image);
  return image?.layers.join() === made.layers.join() ? image : void 0;
}
async function takeLayer(ports, key) {
  const found = await findLayer(ports, key);
  if (found === void 0) return void 0;
  const reference = layerReference(key);
  const tagged = await ports.engine.findImage(reference);
  if (tagged !== void 0 && tagged.id !== found.id) {
    ports.log.warn(`${reference} names another image than the layer of your builds: the name is put back.`);
    await ports.engine.tagImage(found.id, reference);
  }
  return found;
}
async function takeLayerAlone(ports, key) {
  const found = await takeLayer(ports, key);
  const reference = layerReference(key);
  if (found === void 0 && await ports.engine.findImage(reference) !== void 0) {
    ports.log.warn(`${reference} isn't known as a layer of your builds: it isn't taken but made again.`);
  }
  return found;
}
function recordKey(key) {
  return `layers/${key}.json`;
}
function layerBytes(image) {
  const bytes = Number(image.labels[BYTES_LABEL] ?? 0);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : 0;
}

// src/image/layers/layer-gone.ts
var LayerGone = class extends Error {
  /** @param cause what failed for want of it. */
  constructor(imageId, { cause }) {
    super(`The engine no longer holds the image ${imageId}.`, { cause });
    this.name = "LayerGone";
  }
};
async function needingLayer(onto, ports, body) {
  try {
    return await body();
  } catch (error) {
    const known = error instanceof LayerGone || ports.signal.aborted || onto.imageId === onto.base;
    if (known || await mayBeThere(onto.imageId, ports)) throw error;
    throw new LayerGone(onto.imageId, { cause: error });
  }
}
async function mayBeThere(imageId, { engine }) {
  try {
    return await engine.findImage(imageId) !== void 0;
  } catch (error) {
    if (error instanceof EngineError) return true;
    throw error;
  }
}

// src/toolbox/run.ts
var RUN_LABEL = "dev.surelayer.run";
var OWNER_LABEL = "dev.surelayer.owner";
var LEASE_LABEL = "dev.surelayer.lease";
var LEASE_SECONDS = 15 * 60;
function runLabels(run) {
  return { [RUN_LABEL]: run.id, [OWNER_LABEL]: run.owner, [LEASE_LABEL]: String(LEASE_SECONDS) };
}

// src/toolbox/leftovers/found-runs.ts
async function findRuns(engine) {
  const containers = await engine.listContainers({ [RUN_LABEL]: "" });
  const volumes = await engine.listVolumes({ [RUN_LABEL]: "" });
  const all = [...containers, ...volumes];
  const keys = new Set(all.map(keyOf2));
  return [...keys].map((key) => {
    const isIts = (one) => keyOf2(one) === key;
    const its = all.filter(isIts);
    const labels = its[0]?.labels ?? {};
    return {
      id: labels[RUN_LABEL] ?? "",
      owner: labels[OWNER_LABEL] ?? "",
      leaseSeconds: Number(labels[LEASE_LABEL] || Number.NaN),
      lastSign: Math.max(...its.map((one) => one.created)),
      containers: containers.filter(isIts),
      volumes: volumes.filter(isIts)
    };
  });
}
function keyOf2({ labels }) {
  return JSON.stringify([labels[RUN_LABEL], labels[OWNER_LABEL]]);
}
function isOver({ leaseSeconds, lastSign }, verdict, now) {
  return verdict === "unknown" ? now - lastSign > leaseSeconds * 1e3 : verdict === "dead";
}
async function findDeadRuns({
  engine,
  judgeOwner
}) {
  const judged = (await findRuns(engine)).map((run) => ({ run, verdict: judgeOwner(run.owner) }));
  const timed = judged.some(({ verdict }) => verdict === "unknown");
  const now = timed ? (await engine.info()).now : Number.NaN;
  return judged.filter(({ run, verdict }) => isOver(run, verdict, now)).map(({ run }) => run);
}

// src/toolbox/leftovers/sweep.ts
var PATIENCE_MS = 1e4;
var POLL_MS = 200;
async function sweepDeadRuns(ports) {
  return await new Sweep(ports, await findDeadRuns(ports), ports.signal).remove();
}
async function sweepRun(id, ports) {
  const all = await findRuns(ports.engine);
  return await new Sweep(
    ports,
    all.filter((run) => run.id === id)
  ).remove();
}
var Sweep = class {
  #ports;
  #runs;
  #signal;
  #ends;
  #left = [];
  constructor(ports, runs, signal) {
    this.#ports = ports;
    this.#runs = runs;
    this.#signal = signal;
    this.#ends = ports.clock.monotonic() + PATIENCE_MS;
  }
  async remove() {
    const { engine, log } = this.#ports;
    const swept = { containers: 0, volumes: 0 };
    for (const { id, name } of this.#runs.flatMap((run) => run.containers)) {
      const removal = () => engine.removeContainer(id);
      if (await this.#try(`the container ${name}`, removal)) swept.containers += 1;
    }
    for (const { name } of this.#runs.flatMap((run) => run.volumes)) {
      const removal = () => engine.removeVolume(name);
      if (await this.#try(`the volume ${name}`, removal, () => this.#foreignUsers(name))) swept.volumes += 1;
    }
    if (this.#left.length > 0) {
      log.warn(
        `Left on the engine, because it can't be removed: ${this.#left.join("; ")}. The next run tries again.`
      );
    }
    return swept;
  }
  /** Whether it is gone. What another sweep is removing, or still uses, is waited for; a stranger's container isn't. */
  async #try(what, removal, foreignUsers = async () => []) {
    const { clock } = this.#ports;
    for (; ; ) {
      try {
        await removal();
        return true;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        const users = await foreignUsers();
        if (users.length > 0) {
          this.#left.push(`${what}, which ${users.join(" and ")} uses`);
          return false;
        }
        if (clock.monotonic() >= this.#ends) {
          this.#left.push(`${what} (${error.evidence ?? messageOf(error)})`);
          return false;
        }
        await clock.sleep(POLL_MS, this.#signal);
      }
    }
  }
  /** Containers with the volume that belong to none of these runs, so that nobody is removing them. */
  async #foreignUsers(volume) {
    const ids = new Set(this.#runs.map((run) => run.id));
    const all = await this.#ports.engine.listContainers({}).catch(() => []);
    const users = all.filter((one) => one.volumes.includes(volume) && !ids.has(one.labels[RUN_LABEL] ?? ""));
    return users.map((one) => `the container ${one.name}`);
  }
};

// src/image/cleanup/clean-engine.ts
async function cleanEngine(gauge, ports) {
  const started = ports.clock.monotonic();
  const free = async () => (await gauge.read().catch(() => void 0))?.freeBytes ?? null;
  const freeBefore = await free();
  const swept = await sweepDeadRuns(ports);
  const freeAfter = await free();
  const seconds = (ports.clock.monotonic() - started) / 1e3;
  const gained = freeBefore === null || freeAfter === null ? 0 : Math.max(0, freeAfter - freeBefore);
  const removed = swept.containers + swept.volumes;
  return {
    ...{ level: "critical", scope: "engine", targetBytes: null, freeBefore, freeAfter, seconds },
    kept: { needed: 0, inUse: 0 },
    rows: [
      {
        ...{ strategy: "containers and volumes of dead runs", risk: "low", expectedBytes: null },
        measuredBytes: removed > 0 ? gained : 0,
        ...{ baseBytes: 0, hiddenBytes: 0, files: removed, seconds, stoppedAt: null }
      }
    ]
  };
}

// src/image/layers/layer-guard.ts
function layerGuard(container, job, ports) {
  const { build, phase, distributions, onDisk } = job;
  const disk = { keepsCompressed: build.imageStore === "containerd" };
  const builds = distributions.some((one) => one.kind === "sdist");
  return {
    name: phase.name,
    predictedBytes: onDisk.blocks,
    keptBytes: keptBytes(onDisk, disk),
    buildBytes: builds ? onDisk.beside : 0,
    marginBytes: distributions.reduce((sum, one) => sum + one.marginBytes, 0),
    openEnded: job.run !== null,
    peakBytes: highestPoint(timeline([onDisk], disk)),
    ownBytes: () => container.diffBytes(),
    besideBytes: job.build.prefetcher.meter(),
    makeRoom: async () => {
      await makeEngineRoom(job, ports);
      record2(job, await cleanContainer(container, { ...cleanup(job), level: "critical" }, ports));
    }
  };
}
async function makeEngineRoom(job, ports) {
  record2(job, await cleanEngine(job.build.gauge, ports));
}
function record2({ build, phase }, result) {
  build.journal.cleanups.push({ phase: phase.name, result });
}
function cleanup({ build, phase }) {
  return { interpreter: phasePython(build.plan, phase).interpreter, needed: build.needed };
}

// src/image/layers/measure-layer.ts
var Measured = strictObject({ bytes: number().int().nonnegative() });
async function measureLayer(container, { python, imageStore }, signal) {
  if (imageStore === "graph-driver") return container.diffBytes();
  const probe3 = { python, program: "layer_size.py", args: [MARKER], alone: true };
  const { answer, fault } = await runProbe(container, probe3, Measured, signal);
  if (answer) return answer.bytes;
  throw new BuildError("The size of a layer could not be measured.", {
    evidence: fault,
    remedy: "A command of the phase may have replaced Python: look at what it does to the base's own."
  });
}

// src/image/layer-judgement/ask-contents.ts
var FOLDER4 = `${SCRATCH}/work`;
var FILE = "layer.json";
var LIST = `${FOLDER4}/layer-before.json`;
var WALKED = `${FOLDER4}/layer-changes.json`;
function askBefore(container, { python, ...asked2 }, signal) {
  const probe3 = { python, program: "layer_before.py", args: [JSON.stringify({ ...asked2, list: LIST })] };
  return ask(container, probe3, LayerBefore, signal);
}
var Answer5 = object({ records: array(InstalledRecord), wrong: array(string()) });
function askRecords(container, { python, ...asked2 }, signal) {
  const probe3 = { python, program: "layer_records.py", args: [JSON.stringify(asked2)] };
  return ask(container, probe3, Answer5, signal);
}
var Rows = array(tuple([string(), _enum(["added", "changed", "removed"])]));
async function walkChanges(container, { python, before: { at, digest: digest2 }, tell: tell2 }, signal) {
  const asked2 = { since: at, list: LIST, digest: digest2, out: WALKED, tell: tell2 };
  const probe3 = { python, program: "layer_changes.py", args: [JSON.stringify(asked2)] };
  const rows = await ask(container, probe3, Rows, signal);
  return rows.map(([path, kind]) => ({ path, kind }));
}
async function askContents(container, { python, ...asked2 }, signal) {
  const content = JSON.stringify({ ...asked2, walked: WALKED });
  await container.putArchive(FOLDER4, archiveOf([{ name: FILE, content }]));
  const probe3 = { python, program: "layer_contents.py", args: [`${FOLDER4}/${FILE}`] };
  return ask(container, probe3, LayerContents, signal);
}
async function ask(container, probe3, schema, signal) {
  const { answer, fault } = await runProbe(container, { ...probe3, alone: true }, schema, signal);
  if (answer !== void 0) return answer;
  throw new BuildError("A layer can't be compared with what its packages say.", {
    evidence: fault,
    remedy: "A command of the phase may have replaced Python: look at what it does to the base's own."
  });
}

// src/image/layer-judgement/layer-refused.ts
var MOST_PATHS = 10;
function layerRefused(layer, faults, more = 0) {
  const found = failureClassById("W4");
  const shown2 = faults.slice(0, MOST_PATHS);
  const left = faults.length - shown2.length + more;
  const lines = shown2.map(({ path, what }) => `${shownPath2(path)} ${what}.`);
  const packages = layer.brings.slice(0, MOST_PATHS).join(", ");
  const rest = layer.brings.length > MOST_PATHS ? ` and ${layer.brings.length - MOST_PATHS} more` : "";
  return new BuildError(`Phase ${layer.phase} changed what isn't its own; the layer was not committed.`, {
    evidence: [
      ...lines,
      ...left > 0 ? [`\u2026 and ${left} more`] : [],
      ...packages === "" ? [] : [`The layer brings ${packages}${rest}.`]
    ].join("\n"),
    remedy: `${found.remedy} Write: allow_changes: ${JSON.stringify(shown2.map((one) => one.path))}. More: docs/TROUBLESHOOTING.md#${found.anchor}.`,
    failureClass: found
  });
}
function shownPath2(path) {
  return holdsControlCharacter(path) ? quote(path) : path;
}

// src/image/layer-judgement/judge-changes.ts
var PRELOAD = "/etc/ld.so.preload";
var LOADER = "/etc/ld.so.c";
var PACKAGES = /^\/(?:site|dist)-packages(?:\/|$)/;
function told(kind, tools) {
  return [PRELOAD, ...kind === "distributions" ? [LOADER, ...tools.files, ...tools.folders] : []];
}
function judgeChanges(changes, kind, tools) {
  const preload = changes.filter((one) => one.path === PRELOAD && one.kind !== "removed").map(({ path }) => ({ path, what: "puts libraries into every program of the image" }));
  if (kind !== "distributions") return preload;
  const files = new Set(tools.files);
  const changed2 = changes.map((one) => one.path).filter((path) => files.has(path) || path.startsWith(LOADER) || isOfPython(path, tools.folders));
  const what = "was changed, and belongs to what Python itself runs on";
  return [...preload, ...changed2.map((path) => ({ path, what }))];
}
function isOfPython(path, folders) {
  return folders.some((folder) => {
    if (path !== folder && !path.startsWith(`${folder}/`)) return false;
    const below2 = path.slice(folder.length);
    return !PACKAGES.test(below2) && !/\/__pycache__(?:\/|$)/.test(below2);
  });
}

// src/image/layer-judgement/judge-layer.ts
var BESIDE = /\/(?:site|dist)-packages\/(?:tests?|docs?|examples?|benchmarks?|scripts|tools)\//;
var BITS = { setuid: "the setuid bit", setgid: "the setgid bit", capability: "capabilities of a file" };
function judgeLayer(facts, layer) {
  const judge2 = layer.kind === "distributions" ? judgePackage : judgeOther;
  return facts.flatMap((fact) => {
    const what = special(fact) ?? judge2(fact, layer);
    return what === void 0 ? [] : [{ path: fact.path, what }];
  });
}
function special({ special: bits }) {
  if (bits.length === 0) return void 0;
  return `has ${bits.map((bit) => BITS[bit]).join(" and ")}, which gives a program more rights than its caller has`;
}
function judgePackage(fact, layer) {
  const own = fact.owners.filter((one) => one.layer);
  const before = fact.owners.filter((one) => !one.layer);
  if (fact.type === "outside")
    return `is in the RECORD of ${names(own)}, and lies outside of its environment`;
  if (fact.kind === "removed") {
    return before.length > 0 ? `was removed, and is a file of ${names(before)}` : "was removed from the base";
  }
  if (fact.type === "gone") {
    return own.length > 0 ? `is in the RECORD of ${names(own)}, and is gone` : "can't be looked at";
  }
  if (own.length > 0) return judgeOwned(fact, { own, before }, layer);
  if (before.length > 0) return `was changed, and is a file of ${names(before)}`;
  if (fact.kind === "changed") return "was changed, and is a file of the base";
  const link = fact.type === "link" ? ` (a link to ${fact.target})` : "";
  return `${link === "" ? "" : `${link.trim()} `}is a file of no package`;
}
function judgeOwned(fact, { own, before }, { built, wins }) {
  if (fact.type === "link") return `is a link to ${fact.target}, where ${names(own)} has a file`;
  const right = own.filter((one) => one.state !== "differs");
  if (right.length === 0) return `isn't what the RECORD of ${names(own)} says`;
  if (right.some((one) => !built.has(one.name)) || BESIDE.test(fact.path)) return void 0;
  const isPlanned = (one) => right.some((winner) => wins.has(`${winner.name} ${one.name}`));
  const lost = [...own, ...before].filter((one) => one.state === "differs" && !isPlanned(one));
  if (lost.length > 0) return `of ${names(lost)} was overwritten by ${names(right)}`;
  const isNew = fact.kind !== "changed" || fact.replaced || before.some((one) => one.state === "same" || isPlanned(one));
  return isNew ? void 0 : `is a file of the base, and was overwritten by ${names(right)}`;
}
function judgeOther(fact, { kind }) {
  const { owners } = fact;
  if (fact.kind === "removed" && owners.length > 0) return `was removed, and is a file of ${names(owners)}`;
  if (owners.length > 0) return `isn't what the RECORD of ${names(owners)} says`;
  return kind === "system" ? "is a file of no package" : void 0;
}
function names(owners) {
  return [...new Set(owners.map((one) => `${one.name} ${one.version}`))].join(" and ");
}

// src/image/layer-judgement/require-own-changes.ts
var CHANGED_RECORD = "was changed after the installation";
async function requireOwnChanges(container, layer, ports) {
  const started = ports.clock.monotonic();
  const { phase, kind, before, records, distributions, wins } = layer;
  await endProcesses(container, phase, ports);
  const walk = { python: layer.python, before, tell: told(kind, before.tools) };
  const changes = await walkChanges(container, walk, ports.signal);
  const certain = sift(layer, judgeChanges(changes, kind, before.tools));
  const { tools: _tools, at: _at, digest: _digest, ...known } = before;
  const asked2 = { ...layer, ...known, folders: Object.keys(records) };
  const contents = await askContents(container, asked2, ports.signal);
  const built = new Set(
    distributions.filter((one) => one.kind === "sdist").map((one) => normaliseName(one.name))
  );
  const faults = [...changedRecords(records, contents), ...judgeLayer(contents.facts, { kind, built, wins })];
  const allowed = [...certain, ...sift(layer, faults, contents.more)];
  tell(layer, contents, allowed, ports);
  const seconds = (ports.clock.monotonic() - started) / 1e3;
  ports.log.debug(`The layer of ${phase} was compared with its packages in ${seconds.toFixed(1)} s.`);
  return { allowed, removed: contents.stray + contents.temporary.length > 0 };
}
function sift({ allowed, phase, distributions }, faults, more = 0) {
  const refused4 = faults.filter(({ path }) => !allowed.some((pattern) => matchesPath(pattern, path)));
  if (refused4.length === 0 && more === 0) return faults;
  const brings = distributions.map((one) => `${one.name} ${one.version}`);
  throw layerRefused({ phase, brings }, refused4, more);
}
function changedRecords(records, contents) {
  return Object.entries(contents.records).filter(([folder, digest2]) => records[folder] !== digest2).map(([folder]) => ({ path: `${folder}/RECORD`, what: CHANGED_RECORD }));
}
function tell({ phase }, { compared, stray, temporary }, allowed, { log }) {
  log.debug(
    `The layer of ${phase}: ${compared} files compared with RECORDs, ${stray} stray files of bytecode removed.`
  );
  if (temporary.length > 0) log.debug(`Temporary files of ${phase} removed: ${temporary.join(", ")}`);
  if (allowed.length === 0) return;
  const paths = allowed.map(({ path, what }) => `${path} ${what}`);
  log.info(
    `Phase ${phase}: allow_changes lets ${allowed.length} paths through: ${paths.slice(0, 10).join("; ")}`
  );
}

// src/image/layers/own-changes.ts
function beforePackages(container, job, ports) {
  const { build, phase, first } = job;
  const { interpreter: python, purelib } = build.plan.base;
  build.toolbox.ownPython().catch(() => void 0);
  const environment = kindOf(job) === "run" ? null : phase.environment;
  const asked2 = {
    ...{ python, purelib: environment?.purelib ?? purelib, environment: environment?.path ?? null },
    ...{ fresh: first, names: namesOf(job) }
  };
  return askBefore(container, asked2, ports.signal);
}
async function recordsOf(container, job, { before, compiled }, ports) {
  if (compiled === void 0 || job.build.manifest.image.strip.length === 0) return compiled?.records ?? [];
  return (await askRecords(container, { ...await asked(job, before), compare: false }, ports.signal)).records;
}
async function wheelRecords(container, job, before, ports) {
  const wheels = job.distributions.filter((one) => one.kind === "wheel");
  if (wheels.length === 0) return [];
  const question = { ...await asked({ ...job, distributions: wheels }, before), compare: false };
  return (await askRecords(container, question, ports.signal)).records;
}
function requireSameRecords(wheels, compiled, { phase, distributions }) {
  const now = new Map(compiled?.records.map((one) => [one.folder, one.digest]));
  const changed2 = wheels.filter((one) => now.get(one.folder) !== one.digest);
  if (changed2.length === 0) return;
  const brings = distributions.map((one) => `${one.name} ${one.version}`);
  const faults = changed2.map((one) => ({ path: `${one.folder}/RECORD`, what: CHANGED_RECORD }));
  throw layerRefused({ phase: phase.name, brings }, faults);
}
async function compareEarly(container, job, { before, compiled }, ports) {
  const isEarly = compiled !== void 0 && job.distributions.every((one) => one.kind === "wheel");
  if (!isEarly) return void 0;
  const answer = askRecords(container, { ...await asked(job, before), compare: true }, ports.signal);
  return await answer.then(
    ({ wrong }) => wrong,
    () => void 0
  );
}
async function judgeOwnChanges(container, job, { before, compiled, records, wrong }, ports) {
  const { build, phase, distributions } = job;
  const doneAt = compiled?.doneAt ?? before.at;
  const layer = {
    ...{ before, distributions, phase: phase.name, kind: kindOf(job) },
    ...{ python: await build.toolbox.ownPython(), allowed: build.manifest.allow_changes },
    records: digestsOf(records, job),
    wins: new Set(build.plan.clashes.map(({ winner, loser }) => `${winner.name} ${loser.name}`)),
    doneAt,
    compiledAt: compiled?.hasBytecode ? doneAt : null,
    ...wrong === void 0 ? { comparedAt: null, wrong: [] } : { comparedAt: doneAt, wrong }
  };
  const { allowed, removed } = await requireOwnChanges(container, layer, ports);
  const paths = allowed.map(({ path }) => path);
  if (paths.length > 0) build.journal.allowed.push({ phase: phase.name, paths });
  return removed;
}
async function asked(job, { sites }) {
  return { python: await job.build.toolbox.ownPython(), names: namesOf(job), sites };
}
function namesOf({ distributions }) {
  return distributions.map((one) => normaliseName(one.name));
}
function digestsOf(records, { distributions }) {
  const rows = distributions.flatMap(({ name, version }) => {
    const named2 = records.filter((one) => one.name === normaliseName(name));
    const planned2 = named2.filter((one) => one.version === version);
    return planned2.length > 0 ? planned2 : named2;
  });
  return Object.fromEntries(rows.map(({ folder, digest: digest2 }) => [folder, digest2]));
}
function kindOf({ run, system }) {
  if (run !== null) return "run";
  return system.packages.length > 0 ? "system" : "distributions";
}

// src/image/layers/install-layer.ts
function installLayer(job, ports) {
  const { build, phase, parent, logFile } = job;
  const attempts = {
    phase: phase.name,
    logFile,
    limits: build.manifest.install,
    budget: build.budget,
    record: (attempt) => void build.journal.attempts.push(attempt),
    tryOtherIndex: (failure) => build.otherIndexes.replace(job.distributions, failure, ports)
  };
  const onto = { imageId: parent, base: build.plan.base.imageId };
  return runAttempts(attempts, ports, async (facts) => {
    if (facts.recovery === "clean-disk") await makeEngineRoom(job, ports);
    return needingLayer(
      onto,
      ports,
      () => build.toolbox.open(
        parent,
        `phase-${phase.name}`,
        (container) => tryLayer(container, job, facts, ports)
      )
    );
  });
}
async function tryLayer(container, job, facts, ports) {
  const { build, proof } = job;
  const { plan, watch } = build;
  if (job.first && job.phase.environment) {
    await makeEnvironment(container, plan, job.phase.environment, ports.signal);
  }
  const before = await beforePackages(container, job, ports);
  const problemsBefore = proof?.problemsBefore ?? await dependencyProblems(container, plan.base.interpreter, ports.signal);
  const guarded = layerGuard(container, job, ports);
  const filled = await watch.guard(
    guarded,
    (signal) => fillLayer(container, { ...job, before }, facts, { ...ports, signal })
  );
  await cleanLayer(container, job, ports);
  const records = await recordsOf(container, job, filled, ports);
  const [wrong] = await Promise.all([
    compareEarly(container, job, filled, ports),
    proof && prove(container, job, problemsBefore, ports)
  ]);
  const { interpreter } = phasePython(plan, job.phase);
  await lookAtLayer(container, { ...job, phase: job.phase.name, interpreter }, ports);
  const measure = () => measureLayer(container, { python: plan.base.interpreter, imageStore: build.imageStore }, ports.signal);
  const full = await measure();
  await watch.requireRoomToCommit(guarded, Math.max(full, guarded.predictedBytes) + guarded.keptBytes);
  const bytes = await judgeOwnChanges(container, job, { ...filled, records, wrong }, ports) ? await measure() : full;
  return { image: await commit(container, job, bytes, ports), bytes };
}
async function fillLayer(container, job, facts, ports) {
  const { build, phase, before } = job;
  const { plan } = build;
  if (job.system.packages.length > 0) {
    await ports.log.task(
      `install the system packages of ${phase.name}`,
      (report) => installSystemPackages(container, job, ports, report)
    );
  }
  let wheels = [];
  const beforeBuild = async () => {
    wheels = await wheelRecords(container, job, before, ports);
  };
  await installWithDownloads(container, { ...job, beforeBuild }, facts, ports);
  if (job.distributions.some((one) => one.kind === "sdist")) await endProcesses(container, phase.name, ports);
  const compiled = await compilePhase(container, { ...job, plan }, ports);
  requireSameRecords(wheels, compiled, job);
  const { run } = job;
  const { interpreter } = plan.base;
  if (run !== null) {
    await ports.log.task(
      `run the commands of ${phase.name}`,
      (report) => runSteps(container, { ...job, run, interpreter }, ports, report)
    );
  }
  return { before, compiled };
}
async function cleanLayer(container, job, ports) {
  const { build, phase, distributions, imports } = job;
  if (distributions.length === 0) return;
  const request = {
    interpreter: phasePython(build.plan, phase).interpreter,
    kinds: build.manifest.image.strip,
    names: distributions.map((one) => one.name),
    imports: imports.flatMap((one) => one.modules)
  };
  const rows = await stripPhase(container, request, ports.signal);
  if (rows.length > 0) build.journal.strips.push({ phase: phase.name, rows });
  const cleaned = await cleanContainer(container, { ...cleanup(job), level: "normal" }, ports);
  if (freedBytes(cleaned) > 0) record2(job, cleaned);
}
function prove(container, { build, phase, imports }, problemsBefore, ports) {
  const { interpreter } = phasePython(build.plan, phase);
  const proved2 = { name: phase.name, interpreter, imports, problemsBefore };
  return ports.log.task(`check ${phase.name}`, () => checkPhase(container, build.plan, proved2, ports.signal));
}
function commit(container, job, bytes, ports) {
  const { name } = job.phase;
  return ports.log.task(`commit ${name}`, async () => {
    const image = await container.commit({
      comment: `surelayer phase ${name}`,
      config: { labels: layerLabels(job.key, name, bytes) },
      reference: layerReference(job.key)
    });
    await rememberLayer(ports.cache, job.key, image);
    return image;
  });
}

// src/image/layers/layer-content-key.ts
function keyOfLayer(facts, phase, content, { index, parent }) {
  const layer = content.layers[index];
  if (layer === void 0) throw new Error(`phase ${phase.name} has no layer ${index}`);
  const imports = index === content.layers.length - 1 ? content.imports : [];
  return layerKey(parent, keyContent(facts, phase, layer, imports), facts.trustDomain);
}
function keyContent({ plan, manifest }, phase, { system, distributions, wins, run }, imports) {
  return {
    installer: manifest.install.installer,
    interpreter: phasePython(plan, phase).interpreter,
    files: distributions.map(({ name, version, file, build }) => [
      ...[name, version, file.sha256],
      ...build ? [build.distributions.map((one) => [one.name, one.version, one.file.sha256])] : []
    ]),
    imports,
    bytecode: plan.bytecode,
    strip: manifest.image.strip,
    ...system.packages.length > 0 && {
      system: system.packages.map((one) => [one.name, one.version, one.architecture, one.sha256])
    },
    ...wins.length > 0 && { wins: wins.map((one) => [one.winner, one.loser]) },
    // Decides whether a layer is good, although not what is in it.
    ...manifest.allow_changes.length > 0 && { allowed: manifest.allow_changes },
    // Without `run_size`, which is only an estimate.
    ...run && { run: [run.steps, run.workdir, run.env] }
  };
}

// src/toolbox/discard.ts
async function discard(remove, ports) {
  try {
    await remove();
  } catch (error) {
    ports.log.debug(`left for the sweep: ${messageOf(error)}`);
  }
}

// src/image/layers/make-once.ts
var POLL_MS2 = 1e3;
var LONGEST_WAIT_MS = 30 * 6e4;
var CLAIMS = 10;
async function makeOnce(making, ports, make) {
  for (; ; ) {
    const claim = await claimLayer(making, ports);
    if (claim === void 0) {
      const seen = await waitForOther(making, ports);
      if (typeof seen === "object") return { found: seen };
      if (seen === "too long") return { made: await make() };
      continue;
    }
    try {
      const found = await takeLayerAlone(ports, making.key);
      return found ? { found } : { made: await make() };
    } finally {
      await discard(() => claim.remove(), ports);
    }
  }
}
async function claimLayer(making, ports) {
  const name = claimName(making);
  const labels = runLabels(making.run);
  const spec = { name, image: making.parent, command: ["true"], labels };
  for (let tries = 1; ; tries++) {
    try {
      return await ports.engine.createContainer(spec);
    } catch (error) {
      const holder = await holderOf(name, ports);
      if (holder !== void 0 && holder.labels[RUN_LABEL] !== making.run.id) return void 0;
      if (tries >= CLAIMS || !(holder || error instanceof NameTakenError)) throw error;
      await freeName(holder, ports);
    }
  }
}
async function freeName(own, { engine, clock, signal }) {
  await (own ? engine.removeContainer(own.id) : clock.sleep(POLL_MS2, signal));
}
async function waitForOther(making, ports) {
  const ends = ports.clock.monotonic() + LONGEST_WAIT_MS;
  return await ports.log.task(`wait for another run that builds ${making.phase}`, async (report) => {
    while (ports.clock.monotonic() < ends) {
      const found = await findLayer(ports, making.key);
      if (found) return found;
      const holder = await holderOf(claimName(making), ports);
      if (holder === void 0) return "gone";
      const [host, pid] = (holder.labels[OWNER_LABEL] ?? "").split("/");
      report(`process ${pid} on ${host}; if that run is gone: docker rm ${holder.name}`);
      if (await isOfDeadRun(holder, ports))
        await discard(() => ports.engine.removeContainer(holder.id), ports);
      await ports.clock.sleep(POLL_MS2, ports.signal);
    }
    return "too long";
  });
}
async function isOfDeadRun({ labels }, ports) {
  if (ports.judgeOwner(labels[OWNER_LABEL] ?? "") === "alive") return false;
  const dead = await findDeadRuns(ports);
  return dead.some((run) => run.id === labels[RUN_LABEL] && run.owner === (labels[OWNER_LABEL] ?? ""));
}
async function holderOf(name, { engine }) {
  return (await engine.listContainers({ [RUN_LABEL]: "" })).find((one) => one.name === name);
}
function claimName({ key }) {
  return `surelayer-making-${key.slice(0, 40)}`;
}

// src/plan/system-sizes.ts
var BOOKS = { bytes: 9e5, blocks: 15e5, compressed: 27e4 };
var BLOCK_SHARE = 1.03;
var PACKAGE_BLOCKS = 9e4;
var COMPRESSED_SHARE = 1.45;
var MARGIN_SHARE = 0.05;
var PYTHON_MARGIN_SHARE = 0.5;
var LISTS_BYTES = 6e7;
function systemLayer(files) {
  const sum = (of) => files.reduce((total, file) => total + of(file), 0);
  const download2 = sum((file) => file.bytes);
  const blocks = Math.round(sum(blocksOf) + BOOKS.blocks);
  const compressed = Math.round(COMPRESSED_SHARE * download2 + BOOKS.compressed);
  const margin = Math.round(sum(marginOf) + BOOKS.bytes);
  return {
    sizes: { download: download2, installed: systemInstalledBytes(files), bytecode: 0, blocks, compressed, margin },
    onDisk: { blocks, compressed, doubt: 0, beside: download2 + LISTS_BYTES, notes: 0 }
  };
}
function systemInstalledBytes(files) {
  if (files.length === 0) return 0;
  return files.reduce((total, file) => total + file.installedBytes, BOOKS.bytes);
}
function blocksOf(file) {
  return BLOCK_SHARE * file.installedBytes + PACKAGE_BLOCKS;
}
function marginOf(file) {
  const share = file.name.startsWith("python3-") ? PYTHON_MARGIN_SHARE : MARGIN_SHARE;
  return share * file.installedBytes;
}
function runLayer(bytes) {
  const known = bytes ?? 0;
  const layer = { blocks: known, compressed: known };
  return {
    sizes: { download: 0, installed: known, bytecode: 0, ...layer, margin: 0 },
    onDisk: { ...layer, doubt: 0, beside: 0, notes: 0 }
  };
}

// src/image/layers/phase-wins.ts
function winsFor(plan, { environment }) {
  const beside2 = plan.phases.filter((one) => one.environment?.path === environment?.path);
  const names2 = new Set(beside2.map((one) => one.name));
  return plan.clashes.filter(({ winner, loser }) => loser.phase !== null && names2.has(winner.phase ?? "")).map(({ winner, loser }) => ({ winner: winner.name, loser: loser.name }));
}
function winsAmong(distributions, wins) {
  const names2 = new Set(distributions.map((one) => one.name));
  return wins.filter(({ winner, loser }) => names2.has(winner) && names2.has(loser));
}
function overwritten(late, present, wins) {
  const again = /* @__PURE__ */ new Set();
  const names2 = new Set(late.map((one) => one.name));
  for (const name of names2) {
    const winners = new Set(wins.filter((one) => one.loser === name).map((one) => one.winner));
    for (const one of present.filter((each) => winners.has(each.name))) {
      again.add(one);
      names2.add(one.name);
    }
  }
  return [...again];
}

// src/image/layers/phase-content.ts
var NOTHING = {
  system: { asked: [], packages: [] },
  distributions: [],
  wins: [],
  run: null,
  onDisk: { blocks: 0, compressed: 0, doubt: 0, beside: 0, notes: 0 }
};
function phaseContent(plan, phase, before) {
  const leftOut2 = new Set(before.filter((one) => one.status === "left-out").map((one) => one.name));
  const done = new Set(before.filter((one) => one.status !== "left-out").map((one) => one.name));
  const built = plan.phases.filter((one) => done.has(one.name));
  const missing2 = plan.phases.filter((one) => leftOut2.has(one.name));
  const wins = winsFor(plan, phase);
  const brought = built.filter((one) => one.environment?.path === phase.environment?.path);
  const late = orphans(
    phase.shared,
    built.map((one) => one.shared),
    missing2.filter((one) => one.environment === null).map((one) => one.distributions)
  );
  const distributions = [...late, ...overwritten(late, presentIn(plan, brought), wins)];
  const files = orphans(
    phase.system.shared,
    built.map((one) => one.system.shared),
    missing2.map((one) => one.system.packages)
  );
  return {
    layers: inLayers(phase, distributions, files).map((layer) => ({
      ...layer,
      wins: winsAmong(layer.distributions, wins)
    })),
    imports: importsOf(plan, [...built, phase]),
    predictedBytes: phase.sizes.installed + orphanBytes(phase, distributions, files)
  };
}
function presentIn({ phases }, brought) {
  const own = new Set(
    brought.flatMap((one) => [...one.distributions.map(({ name }) => name), ...one.shared])
  );
  const beside2 = phases.filter((one) => one.environment?.path === brought[0]?.environment?.path);
  return beside2.flatMap((one) => one.distributions).filter((one) => own.has(one.name));
}
function orphans(shared, sharedByBuilt, missing2) {
  const present = new Set(sharedByBuilt.flat());
  return missing2.flat().filter((one) => shared.includes(one.name) && !present.has(one.name));
}
function inLayers(phase, distributions, files) {
  const packages = [...files, ...phase.system.packages];
  const system = { asked: phase.system.asked, packages };
  const own = phase.disk.slice(phase.system.packages.length > 0 ? 1 : 0);
  const planned2 = phase.layers.map((names2, at) => ({
    ...NOTHING,
    distributions: phase.distributions.filter((one) => names2.includes(one.name)),
    onDisk: own[at] ?? NOTHING.onDisk
  }));
  const [first = NOTHING, ...rest] = planned2;
  const python = [withOrphans(first, distributions), ...rest].filter((one) => one.distributions.length > 0);
  const layers = [
    ...packages.length > 0 ? [{ ...NOTHING, system, onDisk: systemLayer(packages).onDisk }] : [],
    ...python,
    ...phase.run ? [{ ...NOTHING, run: phase.run, onDisk: runLayer(phase.run.bytes).onDisk }] : []
  ];
  return layers.length > 0 ? layers : [NOTHING];
}
function withOrphans(layer, orphans2) {
  const sum = (of) => orphans2.reduce((total, one) => total + of(one), 0);
  const { onDisk } = layer;
  return {
    ...layer,
    distributions: [...orphans2, ...layer.distributions],
    onDisk: {
      ...onDisk,
      blocks: onDisk.blocks + sum((one) => one.blockBytes),
      compressed: onDisk.compressed + sum((one) => one.file.bytes ?? one.blockBytes),
      doubt: onDisk.doubt + sum((one) => one.marginBytes)
    }
  };
}
function orphanBytes({ system: { packages } }, distributions, files) {
  const python = distributions.reduce((sum, one) => sum + one.installedBytes, 0);
  return python + systemInstalledBytes([...files, ...packages]) - systemInstalledBytes(packages);
}
function importsOf(plan, phases) {
  const modules = /* @__PURE__ */ new Map();
  for (const phase of phases) {
    const { interpreter } = phasePython(plan, phase);
    const own = modules.get(interpreter) ?? /* @__PURE__ */ new Set();
    for (const module of phase.imports) modules.set(interpreter, own.add(module));
  }
  return [...modules].map(([interpreter, own]) => ({ interpreter, modules: [...own] }));
}

// src/image/build-phase.ts
async function buildPhase(step, ports) {
  const started = ports.clock.monotonic();
  const { build, phase } = step;
  const content = phaseContent(build.plan, phase, step.before);
  const result = (outcome) => ({
    name: phase.name,
    predictedBytes: phase.run?.bytes === null ? null : content.predictedBytes,
    seconds: (ports.clock.monotonic() - started) / 1e3,
    ...outcome
  });
  const leftOut2 = (failure) => result({ status: "left-out", actualBytes: null, imageId: null, failure });
  if (phase.leftOut) return leftOut2(phase.reason);
  try {
    return result(await buildLayers(step, content, ports));
  } catch (error) {
    if (!(phase.optional && isPhaseFailure(error))) throw error;
    ports.log.warn(`Optional phase ${phase.name} is left out: ${error.message}`);
    const [evidence = ""] = error.evidence?.split("\n") ?? [];
    return leftOut2(`${error.message} ${evidence}`.trimEnd());
  }
}
async function buildLayers(step, content, ports) {
  const { build, phase } = step;
  const logFile = `${build.logFolder}/${step.before.length + 1}-${phase.name}.log`;
  let parent = step.parent;
  let actualBytes = 0;
  let status = "cached";
  let baseline = phase.environment ? [] : void 0;
  for (const [index, layer] of content.layers.entries()) {
    const last = index === content.layers.length - 1;
    const imports = last ? content.imports : [];
    const key = keyOfLayer(build, phase, content, { index, parent });
    const found = await takeLayer(ports, key);
    if (found) {
      actualBytes += layerBytes(found);
      parent = found.id;
      continue;
    }
    build.prefetcher.startAfter(phase);
    if (last && index > 0) baseline ??= await problemsOf(step, ports);
    const proof = last ? { problemsBefore: baseline } : void 0;
    const position = { parent, key, logFile, first: index === 0 };
    const job = { ...layer, ...position, build, phase, imports, proof };
    const making = { run: build.run, key, parent, phase: phase.name };
    const onto = { imageId: parent, base: build.plan.base.imageId };
    const result = await needingLayer(
      onto,
      ports,
      () => makeOnce(making, ports, () => installLayer(job, ports))
    );
    if ("made" in result) status = "installed";
    const { image, bytes } = "made" in result ? result.made : { image: result.found, bytes: layerBytes(result.found) };
    actualBytes += bytes;
    parent = image.id;
  }
  return { status, actualBytes, imageId: parent, failure: null };
}
function problemsOf({ build, phase, parent }, ports) {
  const { interpreter, imageId: base } = build.plan.base;
  return needingLayer(
    { imageId: parent, base },
    ports,
    () => build.toolbox.open(
      parent,
      `before-${phase.name}`,
      (container) => dependencyProblems(container, interpreter, ports.signal)
    )
  );
}
function isPhaseFailure(error) {
  const notOurs = error instanceof EngineError || error instanceof InterruptedError;
  return error instanceof SurelayerError && !notOurs;
}

// src/wheels/index/index-page.ts
var PAGE_TYPES = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";
function parseIndexPage(page) {
  const text2 = new TextDecoder().decode(page.body);
  const links = /\bjson\b/.test(page.contentType) ? jsonLinks(text2) : htmlLinks(text2);
  return links.flatMap(({ href, name, sha256: sha2562 }) => {
    const url = URL.parse(href, page.address);
    if (!url || !/^https?:$/.test(url.protocol)) return [];
    const hash = sha2562 ?? /(?:^#|&)sha256=([0-9a-f]{64})\b/i.exec(url.hash)?.[1];
    url.hash = "";
    const last = decoded(url.pathname.split("/").at(-1) ?? "");
    return [{ name: name ?? last, url: url.href, sha256: hash?.toLowerCase() }];
  });
}
var Page = object({
  files: array(
    object({
      filename: string(),
      url: string(),
      hashes: object({ sha256: string().optional() })
    })
  )
});
function jsonLinks(text2) {
  const files = readJson(text2, Page)?.files ?? [];
  return files.map((one) => ({ href: one.url, name: one.filename, sha256: one.hashes.sha256 }));
}
var ANCHOR = /<a\s[^>]{0,4000}?\bhref\s{0,9}=\s{0,9}["']([^"'<>]{1,4000})["']/gi;
function htmlLinks(text2) {
  return [...text2.matchAll(ANCHOR)].map(([, href = ""]) => ({ href: href.replaceAll("&amp;", "&") }));
}
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

// src/wheels/index/ask-index-page.ts
var PAGE_TIMEOUT_MS = 1e4;
var PAGE_MOST_BYTES = 64e6;
async function askIndexPage(address, ports) {
  try {
    const { status, headers, body } = await ports.http.request(address, {
      headers: { accept: PAGE_TYPES },
      ...{ timeoutMs: PAGE_TIMEOUT_MS, maxBytes: PAGE_MOST_BYTES, signal: ports.signal }
    });
    if (status !== 200) return [];
    return parseIndexPage({ address, contentType: headers["content-type"] ?? "", body });
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`${address} was asked in vain: ${error}`);
    return [];
  }
}

// src/wheels/index/known-indexes.ts
var INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"];
function knownIndexes(manifest, installerEnv) {
  const entries = INDEX_VARIABLES.flatMap((name) => installerEnv[name]?.split(/\s+/) ?? []);
  const machines = entries.map((entry) => namedIndex(entry).url);
  const addresses = [...machines, ...manifest.indexes.map((one) => one.url)].flatMap((address) => {
    const url = URL.parse(address);
    if (!url || !/^https?:$/.test(url.protocol)) return [];
    return [`${url.origin}${url.pathname.replace(/\/*$/, "/")}`];
  });
  return [...new Set(addresses)];
}
function namedIndex(entry) {
  const [, name, url] = /^([A-Za-z0-9._-]+)=(.*)$/.exec(entry) ?? [];
  return name === void 0 || url === void 0 ? { url: entry } : { name, url };
}

// src/image/alternate-indexes/alternate-indexes.ts
var AlternateIndexes = class {
  #manifest;
  /** New addresses, by the files' SHA-256. */
  #moved = /* @__PURE__ */ new Map();
  #failed = /* @__PURE__ */ new Set();
  constructor(manifest) {
    this.#manifest = manifest;
  }
  /** The distributions, with new addresses for files that were lost. */
  of(distributions) {
    return distributions.map((one) => {
      const url = this.#moved.get(one.file.sha256);
      return url === void 0 ? one : { ...one, file: { ...one.file, url } };
    });
  }
  /**
   * Looks for the file whose download failed. When its whole host is lost, also looks for the other files of that host.
   * @returns whether another index has the failed file.
   */
  async replace(distributions, failure, ports) {
    const failed = failure.address === void 0 ? null : URL.parse(failure.address);
    if (!failed) return false;
    const all = this.of(distributions);
    const culprit = all.find((one) => pathOf(one) === failed.origin + failed.pathname);
    if (!culprit) return false;
    this.#failed.add(culprit.file.url);
    const found = await this.#find(culprit, ports);
    if (found === void 0) return false;
    this.#moved.set(culprit.file.sha256, found);
    ports.log.warn(`${culprit.file.name} is taken from another index, which has the same file: ${found}`);
    if (failure.class.retry !== "bridge") return true;
    const others = all.filter((one) => one !== culprit && pathOf(one)?.startsWith(`${failed.origin}/`));
    await Promise.all(
      others.map(async (one) => {
        this.#failed.add(one.file.url);
        const url = await this.#find(one, ports);
        if (url !== void 0) this.#moved.set(one.file.sha256, url);
      })
    );
    return true;
  }
  async #find({ name, file }, ports) {
    for (const index of knownIndexes(this.#manifest, ports.network.installerEnv)) {
      const candidates2 = await askIndexPage(`${index}${name}/`, ports);
      const same = candidates2.find(
        (one) => one.name === file.name && one.sha256 === file.sha256 && !this.#failed.has(one.url)
      );
      if (same) return same.url;
    }
    return void 0;
  }
};
function pathOf({ file }) {
  const url = URL.parse(file.url);
  return url ? url.origin + url.pathname : void 0;
}

// src/image/cleanup/needed-paths.ts
var WORKING_PLACES = /* @__PURE__ */ new Set([
  ...["HOME", "PWD", "OLDPWD", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME"],
  ...["PIP_CACHE_DIR", "UV_CACHE_DIR", "CONDA_PKGS_DIRS"]
]);
var ABSOLUTE = /^\/(?!\/)/;
function neededPaths(manifest, image) {
  const variables = Object.entries({ ...image.env, ...manifest.env });
  const named2 = variables.flatMap(([name, value]) => WORKING_PLACES.has(name) ? [] : value.split(":"));
  const commands = [...image.command, ...manifest.command ?? []].flatMap((part) => part.split("="));
  const paths = [
    ...manifest.files.map((one) => one.to),
    ...named2,
    ...commands,
    ...[image.workdir, manifest.workdir]
  ];
  return [...new Set(paths.filter((path) => ABSOLUTE.test(path)))].sort();
}

// src/image/disk-watch/disk-errors.ts
var FREE_SPACE = "Free space on the engine's disk (`docker system df` shows what it holds; finished layers are kept as `surelayer-layer` images), or move its data root to a larger one. What is finished is kept: the next run goes on from there.";
function tooLittleBefore(phase, freeBytes, neededBytes) {
  return new DoesNotFitError(
    `Phase ${phase} was not begun: ${formatBytes(freeBytes)} are free on the engine's disk, and it needs ${formatBytes(neededBytes)}.`,
    { remedy: FREE_SPACE }
  );
}
function tooLittleForCommit(phase, freeBytes, neededBytes) {
  return new DoesNotFitError(
    `Phase ${phase} was not committed: a commit copies its layer and needs ${formatBytes(neededBytes)}, and ${formatBytes(freeBytes)} are free on the engine's disk.`,
    { remedy: FREE_SPACE }
  );
}
function diskCritical(phase, freeBytes, limitBytes, written) {
  return new DoesNotFitError(
    `Phase ${phase} was stopped before the disk was full: ${formatBytes(freeBytes)} are left on the engine's disk, and less than ${formatBytes(limitBytes)} is dangerous.`,
    { evidence: whoWrote(phase, written), remedy: FREE_SPACE }
  );
}
function overPrediction(phase, written) {
  return new DoesNotFitError(
    `Phase ${phase} was stopped early: it has written ${formatBytes(written.ownBytes ?? written.growthBytes)} where ${formatBytes(written.predictedBytes)} were predicted, and goes on.`,
    {
      evidence: `More than ${formatBytes(written.allowedBytes)} can't be explained by what a prediction may be wrong by.`,
      remedy: "A package holds far more than its index says, or its build writes without end: look at the phase's log, leave the package out or pin another version of it."
    }
  );
}
var SLACK_BYTES = 32e6;
var ROUNDING = 0.25;
function writtenByOthers({ ownBytes, growthBytes }) {
  if (ownBytes === void 0) return 0;
  const others = growthBytes - ownBytes;
  return others > SLACK_BYTES + ROUNDING * ownBytes ? others : 0;
}
function whoWrote(phase, written) {
  const { ownBytes, predictedBytes, growthBytes } = written;
  if (ownBytes === void 0)
    return `The disk has taken ${formatBytes(growthBytes)} since the phase began; ${formatBytes(predictedBytes)} were predicted.`;
  const others = writtenByOthers(written);
  const predicted = predictedBytes > 0 ? ` of ${formatBytes(predictedBytes)} predicted` : "";
  const own = `Phase ${phase} has written ${formatBytes(ownBytes)}${predicted}`;
  return others > 0 ? `${own}; something else on this disk wrote ${formatBytes(others)} since it began.` : `${own}.`;
}

// src/image/disk-watch/time-series.ts
function createTimeSeries(limit) {
  let points = [];
  let perPoint = 1;
  let inLast = 0;
  return {
    add(point) {
      const last = points.at(-1);
      if (last === void 0 || inLast === perPoint) {
        if (points.length === limit) {
          points = halve(points);
          perPoint *= 2;
        }
        points.push(point);
        inLast = 1;
        return;
      }
      inLast += 1;
      if (point[1] < last[1]) points[points.length - 1] = point;
    },
    points: () => [...points]
  };
}
function halve(points) {
  return points.flatMap((point, index) => {
    if (index % 2 === 1) return [];
    const next = points[index + 1];
    return [next !== void 0 && next[1] < point[1] ? next : point];
  });
}

// src/image/disk-watch/disk-sampler.ts
var MOST_POINTS = 2e3;
var MOST_EVENTS = 100;
var DiskSampler = class {
  #gauge;
  #limits;
  #ports;
  #began;
  #series = createTimeSeries(MOST_POINTS);
  #events = [];
  #taken = 0;
  #failed = 0;
  #first;
  #last;
  #lowest;
  #failing = false;
  #warned = false;
  constructor(gauge, limits, ports) {
    this.#gauge = gauge;
    this.#limits = limits;
    this.#ports = ports;
    this.#began = ports.clock.monotonic();
  }
  /** Undefined when the disk can't be measured just now: that is no reason to lose a build. */
  async sample() {
    let space;
    try {
      space = await this.#gauge.read();
    } catch (error) {
      this.#failed += 1;
      if (!this.#failing) this.#ports.log.debug(`the engine's disk can't be looked at: ${messageOf(error)}`);
      this.#failing = true;
      return void 0;
    }
    this.#failing = false;
    this.#keep(space);
    this.#warnOfUse(space);
    return space;
  }
  #keep(space) {
    const seconds = this.#seconds();
    this.#taken += 1;
    this.#first ??= space;
    this.#last = space;
    if (this.#lowest === void 0 || space.freeBytes < this.#lowest.space.freeBytes)
      this.#lowest = { seconds, space };
    this.#series.add([seconds, space.freeBytes]);
  }
  /** Records an event and shows it to the user. */
  warn(kind, text2) {
    this.note(kind, text2);
    this.#ports.log.warn(text2);
  }
  /** Records an event. */
  note(kind, text2) {
    if (this.#events.length < MOST_EVENTS) this.#events.push({ seconds: this.#seconds(), kind, text: text2 });
  }
  readings() {
    const lowest = this.#lowest;
    return {
      intervalSeconds: this.#limits.interval / 1e3,
      taken: this.#taken,
      failed: this.#failed,
      totalBytes: this.#last?.totalBytes ?? null,
      firstFreeBytes: this.#first?.freeBytes ?? null,
      lastFreeBytes: this.#last?.freeBytes ?? null,
      lowest: lowest ? { seconds: lowest.seconds, freeBytes: lowest.space.freeBytes } : null,
      highestUsed: lowest ? usedShare(lowest.space) : null,
      series: this.#series.points(),
      events: [...this.#events]
    };
  }
  /** Warns once, and only if the disk was below the mark when this build began. */
  #warnOfUse(space) {
    const used = usedShare(space);
    const { max_used } = this.#limits;
    if (this.#warned || used <= max_used || usedShare(this.#first ?? space) > max_used) return;
    this.#warned = true;
    this.warn(
      "much-used",
      `The engine's disk is ${percent(used)} full, more than the ${percent(max_used)} of disk.max_used: ${formatBytes(space.freeBytes)} of ${formatBytes(space.totalBytes)} are free.`
    );
  }
  /** Seconds since the watch began, to the millisecond. */
  #seconds() {
    return Math.round(this.#ports.clock.monotonic() - this.#began) / 1e3;
  }
};
function usedShare({ freeBytes, totalBytes }) {
  return totalBytes > 0 ? 1 - freeBytes / totalBytes : 1;
}
function percent(share) {
  return `${(share * 100).toFixed(0)} %`;
}

// src/image/disk-watch/phase-guard.ts
var OVER = 1.5;
var PhaseGuard = class {
  #phase;
  #limits;
  #actions;
  #start;
  #cleanup = "not yet";
  #asking = false;
  #cleaning = Promise.resolve();
  #stopped = false;
  /** Bytes that others are known to have written. */
  #others = 0;
  /** @param start free bytes when the phase began; undefined if the disk couldn't be measured. */
  constructor(phase, start, limits, actions) {
    this.#phase = phase;
    this.#start = start;
    this.#limits = limits;
    this.#actions = actions;
  }
  /** Bytes that the phase may write before it is stopped. */
  get allowedBytes() {
    const { predictedBytes, buildBytes = 0, marginBytes = 0, openEnded } = this.#phase;
    if (openEnded === true) return Number.POSITIVE_INFINITY;
    return OVER * (predictedBytes + buildBytes) + marginBytes + SLACK_BYTES;
  }
  /** Bytes by which the disk got fuller, without this build's own downloads for later phases. */
  growth(freeBytes) {
    if (this.#start === void 0) return 0;
    return this.#start - freeBytes - (this.#phase.besideBytes?.() ?? 0);
  }
  /** Waits for a cleanup in the phase's container. */
  async settled() {
    await this.#cleaning;
  }
  observe({ freeBytes }) {
    if (this.#stopped) return;
    const limit = this.#dangerLimit();
    if (freeBytes < limit) this.#danger(freeBytes, limit);
    if (!this.#stopped && this.growth(freeBytes) - this.#others > this.allowedBytes)
      void this.#askWhoWrote(freeBytes);
  }
  /** Free bytes below which the phase is in danger. Right after a cleanup the limit is higher. */
  #dangerLimit() {
    const { critical, after_cleanup } = this.#limits;
    if (this.#cleanup !== "just done") return critical;
    this.#cleanup = "done";
    return Math.max(critical, after_cleanup);
  }
  #danger(freeBytes, limitBytes) {
    const clean = this.#cleanup === "not yet" && this.#phase.makeRoom !== void 0;
    const patient = this.#cleanup === "running" && freeBytes >= limitBytes / 2;
    if (patient) return;
    if (clean) this.#cleaning = this.#clean(freeBytes);
    else this.#stop({ because: "critical", freeBytes, limitBytes });
  }
  async #clean(freeBytes) {
    this.#cleanup = "running";
    this.#actions.note(
      "critical",
      `Only ${formatBytes(freeBytes)} are free on the engine's disk while phase ${this.#phase.name} installs: removing what is ours to remove.`
    );
    try {
      await this.#phase.makeRoom?.();
      this.#actions.note("cleaned", `The emergency cleanup of phase ${this.#phase.name} is done.`);
    } catch (error) {
      this.#actions.failed(`make room for phase ${this.#phase.name}`, error);
    }
    this.#cleanup = "just done";
  }
  async #askWhoWrote(freeBytes) {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#judge(await this.#phase.ownBytes(), freeBytes);
    } catch (error) {
      this.#actions.failed(`measure phase ${this.#phase.name}`, error);
      this.#others = this.growth(freeBytes);
    } finally {
      this.#asking = false;
    }
  }
  #judge(ownBytes, freeBytes) {
    if (this.#stopped) return;
    const { allowedBytes } = this;
    const growthBytes = this.growth(freeBytes);
    if (ownBytes > allowedBytes) {
      this.#stop({ because: "over-prediction", allowedBytes, ownBytes });
      return;
    }
    this.#others = Math.max(this.#others, growthBytes - ownBytes);
    const written = { ownBytes, growthBytes, predictedBytes: this.#phase.predictedBytes };
    const { predictedBytes, peakBytes = predictedBytes } = this.#phase;
    const isEndangered = freeBytes - Math.max(0, peakBytes - ownBytes) < this.#limits.critical;
    if (!isEndangered || writtenByOthers(written) === 0) return;
    this.#actions.note("other-writer", whoWrote(this.#phase.name, written));
  }
  #stop(stop) {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#actions.stop(stop);
  }
};

// src/image/disk-watch/watch-disk.ts
var COMMIT_MARGIN_BYTES = 32e6;
var FASTEST_WRITER = 2e6;
var MOST_SAMPLES = 20;
var LAST_QUESTION_MS = 5e3;
var DiskWatch = class {
  #limits;
  #ports;
  #sampler;
  #stopped = new AbortController();
  #guards = /* @__PURE__ */ new Set();
  #ended;
  constructor({ limits, gauge }, ports) {
    this.#limits = limits;
    this.#ports = ports;
    this.#sampler = new DiskSampler(gauge, limits, ports);
    this.#ended = limits.interval > 0 ? this.#watch() : Promise.resolve();
  }
  readings() {
    return this.#sampler.readings();
  }
  /** Ends the watch. Its readings stay. */
  async stop() {
    this.#stopped.abort();
    await this.#ended;
  }
  /**
   * Runs a phase's installation. Doesn't start it when the disk has too little room, and stops it when the disk is nearly
   * full or the phase writes far more than predicted.
   * @param body ends when its signal aborts; only then is the reason thrown.
   * @throws DoesNotFitError with the numbers.
   */
  async guard(phase, body) {
    const free = await this.#requireRoomToBegin(phase);
    const cancel = new AbortController();
    let stopped;
    const guard2 = new PhaseGuard(phase, free, this.#limits, {
      stop: (stop) => {
        stopped = stop;
        cancel.abort(new DoesNotFitError(`Phase ${phase.name} is stopped because of the engine's disk.`));
      },
      note: (kind, text2) => this.#sampler.warn(kind, text2),
      failed: (doing, error) => this.#failed(doing, error)
    });
    this.#guards.add(guard2);
    try {
      const result = await body(AbortSignal.any([this.#ports.signal, cancel.signal]));
      await guard2.settled();
      return result;
    } catch (error) {
      this.#ports.signal.throwIfAborted();
      if (stopped === void 0) throw error;
      const growth = guard2.growth(this.readings().lastFreeBytes ?? 0);
      const refusal2 = await this.#explainStop(stopped, phase, growth);
      this.#sampler.note("stopped", refusal2.message);
      throw refusal2;
    } finally {
      this.#guards.delete(guard2);
    }
  }
  /**
   * Checks that the disk has room for the copy of the layer that a commit makes. While the container is there, something can
   * still be freed.
   * @param layerBytes the larger of the planned blocks of the layer and the bytes that the container has written.
   * @throws DoesNotFitError with the numbers.
   */
  async requireRoomToCommit(phase, layerBytes2) {
    const needed = layerBytes2 + Math.min(COMMIT_MARGIN_BYTES, this.#limits.critical);
    await this.#requireRoom(needed, phase, (free) => tooLittleForCommit(phase.name, free, needed));
  }
  #requireRoomToBegin(phase) {
    const { before, critical } = this.#limits;
    const needed = Math.max(before, (phase.peakBytes ?? phase.predictedBytes) + critical);
    return this.#requireRoom(needed, phase, (free) => tooLittleBefore(phase.name, free, needed));
  }
  /** Free bytes, after making room if there was too little; undefined when the disk can't be measured. */
  async #requireRoom(needed, phase, refusal2) {
    let found = await this.#sample();
    if (found !== void 0 && found < needed && phase.makeRoom !== void 0) {
      await phase.makeRoom().catch((error2) => this.#failed("make room", error2));
      found = await this.#sample();
    }
    if (found === void 0 || found >= needed) return found;
    const error = refusal2(found);
    this.#sampler.note("refused", error.message);
    throw error;
  }
  async #watch() {
    const { interval, critical } = this.#limits;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const free = await this.#sample();
      const soonest = free === void 0 ? interval : (free - critical) / FASTEST_WRITER;
      const pause = Math.max(interval / MOST_SAMPLES, Math.min(interval, soonest));
      await this.#ports.clock.sleep(pause, signal, { background: true }).catch(() => void 0);
    }
  }
  /** Says what stopped a phase and who filled the disk. @param growthBytes since the phase began. */
  async #explainStop(stop, phase, growthBytes) {
    const { predictedBytes, name } = phase;
    if (stop.because === "over-prediction")
      return overPrediction(name, { ...stop, predictedBytes, growthBytes });
    const answered = new AbortController();
    const silence = this.#ports.clock.sleep(LAST_QUESTION_MS, answered.signal, { background: true });
    const nothing = () => void 0;
    const ownBytes = await Promise.race([phase.ownBytes().catch(nothing), silence.then(nothing, nothing)]);
    answered.abort();
    return diskCritical(name, stop.freeBytes, stop.limitBytes, { predictedBytes, ownBytes, growthBytes });
  }
  /** A cleanup may fail: the room is measured again afterwards in any case. */
  #failed(doing, error) {
    this.#ports.log.debug(`could not ${doing}: ${messageOf(error)}`);
  }
  async #sample() {
    const space = await this.#sampler.sample();
    if (space) for (const guard2 of this.#guards) guard2.observe(space);
    return space?.freeBytes;
  }
};

// src/image/machine/streamed-space.ts
var SAY = `
import os, time
while True:
    disk = os.statvfs("/")
    print(disk.f_bavail * disk.f_frsize, (disk.f_blocks - disk.f_bfree + disk.f_bavail) * disk.f_frsize, flush=True)
    time.sleep(0.25)
`;
var MAX_LINE_BYTES2 = 1024;
function streamedSpace(container, python, signal) {
  const stopped = new AbortController();
  let waiting = [];
  let running = false;
  let spoken = false;
  let lastWords = "";
  const settle2 = (tell2) => {
    const told2 = waiting;
    waiting = [];
    for (const one of told2) tell2(one);
  };
  const lines = createLineSplitter({
    maxLineBytes: MAX_LINE_BYTES2,
    onLine: (line) => {
      const space = parseSpace(line);
      spoken ||= space !== void 0;
      if (space) settle2((one) => one.resolve(space));
      else lastWords = line;
    }
  });
  const ended = (cause) => {
    running = false;
    if (cause === void 0 && spoken && waiting.length > 0) return start();
    const details = { evidence: lastWords, ...cause !== void 0 && { cause } };
    const fault = new EngineError("The engine's free disk space can't be measured.", details);
    settle2((one) => one.reject(signal.aborted ? signal.reason : fault));
  };
  const start = () => {
    running = true;
    spoken = false;
    container.exec({
      command: [python, "-c", SAY],
      signal: AbortSignal.any([signal, stopped.signal]),
      onOutput: (chunk) => lines.write(chunk)
    }).then(() => ended(), ended);
  };
  return {
    /** The next line's space. @throws EngineError when the command ends without a line. */
    read: () => new Promise((resolve3, reject) => {
      waiting.push({ resolve: resolve3, reject });
      if (!running) start();
    }),
    stop: () => stopped.abort(new EngineError("The disk is no longer watched."))
  };
}
function parseSpace(line) {
  const [, free, total] = /^(\d{1,19}) (\d{1,19})$/.exec(line.trim()) ?? [];
  return total === void 0 ? void 0 : { freeBytes: Number(free), totalBytes: Number(total) };
}

// src/image/machine/engine-disk.ts
async function openDiskGauge(run, base, purpose, ports) {
  const { local, dataRoot, imageStore } = await ports.engine.info();
  const readSpace = () => ports.files.diskSpace(dataRoot);
  const holdsLayers = local && imageStore === "graph-driver";
  if (holdsLayers && await readSpace().catch(() => void 0) !== void 0) {
    return { read: readSpace, close: async () => void 0 };
  }
  const container = await ports.engine.createContainer({
    name: `surelayer-${run.id}-${purpose}`,
    image: base.image,
    command: ["sleep", "infinity"],
    labels: runLabels(run)
  });
  try {
    await container.start();
  } catch (error) {
    await discard(() => container.remove(), ports);
    throw error;
  }
  const space = streamedSpace(container, base.python, ports.signal);
  return {
    read: space.read,
    close: async () => {
      space.stop();
      await discard(() => container.remove(), ports);
    }
  };
}
async function engineFreeBytes(run, base, ports) {
  const gauge = await openDiskGauge(run, base, "disk", ports);
  try {
    return (await gauge.read()).freeBytes;
  } finally {
    await gauge.close();
  }
}
async function localFreeBytes(ports) {
  const { local, dataRoot } = await ports.engine.info();
  const space = local ? await ports.files.diskSpace(dataRoot).catch(() => void 0) : void 0;
  return space?.freeBytes;
}
async function engineDiskUse(engine) {
  return { keepsCompressed: (await engine.info()).imageStore === "containerd" };
}

// src/image/prefetch-budget.ts
function prefetchable(plan, index, downloaded) {
  const current = plan.phases[index];
  const next = plan.phases[index + 1];
  if (current === void 0 || next === void 0 || next.leftOut) return [];
  const { neededBytes, presentBytes = 0 } = plan.verdict;
  const limit = Math.min(plan.totals.peak, neededBytes + presentBytes) - CONTAINER_BYTES;
  const fullest = Math.max(
    0,
    ...momentsOf(plan, index).map(
      ({ bytes, from }) => bytes + downloadBytes(downloaded.filter((one) => layerOf(current, one) >= from))
    )
  );
  const ahead = momentsOf(plan, index + 1);
  const fits = (files) => fullest + downloadBytes(files) <= limit && ahead.every(({ bytes, from }) => {
    const beside2 = downloadBytes(files.filter((one) => layerOf(next, one) >= from));
    return beside2 === 0 || bytes + beside2 <= limit;
  });
  const chosen = [];
  for (const one of candidates(next)) if (fits([...chosen, one])) chosen.push(one);
  return chosen;
}
function candidates(phase) {
  const known = phase.distributions.filter(
    (one) => one.kind === "wheel" && one.file.bytes !== null && !isLocalAddress(one.file.url)
  );
  return known.toSorted(
    (a, b) => layerOf(phase, a) - layerOf(phase, b) || (b.file.bytes ?? 0) - (a.file.bytes ?? 0)
  );
}
function layerOf({ layers }, { name }) {
  return layers.findIndex((names2) => names2.includes(name));
}
var BLOCK_BYTES2 = 4096;
function downloadBytes(files) {
  return files.reduce(
    (sum, { file }) => sum + (Math.ceil((file.bytes ?? 0) / BLOCK_BYTES2) + 1) * BLOCK_BYTES2,
    0
  );
}
function momentsOf({ phases, disk }, index) {
  const phase = phases[index];
  if (phase === void 0) return [];
  const first = phases.slice(0, index).reduce((sum, one) => sum + one.disk.length, 0);
  const layers = phases.slice(0, index + 1).flatMap((one) => one.disk);
  const builds = phase.distributions.some((one) => one.kind === "sdist");
  const isOpen = builds || phase.system.packages.length > 0 || phase.run !== null;
  return timeline(layers, disk).flatMap(({ bytes, layer, at }) => {
    if (layer < first) return [];
    const own = layer - first + (at === "committing" ? 1 : 0);
    return [{ bytes: TOOLS_BYTES + bytes, from: isOpen ? 0 : own }];
  });
}

// src/image/prefetcher.ts
function openPrefetcher(options, ports) {
  const { manifest, plan, toolbox, journal } = options;
  const abort = new AbortController();
  const stoppable = { ...ports, signal: AbortSignal.any([ports.signal, abort.signal]) };
  const begun = /* @__PURE__ */ new Map();
  const chosen = /* @__PURE__ */ new Map();
  const bytes = { begun: 0, ended: 0 };
  const begin = async (name, distributions) => {
    const result = await prefetch({ phase: name, distributions, base: plan.base }, toolbox, stoppable);
    bytes.ended += downloadBytes(distributions);
    if (result) journal.prefetches.push(result);
    return result;
  };
  return {
    startAfter(phase) {
      const index = plan.phases.findIndex((one) => one.name === phase.name);
      const next = plan.phases[index + 1];
      if (!manifest.install.prefetch || next === void 0 || chosen.has(next.name)) return;
      const files = prefetchable(plan, index, chosen.get(phase.name) ?? []);
      const isWorthwhile = downloadBytes(files) >= FEWEST_BYTES;
      chosen.set(next.name, isWorthwhile ? files : []);
      if (!isWorthwhile) return;
      bytes.begun += downloadBytes(files);
      begun.set(next.name, begin(next.name, files));
    },
    of: async (phase) => begun.get(phase.name),
    meter() {
      const { ended } = bytes;
      return () => bytes.begun - ended;
    },
    async close() {
      abort.abort();
      await Promise.allSettled(begun.values());
    }
  };
}
var FEWEST_BYTES = 5e6;

// src/image/build-run.ts
async function withBuildRun(job, ports, body) {
  const { run, manifest, plan, journal } = job;
  const { imageId, interpreter } = plan.base;
  const image = await ports.engine.findImage(imageId);
  const { imageStore } = await ports.engine.info();
  const needed = neededPaths(manifest, image ?? { env: {}, workdir: "/", command: [] });
  const gauge = await openDiskGauge(run, { image: imageId, python: interpreter }, "watch", ports);
  const watch = new DiskWatch({ limits: manifest.disk, gauge }, ports);
  const prefetcher = openPrefetcher(job, ports);
  const otherIndexes = new AlternateIndexes(manifest);
  try {
    return await body({ ...job, prefetcher, gauge, watch, imageStore, otherIndexes, needed });
  } finally {
    await prefetcher.close();
    await watch.stop();
    journal.disk = watch.readings();
    await gauge.close();
  }
}

// src/image/finish-image.ts
import { createHash as createHash5 } from "node:crypto";

// src/image/check-start.ts
import { join as join9 } from "node:path";

// src/manifest/settings/copied-files.ts
function copySource(path, files, sources) {
  const index = files.findLastIndex(
    ({ to }) => path === to || path.startsWith(to.endsWith("/") ? to : `${to}/`)
  );
  const [copied, source] = [files[index], sources[index]];
  if (copied === void 0 || source === void 0) return void 0;
  const rest = path.slice(copied.to.length).replace(/^\//, "");
  return rest === "" ? source : `${source}/${rest}`;
}

// src/image/check-start.ts
var Answer6 = strictObject({
  program: boolean(),
  meant: string().nullable(),
  path: array(string()),
  missing: array(string()),
  blocked: string().nullable()
});
async function checkStart(container, start, ports) {
  const { manifest, sources, python } = start;
  const [program, ...rest] = manifest.command ?? [];
  if (program === void 0 && manifest.workdir === "/") return;
  const sourceOf2 = (path) => copySource(path, manifest.files, sources);
  const args = [manifest.workdir, program ?? "", ...rest.filter((part) => sourceOf2(part) !== void 0)];
  const env = { ...manifest.env, ...CHECK_ENV };
  const probe3 = { python, program: "start_check.py", args, env };
  const { answer, fault } = await runProbe(container, probe3, Answer6, ports.signal);
  if (!answer) {
    throw new BuildError("Whether the image's command can start could not be found out.", {
      evidence: fault,
      remedy: "Look at `env` in the manifest: a variable such as PYTHONHOME may keep Python from starting."
    });
  }
  const isCopied = async (path) => {
    const source = sourceOf2(path);
    return source !== void 0 && await ports.files.exists(source);
  };
  await requireFolder(manifest.workdir, sourceOf2(manifest.workdir), answer.blocked, ports);
  if (program === void 0) return;
  const places = program.includes("/") ? [program] : answer.path.map((folder) => join9(folder, program));
  if (!(answer.program || await someOf(places, isCopied))) throw noProgram(program, answer.meant, manifest);
  for (const path of answer.missing) {
    if (await isCopied(path)) continue;
    throw new BuildError(`The image has no ${path}, which its \`command\` names.`, {
      remedy: "Correct the path in `command`, or copy the file by `files`; the image was not finished."
    });
  }
}
async function requireFolder(workdir, source, blocked, { files }) {
  const isFile = source !== void 0 && await files.exists(source) && !await files.exists(`${source}/.`);
  const file = isFile ? workdir : blocked;
  if (file === null) return;
  throw new BuildError(`The image can't start: its \`workdir\` is ${workdir}, and ${file} is a file.`, {
    remedy: "Name a folder in `workdir`; one that isn't there is made when the container starts. The image was not finished."
  });
}
async function someOf(paths, test) {
  for (const path of paths) if (await test(path)) return true;
  return false;
}
function noProgram(program, meant, { env }) {
  const instead = meant === null ? "the path of a program of the image" : `\`${meant}\``;
  const path = env["PATH"] === void 0 ? "the image's PATH" : "the PATH that `env` sets";
  return new BuildError(
    `The image can't start: \`${program}\`, the program of its \`command\`, isn't in ${path}.`,
    {
      remedy: `Write ${instead} in \`command\`, or install what brings \`${program}\`; the image was not finished.`
    }
  );
}

// src/image/finish-image.ts
async function finishImage(job, ports) {
  ports.signal.throwIfAborted();
  const config2 = imageConfig(job);
  const files = await Promise.all(
    job.manifest.files.map(async (file, index) => ({
      to: file.to,
      digest: await digestOf(job.sources[index] ?? "", file.to, ports)
    }))
  );
  const key = layerKey(job.parent, { config: config2, files }, job.trustDomain);
  const found = await takeLayer(ports, key);
  if (found) return found;
  await requireStart(job, ports);
  await requireNoSecret(job, ports);
  const container = await ports.engine.createContainer({
    name: `surelayer-${job.run.id}-files`,
    image: job.parent,
    command: ["true"],
    // never started: the engine can unpack files into it anyway
    labels: runLabels(job.run)
  });
  try {
    for (const [index, file] of job.manifest.files.entries()) {
      await container.putArchive("/", await ports.files.tar(job.sources[index] ?? "", file.to));
    }
    const labels = { ...config2.labels, ...layerLabels(key, "files", await container.diffBytes()) };
    const image = await container.commit({
      comment: "surelayer files",
      config: { ...config2, labels },
      reference: layerReference(key)
    });
    await rememberLayer(ports.cache, key, image);
    return image;
  } finally {
    await discard(() => container.remove(), ports);
  }
}
async function requireNoSecret({ manifest, sources }, { files, secrets }) {
  if (!secrets.areKnown()) return;
  for (const [index, { from, to }] of manifest.files.entries()) {
    const path = await findSecret(await files.tar(sources[index] ?? "", to), secrets);
    if (path !== void 0)
      throw secretIn(`The image's copy of \`files.from: ${from}\``, path, "No image was made.");
  }
}
async function requireStart(job, ports) {
  if (job.manifest.command === void 0 && job.manifest.workdir === "/") return;
  await job.toolbox.open(
    job.parent,
    "start",
    (container) => checkStart(container, { ...job, python: job.plan.base.interpreter }, ports)
  );
}
function imageConfig(job) {
  const { manifest, plan } = job;
  return {
    // Removes the base's entry point, so that exactly this command runs.
    ...manifest.command && { command: manifest.command, entrypoint: [] },
    env: { ...manifest.env, ...environmentVariables(plan, job.leftOut) },
    workdir: manifest.workdir,
    labels: {
      "org.opencontainers.image.title": manifest.name,
      "org.opencontainers.image.base.name": plan.base.reference,
      "dev.surelayer.phases": plan.phases.map((phase) => phase.name).filter((name) => !job.leftOut.includes(name)).join(","),
      "dev.surelayer.degraded": job.leftOut.join(",")
    }
  };
}
function environmentVariables(plan, leftOut2) {
  return Object.fromEntries(
    plan.phases.flatMap(
      ({ name, environment }) => environment && !leftOut2.includes(name) ? [[environment.variable, environment.path]] : []
    )
  );
}
async function digestOf(source, target, ports) {
  const hash = createHash5("sha256");
  for await (const chunk of await ports.files.tar(source, target)) hash.update(chunk);
  return hash.digest("hex");
}

// src/image/layers/lost-layers.ts
async function remainingPhases(error, { build, phases, seconds }, ports) {
  if (!(error instanceof LayerGone)) throw error;
  const remaining = await stillThere(phases, ports);
  const phase = build.plan.phases[remaining.length]?.name ?? build.manifest.name;
  const { attempts } = build.journal;
  const found = failureClassById("X5");
  const { id, name } = found;
  const same = attempts.filter((one) => one.phase === phase && one.class.id === id);
  const number2 = same.length + 1;
  const recovery = number2 < build.manifest.install.attempts ? found.recovery : null;
  const record3 = { phase, number: number2, class: { id, name }, line: error.message, recovery, seconds };
  attempts.push({ ...record3, waitSeconds: 0, answered: false });
  if (recovery === null) {
    throw new EngineError(`${phase} failed ${number2} times the same way: ${name}.`, {
      evidence: error.message,
      remedy: `${found.remedy} More: docs/TROUBLESHOOTING.md#${found.anchor}.`,
      failureClass: found,
      cause: error.cause
    });
  }
  ports.log.warn(`${phase}: ${name}; ${RECOVERY_WORDS[recovery]}. ${error.message}`);
  return remaining;
}
async function stillThere(phases, ports) {
  let remaining = phases;
  for (const [index, { imageId }] of [...phases.entries()].reverse()) {
    if (imageId === null) continue;
    if (await mayBeThere(imageId, ports)) break;
    remaining = phases.slice(0, index);
  }
  return remaining;
}

// src/image/build-image.ts
async function buildImage(job, ports) {
  const { phases, image } = await withBuildRun(job, ports, (build) => makeImage({ ...job, ...build }, ports));
  return {
    references: [],
    imageId: image.id,
    bytes: image.bytes,
    baseBytes: job.plan.base.bytes,
    phases,
    degraded: phases.some((phase) => phase.status === "left-out")
  };
}
async function makeImage(build, ports) {
  let phases = [];
  for (; ; ) {
    const started = ports.clock.monotonic();
    const phase = build.plan.phases[phases.length];
    const parent = topOf(phases, build);
    try {
      if (phase === void 0) return { phases, image: await finish(build, phases, ports) };
      phases = [...phases, await buildPhase({ build, phase, parent, before: phases }, ports)];
    } catch (error) {
      const seconds = (ports.clock.monotonic() - started) / 1e3;
      phases = await remainingPhases(error, { build, phases, seconds }, ports);
    }
  }
}
function topOf(phases, { plan }) {
  return phases.findLast((phase) => phase.imageId !== null)?.imageId ?? plan.base.imageId;
}
async function finish(job, phases, ports) {
  const parent = topOf(phases, job);
  const base = job.plan.base.imageId;
  const leftOut2 = phases.filter((phase) => phase.status === "left-out").map((phase) => phase.name);
  return needingLayer(
    { imageId: parent, base },
    ports,
    () => finishImage({ ...job, parent, leftOut: leftOut2 }, ports)
  );
}

// src/image/name-image.ts
function imageNames(tags, name) {
  return tags.length > 0 ? tags : [`surelayer/${name}:built`];
}
async function nameImage(image, names2, budget, ports) {
  ports.signal.throwIfAborted();
  const before = await Promise.all(names2.map((name) => ownerOf(name, ports)));
  const touched = [];
  try {
    for (const name of before) {
      touched.push(name);
      await ports.engine.tagImage(image.imageId, name.reference);
    }
  } catch (error) {
    ports.log.warn(`The image is on this engine as ${image.imageId}; its names stay where they were.`);
    await awaitEngine(0, budget, ports).catch(() => void 0);
    for (const name of touched.toReversed()) await putBack(name, ports);
    throw error;
  }
  return { ...image, references: names2 };
}
async function ownerOf(name, { engine }) {
  const reference = formatReference(parseReference(name));
  return { reference, owner: (await engine.findImage(reference))?.id };
}
async function putBack({ reference, owner }, { engine, log }) {
  try {
    await (owner === void 0 ? engine.removeImage(reference) : engine.tagImage(owner, reference));
  } catch {
    const undo = owner === void 0 ? `docker rmi ${reference}` : `docker tag ${owner} ${reference}`;
    log.warn(`The name ${reference} could not be put back: ${undo} does it.`);
  }
}

// src/python/target-tags.ts
function targetTags(python) {
  const [major = 3, minor = 0] = python.version.split(".").map(Number);
  const platforms = platformTags(python);
  const cpython = `cp${major}${minor}`;
  const tags = [];
  const add = (interpreter, abi, over) => tags.push(...over.map((platform) => `${interpreter}-${abi}-${platform}`));
  if (python.implementation === "cpython") {
    add(cpython, cpython, platforms);
    add(cpython, "abi3", platforms);
    add(cpython, "none", platforms);
    for (let older = minor - 1; older >= 2; older -= 1) add(`cp${major}${older}`, "abi3", platforms);
  }
  const generic = [`py${major}${minor}`, `py${major}`];
  for (let older = minor - 1; older >= 0; older -= 1) generic.push(`py${major}${older}`);
  for (const interpreter of generic) add(interpreter, "none", platforms);
  add(cpython, "none", ["any"]);
  for (const interpreter of generic) add(interpreter, "none", ["any"]);
  return tags;
}
var LEGACY_MANYLINUX = { "2_17": "2014", "2_12": "2010", "2_5": "1" };
function platformTags(python) {
  const tags = [];
  if (python.glibc) {
    const [major, newest] = python.glibc;
    for (let minor = newest; minor >= 5; minor -= 1) {
      tags.push(`manylinux_${major}_${minor}_${python.machine}`);
      const legacy = LEGACY_MANYLINUX[`${major}_${minor}`];
      if (legacy) tags.push(`manylinux${legacy}_${python.machine}`);
    }
  }
  tags.push(`linux_${python.machine}`);
  return tags;
}
function wheelTags(fileName) {
  const fields = fileName.replace(/\.whl$/, "").split("-").slice(-3);
  const [pythons = "", abis = "", platforms = ""] = fields;
  return pythons.split(".").flatMap(
    (python) => abis.split(".").flatMap((abi) => platforms.split(".").map((os) => `${python}-${abi}-${os}`))
  );
}

// src/sizes/utf8-bytes.ts
var FIRST_BEYOND_ASCII = 128;
function utf8Bytes(text2) {
  for (let index = 0; index < text2.length; index++) {
    if (text2.charCodeAt(index) >= FIRST_BEYOND_ASCII) return new TextEncoder().encode(text2).length;
  }
  return text2.length;
}

// src/sizes/file-blocks.ts
var BLOCK_BYTES3 = 4096;
function fileBlocks(bytes) {
  return Math.ceil(bytes / BLOCK_BYTES3) * BLOCK_BYTES3;
}
var FIXED_ENTRIES = 24 + 12;
var LEAF_FILL = 0.75;
function folderBlocks(entryBytes2) {
  if (entryBytes2 + FIXED_ENTRIES <= BLOCK_BYTES3) return BLOCK_BYTES3;
  return (1 + Math.ceil(entryBytes2 / (BLOCK_BYTES3 * LEAF_FILL))) * BLOCK_BYTES3;
}
function entryBytes(name) {
  return 8 + Math.ceil(utf8Bytes(name) / 4) * 4;
}

// src/sizes/folders.ts
function foldersOf(paths, root = "") {
  const folders = /* @__PURE__ */ new Map();
  let last;
  let names2 = /* @__PURE__ */ new Set();
  for (const path of paths) {
    const at = path.lastIndexOf("/");
    if (last === void 0 || at !== last.length || !path.startsWith(last)) {
      last = path.slice(0, Math.max(0, at));
      names2 = namesIn(last === "" || root === "" ? root + last : `${root}/${last}`, folders);
    }
    names2.add(path.slice(at + 1));
  }
  return folders;
}
function namesIn(folder, folders) {
  const known = folders.get(folder);
  if (known) return known;
  const names2 = /* @__PURE__ */ new Set();
  folders.set(folder, names2);
  if (folder !== "") {
    const at = folder.lastIndexOf("/");
    namesIn(folder.slice(0, at), folders).add(folder.slice(at + 1));
  }
  return names2;
}
function mergeFolders(all) {
  const merged2 = /* @__PURE__ */ new Map();
  const shared = /* @__PURE__ */ new Map();
  for (const folders of all) {
    for (const [folder, names2] of folders) {
      const known = merged2.get(folder);
      const together = known && (shared.get(folder) ?? new Set(known));
      if (together) {
        for (const name of names2) together.add(name);
        shared.set(folder, together);
      }
      merged2.set(folder, together ?? names2);
    }
  }
  return merged2;
}
function foldersBlocks(folders) {
  let blocks = 0;
  for (const [folder, names2] of folders) {
    if (folder === "") continue;
    blocks += blocksOf2(names2);
  }
  return blocks;
}
var counted = /* @__PURE__ */ new WeakMap();
function blocksOf2(names2) {
  const known = counted.get(names2);
  if (known !== void 0) return known;
  let entries = 0;
  for (const name of names2) entries += entryBytes(name);
  const blocks = folderBlocks(entries);
  counted.set(names2, blocks);
  return blocks;
}
function isOutside(path) {
  return path.startsWith("../");
}
function absolutePath(folder, path) {
  if (!isOutside(path)) return `${folder}/${path}`;
  const parts = folder.split("/");
  const rest = path.split("/");
  while (rest[0] === "..") {
    rest.shift();
    parts.pop();
  }
  return [...parts, ...rest].join("/");
}

// src/sizes/common-paths.ts
function commonPaths(distributions) {
  const holders = /* @__PURE__ */ new Map();
  for (const one of distributions) {
    for (const folder of one.folders.keys()) {
      const known = holders.get(folder);
      if (known) known.push(one);
      else holders.set(folder, [one]);
    }
  }
  return [...holders].flatMap(([folder, owners]) => {
    if (owners.length === 1) return [];
    return [...byName(folder, owners)].filter(([, bringing]) => bringing.length > 1).map(([name, bringing]) => {
      const path = `${folder}/${name}`;
      return { path, owners: bringing, withFolder: holders.has(path) ? withFolder(path, bringing) : [] };
    }).filter((one) => one.withFolder.length < one.owners.length);
  });
}
function byName(folder, owners) {
  const names2 = /* @__PURE__ */ new Map();
  for (const one of owners) {
    for (const name of one.folders.get(folder) ?? []) {
      const known = names2.get(name);
      if (known) known.push(one);
      else names2.set(name, [one]);
    }
  }
  return names2;
}
function withFolder(path, owners) {
  return owners.filter((one) => one.folders.has(path));
}

// src/sizes/shared-files.ts
function sharedFiles(distributions) {
  const all = commonPaths(distributions).filter((one) => one.withFolder.length === 0).map(({ path, owners }) => surplus(owners.flatMap((one) => one.fileAt(path) ?? [])));
  const sources = all.filter((one) => !one.isBytecode);
  return {
    files: totalsOf(sources),
    bytecode: totalsOf(all.filter((one) => one.isBytecode))
  };
}
function surplus(files) {
  const isBytecode = files.some((one) => one.isBytecode);
  const known = files.find((one) => one.onDisk !== void 0)?.onDisk;
  const largest = Math.max(0, ...files.map((one) => one.bytes));
  const stays = known ?? largest;
  const counted2 = files.map((one) => isBytecode ? one.onDisk ?? one.bytes : one.bytes);
  return {
    isBytecode,
    count: Math.max(0, files.length - 1),
    bytes: counted2.reduce((sum, bytes) => sum + bytes, -(files.length > 0 ? stays : 0)),
    blocks: counted2.reduce(
      (sum, bytes) => sum + fileBlocks(bytes),
      -(files.length > 0 ? fileBlocks(stays) : 0)
    )
  };
}
function totalsOf(all) {
  const sum = (of) => all.reduce((total, one) => total + of(one), 0);
  return { count: sum((one) => one.count), bytes: sum((one) => one.bytes), blocks: sum((one) => one.blocks) };
}

// src/sizes/phase-sizes.ts
function layerSizes(distributions) {
  const sum = (of) => distributions.reduce((total, one) => total + of(one.measured), 0);
  const folders = mergeFolders(distributions.map((one) => one.measured.folders));
  const folderBlocks2 = foldersBlocks(folders);
  const twice = sharedFiles(distributions.map((one) => one.measured));
  const files = difference(totals(distributions, "files"), twice.files);
  const bytecode = difference(totals(distributions, "bytecode"), twice.bytecode);
  const blocks = files.blocks + bytecode.blocks + folderBlocks2;
  const compressed = Math.round(sum((one) => one.compressed));
  const doubt2 = sum((one) => one.sizeSource === "central-directory" ? one.margin : 0);
  const carried = distributions.reduce((total, one) => total + (one.carried ?? 0), 0);
  const beside2 = folderBlocks2 + carried + Math.max(0, ...distributions.map((one) => one.measured.buildBytes));
  return {
    sizes: {
      download: distributions.reduce((total, one) => total + (one.download ?? 0), 0),
      installed: files.bytes + bytecode.bytes,
      bytecode: bytecode.bytes,
      ...{ blocks, compressed },
      margin: sum((one) => one.margin)
    },
    onDisk: { blocks, compressed, doubt: doubt2, beside: beside2, notes: notedBytes(files.count + bytecode.count) }
  };
}
function totals(distributions, of) {
  const sum = (key) => distributions.reduce((total, one) => total + one.measured[of][key], 0);
  return { count: sum("count"), bytes: sum("bytes"), blocks: sum("blocks") };
}
function difference(all, less) {
  return { count: all.count - less.count, bytes: all.bytes - less.bytes, blocks: all.blocks - less.blocks };
}
function stackSizes(layers, disk) {
  const [sizes, onDisk] = [layers.map((one) => one.sizes), layers.map((one) => one.onDisk)];
  return phaseSizes(sizes, onDisk, disk);
}
function phaseSizes(parts, layers, disk) {
  return { ...sumSizes(parts), peak: highestPoint(timeline(layers, disk)) };
}
function totalSizes(phases, disk) {
  const [sizes, layers] = [phases.map((one) => one.sizes), phases.flatMap((one) => one.disk)];
  const { peak, ...sums } = phaseSizes(sizes, layers, disk);
  return { ...sums, peak: TOOLS_BYTES + peak };
}
function sumSizes(all) {
  const sum = (of) => all.reduce((total, one) => total + of(one), 0);
  return {
    download: sum((one) => one.download),
    installed: sum((one) => one.installed),
    bytecode: sum((one) => one.bytecode),
    blocks: sum((one) => one.blocks),
    compressed: sum((one) => one.compressed),
    margin: sum((one) => one.margin)
  };
}

// src/wheels/resolution.ts
function mayCompile({ kind, unpacked: unpacked2, code }) {
  if (kind !== "sdist") return false;
  return unpacked2 === void 0 ? code?.native ?? true : unpacked2.nativeBytes > 0;
}
function environmentsOf(resolution) {
  const isolated = resolution.isolated.map(({ phase, distributions }) => ({
    phases: [phase],
    distributions
  }));
  return [resolution, ...isolated];
}

// src/plan/judge/judge-cuda-builds.ts
var MISSING2 = ", and the base has none.";
var UNKNOWN = ". Whether the base has it isn't known without the image; the build looks, and refuses where it doesn't.";
var UNKNOWN_COMPILER = "cuda-compiler-unknown";
var SOURCE = "the source's archive: its setup.py and its files";
function judgeCudaBuilds(manifest, resolution, base) {
  if (resolution.base.nvcc !== null || bringsNvcc(manifest)) return { leftOut: [], findings: [] };
  const builds = cudaBuilds(manifest, resolution);
  const refused4 = builds.filter(({ source }) => base.probed && source.code?.cuda === "required");
  const inDoubt = builds.filter((one) => !refused4.includes(one) && isWorthSaying(one, resolution));
  const remedy = (build) => remedies(build, base.reference, resolution.base.cuda);
  const text2 = (build) => `${needsNvcc(build)}${MISSING2}${ownDownload(build)}`;
  return {
    leftOut: refused4.flatMap(
      (one) => one.phase.optional ? [{ phase: one.phase.name, reason: `${text2(one)} ${remedy(one)}` }] : []
    ),
    findings: [
      ...refused4.filter(({ phase }) => !phase.optional).map((one) => finding(one, "error", `In phase ${one.phase.name}, ${text2(one)}`, remedy(one))),
      ...inDoubt.map((one) => finding(one, "warning", doubt(one, base.probed), remedy(one)))
    ]
  };
}
function cudaBuilds(manifest, resolution) {
  return environmentsOf(resolution).flatMap(({ phases, distributions }) => {
    const sources = distributions.filter(
      (one) => one.kind === "sdist" && (one.code?.cuda ?? "none") !== "none"
    );
    return manifest.phases.filter((phase) => !forbidsSourceBuilds(phase)).flatMap((phase) => {
      const needs = phases.find((one) => one.name === phase.name)?.needs ?? [];
      return sources.filter(({ name }) => needs.includes(name)).map((source) => ({ phase, source }));
    });
  });
}
function isWorthSaying({ phase, source }, { base }) {
  return source.code?.cuda === "required" || base.cuda !== null || phase.requires?.cuda === true;
}
function bringsNvcc({ system_packages, phases }) {
  const named2 = [...system_packages, ...phases.flatMap((phase) => phase.system_packages)];
  const commands = phases.flatMap((phase) => phase.run.flat());
  return named2.some(
    (text2) => /^(?:nvidia-cuda-toolkit|cuda(?:-(?:nvcc|toolkit|compiler)\b.*|-\d.*)?)$/.test(
      parseSystemPackage(text2).name
    )
  ) || commands.some((text2) => /\bnvcc|cuda-toolkit/.test(text2));
}
function finding({ phase }, severity, message, remedy) {
  const id = message.includes(UNKNOWN) ? UNKNOWN_COMPILER : "cuda-compiler-missing";
  return { id, severity, message, remedy, phase: phase.name, source: SOURCE };
}
function knownCudaBuilds(findings, { nvcc }, optional) {
  return findings.flatMap((one) => {
    if (one.id !== UNKNOWN_COMPILER) return [one];
    if (nvcc !== null) return [];
    const severity = optional.has(one.phase ?? "") ? "warning" : "error";
    return [
      { ...one, id: "cuda-compiler-missing", severity, message: one.message.replace(UNKNOWN, MISSING2) }
    ];
  });
}
function needsNvcc({ source }) {
  return `${source.name} ${source.version} is built from source with CUDA's compiler (nvcc)`;
}
function doubt(build, probed) {
  const { phase, source } = build;
  if (source.code?.cuda !== "required")
    return `In phase ${phase.name}, ${source.name} ${source.version} is built from source and holds CUDA code. Without nvcc, ${probed ? "which the base doesn't have, " : "and a declared base doesn't say whether it has it, "}its build leaves that code out or fails.`;
  return `In phase ${phase.name}, ${needsNvcc(build)}${UNKNOWN}${ownDownload(build)}`;
}
function ownDownload({ source }) {
  if ((source.code?.ownWheels ?? null) === null) return "";
  return " Its setup.py would first try to download a prebuilt wheel; this isn't relied on, because no plan knows that file or its hash.";
}
function remedies({ source, phase }, reference, cuda) {
  const template = source.code?.ownWheels ?? void 0;
  const wheel = template === void 0 ? `name a prebuilt wheel of ${source.name} under \`wheels\`, or ask for a version that has a wheel` : `take that prebuilt wheel with its hash: pin ${source.name} by == and write \`wheels: ${template}\``;
  const optional = phase.optional ? "" : ", or let the phase be left out with `optional: true`";
  return `Take ${develBase(reference, cuda)}, or ${wheel}${optional}.`;
}
function develBase(reference, cuda) {
  const devel = reference.replace(/-(?:runtime|base)(?=-|$|@)/, "-devel").replace(/@sha256:.*$/, "");
  if (devel !== reference.replace(/@sha256:.*$/, "")) return `the base's devel image, \`${devel}\``;
  return `a base with nvcc (a devel image${cuda === null ? "" : ` of CUDA ${cuda}`}, such as a tag of nvidia/cuda or pytorch/pytorch with \`-devel\`, or runpod/pytorch)`;
}

// src/plan/on-store.ts
function onStore(plan, disk) {
  const phases = plan.phases.map((phase) => ({
    ...phase,
    sizes: phaseSizes([phase.sizes], phase.disk, disk)
  }));
  const totals2 = totalSizes(phases, disk);
  return { ...plan, phases, disk, totals: totals2, verdict: { ...plan.verdict, neededBytes: totals2.peak } };
}

// src/plan/planned-system.ts
function systemPhase(manifest) {
  if (manifest.system_packages.length === 0) return [];
  const phase = {
    name: SYSTEM_PHASE,
    packages: [],
    imports: [],
    optional: false,
    binary_for: [],
    environment: "shared",
    system_packages: manifest.system_packages,
    run: []
  };
  const resolved = { name: SYSTEM_PHASE, needs: [], satisfied: [], direct: {} };
  return [{ phase, resolved, reason: "before all phases, which may need them" }];
}
function systemNeeds(phase, system) {
  const needs = new Set(system.groups.find((group) => group.phase === phase)?.needs ?? []);
  return system.files.filter((file) => needs.has(file.name));
}
function plannedSystem(phase, system, brought) {
  const needs = systemNeeds(phase.name, system);
  return {
    asked: phase.system_packages,
    packages: needs.filter((file) => !brought.has(file.name)),
    provided: system.groups.find((group) => group.phase === phase.name)?.provided ?? [],
    shared: needs.map((file) => file.name).filter((name) => brought.has(name))
  };
}
function plannedRun(phase, manifest) {
  if (phase.run.length === 0) return null;
  const { workdir, env } = manifest;
  return { steps: phase.run, workdir, env, bytes: phase.run_size ?? null };
}

// src/plan/with-probed-base.ts
function withProbedBase(plan, { manifest, image, facts, system, disk }) {
  const { base } = plan;
  if (base.facts === "probed") return plan;
  const kept = keptPins(manifest.keep, facts);
  const contradictions2 = [...movedKept(plan, kept), ...unfitWheels(plan, facts)];
  if (contradictions2.length > 0) {
    throw new ConflictError(
      `The plan was made without the base image, and ${base.reference}, now that it is here, doesn't go with it.`,
      {
        evidence: contradictions2.join("\n"),
        remedy: "Plan again: the image is in the engine now, so that the plan is made with what it really holds."
      }
    );
  }
  const phases = withSystem(plan.phases, system, disk);
  return {
    ...onStore({ ...plan, phases }, disk),
    findings: knownCudaBuilds(plan.findings, facts, optionalPhases(plan)),
    base: plannedBase({ reference: base.reference, imageId: image.id, bytes: image.bytes }, facts),
    cuda: plan.cuda || facts.cuda !== null,
    kept
  };
}
function optionalPhases({ phases }) {
  return new Set(phases.filter((phase) => phase.optional).map((phase) => phase.name));
}
function requireBuildable(plan) {
  const { base } = plan;
  requireBuilds(plan);
  if (base.facts === "probed") return { ...plan, base };
  throw new Error(`the plan of ${plan.name} knows no image to build on`);
}
function requireBuilds({ phases }) {
  const built = phases.filter((phase) => !phase.leftOut).flatMap((phase) => phase.distributions);
  const unknown3 = built.filter((one) => one.kind === "sdist" && one.build === void 0);
  if (unknown3.length === 0) return;
  const named2 = unknown3.map(({ name, version }) => `${name} ${version}`).join(", ");
  throw new ConflictError(`The plan doesn't say what these sources are built with: ${named2}.`, {
    remedy: "Plan again where the base image is at hand: only there a source's build can be asked."
  });
}
function sharedDistributions(plan) {
  return plan.phases.filter((phase) => phase.environment === null && !phase.leftOut).flatMap((phase) => phase.distributions);
}
function movedKept(plan, kept) {
  const pins = new Map(kept.map((pin) => [pin.slice(0, pin.indexOf("==")), pin]));
  return sharedDistributions(plan).flatMap(({ name, version }) => {
    const pin = pins.get(normaliseName(name));
    return pin === void 0 || pin === `${name}==${version}` ? [] : [
      `the plan would move ${pin}, which \`keep\` protects, to ${version}: declare it in \`base.provides\``
    ];
  });
}
function unfitWheels(plan, facts) {
  const tags = new Set(targetTags(facts.python));
  const wheels = plan.phases.flatMap((phase) => phase.distributions).filter((one) => one.kind === "wheel");
  return wheels.filter(({ file }) => !wheelTags(file.name).some((tag) => tags.has(tag))).map(({ file }) => `the base's Python doesn't take the wheel ${file.name}`);
}
function withSystem(phases, system, disk) {
  const brought = /* @__PURE__ */ new Set();
  return phases.map((phase) => {
    if (phase.leftOut) return phase;
    const planned2 = plannedSystem({ name: phase.name, system_packages: phase.system.asked }, system, brought);
    for (const file of planned2.packages) brought.add(file.name);
    if (planned2.packages.length === 0) return { ...phase, system: planned2 };
    const layer = systemLayer(planned2.packages);
    const layers = [layer.onDisk, ...phase.disk];
    const sizes = phaseSizes([layer.sizes, phase.sizes], layers, disk);
    return { ...phase, system: planned2, disk: layers, sizes };
  });
}

// src/planning/decide-plan.ts
import { createHash as createHash13 } from "node:crypto";
import { dirname, relative as relative2, resolve as resolvePath } from "node:path";

// src/base/kept-files.ts
var Answer7 = record(string(), array(tuple([string(), number(), number()])));
var LIST2 = "paths.json";
async function keptFiles({ names: names2, paths }, base, toolbox, ports) {
  const { imageId, facts } = base;
  if (imageId === void 0 || names2.length === 0) return [];
  const { answer, fault } = await toolbox.open(imageId, "kept-files", async (container) => {
    await container.putArchive(
      `${SCRATCH}/work`,
      archiveOf([{ name: LIST2, content: JSON.stringify(paths) }])
    );
    const args = [`${SCRATCH}/work/${LIST2}`, ...names2];
    const probe3 = { python: facts.python.executable, program: "kept_files.py", args };
    return runProbe(container, probe3, Answer7, ports.signal);
  });
  if (!answer) throw new EngineError(`The base's kept packages could not be looked at: ${fault}`);
  const installed = installedDistributions(facts);
  return names2.map((name) => ({
    ...{ name, version: installed.get(name)?.version ?? "" },
    files: (answer[name] ?? []).map(([path, bytes, crc32]) => ({ path, bytes, crc32 }))
  }));
}

// src/manifest/left-out-phase.ts
function manifestWithout(manifest, leftOut2) {
  const names2 = new Set(leftOut2.map((one) => one.phase));
  return { ...manifest, phases: manifest.phases.filter((phase) => !names2.has(phase.name)) };
}

// src/wheels/brought-modules.ts
var HARMLESS = /^(?:distutils-precedence|.+-nspkg)\.pth$/;
function broughtModules(all) {
  const names2 = /* @__PURE__ */ new Set();
  const regular = /* @__PURE__ */ new Set();
  for (const { files } of all) {
    for (const { path } of files) {
      const inside = inSitePackages(path);
      if (inside === void 0) continue;
      if (/^[^/]+\.pth$/.test(inside) && !HARMLESS.test(inside)) return void 0;
      addModules(inside, names2, regular);
    }
  }
  return { names: names2, regular };
}
function inSitePackages(path) {
  const [, moved2] = /^[^/]+\.data\/(?:purelib|platlib)\/(.+)$/.exec(path) ?? [];
  if (moved2 !== void 0) return moved2;
  return /^[^/]+\.(?:data|dist-info|egg-info)\//.test(path) ? void 0 : path;
}
var CODE = /^([A-Za-z_]\w*)(?:\.[\w-]+)?\.(?:py|pyc|so|pyd)$/;
function addModules(path, names2, regular) {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  for (let depth = 1; depth <= folders.length; depth++) names2.add(folders.slice(0, depth).join("."));
  const [, module] = CODE.exec(file) ?? [];
  if (module === void 0) return;
  const dotted = [...folders, module].join(".");
  names2.add(dotted);
  regular.add(module === "__init__" ? folders.join(".") : dotted);
}
function mayBring({ names: names2, regular }, module) {
  if (names2.has(module)) return true;
  const parts = module.split(".");
  return parts.some((_, index) => regular.has(parts.slice(0, index).join(".")));
}

// src/plan/clashes/beside-kept.ts
function besideKept({ keep }, { base, distributions }) {
  const kept = [...installedDistributions(base).values()].filter((one) => keep.includes(one.name));
  const own = new Set(kept.flatMap(({ entries }) => entries[0]?.modules ?? []));
  if (own.size === 0) return { names: [], paths: [] };
  const paths = distributions.flatMap((one) => one.contents?.files ?? []).filter(({ path }) => own.has(topOf2(path)) || path.includes(".data/")).flatMap(({ path }) => inSitePackages(path) ?? []).filter((path) => own.has(topOf2(path)));
  const tops = new Set(paths.map(topOf2));
  const concerned = kept.filter(({ entries }) => entries[0]?.modules?.some((one) => tops.has(one)));
  return { names: concerned.map((one) => one.name), paths };
}
function topOf2(path) {
  const at = path.indexOf("/");
  return at < 0 ? path : path.slice(0, at);
}

// src/plan/advice-findings.ts
var TRIED = "the resolver's answers, with and without it";
function adviceFindings(advice) {
  return advice.flatMap(({ bounds, moved: moved2, heldBack: heldBack2 }) => [
    ...bounds.length > 0 ? [addedBounds(bounds, moved2)] : [],
    ...heldBack2.map(held)
  ]);
}
function addedBounds(bounds, moved2) {
  const [first] = bounds;
  const whys = bounds.map(({ constraint, fault }) => `\`${constraint}\`: ${fault}`).join(" ");
  const texts = bounds.map((one) => `\`${one.constraint}\``).join(", ");
  return {
    id: "added-bounds",
    severity: "warning",
    message: `The plan holds packages within bounds that the manifest doesn't name, because the newest versions don't work together or with the base. ${whys} ${movedText(moved2)}`.trim(),
    remedy: `Nothing has to be done. To choose yourself, write into the packages of phase ${first?.phase ?? "that needs them"}: ${texts}.`,
    ...first?.phase !== void 0 && { phase: first.phase },
    source: TRIED
  };
}
function held({ name, phase, chosen, newest, chain, remedy }) {
  const why = chain.length > 0 ? `: ${chain.join("; ")}.` : ": the resolver chose so to fit the rest.";
  return {
    id: "held-back",
    severity: "warning",
    message: `${name} is held back at ${chosen}; the newest is ${newest}${why}`,
    remedy: remedy === null ? `No line was found in a short time that gets a newer ${name} together with the rest; \`environment: isolated\` gives a phase its own versions.` : `\`${remedy.requirement}\` in phase ${phase} gets a newer one (tried). ${movedText(remedy.moved)}`.trim(),
    phase,
    source: TRIED
  };
}
var MOST_MOVED = 6;
function movedText(moved2) {
  const both = moved2.flatMap(
    ({ name, from, to }) => from === null || to === null ? [] : [`${name} ${from} \u2192 ${to}`]
  );
  const others = moved2.length - Math.min(both.length, MOST_MOVED);
  if (both.length === 0) return "";
  const more = others > 0 ? `, and ${others} more` : "";
  return `It moves ${both.slice(0, MOST_MOVED).join(", ")}${more}.`;
}

// src/plan/base-remarks.ts
function baseRemarks(facts) {
  const installed = [...installedDistributions(facts).values()];
  const shadowing = installed.filter((one) => one.entries.length > 1 && !one.ambiguous);
  return [
    ...installed.filter((one) => one.ambiguous).map(ambiguous),
    ...shadowing.length > 0 ? [shadowed(shadowing)] : [],
    ...facts.distributions.filter((one) => one.version === null).map(
      (one) => `The base's metadata of ${one.name} can't be read (${one.location ?? "unknown folder"}/${one.entry ?? one.name}): no installer knows its version, so a phase that needs it installs it again.`
    )
  ];
}
function ambiguous({ name, entries }) {
  const folder = entries[0]?.location ?? "one folder";
  const names2 = entries.filter((one) => one.location === folder).map((one) => one.entry ?? one.name).sort();
  return `The base has ${name} several times in ${folder} (${names2.join(", ")}): an install was interrupted or written over another, and whose files are there isn't known. A phase that needs ${name} installs it again.`;
}
function shadowed(installed) {
  const each = installed.map(({ name, entries }) => {
    const [first, ...others] = entries.map((one) => one.version ?? "unreadable");
    return `${name} ${first} before ${others.join(", ")}`;
  });
  return `The base holds some packages in several folders, of which Python imports the first: ${each.join("; ")}.`;
}
function declaredRemarks(manifest, reference, phases) {
  const sources = phases.flatMap((phase) => phase.distributions).filter((one) => one.kind === "sdist");
  const system = [manifest, ...manifest.phases].flatMap((one) => one.system_packages);
  return [
    `Unverified: ${reference} isn't in the engine and was not pulled. Its Python, CUDA and packages are those that \`base.provides\` declares; the build pulls and probes it, and refuses where they differ.`,
    "Not known without the image: its size, which its pull takes on top of these numbers, and packages that it holds beside the declared ones: a phase that needs one is planned to install it. Assumed: CPython on x86-64 with glibc 2.28 or newer.",
    ...sources.length > 0 ? [
      `Not built for this plan, because a package's code runs in containers only: ${sources.map((one) => `${one.name} ${one.version}`).join(", ")}. What they require is what their archives state, or the lock; the build checks it.`
    ] : [],
    ...system.length > 0 ? [
      `What the system packages (${[...new Set(system)].join(", ")}) come to is not known and not in these numbers: only the base's own apt can say it.`
    ] : []
  ];
}

// src/plan/clashes/lost-module.ts
var CODE2 = /\.(?:py|so(?:\.\d+)*)$/;
var ASIDE = /^(?:(?:tests?|testing|docs?|examples?|samples?|benchmarks?|scripts)(?:\/|\.py$)|(?:setup|conftest|noxfile)\.py$)/i;
function isModule(path, pair, purelib) {
  if (!path.startsWith(`${purelib}/`)) return false;
  const inside = path.slice(purelib.length + 1);
  if (!CODE2.test(inside) || ASIDE.test(inside)) return false;
  return !pair.every((one) => isNamespace(path, one));
}
function isNamespace(path, { folders }) {
  const folder = path.slice(0, -"/__init__.py".length);
  if (`${folder}/__init__.py` !== path) return false;
  const names2 = [...folders.get(folder) ?? []];
  return names2.every((name) => name === "__init__.py" || !CODE2.test(name)) && names2.some((name) => folders.has(`${folder}/${name}`) && name !== "__pycache__");
}

// src/plan/clashes/collisions.ts
function collisionsOf(all, purelib) {
  const found = /* @__PURE__ */ new Map();
  for (const common of commonPaths(all)) {
    for (const { pair, ...clash } of clashesAt(common)) {
      const key = pair.map((one) => one.name).join(" ");
      const known = found.get(key) ?? { pair, at: [] };
      found.set(key, known);
      known.at.push(clash);
    }
  }
  return [...found.values()].map(({ pair, at }) => {
    const files = at.filter((one) => !one.blocked);
    const lost = files.filter((one) => one.certain && isModule(one.path, pair, purelib));
    return {
      pair,
      paths: sorted(files),
      modules: sorted(lost),
      blocked: sorted(at.filter((one) => one.blocked))
    };
  });
}
function sorted(clashes) {
  return clashes.map((one) => one.path).sort();
}
function clashesAt({ path, owners, withFolder: withFolder2 }) {
  const withFile = owners.flatMap((owner) => {
    const file = withFolder2.includes(owner) ? void 0 : owner.fileAt(path);
    return file === void 0 || file.isBytecode ? [] : [{ owner, file }];
  });
  const blocked = withFile.flatMap(
    ({ owner }) => withFolder2.map((other) => ({ ...{ path, blocked: true, certain: true }, pair: inOrder(owner, other) }))
  );
  const differing = withFile.flatMap(
    (one, index) => withFile.slice(index + 1).filter((other) => differ(one.file, other.file)).map((other) => ({
      ...{ path, blocked: false, certain: isKnown(one.file) && isKnown(other.file) },
      pair: inOrder(one.owner, other.owner)
    }))
  );
  return [...blocked, ...differing].filter(({ pair }) => !pair.every((one) => one.kept));
}
function inOrder(one, other) {
  return one.name < other.name ? [one, other] : [other, one];
}
function isKnown({ content }) {
  return content !== void 0;
}
function differ(one, other) {
  return isKnown(one) && isKnown(other) ? one.content !== other.content : one.bytes !== other.bytes;
}

// src/plan/clashes/environment-collisions.ts
function collidedEnvironment({ planned: planned2, sizes }, base) {
  const purelib = planned2?.purelib ?? base.purelib;
  const brought = [...sizes.values()].map(({ planned: { name, version }, measured }) => ({
    ...{ name, version, kept: false },
    ...{ folders: measured.folders, fileAt: measured.fileAt }
  }));
  const kept = planned2 === null ? base.kept.map(ofBase) : [];
  const collisions = collisionsOf([...kept, ...brought], purelib);
  const groups = groupsOf(collisions);
  return { purelib, collisions, groupOf: (name) => groups.get(name) };
}
function ofBase({ name, version, files }) {
  const known = new Map(files.map((file) => [file.path, file]));
  return {
    ...{ name, version, kept: true },
    folders: foldersOf(known.keys()),
    fileAt: (path) => {
      const file = known.get(path);
      return file && {
        bytes: file.bytes,
        isBytecode: false,
        content: `${file.bytes} ${file.crc32}`,
        onDisk: void 0
      };
    }
  };
}
function groupsOf(collisions) {
  const groups = /* @__PURE__ */ new Map();
  for (const { pair } of collisions) {
    if (pair.some((one2) => one2.kept)) continue;
    const [one, other] = pair.map(({ name }) => groups.get(name) ?? name).sort();
    if (one === void 0 || other === void 0) continue;
    for (const { name } of pair) groups.set(name, one);
    for (const [name, group] of groups) if (group === other) groups.set(name, one);
  }
  return groups;
}

// src/plan/clashes/clash-findings.ts
var SOURCE2 = "the directories of the wheels";
function clashFindings(clash, { file_clashes }) {
  if (clash.winner.phase !== clash.loser.phase && clash.modules > 0) return [lostModules(clash)];
  return file_clashes === "refuse" ? [refused(clash)] : [];
}
function blockedFindings({ winner, loser, collision }, purelib) {
  const [first] = collision.blocked;
  if (first === void 0) return [];
  const parties = { winner, loser };
  return [
    {
      ...finding2("file-and-folder", winner.phase),
      message: `${labelOf(winner)} and ${labelOf(loser)}${placeOf(parties)} can't be installed together: ${shownPath(first, purelib)} is a file of one and a folder of the other.`,
      remedy: `${leaveOut(parties)}, pin a version that doesn't bring it, or give one of them a phase with \`environment: isolated\`.`
    }
  ];
}
function finding2(id, phase) {
  return { id, severity: "error", ...phase !== null && { phase }, source: SOURCE2 };
}
function lostModules(clash) {
  const { winner, loser, modules, paths } = clash;
  const owner = loser.phase === null ? `the base's ${labelOf(loser)}, which is kept` : `${labelOf(loser)} from phase ${loser.phase}`;
  return {
    ...finding2("lost-modules", winner.phase),
    message: `${labelOf(winner)} of phase ${winner.phase} would overwrite ${countOf(modules, "module")} of ${owner}: ${firstOf(paths, modules)}.`,
    remedy: [
      `${leaveOut(clash)}, or give phase ${winner.phase} \`environment: isolated\`.`,
      loser.phase === null ? `Or take ${loser.name} out of \`keep\`, if it may lose them.` : `In one phase, both can be installed: ${oneWins(clash)}`
    ].join(" ")
  };
}
function refused(clash) {
  const { winner, loser, files, paths } = clash;
  return {
    ...finding2("file-clash", winner.phase),
    message: `${labelOf(winner)} and ${labelOf(loser)}${placeOf(clash)} bring ${countOf(files, "file")} with other content: ${firstOf(paths, files)}; \`file_clashes: refuse\` forbids it.`,
    remedy: `${leaveOut(clash)}, or give one of them a phase with \`environment: isolated\`. With \`file_clashes: last_wins\`, ${winner.name} wins.`
  };
}
function oneWins({ winner, loser }) {
  const last = [winner.name, loser.name].sort()[1];
  return `the one that the manifest names wins over the one that only a requirement brings, and of two alike ${last}.`;
}
function leaveOut({ winner, loser }) {
  if (loser.phase === null) return `Take ${winner.name} out, or what requires it`;
  return `Take ${winner.name} or ${loser.name} out, or what requires it`;
}
function placeOf({ winner, loser }) {
  if (loser.phase === null) return " of the base";
  if (winner.phase === loser.phase) return ` of phase ${winner.phase}`;
  return ` of the phases ${winner.phase} and ${loser.phase}`;
}
function labelOf({ name, version }) {
  return `${name} ${version}`;
}
function firstOf([first = ""], count) {
  return count > 1 ? `${first} and ${count - 1} more` : first;
}
function countOf(count, what) {
  return count === 1 ? `a ${what}` : `${count} ${what}s`;
}

// src/plan/clashes/judge-clashes.ts
function judgeClashes(manifest, phases, collidedOf) {
  const environments = /* @__PURE__ */ new Map();
  for (const phase of phases) {
    const environment = collidedOf(phase);
    environments.set(environment, [...environments.get(environment) ?? [], phase]);
  }
  const judged = [...environments].map(([one, own]) => judgeEnvironment(manifest, own, one));
  const refused4 = judged.flatMap((one) => one.refused);
  return {
    clashes: judged.flatMap((one) => one.clashes),
    findings: refused4.map((one) => one.finding),
    without: leftOut(refused4, phases)
  };
}
function judgeEnvironment(manifest, phases, { purelib, collisions }) {
  const names2 = new Set(phases.map((one) => one.name));
  const own = manifest.phases.filter((phase) => names2.has(phase.name));
  const named2 = new Set(own.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  const decided = decide({ purelib, collisions, phases, named: named2 });
  const clashes = fileClashes(decided, purelib);
  const refused4 = [
    ...decided.flatMap((one) => about(one, blockedFindings(one, purelib))),
    ...clashes.flatMap((one) => about(one, clashFindings(one, manifest)))
  ];
  return { clashes, refused: refused4 };
}
function about({ winner, loser }, findings) {
  return findings.map((finding5) => ({ finding: finding5, phases: [winner.phase, loser.phase] }));
}
function leftOut(refused4, phases) {
  const optional = new Set(phases.filter((phase) => phase.optional).map((phase) => phase.name));
  for (const { finding: finding5, phases: concerned } of refused4) {
    const phase = concerned.find((name) => name !== null && optional.has(name));
    if (phase) return { phase, reason: finding5.message.replace(/\.$/, "") };
  }
  return void 0;
}

// src/plan/guards/absent-names.ts
var SOURCE3 = "the base's packages and the resolved phases";
function absentNames(manifest, resolution) {
  const base = new Set([...installedDistributions(resolution.base).values()].map((one) => one.name));
  const all = /* @__PURE__ */ new Set([...base, ...broughtBy(resolution)]);
  return [...unkept(manifest, base), ...unbound(manifest, all)];
}
function broughtBy({ distributions, isolated }) {
  return [...distributions, ...isolated.flatMap((one) => one.distributions)].map((one) => one.name);
}
function unkept({ keep }, base) {
  if (keep.join() === KEPT_BY_DEFAULT.join()) return [];
  return keep.filter((name) => !base.has(name)).map((name) => ({
    id: "keep-absent",
    severity: "warning",
    message: `\`keep\` names ${name}, which the base doesn't hold: nothing is kept.${didYouMean(name, base)}`,
    remedy: `Take ${name} out of \`keep\`, or pin its version in a phase.`,
    source: SOURCE3
  }));
}
function unbound({ phases }, all) {
  return phases.flatMap(
    (phase) => phase.binary_for.filter((name) => !all.has(name)).map((name) => ({
      id: "binary-for-absent",
      severity: "warning",
      message: `Phase ${phase.name} has binaries for ${name}, which neither the base nor a phase brings.${didYouMean(name, all)}`,
      remedy: `Correct the name in \`binary_for\`, or add ${name} to a phase.`,
      phase: phase.name,
      source: SOURCE3
    }))
  );
}

// src/python/marker.ts
var MarkerError = class extends Error {
};
var LONGEST2 = 2e3;
function markerEnvironment(python) {
  const version = python.version.replace(/\+$/, "");
  return {
    os_name: "posix",
    sys_platform: "linux",
    platform_system: "Linux",
    platform_machine: python.machine,
    platform_python_implementation: python.implementation === "cpython" ? "CPython" : "PyPy",
    implementation_name: python.implementation,
    implementation_version: version,
    python_version: minorVersion(version),
    python_full_version: version,
    extra: "",
    extras: /* @__PURE__ */ new Set(),
    dependency_groups: /* @__PURE__ */ new Set()
  };
}
function evaluateMarker(marker, environment) {
  if (marker.length > LONGEST2) throw new MarkerError("the marker is too long");
  const tokens = tokenise(marker);
  const result = alternatives(tokens, environment);
  if (tokens.length > 0) throw new MarkerError(`${tokens[0]} is out of place`);
  return result;
}
function markerHolds(marker, environment) {
  if (marker === void 0) return true;
  try {
    return evaluateMarker(marker, environment);
  } catch (error) {
    if (error instanceof MarkerError) return true;
    throw error;
  }
}
var TOKEN = /\s*(?:([()])|("[^"]*"|'[^']*')|(===|[<>=!~]=|[<>])|([A-Za-z_][A-Za-z0-9_.]*))/y;
function tokenise(marker) {
  const tokens = [];
  const text2 = marker.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text2.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text2);
    if (!match) throw new MarkerError(`it can't be read from character ${at + 1} on`);
    tokens.push(match[0].trim());
  }
  return tokens;
}
function alternatives(tokens, environment) {
  let result = conjunction(tokens, environment);
  while (tokens[0] === "or") {
    tokens.shift();
    const next = conjunction(tokens, environment);
    result = result || next;
  }
  return result;
}
function conjunction(tokens, environment) {
  let result = term(tokens, environment);
  while (tokens[0] === "and") {
    tokens.shift();
    const next = term(tokens, environment);
    result = result && next;
  }
  return result;
}
function term(tokens, environment) {
  if (tokens[0] === "(") {
    tokens.shift();
    const inner = alternatives(tokens, environment);
    if (tokens.shift() !== ")") throw new MarkerError("a `)` is missing");
    return inner;
  }
  const left = operand(tokens.shift(), environment);
  const operator = operatorOf(tokens);
  const right = operand(tokens.shift(), environment);
  return compare2(left, operator, right);
}
var VERSION = /^(?:python|python_full|implementation)_version$/;
function operand(token, environment) {
  if (token === void 0) throw new MarkerError("it ends too early");
  if (/^["']/.test(token)) return { value: token.slice(1, -1), isVersion: false, isName: false };
  const value = Object.hasOwn(environment, token) ? environment[token] : void 0;
  if (value === void 0) throw new MarkerError(`${token} isn't known of the base`);
  return { value, isVersion: VERSION.test(token), isName: token === "extra" };
}
function operatorOf(tokens) {
  const token = tokens.shift() ?? "";
  if (token === "not" && tokens[0] === "in") {
    tokens.shift();
    return "not in";
  }
  if (token !== "in" && !/^[<>=!~]/.test(token))
    throw new MarkerError(`${token || "its end"} is no comparison`);
  return token;
}
function compare2(left, operator, right) {
  if (operator === "in" || operator === "not in") {
    return includes(right.value, String(left.value)) === (operator === "in");
  }
  const spelt = left.isName || right.isName ? normaliseName : (text2) => text2;
  const [a, b] = [spelt(String(left.value)), spelt(String(right.value))];
  if (left.isVersion && validRange(`${operator}${b}`)) return inRange(a, `${operator}${b}`);
  if (right.isVersion && valid(a)) return inRange(b, `${MIRRORED[operator] ?? operator}${a}`);
  switch (operator) {
    case "==":
    case "===":
      return a === b;
    case "!=":
      return a !== b;
    default:
      throw new MarkerError(`\`${a} ${operator} ${b}\` compares no versions`);
  }
}
var MIRRORED = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };
function inRange(version, range) {
  return satisfies(version, range, { prereleases: true });
}
function includes(whole, part) {
  return typeof whole === "string" ? whole.includes(part) : whole.has(part);
}

// src/base/base-requirements.ts
function baseRequirements(facts) {
  const installed = installedDistributions(facts);
  const environment = markerEnvironment(facts.python);
  return [...installed.values()].flatMap(({ name, version, entries }) => {
    if (version === null) return [];
    return (entries[0]?.requires ?? []).map(requirementLeniently).filter(({ marker }) => markerHolds(marker, environment)).filter((requirement) => meets(installed.get(requirement.normalised)?.version, requirement)).map((requirement) => ({ by: { name, version }, requirement }));
  });
}
function meets(version, { specifiers }) {
  if (!version || specifiers.length === 0) return false;
  return satisfies(version, specifiers.join(","), { prereleases: true });
}

// src/plan/guards/guarded-environment.ts
function guardedEnvironments(manifest, resolution) {
  const isolated = resolution.isolated.map(
    (one) => environmentOf([one.phase], one.distributions, {
      isolated: one.phase.name,
      asked: askedBy(manifest, (phase) => phase.name === one.phase.name),
      base: /* @__PURE__ */ new Map(),
      baseRequires: [],
      baseCuda: resolution.base.cuda
    })
  );
  return [sharedEnvironment(manifest, resolution), ...isolated];
}
function sharedEnvironment(manifest, resolution) {
  return environmentOf(resolution.phases, resolution.distributions, {
    asked: askedBy(manifest, (phase) => phase.environment === "shared"),
    ...knownOfBase(resolution.base)
  });
}
function knownOfBase(facts) {
  return { base: baseVersions(facts), baseRequires: baseRequirements(facts), baseCuda: facts.cuda };
}
function environmentOfVersions(facts, brought) {
  const known = knownOfBase(facts);
  const held2 = [...known.base].map(([name, version]) => ({
    name,
    version,
    phase: void 0,
    file: void 0
  }));
  const moved2 = brought.filter(({ name, version }) => known.base.get(name) !== version);
  return { ...known, asked: [], installed: new Map([...held2, ...moved2].map((one) => [one.name, one])) };
}
function environmentOf(phases, distributions, known) {
  const installed = /* @__PURE__ */ new Map();
  for (const [name, version] of known.base)
    installed.set(name, { name, version, phase: void 0, file: void 0 });
  for (const one of distributions) {
    const needing = phases.filter((each) => each.needs.includes(one.name)).map((each) => each.name);
    const asking = known.asked.find(({ requirement }) => requirement.normalised === one.name)?.phase;
    const phase = needing.find((name) => name === asking) ?? needing[0];
    installed.set(one.name, { name: one.name, version: one.version, phase, file: one.file.name });
  }
  return { ...known, installed };
}
function askedBy(manifest, lives) {
  return manifest.phases.filter(lives).flatMap((phase) => phase.packages.map((requirement) => ({ phase: phase.name, requirement })));
}
function baseVersions(facts) {
  return new Map(
    [...installedDistributions(facts).values()].flatMap(
      ({ name, version }) => version === null ? [] : [[name, version]]
    )
  );
}

// src/plan/guards/imports/capability-imports.ts
function proposedImports(manifest, resolution) {
  const planned2 = new Set(
    [...resolution.phases, ...resolution.isolated.map((one) => one.phase)].map((one) => one.name)
  );
  return manifest.phases.filter((phase) => planned2.has(phase.name)).flatMap(proposals);
}
function proposals(phase) {
  const named2 = [...new Map(phase.packages.map((one) => [one.normalised, one])).values()];
  const unproved = named2.flatMap((requirement) => {
    const capability = capabilityOf(requirement.normalised);
    if (!capability || phase.imports.some((module) => isBelow(module, capability))) return [];
    return [{ name: requirement.name, capability }];
  });
  const tops = unproved.map((one) => topLevel(one.capability));
  const wanted = [
    ...phase.imports.filter((module) => !tops.includes(module)),
    ...unproved.flatMap((one) => one.capability.modules)
  ];
  const remedy = `Write \`imports: [${wanted.join(", ")}]\` in phase ${phase.name}.`;
  return unproved.map(({ name, capability }) => ({
    id: "import-proves-nothing",
    severity: "warning",
    message: `Phase ${phase.name} imports ${proved(phase, capability)} of ${name}: ${capability.why}.`,
    remedy,
    phase: phase.name,
    source: capability.source
  }));
}
function topLevel({ modules: [first = ""] }) {
  return first.split(".")[0] ?? first;
}
function isBelow(module, capability) {
  return module.startsWith(`${topLevel(capability)}.`);
}
function proved({ imports }, capability) {
  const top = topLevel(capability);
  return imports.includes(top) ? `only \`${top}\`` : "nothing";
}

// src/plan/plan-findings.ts
function sortFindings(findings) {
  const of = (severity) => findings.filter((one) => one.severity === severity);
  return [...of("error"), ...of("warning")];
}
function missingWheels(compiled) {
  return compiled.map(({ phase, reason }) => ({
    id: "wheel-missing",
    severity: "warning",
    message: `${reason} The phase is compiled from source instead.`,
    remedy: "Pin a version that has a wheel to save the hours.",
    phase,
    source: "the host that `wheels` names, asked now"
  }));
}
function sourceBuilds(phases) {
  return phases.flatMap(({ name, sourceBuild: sourceBuild2 }) => {
    if (!sourceBuild2) return [];
    const { distributions, jobs, nvccThreads, memoryBytes, hours, fits, reason } = sourceBuild2;
    const takes = `${formatBytes(memoryBytes)} of memory and ${hours.map(hoursText).join("\u2013")} hours with MAX_JOBS=${jobs} and NVCC_THREADS=${nvccThreads}`;
    const prediction = fits ? `up to ${takes}, if it is as large as flash-attention` : "more memory than there is";
    return [
      {
        id: "source-build",
        severity: "warning",
        message: `Phase ${name} builds ${distributions.join(", ")} from source: ${prediction}. ${reason}`,
        remedy: "Pin a version that has a wheel, or name its prebuilt wheels under `wheels`.",
        phase: name,
        source: "flash-attention's setup.py and _build.yml: 5 GB for each compiler, near 10 hours of one thread"
      }
    ];
  });
}
function otherTorchBuilds(phases, environments) {
  return phases.flatMap(
    (phase) => phase.distributions.flatMap(({ name, version, build }) => {
      const built = build?.distributions.find((one) => one.name === "torch")?.version;
      const isolated = phase.environment === null ? void 0 : phase.name;
      const beside2 = environments.find((one) => one.isolated === isolated);
      const runs = beside2?.installed.get("torch")?.version;
      if (built === void 0 || runs === void 0 || plain(built) === plain(runs)) return [];
      return [
        {
          id: "built-for-other-torch",
          severity: "warning",
          message: `${name} ${version} is built with torch ${built}, and the image has torch ${runs}: what it compiles may not import.`,
          remedy: `Write \`build_constraints: ['torch==${plain(runs)}']\`, or take a wheel.`,
          phase: phase.name,
          source: "its [build-system] requires, resolved now"
        }
      ];
    })
  );
}
function plain(version) {
  return version.replace(/\+.*$/, "");
}
function hoursText(hours) {
  return hours.toFixed(1);
}

// src/plan/guards/check-base-requirements.ts
function checkBaseRequirements(environment) {
  return environment.baseRequires.flatMap((one) => {
    const moved2 = environment.installed.get(one.requirement.normalised);
    const stays = environment.installed.get(one.by.name)?.phase === void 0;
    if (!stays || moved2?.phase === void 0 || meets(moved2.version, one.requirement)) return [];
    return [finding3(one, moved2, environment.base.get(moved2.name) ?? "")];
  });
}
function finding3({ by, requirement }, { name, version, phase = "" }, before) {
  const wanted = `${requirement.normalised}${requirement.specifiers.join(",")}`;
  return {
    id: "base-requirement",
    severity: "error",
    message: `Phase ${phase} moves the base's ${name} ${before} to ${version}, and the base's ${by.name} ${by.version} requires \`${wanted}\`.`,
    remedy: `Give phase ${phase} \`environment: isolated\`, and every other phase that needs this ${name}. Or take a base without ${by.name}.`,
    phase,
    source: `the metadata of ${by.name} ${by.version}`,
    steer: { about: `${name} beneath the base's ${by.name}`, bounds: [wanted] }
  };
}

// src/plan/guards/check-names.ts
var POPULAR = new Set(
  `accelerate bitsandbytes cached-path ctranslate2 cupy datasets deepspeed diffusers einops f5-tts fairseq faster-whisper
  fastapi flash-attn flask funasr google-cloud-speech google-cloud-storage google-cloud-texttospeech gradio hf-transfer
  huggingface-hub hydra-core jax joblib librosa lightning matplotlib modelscope more-itertools nemo-toolkit numba numpy nltk
  omegaconf onnx onnxruntime onnxruntime-gpu openai openai-whisper opencv-python openpyxl pandas peft phonemizer pillow
  protobuf psutil pyannote-audio pyarrow pydantic pydub pypinyin pytorch-lightning pyyaml regex requests runpod safetensors
  scikit-learn scipy sentencepiece soundfile speechbrain sympy tensorflow tiktoken tokenizers torch torchaudio torchcodec
  torchdiffeq torchmetrics torchvision torchao torchdata torchx torchtext tqdm transformer-engine transformers triton
  unidecode uvicorn vllm vocos wandb whisper whisperx x-transformers xformers`.split(/\s+/).filter(Boolean)
);
function isPopular(normalisedName) {
  return POPULAR.has(normalisedName);
}
function checkNames({ asked: asked2 }) {
  return asked2.flatMap(({ phase, requirement }) => {
    if (requirement.source !== void 0) return [];
    const { name: written, normalised: name } = requirement;
    if (POPULAR.has(name) || name.length < SHORTEST) return [];
    const meant = [...POPULAR].find((popular) => popular.length >= SHORTEST && oneEditApart(name, popular));
    if (meant === void 0) return [];
    return [
      {
        id: "look-alike",
        severity: "warning",
        message: `Phase ${phase} asks for \`${written}\`, which looks like \`${meant}\`.`,
        remedy: `Write \`${meant}\` if that is meant; a distribution of a like name can hold anything.`,
        phase,
        source: "names one letter apart from those that users of speech and language models install"
      }
    ];
  });
}
var SHORTEST = 5;
function oneEditApart(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const rest = short.slice(same);
  if (short.length < long.length) return rest === long.slice(same + 1);
  const swapped = rest.slice(0, 2) === [...long.slice(same, same + 2)].reverse().join("");
  return rest.slice(1) === long.slice(same + 1) || swapped && rest.slice(2) === long.slice(same + 2);
}

// src/plan/guards/check-needs.ts
var RUN = "run on 2026-11-29: default index's wheels, CPython 3.11, no GPU";
var TABLE = [
  {
    name: "coqui-tts",
    versions: "==0.28.*",
    needs: "torchcodec",
    beside: { name: "torch", versions: ">=2.9" },
    module: "TTS.api",
    write: ["coqui-tts[codec]", "six"],
    source: `0.28.0 beside torch 2.15.0 raises ImportError and names its extra; with the extra it misses six; with both it imports, ${RUN}`
  },
  {
    name: "modelscope",
    versions: "==1.40.*",
    needs: "addict",
    module: "modelscope.pipelines",
    write: ["modelscope[framework]"],
    source: `1.40.2 raises \`No module named 'addict'\`; \`modelscope\` itself imports, ${RUN}`
  }
];
function checkNeeds({ installed }) {
  return TABLE.flatMap(({ name, versions, needs, beside: beside2, module, write, source }) => {
    const one = installed.get(name);
    const isBeside = beside2 === void 0 || within(installed.get(beside2.name)?.version ?? "", beside2.versions);
    if (!one?.phase || installed.has(needs) || !within(one.version, versions) || !isBeside) return [];
    return [
      {
        id: "unstated-need",
        severity: "warning",
        message: `\`${module}\` of ${name} ${one.version} needs ${needs}, and nothing asks for it.`,
        remedy: `Write ${write.map((text2) => `\`${text2}\``).join(" and ")} into the packages of phase ${one.phase}, if you use \`${module}\`.`,
        phase: one.phase,
        source
      }
    ];
  });
}
function within(version, range) {
  return version !== "" && satisfies(version, range, { prereleases: true });
}

// src/plan/guards/check-numpy.ts
var FIRST_FOR_NUMPY_2 = /* @__PURE__ */ new Map([
  ["pandas", "2.2.2"],
  ["scipy", "1.13"],
  ["scikit-learn", "1.4.2"],
  ["opencv-python", "4.10.0.84"],
  ["opencv-python-headless", "4.10.0.84"],
  ["pyarrow", "16"],
  ["matplotlib", "3.8.4"],
  ["h5py", "3.11"],
  ["numba", "0.60"],
  ["thinc", "8.2.5"],
  ["torch", "2.3"]
]);
var SOURCE4 = "the versions below and from the table's on were run beside NumPy 2.0.2 on 2026-11-22 (`numpy.dtype size changed`, `numpy.core.multiarray failed to import`), torch, thinc and numba excepted, which are by their release notes; m-bain/whisperX#927";
function checkNumpy({ installed, base }) {
  const numpy = installed.get("numpy");
  if (!numpy || !isMajor(numpy.version, 2)) return [];
  const broken = [...installed.values()].filter(
    (one) => isBefore(one.version, FIRST_FOR_NUMPY_2.get(one.name))
  );
  const before = base.get("numpy");
  const isMoved = numpy.phase !== void 0 && before !== void 0 && isMajor(before, 1);
  const left = isMoved ? broken.filter((one) => one.phase === void 0) : [];
  const brought = broken.filter((one) => one.phase !== void 0);
  return [
    ...left.length > 0 ? [moved(numpy, before ?? "", left)] : [],
    ...brought.map((one) => beside(numpy, one))
  ];
}
function moved(numpy, before, left) {
  const names2 = left.map((one) => `${one.name} ${one.version}`).join(", ");
  return {
    id: "numpy-major",
    severity: "warning",
    message: `Phase ${numpy.phase} moves the base's numpy ${before} to ${numpy.version}; ${names2} of the base ${left.length === 1 ? "is" : "are"} compiled for NumPy 1 and will fail on import or warn and misbehave.`,
    remedy: `Add \`numpy<2\` to phase ${numpy.phase}, or newer versions of ${left.map((one) => one.name).join(", ")}.`,
    phase: numpy.phase,
    source: SOURCE4,
    steer: { about: "numpy beside the base's packages", bounds: ["numpy<2"] }
  };
}
function beside(numpy, one) {
  return {
    id: "numpy-major",
    severity: "warning",
    message: `${one.name} ${one.version} is compiled for NumPy 1 and stands beside numpy ${numpy.version}: it will fail on import or warn and misbehave.`,
    remedy: `Add \`numpy<2\` to phase ${one.phase}, or \`${one.name}>=${FIRST_FOR_NUMPY_2.get(one.name)}\`.`,
    phase: one.phase,
    source: SOURCE4,
    steer: {
      about: `${one.name} beside numpy`,
      bounds: [`${one.name}>=${FIRST_FOR_NUMPY_2.get(one.name)}`, "numpy<2"]
    }
  };
}
function isMajor(version, major) {
  return Number.parseInt(version, 10) === major;
}
function isBefore(version, first) {
  return first !== void 0 && satisfies(version, `<${first}`, { prereleases: true });
}

// src/plan/guards/pairs/pair-runs.ts
var RUNS = {
  "torch 2.4.0": {
    works: "torchaudio 2.4.0 2.4.1, torchvision 0.19.0",
    broken: "torchaudio 2.3.1 2.5.1, torchvision 0.18.1 0.20.1"
  },
  "torch 2.6.0": {
    works: "torchaudio 2.6.0, torchvision 0.21.0",
    broken: "torchcodec 0.3.0, torchaudio 2.5.1 2.7.1, torchvision 0.20.1 0.22.1"
  },
  "torch 2.7.1": {
    works: "torchcodec 0.3.0 0.4.0 0.5, torchaudio 2.7.1, torchvision 0.22.1",
    broken: "torchcodec 0.2.1 0.6.0, torchaudio 2.6.0 2.8.0, torchvision 0.21.0 0.23.0"
  },
  "torch 2.8.0": {
    works: "torchcodec 0.6.0 0.7.0, torchaudio 2.8.0, torchvision 0.23.0",
    broken: "torchcodec 0.3.0 0.4.0 0.5 0.8.1 0.9.1 0.10.0 0.11.1 0.12.0 0.13.0 0.14.0 0.15.0 0.16.0 0.17.0, torchaudio 2.6.0 2.7.1 2.9.1 2.10.0 2.11.0, torchvision 0.22.1 0.24.1 0.25.0"
  },
  "torch 2.9.1": {
    works: "torchcodec 0.8.1 0.9.1, torchaudio 2.9.1, torchvision 0.24.1",
    broken: "torchcodec 0.7.0 0.10.0 0.12.0 0.17.0, torchaudio 2.8.0 2.10.0, torchvision 0.23.0 0.25.0"
  },
  "torch 2.10.0": {
    works: "torchcodec 0.10.0, torchaudio 2.10.0, torchvision 0.25.0, xformers 0.0.35",
    broken: "torchcodec 0.9.1 0.11.1 0.12.0 0.17.0, torchaudio 2.9.1 2.11.0, torchvision 0.24.1 0.26.0"
  },
  "torch 2.11.0": {
    works: "torchcodec 0.11.1 0.12.0 0.13.0 0.17.0, torchaudio 2.11.0, torchvision 0.26.0",
    broken: "torchcodec 0.10.0, torchaudio 2.10.0, torchvision 0.25.0 0.27.1"
  },
  "torch 2.12.1": {
    works: "torchcodec 0.11.1 0.12.0 0.13.0 0.14.0 0.17.0, torchaudio 2.11.0, torchvision 0.27.1",
    broken: "torchvision 0.26.0 0.28.0"
  },
  "torch 2.13.0": {
    works: "torchcodec 0.12.0 0.17.0, torchaudio 2.11.0, torchvision 0.28.0 0.29.2",
    broken: "torchvision 0.27.1"
  },
  "torch 2.14.1": {
    works: "torchcodec 0.12.0 0.15.0 0.17.0, torchaudio 2.11.0, torchvision 0.29.2",
    broken: "torchvision 0.28.0"
  },
  "torch 2.15.0": {
    works: "torchcodec 0.11.1 0.12.0 0.13.0 0.14.0 0.15.0 0.16.0 0.17.0, torchvision 0.29.2, torchaudio 2.11.1",
    broken: "torchaudio 2.10.0 2.11.0, torchvision 0.27.1 0.28.0"
  },
  "torchaudio 2.11.1": { works: "", broken: "pyannote-audio 3.4.0" },
  "pyarrow 20.0.0": {
    works: "datasets 2.14.4 2.15.0 2.16.1 2.18.0 2.19.2 2.20.0 2.21.0 3.0.0",
    broken: ""
  },
  "pyarrow 21.0.0": {
    works: "datasets 2.15.0 2.16.1 2.18.0 2.19.2 2.20.0 2.21.0 3.0.0",
    broken: "datasets 2.14.4"
  },
  "pyarrow 26.0.1": {
    works: "datasets 2.15.0 2.16.1 2.18.0 2.19.2 2.20.0 2.21.0 3.0.0",
    broken: "datasets 2.14.4"
  }
};
var SEEN = new Map(
  Object.entries(RUNS).flatMap(([beside2, { works, broken }]) => [
    ...versionsIn(works).map((one) => [`${one} beside ${beside2}`, true]),
    ...versionsIn(broken).map((one) => [`${one} beside ${beside2}`, false])
  ])
);
function versionsIn(text2) {
  return text2.split(", ").flatMap((part) => {
    const [name, ...versions] = part.split(" ");
    return versions.map((version) => `${name} ${version}`);
  });
}
function seenBeside(name, version, beside2, other) {
  return SEEN.get(`${name} ${publicVersion(version)} beside ${beside2} ${publicVersion(other)}`);
}
function publicVersion(version) {
  return version.replace(/\+.*$/, "");
}

// src/plan/guards/pairs/untied-pairs.ts
var RUN2 = "run on 2026-11-22: default index's wheels, CPython 3.11, FFmpeg 5.1, no GPU";
var CODEC_TABLE = "compatibility table in torchcodec's README (meta-pytorch/torchcodec@07bc410)";
var ABI = "its library doesn't load: undefined symbols of torch";
var NO_OPERATORS = "it raises `operator torchvision::nms does not exist`, crashes on import or fails at its first operator";
function row(name, beside2, [versions, works], [otherwise, source, checked = "2026-11-22"]) {
  return { name, versions, beside: beside2, works, otherwise, checked, source };
}
function codec(versions, works, otherwise, source) {
  return row("torchcodec", "torch", [versions, works], [otherwise, source]);
}
var TORCHCODEC = [
  codec("==0.1.*", "==2.5.*", ABI, CODEC_TABLE),
  codec("==0.2.*", "==2.6.*", ABI, `${CODEC_TABLE}; beside torch 2.7.1 and 2.8.0 seen to fail, ${RUN2}`),
  codec(
    ">=0.3,<0.6",
    "==2.7.*",
    "it fails, beside torch 2.8 only at the first decoding",
    `0.3.0, 0.4.0, 0.5 decode beside torch 2.7.1; 0.3.0 doesn't load beside 2.6.0; 0.5 loads beside 2.8.0 and raises at the first decoding, ${RUN2}`
  ),
  codec(
    ">=0.6,<0.8",
    "==2.8.*",
    "it aborts the process or fails at the first decoding",
    `0.6.0 and 0.7.0 decode beside torch 2.8.0; 0.7.0 aborts beside 2.9.1, 0.6.0 raises beside 2.7.1, ${RUN2}`
  ),
  codec(
    ">=0.8,<0.10",
    "==2.9.*",
    "it aborts the process (std::bad_alloc)",
    `0.8.1 and 0.9.1 decode beside torch 2.9.1, abort beside 2.8.0; 0.9.1 doesn't load beside 2.10.0, ${RUN2}`
  ),
  codec(
    "==0.10.*",
    "==2.10.*",
    ABI,
    `0.10.0 decodes beside torch 2.10.0; doesn't load beside 2.8.0, 2.9.1, 2.11.0, ${RUN2}`
  ),
  codec(
    ">=0.11,<0.18",
    ">=2.11",
    "it wants libnvrtc.so.13 or misses symbols of torch",
    `0.11.1 to 0.17.0 decode beside torch 2.11.0, 2.12.1, 2.13.0, 2.14.1 and 2.15.0, each beside some of them; none loads beside 2.8.0, 2.9.1, 2.10.0, ${RUN2}`
  )
];
var RUN_MINORS = /* @__PURE__ */ new Set([4, 6, 7, 8, 9, 10, 11, 12, 13]);
function sourceFor(minor) {
  return RUN_MINORS.has(minor) ? RUN2 : "the exact torch in its metadata; not run";
}
var TORCHAUDIO = [
  ...[4, 5, 6, 7, 8, 9, 10].map(
    (minor) => row("torchaudio", "torch", [`==2.${minor}.*`, `==2.${minor}.*`], [ABI, sourceFor(minor)])
  ),
  row(
    "torchaudio",
    "torch",
    ["==2.11.0", ">=2.11,<2.15"],
    [
      "it refuses on import where torch is built for another CUDA than its 13.0",
      `its metadata names no torch; 2.11.0 runs beside torch 2.11.0, 2.12.1, 2.13.0 and 2.14.1, not beside 2.10.0 and 2.15.0 (CUDA 13.2), ${RUN2}`
    ]
  ),
  row(
    "torchaudio",
    "torch",
    [">=2.11.1,<2.12", ">=2.11"],
    [
      "it refuses on import where torch is built for another CUDA major",
      "2.11.1, built for CUDA 13.2, runs beside torch 2.15.0, and its version.py compares majors only, run on 2026-11-29",
      "2026-11-29"
    ]
  )
];
var TORCHVISION = [
  ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map(
    (minor) => row("torchvision", "torch", [`==0.${minor + 15}.*`, `==2.${minor}.*`], [NO_OPERATORS, sourceFor(minor)])
  ),
  row("torchvision", "torch", ["==0.29.0", "==2.14.*"], [NO_OPERATORS, sourceFor(14)]),
  row(
    "torchvision",
    "torch",
    [">=0.29.1,<0.29.3", ">=2.14,<2.16"],
    [NO_OPERATORS, `0.29.2 runs beside torch 2.14.1 and 2.15.0, ${RUN2}`]
  )
];
var OTHERS = [
  row(
    "pyannote-audio",
    "torchaudio",
    ["<4", "<2.9"],
    [
      "importing it (`whisperx.asr`, `whisperx.vads`) raises `module 'torchaudio' has no attribute 'AudioMetaData'`",
      "3.4.0 beside torchaudio 2.11.1 failed, run on 2026-11-29: CPython 3.11, no GPU; whisperx from 3.8 on takes pyannote-audio 4",
      "2026-11-29"
    ]
  ),
  row(
    "xformers",
    "torch",
    ["==0.0.35", "==2.10.*"],
    [
      "it imports with a warning, and most of its operators are missing",
      "0.0.35 beside torch 2.15.0 says `built for PyTorch 2.10.0+cu128`, and `xformers.info` names its operators unavailable, run on 2026-11-29: no GPU",
      "2026-11-29"
    ]
  ),
  row(
    "datasets",
    "pyarrow",
    ["<2.15", "<21"],
    [
      "it raises `module 'pyarrow' has no attribute 'PyExtensionType'` on import",
      `2.14.4 imports beside pyarrow 20.0.0, not beside 21.0.0 and 26.0.1; 2.15.0 to 3.0.0 import beside all three, ${RUN2}`
    ]
  )
];
var UNTIED_PAIRS = [...TORCHCODEC, ...TORCHAUDIO, ...TORCHVISION, ...OTHERS];

// src/plan/guards/pairs/check-pairs.ts
function checkPairs(environment) {
  const versions = new Map([...environment.installed.values()].map((one) => [one.name, one.version]));
  return brokenPairs(versions).map(({ pair, version, other, wasRun }) => {
    const bounds = pairBounds(pair, other);
    const phase = environment.installed.get(pair.name)?.phase ?? environment.installed.get(pair.beside)?.phase;
    return {
      id: "untied-pair",
      severity: wasRun ? "error" : "warning",
      message: `${pair.name} ${version} ${wasRun ? "doesn't" : "may not"} work beside ${pair.beside} ${other}: ${pair.otherwise}. Their metadata doesn't say so${wasRun ? "" : ", and exactly these versions weren't run"}.`,
      remedy: pairRemedy(bounds, environment),
      phase,
      source: `${pair.source} (checked ${pair.checked})`,
      steer: { about: `${pair.name} beside ${pair.beside}`, bounds }
    };
  });
}
function brokenPairs(versions) {
  return UNTIED_PAIRS.flatMap((pair) => {
    const version = versions.get(pair.name);
    const other = versions.get(pair.beside);
    if (version === void 0 || other === void 0 || !within2(version, pair.versions)) return [];
    const seen = seenBeside(pair.name, version, pair.beside, other);
    if (seen ?? within2(other, pair.works)) return [];
    return [{ pair, version, other, wasRun: seen === false }];
  });
}
function pairBounds(pair, other) {
  const { name, beside: beside2, works, versions } = pair;
  const beyond = /^<([\d.]+)$/.exec(versions)?.[1];
  return [
    ...beyond === void 0 ? [] : [`${name}>=${beyond}`],
    ...rowsBeside(pair, other).map((one) => `${name}${one.versions}`),
    `${beside2}${works}`
  ];
}
function rowsBeside({ name, beside: beside2 }, other) {
  return UNTIED_PAIRS.filter(
    (pair) => pair.name === name && pair.beside === beside2 && within2(other, pair.works)
  );
}
function pairRemedy(bounds, { asked: asked2 }) {
  const ways = bounds.map((bound) => {
    const { normalised } = requirementLeniently(bound);
    const named2 = asked2.find(
      ({ requirement }) => requirement.normalised === normalised && requirement.specifiers.length > 0
    );
    return { bound, named: named2 };
  });
  const additions = ways.filter((one) => one.named === void 0).map((one) => `\`${one.bound}\``);
  const changes = ways.flatMap(
    ({ bound, named: named2 }) => named2 ? [`write \`${bound}\` instead of \`${named2.requirement.text}\` in phase ${named2.phase}`] : []
  );
  const add = additions.length > 0 ? [`add ${additions.join(" or ")} to the phase's packages`] : [];
  const text2 = [...add, ...changes].join(", or ");
  return `${text2.charAt(0).toUpperCase()}${text2.slice(1)}.`;
}
function within2(version, range) {
  return satisfies(version, range, { prereleases: true });
}

// src/resolve/phase-wheels/wheel-facts.ts
var DEFAULT_CUDA = /* @__PURE__ */ new Map([
  ["2.4", "12.1"],
  ["2.6", "12.4"],
  ["2.7", "12.6"],
  ["2.8", "12.8"],
  ["2.9", "12.8"],
  ["2.10", "12.8"],
  ["2.11", "13.0"],
  ["2.12", "13.0"],
  ["2.13", "13.0"],
  ["2.14", "13.0"],
  ["2.15", "13.2"]
]);
function wheelFacts(version, torch, python) {
  const [major = "3", minor = "0"] = python.version.split(".");
  return {
    version,
    pythonTag: `cp${major}${minor}`,
    platform: `linux_${python.machine}`,
    torch: torch && torchFacts(torch)
  };
}
function plannedTorch(versions) {
  const version = versions.get("torch");
  if (version === void 0) return void 0;
  const runtime = [...versions].find(([name]) => /^nvidia-cuda-runtime(?:-cu\d+)?$/.test(name))?.[1];
  return { version, cudaVersion: runtime && /^\d+\.\d+/.exec(runtime)?.[0] };
}
function describeFacts({ torch, pythonTag: pythonTag2 }) {
  const torchWords = torch && [`torch ${torch.minor}`, `CUDA ${torch.cudaVersion}`, abiName(torch.cxx11abi)];
  return [...torchWords ?? [], pythonTag2].join(", ");
}
function abiName(isNew) {
  return `the ${isNew ? "new" : "old"} C++ ABI`;
}
function torchFacts(torch) {
  const minor = /^\d+\.\d+/.exec(torch.version)?.[0];
  const cudaVersion = cudaOf(torch);
  if (minor === void 0 || cudaVersion === void 0) return void 0;
  return { minor, cudaVersion, cxx11abi: usesNewAbi(minor, cudaVersion) };
}
function cudaOf({ version, cudaVersion }) {
  const [, major, minor] = /\+cu(\d\d)(\d+)$/.exec(version) ?? [];
  if (major !== void 0) return `${major}.${minor}`;
  if (/\+/.test(version)) return void 0;
  return cudaVersion ?? DEFAULT_CUDA.get(/^\d+\.\d+/.exec(version)?.[0] ?? "");
}
function usesNewAbi(torchMinor, cudaVersion) {
  const [major = 0, minor = 0] = torchMinor.split(".").map(Number);
  if (major !== 2) return major > 2;
  if (minor !== 6) return minor > 6;
  const [cudaMajor = 0, cudaMinor = 0] = cudaVersion.split(".").map(Number);
  return cudaMajor > 12 || cudaMajor === 12 && cudaMinor >= 6;
}
var FIELDS = {
  version: (facts) => facts.version,
  cuda_major: ({ torch }) => torch?.cudaVersion.split(".")[0],
  cuda_version: ({ torch }) => torch?.cudaVersion.replace(".", ""),
  torch_minor: ({ torch }) => torch?.minor,
  cxx11abi: ({ torch }) => torch && (torch.cxx11abi ? "TRUE" : "FALSE"),
  python_tag: (facts) => facts.pythonTag,
  platform: (facts) => facts.platform
};
function wheelUrl(template, facts) {
  const filled = fillTemplate(template, (field) => FIELDS[field](facts) ?? "");
  const [path = "", fragment] = filled.split("#", 2);
  return `${path.replaceAll("+", "%2B")}${fragment === void 0 ? "" : `#${fragment}`}`;
}
function dependsOnTorch(template) {
  return placeholders(template).some((name) => /^(?:cuda|torch|cxx11abi)/.test(name));
}

// src/plan/guards/torch/cuda-versions.ts
function cudaUses(environment) {
  return [...environment.installed.values()].flatMap((distribution) => {
    const use = cudaOf2(distribution);
    return use ? [{ distribution, ...use }] : [];
  });
}
function cudaOf2({ name, version }) {
  const tag = /\+cu(\d{2,4})(?!\d)/.exec(version)?.[1];
  if (tag !== void 0) return fromTag(tag);
  if (/^nvidia-cuda-runtime(?:-cu\d+)?$/.test(name)) return fromVersion(version);
  if (name.startsWith("nvidia-cutlass-")) return void 0;
  const suffix = /^(?:nvidia-.*-cu|cupy-cuda)(\d{2})x?$/.exec(name)?.[1];
  return suffix === void 0 ? void 0 : { major: Number(suffix), version: void 0 };
}
function fromTag(tag) {
  const major = Number(tag.slice(0, 2));
  return { major, version: tag.length > 2 ? `${major}.${tag.slice(2)}` : void 0 };
}
function fromVersion(version) {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return major === void 0 ? void 0 : { major: Number(major), version: `${major}.${minor}` };
}
var DRIVER_FLOORS = /* @__PURE__ */ new Map([
  [11, 450],
  [12, 525],
  [13, 580]
]);
function driverFloor(cuda) {
  return DRIVER_FLOORS.get(Number.parseInt(cuda, 10));
}

// src/plan/guards/torch/check-abi.ts
function checkAbi(environment) {
  const torch = environment.installed.get("torch");
  const isNew = torch && torchAbi(torch, environment);
  if (!torch || isNew === void 0) return [];
  return [...environment.installed.values()].flatMap((one) => {
    const built = /cxx11abi(TRUE|FALSE)/i.exec(`${one.version} ${one.file ?? ""}`)?.[1]?.toUpperCase();
    if (built === void 0 || built === "TRUE" === isNew) return [];
    return [
      {
        id: "other-cxx11-abi",
        severity: "error",
        message: `${one.name} ${one.version}${one.file === void 0 ? "" : ` (${one.file})`} is compiled for ${abiName(!isNew)}; torch ${torch.version} has ${abiName(isNew)}.`,
        remedy: `Take the wheel whose name holds \`cxx11abi${isNew ? "TRUE" : "FALSE"}\`, or a \`wheels:\` template with {cxx11abi}, which follows torch.`,
        phase: one.phase ?? torch.phase,
        source: "torch._C._GLIBCXX_USE_CXX11_ABI, 2026-11-22: false in 2.4.0+cu121 and 2.6.0+cu124, true in 2.7.1+cu126 and later; undefined symbols at import: Dao-AILab/flash-attention#975"
      }
    ];
  });
}
function torchAbi(torch, environment) {
  const [, minor, tag] = /^(\d+\.\d+)\.\d+(?:\+(cpu|cu\d+))?$/.exec(torch.version) ?? [];
  if (minor === void 0) return void 0;
  const cuda = tag === void 0 ? runtimeOf(environment) : cudaOf3(tag);
  return minor === "2.6" && cuda === void 0 ? void 0 : usesNewAbi(minor, cuda ?? "");
}
function cudaOf3(tag) {
  const [, major, minor] = /^cu(\d\d)(\d+)$/.exec(tag) ?? [];
  return major && `${major}.${minor}`;
}
function runtimeOf(environment) {
  return cudaUses(environment).find((use) => /^nvidia-cuda-runtime/.test(use.distribution.name))?.version;
}

// src/plan/guards/torch/torch-cuda.ts
var FIRST_BUILT_FOR = /* @__PURE__ */ new Map([
  [12, "2.1"],
  [13, "2.11"]
]);
function torchOf({ installed }, major) {
  const torch = installed.get("torch");
  if (torch?.phase === void 0) return void 0;
  return (taggedMajor(torch) ?? defaultMajor(torch.version)) === major ? torch : void 0;
}
function taggedMajor({ version }) {
  const cuda = /\+cu(\d{2})/.exec(version)?.[1];
  if (cuda !== void 0) return Number(cuda);
  return version.includes("+") ? 0 : void 0;
}
function defaultMajor(version) {
  const built = [...FIRST_BUILT_FOR].filter(
    ([, first]) => satisfies(version, `>=${first}`, { prereleases: true })
  );
  return Math.max(11, ...built.map(([major]) => major));
}
function torchCudaRemedy({ asked: asked2, baseCuda }, torch, major) {
  const backend = backendFor(baseCuda);
  const otherBase2 = `Or take a base image with CUDA ${major}.`;
  const set = backend === void 0 ? "" : `set \`torch_backend: ${backend}\` under \`install\``;
  if (taggedMajor(torch) !== void 0) {
    const bind = "bind torch to an index of such builds under `indexes`";
    const cuda = Number.parseInt(baseCuda ?? "", 10);
    return `Take torch's build for CUDA ${cuda}: ${set === "" ? bind : `${set}, or ${bind}`}. ${otherBase2}`;
  }
  const pin = asked2.find(({ requirement }) => requirement.normalised === "torch" && isPin(requirement.text));
  const instead = pin === void 0 ? "" : ` instead of \`${pin.requirement.text}\``;
  const has = pin === void 0 ? "" : ", if PyTorch's index has that version for it";
  return [
    `Write \`torch<${firstAbove(baseCuda)}\`${instead} in phase ${torch.phase}: later ones of the default index are built for a newer CUDA.`,
    ...set === "" ? [] : [`Or ${set}${has}.`],
    otherBase2
  ].join(" ");
}
function torchBound({ installed, baseCuda }) {
  const torch = installed.get("torch");
  const first = firstAbove(baseCuda);
  const isPlain = torch?.phase !== void 0 && taggedMajor(torch) === void 0;
  return isPlain && first !== void 0 ? `torch<${first}` : void 0;
}
function firstAbove(baseCuda) {
  const own = Number.parseInt(baseCuda ?? "", 10);
  return [...FIRST_BUILT_FOR].find(([major]) => major > own)?.[1];
}
function isPin(text2) {
  return /[=<>~]/.test(text2);
}

// src/plan/guards/torch/check-cuda.ts
var COMPATIBILITY = "NVIDIA's minor-version compatibility: CUDA 11 from driver 450, 12 from 525, 13 from 580; a template that was gated by its base's CUDA only: artokun/comfyui-mcp#118";
function checkCuda(environment) {
  const uses = cudaUses(environment);
  return [...mixedMajors(uses), ...aboveBase(environment, uses)];
}
function mixedMajors(uses) {
  const majors = /* @__PURE__ */ new Map();
  for (const use of uses) if (!majors.has(use.major)) majors.set(use.major, use);
  if (majors.size < 2) return [];
  const [first, second] = [...majors.values()].sort((a, b) => a.major - b.major);
  if (!first || !second) return [];
  const phase = second.distribution.phase ?? first.distribution.phase;
  return [
    {
      id: "two-cuda-majors",
      severity: "warning",
      message: `The image would hold libraries of CUDA ${first.major} (${describe2(first)}) and of CUDA ${second.major} (${describe2(second)}): several GB twice, and whichever loads first may break the other.`,
      remedy: "Pin torch, and what is bound to it, to builds of one CUDA.",
      phase,
      source: COMPATIBILITY
    }
  ];
}
function aboveBase(environment, uses) {
  const { baseCuda } = environment;
  const baseMajor = Number.parseInt(baseCuda ?? "", 10);
  const major = Math.max(...uses.map((use) => use.major));
  const highest = uses.filter((use) => use.major === major);
  const [first] = highest;
  if (baseCuda === null || !first || !(major > baseMajor)) return [];
  const needed = driverFloor(String(major));
  const gate = driverFloor(baseCuda);
  const torch = torchOf(environment, major);
  const bound = torch && torchBound(environment);
  const { phase } = torch ?? first.distribution;
  const version = (torch && highest.find((use) => use.version !== void 0)?.version) ?? first.version;
  return [
    {
      id: "cuda-above-base",
      severity: "error",
      message: `${describe2({ distribution: torch ?? first.distribution })} is built for CUDA ${version ?? major} and needs driver ${needed ?? "unknown"} or newer; the base's CUDA ${baseCuda} lets the image start from driver ${gate ?? "unknown"} on, where it then fails.`,
      remedy: torch ? torchCudaRemedy(environment, torch, major) : `Take a base image with CUDA ${major}, or a build of ${first.distribution.name} for CUDA ${baseMajor}.`,
      phase,
      source: COMPATIBILITY,
      ...bound !== void 0 && { steer: { about: "CUDA above the base's", bounds: [bound] } }
    }
  ];
}
function describe2({ distribution }) {
  return `${distribution.name} ${distribution.version}`;
}

// src/plan/guards/torch/check-libraries.ts
var ONNXRUNTIME = "the CUDA execution provider's table of requirements in ONNX Runtime's docs";
var CTRANSLATE2 = "the GPU section of faster-whisper's README";
var READ = "names of libraries in the binaries of 4.8.5's wheel, read on 2026-11-29";
var TABLE2 = [
  {
    name: "onnxruntime-gpu",
    versions: "<1.19",
    cuda: 11,
    cudnn: 8,
    remedy: "In an image with CUDA 12, add `onnxruntime-gpu>=1.19` to the phase's packages.",
    newer: "onnxruntime-gpu>=1.19",
    source: ONNXRUNTIME
  },
  ...[
    { versions: "<4", cuda: 11 },
    { versions: ">=4,<4.5", cuda: 12 }
  ].map((row2) => ({
    ...row2,
    name: "ctranslate2",
    cudnn: 8,
    remedy: "In an image with CUDA 12, add `ctranslate2>=4.5` to the phase's packages.",
    newer: "ctranslate2>=4.5",
    source: CTRANSLATE2
  })),
  {
    name: "ctranslate2",
    versions: ">=4.5,<5",
    cuda: 12,
    cudnn: null,
    remedy: "Take a torch that is built for CUDA 12.",
    newer: null,
    source: READ
  }
];
function checkLibraries(environment) {
  const cuda = cudaMajors(environment);
  const cudnn = cudnnMajors(environment);
  return TABLE2.flatMap((row2) => {
    const one = environment.installed.get(row2.name);
    if (!one || !satisfies(one.version, row2.versions, { prereleases: true })) return [];
    const lacking = [
      ...lacks(cuda, row2.cuda) ? [`CUDA ${row2.cuda}, and the image has ${[...cuda].join(" and ")}`] : [],
      ...lacks(cudnn, row2.cudnn) ? [`cuDNN ${row2.cudnn}, and the image has ${[...cudnn].join(" and ")}`] : []
    ];
    return lacking.length > 0 ? [finding4(one, row2, lacking, environment)] : [];
  });
}
function lacks(majors, wanted) {
  return wanted !== null && majors.size > 0 && !majors.has(wanted);
}
function cudaMajors(environment) {
  const base = Number.parseInt(environment.baseCuda ?? "", 10);
  const brought = cudaUses(environment).map((use) => use.major);
  return /* @__PURE__ */ new Set([...Number.isNaN(base) ? [] : [base], ...brought]);
}
function cudnnMajors({ installed }) {
  const wheels = [...installed.values()].filter((one) => /^nvidia-cudnn(?:-cu\d+)?$/.test(one.name));
  return new Set(wheels.map((one) => Number.parseInt(one.version, 10)));
}
function finding4(one, { remedy, newer, source }, lacking, { installed }) {
  const phase = one.phase ?? installed.get("torch")?.phase;
  return {
    id: "other-cuda-libraries",
    severity: "warning",
    message: `${one.name} ${one.version} is built for ${lacking.join("; for ")}: on a GPU it fails or falls back to the CPU.`,
    remedy,
    ...phase !== void 0 && { phase },
    source,
    ...newer !== null && { steer: { about: `the CUDA libraries of ${one.name}`, bounds: [newer] } }
  };
}

// src/plan/guards/torch/check-torch.ts
var FAMILY = ["torch", "torchaudio", "torchvision"];
var MIXED_BUILDS = "torch cu130 beside torchvision cu129 shipped in an official image: vllm-project/vllm#56829; torchaudio 2.11.0 (CUDA 13.0) refuses torch 2.15.0 (13.2), run on 2026-11-22";
function checkTorch(environment) {
  return [
    ...mixedBuilds(environment),
    ...codecBuild(environment),
    ...builtForOtherTorch(environment),
    ...otherVariant(environment)
  ];
}
function mixedBuilds({ installed }) {
  const torch = installed.get("torch");
  const expected = torch && buildTag(torch.version);
  if (!torch || expected === void 0) return [];
  return FAMILY.flatMap((name) => installed.get(name) ?? []).flatMap((one) => {
    const tag = buildTag(one.version);
    if (tag === void 0 || tag === expected) return [];
    return [
      {
        id: "torch-family-build",
        severity: "error",
        message: `${one.name} ${one.version} and torch ${torch.version} are different builds: ${tag} beside ${expected}.`,
        remedy: `Bind ${one.name} and torch to the same index under \`indexes\`, or keep both from the base.`,
        phase: phaseOf(one, torch),
        source: MIXED_BUILDS
      }
    ];
  });
}
function codecBuild(environment) {
  const torch = environment.installed.get("torch");
  const codec2 = environment.installed.get("torchcodec");
  if (!torch || !codec2 || !/^cu12/.test(variantOf(torch, environment) ?? "")) return [];
  if (!satisfies(torch.version, ">=2.11") || !satisfies(codec2.version, ">=0.14") || /\+/.test(codec2.version))
    return [];
  return [
    {
      id: "torchcodec-cuda",
      severity: "warning",
      message: `torchcodec ${codec2.version} of the default index wants libnvrtc.so.13; torch ${torch.version} is built for CUDA 12.`,
      remedy: "Bind torchcodec to torch's index under `indexes`, or add `torchcodec<0.14`.",
      phase: phaseOf(codec2, torch),
      source: "0.14.0 to 0.17.0 want libnvrtc.so.13, 0.12.0 and 0.13.0 don't, run on 2026-11-22 beside torch 2.8.0; a torch 2.11 for CUDA 12 was not at hand",
      steer: { about: "torchcodec beside torch for CUDA 12", bounds: ["torchcodec<0.14"] }
    }
  ];
}
function otherVariant(environment) {
  const torch = environment.installed.get("torch");
  const before = environment.base.get("torch");
  if (!torch?.phase) return [];
  const now = variantOf(torch, environment);
  const base = before === void 0 ? baseVariant(environment) : buildTag(before);
  if (now === void 0 || base === void 0 || sameVariant(now, base)) return [];
  const place = before === void 0 ? `on a base with CUDA ${environment.baseCuda}` : `over the base's torch ${before}`;
  return [
    {
      id: "torch-variant",
      severity: "warning",
      message: `Phase ${torch.phase} brings torch ${torch.version} built for ${now} ${place}.`,
      remedy: `Bind torch to an index of ${base} builds under \`indexes\`${before === void 0 ? "" : ", or keep the base's torch"}.`,
      phase: torch.phase,
      source: "predibase/lorax#438, bananaml/serverless-template#13"
    }
  ];
}
function variantOf(torch, environment) {
  const tag = buildTag(torch.version);
  if (tag !== void 0) return tag;
  const runtimes = cudaUses(environment).filter((use) => /^nvidia-cuda-runtime/.test(use.distribution.name));
  const [runtime] = runtimes;
  if (new Set(runtimes.map((use) => use.major)).size > 1) return void 0;
  return runtime?.version === void 0 ? void 0 : `cu${runtime.version.replace(".", "")}`;
}
function baseVariant({ baseCuda }) {
  return baseCuda === null ? void 0 : `cu${Number.parseInt(baseCuda, 10)}`;
}
function sameVariant(one, other) {
  return one.startsWith(other) || other.startsWith(one);
}
function builtForOtherTorch({ installed }) {
  const torch = installed.get("torch");
  const minor = torch && /^\d+\.\d+/.exec(torch.version)?.[0];
  if (!torch || minor === void 0) return [];
  return [...installed.values()].flatMap((one) => {
    const builtFor = /torch(\d+\.\d+)/.exec(
      one.name === "torch" ? "" : `${one.version} ${one.file ?? ""}`
    )?.[1];
    if (builtFor === void 0 || builtFor === minor) return [];
    return [
      {
        id: "bound-to-other-torch",
        severity: "error",
        message: `${one.name} ${one.version} is compiled for torch ${builtFor}; the image holds torch ${torch.version}.`,
        remedy: `Take the build of ${one.name} for torch ${minor}, or pin \`torch==${builtFor}.*\`.`,
        phase: phaseOf(one, torch),
        source: "undefined symbols at import: Dao-AILab/flash-attention#975, #1644, #1832"
      }
    ];
  });
}
function phaseOf(...distributions) {
  return distributions.find((one) => one.phase !== void 0)?.phase;
}
function buildTag(version) {
  return /\+(cu\d+|cpu|rocm[\d.]+|xpu)$/.exec(version)?.[1];
}

// src/plan/guards/run-guards.ts
var GUARDS = [
  ...[checkPairs, checkTorch, checkAbi, checkCuda, checkLibraries, checkNumpy],
  ...[checkNames, checkBaseRequirements, checkNeeds]
];
function guard(environment) {
  return GUARDS.flatMap((one) => one(environment));
}
function runGuards(environments) {
  const findings = environments.flatMap(
    (environment) => guard(environment).map(({ steer: _, ...one }) => inEnvironment(one, environment.isolated))
  );
  return sortFindings(findings);
}
function inEnvironment(finding5, isolated) {
  if (isolated === void 0) return finding5;
  return { ...finding5, message: `In the environment of phase ${isolated}: ${finding5.message}` };
}

// src/sizes/bytecode.ts
var COEFFICIENTS = {
  "3.9": [159.8, 0.6474, 0.5001],
  "3.10": [135.6, 0.6191, 0.632],
  "3.11": [52.8, 0.8552, 1.6027],
  "3.12": [132.4, 1.0505, 0.3534],
  "3.13": [96.7, 0.9177, 0.8293]
};
var OLDEST2 = "3.9";
var NEWEST = "3.13";
var UNUSUAL = new Map(
  Object.entries({
    anthropic: 0.76,
    astropy: 1.19,
    ccxt: 0.76,
    "cirq-core": 1.32,
    cvxpy: 1.22,
    dask: 1.38,
    faker: 0.6,
    "google-cloud-aiplatform": 0.87,
    kubernetes: 0.66,
    networkx: 1.19,
    numba: 1.35,
    numpy: 1.25,
    openai: 0.73,
    pandas: 1.24,
    pennylane: 1.26,
    "pydantic-ai-slim": 0.83,
    pygments: 0.68,
    streamlit: 0.8,
    stripe: 0.69,
    sympy: 1.52,
    twisted: 1.24,
    xarray: 1.21
  })
);
var EMPTY_BYTES = 100;
var COMPRESSED_BYTECODE = 0.35;
function predictBytecode(name, sources, python) {
  const [perFile, perByte, perDeflated] = coefficientsOf(python);
  const share = UNUSUAL.get(name) ?? 1;
  return sources.map((file) => {
    const bytes = share * (perFile + perByte * file.bytes + perDeflated * file.compressedBytes);
    return Math.round(Math.max(EMPTY_BYTES, bytes)) + `${python.purelib}/${file.path}`.length;
  });
}
function coefficientsOf(python) {
  const older = /^3\.[0-8]$/.test(minorVersion(python.version));
  const known = COEFFICIENTS[minorVersion(python.version)] ?? COEFFICIENTS[older ? OLDEST2 : NEWEST];
  if (!known) throw new Error("The table of coefficients is empty.");
  return known;
}
function isCompiled(path) {
  return path.endsWith(".py") && !path.startsWith("../");
}
function bytecodePath(path, tag) {
  const at = path.lastIndexOf("/") + 1;
  const name = path.slice(at, -".py".length);
  return `${path.slice(0, at)}__pycache__/${name}.${tag}.pyc`;
}
function pythonTag(python) {
  return `${python.implementation}-${minorVersion(python.version).replace(".", "")}`;
}

// src/sizes/measured.ts
var NOTHING2 = { count: 0, bytes: 0, blocks: 0 };

// src/sizes/estimate-sdist.ts
var SOURCE_RATIO = 4;
var SOURCE_BYTES = 5e6;
var DATA_RATIO = 1.1;
var BYTECODE_RATIO = 1;
var MARGIN = 1;
var MEAN_FILE_BYTES = 8192;
var UNKNOWN_DOWNLOAD_BYTES = 1e6;
var BUILD_ENVIRONMENT_BYTES = 16e6;
var BUILD_RATIO = 4;
function buildEnvironmentBytes({ build }) {
  return Math.max(BUILD_ENVIRONMENT_BYTES, BUILD_RATIO * buildDownloadBytes(build ? [build] : []));
}
function estimateSdist(one, options) {
  const download2 = one.file.bytes ?? UNKNOWN_DOWNLOAD_BYTES;
  const files = options.learned?.files ?? estimated(unpacked(download2));
  const learned = options.learned?.compiled === true ? options.learned.bytecode : void 0;
  const bytecode = options.bytecode === "all" ? learned ?? estimated(BYTECODE_RATIO * sourcePart(download2)) : NOTHING2;
  const uncertain = (options.learned ? 0 : files.bytes) + (learned ? 0 : bytecode.bytes);
  const known = options.learned !== void 0;
  return {
    files,
    bytecode,
    compressed: download2 + COMPRESSED_BYTECODE * bytecode.bytes,
    margin: Math.round(uncertain * MARGIN),
    sizeSource: known ? "learned" : "ratio",
    bytecodeSource: bytecodeSource(options, learned !== void 0),
    folders: foldersOf([`${options.python.purelib}/${one.name}/__pycache__/file`]),
    fileAt: () => void 0,
    buildBytes: buildEnvironmentBytes(one) + download2 + 2 * files.blocks
  };
}
function sourcePart(download2) {
  return SOURCE_RATIO * Math.min(download2, SOURCE_BYTES);
}
function unpacked(download2) {
  return sourcePart(download2) + DATA_RATIO * Math.max(0, download2 - SOURCE_BYTES);
}
function bytecodeSource(options, learned) {
  if (options.bytecode === "none") return "none";
  return learned ? "learned" : "model";
}
function estimated(bytes) {
  const count = Math.ceil(bytes / MEAN_FILE_BYTES);
  return { count, bytes: Math.round(bytes), blocks: Math.round(bytes + count * 2048) };
}

// src/wheels/console-scripts.ts
var ENTRY = /^([^=\s#;][^=]*?)\s*=\s*([\w.]+)\s*:\s*([\w.]+)/;
function scriptsOf(entryPoints) {
  const scripts = /* @__PURE__ */ new Map();
  let section = "";
  for (const raw of entryPoints.split(/\r?\n/)) {
    const line = raw.trim();
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== void 0) section = header.trim();
    if (section !== "console_scripts" && section !== "gui_scripts") continue;
    const [, name, module, called2] = ENTRY.exec(line) ?? [];
    if (name && module && called2) {
      scripts.set(name, { name, module, imported: called2.split(".")[0] ?? called2, called: called2 });
    }
  }
  return [...scripts.values()];
}

// src/sizes/installed-bytes.ts
function installedFiles(wheel, python) {
  const record3 = wheel.files.find(
    ({ path }) => path.endsWith(RECORD) && !path.slice(0, -RECORD.length).includes("/")
  );
  const info = record3?.path.slice(0, -"RECORD".length) ?? "";
  const own = wheel.files.filter((file) => file !== record3).map((file) => asInstalled(file, wheel.placeholders?.[file.path], python));
  const added = [
    { path: `${info}INSTALLER`, bytes: INSTALLER.length, compressedBytes: 0 },
    { path: `${info}REQUESTED`, bytes: 0, compressedBytes: 0 },
    ...installedScripts(wheel, info, python).map((script) => ({
      path: scriptPath(script.name, python),
      bytes: scriptBytes(script, python),
      compressedBytes: 0,
      calls: `${script.module}:${script.called}`
    }))
  ];
  const rows = [...own, ...added];
  const recorded = {
    path: `${info}RECORD`,
    bytes: rows.reduce((sum, row2) => sum + rowBytes(row2), 0) + `${info}RECORD,,
`.length,
    compressedBytes: 0
  };
  return [...own.filter((file) => file.path !== `${info}INSTALLER`), ...added, recorded];
}
var RECORD = ".dist-info/RECORD";
function asInstalled(file, placeholderBytes2, python) {
  const path = recordPath(file.path, python);
  if (path === file.path && placeholderBytes2 === void 0) return file;
  const bytes = file.bytes + shebangGrowth(placeholderBytes2, python);
  return { path, bytes, compressedBytes: file.compressedBytes, crc32: file.crc32 };
}
function installedScripts(wheel, info, python) {
  const scripts = scriptsOf(wheel.entryPoints ?? "");
  const pip = info.startsWith("pip-") && scripts.find((script) => script.name === "pip");
  return pip ? [...scripts, { ...pip, name: `pip${minorVersion(python.version)}` }] : scripts;
}
var INSTALLER = "uv";
var HASH_FIELD = ",sha256=".length + 43;
function rowBytes(row2) {
  const quotes = /[",\n\r]/.test(row2.path) ? 1 + row2.path.split('"').length : 0;
  return utf8Bytes(row2.path) + quotes + HASH_FIELD + `,${row2.bytes}
`.length;
}
function recordPath(path, python) {
  if (!path.includes(".data/")) return path;
  const match = /^[^/]+\.data\/([a-z]+)\/(.+)$/.exec(path);
  if (!match?.[2]) return path;
  if (match[1] === "purelib" || match[1] === "platlib") return match[2];
  if (match[1] === "scripts") return scriptPath(match[2], python);
  const prefix = python.scripts.replace(/\/bin$/, "");
  if (match[1] !== "headers") return relative(python.purelib, `${prefix}/${match[2]}`);
  const name = path.slice(0, path.indexOf("-"));
  return relative(python.purelib, `${headersFolder(python)}/${name}/${match[2]}`);
}
function headersFolder(python) {
  const prefix = python.executable.replace(/\/bin\/[^/]*$/, "");
  const site = isOwnEnvironment(python) ? "site/" : "";
  return `${prefix}/include/${site}python${minorVersion(python.version)}`;
}
function shebangGrowth(lineBytes, python) {
  return lineBytes === void 0 ? 0 : `#!${python.executable}
`.length - lineBytes;
}
function scriptPath(name, python) {
  return relative(python.purelib, `${python.scripts}/${name}`);
}
function scriptBytes(script, python) {
  return [
    `#!${python.executable}`,
    "# -*- coding: utf-8 -*-",
    "import sys",
    `from ${script.module} import ${script.imported}`,
    'if __name__ == "__main__":',
    '    if sys.argv[0].endswith("-script.pyw"):',
    "        sys.argv[0] = sys.argv[0][:-11]",
    '    elif sys.argv[0].endswith(".exe"):',
    "        sys.argv[0] = sys.argv[0][:-4]",
    `    sys.exit(${script.called}())`,
    ""
  ].join("\n").length;
}
function relative(from, to) {
  const a = from.split("/").filter(Boolean);
  const b = to.split("/").filter(Boolean);
  let common = 0;
  while (common < a.length && a[common] === b[common]) common += 1;
  return [...a.slice(common).map(() => ".."), ...b.slice(common)].join("/");
}

// src/sizes/measure-wheel.ts
var BYTECODE_MARGIN = 0.2;
function measureWheel(name, wheel, options) {
  const { python, learned } = options;
  const files = installedFiles(wheel, python);
  const sources = options.bytecode === "all" ? files.filter((file) => isCompiled(file.path)) : [];
  const { compiled: given2 } = wheel;
  const own = given2 && sources.map((file) => given2[file.path] ?? 0);
  const predicted = own ?? predictBytecode(name, sources, python);
  const known = learned?.compiled === true ? learned.bytecode : void 0;
  const compiledTo = known ?? totalsOf2(predicted.filter((bytes) => bytes > 0));
  const bytecode = sources.length > 0 ? compiledTo : NOTHING2;
  const tag = pythonTag(python);
  const compiled = sources.map((file) => bytecodePath(file.path, tag));
  const isExact = known !== void 0 || own !== void 0;
  return {
    files: totalsOf2(files.map((file) => file.bytes)),
    bytecode,
    compressed: compressedBytes(wheel) + COMPRESSED_BYTECODE * bytecode.bytes,
    margin: isExact ? 0 : Math.round(BYTECODE_MARGIN * bytecode.bytes),
    sizeSource: "central-directory",
    bytecodeSource: sources.length > 0 ? bytecodeSource2(known, own) : "none",
    folders: foldersAround([...files.map((file) => file.path), ...compiled], python.purelib),
    fileAt: fileAtPath({ files, compiled, predicted, python, shared: learned?.shared }),
    buildBytes: 0
  };
}
function compressedBytes({ files }) {
  return files.reduce((sum, file) => sum + file.compressedBytes, 0);
}
function bytecodeSource2(known, own) {
  if (known !== void 0) return "learned";
  return own === void 0 ? "model" : "compiled";
}
function totalsOf2(files) {
  return {
    count: files.length,
    bytes: files.reduce((sum, bytes) => sum + bytes, 0),
    blocks: files.reduce((sum, bytes) => sum + fileBlocks(bytes), 0)
  };
}
function foldersAround(paths, purelib) {
  const outside2 = paths.filter(isOutside);
  if (outside2.length === 0) return foldersOf(paths, purelib);
  const inside = paths.filter((path) => !isOutside(path));
  const absolute2 = outside2.map((path) => absolutePath(purelib, path));
  return mergeFolders([foldersOf(inside, purelib), foldersOf(absolute2)]);
}
function fileAtPath(brought) {
  let byPath;
  return (path) => {
    byPath ??= filesByPath(brought);
    const found = byPath.get(path);
    return found && { ...found, onDisk: brought.shared?.[path] };
  };
}
function filesByPath({ files, compiled, predicted, python }) {
  const byPath = /* @__PURE__ */ new Map();
  for (const [at, path] of compiled.entries()) {
    const bytes = predicted[at] ?? 0;
    byPath.set(absolutePath(python.purelib, path), { bytes, isBytecode: true, content: void 0 });
  }
  for (const file of files) {
    const { path, bytes } = file;
    const content = contentOf(file);
    byPath.set(absolutePath(python.purelib, path), { bytes, isBytecode: false, content });
  }
  return byPath;
}
function contentOf({ bytes, crc32, calls }) {
  return calls ?? (crc32 === void 0 ? void 0 : `${bytes} ${crc32}`);
}

// src/sizes/measure-distribution.ts
function measureDistribution(one, options) {
  const { contents, unpacked: unpacked2 } = one;
  if (contents && unpacked2)
    return measureSdist({ ...one, contents, unpacked: unpacked2, download: one.file.bytes }, options);
  return contents ? measureWheel(one.name, contents, options) : estimateSdist(one, options);
}
var LISTED_MARGIN = 0.25;
var LIBRARY_RATIO = 1;
var LIBRARY_MARGIN = 2;
function measureSdist(sdist, options) {
  const { name, contents, unpacked: unpacked2, download: download2 } = sdist;
  const { how, nativeBytes, sourceBytes } = unpacked2;
  const measured = measureWheel(name, contents, options);
  const library = how === "listed" ? LIBRARY_RATIO * nativeBytes : 0;
  const files = options.learned?.files ?? withLibrary(measured.files, library);
  const isExact = how === "built" || options.learned !== void 0;
  const uncertain = LISTED_MARGIN * (measured.files.bytes + measured.bytecode.bytes) + LIBRARY_MARGIN * library;
  return {
    ...measured,
    files,
    margin: isExact ? 0 : Math.round(uncertain),
    sizeSource: options.learned ? "learned" : how,
    // The unpacked source, the files as the build collects them, and their wheel, until it is unpacked into the layer (pyspark).
    buildBytes: buildEnvironmentBytes(sdist) + sourceBytes + files.blocks + (download2 ?? sourceBytes)
  };
}
function withLibrary(files, bytes) {
  return {
    count: files.count + (bytes > 0 ? 1 : 0),
    bytes: files.bytes + bytes,
    blocks: files.blocks + bytes
  };
}

// src/plan/measure-environments.ts
function measureEnvironments(manifest, resolution, known) {
  const { python } = resolution.base;
  const shared = {
    planned: null,
    empty: [],
    sizes: measureAll(resolution.distributions, manifest, python, known.learned),
    isolationCost: void 0
  };
  const isolated = new Map(
    resolution.isolated.map(({ phase, distributions }) => {
      const learned = known.learnedIsolated.get(phase.name) ?? /* @__PURE__ */ new Map();
      const sizes = measureAll(distributions, manifest, environmentPython(phase.name, python), learned);
      const own = [...sizes.values()].map((one) => one.planned);
      const environment = {
        planned: plannedEnvironment(phase.name, python),
        empty: [emptyEnvironment(phase.name, python)],
        sizes,
        isolationCost: isolationCost(own, namesElsewhere(phase.name, resolution))
      };
      return [phase.name, environment];
    })
  );
  return ({ name }) => isolated.get(name) ?? shared;
}
function measureAll(distributions, manifest, python, learned) {
  const { bytecode } = manifest.image;
  return new Map(
    distributions.map((one) => {
      const measured = measureDistribution(one, { python, bytecode, learned: learned.get(one.file.sha256) });
      const place = isLocalAddress(one.file.url) || isVersionControl(one.file.url) ? { download: 0, carried: one.file.bytes } : { download: one.file.bytes };
      return [one.name, { planned: planned(one, measured), ...place, measured, compiles: mayCompile(one) }];
    })
  );
}
function planned(one, measured) {
  return {
    name: one.name,
    version: one.version,
    kind: one.kind,
    file: { url: one.file.url, name: one.file.name, sha256: one.file.sha256, bytes: one.file.bytes ?? null },
    ...one.build && { build: one.build },
    installedBytes: measured.files.bytes + measured.bytecode.bytes,
    bytecodeBytes: measured.bytecode.bytes,
    blockBytes: measured.files.blocks + measured.bytecode.blocks + foldersBlocks(measured.folders),
    marginBytes: measured.margin,
    sizeSource: measured.sizeSource,
    bytecodeSource: measured.bytecodeSource
  };
}
var EMPTY_BLOCKS = 13 * 4096;
var EMPTY_COMPRESSED = 7600;
function emptyEnvironment(phase, python) {
  const paths = emptyEnvironmentFiles(phase, python);
  const { bytes, purelib } = plannedEnvironment(phase, python);
  return {
    download: 0,
    measured: {
      files: { count: paths.length, bytes, blocks: EMPTY_BLOCKS },
      bytecode: NOTHING2,
      compressed: EMPTY_COMPRESSED,
      margin: 0,
      sizeSource: "central-directory",
      bytecodeSource: "none",
      folders: foldersOf([...paths, `${purelib}/`]),
      fileAt: () => void 0,
      buildBytes: 0
    }
  };
}
function namesElsewhere(phase, resolution) {
  const others = resolution.isolated.filter((one) => one.phase.name !== phase);
  const brought = [resolution, ...others].flatMap((one) => one.distributions);
  return /* @__PURE__ */ new Set([
    ...resolution.base.distributions.map((one) => normaliseName(one.name)),
    ...brought.map((one) => one.name)
  ]);
}
function isolationCost(own, elsewhere) {
  const again = own.filter((one) => elsewhere.has(one.name));
  const largest = again.reduce(
    (best, one) => best && best.installedBytes >= one.installedBytes ? best : one,
    void 0
  );
  if (!largest) return "isolated: brings nothing that the rest of the image has, too";
  const lead = again.find((one) => one.name === "torch") ?? largest;
  const bytes = formatBytes(again.reduce((sum, one) => sum + one.installedBytes, 0));
  const others = again.length - 1;
  const more = others === 0 ? "" : ` and ${others} more that the rest of the image has, too`;
  return `isolated: brings its own ${lead.name} ${lead.version}${more}, ${bytes}`;
}

// src/plan/order/order-constraints.ts
function orderConstraints(phases, askers) {
  return phases.flatMap(
    (dependent) => dependent.binaryFor.flatMap(
      (name) => phases.filter(
        (other) => other !== dependent && !other.binaryFor.includes(name) && other.installs.includes(name)
      ).map((other) => ({
        before: other.name,
        after: dependent.name,
        because: sentence(dependent, name, askers(other.name, name))
      }))
    )
  );
}
function sentence(dependent, name, askers) {
  const who = askers.length > 0 ? `${askers.join(", ")} brings ${name}` : `it brings ${name}`;
  return `${who}, and the binary of ${dependent.packages.join(", ")} is bound to it`;
}

// src/plan/order/order-phases.ts
var HEAVY_BYTES = 1e9;
var RANKS = ["light", "optional", "heavy", "complex"];
function orderPhases(phases, constraints) {
  const placed = [];
  const waiting = [...phases];
  while (waiting.length > 0) {
    const ready = waiting.filter((phase) => !blockers(phase.name, constraints, waiting).length);
    const next = ready.reduce(
      (best, phase) => best && rankOf(best) <= rankOf(phase) ? best : phase,
      void 0
    );
    if (!next) throw contradiction(waiting, constraints);
    waiting.splice(waiting.indexOf(next), 1);
    placed.push({ name: next.name, reason: reasonOf(next, phases, constraints) });
  }
  return placed;
}
function blockers(name, constraints, waiting) {
  return constraints.filter(
    (one) => one.after === name && waiting.some((phase) => phase.name === one.before)
  );
}
function rankOf(phase) {
  return RANKS.indexOf(rankName(phase));
}
function rankName(phase) {
  if (phase.complex.length > 0) return "complex";
  if (phase.bytes >= HEAVY_BYTES || phase.binaryFor.length > 0) return "heavy";
  return phase.optional ? "optional" : "light";
}
function reasonOf(phase, phases, constraints) {
  const own = constraints.filter((one) => one.after === phase.name);
  const forced = own.map((one) => `after ${one.before}: ${one.because}`);
  const pulled = constraints.filter((one) => one.before === phase.name && declaredLater(one, phases));
  const moved2 = pulled.map((one) => `before ${one.after}: ${one.because}`);
  return [...forced, ...moved2, rankReason(phase)].join("; ");
}
function declaredLater(constraint, phases) {
  const position = (name) => phases.findIndex((phase) => phase.name === name);
  return position(constraint.before) > position(constraint.after);
}
function rankReason(phase) {
  switch (rankName(phase)) {
    case "light":
      return `light: required, ${formatBytes(phase.bytes)}`;
    case "optional":
      return `optional, ${formatBytes(phase.bytes)}: after what is required`;
    case "heavy":
      return phase.binaryFor.length > 0 ? `heavy: bound to ${phase.binaryFor.join(", ")}` : `heavy: ${formatBytes(phase.bytes)}`;
    case "complex":
      return `complex: ${phase.complex.join(", ")}; goes last`;
  }
}
function contradiction(waiting, constraints) {
  const names2 = waiting.map((phase) => phase.name);
  const between = constraints.filter((one) => names2.includes(one.before) && names2.includes(one.after));
  return new ConflictError(`No order of the phases ${names2.join(", ")} keeps every constraint.`, {
    evidence: between.map((one) => `${one.before} before ${one.after}: ${one.because}`).join("\n"),
    remedy: "Put what depends on each other into one phase, or drop one `binary_for`."
  });
}

// src/plan/order/phases-in-order.ts
function phasesInOrder(manifest, resolution, bytesOf2) {
  const resolved = new Map(
    [...resolution.phases, ...resolution.isolated.map((one) => one.phase)].map((one) => [one.name, one])
  );
  const known = manifest.phases.map((phase) => {
    const own = resolved.get(phase.name) ?? { name: phase.name, needs: [], satisfied: [], direct: {} };
    return { phase, resolved: own };
  });
  const constraints = orderConstraints(
    // What happens in an environment of its own moves nothing for the others.
    known.filter(({ phase }) => phase.environment === "shared").map(({ phase, resolved: own }) => ({
      name: phase.name,
      binaryFor: phase.binary_for,
      packages: phase.packages.map((one) => one.text),
      installs: own.needs
    })),
    (name, distribution) => askersOf(resolved.get(name), distribution)
  );
  const placed = orderPhases(
    known.map(({ phase, resolved: own }) => ({
      name: phase.name,
      optional: phase.optional,
      bytes: own.needs.reduce((sum, one) => sum + bytesOf2(phase, one), 0),
      binaryFor: phase.binary_for,
      complex: complexities(phase)
    })),
    constraints
  );
  const ordered = placed.flatMap(({ name, reason }) => {
    const found = known.find(({ phase }) => phase.name === name);
    return found ? [{ ...found, reason }] : [];
  });
  return { ordered, constraints };
}
function complexities(phase) {
  return [
    ...phase.environment === "isolated" ? ["an environment of its own"] : [],
    ...Object.keys(phase.requires ?? {}).length > 0 ? ["requirements of its own"] : []
  ];
}
function askersOf(phase, distribution) {
  return Object.entries(phase?.direct ?? {}).flatMap(
    ([asker, wanted]) => wanted.includes(distribution) ? [asker] : []
  );
}

// src/plan/judge/judge-source-builds.ts
function judgeSourceBuilds(manifest, resolution) {
  const refused4 = environmentsOf(resolution).flatMap((one) => refusedIn(one, manifest.phases));
  return {
    leftOut: refused4.flatMap(
      ({ phase, built }) => phase.optional ? [{ phase: phase.name, reason: sentence2(phase, built) }] : []
    ),
    findings: refused4.flatMap(({ phase, built }) => phase.optional ? [] : [refusal(phase, built)])
  };
}
function refusedIn(environment, all) {
  const sources = sdistsIn(environment);
  const needsOf = (phase) => environment.phases.find((one) => one.name === phase.name)?.needs ?? [];
  const builtAnyway = new Set(all.filter((phase) => !forbidsSourceBuilds(phase)).flatMap(needsOf));
  return all.filter(forbidsSourceBuilds).flatMap((phase) => {
    const built = needsOf(phase).filter((name) => sources.has(name) && !builtAnyway.has(name));
    return built.length > 0 ? [{ phase, built: built.map((name) => sources.get(name) ?? name) }] : [];
  });
}
function sdistsIn({ distributions }) {
  const sources = distributions.filter((one) => one.kind === "sdist");
  return new Map(sources.map((one) => [one.name, `${one.name} ${one.version}`]));
}
function compilesMuch(phase) {
  return !forbidsSourceBuilds(phase) && (phase.source_build === "allowed" || phase.binary_for.length > 0);
}
function compilesAnything(manifest, resolution) {
  const compiling = new Set(manifest.phases.filter(compilesMuch).map((phase) => phase.name));
  return environmentsOf(resolution).some((environment) => {
    const sources = new Set(environment.distributions.filter(mayCompile).map((one) => one.name));
    return environment.phases.some(
      (phase) => compiling.has(phase.name) && phase.needs.some((name) => sources.has(name))
    );
  });
}
function sentence2(phase, built) {
  const rule = phase.source_build === "never" ? "`source_build: never` forbids it" : "beside `wheels` that isn't allowed";
  return `${built.join(", ")} would be built from source, and ${rule}`;
}
function refusal(phase, built) {
  return {
    id: "source-build-refused",
    severity: "error",
    message: `In phase ${phase.name}, ${sentence2(phase, built)}.`,
    remedy: `Pin versions that have wheels for this base, or write \`source_build: allowed\`.`,
    phase: phase.name,
    source: "the lock: no wheel of these fits the base"
  };
}

// src/plan/source-build.ts
var BYTES_PER_THREAD = 5e9;
var THREAD_HOURS = [5, 10];
var MOST_NVCC_THREADS = 4;
function predictSourceBuild(machine) {
  const memory = Math.min(machine.memoryLimitBytes ?? Number.POSITIVE_INFINITY, machine.hostMemoryBytes);
  const affordable = Math.floor(memory / BYTES_PER_THREAD);
  const parallel = Math.max(1, Math.min(affordable, machine.cpus));
  const nvccThreads = Math.min(MOST_NVCC_THREADS, parallel);
  const jobs = Math.max(1, Math.floor(parallel / nvccThreads));
  const used = jobs * nvccThreads;
  const fits = affordable >= 1;
  const needed = formatBytes(BYTES_PER_THREAD);
  return {
    jobs,
    nvccThreads,
    memoryBytes: used * BYTES_PER_THREAD,
    hours: [THREAD_HOURS[0] / used, THREAD_HOURS[1] / used],
    fits,
    reason: fits ? `${formatBytes(memory)} of memory and ${machine.cpus} cores allow ${jobs} \xD7 ${nvccThreads} compilers of about ${needed}.` : `One compiler needs about ${needed}, and the build has ${formatBytes(memory)}.`
  };
}

// src/plan/planned-phases.ts
function plannedPhases(ordered, environmentOf5, facts) {
  const { arrangement, disk, manifest } = facts;
  const brought = /* @__PURE__ */ new Set();
  return ordered.map(({ phase, resolved, reason }) => {
    const whyOut = whyLeftOut(phase.name, facts);
    const leftOut2 = whyOut !== void 0;
    const layers = arrangement.layers[phase.name] ?? [];
    const own = layers.flat();
    const { planned: planned2, empty, sizes, isolationCost: isolationCost2 } = environmentOf5(phase);
    const all = plannedSystem(phase, facts.system, brought);
    const system = leftOut2 ? { ...all, packages: [] } : all;
    for (const file of system.packages) brought.add(file.name);
    const run = plannedRun(phase, manifest);
    const sized = (names2) => names2.flatMap((name) => sizes.get(name) ?? []);
    const installed = sized([...own].sort());
    const distributions = installed.map((one) => one.planned);
    const compiled = installed.filter((one) => one.compiles).map((one) => one.planned);
    const why = isolationCost2 === void 0 ? reason : `${reason}; ${isolationCost2}`;
    const made = [
      ...system.packages.length > 0 ? [systemLayer(system.packages)] : [],
      ...leftOut2 ? [] : madeLayers(layers.map(sized), empty, run)
    ];
    return {
      name: phase.name,
      packages: phase.packages.map((one) => one.text),
      imports: phase.imports,
      optional: phase.optional,
      environment: planned2,
      distributions,
      system,
      run,
      shared: [...resolved.satisfied, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      disk: made.map((one) => one.onDisk),
      leftOut: leftOut2,
      wheel: leftOut2 ? null : plannedWheel(phase, facts),
      sourceBuild: sourceBuild(phase, compiled, facts.machine),
      sizes: stackSizes(made, disk),
      reason: leftOut2 ? `left out: ${whyOut}` : why
    };
  });
}
function madeLayers(layers, empty, run) {
  const [first = [], ...rest] = layers;
  const made = [...empty, ...first];
  const packages = (made.length === 0 ? rest : [made, ...rest]).map((layer) => layerSizes(layer));
  return run ? [...packages, runLayer(run.bytes)] : packages;
}
function whyLeftOut(phase, { leftOut: leftOut2, arrangement }) {
  const known = leftOut2.find((one) => one.phase === phase)?.reason;
  return known ?? (arrangement.leftOut.includes(phase) ? arrangement.reason : void 0);
}
function plannedWheel({ name }, { wheels }) {
  const wheel = wheels.find((one) => one.phase === name);
  return wheel ? { distribution: wheel.distribution, url: wheel.url, chosenBy: wheel.chosenBy } : null;
}
function sourceBuild(phase, compiled, machine) {
  if (machine === void 0 || compiled.length === 0 || !compilesMuch(phase)) return null;
  const named2 = compiled.map((one) => `${one.name} ${one.version}`);
  return { distributions: named2, ...predictSourceBuild(machine) };
}

// src/plan/source-remarks.ts
function sourceRemark({ name, version }, wheels, python) {
  if (wheels === void 0)
    return `${name} ${version} is built from source, because none of the files that are known of it is a wheel that fits: its size is an estimate.`;
  if (!wheels.any)
    return `${name} ${version} exists only as source: its size is an estimate.${firstOf2(wheels)}`;
  const others = wheels.pythons.length > 0 ? `for Python ${listed(wheels.pythons)}` : "for other systems";
  const minor = python.split(".").slice(0, 2).join(".");
  return `${name} ${version} has wheels ${others}, and none for this base's Python ${minor}: it is built from source, and its size is an estimate.${firstOf2(wheels)}`;
}
function firstOf2(wheels) {
  return wheels.first ? ` The first version with a wheel that fits is ${wheels.first}.` : "";
}
function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

// src/plan/strategy/split-layers.ts
function splitLayers(pieces, cap) {
  const layers = [];
  const largestFirst = bundles(pieces).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  for (const { bytes, names: names2 } of largestFirst) {
    const room = layers.find((layer) => layer.bytes + bytes <= cap);
    if (room) {
      room.bytes += bytes;
      room.names.push(...names2);
    } else layers.push({ bytes, names: [...names2] });
  }
  return layers.map((layer) => layer.names.sort());
}
function bundles(pieces) {
  const groups = /* @__PURE__ */ new Map();
  for (const piece of pieces) {
    const key = piece.group === void 0 ? `alone ${piece.name}` : `group ${piece.group}`;
    groups.set(key, [...groups.get(key) ?? [], piece]);
  }
  return [...groups.values()].map((own) => {
    const names2 = own.map((one) => one.name).sort();
    return { name: names2[0] ?? "", names: names2, bytes: bytesOf(own) };
  });
}
function keepsGroups(layers, pieces) {
  const layerOf2 = (name) => layers.findIndex((layer) => layer.includes(name));
  return bundles(pieces).every(({ names: names2 }) => new Set(names2.map(layerOf2)).size === 1);
}
function bytesOf(pieces) {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0);
}

// src/plan/strategy/candidates.ts
var CAP_STEP = 0.8;
function* candidatesFor(phases, maxLayerBytes) {
  const optional = phases.filter((one) => one.optional).map((one) => one.name).reverse();
  for (let count = 0; count <= optional.length; count++) {
    const leftOut2 = optional.slice(0, count);
    const own = ownPieces(phases.filter((one) => !leftOut2.includes(one.name)));
    let last = "";
    for (const cap of capsFor(own, maxLayerBytes)) {
      const layers = Object.fromEntries(own.map((one) => [one.name, splitLayers(one.pieces, cap)]));
      const text2 = JSON.stringify(layers);
      if (text2 !== last) yield { layers, leftOut: leftOut2, isSplit: cap < maxLayerBytes };
      last = text2;
    }
  }
}
function* capsFor(own, maxLayerBytes) {
  yield maxLayerBytes;
  const largest = Math.max(0, ...own.flatMap((one) => one.pieces.map((piece) => piece.bytes)));
  const total = Math.max(0, ...own.map((one) => bytesOf(one.pieces)));
  for (let cap = Math.min(maxLayerBytes, total) * CAP_STEP; cap > largest; cap *= CAP_STEP) yield cap;
  if (largest < maxLayerBytes) yield largest;
}
function ownPieces(phases) {
  const taken2 = /* @__PURE__ */ new Map();
  return phases.map(({ name, environment, needs }) => {
    const there = taken2.get(environment) ?? /* @__PURE__ */ new Set();
    taken2.set(environment, there);
    const pieces = needs.filter((piece) => !there.has(piece.name));
    for (const piece of pieces) there.add(piece.name);
    return { name, pieces };
  });
}
function isArrangementOf(kept, phases) {
  const own = ownPieces(phases.filter((phase) => !kept.leftOut.includes(phase.name)));
  const isSame = own.every(({ name, pieces }) => {
    const names2 = pieces.map((piece) => piece.name).toSorted();
    const layers = kept.layers[name] ?? [];
    return layers.flat().toSorted().join() === names2.join() && keepsGroups(layers, pieces);
  });
  return isSame && own.length === Object.keys(kept.layers).length;
}

// src/plan/strategy/strategy.ts
function chooseStrategy(phases, room, neededBy) {
  const budget = room.freeBytes - room.reserveBytes;
  const needs = { whole: 0, withAll: Number.POSITIVE_INFINITY };
  let smallest;
  for (const candidate of candidatesFor(phases, room.maxLayerBytes)) {
    const needed = neededBy(candidate);
    if (candidate.leftOut.length === 0) {
      needs.whole ||= needed;
      needs.withAll = Math.min(needs.withAll, needed);
    }
    if (needed <= budget) return { ...candidate, ...described(candidate, needs, room) };
    if (smallest?.candidate.leftOut.length !== candidate.leftOut.length || needed < smallest.needed)
      smallest = { candidate, needed };
  }
  const { layers, leftOut: leftOut2 } = smallest?.candidate ?? { layers: {}, leftOut: [] };
  return { kind: "refused", layers, leftOut: leftOut2, reason: "the required phases don't fit, even split" };
}
function described(candidate, needs, room) {
  const { leftOut: leftOut2, isSplit } = candidate;
  if (leftOut2.length > 0) {
    const names2 = leftOut2.join(" and ");
    return { kind: "degraded", reason: `with ${names2} it would need ${formatBytes(needs.withAll)}` };
  }
  if (!isSplit) return { kind: "whole", reason: wholeReason(candidate, room) };
  const reason = `one layer a phase would need ${formatBytes(needs.whole)}, and a commit copies a layer: split ones need less`;
  return { kind: "split", reason };
}
function wholeReason({ layers }, room) {
  const capped = Object.entries(layers).flatMap(([name, all]) => all.length > 1 ? [name] : []);
  if (capped.length === 0) return "there is room for each phase as one layer";
  return `there is room; ${capped.join(", ")} in several layers, because none may pass ${formatBytes(room.maxLayerBytes)}`;
}

// src/plan/make-plan.ts
function makePlan(manifest, resolution, facts) {
  const { parts, constraints } = partsOf(manifest, resolution, facts);
  const strategy = strategyFor(parts);
  const phases = phasesAs(strategy, parts);
  const { clashes, findings, without: without2 } = judgeClashes(manifest, phases, parts.collidedOf);
  if (without2) return makePlan(manifest, resolution, { ...facts, leftOut: [...facts.leftOut, without2] });
  const totals2 = totalSizes(phases, facts.disk);
  const environments = guardedEnvironments(manifest, resolution);
  return {
    schema: 1,
    name: manifest.name,
    createdAt: facts.createdAt.toISOString(),
    manifestDigest: facts.manifestDigest,
    base: plannedBase(facts.base, resolution.base, declaredRemarks(manifest, facts.base.reference, phases)),
    cuda: resolution.base.cuda !== null || allDistributions(resolution).some(bringsCuda),
    bytecode: manifest.image.bytecode,
    kept: keptPins(manifest.keep, resolution.base),
    phases,
    ...{ constraints, clashes },
    disk: facts.disk,
    totals: totals2,
    verdict: judge(strategy, totals2, facts.freeBytes, manifest.disk.reserve),
    findings: sortFindings([
      ...[...facts.findings, ...findings],
      ...runGuards(environments),
      ...absentNames(manifest, resolution),
      ...proposedImports(manifest, resolution),
      ...sourceBuilds(phases),
      ...otherTorchBuilds(phases, environments),
      ...adviceFindings(resolution.advice)
    ]),
    warnings: warnings(facts, phases, manifest.image.strip, resolution)
  };
}
function blocksOf3({ sizes }, distribution) {
  return sizes.get(distribution)?.planned.blockBytes ?? 0;
}
function partsOf(manifest, resolution, facts) {
  const environmentOf5 = measureEnvironments(manifest, resolution, facts);
  const base = { purelib: resolution.base.python.purelib, kept: facts.keptFiles };
  const collided = /* @__PURE__ */ new Map();
  const collidedOf = (phase) => {
    const environment = environmentOf5(phase);
    const known = collided.get(environment) ?? collidedEnvironment(environment, base);
    collided.set(environment, known);
    return known;
  };
  const { ordered: declared, constraints } = phasesInOrder(
    manifest,
    resolution,
    (phase, name) => blocksOf3(environmentOf5(phase), name)
  );
  const ordered = [...systemPhase(manifest), ...declared];
  const parts = { manifest, facts, ordered, environmentOf: environmentOf5, collidedOf };
  return { parts, constraints };
}
function phasesAs(arrangement, parts) {
  const { ordered, environmentOf: environmentOf5, facts, manifest } = parts;
  return plannedPhases(ordered, environmentOf5, { ...facts, manifest, arrangement });
}
function strategyFor(parts) {
  const { ordered, environmentOf: environmentOf5, collidedOf, facts, manifest } = parts;
  const leftOut2 = new Set(facts.leftOut.map((one) => one.phase));
  const planned2 = ordered.filter(({ phase }) => !leftOut2.has(phase.name));
  const phases = planned2.map(({ phase, resolved }) => ({
    name: phase.name,
    optional: phase.optional,
    environment: environmentOf5(phase).planned?.path,
    needs: resolved.needs.map((name) => ({
      name,
      bytes: blocksOf3(environmentOf5(phase), name),
      group: collidedOf(phase).groupOf(name)
    }))
  }));
  const { arrangement } = facts;
  if (arrangement && isArrangementOf(arrangement, phases)) {
    const names2 = new Set(phases.map((one) => one.name));
    return { ...arrangement, leftOut: arrangement.leftOut.filter((name) => names2.has(name)) };
  }
  const room = {
    // Where it isn't known, nothing is split or left out for it.
    freeBytes: facts.freeBytes ?? Number.MAX_SAFE_INTEGER,
    reserveBytes: manifest.disk.reserve,
    maxLayerBytes: manifest.image.max_layer
  };
  return chooseStrategy(phases, room, (candidate) => {
    const asked2 = phasesAs({ ...candidate, reason: "" }, parts);
    return totalSizes(asked2, facts.disk).peak;
  });
}
function allDistributions({ distributions, isolated }) {
  return [...distributions, ...isolated.flatMap((one) => one.distributions)];
}
function bringsCuda(one) {
  return one.name.startsWith("nvidia-") || /\+cu\d/.test(one.version);
}
function judge({ kind, reason }, { peak: neededBytes }, freeBytes, reserveBytes) {
  const numbers = { neededBytes, reserveBytes, strategy: kind };
  if (freeBytes === void 0) {
    return { fits: null, ...numbers, freeBytes: null, reason: "the engine's disk isn't known" };
  }
  const fits = kind !== "refused" && neededBytes + reserveBytes <= freeBytes;
  return { fits, ...numbers, freeBytes, reason };
}
function warnings({ base: { reference: base } }, phases, strip, resolution) {
  const estimated2 = phases.flatMap(
    (phase) => phase.distributions.filter((one) => one.sizeSource === "ratio" || one.sizeSource === "listed")
  );
  return [
    ...base.includes("@sha256:") ? [] : [`The base ${base} is named by a tag, which can move; a digest (name@sha256:\u2026) can't.`],
    ...phases.flatMap(unknownRun),
    ...estimated2.map((one) => {
      const elsewhere = resolution.advice.flatMap(
        (each) => each.elsewhere.find(({ name }) => name === one.name) ?? []
      );
      return sourceRemark(one, elsewhere[0], resolution.base.python.version);
    }),
    ...strip.length > 0 ? [
      `What \`image.strip\` takes out (${strip.join(", ")}) is not counted: layers will be smaller than planned, their installation as large.`
    ] : [],
    ...baseRemarks(resolution.base),
    ...resolution.remarks
  ];
}
function unknownRun(phase) {
  if (!phase.run || phase.run.bytes !== null || phase.leftOut) return [];
  return [
    `What the commands of phase ${phase.name} leave in the image is unknown and not in these numbers; \`run_size: 2GB\` in the phase says it.`
  ];
}

// src/resolve/direct/direct-url-requirements.ts
function directNames({ phases }) {
  const all = phases.flatMap((phase) => phase.packages);
  return new Set(all.filter((one) => one.source !== void 0).map((one) => one.normalised));
}
function webAddresses({ phases }) {
  const all = phases.flatMap((phase) => phase.packages);
  const addresses = all.flatMap(({ source }) => source && !source.git ? source.address : []);
  return [...new Set(addresses)].filter((address) => !isLocalAddress(address));
}
function directUrlRequirements(phase, environment) {
  return phase.packages.flatMap((requirement) => {
    const { source, marker } = requirement;
    if (source === void 0 || !markerHolds(marker, environment)) return [];
    return [{ phase: phase.name, requirement, source }];
  });
}

// src/resolve/system/ask-apt.ts
var AptRefusal = class extends Error {
  error;
  /** Fresh lists may say otherwise. */
  passing;
  constructor(error, output) {
    super(error.message, { cause: error });
    const trouble = aptTrouble(output);
    this.error = error;
    this.passing = trouble === "network" || trouble === "absent" ? trouble : void 0;
  }
};
async function askApt(container, requests, os, ports) {
  const installed = await readyApt(container, os, ports);
  const steps = /* @__PURE__ */ new Map();
  const groups = [];
  for (const request of requests) {
    const { group, found } = await askGroup(container, request, installed, ports);
    groups.push(group);
    for (const step of found) steps.set(step.name, step);
  }
  if (groups.length > 1) await requireTogether(container, [...steps.values()], ports);
  return { files: await filesOf2(container, [...steps.values()], ports), groups };
}
async function readyApt(container, os, ports) {
  const installed = await installedPackages(container, os, ports);
  await prepareApt(container, ports.network);
  const update = await apt(container, "apt-get", ["update"], ports);
  const half = /^W: (?:Failed to fetch|Some index files)/m.test(update.stderr);
  requireDone("The base's package lists", update, half);
  return installed;
}
async function installedPackages(container, os, ports) {
  const command = ["dpkg-query", "--show", `--showformat=${INSTALLED_FORMAT}`];
  const result = await execText(container, { command, signal: ports.signal });
  if (result.exitCode === 0) return parseInstalled(result.stdout);
  throw new BuildError(
    `The base image can't take \`system_packages\`: it is ${os.id} ${os.version}, without apt.`,
    {
      evidence: result.stderr.trim(),
      remedy: "Choose a base of Debian or Ubuntu, or one that holds these packages, and remove `system_packages`."
    }
  );
}
async function askGroup(container, { phase, asked: asked2 }, installed, ports) {
  const isSatisfied = (text2) => {
    const { name, version } = parseSystemPackage(text2);
    return installed.has(name) && (version === void 0 || installed.get(name) === version);
  };
  const wanted = asked2.filter((text2) => !isSatisfied(text2));
  const provided = asked2.filter(isSatisfied).map((text2) => {
    const { name } = parseSystemPackage(text2);
    return `${name}=${installed.get(name)}`;
  });
  const what = `The system packages ${asked2.join(", ")}`;
  const result = await simulate(container, wanted, ports);
  requireDone(what, result);
  const found = parseSimulation(result.stdout);
  requireNamed(wanted, found, parseSelections(`${result.stdout}
${result.stderr}`));
  return { group: { phase, asked: asked2, needs: found.map((step) => step.name).sort(), provided }, found };
}
function requireNamed(wanted, found, selections) {
  const names2 = new Set(found.map((step) => step.name));
  const lost = wanted.map((text2) => parseSystemPackage(text2).name).filter((name) => !names2.has(name));
  if (lost.length === 0) return;
  throw new ConflictError(`apt knows no package ${lost.join(", ")} by this name alone.`, {
    evidence: selections.slice(0, 5).join("\n"),
    remedy: "Name the package that shall be installed: what apt would select instead is shown above."
  });
}
async function requireTogether(container, steps, ports) {
  const result = await simulate(
    container,
    steps.map((step) => `${step.name}=${step.version}`),
    ports
  );
  requireDone("The system packages of all phases together", result);
}
async function filesOf2(container, steps, ports) {
  if (steps.length === 0) return [];
  const names2 = steps.map((step) => `${step.name}:${step.architecture}=${step.version}`);
  const shown2 = await apt(container, "apt-cache", ["show", ...names2.map(plainArchitecture)], ports);
  requireDone("The records of the system packages", shown2);
  const records = parseRecords(shown2.stdout);
  return steps.map((step) => {
    const record3 = records.get(`${step.name}=${step.version}`);
    if (record3) return { ...step, ...record3 };
    throw new BuildError(`apt names no size for ${step.name} ${step.version}.`);
  }).sort((a, b) => a.name < b.name ? -1 : 1);
}
function plainArchitecture(name) {
  return name.replace(/:(?:all|amd64)=/, "=");
}
function simulate(container, packages, ports) {
  if (packages.length === 0) return Promise.resolve({ exitCode: 0, stdout: "", stderr: "" });
  return apt(container, "apt-get", ["install", "--simulate", "--yes", "--", ...packages], ports);
}
function apt(container, program, args, ports) {
  return execText(container, {
    command: aptCommand(program, args),
    env: aptEnv(ports.network),
    workdir: "/",
    signal: ports.signal
  });
}
function requireDone(what, result, failed = false) {
  if (result.exitCode === 0 && !failed) return;
  const output = `${result.stdout}
${result.stderr}`;
  throw new AptRefusal(aptError(what, output), output);
}

// src/resolve/system/apt-with-retries.ts
var WAITS_MS = [5e3, 1e4];
async function aptWithRetries(ask4, ports) {
  let absentBefore = false;
  for (let tries = 0; ; tries++) {
    try {
      return await ask4();
    } catch (error) {
      if (!(error instanceof AptRefusal)) throw error;
      const wait2 = WAITS_MS[tries];
      const certain = error.passing === void 0 || error.passing === "absent" && absentBefore;
      if (certain || wait2 === void 0) throw error.error;
      absentBefore = error.passing === "absent";
      ports.log.debug(`apt: ${error.message} Asked again in ${wait2 / 1e3} s.`);
      await ports.clock.sleep(wait2, ports.signal);
    }
  }
}

// src/resolve/system/resolve-system-packages.ts
async function resolveSystemPackages(manifest, base, toolbox, ports) {
  const requests = systemRequests(manifest);
  const { imageId } = base;
  if (requests.length === 0 || imageId === void 0) return NO_SYSTEM_PACKAGES;
  const key = keyFor("system-packages", [FORMAT4, imageId, requests]);
  const recalled = base.refresh ? void 0 : await recall2(key, ports);
  if (recalled) return recalled;
  const resolution = await ports.log.task(
    "resolve the system packages",
    () => aptWithRetries(
      () => toolbox.open(
        imageId,
        "system-packages",
        (container) => askApt(container, requests, base.facts.os, ports)
      ),
      ports
    )
  );
  await keepJson(ports.cache, key, { at: ports.clock.now().toISOString(), resolution });
  return resolution;
}
function systemRequests(manifest) {
  return [
    { phase: SYSTEM_PHASE, asked: manifest.system_packages },
    ...manifest.phases.map((phase) => ({ phase: phase.name, asked: phase.system_packages }))
  ].filter(({ asked: asked2 }) => asked2.length > 0);
}
var FRESH_MS = 60 * 60 * 1e3;
var Kept2 = strictObject({ at: iso_exports.datetime(), resolution: SystemResolution });
var FORMAT4 = 1;
async function recall2(key, ports) {
  const kept = await recallJson(ports.cache, key, Kept2);
  const age = ports.clock.now().getTime() - Date.parse(kept?.at ?? "");
  return age >= 0 && age < FRESH_MS ? kept?.resolution : void 0;
}

// src/resolve/write-lock.ts
import { join as join10 } from "node:path";

// src/resolve/given-lock/locked-commit.ts
function commitFault(vcs, name, allowPrivate) {
  if (vcs.type !== "git" || vcs.url === void 0) {
    return "is locked as a version-control checkout that isn't git's by its address; lock it by name and version from an index";
  }
  if (!isCommitId(vcs["commit-id"])) return "is locked without a whole commit id; lock it again";
  const fault = gitFault(`git+${addressOf2(vcs)}`, name);
  if (fault !== void 0) return fault;
  return allowPrivate ? void 0 : privateFault(vcs.url);
}
function privateFault(url) {
  const fault = privateGitFault(url);
  return fault && `is locked at an address that ${fault}`;
}
function lockedCommit(vcs) {
  const commit2 = gitCommit(`git+${addressOf2(vcs)}`);
  return commit2 && { ...commit2, requested: vcs["requested-revision"] };
}
function addressOf2({ url = "", subdirectory, "commit-id": commit2 }) {
  return `${url}@${commit2}${subdirectory === void 0 ? "" : `#subdirectory=${subdirectory}`}`;
}
function commitTable({ url, revision }) {
  const commit2 = gitCommit(url);
  if (commit2 === void 0) return void 0;
  return {
    ...{ type: "git", url: commit2.url },
    ...revision !== void 0 && { "requested-revision": revision },
    "commit-id": commit2.revision,
    ...commit2.subdirectory !== void 0 && { subdirectory: commit2.subdirectory }
  };
}
function otherCommit(name, asked2, locked2) {
  const wanted = `the manifest names ${name} at ${gitAddress(asked2)}`;
  if (locked2 === void 0) return `${wanted}, and it is locked as a file`;
  const address = gitAddress({ ...locked2, revision: asked2.revision });
  if (address !== gitAddress(asked2)) return `${wanted}, and it is locked at ${gitAddress(locked2)}`;
  const { revision = "HEAD" } = asked2;
  if (isCommitId(revision) ? revision === locked2.revision : revision === (locked2.requested ?? "HEAD"))
    return void 0;
  const requested = locked2.requested === void 0 ? "" : `, for \`${locked2.requested}\``;
  return `${wanted}, and it is locked at commit ${locked2.revision}${requested}`;
}

// src/resolve/write-lock.ts
function writeLock({ base, locked: locked2, phases, distributions }, manifestFolder = "") {
  const builds = new Map(distributions.map((one) => [one.name, one.build]));
  const needed = new Set(phases.flatMap((phase) => [...phase.needs, ...phase.satisfied]));
  const direct = Object.assign({}, ...phases.map((phase) => phase.direct));
  const written = locked2.filter((one) => needed.has(one.name) && filesOf3(one).length > 0);
  const names2 = new Set(written.map((one) => one.name));
  const packages = written.toSorted((a, b) => a.name < b.name ? -1 : 1).map((one) => {
    const dependencies = (direct[one.name] ?? []).filter((name) => names2.has(name));
    return { ...packageTable(one, dependencies, manifestFolder), ...buildTable(builds.get(one.name)) };
  });
  return stringify({
    "lock-version": "1.0",
    "created-by": "surelayer",
    "requires-python": pythonRange(base.python.version),
    environments: [environmentOf2(base.python)],
    packages
  });
}
function packageTable(one, dependencies, manifestFolder) {
  const table = (file) => fileTable(file, manifestFolder);
  const wheels = one.wheels.filter(isLasting).map(table);
  const vcs = one.sdist && commitTable(one.sdist);
  return {
    name: one.name,
    version: one.version,
    ...one.index !== void 0 && { index: withoutLogin(one.index) },
    // Also where there are none: only so a reader knows that it needn't look into the wheel.
    dependencies: dependencies.toSorted().map((name) => ({ name })),
    ...vcs !== void 0 && { vcs },
    ...one.sdist && vcs === void 0 && isLasting(one.sdist) && { sdist: table(one.sdist) },
    ...wheels.length > 0 && { wheels }
  };
}
function buildTable(build) {
  if (build === void 0) return {};
  const distributions = build.distributions.map(({ name, version, file }) => {
    return { name, version, file: fileTable({ ...file, bytes: file.bytes ?? void 0 }, "") };
  });
  return {
    tool: { surelayer: { "build-requires": [...build.requires], "build-distributions": distributions } }
  };
}
function fileTable({ name, url, bytes, sha256: sha2562 }, manifestFolder) {
  const location = isLocalAddress(url) ? { path: join10(manifestFolder, url) } : { url: withoutLogin(url) };
  return { name, ...location, ...bytes !== void 0 && { size: bytes }, hashes: { sha256: sha2562 } };
}
function filesOf3(one) {
  return [...one.wheels, ...one.sdist ? [one.sdist] : []].filter(isLasting);
}
function isLasting({ url }) {
  return isLocalAddress(url) || /^(?:git\+|https?:\/\/)/.test(url);
}
function withoutLogin(address) {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.username === "" && url.password === "") return address;
  url.username = "";
  url.password = "";
  return url.href;
}
function pythonRange(version) {
  const [major = 3, minor = 0] = version.split(".").map(Number);
  return `>=${major}.${minor},<${major}.${minor + 1}`;
}
function environmentOf2({ implementation, machine }) {
  return `sys_platform == 'linux' and platform_machine == '${machine}' and implementation_name == '${implementation}'`;
}

// src/wheels/fetch/local-files-http.ts
import { join as join11 } from "node:path";
function withLocalFiles(http, files, folder) {
  return {
    request: (address, request = {}) => isLocalAddress(address) ? readLocal(files, join11(folder, address), request.headers?.["range"]) : http.request(address, request)
  };
}
async function readLocal(files, path, range) {
  const bytes = await files.open(path).then((file) => file.bytes).catch(() => void 0);
  if (bytes === void 0) return { status: 404, headers: {}, body: new Uint8Array() };
  const [, first = "0", last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const start = Number(first);
  const end = Math.min(bytes, last === void 0 ? bytes : Number(last) + 1);
  const body = await files.readPart(path, start, end);
  if (body.length !== end - start) {
    throw new RegistryError(`The file ${path} changed while it was read.`, { remedy: "Run again." });
  }
  if (range === void 0) return { status: 200, headers: {}, body };
  return { status: 206, headers: { "content-range": `bytes ${start}-${end - 1}/${bytes}` }, body };
}

// src/wheels/fetch/public-redirects.ts
var REMEDY = "Write the address that it stands for, or allow what is inside with `--allow-private-index`, if you know who sends you there.";
function withPublicRedirects(http, { allowPrivate, trusted }) {
  if (allowPrivate) return http;
  return {
    request: (address, request) => trusted.has(new URL(address).host) ? http.request(address, request) : http.request(address, { ...request, redirectFault })
  };
}
async function requireStraight(addresses, http, signal) {
  const ask4 = async (address) => {
    try {
      await http.request(address, { headers: { range: "bytes=0-0" }, maxBytes: MOST_BYTES2, signal });
    } catch (error) {
      signal.throwIfAborted();
      const { code } = error.cause ?? {};
      if (code === "REDIRECT_REFUSED") throw error;
    }
  };
  await Promise.all(addresses.map(ask4));
}
var MOST_BYTES2 = 64 * 1024;
function redirectFault(from, to) {
  const why = privateRedirectFault(from, to);
  return why === void 0 ? void 0 : { why, remedy: REMEDY };
}
function configuredHosts(installerEnv) {
  const urls = Object.entries(installerEnv).flatMap(
    ([name, value]) => /INDEX/.test(name) ? value.split(/\s+/) : []
  );
  return new Set(urls.flatMap((url) => URL.canParse(url) ? [new URL(url).host] : []));
}

// src/base/declared-facts.ts
var ASSUMED_GLIBC = [2, 28];
var ASSUMED_PREFIX = "/usr/local";
function declaredFacts(provides) {
  const minor = minorVersion(provides.python);
  return {
    python: {
      executable: `${ASSUMED_PREFIX}/bin/python3`,
      version: provides.python,
      implementation: "cpython",
      machine: "x86_64",
      glibc: ASSUMED_GLIBC,
      purelib: `${ASSUMED_PREFIX}/lib/python${minor}/site-packages`,
      scripts: `${ASSUMED_PREFIX}/bin`,
      externallyManaged: false
    },
    os: { id: "unknown", version: "" },
    distributions: Object.entries(provides.packages).map(([name, version]) => ({
      ...{ name, version },
      ...{ location: null, entry: null, installer: null }
    })),
    cuda: provides.cuda ?? null,
    nvcc: null
  };
}

// src/plan/differences/plan-numbers.ts
function numberDifferences(written, derived) {
  const pairs = written.phases.flatMap((phase) => {
    const given2 = derived.phases.find((one) => one.name === phase.name);
    return given2 ? [{ phase, given: given2 }] : [];
  });
  const each = pairs.flatMap(({ phase, given: given2 }) => distributionsOf(phase, given2));
  const slack = each.reduce((sum, one) => sum + (one.isNearEnough ? one.slack : 0), 0);
  return [
    ...each.flatMap(
      ({ name, told: told2, expected, isNearEnough }) => isNearEnough ? farFrom(name, told2, expected) : unequal(name, told2, expected, 0)
    ),
    ...pairs.flatMap(({ phase, given: given2 }) => [
      ...unequal(`phase.${phase.name}.sizes`, phase.sizes, given2.sizes, slack),
      ...layersOf(phase).flatMap(
        ({ name, numbers }, index) => unequal(name, numbers, given2.disk[index] ?? {}, slack)
      )
    ]),
    ...unequal("totals", written.totals, derived.totals, slack)
  ];
}
function layersOf({ name, disk }) {
  return disk.map((numbers, index) => ({ name: `phase.${name}.disk.${index}`, numbers }));
}
function distributionsOf(phase, given2) {
  return phase.distributions.flatMap((told2) => {
    const expected = given2.distributions.find((one) => one.name === told2.name);
    if (expected === void 0) return [];
    const isNearEnough = !isSameSource(told2, expected) && mayDiffer(told2, expected);
    const slack = 4 * Math.max(told2.blockBytes, expected.blockBytes);
    const name = `phase.${phase.name}.distribution.${told2.name}`;
    return { name, told: sizesOf(told2), expected: sizesOf(expected), isNearEnough, slack };
  });
}
function isSameSource(a, b) {
  return a.sizeSource === b.sizeSource && a.bytecodeSource === b.bytecodeSource;
}
function mayDiffer(told2, expected) {
  const learned = [told2, expected].some(
    (one) => one.sizeSource === "learned" || one.bytecodeSource === "learned"
  );
  return learned || told2.kind === "sdist";
}
function sizesOf({ installedBytes, bytecodeBytes, blockBytes, marginBytes }) {
  return { installedBytes, bytecodeBytes, blockBytes, marginBytes };
}
function unequal(name, told2, expected, slack) {
  return Object.entries(told2).flatMap(([key, value]) => {
    const wanted = expected[key] ?? 0;
    return Math.abs(value - wanted) <= slack ? [] : [saying(`${name}.${key}`, value, wanted)];
  });
}
var NEAR_BYTES = 1024 * 1024;
function farFrom(name, told2, expected) {
  const installed = 2 * (expected["installedBytes"] ?? 0);
  return Object.entries(told2).flatMap(([key, value]) => {
    const wanted = expected[key] ?? 0;
    const isWhole = key === "installedBytes" || key === "blockBytes";
    const [least, most] = isWhole ? [wanted / 2, 2 * wanted] : [0, Math.max(installed, 2 * wanted)];
    const isNear2 = value <= most + NEAR_BYTES && value >= least - NEAR_BYTES;
    return isNear2 ? [] : [saying(`${name}.${key}`, value, wanted)];
  });
}
function saying(name, told2, given2) {
  return `${name}: the plan says ${told2} bytes; the files give ${given2}`;
}

// src/plan/differences/plan-differences.ts
function planDifferences(written, derived) {
  const [told2, given2] = [leaves(decisions(written)), leaves(decisions(derived))];
  const paths = [.../* @__PURE__ */ new Set([...told2.keys(), ...given2.keys()])];
  const decided = paths.filter((path) => told2.get(path) !== given2.get(path)).map((path) => difference2(path, told2.get(path), given2.get(path)));
  if (decided.length > 0) return decided;
  return [
    ...numberDifferences(written, derived),
    ...verdictFaults(written),
    ...hiddenErrors(written, derived)
  ];
}
function difference2(path, told2 = "nothing", given2 = "nothing") {
  return `${path}: the plan says ${told2}; manifest, lock and base give ${given2}`;
}
function decisions(plan) {
  const { base, verdict, phases } = plan;
  const { unverified: _, ...basis } = { unverified: [], ...base };
  return {
    name: plan.name,
    base: basis,
    cuda: plan.cuda,
    bytecode: plan.bytecode,
    kept: plan.kept,
    clash: Object.fromEntries(plan.clashes.map((one) => [pairOf(one), one])),
    order: phases.map((phase) => phase.name),
    phase: Object.fromEntries(phases.map((phase) => [phase.name, decisionsOf(phase)])),
    verdict: { strategy: verdict.strategy, reserveBytes: verdict.reserveBytes }
  };
}
function pairOf({ winner, loser }) {
  return `${[winner.name, loser.name].sort().join(" and ")} of ${winner.phase}`;
}
function decisionsOf(phase) {
  const { packages, imports, optional, environment, system, run, shared, layers, leftOut: leftOut2, wheel } = phase;
  const distributions = phase.distributions.map((one) => [one.name, fileOf(one)]);
  return {
    ...{ packages, imports, optional, environment, system, run, shared, layers, leftOut: leftOut2 },
    wheel: wheel && { distribution: wheel.distribution, url: plainAddress(wheel.url) },
    disk: phase.disk.length,
    count: distributions.length,
    distribution: Object.fromEntries(distributions),
    compiled: phase.sourceBuild?.distributions ?? []
  };
}
function fileOf({ version, kind, file, build }) {
  return { version, kind, ...placeOf2(file), ...build && { build: buildOf2(build) } };
}
function placeOf2({ url, name, sha256: sha2562, bytes }) {
  return { url: plainAddress(url), file: name, sha256: sha2562, bytes };
}
function buildOf2({ requires, distributions }) {
  const files = distributions.map(
    (one) => [one.name, { version: one.version, ...placeOf2(one.file) }]
  );
  return { requires, count: files.length, distribution: Object.fromEntries(files) };
}
function plainAddress(url) {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
function leaves(value, path = "") {
  const isEmpty = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (isEmpty) return /* @__PURE__ */ new Map([[path, JSON.stringify(value)]]);
  const inner = Object.entries(value).flatMap(([key, one]) => [
    ...leaves(one, path === "" ? key : `${path}.${key}`)
  ]);
  return new Map(inner);
}
function verdictFaults({ verdict, totals: totals2 }) {
  const { fits, freeBytes, neededBytes, reserveBytes, presentBytes, strategy } = verdict;
  const follows = freeBytes === null ? null : strategy !== "refused" && neededBytes + reserveBytes <= freeBytes;
  const isNeeded = presentBytes === void 0 ? neededBytes === totals2.peak : neededBytes <= totals2.peak;
  return [
    ...isNeeded ? [] : [difference2("verdict.neededBytes", `${neededBytes}`, `${totals2.peak}`)],
    ...fits === follows ? [] : [difference2("verdict.fits", `${fits}`, `${follows}`)]
  ];
}
function hiddenErrors(written, derived) {
  const told2 = new Set(written.findings.map((one) => one.message));
  return derived.findings.filter((one) => one.severity === "error" && !told2.has(one.message)).map((one) => `findings: the plan leaves out: ${one.message}`);
}

// src/plan/strategy/arrangement.ts
var Arrangement = readonly(
  strictObject({
    kind: _enum(["whole", "split", "degraded"]),
    layers: readonly(record(string(), readonly(array(readonly(array(string())))))),
    /** Optional phases that didn't fit. */
    leftOut: readonly(array(string())),
    /** Words for the verdict. */
    reason: string()
  })
);
function arrangementOf({ phases, verdict }) {
  const { strategy, reason } = verdict;
  if (strategy === "refused") return void 0;
  return {
    kind: strategy,
    layers: Object.fromEntries(phases.filter((one) => !one.leftOut).map((one) => [one.name, one.layers])),
    leftOut: phases.filter((one) => one.leftOut).map((one) => one.name),
    reason
  };
}

// src/planning/derive-plan.ts
function derivationOf(plan) {
  const learned = plan.phases.flatMap((phase) => phase.distributions).filter((one) => one.sizeSource === "learned" || one.bytecodeSource === "learned");
  const hashes = new Set(learned.map((one) => one.file.sha256));
  return {
    pins: pinsOf(plan),
    arrangement: arrangementOf(plan),
    disk: plan.disk,
    freeBytes: plan.verdict.freeBytes ?? void 0,
    isLearned: (sha2562) => hashes.has(sha2562)
  };
}
function pinsOf({ phases }) {
  const pinned2 = (of) => of.flatMap((phase) => phase.distributions.map((one) => `${one.name}==${one.version}`));
  const isolated = phases.filter((phase) => phase.environment !== null);
  return {
    shared: pinned2(phases.filter((phase) => phase.environment === null)),
    isolated: Object.fromEntries(isolated.map((phase) => [phase.name, pinned2([phase])])),
    builds: Object.fromEntries(
      phases.flatMap((phase) => phase.distributions).flatMap(({ name, build }) => build ? [[name, pinsIn(build)]] : [])
    )
  };
}
function pinsIn({ distributions }) {
  return distributions.map((one) => `${one.name}==${one.version}`);
}
function basisOf({ base }, request) {
  const { provides } = request.manifest.base;
  if (base.facts === "probed" || provides === void 0) return request;
  return { ...request, image: void 0, facts: declaredFacts(provides) };
}
function learnedFor({ isLearned }, sizes) {
  return new Map([...sizes].filter(([sha2562]) => isLearned(sha2562)));
}
var MOST_SHOWN4 = 10;
async function requireUnedited(plan, path, derive) {
  let differences;
  try {
    differences = planDifferences(plan, await derive());
  } catch (error) {
    if (!(error instanceof ConflictError || error instanceof BuildError)) throw error;
    throw refused2(path, `the plan can't be made again with its versions: ${error.message}`, error.evidence);
  }
  const [first] = differences;
  if (first === void 0) return;
  const more = differences.length > MOST_SHOWN4 ? [`and ${differences.length - MOST_SHOWN4} more`] : [];
  throw refused2(path, first, [...differences.slice(0, MOST_SHOWN4), ...more].join("\n"));
}
function refused2(path, why, evidence) {
  return new ConflictError(`The plan ${path} isn't what its manifest, lock and base give: ${why}.`, {
    ...evidence !== void 0 && { evidence },
    remedy: "Plan again with `surelayer plan -o`, look at it, and build that. If another job wrote exactly this plan, give its digest, which `plan` prints there: `build --plan FILE --plan-digest sha256:\u2026`."
  });
}

// src/base/compare-facts.ts
function factMismatches(provides, image, facts) {
  return [
    ...pythonMismatch(provides, image, facts),
    ...cudaMismatch(provides, image, facts),
    ...packageMismatches(provides, image, facts)
  ];
}
function requireAsDeclared({ provides, image, locate: locate2 }, facts) {
  const mismatches = factMismatches(provides, image, facts);
  if (mismatches.length === 0) return;
  throw new ManifestError(
    mismatches.map(({ path, message }) => ({ message, location: locate2(["base", "provides", ...path]) })),
    {
      remedy: "`base.provides` must be what the image holds: write it so, or take it out where the image can be pulled for planning."
    }
  );
}
function pythonMismatch({ python }, image, facts) {
  const found = facts.python.version;
  if (agrees(python, found)) return [];
  const instead = minorVersion(found);
  return [
    {
      path: ["python"],
      message: `Python ${python} is declared, but ${image} has ${found}; write \`python: "${instead}"\``
    }
  ];
}
function cudaMismatch({ cuda }, image, facts) {
  const path = ["cuda"];
  if (cuda === void 0) {
    if (facts.cuda === null) return [];
    const message2 = `no \`cuda\` is declared, but ${image} has CUDA ${facts.cuda}; write \`cuda: "${minorVersion(facts.cuda)}"\``;
    return [{ path, message: message2 }];
  }
  if (facts.cuda !== null && agrees(cuda, facts.cuda)) return [];
  const message = facts.cuda === null ? `CUDA ${cuda} is declared, but ${image} has none; remove \`cuda\`` : `CUDA ${cuda} is declared, but ${image} has ${facts.cuda}; write \`cuda: "${minorVersion(facts.cuda)}"\``;
  return [{ path, message }];
}
function packageMismatches({ packages }, image, facts) {
  const installed = installedDistributions(facts);
  return Object.entries(packages).flatMap(([name, version]) => {
    const one = installed.get(normaliseName(name));
    if (one?.version === version) return [];
    const path = ["packages", name];
    const declared = `${quote(name)} ${version} is declared, but ${image}`;
    if (one === void 0) return [{ path, message: `${declared} doesn't hold it; remove it` }];
    return one.version === null ? [{ path, message: `${declared} has it without a readable version; remove it` }] : [{ path, message: `${declared} has ${one.version}; write \`${name}: ${one.version}\`` }];
  });
}
function agrees(declared, found) {
  const parts = found.replace(/\+$/, "").split(".");
  return declared.split(".").every((part, index) => part === parts[index]);
}

// src/base/find-base.ts
async function findBase(reference, ports) {
  const local = await ports.engine.findImage(reference);
  if (local) return local;
  const credentials = await ports.credentials.find(parseReference(reference).registry);
  return ports.log.task(
    `pull ${reference}`,
    (report) => ports.engine.pullImage(reference, {
      credentials,
      signal: ports.signal,
      onProgress: ({ bytes, totalBytes }) => report(totalBytes > 0 ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : formatBytes(bytes))
    })
  );
}

// src/base/probe-base.ts
var INTERPRETERS = ["python", "python3"];
async function probeBase(run, image, ports) {
  if (image.os !== "linux" || image.architecture !== "amd64") {
    const platform = `${image.os}/${image.architecture}`;
    throw new BuildError(`The base image is for ${platform}; RunPod runs linux/amd64 only.`, {
      remedy: "Choose a base image, or a tag of it, that exists for linux/amd64."
    });
  }
  const script = await ports.files.readText(`${ports.assets}/images/probes/base_facts.py`);
  const key = keyFor("base-facts", [image.id, script]);
  const known = await recallJson(ports.cache, key, BaseFacts);
  if (known) return known;
  const facts = await ports.log.task("probe the base image", () => probe2(run, image, script, ports));
  await keepJson(ports.cache, key, facts);
  return facts;
}
async function probe2(run, image, script, ports) {
  const container = await ports.engine.createContainer({
    name: `surelayer-${run.id}-probe`,
    image: image.id,
    command: ["sleep", "infinity"],
    labels: runLabels(run)
  });
  try {
    await startProbe(container);
    return await askInterpreters(container, script, ports.signal);
  } finally {
    await discard(() => container.remove(), ports);
  }
}
async function startProbe(container) {
  try {
    await container.start();
  } catch (error) {
    const noProgram2 = error instanceof EngineError && NO_PROGRAM.test(error.evidence ?? "");
    if (!noProgram2) throw error;
    throw new BuildError("The base image has no Python that answers: it holds not even `sleep`.", {
      evidence: error.evidence ?? "",
      remedy: REMEDY2,
      cause: error
    });
  }
}
var NO_PROGRAM = /executable file not found|no such file or directory/i;
var REMEDY2 = "Use a base image with Python 3.8 or newer on its PATH, such as python:3.12-slim or runpod/pytorch.";
async function askInterpreters(container, script, signal) {
  const answers2 = [];
  for (const python of INTERPRETERS) {
    const result = await execText(container, { command: [python, "-B", "-c", script], signal });
    const facts = result.exitCode === 0 ? BaseFacts.safeParse(jsonAnswer(result.stdout)).data : void 0;
    if (facts) return facts;
    const last = result.stderr.trim().split("\n").at(-1);
    answers2.push(`${python}: ${result.exitCode === 127 ? "not found" : last ?? `exit ${result.exitCode}`}`);
  }
  throw new BuildError("The base image has no Python that answers.", {
    evidence: answers2.join("; "),
    remedy: REMEDY2
  });
}

// src/planning/inspect-base.ts
function declarationOf({ manifest, locate: locate2 }, override) {
  const { image, provides } = manifest.base;
  return provides === void 0 || override !== void 0 ? void 0 : { provides, image, locate: locate2 };
}
async function sweepDead(request, ports) {
  const sweepNow = () => sweepDeadRuns(ports);
  await (needsEngine(request) ? sweepNow() : orWithoutEngine(sweepNow));
}
function needsEngine({ declaration, until }) {
  return declaration === void 0 || until === "end";
}
async function inspectBase(run, request, ports) {
  const { reference, declaration } = request;
  if (declaration !== void 0 && !needsEngine(request)) {
    const local = await orWithoutEngine(
      () => ports.engine.findImage(reference),
      (error) => ports.log.warn(`Planned without an engine: ${error.message}`)
    );
    if (local === void 0) return { image: void 0, facts: declaredFacts(declaration.provides) };
  }
  const image = await findBase(reference, ports);
  const facts = await probeBase(run, image, ports);
  if (declaration !== void 0) requireAsDeclared(declaration, facts);
  return { image, facts };
}
async function orWithoutEngine(ask4, report = () => void 0) {
  try {
    return await ask4();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    report(error);
    return void 0;
  }
}

// src/planning/measure-disk.ts
async function freeBytesFor(run, { image, facts }, ports) {
  if (image) return engineFreeBytes(run, { image: image.id, python: facts.python.executable }, ports);
  return orWithoutEngine(() => localFreeBytes(ports));
}
async function diskUseFor({ image }, ports) {
  if (image) return engineDiskUse(ports.engine);
  return await orWithoutEngine(() => engineDiskUse(ports.engine)) ?? { keepsCompressed: false };
}

// src/planning/read-plan.ts
import { createHash as createHash10 } from "node:crypto";

// src/resolve/direct/read-direct.ts
import { createHash as createHash9 } from "node:crypto";

// src/wheels/fetch/request-with-retries.ts
function requestWithRetries({ http, clock }, url, request) {
  const passing = { answer: ({ status }) => isBusyStatus(status), error: gotNoAnswer };
  return askWithRetries(() => http.request(url, request), passing, { clock, signal: request.signal });
}

// src/wheels/fetch/probe-file.ts
var MAX_BYTES2 = 64 * 1024 * 1024;
async function probeFile(url, ports, signal) {
  const { status, headers, body } = await requestWithRetries(ports, url, {
    headers: { range: "bytes=0-0" },
    maxBytes: MAX_BYTES2,
    signal
  });
  const etag = headers["etag"];
  if (status === 206) {
    const total = Number(/\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1]);
    return { exists: true, status, bytes: Number.isSafeInteger(total) ? total : void 0, etag };
  }
  if (status === 200) return { exists: true, status, bytes: body.length, etag };
  if ([403, 404, 410].includes(status)) return { exists: false, status, bytes: void 0, etag };
  throw new RegistryError(`The wheel's host answered ${status} for ${addressedFile(url)}.`, {
    evidence: `GET ${url}: status ${status}`,
    remedy: "Run again later; whether the wheel exists can't be said from that answer.",
    cause: { status }
  });
}

// src/wheels/hash-wheel.ts
import { createHash as createHash6 } from "node:crypto";
var PIECE_BYTES2 = 16 * 1024 * 1024;
var MAX_WHOLE_BYTES = 64 * 1024 * 1024;
async function lockedWheel(wheel, ports, signal) {
  const [address = wheel.url, fragment = ""] = wheel.url.split("#", 2);
  const given2 = /^sha256=([0-9a-f]{64})$/.exec(fragment)?.[1];
  const file = { url: address, name: wheel.name, bytes: wheel.bytes };
  if (given2 !== void 0) return { ...file, sha256: given2 };
  const key = `wheel-hashes/${sha256(JSON.stringify([address, wheel.bytes, wheel.etag]))}.txt`;
  const known = await ports.cache.read(key);
  const remembered = known && new TextDecoder().decode(known);
  if (remembered && /^[0-9a-f]{64}$/.test(remembered)) return { ...file, sha256: remembered };
  const hash = await hashFile(address, wheel.bytes, ports, signal);
  await ports.cache.write(key, new TextEncoder().encode(hash));
  return { ...file, sha256: hash };
}
async function hashFile(url, bytes, ports, signal) {
  if (bytes === void 0) throw unreadable(url, "its size is unknown");
  const hash = createHash6("sha256");
  for (let start = 0; start < bytes; ) {
    const end = Math.min(start + PIECE_BYTES2, bytes);
    const { status, headers, body } = await requestWithRetries(ports, url, {
      headers: { range: `bytes=${start}-${end - 1}` },
      maxBytes: MAX_WHOLE_BYTES,
      signal
    });
    const whole = status === 200 && start === 0 && body.length === bytes;
    const range = headers["content-range"];
    const piece = status === 206 && body.length === end - start && range === `bytes ${start}-${end - 1}/${bytes}`;
    if (!whole && !piece)
      throw unreadable(url, `answer ${status}, ${body.length} bytes, ${range ?? "no range"}`);
    hash.update(body);
    start += body.length;
  }
  return hash.digest("hex");
}
function unreadable(url, why) {
  return new RegistryError("The wheel's hash can't be worked out.", {
    evidence: `${url}: ${why}`,
    remedy: "Run again; or add `#sha256=\u2026` with the wheel's hash to the end of its address."
  });
}
function sha256(text2) {
  return createHash6("sha256").update(text2).digest("hex");
}

// node_modules/unzipit/dist/unzipit.module.js
var _a;
var _b;
function readBlobAsArrayBuffer(blob) {
  if (blob.arrayBuffer) {
    return blob.arrayBuffer();
  }
  return new Promise((resolve3, reject) => {
    const reader = new FileReader();
    reader.addEventListener("loadend", () => {
      resolve3(reader.result);
    });
    reader.addEventListener("error", reject);
    reader.readAsArrayBuffer(blob);
  });
}
function isBlob(v) {
  return typeof Blob !== "undefined" && v instanceof Blob;
}
function isSharedArrayBuffer(b) {
  return typeof SharedArrayBuffer !== "undefined" && b instanceof SharedArrayBuffer;
}
var isNode = typeof process !== "undefined" && !!(process === null || process === void 0 ? void 0 : process.versions) && typeof ((_a = process === null || process === void 0 ? void 0 : process.versions) === null || _a === void 0 ? void 0 : _a.node) !== "undefined" && typeof ((_b = process === null || process === void 0 ? void 0 : process.versions) === null || _b === void 0 ? void 0 : _b.electron) === "undefined";
function isTypedArraySameAsArrayBuffer(typedArray) {
  return typedArray.byteOffset === 0 && typedArray.byteLength === typedArray.buffer.byteLength;
}
var ArrayBufferReader = class {
  constructor(arrayBufferOrView) {
    this.typedArray = arrayBufferOrView instanceof ArrayBuffer || isSharedArrayBuffer(arrayBufferOrView) ? new Uint8Array(arrayBufferOrView) : new Uint8Array(arrayBufferOrView.buffer, arrayBufferOrView.byteOffset, arrayBufferOrView.byteLength);
  }
  async getLength() {
    return this.typedArray.byteLength;
  }
  async read(offset, length) {
    return new Uint8Array(this.typedArray.buffer, this.typedArray.byteOffset + offset, length);
  }
};
var BlobReader = class {
  constructor(blob) {
    this.blob = blob;
  }
  async getLength() {
    return this.blob.size;
  }
  async read(offset, length) {
    const blob = this.blob.slice(offset, offset + length);
    const arrayBuffer = await readBlobAsArrayBuffer(blob);
    return new Uint8Array(arrayBuffer);
  }
  async readStream(offset, length) {
    return this.blob.slice(offset, offset + length).stream();
  }
  async sliceAsBlob(offset, length, type = "") {
    return this.blob.slice(offset, offset + length, type);
  }
};
var kReadSize = 1024 * 1024;
var kMaxInflateInputSize = 64 * 1024;
function ownChunk(chunk) {
  return isTypedArraySameAsArrayBuffer(chunk) && !isSharedArrayBuffer(chunk.buffer) ? chunk : chunk.slice();
}
function readerToStream(reader, offset, length) {
  let pos = 0;
  return new ReadableStream({
    async pull(controller) {
      if (pos >= length) {
        controller.close();
        return;
      }
      const size = Math.min(kReadSize, length - pos);
      const data = await reader.read(offset + pos, size);
      if (data.byteLength !== size) {
        throw new Error(`short read: expected ${size} bytes at offset ${offset + pos}, got ${data.byteLength}`);
      }
      pos += size;
      controller.enqueue(ownChunk(data));
    }
  }, { highWaterMark: 0 });
}
async function readAsStream(reader, offset, length) {
  return reader.readStream ? await reader.readStream(offset, length) : readerToStream(reader, offset, length);
}
function sourceToStream(src) {
  if (isBlob(src)) {
    return src.stream();
  }
  return new ReadableStream({
    start(controller) {
      controller.enqueue(ownChunk(src));
      controller.close();
    }
  });
}
function splitChunks(maxSize) {
  return new TransformStream({
    transform(chunk, controller) {
      for (let offset = 0; offset < chunk.byteLength; offset += maxSize) {
        controller.enqueue(chunk.subarray(offset, offset + maxSize));
      }
    }
  });
}
function limitSize(expected) {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > expected) {
        throw new Error(`decompressed size exceeds limit: ${seen} > ${expected}`);
      }
      controller.enqueue(chunk);
    },
    flush() {
      if (seen !== expected) {
        throw new Error(`decompressed size mismatch. declared: ${expected}, actual: ${seen}`);
      }
    }
  });
}
function reChunk(chunkSize) {
  let buf;
  let used = 0;
  return new TransformStream({
    transform(chunk, controller) {
      let offset = 0;
      while (offset < chunk.byteLength) {
        if (!buf) {
          buf = new Uint8Array(chunkSize);
          used = 0;
        }
        const n = Math.min(chunkSize - used, chunk.byteLength - offset);
        buf.set(chunk.subarray(offset, offset + n), used);
        used += n;
        offset += n;
        if (used === chunkSize) {
          controller.enqueue(buf);
          buf = void 0;
        }
      }
    },
    flush(controller) {
      if (buf) {
        controller.enqueue(buf.slice(0, used));
      }
    }
  });
}
function inflateRawStream(src, uncompressedSize, decompress, chunkSize) {
  let stream = src;
  if (decompress) {
    stream = stream.pipeThrough(splitChunks(kMaxInflateInputSize)).pipeThrough(new DecompressionStream("deflate-raw"));
  }
  stream = stream.pipeThrough(limitSize(uncompressedSize));
  if (chunkSize) {
    stream = stream.pipeThrough(reChunk(chunkSize));
  }
  return stream;
}
async function streamToArrayBuffer(stream, size) {
  const result = new Uint8Array(size);
  let offset = 0;
  const reader = stream.getReader();
  for (; ; ) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    if (offset + value.byteLength > size) {
      throw new Error(`decompressed size exceeds limit: ${offset + value.byteLength} > ${size}`);
    }
    result.set(value, offset);
    offset += value.byteLength;
  }
  return result.buffer;
}
async function streamToBlob(stream, type) {
  let streamError;
  const reader = stream.getReader();
  const tapped = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
        } else {
          controller.enqueue(value);
        }
      } catch (e) {
        streamError = e;
        throw e;
      }
    },
    cancel(reason) {
      return reader.cancel(reason);
    }
  }, { highWaterMark: 0 });
  try {
    const blob = await new Response(tapped).blob();
    return blob.slice(0, blob.size, type);
  } catch (e) {
    throw streamError !== null && streamError !== void 0 ? streamError : e;
  }
}
async function inflateToResult(src, uncompressedSize, type) {
  const stream = inflateRawStream(sourceToStream(src), uncompressedSize, true);
  return type ? await streamToBlob(stream, type) : await streamToArrayBuffer(stream, uncompressedSize);
}
var config = {
  numWorkers: 1,
  workerURL: "",
  useWorkers: false
};
var nextId = 0;
var numWorkers = 0;
var canUseWorkers = true;
var workers = [];
var availableWorkers = [];
var waitingForWorkerQueue = [];
var currentlyProcessingIdToRequestMap = /* @__PURE__ */ new Map();
function handleResult(e) {
  makeWorkerAvailable(e.target);
  const { id, error, data } = e.data;
  const request = currentlyProcessingIdToRequestMap.get(id);
  currentlyProcessingIdToRequestMap.delete(id);
  if (error) {
    request.reject(new Error(error));
    return;
  }
  const expected = request.uncompressedSize;
  const actual = data instanceof ArrayBuffer ? data.byteLength : data === null || data === void 0 ? void 0 : data.size;
  if (typeof expected === "number" && typeof actual === "number" && expected !== actual) {
    request.reject(new Error(`decompressed size mismatch. declared: ${expected}, actual: ${actual}`));
    return;
  }
  request.resolve(data);
}
function startWorker(url) {
  return new Promise((resolve3, reject) => {
    const worker = new Worker(url);
    worker.onmessage = (e) => {
      if (e.data === "start") {
        worker.onerror = null;
        worker.onmessage = null;
        resolve3(worker);
      } else {
        reject(new Error(`unexpected message: ${e.data}`));
      }
    };
    worker.onerror = reject;
  });
}
var workerHelper = (function() {
  if (isNode) {
    return {
      async createWorker(url) {
        const moduleId = "node:worker_threads";
        const { Worker: Worker2 } = await import(moduleId);
        return new Worker2(url);
      },
      addEventListener(worker, fn) {
        var _a2;
        (_a2 = worker.on) === null || _a2 === void 0 ? void 0 : _a2.call(worker, "message", (data) => {
          fn({ target: worker, data });
        });
      },
      async terminate(worker) {
        var _a2;
        await ((_a2 = worker.terminate) === null || _a2 === void 0 ? void 0 : _a2.call(worker));
      }
    };
  } else {
    return {
      async createWorker(url) {
        try {
          const worker = await startWorker(url);
          return worker;
        } catch (_e) {
          console.warn("could not load worker:", url);
        }
        let text2;
        try {
          const req = await fetch(url, { mode: "cors" });
          if (!req.ok) {
            throw new Error(`could not load: ${url}`);
          }
          text2 = await req.text();
          url = URL.createObjectURL(new Blob([text2], { type: "application/javascript" }));
          const worker = await startWorker(url);
          config.workerURL = url;
          return worker;
        } catch (_e) {
          console.warn("could not load worker via fetch:", url);
        }
        if (text2 !== void 0) {
          try {
            url = `data:application/javascript;base64,${btoa(text2)}`;
            const worker = await startWorker(url);
            config.workerURL = url;
            return worker;
          } catch (_e) {
            console.warn("could not load worker via dataURI");
          }
        }
        console.warn("workers will not be used");
        throw new Error("can not start workers");
      },
      addEventListener(worker, fn) {
        var _a2;
        (_a2 = worker.addEventListener) === null || _a2 === void 0 ? void 0 : _a2.call(worker, "message", fn);
      },
      async terminate(worker) {
        var _a2;
        await ((_a2 = worker.terminate) === null || _a2 === void 0 ? void 0 : _a2.call(worker));
      }
    };
  }
})();
function makeWorkerAvailable(worker) {
  availableWorkers.push(worker);
  processWaitingForWorkerQueue();
}
async function getAvailableWorker() {
  if (availableWorkers.length === 0 && numWorkers < config.numWorkers) {
    ++numWorkers;
    try {
      const worker = await workerHelper.createWorker(config.workerURL);
      workers.push(worker);
      availableWorkers.push(worker);
      workerHelper.addEventListener(worker, handleResult);
    } catch (_e) {
      canUseWorkers = false;
    }
  }
  return availableWorkers.pop();
}
async function processWaitingForWorkerQueue() {
  var _a2;
  if (waitingForWorkerQueue.length === 0) {
    return;
  }
  if (config.useWorkers && canUseWorkers) {
    const worker = await getAvailableWorker();
    if (canUseWorkers) {
      if (worker) {
        if (waitingForWorkerQueue.length === 0) {
          makeWorkerAvailable(worker);
          return;
        }
        const { id, src, uncompressedSize, type, resolve: resolve3, reject } = waitingForWorkerQueue.shift();
        currentlyProcessingIdToRequestMap.set(id, { id, src, uncompressedSize, type, resolve: resolve3, reject });
        const transferables = [];
        (_a2 = worker.postMessage) === null || _a2 === void 0 ? void 0 : _a2.call(worker, {
          type: "inflate",
          data: {
            id,
            type,
            src,
            uncompressedSize
          }
        }, transferables);
      }
      return;
    }
  }
  while (waitingForWorkerQueue.length) {
    const { src, uncompressedSize, type, resolve: resolve3, reject } = waitingForWorkerQueue.shift();
    try {
      resolve3(await inflateToResult(src, uncompressedSize, type));
    } catch (e) {
      reject(e);
    }
  }
}
function shouldUseWorkers() {
  return config.useWorkers && canUseWorkers;
}
function inflateRawAsync(src, uncompressedSize, type) {
  return new Promise((resolve3, reject) => {
    waitingForWorkerQueue.push({ src, uncompressedSize, type, resolve: resolve3, reject, id: nextId++ });
    processWaitingForWorkerQueue();
  });
}
function dosDateTimeToDate(date2, time) {
  const day = date2 & 31;
  const month = (date2 >> 5 & 15) - 1;
  const year = (date2 >> 9 & 127) + 1980;
  const millisecond = 0;
  const second = (time & 31) * 2;
  const minute = time >> 5 & 63;
  const hour = time >> 11 & 31;
  return new Date(year, month, day, hour, minute, second, millisecond);
}
var ZipEntry = class {
  constructor(reader, rawEntry) {
    this._reader = reader;
    this._rawEntry = rawEntry;
    this.name = rawEntry.name;
    this.nameBytes = rawEntry.nameBytes;
    this.size = rawEntry.uncompressedSize;
    this.compressedSize = rawEntry.compressedSize;
    this.comment = rawEntry.comment;
    this.commentBytes = rawEntry.commentBytes;
    this.compressionMethod = rawEntry.compressionMethod;
    this.lastModDate = dosDateTimeToDate(rawEntry.lastModFileDate, rawEntry.lastModFileTime);
    this.isDirectory = rawEntry.uncompressedSize === 0 && rawEntry.name.endsWith("/");
    this.encrypted = !!(rawEntry.generalPurposeBitFlag & 1);
    this.externalFileAttributes = rawEntry.externalFileAttributes;
    this.versionMadeBy = rawEntry.versionMadeBy;
  }
  // returns a promise that returns a Blob for this entry
  async blob(type = "application/octet-stream") {
    return await readEntryDataAsBlob(this._reader, this._rawEntry, type);
  }
  // returns a promise that returns a ReadableStream of this entry's uncompressed bytes.
  // Data is read and decompressed only as the stream is consumed so memory use
  // does not depend on the size of the entry. The stream errors if the data does
  // not match the size declared in the zip. Since that can only be known at the end,
  // treat the data as unverified until the stream closes without error.
  async stream(options = {}) {
    const { chunkSize } = options;
    if (chunkSize !== void 0 && !(Number.isSafeInteger(chunkSize) && chunkSize > 0)) {
      throw new Error(`chunkSize must be a positive integer: ${chunkSize}`);
    }
    return await readEntryDataAsStream(this._reader, this._rawEntry, chunkSize);
  }
  // returns a promise that returns an ArrayBuffer for this entry
  async arrayBuffer() {
    return await readEntryDataAsArrayBuffer(this._reader, this._rawEntry);
  }
  // returns text, assumes the text is valid utf8. If you want more options decode arrayBuffer yourself
  async text() {
    const buffer3 = await this.arrayBuffer();
    return decodeBuffer(new Uint8Array(buffer3));
  }
  // returns text with JSON.parse called on it. If you want more options decode arrayBuffer yourself
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async json() {
    const text2 = await this.text();
    return JSON.parse(text2);
  }
};
var EOCDR_WITHOUT_COMMENT_SIZE = 22;
var MAX_COMMENT_SIZE = 65535;
var EOCDR_SIGNATURE = 101010256;
var ZIP64_EOCDR_SIGNATURE = 101075792;
async function readAs(reader, offset, length) {
  return await reader.read(offset, length);
}
async function readAsBlobOrTypedArray(reader, offset, length, type) {
  if (reader.sliceAsBlob) {
    return await reader.sliceAsBlob(offset, length, type);
  }
  return await reader.read(offset, length);
}
var crc = {
  unsigned() {
    return 0;
  }
};
function getUint16LE(uint8View, offset) {
  return uint8View[offset] + uint8View[offset + 1] * 256;
}
function getUint32LE(uint8View, offset) {
  return uint8View[offset] + uint8View[offset + 1] * 256 + uint8View[offset + 2] * 65536 + uint8View[offset + 3] * 16777216;
}
function getUint64LE(uint8View, offset) {
  return getUint32LE(uint8View, offset) + getUint32LE(uint8View, offset + 4) * 4294967296;
}
var utf8Decoder = new TextDecoder();
function decodeBuffer(uint8View, _isUTF8) {
  if (isSharedArrayBuffer(uint8View.buffer)) {
    uint8View = new Uint8Array(uint8View);
  }
  return utf8Decoder.decode(uint8View);
}
async function findEndOfCentralDirector(reader, totalLength) {
  const size = Math.min(EOCDR_WITHOUT_COMMENT_SIZE + MAX_COMMENT_SIZE, totalLength);
  const readStart = totalLength - size;
  const data = await readAs(reader, readStart, size);
  for (let i = size - EOCDR_WITHOUT_COMMENT_SIZE; i >= 0; --i) {
    if (getUint32LE(data, i) !== EOCDR_SIGNATURE) {
      continue;
    }
    const eocdr = new Uint8Array(data.buffer, data.byteOffset + i, data.byteLength - i);
    const diskNumber = getUint16LE(eocdr, 4);
    if (diskNumber !== 0) {
      throw new Error(`multi-volume zip files are not supported. This is volume: ${diskNumber}`);
    }
    const entryCount = getUint16LE(eocdr, 10);
    const centralDirectorySize = getUint32LE(eocdr, 12);
    const centralDirectoryOffset = getUint32LE(eocdr, 16);
    const commentLength = getUint16LE(eocdr, 20);
    const expectedCommentLength = eocdr.length - EOCDR_WITHOUT_COMMENT_SIZE;
    if (commentLength !== expectedCommentLength) {
      throw new Error(`invalid comment length. expected: ${expectedCommentLength}, actual: ${commentLength}`);
    }
    const commentBytes = new Uint8Array(eocdr.buffer, eocdr.byteOffset + 22, commentLength);
    const comment = decodeBuffer(commentBytes);
    if (entryCount === 65535 || centralDirectoryOffset === 4294967295) {
      return await readZip64CentralDirectory(reader, readStart + i, comment, commentBytes);
    } else {
      return await readEntries(reader, centralDirectoryOffset, centralDirectorySize, entryCount, comment, commentBytes);
    }
  }
  throw new Error("could not find end of central directory. maybe not zip file");
}
var END_OF_CENTRAL_DIRECTORY_LOCATOR_SIGNATURE = 117853008;
async function readZip64CentralDirectory(reader, offset, comment, commentBytes) {
  const zip64EocdlOffset = offset - 20;
  const eocdl = await readAs(reader, zip64EocdlOffset, 20);
  if (getUint32LE(eocdl, 0) !== END_OF_CENTRAL_DIRECTORY_LOCATOR_SIGNATURE) {
    throw new Error("invalid zip64 end of central directory locator signature");
  }
  const zip64EocdrOffset = getUint64LE(eocdl, 8);
  const zip64Eocdr = await readAs(reader, zip64EocdrOffset, 56);
  if (getUint32LE(zip64Eocdr, 0) !== ZIP64_EOCDR_SIGNATURE) {
    throw new Error("invalid zip64 end of central directory record signature");
  }
  const entryCount = getUint64LE(zip64Eocdr, 32);
  const centralDirectorySize = getUint64LE(zip64Eocdr, 40);
  const centralDirectoryOffset = getUint64LE(zip64Eocdr, 48);
  return readEntries(reader, centralDirectoryOffset, centralDirectorySize, entryCount, comment, commentBytes);
}
var CENTRAL_DIRECTORY_FILE_HEADER_SIGNATURE = 33639248;
async function readEntries(reader, centralDirectoryOffset, centralDirectorySize, rawEntryCount, comment, commentBytes) {
  let readEntryCursor = 0;
  const allEntriesBuffer = await readAs(reader, centralDirectoryOffset, centralDirectorySize);
  const rawEntries = [];
  for (let e = 0; e < rawEntryCount; ++e) {
    const buffer3 = allEntriesBuffer.subarray(readEntryCursor, readEntryCursor + 46);
    const signature = getUint32LE(buffer3, 0);
    if (signature !== CENTRAL_DIRECTORY_FILE_HEADER_SIGNATURE) {
      throw new Error(`invalid central directory file header signature: 0x${signature.toString(16)}`);
    }
    const rawEntry = {
      // 4 - Version made by
      versionMadeBy: getUint16LE(buffer3, 4),
      // 6 - Version needed to extract (minimum)
      versionNeededToExtract: getUint16LE(buffer3, 6),
      // 8 - General purpose bit flag
      generalPurposeBitFlag: getUint16LE(buffer3, 8),
      // 10 - Compression method
      compressionMethod: getUint16LE(buffer3, 10),
      // 12 - File last modification time
      lastModFileTime: getUint16LE(buffer3, 12),
      // 14 - File last modification date
      lastModFileDate: getUint16LE(buffer3, 14),
      // 16 - CRC-32
      crc32: getUint32LE(buffer3, 16),
      // 20 - Compressed size
      compressedSize: getUint32LE(buffer3, 20),
      // 24 - Uncompressed size
      uncompressedSize: getUint32LE(buffer3, 24),
      // 28 - File name length (n)
      fileNameLength: getUint16LE(buffer3, 28),
      // 30 - Extra field length (m)
      extraFieldLength: getUint16LE(buffer3, 30),
      // 32 - File comment length (k)
      fileCommentLength: getUint16LE(buffer3, 32),
      // 34 - Disk number where file starts
      // 36 - Internal file attributes
      internalFileAttributes: getUint16LE(buffer3, 36),
      // 38 - External file attributes
      externalFileAttributes: getUint32LE(buffer3, 38),
      // 42 - Relative offset of local file header
      relativeOffsetOfLocalHeader: getUint32LE(buffer3, 42)
    };
    if (rawEntry.generalPurposeBitFlag & 64) {
      throw new Error("strong encryption is not supported");
    }
    readEntryCursor += 46;
    const data = allEntriesBuffer.subarray(readEntryCursor, readEntryCursor + rawEntry.fileNameLength + rawEntry.extraFieldLength + rawEntry.fileCommentLength);
    (rawEntry.generalPurposeBitFlag & 2048) !== 0;
    rawEntry.nameBytes = data.slice(0, rawEntry.fileNameLength);
    rawEntry.name = decodeBuffer(rawEntry.nameBytes);
    const fileCommentStart = rawEntry.fileNameLength + rawEntry.extraFieldLength;
    const extraFieldBuffer = data.slice(rawEntry.fileNameLength, fileCommentStart);
    rawEntry.extraFields = [];
    let i = 0;
    while (i < extraFieldBuffer.length - 3) {
      const headerId = getUint16LE(extraFieldBuffer, i + 0);
      const dataSize = getUint16LE(extraFieldBuffer, i + 2);
      const dataStart = i + 4;
      const dataEnd = dataStart + dataSize;
      if (dataEnd > extraFieldBuffer.length) {
        throw new Error("extra field length exceeds extra field buffer size");
      }
      rawEntry.extraFields.push({
        id: headerId,
        data: extraFieldBuffer.slice(dataStart, dataEnd)
      });
      i = dataEnd;
    }
    rawEntry.commentBytes = data.slice(fileCommentStart, fileCommentStart + rawEntry.fileCommentLength);
    rawEntry.comment = decodeBuffer(rawEntry.commentBytes);
    readEntryCursor += data.length;
    if (rawEntry.uncompressedSize === 4294967295 || rawEntry.compressedSize === 4294967295 || rawEntry.relativeOffsetOfLocalHeader === 4294967295) {
      const zip64ExtraField = rawEntry.extraFields.find((e2) => e2.id === 1);
      if (!zip64ExtraField) {
        throw new Error("expected zip64 extended information extra field");
      }
      const zip64EiefBuffer = zip64ExtraField.data;
      let index = 0;
      if (rawEntry.uncompressedSize === 4294967295) {
        if (index + 8 > zip64EiefBuffer.length) {
          throw new Error("zip64 extended information extra field does not include uncompressed size");
        }
        rawEntry.uncompressedSize = getUint64LE(zip64EiefBuffer, index);
        index += 8;
      }
      if (rawEntry.compressedSize === 4294967295) {
        if (index + 8 > zip64EiefBuffer.length) {
          throw new Error("zip64 extended information extra field does not include compressed size");
        }
        rawEntry.compressedSize = getUint64LE(zip64EiefBuffer, index);
        index += 8;
      }
      if (rawEntry.relativeOffsetOfLocalHeader === 4294967295) {
        if (index + 8 > zip64EiefBuffer.length) {
          throw new Error("zip64 extended information extra field does not include relative header offset");
        }
        rawEntry.relativeOffsetOfLocalHeader = getUint64LE(zip64EiefBuffer, index);
        index += 8;
      }
    }
    const nameField = rawEntry.extraFields.find((e2) => e2.id === 28789 && e2.data.length >= 6 && // too short to be meaningful
    e2.data[0] === 1 && // Version       1 byte      version of this extra field, currently 1
    getUint32LE(e2.data, 1), crc.unsigned());
    if (nameField) {
      rawEntry.fileName = decodeBuffer(nameField.data.slice(5));
    }
    if (rawEntry.compressionMethod === 0) {
      let expectedCompressedSize = rawEntry.uncompressedSize;
      if ((rawEntry.generalPurposeBitFlag & 1) !== 0) {
        expectedCompressedSize += 12;
      }
      if (rawEntry.compressedSize !== expectedCompressedSize) {
        throw new Error(`compressed size mismatch for stored file: ${rawEntry.compressedSize} != ${expectedCompressedSize}`);
      }
    }
    rawEntries.push(rawEntry);
  }
  const zip = {
    comment,
    commentBytes
  };
  return {
    zip,
    entries: rawEntries.map((e) => new ZipEntry(reader, e))
  };
}
async function readEntryDataHeader(reader, rawEntry) {
  if (rawEntry.generalPurposeBitFlag & 1) {
    throw new Error("encrypted entries not supported");
  }
  const buffer3 = await readAs(reader, rawEntry.relativeOffsetOfLocalHeader, 30);
  const totalLength = await reader.getLength();
  const signature = getUint32LE(buffer3, 0);
  if (signature !== 67324752) {
    throw new Error(`invalid local file header signature: 0x${signature.toString(16)}`);
  }
  const fileNameLength = getUint16LE(buffer3, 26);
  const extraFieldLength = getUint16LE(buffer3, 28);
  const localFileHeaderEnd = rawEntry.relativeOffsetOfLocalHeader + buffer3.length + fileNameLength + extraFieldLength;
  let decompress;
  if (rawEntry.compressionMethod === 0) {
    decompress = false;
  } else if (rawEntry.compressionMethod === 8) {
    decompress = true;
  } else {
    throw new Error(`unsupported compression method: ${rawEntry.compressionMethod}`);
  }
  const fileDataStart = localFileHeaderEnd;
  const fileDataEnd = fileDataStart + rawEntry.compressedSize;
  if (rawEntry.compressedSize !== 0) {
    if (fileDataEnd > totalLength) {
      throw new Error(`file data overflows file bounds: ${fileDataStart} +  ${rawEntry.compressedSize}  > ${totalLength}`);
    }
  }
  return {
    decompress,
    fileDataStart
  };
}
async function readEntryDataAsArrayBuffer(reader, rawEntry) {
  const { decompress, fileDataStart } = await readEntryDataHeader(reader, rawEntry);
  if (!decompress) {
    const dataView = await readAs(reader, fileDataStart, rawEntry.compressedSize);
    return isTypedArraySameAsArrayBuffer(dataView) ? dataView.buffer : dataView.slice().buffer;
  }
  if (!shouldUseWorkers()) {
    const stream = await inflateEntryDataStream(reader, rawEntry, fileDataStart, true);
    return await streamToArrayBuffer(stream, rawEntry.uncompressedSize);
  }
  const typedArrayOrBlob = await readAsBlobOrTypedArray(reader, fileDataStart, rawEntry.compressedSize);
  const result = await inflateRawAsync(typedArrayOrBlob, rawEntry.uncompressedSize);
  return result;
}
async function readEntryDataAsBlob(reader, rawEntry, type) {
  const { decompress, fileDataStart } = await readEntryDataHeader(reader, rawEntry);
  if (!decompress) {
    const typedArrayOrBlob2 = await readAsBlobOrTypedArray(reader, fileDataStart, rawEntry.compressedSize, type);
    if (isBlob(typedArrayOrBlob2)) {
      return typedArrayOrBlob2;
    }
    return new Blob([typedArrayOrBlob2], { type });
  }
  if (!shouldUseWorkers()) {
    const stream = await inflateEntryDataStream(reader, rawEntry, fileDataStart, true);
    return await streamToBlob(stream, type);
  }
  const typedArrayOrBlob = await readAsBlobOrTypedArray(reader, fileDataStart, rawEntry.compressedSize);
  const result = await inflateRawAsync(typedArrayOrBlob, rawEntry.uncompressedSize, type);
  return result;
}
async function inflateEntryDataStream(reader, rawEntry, fileDataStart, decompress, chunkSize) {
  const src = await readAsStream(reader, fileDataStart, rawEntry.compressedSize);
  return inflateRawStream(src, rawEntry.uncompressedSize, decompress, chunkSize);
}
async function readEntryDataAsStream(reader, rawEntry, chunkSize) {
  const { decompress, fileDataStart } = await readEntryDataHeader(reader, rawEntry);
  return await inflateEntryDataStream(reader, rawEntry, fileDataStart, decompress, chunkSize);
}
async function unzipRaw(source) {
  let reader;
  if (typeof Blob !== "undefined" && source instanceof Blob) {
    reader = new BlobReader(source);
  } else if (source instanceof ArrayBuffer || source && source.buffer && source.buffer instanceof ArrayBuffer) {
    reader = new ArrayBufferReader(source);
  } else if (isSharedArrayBuffer(source) || isSharedArrayBuffer(source.buffer)) {
    reader = new ArrayBufferReader(source);
  } else if (typeof source === "string") {
    const req = await fetch(source);
    if (!req.ok) {
      throw new Error(`failed http request ${source}, status: ${req.status}: ${req.statusText}`);
    }
    const blob = await req.blob();
    reader = new BlobReader(blob);
  } else if (typeof source.getLength === "function" && typeof source.read === "function") {
    reader = source;
  } else {
    throw new Error("unsupported source type");
  }
  const totalLength = await reader.getLength();
  if (totalLength > Number.MAX_SAFE_INTEGER) {
    throw new Error(`file too large. size: ${totalLength}. Only file sizes up 4503599627370496 bytes are supported`);
  }
  return await findEndOfCentralDirector(reader, totalLength);
}

// src/python/sources/static-metadata.ts
function parseMetadata(text2) {
  const end = /\r?\n\r?\n/.exec(text2)?.index ?? text2.length;
  const headers = text2.slice(0, end).split(/\r?\n/);
  const valuesOf = (name) => headers.flatMap((line) => {
    const colon = line.indexOf(":");
    return line.slice(0, colon).toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
  });
  return {
    name: valuesOf("name")[0] ?? "",
    version: valuesOf("version")[0] ?? "",
    requires: valuesOf("requires-dist"),
    requiresPython: valuesOf("requires-python")[0] ?? null,
    extras: valuesOf("provides-extra")
  };
}
function parseStaticMetadata({
  pkgInfo = "",
  requiresTxt
}) {
  const { requires, extras } = parseMetadata(pkgInfo);
  const metadata = { requires, extras };
  const found = metadata.requires.length > 0 || requiresTxt === void 0 ? metadata : parseRequiresTxt(requiresTxt);
  return found.requires.some((line) => /@|:\/\//.test(line.split(";")[0] ?? "")) ? void 0 : found;
}
function parseRequiresTxt(text2) {
  const requires = [];
  const extras = /* @__PURE__ */ new Set();
  let condition = "";
  for (const line of text2.split(/\r?\n/).map((one) => one.trim())) {
    const section = /^\[([^:\]]*)(?::(.*))?\]$/.exec(line);
    if (section) {
      const [, extra = "", marker = ""] = section;
      if (extra !== "") extras.add(extra);
      condition = conditionOf(extra, marker);
    } else if (/^[^#]/.test(line)) {
      requires.push(`${line}${condition}`);
    }
  }
  return { requires, extras: [...extras] };
}
function conditionOf(extra, marker) {
  const parts = [...marker === "" ? [] : [`(${marker})`], ...extra === "" ? [] : [`extra == "${extra}"`]];
  return parts.length === 0 ? "" : ` ; ${parts.join(" and ")}`;
}

// src/wheels/fetch/ranged-file.ts
var TAIL_BYTES2 = 16 * 1024;
async function openRangedFile({ http, clock }, url, knownBytes, signal) {
  const source = { http, clock, url, signal };
  const length = knownBytes ?? await askLength(source);
  const tailStart = Math.max(0, length - TAIL_BYTES2);
  const answer = await fetchBytes(source, { start: tailStart, end: length }, length);
  if (answer.whole) return wholeFile(answer.whole);
  const tail = answer.bytes;
  let fetched = tail.length;
  return {
    getLength: async () => length,
    fetchedBytes: () => fetched,
    read: async (offset, count) => {
      if (offset >= tailStart) return tail.slice(offset - tailStart, offset - tailStart + count);
      if (offset + count > length) throw new Error("it names bytes beyond its end");
      const known = tail.subarray(0, Math.max(0, offset + count - tailStart));
      const bytes = new Uint8Array(count);
      bytes.set(known, count - known.length);
      const searching = offset + count === length && holdsEndRecord(tail);
      if (!searching) {
        const range = { start: offset, end: offset + count - known.length };
        const { bytes: head } = await fetchBytes(source, range, length);
        fetched += head.length;
        bytes.set(head);
      }
      return bytes;
    }
  };
}
function wholeFile(bytes) {
  return {
    getLength: async () => bytes.length,
    fetchedBytes: () => bytes.length,
    read: async (offset, count) => bytes.slice(offset, offset + count)
  };
}
var END_RECORD = Buffer.from("PK", "latin1");
function holdsEndRecord(tail) {
  return Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes(END_RECORD);
}
var MAX_WHOLE_BYTES2 = 64 * 1024 * 1024;
async function fetchBytes(source, range, total) {
  const { url, signal } = source;
  const { start, end } = range;
  if (end <= start) return { bytes: new Uint8Array(), whole: void 0 };
  const response = await requestWithRetries(source, url, {
    headers: { range: `bytes=${start}-${end - 1}` },
    maxBytes: Math.max(MAX_WHOLE_BYTES2, end - start),
    signal
  });
  if (response.status === 200) {
    const whole = new Uint8Array(response.body);
    if (whole.length !== total) throw lied(url, `${whole.length} bytes`, `a file of ${total}`);
    return { bytes: whole.slice(start, end), whole };
  }
  if (response.status !== 206) throw refusedFile(url, response.status);
  const got = response.body.length;
  if (got !== end - start) throw lied(url, `${got} bytes`, `${end - start}`);
  const told2 = response.headers["content-range"] ?? "no range";
  const asked2 = `bytes ${start}-${end - 1}/${total}`;
  if (told2 !== asked2 && told2 !== asked2.replace(/\d+$/, "*")) throw lied(url, `"${told2}"`, `"${asked2}"`);
  return { bytes: new Uint8Array(response.body), whole: void 0 };
}
async function askLength(source) {
  const { url, signal } = source;
  const response = await requestWithRetries(source, url, {
    headers: { range: "bytes=0-0" },
    maxBytes: MAX_WHOLE_BYTES2,
    signal
  });
  const range = response.headers["content-range"] ?? "no range";
  const total = Number(/^bytes 0-0\/(\d+)$/.exec(range)?.[1]);
  if (response.status === 206 && Number.isSafeInteger(total)) return total;
  if (response.status === 206) throw lied(url, `"${range}"`, '"bytes 0-0" of a file of known length');
  if (response.status === 200) return response.body.length;
  throw refusedFile(url, response.status);
}
function isGoneStatus(status) {
  return status === 404 || status === 410;
}
function isGone(error) {
  return error instanceof RegistryError && isGoneStatus(error.cause?.status);
}
function lied(url, got, wanted) {
  return new RegistryError(`The file host answered ${got} of ${shown(url)} where ${wanted} were asked for.`, {
    evidence: `GET ${shown(url)}`,
    remedy: "Run again; if it stays so, the index or a proxy in between is broken."
  });
}
var REMEDIES = {
  401: "Give this machine's pip or uv configuration a login for the index, then run again.",
  403: "Check the index's credentials in the machine's pip or uv configuration, or pin a version that it lets you have.",
  404: "The file that the index lists is gone. Resolve anew: the next best version will be taken.",
  410: "The file that the index lists is gone. Resolve anew: the next best version will be taken.",
  416: "The file is smaller than the index says. Run again with --refresh, or pin another version.",
  429: "The host takes no more requests for now. Run again later."
};
function refusedFile(url, status) {
  return new RegistryError(`The package index answered ${status} for ${shown(url)}.`, {
    evidence: `GET ${shown(url)}: status ${status}`,
    remedy: REMEDIES[status] ?? "Run again later; if it stays so, the index or a proxy in between is broken.",
    cause: { status }
  });
}
function shown(address) {
  if (isLocalAddress(address)) return address;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

// src/wheels/cached-contents.ts
var FORMAT5 = 8;
var CachedContents = strictObject({
  paths: custom((value) => isColumn(value, "string")),
  bytes: custom((value) => isColumn(value, "number")),
  compressedBytes: custom((value) => isColumn(value, "number")),
  crc32: custom((value) => isColumn(value, "number")),
  entryPoints: string().nullable(),
  placeholders: record(string(), number()).optional(),
  fileBytes: number().optional()
}).refine(
  ({ paths, bytes, compressedBytes: compressedBytes2, crc32 }) => [bytes, compressedBytes2, crc32].every((column) => column.length === paths.length)
);
function isColumn(value, type) {
  return Array.isArray(value) && value.every((one) => typeof one === type);
}
async function recallWheelContents(cache, sha2562) {
  const kept = await recallJson(cache, keyOf3(sha2562), CachedContents);
  if (!kept) return void 0;
  const { paths, bytes, compressedBytes: compressedBytes2, crc32, ...rest } = kept;
  const files = paths.map((path, index) => ({
    path,
    bytes: bytes[index] ?? 0,
    compressedBytes: compressedBytes2[index] ?? 0,
    crc32: crc32[index]
  }));
  return { files, ...rest };
}
async function rememberWheelContents(cache, sha2562, { files, entryPoints, placeholders: placeholders2, fileBytes }) {
  const kept = {
    paths: files.map((file) => file.path),
    bytes: files.map((file) => file.bytes),
    compressedBytes: files.map((file) => file.compressedBytes),
    crc32: files.map((file) => file.crc32 ?? 0),
    ...{ entryPoints, placeholders: placeholders2, fileBytes }
  };
  await keepJson(cache, keyOf3(sha2562), kept);
}
function keyOf3(sha2562) {
  return `wheel-directories-${FORMAT5}/${sha2562}.json`;
}

// src/wheels/wheel-fault.ts
var WheelFault = class extends Error {
  failureClass;
  /** @param says what is wrong, to be said behind the wheel's name. */
  constructor(classId, says) {
    super(says);
    this.name = "WheelFault";
    this.failureClass = failureClassById(classId);
  }
};
function entriesFault(entries) {
  const files = new Set(entries.flatMap((one) => one.isDirectory ? [] : one.name));
  for (const { name, isLink } of entries) {
    const fault = nameFault(name) ?? interpreterFault(scriptName(shortest(name))) ?? folderFault(name, files);
    if (fault !== void 0) return fault;
    if (isLink) return malformed(`its ${quoted(name)} is a symbolic link, which installers write as a file`);
  }
  return metadataFault(files);
}
function entryPointsFault(entryPoints) {
  for (const { name } of scriptsOf(entryPoints)) {
    const leaves2 = name.startsWith("/") || name.split("/").includes("..");
    const fault = leaves2 ? outside(`its script ${quoted(name)}`) : interpreterFault(name);
    if (fault !== void 0) return fault;
  }
  return void 0;
}
function contentsFault({ files, entryPoints }) {
  return entriesFault(files.map(({ path }) => ({ name: path }))) ?? entryPointsFault(entryPoints ?? "");
}
var LONGEST_NAME = 255;
function nameFault(name) {
  const leaves2 = /^[\\/]|^[A-Za-z]:/.test(name) || name.split(/[\\/]/).includes("..");
  if (leaves2) return outside(`its ${quoted(name)}`);
  if (new RegExp("\\p{Cc}", "u").test(name)) return malformed(`its ${quoted(name)} has a control character in its name`);
  return name.split("/").some(isTooLong) ? malformed(`its ${quoted(name)} has too long a name for a file`) : void 0;
}
function isTooLong(name) {
  return name.length * 3 > LONGEST_NAME && new TextEncoder().encode(name).length > LONGEST_NAME;
}
function shortest(name) {
  return name.replaceAll(/\/(?:\.?\/)+/g, "/").replace(/^(?:\.\/)+/, "");
}
function scriptName(path) {
  return /^[^/]+\.data\/(?:scripts|data\/(?:bin|Scripts))\/([^/]+)$/.exec(path)?.[1] ?? "";
}
function interpreterFault(script) {
  if (!/^python(?:w|3(?:\.\d{1,2}t?)?)?$/i.test(script)) return void 0;
  return new WheelFault("W3", `its script ${quoted(script)} would replace the interpreter`);
}
function folderFault(name, files) {
  for (let end = name.indexOf("/"); end !== -1; end = name.indexOf("/", end + 1)) {
    const folder = name.slice(0, end);
    if (files.has(folder)) return malformed(`its ${quoted(folder)} is a file and a folder`);
  }
  return void 0;
}
var SCHEMES = /* @__PURE__ */ new Set(["purelib", "platlib", "headers", "scripts", "data"]);
function metadataFault(files) {
  const tops = new Set([...files].flatMap((name) => /^([^/]+\.dist-info)\//.exec(name)?.[1] ?? []));
  const [info = "", second] = tops;
  if (second !== void 0) return malformed(`it holds both ${quoted(info)} and ${quoted(second)}`);
  const absent3 = ["METADATA", "WHEEL", "RECORD"].find((name) => !files.has(`${info}/${name}`));
  if (absent3 !== void 0) return malformed(`it holds no .dist-info/${absent3}`);
  const data = `${info.slice(0, -".dist-info".length)}.data/`;
  const unknown3 = [...files].find((name) => name.startsWith(data) && !isOfScheme(name.slice(data.length)));
  return unknown3 === void 0 ? void 0 : malformed(`its ${quoted(unknown3)} has no place to go to`);
}
function isOfScheme(path) {
  const [scheme = "", ...inside] = path.split("/");
  return inside.length > 0 && SCHEMES.has(scheme);
}
function outside(what) {
  return new WheelFault("W2", `${what} would be written outside of the place for it`);
}
function malformed(says) {
  return new WheelFault("W1", says);
}
var LONGEST_SHOWN = 120;
function quoted(name) {
  return JSON.stringify(name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}\u2026` : name);
}

// src/wheels/central-directory-fault.ts
var MOST_EXPANSION = 1032;
var SLACK_BYTES2 = 1024;
function centralDirectoryFault(entries, fileBytes) {
  const says = sizesFault(entries, fileBytes);
  if (says !== void 0) return new Error(says);
  return entriesFault(
    entries.map((entry) => ({
      name: entry.name,
      isDirectory: entry.isDirectory,
      isLink: (entry.externalFileAttributes >>> 16 & FILE_TYPE) === SYMBOLIC_LINK
    }))
  );
}
var FILE_TYPE = 61440;
var SYMBOLIC_LINK = 40960;
function sizesFault(entries, fileBytes) {
  const seen = /* @__PURE__ */ new Set();
  let compressed = 0;
  for (const entry of entries) {
    const { name, size, compressedSize } = entry;
    if (name === "") return "its directory lists a file without a name";
    if (size > compressedSize * MOST_EXPANSION + SLACK_BYTES2) {
      return `its directory says that ${compressedSize} bytes unpack to ${size} for ${quoted(name)}`;
    }
    if (entry.isDirectory) continue;
    const path = shortest(name);
    if (seen.has(path)) return `its directory lists ${quoted(path)} twice`;
    seen.add(path);
    compressed += compressedSize;
  }
  if (compressed <= fileBytes) return void 0;
  return `its directory says that its files take ${compressed} bytes, and the archive has ${fileBytes}`;
}

// src/wheels/faulty-wheel.ts
function faultyWheel(what, { sha256: sha2562 }, fault) {
  const { id: classId } = fault.failureClass;
  return { classId, message: `${what} can't be installed: ${fault.message}.`, evidence: `sha256 ${sha2562}` };
}
function faultyWheelsError(faults, cause) {
  const lines = (texts) => [...new Set(texts)].join("\n");
  const classes = faults.map((one) => failureClassById(one.classId));
  return new BuildError(lines(faults.map((one) => one.message)), {
    evidence: lines(faults.map((one) => one.evidence)),
    remedy: lines(classes.map(({ remedy, anchor }) => `${remedy} More: docs/TROUBLESHOOTING.md#${anchor}.`)),
    ...classes[0] && { failureClass: classes[0] },
    cause
  });
}

// src/wheels/read-placeholders.ts
import { constants, inflateRawSync } from "node:zlib";
var BEGINNING_BYTES = 1024;
var MOST_SCRIPTS = 64;
async function readPlaceholders(file, entries) {
  const scripts = entries.filter((entry) => /^[^/]+\.data\/scripts\/[^/]/.test(entry.name) && entry.size > 0);
  const length = await file.getLength();
  const lines = await Promise.all(
    scripts.slice(0, MOST_SCRIPTS).map(async (entry) => {
      const at = entry["_rawEntry"].relativeOffsetOfLocalHeader;
      const piece = await file.read(at, Math.min(BEGINNING_BYTES, length - at));
      return [entry.name, placeholderBytes(beginningOf(entry, piece))];
    })
  );
  return Object.fromEntries(lines.filter(([, bytes]) => bytes > 0));
}
var LOCAL_HEADER = 67324752;
var HEADER_BYTES = 30;
var STORED = 0;
function beginningOf(entry, piece) {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  if (piece.length < HEADER_BYTES || view.getUint32(0, true) !== LOCAL_HEADER) return new Uint8Array();
  const start = HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  const packed2 = piece.subarray(start, start + entry.compressedSize);
  if (entry["_rawEntry"].compressionMethod === STORED) return packed2;
  try {
    return inflateRawSync(packed2, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}
function placeholderBytes(content) {
  const beginning = new TextDecoder("latin1").decode(content.subarray(0, BEGINNING_BYTES));
  return /^#!python[^\r\n]*(?:\r\n?|\n|$)/.exec(beginning)?.[0].length ?? 0;
}

// src/wheels/read-wheel-contents.ts
async function readWheelContents(wheel, ports, signal) {
  const cached = await recallWheelContents(ports.cache, wheel.sha256);
  if (cached) return { contents: cached, fetchedBytes: 0 };
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, signal);
  const contents = await readEntries2(wheel, file);
  await rememberWheelContents(ports.cache, wheel.sha256, contents);
  return { contents, fetchedBytes: file.fetchedBytes() };
}
async function readEntries2(wheel, file) {
  try {
    const { entries } = await unzipRaw(file);
    const fault = centralDirectoryFault(entries, await file.getLength());
    if (fault !== void 0) throw fault;
    const scripts = entries.find((entry) => /^[^/]+\.dist-info\/entry_points\.txt$/.test(entry.name));
    const entryPoints = scripts ? await smallText(scripts) : null;
    const scriptFault = entryPointsFault(entryPoints ?? "");
    if (scriptFault !== void 0) throw scriptFault;
    return {
      files: entries.filter((entry) => !entry.isDirectory).map((entry) => ({
        path: entry.name,
        bytes: entry.size,
        compressedBytes: entry.compressedSize,
        crc32: entry["_rawEntry"].crc32
      })),
      entryPoints,
      placeholders: await readPlaceholders(file, entries),
      fileBytes: await file.getLength()
    };
  } catch (error) {
    throw unreadableWheel(wheel, error);
  }
}
function unreadableWheel(wheel, error) {
  if (error instanceof SurelayerError) return error;
  if (error instanceof WheelFault) return faultyWheelsError([faultyWheel(wheel.name, wheel, error)], error);
  return new BuildError(`${wheel.name} is no readable wheel: ${messageOf(error)}`, {
    evidence: `sha256 ${wheel.sha256}`,
    remedy: "The file there is damaged or isn't what its name says. Pin another version of this package, or name another file.",
    cause: error
  });
}
var MAX_TEXT_BYTES = 4 * 1024 * 1024;
async function smallText(entry) {
  if (entry.size > MAX_TEXT_BYTES) throw new Error(`its ${entry.name} is ${formatBytes(entry.size)} large`);
  return entry.text();
}

// src/wheels/read-wheel-metadata.ts
async function readWheelMetadata(wheel, ports, signal) {
  const key = `wheel-metadata/${wheel.sha256}.txt`;
  const cached = await ports.cache.read(key);
  if (cached?.length) return new TextDecoder().decode(cached);
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, signal);
  try {
    const metadata = await metadataIn(file);
    requireNamed2(metadata, wheel.name);
    await ports.cache.write(key, new TextEncoder().encode(metadata));
    return metadata;
  } catch (error) {
    throw unreadableWheel(wheel, error);
  }
}
async function metadataIn(file) {
  const { entries } = await unzipRaw(file);
  const entry = entries.find((one) => /^[^/]+\.dist-info\/METADATA$/.test(one.name));
  if (!entry) throw new Error("it holds no .dist-info/METADATA");
  return smallText(entry);
}
function requireNamed2(metadata, fileName) {
  const [name = "", version = ""] = fileName.split("-");
  const told2 = parseMetadata(metadata);
  const sameVersion = [version, version.replace(/\+.*$/, "")].some(
    (one) => one.toLowerCase() === told2.version.toLowerCase()
  );
  if (normaliseName(told2.name) === normaliseName(name) && sameVersion) return;
  throw new Error(`its metadata is of "${told2.name.slice(0, 100)} ${told2.version.slice(0, 100)}"`);
}

// src/resolve/candidate-wheel.ts
function namedVersion(fileName) {
  return fileName.split("-")[1] ?? "";
}

// src/resolve/direct/archive-version.ts
import { createHash as createHash8 } from "node:crypto";

// src/python/pylock.ts
var File = object({
  url: string().optional(),
  path: string().optional(),
  name: string().optional(),
  size: number().optional(),
  "upload-time": date().optional().catch(void 0),
  hashes: record(string(), string()).default({})
});
var VersionControl = object({
  type: string(),
  url: string().optional(),
  "requested-revision": string().optional(),
  "commit-id": string(),
  subdirectory: string().optional()
});
var OwnTable = object({
  "build-requires": array(string()),
  "build-distributions": array(object({ name: string(), version: string(), file: File }))
});
var Package = object({
  name: string(),
  version: string().optional(),
  index: string().optional(),
  marker: string().optional(),
  "requires-python": string().optional(),
  dependencies: array(object({ name: string() })).optional(),
  wheels: array(File).optional(),
  sdist: File.optional(),
  vcs: VersionControl.optional(),
  directory: unknown().optional(),
  archive: File.extend({ subdirectory: string().optional() }).optional(),
  tool: object({ surelayer: OwnTable.optional() }).optional()
});
var Pylock = object({
  "lock-version": string().regex(/^1\.\d+$/, "must be 1.0: another version isn't known"),
  "requires-python": string().optional(),
  environments: array(string()).default([]),
  packages: array(Package).default([])
});
function readPylock(text2) {
  return Pylock.parse(parse(text2));
}

// src/toolbox/uv.ts
import { createHash as createHash7 } from "node:crypto";
import { pipeline as pipeline2 } from "node:stream/promises";
var UV_VERSION = "0.13.9";
var UV_WHEEL_SHA256 = "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25";
var UV_PROGRAM_SHA256 = "edbfb9a3d00dc84148e6691cd8740781fdc32db6505d7ef88ba6c3e569d5bec9";
var UV_MAX_BYTES = 200 * 1024 * 1024;
var CACHE_NAME = `uv-${UV_VERSION}-${UV_WHEEL_SHA256.slice(0, 12)}-x86_64`;
var CACHE_KEY = `tools/${CACHE_NAME}`;
var HASH_KEY = `tool-hashes/${CACHE_NAME}.sha256`;
async function fetchUv(container, python, ports) {
  return fetchAndKeep(ports, async () => {
    await download(container, python, ports);
    return extract2(container, python, ports);
  });
}
async function cachedUv(ports, fetch2) {
  return await keptUv(ports) ?? fetchAndKeep(ports, fetch2);
}
function fetchAndKeep(ports, fetch2) {
  return ports.log.task(`fetch uv ${UV_VERSION}`, async () => {
    const program = await fetch2();
    const hash = createHash7("sha256").update(program).digest("hex");
    await ports.cache.write(CACHE_KEY, program);
    await ports.cache.write(HASH_KEY, new TextEncoder().encode(hash));
    return program;
  });
}
async function keptUv(ports) {
  const kept = await ports.cache.open(CACHE_KEY);
  return kept && await intact(kept, ports) ? kept : void 0;
}
async function intact(program, ports) {
  const hash = createHash7("sha256");
  await pipeline2(program.stream(), hash);
  const found = hash.digest("hex");
  if (found === UV_PROGRAM_SHA256) return true;
  const kept = await ports.cache.read(HASH_KEY);
  return kept !== void 0 && new TextDecoder().decode(kept) === found;
}
async function download(container, python, ports) {
  const script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])";
  await execText(container, { command: [python, "-c", script, `${SCRATCH}/uv.txt`, UV_REQUIREMENT] });
  const result = await execText(container, {
    command: [python, ...downloadArgs(SCRATCH)],
    env: ports.network.installerEnv,
    signal: ports.signal
  });
  if (result.exitCode === 0) return;
  if (lacksPip(result)) {
    throw new BuildError("The base image has no pip, which fetches the installer uv the first time.", {
      remedy: "Use a base image with python3 and pip, such as python:3.12-slim."
    });
  }
  throw uvDownloadError(
    result,
    "Check that containers reach the index: proxy, DNS and CA settings of this machine are passed on to them."
  );
}
var UV_REQUIREMENT = `uv==${UV_VERSION} --hash=sha256:${UV_WHEEL_SHA256}
`;
function downloadArgs(folder) {
  return [
    ...["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"],
    ...["--platform", "musllinux_1_1_x86_64", "--disable-pip-version-check", "--no-cache-dir"],
    ...["--require-hashes", "--dest", `${folder}/uv-wheel`, "-r", `${folder}/uv.txt`]
  ];
}
function lacksPip({ stdout, stderr }) {
  return `${stdout}
${stderr}`.includes("No module named pip");
}
function uvDownloadError({ stdout, stderr }, remedy) {
  const output = `${stdout}
${stderr}`.trim();
  return new RegistryError(`pip could not fetch uv ${UV_VERSION} from the package index.`, {
    evidence: output.split("\n").slice(-4).join("\n"),
    remedy
  });
}
var EXTRACT = `
import glob, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/uv-*.whl")[0])
name = [one for one in wheel.namelist() if one.endswith("/scripts/uv")][0]
target = open(sys.argv[2], "wb") if sys.argv[2:] else sys.stdout.buffer
target.write(wheel.read(name))
`;
function extractArgs(folder, file) {
  return ["-c", EXTRACT, `${folder}/uv-wheel`, ...file === void 0 ? [] : [file]];
}
async function extract2(container, python, ports) {
  const command = [python, ...extractArgs(SCRATCH)];
  const result = await execBytes(container, { command, signal: ports.signal }, UV_MAX_BYTES);
  if (result.exitCode !== 0 || result.stdout.length === 0) {
    throw new BuildError("The uv wheel could not be unpacked in the base image.", {
      evidence: new TextDecoder().decode(result.stderr).trim().split("\n").at(-1) ?? ""
    });
  }
  return result.stdout;
}

// src/resolve/direct/archive-version.ts
var FOLDER5 = `${SCRATCH}/work`;
async function archiveVersion(archive2, base, toolbox, ports) {
  const { requirement, file } = archive2;
  const { executable, version: python } = base.facts.python;
  const imageId = requireBase(archive2, base);
  const input = [UV_VERSION, file.sha256, requirement.normalised, python, imageId];
  const key = `archive-versions/${createHash8("sha256").update(JSON.stringify(input)).digest("hex")}.txt`;
  const known = await ports.cache.read(key);
  if (known?.length) return called(archive2, new TextDecoder().decode(known));
  const version = await ports.log.task(`read the source archive of ${requirement.name}`, async () => {
    const { exitCode, stdout, stderr } = await toolbox.open(
      imageId,
      `read-${archive2.phase}`,
      (container) => askUv(container, archive2, executable, ports)
    );
    const told2 = exitCode === 0 ? lockedVersion(stdout) : void 0;
    if (told2 === void 0) throw unreadable2(archive2, stderr);
    return told2;
  });
  await ports.cache.write(key, new TextEncoder().encode(version));
  return called(archive2, version);
}
function requireBase({ requirement, phase, source }, { imageId }) {
  if (imageId !== void 0) return imageId;
  const { name } = requirement;
  throw new ConflictError(
    `Phase ${phase} asks for ${name} by ${kindOf2(source)}, which is read in a container of the base, and the base isn't here.`,
    { remedy: `Plan where the engine holds the base image (\`docker pull\`), or name a wheel of ${name}.` }
  );
}
async function askUv(container, archive2, python, ports) {
  const path = `archive${endingOf(archive2)}`;
  const requirement = `${archive2.requirement.normalised} @ file://${FOLDER5}/${path}
`;
  const files = [
    { name: "archive.in", content: requirement },
    { name: path, content: archive2.content }
  ];
  await container.putArchive(FOLDER5, archiveOf(files));
  return execText(container, {
    command: [
      ...[UV, "pip", "compile", "--no-deps", "--python", python, "archive.in"],
      ...["--format", "pylock.toml", "--no-header", "--output-file", "pylock.archive.toml"]
    ],
    env: resolverEnv(ports.network),
    workdir: FOLDER5,
    signal: ports.signal
  });
}
function lockedVersion(text2) {
  try {
    return readPylock(text2).packages[0]?.version;
  } catch {
    return void 0;
  }
}
function called(archive2, version) {
  const distribution = archive2.requirement.normalised.replaceAll("-", "_");
  return { version, name: `${distribution}-${version}${endingOf(archive2)}` };
}
function endingOf({ source }) {
  return source.kind === "archive" && source.address.endsWith(".zip") ? ".zip" : ".tar.gz";
}
function kindOf2({ kind }) {
  return kind === "commit" ? "a commit" : "a source archive";
}
var MOST_LINES3 = 6;
function unreadable2({ requirement, source, phase }, stderr) {
  const { name } = requirement;
  const evidence = stderr.slice(-2e4).split("\n").map((line) => line.trim()).filter(Boolean).slice(-MOST_LINES3).join("\n");
  const other = /Package metadata name `([\w.-]{1,200})` does not match/.exec(stderr)?.[1];
  if (other !== void 0) {
    return new ConflictError(`Phase ${phase} asks for ${name} by ${kindOf2(source)} of ${other}.`, {
      evidence,
      remedy: `Write \`${other} @ \u2026\`, or what is meant.`
    });
  }
  if (source.kind === "commit") {
    return new BuildError(`The commit of ${name} can't be read as a Python project.`, {
      evidence,
      remedy: "Name a commit that builds; one whose build needs tools that the base lacks, git among them, is better built once, and its wheel named."
    });
  }
  const own = fileDistribution(addressedFile(source.address));
  const aside = own !== void 0 && normaliseName(own) !== requirement.normalised ? ` It is called ${own}.` : "";
  return new BuildError(`The source archive of ${name} can't be read as a Python project.${aside}`, {
    evidence,
    remedy: "Name an archive that holds pyproject.toml or setup.py at its top; one whose build needs tools that the base lacks is better built once, and its wheel named."
  });
}

// src/resolve/direct/read-direct.ts
async function readDirect(ask4, base, toolbox, ports) {
  const { phase, requirement, source } = ask4;
  const common = {
    phase,
    distribution: requirement.normalised,
    chosenBy: "its address",
    direct: source.address
  };
  if (source.kind === "wheel") {
    const file2 = await directWheel(ask4, base.facts, ports);
    const metadata = await readWheelMetadata(file2, ports, ports.signal);
    const wheel2 = { ...common, version: namedVersion(file2.name), file: file2, content: { metadata } };
    return { wheel: wheel2, remarks: hashRemarks(ask4, file2) };
  }
  requireBase(ask4, base);
  const { file, content, remarks } = source.git ? await readCommit(source.git, requirement.name, base, ports) : await readArchive(ask4, ports);
  const { version, name } = await archiveVersion({ ...ask4, file, content }, base, toolbox, ports);
  const wheel = { ...common, version, file: { ...file, name }, content: { archive: content } };
  return { wheel, remarks };
}
function hashRemarks({ source, requirement }, { sha256: sha2562 }) {
  if (source.sha256 !== void 0 || isLocalAddress(source.address)) return [];
  return [
    `The address of ${requirement.name} has no hash, and may answer another file tomorrow; \`#sha256=${sha2562}\` behind it holds it fast.`
  ];
}
async function directWheel({ phase, source }, { python }, ports) {
  const name = addressedFile(source.address);
  const tags = new Set(targetTags(python));
  if (!wheelTags(name).some((tag) => tags.has(tag))) {
    throw new ConflictError(`Phase ${phase} names a wheel for another Python or platform than the base's.`, {
      evidence: `${name}; the base has Python ${python.version} on ${python.machine}`,
      remedy: "Name the wheel for that Python, or take another base image."
    });
  }
  const { exists, status, bytes, etag } = await probeFile(source.address, ports, ports.signal);
  if (!exists) throw missing(phase, source.address, status);
  if (isLocalAddress(source.address)) {
    return { url: source.address, name, bytes, sha256: await hashLocal(source.address, bytes ?? 0, ports) };
  }
  const url = source.sha256 === void 0 ? source.address : `${source.address}#sha256=${source.sha256}`;
  return lockedWheel({ url, name, bytes, etag }, ports, ports.signal);
}
function missing(phase, address, status) {
  return new ConflictError(`Phase ${phase} asks for a file that isn't there: ${addressedFile(address)}.`, {
    evidence: `${address}: its host answered ${status}`,
    remedy: "Correct the address, or pin a version that an index has."
  });
}
var PIECE_BYTES3 = 16 * 1024 * 1024;
async function hashLocal(address, bytes, { http, signal }) {
  const hash = createHash9("sha256");
  for (let start = 0; start < bytes; start += PIECE_BYTES3) {
    signal.throwIfAborted();
    const end = Math.min(bytes, start + PIECE_BYTES3);
    const { body } = await http.request(address, { headers: { range: `bytes=${start}-${end - 1}` } });
    hash.update(body);
  }
  return hash.digest("hex");
}
async function changedFiles(files, ports) {
  const changed2 = [];
  for (const { url, sha256: sha2562 } of files.filter((file) => isLocalAddress(file.url))) {
    const { bytes } = await probeFile(url, ports, ports.signal);
    if (bytes === void 0 || await hashLocal(url, bytes, ports) !== sha2562) changed2.push(url);
  }
  return changed2;
}
var MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;
async function readArchive(ask4, ports) {
  const { phase, requirement, source } = ask4;
  const { address } = source;
  const request = { maxBytes: MAX_ARCHIVE_BYTES, signal: ports.signal };
  const { status, body } = await requestWithRetries(ports, address, request);
  if ([403, 404, 410].includes(status)) throw missing(phase, address, status);
  if (status !== 200) {
    throw new RegistryError(`The host of ${requirement.name}'s source archive answered ${status}.`, {
      evidence: `GET ${address}: status ${status}`,
      remedy: "Run again later; whether the file exists can't be said from that answer.",
      cause: { status }
    });
  }
  const sha2562 = createHash9("sha256").update(body).digest("hex");
  if (source.sha256 !== void 0 && source.sha256 !== sha2562) {
    throw new ConflictError(
      `The source archive of ${requirement.name} isn't the one that the manifest names.`,
      {
        evidence: `${address}: sha256 ${sha2562}, wanted ${source.sha256}`,
        remedy: "Look at what changed there; then write the new hash, or take another archive."
      }
    );
  }
  const file = { url: address, name: addressedFile(address), bytes: body.length, sha256: sha2562 };
  return { file, content: body, remarks: hashRemarks(ask4, file) };
}

// src/planning/read-plan.ts
async function writePlan(plan, path, ports) {
  const text2 = redactedJson(plan, ports.secrets.redact);
  await writeResult(path, text2, ports);
  const digest2 = digestOf2(text2);
  await keepJson(ports.cache, ownKey(digest2), true);
  return digest2;
}
async function readPlan(file, ports) {
  const { path, digest: digest2, planDigest } = file;
  const text2 = await readPlanText(path, ports);
  const found = digestOf2(text2);
  if (planDigest !== void 0 && planDigest !== found) throw otherDigest(path, found, planDigest);
  const vouched = planDigest !== void 0 || await recallJson(ports.cache, ownKey(found), literal(true));
  const plan = parsePlan(text2, path);
  const files = plan.phases.flatMap((phase) => phase.distributions.map((one) => one.file));
  const changed2 = [
    ...plan.manifestDigest === digest2 ? [] : ["the manifest"],
    ...isSameBase(plan, file) ? [] : [`the base image ${plan.base.reference}`],
    ...await changedFiles(files, ports),
    ...await changedCommits(files, ports)
  ];
  if (changed2.length === 0) return { plan, vouched: vouched === true };
  throw new ConflictError(
    `The plan ${path} was made for another state: ${changed2.join(" and ")} changed since.`,
    { remedy: "Plan again with `surelayer plan -o`, look at it, and build that." }
  );
}
function isSameBase({ base }, { image, reference }) {
  return base.facts === "declared" ? base.reference === reference : base.imageId === image?.id;
}
function digestOf2(text2) {
  return `sha256:${createHash10("sha256").update(text2).digest("hex")}`;
}
function ownKey(digest2) {
  return keyFor("plans", digest2);
}
function otherDigest(path, found, wanted) {
  return new ConflictError(`The plan ${path} isn't the one whose digest was given.`, {
    evidence: `its digest is ${found}; wanted ${wanted}`,
    remedy: "Take the plan as the other job wrote it. If it was made anew, give the digest that `plan` printed then."
  });
}
async function readPlanText(path, ports) {
  try {
    return await ports.files.readText(path);
  } catch (error) {
    throw new UsageError(`The plan ${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}
function parsePlan(text2, path) {
  try {
    return Plan.parse(JSON.parse(text2));
  } catch (error) {
    throw new UsageError(`${path} is no plan that this version wrote.`, {
      evidence: error instanceof ZodError ? prettifyError(error).split("\n").slice(0, 4).join("\n") : messageOf(error),
      remedy: "Write one with `surelayer plan -o plan.json`.",
      cause: error
    });
  }
}

// src/retry/outage.ts
function outageOf(error) {
  const failed = failureOf(error);
  return failed?.failure.class.retry === "bridge" ? failed : void 0;
}
function failureOf(error) {
  if (gotNoAnswer(error) || isBusy(error)) return ownFailure(error);
  const cause = error instanceof Error ? error.cause : void 0;
  if (cause instanceof GitWords) return onMachine("command", cause.stderr);
  return cause instanceof ToolFailure ? cause : void 0;
}
function ownFailure({ message, evidence }) {
  return onMachine("http", [message, evidence].filter((one) => one !== void 0).join("\n"));
}
function onMachine(tool, output) {
  return new ToolFailure({ tool, exitCode: 1, output, oomKills: 0, onMachine: true });
}

// src/planning/resolve-with-retries.ts
function resolveWithRetries({ limits, journal, budget }, ports, resolve3) {
  const attempts = {
    phase: "resolution",
    subject: "The resolution",
    limits,
    budget,
    record: (attempt) => void journal.attempts.push(attempt)
  };
  return runAttempts(attempts, ports, async () => {
    try {
      return await resolve3();
    } catch (error) {
      throw outageOf(error) ?? error;
    }
  });
}

// src/image/layers/finished-layers.ts
async function finishedLayers(facts, ports) {
  const { plan } = facts;
  const finished = /* @__PURE__ */ new Map();
  const before = [];
  let parent = plan.base.imageId;
  for (const phase of plan.phases) {
    if (!phase.leftOut) {
      const content = phaseContent(plan, phase, before);
      const found = await findLeading({ facts, phase, content, parent }, ports);
      finished.set(phase.name, found.count);
      if (found.count < content.layers.length) break;
      parent = found.top;
    }
    before.push({ name: phase.name, status: phase.leftOut ? "left-out" : "cached" });
  }
  return finished;
}
async function findLeading({ facts, phase, content, parent }, ports) {
  let top = parent;
  let count = 0;
  for (const [index] of content.layers.entries()) {
    const found = await findLayer(ports, keyOfLayer(facts, phase, content, { index, parent: top }));
    if (found === void 0) break;
    top = found.id;
    count += 1;
  }
  return { top, count };
}

// src/plan/remaining-peak.ts
function remainingPeak({ phases }, finished, disk) {
  const planned2 = phases.filter((one) => !one.leftOut);
  const there = planned2.flatMap((one) => one.disk.slice(0, finished.get(one.name) ?? 0));
  const left = planned2.flatMap((one) => one.disk.slice(finished.get(one.name) ?? 0));
  return {
    neededBytes: TOOLS_BYTES + highestPoint(timeline(left, disk)),
    presentBytes: there.reduce((sum, one) => sum + stayingBytes(one, disk), 0)
  };
}

// src/planning/resume-plan.ts
async function resumePlan(first, question, ports) {
  const { freeBytes, fits, strategy } = first.verdict;
  if (freeBytes === null || fits === true && strategy === "whole") return first;
  const arrangement = await recallJson(ports.cache, keyOf4(first), Arrangement);
  for (const changes of [...arrangement ? [{ arrangement }] : [], AMPLE]) {
    const plan = await countPresent(question.remake(changes), freeBytes, question, ports);
    if (plan?.verdict.fits === true && !leavesOutMore(plan, first)) return plan;
  }
  return first;
}
var AMPLE = { freeBytes: Number.MAX_SAFE_INTEGER };
async function countPresent(plan, freeBytes, { manifest, disk, trustDomain }, ports) {
  const { base, verdict } = plan;
  if (base.facts !== "probed" || verdict.strategy === "refused") return void 0;
  const finished = await finishedLayers({ plan: { ...plan, base }, manifest, trustDomain }, ports);
  const { neededBytes, presentBytes } = remainingPeak(plan, finished, disk);
  if (presentBytes === 0) return void 0;
  const fits = neededBytes + verdict.reserveBytes <= freeBytes;
  return { ...plan, verdict: { ...verdict, neededBytes, presentBytes, freeBytes, fits } };
}
function leavesOutMore(plan, first) {
  const installed = new Set(first.phases.filter((one) => !one.leftOut).map((one) => one.name));
  return first.verdict.fits === true && plan.phases.some((one) => one.leftOut && installed.has(one.name));
}
async function rememberArrangement(plan, cache) {
  const arrangement = arrangementOf(plan);
  if (arrangement === void 0 || arrangement.kind === "whole") return;
  await keepJson(cache, keyOf4(plan), arrangement);
}
function keyOf4({ name, base }) {
  return keyFor("arrangements", [name, base.facts === "probed" ? base.imageId : base.reference]);
}

// src/image/machine/build-machine.ts
var Answer8 = object({
  memoryLimitBytes: number().nullable(),
  hostMemoryBytes: number().positive(),
  cpus: number().positive()
});
var OWN_LIMIT = "/sys/fs/cgroup/memory.max";
async function buildMachine(base, toolbox, ports) {
  const probe3 = { python: base.python, program: "build_machine.py" };
  const { answer, stderr } = await toolbox.open(
    base.image,
    "machine",
    (container) => runProbe(container, probe3, Answer8, ports.signal)
  );
  if (!answer) {
    throw new EngineError("What memory and cores a build container has can't be measured.", {
      evidence: lastLines(stderr, 1)
    });
  }
  const limits = [answer.memoryLimitBytes, await ownLimit(ports)].filter((one) => one !== null);
  return { ...answer, memoryLimitBytes: limits.length > 0 ? Math.min(...limits) : void 0 };
}
async function assumedMachine(ports) {
  try {
    const { memoryBytes, cpus } = await ports.engine.info();
    return { hostMemoryBytes: memoryBytes, cpus, memoryLimitBytes: await ownLimit(ports) ?? void 0 };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { memoryBytes, cpus } = ports.hardware;
    return { hostMemoryBytes: memoryBytes, cpus, memoryLimitBytes: await limitHere(ports) ?? void 0 };
  }
}
async function ownLimit(ports) {
  return (await ports.engine.info()).local ? limitHere(ports) : null;
}
async function limitHere(ports) {
  const text2 = await ports.files.readText(OWN_LIMIT).catch(() => "");
  return /^\d+\s*$/.test(text2) ? Number(text2) : null;
}

// src/plan/guards/judge-versions.ts
function judgeVersions(tried2) {
  const findings = guard(environmentOf3(tried2));
  const errors = findings.filter((one) => one.severity === "error").map(({ id, message, steer: steer2 }) => ({ id, text: message, bound: steer2?.bounds[0] }));
  return {
    errors: [...errors, ...forbiddenSources(tried2)],
    warnings: findings.filter((one) => one.severity === "warning").map(halfSentence)
  };
}
function environmentOf3({ facts, phases, brought }) {
  return environmentOfVersions(
    facts,
    brought.map((one) => ({ ...one, phase: phaseOf2(one.name, phases) }))
  );
}
function phaseOf2(name, phases) {
  const asking = phases.find((phase) => phase.packages.some((one) => one.normalised === name));
  return (asking ?? phases[0])?.name;
}
function forbiddenSources({ phases, brought }) {
  const forbidding = phases.filter((phase) => forbidsSourceBuilds(phase) && !phase.optional);
  const named2 = new Set(forbidding.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  return brought.filter((one) => one.file === void 0).filter((one) => named2.has(one.name) || phases.length > 0 && forbidding.length === phases.length).map(({ name, version }) => ({
    id: "source-build-refused",
    text: `${name} ${version} would be built from source, which \`source_build: never\` forbids.`
  }));
}
function halfSentence({ message, remedy }) {
  const [wrong = message] = message.split(/: |\. /, 1);
  return `${lowered(wrong.replace(/\.$/, ""))}: ${lowered(remedy.replace(/\.$/, ""))}`;
}
function lowered(text2) {
  return text2.replace(/^[A-Z](?=[a-z]+ )/, (first) => first.toLowerCase());
}

// src/plan/guards/version-faults.ts
function versionFaults(request, chosen) {
  return guard(environmentOf4(request, chosen)).flatMap(
    ({ message, steer: steer2 }) => steer2 === void 0 ? [] : [{ ...steer2, message }]
  );
}
function environmentOf4({ facts, phases }, { versions, phaseOf: phaseOf3 }) {
  const brought = [...versions].map(([name, version]) => {
    const phase = phaseOf3(name) ?? phases[0]?.name;
    return { name, version, phase, file: void 0 };
  });
  return environmentOfVersions(facts, brought);
}

// src/plan/judge/judge-guards.ts
function judgeGuards(manifest, resolution, without2) {
  const optional = new Set(manifest.phases.filter((phase) => phase.optional).map((phase) => phase.name));
  const leftOut2 = [];
  for (; ; ) {
    const findings = runGuards(guardedEnvironments(manifest, without2(resolution, leftOut2)));
    const refused4 = findings.find((one) => one.severity === "error" && optional.has(one.phase ?? ""));
    if (refused4?.phase === void 0) return leftOut2;
    leftOut2.push({ phase: refused4.phase, reason: refused4.message.replace(/\.$/, "") });
    optional.delete(refused4.phase);
  }
}

// src/plan/judge/judge-target.ts
function judgeTarget(requires, target) {
  const answers2 = [
    judgeMemory(requires.gpu_memory, target),
    judgeDisk(requires.disk, target.diskBytes),
    judgePython(requires.python, target.python),
    judgeCuda(requires.cuda, target.cuda)
  ];
  const reasons = answers2.flatMap((answer) => answer.unmet ?? []);
  const questions = answers2.flatMap((answer) => answer.unknown ?? []);
  if (reasons.length > 0) return { verdict: "unmet", reasons };
  return questions.length > 0 ? { verdict: "unknown", questions } : { verdict: "met" };
}
function judgeMemory(needed, target) {
  if (needed === void 0) return {};
  const { gpuMemoryBytes: least, gpu } = target;
  const want = `more than ${formatBytes(needed)} of GPU memory`;
  if (target.cuda === false) return { unmet: `it needs ${want}, and the target has no GPU` };
  if (least === void 0) return { unknown: `whether the GPU has ${want}` };
  return least > needed ? {} : { unmet: `it needs ${want}; ${gpu ?? "the target"} has ${formatBytes(least)}` };
}
function judgeDisk(needed, free) {
  if (needed === void 0) return {};
  const want = `more than ${formatBytes(needed)} of disk`;
  if (free === void 0) return { unknown: `whether there is ${want}` };
  return free > needed ? {} : { unmet: `it needs ${want}; ${formatBytes(free)} are free` };
}
function judgePython(range, python) {
  if (range === void 0) return {};
  if (python === void 0) return { unknown: `whether Python is ${range}` };
  return satisfies(python.replace(/\+$/, ""), range, { prereleases: true }) ? {} : { unmet: `it needs Python ${range}; the base has ${python}` };
}
function judgeCuda(needed, cuda) {
  if (needed !== true || cuda === true) return {};
  return cuda === void 0 ? { unknown: "whether there is a CUDA GPU" } : { unmet: "it needs CUDA, and the target has none" };
}

// src/plan/judge/judge-phases.ts
var SOURCE5 = "the manifest's `requires`, judged against the target";
function judgePhases(manifest, target) {
  const judged = manifest.phases.map((phase) => judgePhase(phase, target));
  return {
    leftOut: judged.flatMap((one) => one.leftOut ?? []),
    findings: judged.flatMap((one) => one.finding ?? [])
  };
}
function judgePhase(phase, target) {
  const judgement = judgeTarget(phase.requires ?? {}, target);
  if (judgement.verdict === "met") return {};
  if (judgement.verdict === "unknown") return { finding: unknown2(phase, judgement.questions) };
  const reason = judgement.reasons.join("; ");
  return phase.optional ? { leftOut: { phase: phase.name, reason } } : { finding: unmet(phase, reason) };
}
function unmet(phase, reason) {
  return {
    id: "requires-unmet",
    severity: "error",
    message: `Phase ${phase.name} can't run where the image is for: ${reason}.`,
    remedy: "Choose another target (`runpod.gpu_pools`, the base image, the engine's disk), or let the phase be left out with `optional: true`.",
    phase: phase.name,
    source: SOURCE5
  };
}
function unknown2(phase, questions) {
  return {
    id: "requires-unknown",
    severity: "warning",
    message: `Phase ${phase.name} is kept, though it isn't known ${questions.join(", nor ")}.`,
    remedy: "Name the GPUs under `runpod.gpu_pools`; else the first run on one decides.",
    phase: phase.name,
    source: SOURCE5
  };
}

// src/plan/judge/target-facts.ts
var GIB = 2 ** 30;
function poolFacts(entries) {
  const sizes = chosenPools(entries).flatMap((pool) => {
    const size = GPU_POOLS.get(pool);
    return size === void 0 ? [] : [{ pool, size }];
  });
  const [first, ...others] = sizes;
  if (!first) return {};
  const least = others.reduce((best, one) => one.size < best.size ? one : best, first);
  return { cuda: true, gpuMemoryBytes: least.size * GIB, gpu: `the pool ${least.pool}` };
}

// src/resolve/missing-file.ts
import { createHash as createHash11 } from "node:crypto";

// src/resolve/request.ts
function resolveRequest(manifest, facts, pins) {
  const { phases, keep, indexes } = manifest;
  return {
    ...{ phases, keep, indexes, facts, constraints: [], releasesOnly: [], wheels: [] },
    torchBackend: manifest.install.torch_backend,
    systemPackages: manifest.system_packages,
    buildConstraints: manifest.build_constraints,
    pins
  };
}
function systemPackagesOf({ systemPackages, phases }) {
  return [.../* @__PURE__ */ new Set([...systemPackages, ...phases.flatMap((phase) => phase.system_packages)])].sort();
}
function withoutPhases(request, leftOut2) {
  const names2 = new Set(leftOut2.map((one) => one.phase));
  return {
    ...request,
    phases: request.phases.filter((phase) => !names2.has(phase.name)),
    wheels: request.wheels.filter((wheel) => !names2.has(wheel.phase))
  };
}
function withCandidates(request, wheels) {
  return { ...request, wheels: [...request.wheels, ...wheels] };
}
function onlyPhase(request, name) {
  return { ...request, phases: request.phases.filter((phase) => phase.name === name), keep: [] };
}

// src/resolve/missing-file.ts
function isFileFault(error) {
  return [ConflictError, RegistryError, BuildError].some((one) => error instanceof one);
}
function standInFor(url, named2, { python }) {
  const { distribution } = named2;
  const written = addressedFile(url);
  const version = namedVersion(written);
  const tags = new Set(targetTags(python));
  const fits = wheelTags(written).some((tag) => tags.has(tag));
  const name = fits ? written : `${distribution.replaceAll("-", "_")}-${version}-py3-none-any.whl`;
  const sha2562 = createHash11("sha256").update(`stand-in for ${url}`).digest("hex");
  const metadata = `Metadata-Version: 2.1
Name: ${distribution}
Version: ${version}
`;
  return { ...named2, version, file: { url, name, bytes: void 0, sha256: sha2562 }, content: { metadata } };
}
function besideMissing(request, missing2) {
  const unknown3 = missing2.filter((one) => one.standIn === void 0);
  const phases = request.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.filter(
      (one) => !unknown3.some((lost) => lost.phase === phase.name && lost.distribution === one.normalised)
    )
  }));
  return withCandidates(
    { ...request, phases },
    missing2.flatMap((one) => one.standIn ?? [])
  );
}

// src/resolve/direct/select-direct-files.ts
async function selectDirectFiles(request, base, toolbox, ports) {
  const { facts } = request;
  const environment = markerEnvironment(facts.python);
  const requirements = request.phases.flatMap((phase) => directUrlRequirements(phase, environment));
  const read = [];
  const asked2 = request.phases.flatMap((phase) => phase.packages.map((one) => one.text));
  const known = { ...base, facts, asked: asked2 };
  for (const requirement of requirements)
    read.push(await readOrLeaveOut(requirement, request, known, { toolbox, ports }));
  const leftOut2 = read.flatMap((one) => one.leftOut ?? []);
  const wheels = read.flatMap((one) => one.wheel ?? []);
  return {
    request: withoutPhases(withCandidates(request, wheels), leftOut2),
    leftOut: [...new Map(leftOut2.map((one) => [one.phase, one])).values()],
    missing: read.flatMap((one) => one.missing ?? []),
    remarks: [...new Set(read.flatMap((one) => one.remarks ?? []))]
  };
}
async function readOrLeaveOut(requirement, request, base, { toolbox, ports }) {
  const phase = request.phases.find((one) => one.name === requirement.phase);
  try {
    if (phase?.environment === "shared") requireMovable(requirement, request);
    return await readDirect(requirement, base, toolbox, ports);
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!(error instanceof SurelayerError) || error instanceof InterruptedError) throw error;
    if (phase?.optional !== true) return { missing: missingFile(requirement, error, request) };
    const reason = [error.message, error.evidence, error.remedy].filter(Boolean).join(" ");
    return { leftOut: { phase: requirement.phase, reason: reason.replaceAll("\n", " ") } };
  }
}
function missingFile({ phase, requirement, source }, error, request) {
  if (!isFileFault(error)) throw error;
  const { normalised: distribution } = requirement;
  const named2 = { phase, distribution, chosenBy: "its address", direct: source.address };
  const known = source.kind === "wheel" && keptVersion(requirement, request) === void 0;
  const standIn = known ? standInFor(source.address, named2, request.facts) : void 0;
  return { phase, distribution, error, standIn };
}
function requireMovable({ requirement, phase }, request) {
  const kept = keptVersion(requirement, request);
  if (kept === void 0) return;
  const { name } = requirement;
  throw new ConflictError(
    `Phase ${phase} asks for ${name} by a file of its own, and \`keep\` protects the base's ${name} ${kept}.`,
    { remedy: `Take ${name} out of \`keep\`, or out of the phase.` }
  );
}
function keptVersion({ normalised }, { keep, facts }) {
  const installed = installedDistributions(facts).get(normalised);
  return installed && keep.includes(normalised) ? installed.version ?? "" : void 0;
}

// src/python/lock.ts
function parseLock(text2) {
  try {
    return readPylock(text2).packages.map(lockedDistribution);
  } catch (error) {
    if (error instanceof ZodError) throw unreadable3(prettifyError(error));
    if (error instanceof TomlError) throw unreadable3(messageOf(error), error);
    throw error;
  }
}
function unreadable3(evidence, cause) {
  return new BuildError("The resolver wrote a lock that can't be read.", {
    evidence,
    remedy: "Every distribution needs a version and files with sha256 hashes; direct and local files have none yet.",
    cause
  });
}
function lockedDistribution({ name, version, index, wheels, sdist }) {
  if (version === void 0) throw unreadable3(`${name} has no version`);
  const file = ({ url, hashes, ...rest }) => {
    const { sha256: sha2562 } = hashes;
    if (url === void 0 || sha2562 === void 0) throw unreadable3(`${name} has a file without hash`);
    return lockedFile({ ...rest, url, sha256: sha2562 });
  };
  const files = [...wheels ?? [], ...sdist ? [sdist] : []];
  const times = files.flatMap((one) => one["upload-time"]?.getTime() ?? []);
  return {
    ...{ name, version, index, wheels: (wheels ?? []).map(file), sdist: sdist && file(sdist) },
    ...times.length > 0 && { published: Math.min(...times) }
  };
}
function lockedFile(file) {
  const { url, sha256: sha2562, size, name = addressedFile(url) } = file;
  return { url, name, sha256: sha2562, bytes: size };
}
function wheelChooser(tags) {
  const rank = new Map(tags.map((tag, index) => [tag, index]));
  return (wheels) => {
    let best;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const wheel of wheels) {
      const own = Math.min(...wheelTags(wheel.name).map((tag) => rank.get(tag) ?? Number.POSITIVE_INFINITY));
      if (own < bestRank) [best, bestRank] = [wheel, own];
    }
    return best;
  };
}

// src/wheels/wheel-metadata.ts
var WheelMetadata = readonly(
  strictObject({
    /** `Requires-Dist` lines, as far as they can be read. */
    requires: readonly(array(string().transform(requirementLeniently))),
    requiresPython: string().nullable()
  })
);
var MAX_BYTES3 = 8 * 1024 * 1024;
var LOCAL = { origin: "./" };
function metadataReader(ports) {
  const without2 = /* @__PURE__ */ new Set([LOCAL.origin]);
  return async (wheel) => {
    const key = `wheel-metadata/${wheel.sha256}.json`;
    const known = await recallJson(ports.cache, key, WheelMetadata);
    if (known) return known;
    const { origin } = isLocalAddress(wheel.url) ? LOCAL : new URL(wheel.url);
    const beside2 = without2.has(origin) ? void 0 : await besideWheel(wheel.url, ports);
    if (beside2 === void 0) without2.add(origin);
    const { requires, requiresPython } = parseMetadata(beside2 ?? await insideWheel(wheel, ports));
    const written = { requires, requiresPython };
    await keepJson(ports.cache, key, written);
    return WheelMetadata.parse(written);
  };
}
async function besideWheel(url, ports) {
  const [address = url] = url.split("#");
  if (address.includes("?")) return void 0;
  const response = await requestWithRetries(ports, `${address}.metadata`, {
    maxBytes: MAX_BYTES3,
    signal: ports.signal
  });
  const text2 = response.status === 200 ? new TextDecoder().decode(response.body) : "";
  return /^Metadata-Version:/im.test(text2.slice(0, 1e3)) ? text2 : void 0;
}
async function insideWheel(wheel, ports) {
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, ports.signal);
  try {
    return await metadataIn(file);
  } catch (error) {
    if (error instanceof SurelayerError) throw error;
    throw unreadable4(wheel, messageOf(error));
  }
}
function unreadable4(wheel, why) {
  return new BuildError(`${wheel.name} is no readable wheel: ${why}`, {
    evidence: `sha256 ${wheel.sha256}`,
    remedy: "The file at the index is damaged or isn't what its name says. Lock another version of this package."
  });
}

// src/toolbox/local-tools.ts
import { buffer as buffer2 } from "node:stream/consumers";
async function withLocalTools(ports, body) {
  const python = await ports.processes.which("python3") ?? await ports.processes.which("python");
  if (python === void 0) {
    throw new BuildError(
      "This machine has no Python 3, and uv needs one to plan for a base that isn't here.",
      { remedy: `Install python3 with pip on this machine, ${OR_PULL}` }
    );
  }
  const { signal } = ports;
  return ports.files.withFolder(async (folder) => {
    if (ports.network.caBundle !== void 0) await ports.files.write(caFile(folder), ports.network.caBundle);
    const env = localEnv(ports.network, folder);
    const run = ([program2 = "", ...args], options = {}) => ports.processes.run(program2, args, {
      ...{ env: { ...env, ...options.env }, inherit: INHERITED, cwd: options.workdir ?? folder },
      signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal
    });
    const uv = `${folder}/uv`;
    const program = await cachedUv(ports, () => fetchUv2({ folder, uv, python, run }, ports));
    const content = program instanceof Uint8Array ? program : await buffer2(program.stream());
    await ports.files.write(uv, content, { executable: true });
    await requireRunning(await run([uv, "--version"]).catch(unstartable));
    return await body({ folder, uv, python, run });
  });
}
var OR_PULL = "or have the engine hold the base image (`docker pull`): then its own Python is used, in a container.";
var INHERITED = [
  ...["PATH", "HOME", "TMPDIR", "LANG"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"]
];
function localEnv(network, folder) {
  const settings = Object.entries(network.installerEnv).filter(([name]) => !/_proxy$/i.test(name)).map(([name, value]) => [name, value === CA_BUNDLE ? caFile(folder) : value]);
  return {
    ...Object.fromEntries(settings),
    // Their settings are passed on already, and only those may count, as in a container.
    PIP_CONFIG_FILE: "/dev/null",
    XDG_CONFIG_HOME: `${folder}/config`,
    PYTHONDONTWRITEBYTECODE: "1",
    UV_CACHE_DIR: `${folder}/cache`,
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    NO_COLOR: "1"
  };
}
function caFile(folder) {
  return `${folder}/ca.pem`;
}
async function fetchUv2({ folder, uv, python, run }, ports) {
  await ports.files.write(`${folder}/uv.txt`, UV_REQUIREMENT);
  const result = await run([python, ...downloadArgs(folder)]);
  if (lacksPip(result)) {
    throw new BuildError("This machine's Python has no pip, which fetches the resolver uv the first time.", {
      evidence: python,
      remedy: `Install pip for it (Debian, Ubuntu: \`apt-get install python3-pip\`), ${OR_PULL}`
    });
  }
  if (result.exitCode !== 0) {
    throw uvDownloadError(result, "Check the network, the proxy and the index settings of this machine.");
  }
  const extracted = await run([python, ...extractArgs(folder, uv)]);
  if (extracted.exitCode !== 0) {
    throw new BuildError("The uv wheel could not be unpacked on this machine.", {
      evidence: extracted.stderr.trim().split("\n").at(-1) ?? ""
    });
  }
  return ports.files.read(uv);
}
function unstartable(error) {
  const { code } = error;
  if (code === void 0) throw error;
  return { exitCode: 126, stdout: "", stderr: String(error) };
}
function requireRunning({ exitCode, stderr }) {
  if (exitCode === 0) return;
  throw new BuildError("The resolver uv doesn't run on this machine: it is built for Linux on x86-64.", {
    evidence: stderr.trim().split("\n").at(-1) ?? "",
    remedy: `Plan on such a machine, ${OR_PULL}`
  });
}

// src/resolve/environment/index-pages.ts
var CONFIG2 = "config";
var KEPT_PAGES = { api: "max-age=86400", files: "max-age=86400" };
function indexPagesEnv(folder) {
  return { XDG_CONFIG_HOME: `${folder}/${CONFIG2}`, UV_DEFAULT_INDEX: "", UV_INDEX: "" };
}
async function keepIndexPages(resolver, installerEnv) {
  const main = installerEnv["UV_DEFAULT_INDEX"] ?? await publicIndex(resolver);
  const extra = installerEnv["UV_INDEX"]?.split(/\s+/).filter((one) => one !== "") ?? [];
  const index = [
    ...extra.map(namedIndex),
    ...main === void 0 ? [] : [{ ...namedIndex(main), default: true }]
  ].map((one) => ({ ...one, "cache-control": KEPT_PAGES }));
  const folders = [CONFIG2, `${CONFIG2}/uv`].map((name) => ({ name }));
  await resolver.write([...folders, { name: `${CONFIG2}/uv/uv.toml`, content: stringify({ index }) }]);
}
async function publicIndex(resolver) {
  await resolver.write([{ name: "nothing.in", content: "" }]);
  const flags = [...resolver.pythonFlags(), "--offline", "--quiet", "--no-header", "--emit-index-url"];
  const { stdout } = await resolver.run([resolver.uv, "pip", "compile", ...flags, "nothing.in"]);
  return /^--index-url (\S+)$/m.exec(stdout)?.[1];
}

// src/resolve/environment/local-resolver.ts
function withLocalResolver({ python }, ports, body) {
  return withLocalTools(ports, async (tools) => {
    const folder = `${tools.folder}/work`;
    const platform = `${python.machine}-manylinux_${python.glibc?.join("_")}`;
    const resolver = {
      folder,
      onMachine: true,
      uv: tools.uv,
      python: tools.python,
      pythonFlags: (other) => [
        ...["--python", tools.python, "--python-version", other ?? python.version],
        ...["--python-platform", platform]
      ],
      buildFlags: (sdists) => [
        ...["--only-binary", ":all:"],
        ...sdists.flatMap((name) => ["--no-binary", name])
      ],
      installSystemPackages: () => Promise.resolve(false),
      async write(entries) {
        for (const { name, content } of entries) {
          if (content !== void 0) await ports.files.write(`${folder}/${name}`, content);
        }
      },
      run: (command, options = {}) => runBounded(tools, command, { ...options, folder }, ports.clock),
      runProbe: (name, args) => tools.run([tools.python, "-B", `${ports.assets}/images/probes/${name}`, ...args])
    };
    await keepIndexPages(resolver, ports.network.installerEnv);
    return body(resolver);
  });
}
var TIMED_OUT = 124;
async function runBounded(tools, command, { folder, within: within3, signal, seconds }, clock) {
  var _stack = [];
  try {
    const workdir = within3 === void 0 ? folder : `${folder}/${within3}`;
    const timeout = __using(_stack, seconds === void 0 ? void 0 : createDeadline(seconds * 1e3, clock));
    const signals = [signal, timeout?.signal].filter((one) => one !== void 0);
    try {
      return await tools.run(command, {
        ...{ workdir, env: indexPagesEnv(folder) },
        signal: AbortSignal.any(signals)
      });
    } catch (error) {
      if (!timeout?.signal.aborted || error !== timeout.signal.reason) throw error;
      return { exitCode: TIMED_OUT, stdout: "", stderr: "" };
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}

// src/resolve/environment/declared-requirements.ts
var Requires = array(string());
async function withDeclaredRequirements(facts, ports) {
  const keys = facts.distributions.map((one) => keyOf5(one, facts));
  const known = await Promise.all(keys.map((key) => recallJson(ports.cache, key, Requires)));
  const requires = known.every((one) => one !== void 0) ? known : await ports.log.task("read what the declared packages require", () => askIndex(facts, known, ports));
  const distributions = facts.distributions.map((one, index) => {
    const lines = requires[index];
    return lines === void 0 ? one : { ...one, requires: lines };
  });
  return { ...facts, distributions };
}
function keyOf5({ name, version }, { python }) {
  return keyFor("declared-requires", [normaliseName(name), publicVersion2(version), python.version]);
}
function publicVersion2(version) {
  return (version ?? "").replace(/\+.*$/, "");
}
function askIndex(facts, known, ports) {
  return withLocalResolver(facts, ports, async (resolver) => {
    const asked2 = facts.distributions.filter((_, index) => known[index] === void 0);
    const together = await locked(asked2, resolver);
    const all = [];
    for (const [index, one] of facts.distributions.entries()) {
      const found = known[index] === void 0 ? together ?? await locked([one], resolver) : void 0;
      const requires = known[index] ?? (found && await requiresOf(one, found, facts, ports));
      if (requires !== void 0) await keepJson(ports.cache, keyOf5(one, facts), requires);
      all.push(requires);
    }
    return all;
  });
}
async function locked(distributions, resolver) {
  const lines = distributions.map(({ name, version }) => `${name}==${publicVersion2(version)}
`);
  await resolver.write([{ name: ASKED, content: lines.join("") }]);
  const result = await resolver.run([
    ...[resolver.uv, "pip", "compile", ASKED, "--quiet", "--no-deps", "--format", "pylock.toml"],
    ...resolver.pythonFlags(),
    ...resolver.buildFlags([])
  ]);
  if (result.exitCode === 0) return parseLock(result.stdout);
  return distributions.length === 1 && /No solution found/.test(result.stderr) ? [] : void 0;
}
var ASKED = "declared.txt";
async function requiresOf({ name }, found, facts, ports) {
  const wheels = found.flatMap((one) => one.name === normaliseName(name) ? one.wheels : []);
  const wheel = wheelChooser(targetTags(facts.python))(wheels);
  if (wheel === void 0) return [];
  try {
    return (await metadataReader(ports)(wheel)).requires.map((one) => one.text);
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`What ${name} requires isn't known: ${String(error)}`);
    return void 0;
  }
}

// src/resolve/separate-environments.ts
function separateEnvironments(request) {
  const isolated = request.phases.flatMap(
    ({ name, environment }) => environment === "isolated" ? { phase: name } : []
  );
  const { pins } = request;
  const shared = bounded(withoutPhases(request, isolated), pins?.shared);
  return [
    ...shared.phases.length > 0 ? [{ isolated: void 0, request: shared }] : [],
    ...isolated.map(({ phase }) => ({
      isolated: phase,
      request: bounded(ownEnvironment(request, phase), pins?.isolated[phase])
    }))
  ];
}
function bounded(request, bounds = []) {
  return { ...request, constraints: [...request.constraints, ...bounds] };
}
function ownEnvironment(request, name) {
  const alone = onlyPhase(request, name);
  return {
    ...alone,
    facts: { ...alone.facts, distributions: [] },
    wheels: alone.wheels.filter((wheel) => wheel.phase === name)
  };
}
function pythonOf({ isolated, request }) {
  const { python } = request.facts;
  return isolated === void 0 ? python : environmentPython(isolated, python);
}

// src/resolve/remedies/candidates/relaxed-pins.ts
function relaxedPin(request, head, direction) {
  const range = relaxedRange(head.range, direction);
  if (range === void 0) return void 0;
  const { requirement, phase } = head;
  const changed2 = withRange(requirement, range.written);
  const tried2 = withRange(requirement, range.tried);
  return {
    trials: [{ request: withPackage(request, head, tried2) }],
    ...direction !== "newer" && { from: fromPin(request, head) },
    ...direction === "far" && { isLast: true },
    text: (versions) => `in phase ${phase}, write \`${changed2.text}\` instead of \`${requirement.text}\`${taken(requirement.normalised, versions)}`
  };
}
function taken(name, versions) {
  const version = versions[name];
  return version === void 0 ? "" : ` (${name} ${version} resolves)`;
}
function relaxedRange(range, direction) {
  if (direction === "newer") {
    const opened = openedUpwards(range);
    return opened === void 0 ? void 0 : { written: opened, tried: opened };
  }
  const lowest = lowestOf(range);
  if (lowest === void 0) return void 0;
  const written = `<${lowest}`;
  const near = nearestLine(lowest);
  if (direction === "older") return { written, tried: near === void 0 ? written : `>=${near},${written}` };
  return near === void 0 ? void 0 : { written, tried: `<${near}` };
}
function openedUpwards(range) {
  const parts = range.split(",");
  const opened = parts.flatMap((part) => {
    const exact = /^(?:==|===|~=)([^*]+)$/.exec(part)?.[1];
    if (exact !== void 0) return [`>=${exact.replace(/\+.*$/, "")}`];
    return /^(?:<|==)/.test(part) ? [] : [part];
  });
  return opened.join(",") === range ? void 0 : opened.join(",");
}
function lowestOf(range) {
  const lowest = /^(?:==|===|~=|>=?)([^*]+)$/.exec(range.split(",")[0] ?? "")?.[1];
  return lowest?.replace(/\+.*$/, "");
}
var NEAR_MINORS = 10;
function nearestLine(version) {
  const [, major, minor] = /^(?:v?)(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major === void 0) return void 0;
  if (Number(major) > 1) return String(Number(major) - 1);
  if (Number(major) === 1) return void 0;
  const first = Number(minor ?? 0) - NEAR_MINORS;
  return first > 0 ? `0.${first}` : void 0;
}
function fromPin(request, head) {
  const { requirement } = head;
  const version = /^===?([^*,]+)$/.exec(head.range)?.[1];
  if (version === void 0) return void 0;
  const [phase] = request.phases.filter((one) => one.name === head.phase);
  const phases = phase ? [{ ...phase, packages: [{ ...requirement, text: pinText(requirement) }] }] : [];
  return { name: requirement.normalised, trial: { request: { ...request, phases }, alone: true } };
}
function pinText({ name, specifiers }) {
  return `${name}${specifiers.join(",")}`;
}
function withPackage(request, head, changed2) {
  const phases = request.phases.map(
    (phase) => phase.name === head.phase ? { ...phase, packages: phase.packages.map((one) => one === head.requirement ? changed2 : one) } : phase
  );
  return { ...request, phases };
}

// src/resolve/remedies/candidates/remedy-candidates.ts
var PYTHONS = ["3.10", "3.11", "3.12", "3.13"];
function remedyCandidates(request, conflict, isolated) {
  const relaxed = (direction) => conflict.heads.flatMap((head) => relaxedPin(request, head, direction) ?? []);
  const newer = relaxed("newer");
  const others = otherPythons(request.facts.python.version).map((version) => otherPython(request, version));
  const isolatable = isolated === void 0 && conflict.culprit !== "python";
  const first = conflict.culprit === "python" ? others : [];
  const last = conflict.culprit === "python" ? [] : others;
  const candidates2 = [
    ...[...first, ...newer],
    ...isolatable ? isolations(request, conflict) : [],
    ...relaxed("older"),
    ...isolatable ? movesOut(request, conflict) : [],
    ...conflict.moved.length > 0 ? [otherBase(request, conflict.moved)] : [],
    ...last,
    ...newer.flatMap((one) => withBackend(request, one) ?? []),
    ...newer.flatMap((one) => onNewerCuda(request, one) ?? []),
    ...relaxed("far")
  ];
  if (isolated === void 0) return candidates2;
  return candidates2.map((one) => ({ ...one, trials: one.trials.map((trial) => ({ ...trial, isolated })) }));
}
function withBackend(request, candidate) {
  const backend = backendFor(request.facts.cuda);
  const isBound = request.indexes.some((index) => index.packages.some((name) => FAMILY2.has(name)));
  if (request.torchBackend !== "none" || backend === void 0 || isBound) return void 0;
  return {
    ...changed(candidate, (one) => ({ ...one, torchBackend: backend })),
    text: (versions) => `${candidate.text(versions)}, and \`torch_backend: ${backend}\` under \`install\``
  };
}
function onNewerCuda(request, candidate) {
  const major = Number.parseInt(request.facts.cuda ?? "", 10);
  if (Number.isNaN(major)) return void 0;
  const cuda = `${major + 1}.0`;
  return {
    ...changed(candidate, (one) => ({ ...one, facts: { ...one.facts, cuda } })),
    text: (versions) => `${candidate.text(versions)}, and take a base image with CUDA ${major + 1}`
  };
}
function changed(candidate, change) {
  return {
    trials: candidate.trials.map((trial) => ({ ...trial, request: change(trial.request) })),
    after: { candidate, refusal: "cuda-above-base" }
  };
}
function isolations(request, conflict) {
  const fighting = new Set(conflict.heads.map((head) => head.phase));
  if (fighting.size < 2 && conflict.moved.length === 0) return [];
  return request.phases.filter((phase) => fighting.has(phase.name)).reverse().sort((a, b) => Number(b.optional) - Number(a.optional)).map((phase) => isolation(request, phase.name));
}
function isolation(request, name) {
  const rest = request.phases.filter((phase) => phase.name !== name);
  return {
    trials: [
      { request: onlyPhase(request, name), isolated: name },
      ...rest.length > 0 ? [{ request: { ...request, phases: rest } }] : []
    ],
    sure: true,
    text: () => `give phase ${name} \`environment: isolated\``
  };
}
function movesOut(request, conflict) {
  const { heads } = conflict;
  const phases = new Set(heads.map((head) => head.phase));
  if (phases.size > 1 || conflict.moved.length > 0) return [];
  if (heads.length < 2 || heads.some((head) => head.requirement.normalised === conflict.culprit)) return [];
  const isFamily = (head) => FAMILY2.has(head.requirement.normalised);
  return heads.filter((head) => !isFamily(head)).map((head) => moveOut(request, head));
}
function moveOut(request, head) {
  const { requirement, phase } = head;
  const isOwn = (one) => one.name === phase;
  const rest = request.phases.map(
    (one) => isOwn(one) ? { ...one, packages: one.packages.filter((each) => each !== requirement) } : one
  );
  const alone = request.phases.filter(isOwn).map((one) => ({ ...one, packages: [requirement] }));
  return {
    trials: [
      { request: onlyPhase({ ...request, phases: alone }, phase), isolated: phase },
      { request: { ...request, phases: rest } }
    ],
    sure: true,
    text: () => `move \`${requirement.text}\` from phase ${phase} into a phase of its own with \`environment: isolated\``
  };
}
function otherPythons(python) {
  const own = Number(python.split(".")[1] ?? 0);
  const distance = (version) => Math.abs(Number(version.split(".")[1]) - own);
  return PYTHONS.filter((version) => distance(version) > 0).sort((a, b) => distance(a) - distance(b));
}
function otherPython(request, python) {
  return { trials: [{ request, python }], text: () => `take a base image with Python ${python}` };
}
function otherBase(request, moved2) {
  const names2 = new Set(moved2.map((one) => one.name));
  const released = [...names2].some((name) => FAMILY2.has(name)) ? /* @__PURE__ */ new Set([...names2, ...FAMILY2]) : names2;
  return {
    trials: [{ request: { ...request, keep: request.keep.filter((one) => !released.has(one)) } }],
    text: (versions) => {
      const wanted = listed2(moved2.map(({ name }) => `${name} ${versions[name] ?? "in another version"}`));
      const movedNames = listed2(moved2.map(({ name, version }) => `${name} ${version}`));
      return `take a base image that holds ${wanted}; or take ${listed2([...names2])} out of \`keep\`, which replaces the base's ${movedNames} and breaks whatever was compiled against it`;
    }
  };
}
function listed2(names2) {
  return names2.length < 2 ? names2.join("") : `${names2.slice(0, -1).join(", ")} and ${names2.at(-1)}`;
}
var FAMILY2 = /* @__PURE__ */ new Set(["torch", "torchaudio", "torchvision", "triton"]);

// src/resolve/phase-wheels/wheel-alternatives.ts
var MOST = 16;
function wheelAlternatives(facts) {
  const versions = neighbourVersions(facts.version).map((version) => ({
    facts: { ...facts, version },
    words: `version ${version}`,
    fitsPlan: true
  }));
  const pythons = ["cp310", "cp311", "cp312", "cp313"].filter((tag) => tag !== facts.pythonTag).map((pythonTag2) => ({
    facts: { ...facts, pythonTag: pythonTag2 },
    words: `Python ${pythonTag2.replace(/^cp3/, "3.")}`,
    fitsPlan: false
  }));
  const { torch } = facts;
  const withTorch = (words, changes) => torch ? [{ facts: { ...facts, torch: { ...torch, ...changes } }, words, fitsPlan: false }] : [];
  const minors = torch ? neighbourMinors(torch.minor) : [];
  return [
    ...versions,
    ...minors.flatMap((minor) => withTorch(`torch ${minor}`, { minor })),
    ...pythons,
    ...withTorch(abiName(!torch?.cxx11abi), { cxx11abi: !torch?.cxx11abi })
  ].slice(0, MOST);
}
function neighbourVersions(version) {
  const [major = 0, minor = 0, patch = 0] = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "").split(".").map(Number);
  const older = [1, 2, 3].map((back) => patch - back).filter((one) => one >= 0);
  const all = [
    `${major}.${minor}.${patch + 1}`,
    ...older.map((one) => `${major}.${minor}.${one}`),
    `${major}.${minor + 1}.0`,
    ...minor > 0 ? [`${major}.${minor - 1}.4`] : []
  ];
  return all.filter((one) => one !== version);
}
function neighbourMinors(torchMinor) {
  const [major = 0, minor = 0] = torchMinor.split(".").map(Number);
  return [-1, 1, -2, 2].map((step) => minor + step).filter((one) => one >= 0).map((one) => `${major}.${one}`);
}

// src/resolve/phase-wheels/find-wheel.ts
async function findWheel(template, facts, ports, signal) {
  const url = wheelUrl(template, facts);
  const name = addressedFile(url);
  const { exists, status, bytes, etag } = await probeFile(url, ports, signal);
  if (exists) return { found: true, url, name, bytes, etag };
  const alternatives2 = await existing2(template, facts, ports, signal);
  return { found: false, url, name, status, chosenBy: describeFacts(facts), alternatives: alternatives2 };
}
async function existing2(template, facts, ports, signal) {
  const own = wheelUrl(template, facts);
  const candidates2 = wheelAlternatives(facts).filter((one) => wheelUrl(template, one.facts) !== own);
  const probed = await Promise.all(
    candidates2.map(async (one) => {
      const { exists } = await probeFile(wheelUrl(template, one.facts), ports, signal).catch(
        (error) => {
          if (error instanceof RegistryError) return { exists: false };
          throw error;
        }
      );
      return exists ? [one] : [];
    })
  );
  return probed.flat();
}
function missingWheelError(phase, missing2) {
  const [usable = [], others = []] = [true, false].map(
    (fits) => missing2.alternatives.filter((one) => one.fitsPlan === fits).map((one) => one.words)
  );
  const remedies2 = [
    ...usable.length > 0 ? [`There is a wheel for ${listed2(usable)}: pin one of these.`] : [],
    ...others.length > 0 ? [`There is a wheel for ${listed2(others)}, which takes another base or torch.`] : [],
    "`source_build: allowed` compiles it, which takes hours."
  ];
  return new ConflictError(`Phase ${phase} has no wheel for ${missing2.chosenBy}.`, {
    evidence: `missing: ${missing2.name} (${new URL(missing2.url).host} answered ${missing2.status})`,
    remedy: remedies2.join("\n")
  });
}

// src/resolve/phase-wheels/find-candidate-wheel.ts
async function findCandidateWheel({ phase, template, distribution, version }, versions, base, ports) {
  const facts = wheelFacts(version, plannedTorch(versions), base.python);
  if (dependsOnTorch(template) && facts.torch === void 0) throw noTorch(phase.name, versions.get("torch"));
  requireFitting(phase.name, addressedFile(wheelUrl(template, facts)), base);
  const found = await findWheel(template, facts, ports, ports.signal);
  if (!found.found) throw missingWheelError(phase.name, found);
  const file = await lockedWheel(found, ports, ports.signal);
  const metadata = await readWheelMetadata(file, ports, ports.signal);
  const named2 = namedVersion(file.name);
  const chosenBy = describeFacts(facts);
  return { phase: phase.name, distribution, version: named2, file, content: { metadata }, chosenBy };
}
function requireFitting(phase, name, facts) {
  const tags = new Set(targetTags(facts.python));
  if (wheelTags(name).some((tag) => tags.has(tag))) return;
  throw new ConflictError(`The wheel of phase ${phase} is for another Python or platform than the base's.`, {
    evidence: name,
    remedy: "Write {python_tag} and {platform} in `wheels` instead of fixed ones, or take another base image."
  });
}
function noTorch(phase, torch) {
  if (torch === void 0) {
    return new ConflictError(
      `Phase ${phase} names wheels after torch, which neither the base nor a phase has.`,
      { remedy: "Take a base image that holds torch, or ask for torch in a phase." }
    );
  }
  return new ConflictError(
    `Phase ${phase} names wheels after torch's CUDA, and torch ${torch} doesn't tell any.`,
    { remedy: "Take a build of torch for CUDA, such as one with +cu128 in its version." }
  );
}

// src/python/dependency-graph.ts
var LINE = /^([A-Za-z0-9._-]+)(?:==| @ )\S+\s+# via (.+)$/;
var GROUP = /\(pyproject\.toml:([^)]+)\)$/;
function parseAnnotations(text2) {
  const phases = {};
  const distributions = {};
  for (const line of text2.split("\n")) {
    const match = LINE.exec(line.trim());
    if (!match?.[1] || !match[2]) continue;
    for (const parent of match[2].split(", ")) {
      const phase = GROUP.exec(parent)?.[1];
      const [owner, key] = phase === void 0 ? [distributions, parent] : [phases, phase];
      owner[key] = [...owner[key] ?? [], match[1]];
    }
  }
  return { phases, distributions };
}
function closureOf(graph, phase) {
  const reached = /* @__PURE__ */ new Set();
  const waiting = [...graph.phases[phase] ?? []];
  for (let name = waiting.pop(); name !== void 0; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...graph.distributions[name] ?? []);
  }
  return [...reached].sort();
}

// src/wheels/sdist/sdist-contents.ts
var Bytes = number().nonnegative();
var SdistContents = readonly(
  strictObject({
    /** Normalised. */
    name: string(),
    /** Its wheel was built, or its unpacked source was read. */
    how: _enum(["built", "listed"]),
    /** Path, bytes, bytes by DEFLATE where that is known, and the CRC-32 of a wheel's file. */
    files: readonly(array(readonly(tuple([string(), Bytes, Bytes.nullable(), Bytes.optional()])))),
    /** Bytes of the bytecode of its Python files, 0 for one that isn't Python for this version; null where they are too many. */
    compiled: readonly(record(string(), Bytes)).nullable(),
    placeholders: readonly(record(string(), Bytes)),
    entryPoints: string().nullable(),
    /** Code to compile; what becomes of it isn't in `files` where it was only listed. */
    nativeBytes: Bytes,
    /** The whole unpacked source. */
    sourceBytes: Bytes,
    /** Plans in which its build wasn't ready in its time; absent where that isn't why it was only listed. */
    late: int().positive().optional(),
    /** What its build was given where it failed, such as system packages; absent where that isn't why it was only listed. */
    failed: string().optional()
  })
);
function asWheelContents(contents, download2) {
  const { files, sourceBytes, entryPoints, compiled, placeholders: placeholders2 } = contents;
  const packed2 = download2 !== void 0 && download2 < sourceBytes ? download2 : sourceBytes / 4;
  const ratio = packed2 / Math.max(1, sourceBytes);
  const info = files.find(([path]) => /^[^/]+\.dist-info\/RECORD$/.test(path))?.[0].slice(0, -"RECORD".length);
  return {
    files: [
      ...files.map(([path, bytes, deflated, crc32]) => ({
        ...{ path, bytes, crc32 },
        compressedBytes: deflated ?? Math.round(bytes * ratio)
      })),
      // uv notes how it has built a wheel; without settings of the user's, `{}`.
      ...info === void 0 ? [] : [{ path: `${info}uv_build.json`, bytes: 2, compressedBytes: 2 }]
    ],
    ...{ entryPoints, compiled: compiled ?? void 0, placeholders: placeholders2 }
  };
}
function recallSdistContents(cache, sha2562, python) {
  return recallJson(cache, keyOf6(sha2562, python), SdistContents);
}
async function rememberSdistContents(cache, one, contents) {
  await keepJson(cache, keyOf6(one.sha256, one.python), contents);
}
function keyOf6(sha2562, { version, purelib }) {
  const tag = minorVersion(version).replace(".", "");
  return `source-contents-2/cp${tag}${purelib}/${sha2562}.json`;
}

// src/base/base-imports.ts
var Outcomes = array(ImportOutcome);
async function baseImports(base, modules, toolbox, ports) {
  const python = base.facts.python.executable;
  const asked2 = [...new Set(modules)].sort();
  const key = keyFor("base-imports", [base.imageId, python, asked2]);
  const known = await recallJson(ports.cache, key, Outcomes);
  if (known) return known;
  const outcomes = await ports.log.task(
    "try the imports of what the base holds",
    () => toolbox.open(
      base.imageId,
      "imports",
      (container) => importOutcomes(container, python, asked2, ports.signal)
    )
  );
  if (outcomes.every((one) => one.exitCode !== null)) {
    await keepJson(ports.cache, key, outcomes);
  }
  return outcomes;
}

// src/resolve/already-satisfied.ts
function installedInBase(locked2, facts) {
  const installed = installedDistributions(facts);
  const same = ({ name, version }) => {
    const one = installed.get(name);
    return one !== void 0 && one.version === version && !one.ambiguous;
  };
  return new Set(locked2.filter(same).map((one) => one.name));
}
async function findSatisfied(input, toolbox, ports) {
  const { request, imageId, installed, graph } = input;
  const judged = request.phases.map((phase) => ({ phase, needs: closureOf(graph, phase.name) })).filter(({ phase, needs }) => phase.imports.length > 0 && needs.length > 0).filter(({ needs }) => needs.every((name) => installed.has(name)));
  if (judged.length === 0) return { names: installed, remarks: [] };
  const modules = judged.flatMap(({ phase }) => phase.imports);
  if (imageId === void 0)
    return { names: installed, remarks: judged.map(({ phase }) => unverified(phase)) };
  const outcomes = await baseImports({ imageId, facts: request.facts }, modules, toolbox, ports);
  const failed = new Map(outcomes.filter((one) => !one.ok).map((one) => [one.module, one]));
  const names2 = new Set(installed);
  const remarks = [];
  for (const { phase, needs } of judged) {
    const faults = phase.imports.flatMap((module) => failed.get(module) ?? []);
    if (faults.length === 0) continue;
    const movable2 = movableOf(phase, needs, faults, input);
    for (const name of movable2) names2.delete(name);
    remarks.push(remarkOf(phase, movable2, faults));
  }
  return { names: names2, remarks };
}
function movableOf(phase, needs, faults, { request }) {
  const kept = new Set(request.keep);
  const movable2 = needs.filter((name) => !kept.has(name));
  const modules = new Set(faults.map((one) => normaliseName(one.module.split(".")[0] ?? "")));
  const culprits = needs.filter((name) => kept.has(name) && (modules.has(name) || movable2.length === 0));
  if (culprits.length === 0) return movable2;
  if (phase.optional) return [];
  const installed = installedDistributions(request.facts);
  const named2 = culprits.map((name) => `${name} ${installed.get(name)?.version ?? ""}`).join(", ");
  throw new ConflictError(
    `The base holds ${named2}, which \`keep\` protects, but phase ${phase.name} can't import it there.`,
    {
      evidence: faults.map(importFault).join("\n"),
      remedy: `Choose a base image whose ${culprits.join(", ")} can be imported, take it out of \`keep\` so that it is installed again, or correct \`imports\` of phase ${phase.name}.`
    }
  );
}
function unverified({ name, imports }) {
  return `Phase ${name} installs nothing, because the declared base holds all that it needs; whether ${imports.join(", ")} can be imported there is unverified until the build tries it.`;
}
function remarkOf(phase, movable2, faults) {
  const why = faults.map(importFault).join("; ");
  return movable2.length > 0 ? `The base holds everything that phase ${phase.name} needs, but it can't be imported there (${why}): ${movable2.join(", ")} will be installed again.` : `The base's packages for the optional phase ${phase.name} can't be imported there and are kept (${why}): the build will leave the phase out.`;
}

// src/resolve/environment/inspect-sdists.ts
var BUILD_CONSTRAINTS2 = "build-constraints.txt";
var MOST_LATE = 3;
async function inspectSdists(input, answer, ports) {
  const { resolver } = input;
  const python = pythonOf(input);
  const sdists = await uninspectedSdists(input, answer, python, ports);
  if (sdists.length === 0) return;
  const first = await readContents(sdists, input, ports);
  const failed = first.filter((one) => one.failed !== void 0);
  const again = failed.length > 0 && await installSystemPackages2(resolver, ports) ? failed : [];
  const others = sdists.filter((one) => again.some(({ name }) => one.name === normaliseName(name)));
  const all = [
    ...first.filter((one) => !again.includes(one)),
    ...others.length > 0 ? await readContents(others, input, ports) : []
  ];
  for (const contents of all) {
    const sdist = sdists.find((one) => one.name === normaliseName(contents.name));
    if (sdist === void 0) continue;
    const { sha256: sha2562 } = sdist.file;
    const { late, failed: _, ...rest } = contents;
    const counted2 = {
      ...rest,
      ...late !== void 0 && { late: sdist.late + late },
      ...contents.failed !== void 0 && { failed: buildInputs(input.request) }
    };
    await rememberSdistContents(ports.cache, { sha256: sha2562, python }, counted2);
  }
}
async function readContents(sdists, input, ports) {
  const { resolver, request } = input;
  const constraints = { name: BUILD_CONSTRAINTS2, content: requirementsText(request.buildConstraints) };
  await resolver.write([constraints]);
  const title = `look into ${sdists.length === 1 ? sdists[0]?.name : `${sdists.length} source distributions`}`;
  const result = await ports.log.task(
    title,
    () => resolver.runProbe("source_contents.py", [
      ...[resolver.uv, pythonOf(input).purelib, `${resolver.folder}/${BUILD_CONSTRAINTS2}`],
      ...sdists.map(({ name, version }) => `${name}==${version}`)
    ])
  );
  const seen = array(SdistContents).safeParse(jsonAnswer(result.stdout));
  if (!seen.success) ports.log.debug(`Sources weren't looked into: ${result.stderr.trim().slice(-500)}`);
  return seen.data ?? [];
}
async function installSystemPackages2(resolver, ports) {
  try {
    return await resolver.installSystemPackages();
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`Sources are listed without the system packages: ${messageOf(error)}`);
    return false;
  }
}
function buildInputs(request) {
  return [...systemPackagesOf(request), ...request.buildConstraints].join(" ");
}
async function uninspectedSdists({ request, refresh }, { locked: locked2, graph }, python, { cache }) {
  const { facts } = request;
  const choose = wheelChooser(targetTags(facts.python));
  const installed = installedInBase(locked2, facts);
  const building = request.phases.filter((phase) => !forbidsSourceBuilds(phase));
  const allowed = new Set(building.flatMap((phase) => closureOf(graph, phase.name)));
  const sdists = locked2.flatMap(
    ({ name, version, wheels, sdist }) => sdist && allowed.has(name) && !installed.has(name) && !choose(wheels) ? [{ name, version, file: sdist }] : []
  );
  const known = await Promise.all(sdists.map((one) => recallSdistContents(cache, one.file.sha256, python)));
  return sdists.flatMap((one, index) => {
    const before = known[index];
    const late = before?.late ?? 0;
    return needsInspection(before, buildInputs(request), refresh) ? [{ ...one, late }] : [];
  });
}
function needsInspection(before, inputs, refresh) {
  if (before === void 0) return true;
  if (before.how === "built") return false;
  if (before.failed !== void 0 && before.failed !== inputs) return true;
  return refresh || before.late !== void 0 && before.late < MOST_LATE;
}
function requirementsText(requirements) {
  return requirements.map((one) => `${one}
`).join("");
}

// src/resolve/system/install-for-builds.ts
async function installForBuilds(container, packages, os, ports) {
  await ports.log.task(
    "install the system packages, which a source's build needs",
    () => aptWithRetries(async () => {
      await readyApt(container, os, ports);
      await forbidServices(container, ports.signal);
      const result = await apt(container, "apt-get", ["install", "--yes", "--", ...packages], ports);
      requireDone(`The system packages ${packages.join(", ")}`, result);
    }, ports)
  );
}

// src/resolve/environment/container-resolver.ts
var FOLDER6 = `${SCRATCH}/work`;
var NO_SUCH_PROGRAM = 127;
function containerResolver(container, { facts, systemPackages = [] }, ports) {
  let missing2 = systemPackages;
  const python = facts.python.executable;
  const { relay } = ports.network;
  const exec = async (spec) => {
    const { exitCode, stdout, stderr } = await execText(container, spec);
    return { exitCode, stdout: unrelayed(stdout, relay), stderr: unrelayed(stderr, relay) };
  };
  const run = async (command, { within: within3, signal, seconds } = {}) => {
    const spec = {
      env: { ...resolverEnv(ports.network), ...indexPagesEnv(FOLDER6) },
      workdir: within3 === void 0 ? FOLDER6 : `${FOLDER6}/${within3}`,
      signal: signal ? AbortSignal.any([signal, ports.signal]) : ports.signal
    };
    if (seconds === void 0) return exec({ ...spec, command });
    const bounded3 = ["timeout", "-k", "1", String(seconds), ...command];
    const result = await exec({ ...spec, command: bounded3 });
    return result.exitCode === NO_SUCH_PROGRAM ? exec({ ...spec, command }) : result;
  };
  return {
    folder: FOLDER6,
    onMachine: false,
    uv: UV,
    python,
    pythonFlags: (other) => [
      ...["--python", python],
      ...other === void 0 ? [] : ["--python-version", other]
    ],
    // In a container, metadata are built where they must be.
    buildFlags: () => [],
    write: (entries) => container.putArchive(FOLDER6, archiveOf(entries.map((one) => forRelay(one, relay)))),
    installSystemPackages: async () => {
      if (missing2.length === 0) return false;
      await installForBuilds(container, missing2, facts.os, ports);
      missing2 = [];
      return true;
    },
    run,
    runProbe: (name, args) => run([python, "-B", `${TOOLS}/${name}`, ...args])
  };
}
function forRelay(entry, relay) {
  return typeof entry.content === "string" ? { ...entry, content: relayed(entry.content, relay) } : entry;
}

// src/resolve/environment/with-resolver.ts
function withResolver(base, toolbox, ports, body) {
  const { imageId, facts, purpose } = base;
  if (imageId === void 0) return withLocalResolver(facts, ports, body);
  return toolbox.open(imageId, purpose, async (container) => {
    const resolver = containerResolver(container, base, ports);
    await keepIndexPages(resolver, containerEnv(ports.network));
    return body(resolver);
  });
}

// src/wheels/advice.ts
var Moved = readonly(
  strictObject({ name: string(), from: string().nullable(), to: string().nullable() })
);
var AddedBound = readonly(
  strictObject({
    /** PEP 508, e.g. `datasets>=2.15`. */
    constraint: string(),
    /** What is wrong without it; whole sentences. */
    fault: string(),
    /** The first phase that needs the distribution; undefined where no phase needs it any more. */
    phase: string().optional()
  })
);
var HeldBack = readonly(
  strictObject({
    name: string(),
    phase: string(),
    chosen: string(),
    /** The newest release with a wheel for the base's Python. */
    newest: string(),
    /** Who wants what, one sentence each; empty where the resolver merely chose so. */
    chain: readonly(array(string())),
    /** A requirement that was seen to get a newer release, and what else it moves; null where none was found. */
    remedy: readonly(strictObject({ requirement: string(), moved: readonly(array(Moved)) })).nullable()
  })
);
var WheelsElsewhere = readonly(
  strictObject({
    name: string(),
    /** Minor versions of CPython that the chosen version has wheels for on this platform, such as `3.10`. */
    pythons: readonly(array(string())),
    /** Whether it has any wheel at all. */
    any: boolean(),
    /** The first later version with a wheel that fits. */
    first: string().nullable()
  })
);
var Advice = readonly(
  strictObject({
    bounds: readonly(array(AddedBound)),
    /** What the bounds changed against the first answer. */
    moved: readonly(array(Moved)),
    heldBack: readonly(array(HeldBack)),
    elsewhere: readonly(array(WheelsElsewhere)),
    /** Faults that no bound got around, by what they are about. */
    unmended: readonly(array(string()))
  })
);
var NO_ADVICE = { bounds: [], moved: [], heldBack: [], elsewhere: [], unmended: [] };

// src/resolve/preferences.ts
function preferredVersions(facts) {
  return [...installedDistributions(facts).values()].flatMap(
    ({ name, version, ambiguous: ambiguous2 }) => version === null || ambiguous2 ? [] : [[name, version]]
  );
}
function preferredLock(facts) {
  const packages = preferredVersions(facts).map(([name, version]) => ({ name, version }));
  return stringify({ "lock-version": "1.0", "created-by": "surelayer", packages });
}
function lockedPreferences(locked2) {
  return locked2.map(({ name, version }) => `${name}==${version}
`).join("");
}

// src/resolve/uv-project.ts
var KEPT_FOLDER = "kept";
var DIRECT_INDEX = "surelayer-direct-files";
var INDEX_PIN_GROUP = "surelayer-bound-packages";
var ALL_GROUP = "surelayer-all-phases";
function uvProject(request, { indexPins = [], sdists = [], urlDependencies = /* @__PURE__ */ new Map() } = {}) {
  const { facts, wheels } = request;
  const direct = [...directNames(request)];
  const fixed = [
    ...keptConstraints(request),
    ...wheels.map((wheel) => `${wheel.distribution}==${wheel.version}`)
  ];
  const overrides = commitOverrides(urlDependencies, wheels);
  return stringify({
    project: { name: PROJECT, version: "0", "requires-python": `>=${plainVersion(facts)}` },
    "dependency-groups": {
      ...Object.fromEntries(request.phases.map((phase) => [phase.name, phase.packages.map(byName2)])),
      [ALL_GROUP]: [...new Set(request.phases.flatMap((phase) => phase.packages.map(byName2)))],
      ...indexPins.length > 0 && { [INDEX_PIN_GROUP]: [...indexPins] }
    },
    tool: {
      uv: {
        package: false,
        "constraint-dependencies": [...fixed, ...request.constraints],
        ...request.buildConstraints.length > 0 && {
          "build-constraint-dependencies": [...request.buildConstraints]
        },
        ...overrides.length > 0 && { "override-dependencies": overrides },
        ...fixed.length > 0 && { "find-links": [`./${KEPT_FOLDER}`] },
        // Without a version the metadata holds for all versions: uv builds none.
        ...sdists.length > 0 && {
          "dependency-metadata": sdists.map(({ name, requires, extras }) => ({
            ...{ name, "requires-dist": [...requires], "provides-extra": [...extras] }
          }))
        },
        index: [
          ...request.indexes.map((index) => ({
            ...{ name: index.name, url: index.url, explicit: true },
            "cache-control": KEPT_PAGES
          })),
          ...direct.length > 0 ? [{ name: DIRECT_INDEX, url: `./${KEPT_FOLDER}`, format: "flat", explicit: true }] : []
        ],
        sources: Object.fromEntries([
          ...direct.map((name) => [name, sourceOf(urlDependencies.get(name)?.address)]),
          ...request.indexes.flatMap(
            (index) => (
              // A package that is pinned to an index is looked for nowhere else, also not among the candidates.
              index.packages.filter((name) => !wheels.some((wheel) => wheel.distribution === name)).map((name) => [name, { index: index.name }])
            )
          )
        ])
      }
    }
  });
}
function sourceOf(address) {
  return address === void 0 || isVersionControl(address) ? { index: DIRECT_INDEX } : { url: address };
}
function commitOverrides(urlDependencies, wheels) {
  return [...urlDependencies.values()].flatMap(({ name, address, extras }) => {
    const candidate = wheels.find((one) => one.distribution === name);
    if (!isVersionControl(address) || candidate === void 0) return [];
    return [`${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}==${candidate.version}`];
  });
}
function byName2({ text: text2, name, extras, marker, source }) {
  if (source === void 0) return text2;
  return `${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${marker === void 0 ? "" : ` ; ${marker}`}`;
}
function plainVersion(facts) {
  return facts.python.version.replace(/\+$/, "");
}
var PROJECT = "surelayer-plan";
function keptConstraints({ keep, facts }) {
  return keptPins(keep, facts);
}
function torchFlags({ torchBackend }) {
  return torchBackend === "none" ? [] : ["--torch-backend", torchBackend];
}
function indirectIndexPins(request, answer) {
  const asked2 = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  const pins = request.indexes.flatMap((index) => index.packages.map(normaliseName));
  const indirect = pins.filter((name) => !asked2.has(name));
  if (answer === void 0) return indirect;
  const wanted = new Set(Object.values(answer.distributions).flat());
  return indirect.filter((name) => wanted.has(name));
}

// src/resolve/remembered-lock.ts
var UvText = readonly(
  strictObject({
    /** PEP 751 lock over all phases. */
    lock: string(),
    /** `name==version  # via parent, …`, one line a distribution. */
    annotations: string(),
    advice: Advice
  })
);
function withAdvice(answer, advice) {
  return { ...answer, text: { ...answer.text, advice }, advice };
}
function uvAnswer(written) {
  const text2 = { advice: NO_ADVICE, ...written };
  const { lock, annotations, advice } = text2;
  return { text: text2, locked: parseLock(lock), graph: parseAnnotations(annotations), advice };
}
var FORMAT6 = 2;
function lockKey(request, { declared = false, interim = false }, network) {
  const { facts, wheels } = request;
  const asked2 = [uvProject(request), ...torchFlags(request), preferredVersions(facts)];
  const candidates2 = wheels.map((wheel) => wheel.file.sha256);
  const input = [FORMAT6, UV_VERSION, ...asked2, facts.python, indexesOf(network), candidates2];
  const system = declared ? [] : systemPackagesOf(request);
  const kind = [...declared ? ["declared"] : [], ...interim ? ["interim"] : []];
  return keyFor("locks", [...input, ...kind, ...system.length > 0 ? [{ system }] : []]);
}
async function recallLock(cache, key) {
  try {
    const text2 = await recallJson(cache, key, UvText);
    return text2 && uvAnswer(text2);
  } catch {
    return void 0;
  }
}
async function rememberLock(cache, key, { text: text2 }) {
  if (/:\/\/[^/\s"]*@/.test(text2.lock)) return;
  await keepJson(cache, key, text2);
}
function indexesOf(network) {
  return Object.entries(network.installerEnv).filter(([name]) => /INDEX|FIND_LINKS/.test(name)).sort(([a], [b]) => a < b ? -1 : 1);
}

// src/resolve/conflicts/named-requirements.ts
function namedRequirements(request) {
  return request.phases.flatMap(
    (phase) => phase.packages.map((requirement) => ({
      ...{ phase: phase.name, requirement },
      range: requirement.specifiers.join(",")
    }))
  );
}

// src/resolve/conflicts/source-build-failure.ts
var FAILED = /Failed to (?:download and )?build `([\w.-]{1,200})(?:==|@| @ )?([^`]{0,300})`/;
var WHY_INCLUDED = /^hint: (`.{1,500} was included because .{1,1000})$/m;
var LAST_WORDS = 3;
var OWN_REMEDIES = {
  B1: "Ask for a version that has a wheel, or name a prebuilt one under `wheels`: for a plan, a source is built by itself, without the image's packages.",
  B4: "Ask for a version that has a wheel. If its words above name something that is missing, add it to `system_packages`. `--verbose` shows all of uv's words."
};
function sourceBuildFailure(stderr) {
  const failed = uvFailure(stderr);
  return failed.failure.class.id.startsWith("B") && !NEEDS.test(stderr) ? failed : void 0;
}
var MODULE_MISSING = ["B1", "B8"];
function mayNeedSystemPackage(stderr) {
  const failed = sourceBuildFailure(stderr);
  return failed !== void 0 && !MODULE_MISSING.includes(failed.failure.class.id);
}
function sourceBuildError(stderr) {
  const [, name, version = ""] = FAILED.exec(stderr) ?? [];
  if (name === void 0) return void 0;
  const source = `${name} ${version}`.trim();
  const cause = sourceBuildFailure(stderr);
  const included = WHY_INCLUDED.exec(stderr)?.[1]?.replaceAll("`", "");
  if (cause === void 0) return needsError(stderr, source);
  const { failure } = cause;
  return new BuildError(`${source} can't be built from source: ${failure.class.name}.`, {
    evidence: [...shownLines(cause), ...included === void 0 ? [] : [included]].join("\n"),
    remedy: `${remedyOf2(failure.class)} More: docs/TROUBLESHOOTING.md#${failure.class.anchor}.`,
    failureClass: failure.class,
    cause
  });
}
function uvFailure(stderr) {
  return new ToolFailure({ tool: "uv", exitCode: 1, output: stderr, oomKills: 0 });
}
function remedyOf2({ id, remedy }) {
  return OWN_REMEDIES[id] ?? remedy;
}
function shownLines({ evidence, failure }) {
  if (failure.class.id !== "B4") return [failure.line];
  const words = evidenceLines(evidence).filter((one) => one.foreign && !/^Traceback \(/.test(one.text));
  return words.length > 0 ? words.slice(-LAST_WORDS).map((line) => line.text) : [failure.line];
}
var NEEDS = /Failed to resolve requirements from/;
var UNSOLVED_NEEDS = /No solution found[\s\S]{0,1000}\bBecause [\s\S]{0,4000}/;
function needsError(stderr, source) {
  const unsolved2 = NEEDS.test(stderr) ? UNSOLVED_NEEDS.exec(stderr)?.[0] : void 0;
  if (unsolved2 === void 0) return void 0;
  return new ConflictError(`What ${source} is built with can't be installed together.`, {
    evidence: unsolved2.replace(/\s+/g, " ").trim(),
    remedy: "Loosen `build_constraints` where the manifest has them, or ask for a version that has a wheel.",
    cause: uvFailure(stderr)
  });
}

// src/resolve/conflicts/url-dependency.ts
var BY_ADDRESS = /Package `([\w.-]{1,200})` was included as a URL dependency\.[^`]{0,300}`[\w.-]{1,200}(?:\[([^\]]{0,200})\])? @ ([^\s`]{1,2000})`/;
var BY = /Failed to resolve dependencies for package `([\w.-]{1,200}==[^\s`]{1,100})`/;
function parseUrlDependency(stderr) {
  const text2 = stderr.slice(0, 1e5).replaceAll(/\s+/g, " ");
  const [, name, extras = "", told2 = ""] = BY_ADDRESS.exec(text2) ?? [];
  if (name === void 0) return void 0;
  const git = gitSource(told2);
  return {
    name: normaliseName(name),
    address: git ? gitAddress(git) : told2.split("#")[0] ?? "",
    extras: extras.split(",").flatMap((one) => one.trim() || []),
    by: BY.exec(text2)?.[1]
  };
}
function urlDependencyError(text2, { phases }) {
  const asked2 = parseUrlDependency(text2);
  if (asked2 === void 0) return void 0;
  const { name, by = "a package" } = asked2;
  const who = by.replace("==", " ");
  const named2 = phases.flatMap((phase) => directUrlRequirements(phase, {})).find((one) => one.requirement.normalised === name);
  const message = named2 ? `${who} asks for ${name} by another address than phase ${named2.phase}.` : `${who} asks for ${name} by an address, which only the manifest may do.`;
  const requirement = `${name} @ ${asked2.address}`;
  const fault = requirementFault(requirement);
  const add = named2 ? "write in its place" : "add to a phase";
  return new ConflictError(message, {
    evidence: text2.replaceAll(/\/\/[^/\s`]{0,1000}@/g, "//\u2026@"),
    remedy: fault === void 0 ? `Look at ${gitSource(asked2.address) ? "that repository" : "that file"}; then ${add}: \`${requirement}\`. Or pin a version of ${by.split("==")[0]} that asks for none.` : `A manifest can't name it so: the requirement ${fault}. Or pin a version of ${by.split("==")[0]} that asks for none.`
  });
}

// src/resolve/conflicts/resolution-error.ts
function resolutionError(stderr, request, onMachine2 = false) {
  const text2 = readable(stderr.slice(0, MAX_CHARACTERS));
  const build = sourceBuildError(stderr);
  if (build !== void 0) return build;
  const error = urlDependencyError(text2, request) ?? refused3(text2) ?? sdistOnly(text2) ?? unknownPackage(text2, request) ?? missingVersion(text2, request) ?? wrongPython(text2) ?? malformedWheel(text2) ?? noSolution(text2) ?? unreachable(text2) ?? new BuildError("uv could not resolve the packages.", {
    evidence: text2,
    remedy: "The line above is uv's own; a package that exists only as source may need build tools in the base image."
  });
  error.cause = new ToolFailure({ tool: "uv", exitCode: 1, output: stderr, oomKills: 0, onMachine: onMachine2 });
  return error;
}
var MAX_CHARACTERS = 64 * 1024;
function refused3(text2) {
  if (!/returned a 40[13] |lack of valid authentication credentials/.test(text2)) return void 0;
  return new RegistryError("The package index refused: its credentials are missing or wrong.", {
    evidence: text2,
    remedy: "Give this machine's pip or uv configuration a login for the index, then run again."
  });
}
var WHEELS_REQUIRED = /Wheels are required for `([\w.-]+)` because building from source is disabled/g;
function sdistOnlyNames(stderr) {
  return namesIn2(stderr, WHEELS_REQUIRED);
}
var NEVER_WHEELS = /\ball versions of ([\w.-]+) have no usable wheels/g;
function neverWheels(stderr) {
  return namesIn2(stderr, NEVER_WHEELS);
}
function sometimesWheels(stderr, names2) {
  const text2 = stderr.slice(0, MAX_CHARACTERS).replaceAll(/\s+/g, " ");
  const depending = [...text2.matchAll(/(?<![\w.-])([\w.-]{1,200}?)(?:[<>=!][^\s]{0,200})? depends? on /g)];
  const found = new Set(depending.map(([, name = ""]) => normaliseName(name)));
  return names2.filter((name) => found.has(normaliseName(name)));
}
function namesIn2(stderr, pattern) {
  const names2 = [...stderr.slice(0, MAX_CHARACTERS).matchAll(pattern)].map(([, name = ""]) => name);
  return [...new Set(names2)].sort();
}
function unreadableSource({ name, version, sdist }) {
  return new ConflictError(
    `${name} ${version} exists only as source, and its archive${sdist ? ` ${sdist.name}` : ""} states no requirements that can be read; without the base image it isn't built, because a package's code runs in containers only.`,
    { remedy: withoutBase(name) }
  );
}
function unsettledSource(sources) {
  const names2 = sources.map((one) => one.name).join(", ");
  return new ConflictError(
    `No version of ${names2} agrees with its own requirements: ${names2} exists only as source, and the resolver goes back and forth between its versions.`,
    { remedy: `Pin the version of ${names2}, or plan where the engine holds the base image.` }
  );
}
function withoutBase(names2) {
  return [
    "Plan where the engine holds the base image (`docker pull`): its metadata is then built in a container of it.",
    "Or plan so once with `--write-lock pylock.toml` and write `lock: pylock.toml` into the manifest: with a lock nothing has to be built for a plan.",
    `Or ask for a version of ${names2} that has a wheel.`
  ].join("\n");
}
function sdistOnly(text2) {
  const names2 = sdistOnlyNames(text2).join(", ");
  if (names2 === "") return void 0;
  return new ConflictError(
    `The index has no wheel that will do of ${names2}, and no source archive that states its requirements; without the base image none is built, because a package's code runs in containers only.`,
    {
      evidence: text2,
      remedy: withoutBase(names2)
    }
  );
}
function unknownPackage(text2, request) {
  const name = /Because ([\w.-]+) was not found in the package registry/.exec(text2)?.[1];
  if (name === void 0) return void 0;
  return new ConflictError(`No package named ${name} is in the index.`, {
    evidence: text2,
    remedy: `Check the spelling of ${name} (${whoNames(name, request)}), or bind it to the index that has it under \`indexes\`.`
  });
}
var NO_VERSION = /there (?:is|are) no versions? of ([\w.-]+)(?:\[[\w.,-]*\])?(==[\w.+!]+)/;
var ONLY_OTHERS = /Because only ([\w.-]+)[^\s,]* (?:is|are) available and you require [\w.-]+([<>=!~][^\s,]+)/;
function missingVersion(text2, request) {
  const [, name, version] = NO_VERSION.exec(text2) ?? ONLY_OTHERS.exec(text2) ?? [];
  if (name === void 0 || version === void 0) return void 0;
  const kept = request.keep.includes(normaliseName(name)) && !pinnedBy(request, name, version);
  return new ConflictError(`The index has no ${name}${version}.`, {
    evidence: text2,
    remedy: kept ? `The base image holds this ${name} and \`keep\` pins it: bind ${name} to the index that has this build under \`indexes\`, or take it out of \`keep\`.` : `It was withdrawn or never published for this Python: write a version of ${name} that the index has.`
  });
}
function wrongPython(text2) {
  const match = /the current Python version \(([\w.+]+)\) does not satisfy Python(\S+) and (\S+) depends on Python/.exec(
    text2
  );
  if (!match) return void 0;
  return new ConflictError(`${match[3]} needs Python ${match[2]}; the base image has ${match[1]}.`, {
    evidence: text2,
    remedy: "Choose a base image with such a Python, or another version of the package."
  });
}
function malformedWheel(text2) {
  const named2 = /\b(\S{1,200}) has an invalid package format/.exec(text2)?.[1];
  if (named2 === void 0) return void 0;
  return new BuildError(`The wheel of ${named2} can't be read: its structure is invalid.`, {
    evidence: text2,
    remedy: "Ask for another version of the package, and tell its authors."
  });
}
function noSolution(text2) {
  if (!text2.includes("No solution found when resolving")) return void 0;
  return new ConflictError("The phases' packages can't be installed together.", {
    evidence: text2,
    remedy: "Loosen or change one of the pins named above."
  });
}
function unreachable(text2) {
  if (/HTTP status client error \(4(?:04|10)\b/.test(text2)) {
    return new ConflictError("A file that the index lists is gone from it.", {
      evidence: text2,
      remedy: "Pin another version of the package that the address names, or run again when the index is whole."
    });
  }
  if (/invalid peer certificate|certificate verify failed/.test(text2)) {
    return new RegistryError("The package index's certificate isn't trusted by this machine's settings.", {
      evidence: text2,
      remedy: /certificate (?:has )?expired|not valid yet|not yet valid/.test(text2) ? "Check this machine's clock first; if it is right, the index needs a new certificate." : "Name a file with the CA's certificate (PEM) in SSL_CERT_FILE; build containers then get it, too."
    });
  }
  const network = /error sending request|Failed to fetch|dns error|Connection refused|timed out|HTTP status (?:server|client) error/i;
  if (!network.test(text2)) return void 0;
  return new RegistryError("The package index didn't answer as an index should.", {
    evidence: text2,
    remedy: "Check the network, the proxy and the index settings of this machine, then run again."
  });
}
function readable(stderr) {
  return stderr.replaceAll(`${PROJECT}:`, "phase ").split("\n").map((line) => line.trim().replace(/^(?:cause: |error: )/, "")).filter(Boolean).join("\n");
}
function pinnedBy(request, name, version) {
  return namedRequirements(request).some(
    ({ requirement }) => requirement.normalised === normaliseName(name) && requirement.specifiers.includes(version)
  );
}
function whoNames(name, request) {
  const found = namedRequirements(request).find(
    ({ requirement }) => requirement.normalised === normaliseName(name)
  );
  return found ? `phase ${found.phase}` : "another package asks for it";
}

// src/resolve/conflicts/unsolved.ts
var Unsolved = class extends Error {
  stderr;
  /** Sources that were taken with what their archives state, where nothing may be built. */
  sdists;
  constructor(stderr, sdists = []) {
    super("uv found no answer");
    this.stderr = stderr;
    this.sdists = sdists;
  }
};
var OutOfTime = class extends Unsolved {
};
var TIMED_OUT2 = [124, 137];
function unsolved({ exitCode, stderr }, sdists) {
  if (exitCode === 0) return void 0;
  return TIMED_OUT2.includes(exitCode) ? new OutOfTime(stderr, sdists) : new Unsolved(stderr, sdists);
}
async function orUnsolved(solving) {
  try {
    return await solving;
  } catch (error) {
    if (error instanceof Unsolved) return error;
    throw error;
  }
}

// src/resolve/conflicts/version-unions.ts
var OR = " or ";
function unionOf(ranges) {
  const joined = [];
  for (const range of ranges) {
    const before = joined.at(-1);
    const both = before === void 0 ? void 0 : acrossHole(before, range);
    if (both === void 0) joined.push(range);
    else joined[joined.length - 1] = both;
  }
  return joined.join(OR);
}
function acrossHole(below2, above) {
  const [, start = "", hole] = /^(?:(.*),)?<([^,=]+)$/.exec(below2) ?? [];
  const [, from, end = ""] = /^>([^,=]+)(?:,(.*))?$/.exec(above) ?? [];
  if (hole === void 0 || hole !== from) return void 0;
  return [start, `!=${hole}`, end].filter(Boolean).join(",");
}

// src/resolve/conflicts/explanation.ts
var LONGEST3 = 2e5;
var COMPARISON = "(?:===|[<>]=?|[=!~]=)[^\\s,<>=!~]{1,100}";
var NAME = "(?<![A-Za-z0-9._-])[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?";
var SPEC = `${NAME}(?:\\[[^\\]\\s]{0,200}\\])?(?:\\{[^}]{0,400}\\})?(?:${COMPARISON}(?:,${COMPARISON}){0,15})?`;
var SPECS = `(${SPEC}(?: ${SPEC}){0,40}?)`;
var UNION = `(?:one of: |all of: )?(${SPEC})`;
var DEMAND = new RegExp(`${SPECS} depends? on ${UNION}`, "g");
var ASKED2 = new RegExp(`you require ${UNION}`, "g");
var NEXT = new RegExp(`(,? and |, | )(${SPEC})`, "y");
var ABSENT2 = new RegExp(`there (?:is|are) no versions? of ${UNION}`, "g");
var ONLY_OTHERS2 = new RegExp(`only ${SPEC} (?:is|are) available and you require ${UNION}`, "g");
var YANKED = new RegExp(`(${SPEC}) was yanked`, "g");
var WHEELLESS = new RegExp(
  `(${SPEC}) has no wheels with a matching Python ABI tag \\(e\\.g\\., \`([^\`]{1,40})\`\\)`,
  "g"
);
function parseExplanation(stderr) {
  const text2 = premises(stderr.slice(0, LONGEST3));
  return {
    demands: distinct([...text2.matchAll(DEMAND)].flatMap((match) => demandsOf(match, text2))),
    asked: distinct([...text2.matchAll(ASKED2)].flatMap((match) => listFrom(match, text2))),
    absent: distinct([ABSENT2, ONLY_OTHERS2].flatMap((one) => specsOf(text2, one))),
    yanked: distinct(specsOf(text2, YANKED)),
    wheelless: [...text2.matchAll(WHEELLESS)].map((match) => ({
      of: parseSpec(match[1] ?? ""),
      tag: match[2] ?? ""
    }))
  };
}
function premises(stderr) {
  const [explanation = ""] = stderr.split(/\n\s{0,20}hint:/, 1);
  return explanation.replaceAll(/\s+/g, " ").split(/(?<=[.)]) (?=(?:And because|Because) )/).map((sentence3) => sentence3.split(/,? we can conclude that /, 1)[0]).join(" ");
}
function specsOf(text2, sentence3) {
  return [...text2.matchAll(sentence3)].flatMap((match) => listFrom(match, text2).slice(0, 1));
}
function demandsOf(match, text2) {
  const [wants] = listFrom(match, text2);
  if (wants === void 0) return [];
  const by = (match[1] ?? "").split(" ").filter((word) => !NOISE.has(word)).map(parseSpec);
  const ranges = by.filter((spec) => spec.name === by.at(-1)?.name).map((spec) => spec.range);
  const name = by.at(-1)?.name;
  return name === void 0 ? [] : [{ by: { name, range: unionOf(ranges) }, wants }];
}
var NOISE = new Set("Because because and And that the all of cause".split(" "));
function listFrom(match, text2) {
  const members = [[parseSpec(match.at(-1) ?? "")]];
  NEXT.lastIndex = (match.index ?? 0) + match[0].length;
  for (let count = 0; count < MOST_MEMBERS; count += 1) {
    const [, separator, word = ""] = NEXT.exec(text2) ?? [];
    if (separator === void 0) break;
    const spec = parseSpec(word);
    const isRange = separator === " ";
    if (isRange && (spec.range === "" || spec.name !== members.at(-1)?.[0]?.name)) break;
    if (isRange) members.at(-1)?.push(spec);
    else members.push([spec]);
  }
  return members.map((specs) => ({
    name: specs[0]?.name ?? "",
    range: unionOf(specs.map((one) => one.range))
  }));
}
var MOST_MEMBERS = 200;
function parseSpec(text2) {
  const [, name = "", range = ""] = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:\{[^}]*\})?(.*)$/.exec(text2) ?? [];
  return { name: normaliseName(name), range };
}
function distinct(all) {
  const seen = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}

// src/resolve/conflicts/conflict-sides.ts
function sidesOf(name, explanation, requirements, kept) {
  const keptPackage = kept.find((one) => one.name === name);
  const isPin2 = (range) => keptPackage !== void 0 && range === `==${keptPackage.version}`;
  const demands = explanation.demands.filter((one) => one.wants.name === name && !isPin2(one.wants.range));
  const asked2 = explanation.asked.filter((one) => one.name === name && !isPin2(one.range));
  return [
    ...demands.map((demand) => demandSide(demand, explanation, requirements)),
    ...asked2.flatMap((spec) => askedSide(spec, requirements)),
    ...keptPackage ? [{ text: keptSentence(keptPackage), range: `==${keptPackage.version}`, heads: [] }] : []
  ];
}
function keptSentence({ name, version }) {
  return name === "python" ? `the base has Python ${version}` : `the base's ${name} ${version} is kept`;
}
function demandSide(demand, explanation, requirements) {
  const { name, range } = demand.wants;
  const wanted = name === "python" ? `Python ${range}` : `${name}${range}`;
  const { words, heads } = pathTo(demand.by, explanation, requirements, /* @__PURE__ */ new Set());
  return { text: `${words} wants ${wanted}`, range: demand.wants.range, heads };
}
function pathTo(spec, explanation, requirements, seen) {
  const heads = requirements.filter((one) => one.requirement.normalised === spec.name);
  if (heads.length > 0) {
    const texts = [...new Set(heads.map((one) => one.requirement.text))].join(" and ");
    return { words: `${phasesOf(heads)} asks for ${texts}, which`, heads };
  }
  const parent = explanation.demands.find((one) => one.wants.name === spec.name && !seen.has(one.by.name));
  if (!parent) return { words: `${spec.name}${spec.range}`, heads: [] };
  const above = pathTo(parent.by, explanation, requirements, /* @__PURE__ */ new Set([...seen, spec.name]));
  return { words: `${above.words} wants ${spec.name}${parent.wants.range}, which`, heads: above.heads };
}
function askedSide(spec, requirements) {
  const named2 = requirements.filter((one) => one.requirement.normalised === spec.name);
  const exact = named2.filter((one) => sameRange(one.range, spec.range));
  const heads = exact.length > 0 ? exact : named2;
  if (heads.length === 0) return [];
  return [{ text: `${phasesOf(heads)} asks for ${spec.name}${spec.range}`, range: spec.range, heads }];
}
function phasesOf(heads) {
  const names2 = [...new Set(heads.map((one) => one.phase))];
  return names2.length === 1 ? `phase ${names2[0]}` : `each of the phases ${names2.join(", ")}`;
}
function sameRange(one, other) {
  return one.split(",").sort().join() === other.split(",").sort().join();
}
function weight(sides) {
  const ranges = sides.map((side) => side.range);
  const apart = ranges.some((one, index) => ranges.slice(index + 1).some((other) => excludes(one, other)));
  return sides.length + (apart ? 1e3 : 0);
}
function excludes(one, other) {
  const named2 = `${one},${other}`.match(/\d[^\s,<>=!~]*/g) ?? [];
  const samples = named2.map((version) => version.replace(/\.\*$/, "")).flatMap((version) => [version, `${version}.1`]);
  const inside = (version, range) => range.split(OR).some((part) => satisfies(version, part, { prereleases: true }));
  return one !== "" && other !== "" && !["0", ...samples].some((version) => inside(version, one) && inside(version, other));
}

// src/resolve/conflicts/find-conflict.ts
function findConflict(explanation, request, kept) {
  const requirements = namedRequirements(request);
  const names2 = /* @__PURE__ */ new Set([
    ...explanation.demands.map((one) => one.wants.name),
    ...explanation.asked.map((one) => one.name)
  ]);
  const ranked = [...names2].map((name) => ({ name, sides: sidesOf(name, explanation, requirements, kept) })).filter(({ name, sides }) => sides.length > 1 || name === "python" || isWheelless(name, explanation)).sort((a, b) => weight(b.sides) - weight(a.sides));
  const [first] = ranked;
  if (!first) return findAbsence(explanation, requirements);
  const culprit = isWheelless(first.name, explanation) ? "python" : first.name;
  const moved2 = culprit === "python" ? [] : kept.filter((one) => one.name === culprit);
  return {
    culprit,
    kind: kindOf3(culprit, moved2),
    moved: moved2,
    chain: [
      .../* @__PURE__ */ new Set([...first.sides.map((side) => side.text), ...wheelSentences(first.name, explanation)])
    ],
    heads: [...new Set(first.sides.flatMap((side) => side.heads))]
  };
}
function kindOf3(culprit, moved2) {
  if (culprit === "python") return "python";
  return moved2.length > 0 ? "moved" : "versions";
}
function findAbsence(explanation, requirements) {
  const [gone] = [...explanation.absent, ...explanation.yanked];
  if (!gone) return void 0;
  const heads = requirements.filter((one) => one.requirement.normalised === gone.name);
  const asks = heads.map((one) => `phase ${one.phase} asks for ${one.requirement.text}`);
  return {
    culprit: gone.name,
    kind: "absent",
    moved: [],
    chain: [
      ...asks,
      ...explanation.absent.map((one) => `the index has no ${one.name}${one.range}`),
      ...explanation.yanked.map((one) => `${one.name}${one.range} was withdrawn by its publisher`)
    ],
    heads
  };
}
function isWheelless(name, explanation) {
  return explanation.wheelless.some((one) => one.of.name === normaliseName(name));
}
function wheelSentences(name, explanation) {
  return explanation.wheelless.filter((one) => one.of.name === name).map((one) => `${name}${one.of.range} has no wheel for this Python (${one.tag})`);
}

// src/resolve/remedies/candidates/version-candidates.ts
function versionCandidates(request, conflict) {
  const [head] = conflict.heads;
  const range = head?.range ?? conflict.chain.join().match(/===?[^,\s]+/)?.[0] ?? "";
  const version = /\d[^,*+<>=!~\s]*/.exec(range)?.[0]?.replace(/\.$/, "");
  if (version === void 0) return [];
  return replacementRanges(version).map((tried2) => ({
    trials: [{ request: inRange2(request, conflict.culprit, tried2) }],
    text: (versions) => `take \`${conflict.culprit}==${versions[conflict.culprit] ?? ""}\``
  }));
}
function replacementRanges(version) {
  const minor = /^\d+\.\d+(?=\.)/.exec(version)?.[0];
  const sameMinor = minor === void 0 ? [] : [`==${minor}.*,!=${version}`];
  return [...sameMinor, `<${version}`, `>${version}`];
}
function inRange2(request, name, range) {
  const changed2 = withRange(anyVersion(name), range);
  const isNamed = request.phases.some((phase) => phase.packages.some((one) => one.normalised === name));
  const phases = request.phases.map((phase, index) => {
    const packages = phase.packages.map((one) => one.normalised === name ? changed2 : one);
    return { ...phase, packages: !isNamed && index === 0 ? [...packages, changed2] : packages };
  });
  return { ...request, phases };
}

// src/resolve/remedies/remedy-text.ts
function remedyText(found) {
  const listing = found.remedies.map((one, index) => `${index + 1}. ${capitalised(one.text)}.`);
  return [
    listing.length > 0 ? `Each of these was tried and resolves:
${listing.join("\n")}` : withoutRemedy(found),
    ...titled("Not tried, because an index that it needs didn't answer:", found.untried),
    ...titled("Not tried, or not to the end, because of the time:", found.unfinished)
  ].join("\n");
}
function withoutRemedy({ trials, refused: refused4 }) {
  const loosen = "Loosen or change one of the pins named above.";
  if (refused4.length > 0) {
    return [
      "Changes were tried that resolve, and the plan would refuse each of them:",
      ...refused4.slice(0, MOST_LINES4).map((text2) => `- ${text2}`),
      loosen
    ].join("\n");
  }
  if (trials === 0) return loosen;
  return `None of ${trials} resolutions that were tried for a change came to an answer. ${loosen}`;
}
var MOST_LINES4 = 3;
function titled(title, texts) {
  if (texts.length === 0) return [];
  const lines = texts.slice(0, MOST_LINES4).map((text2) => `- ${capitalised(text2)}.`);
  const more = texts.length - lines.length;
  return [title, ...lines, ...more > 0 ? [`- And ${more} more.`] : []];
}
function capitalised(text2) {
  return `${text2.charAt(0).toUpperCase()}${text2.slice(1)}`;
}

// src/resolve/remedies/search-bounds.ts
var MOST_TRIALS = 16;
var MOST_MILLISECONDS = 6e4;
var PATIENCE_MILLISECONDS = 1e4;
function createSearchTime({ clock, mostTrials, mostMilliseconds }) {
  const over = new AbortController();
  const deadlines = new DisposableStack();
  const endIn = (milliseconds) => {
    const deadline = deadlines.use(createDeadline(milliseconds, clock));
    deadline.signal.addEventListener("abort", () => over.abort());
  };
  let trials = 0;
  let isFound = false;
  endIn(mostMilliseconds ?? MOST_MILLISECONDS);
  return {
    over: over.signal,
    get trials() {
      return trials;
    },
    take(more) {
      if (trials + more > (mostTrials ?? MOST_TRIALS)) return false;
      trials += more;
      return true;
    },
    remedyFound() {
      if (!isFound) endIn(PATIENCE_MILLISECONDS);
      isFound = true;
    },
    [Symbol.dispose]: () => deadlines.dispose()
  };
}

// src/resolve/remedies/candidates/bounded-candidate.ts
function boundedCandidate(candidate, refusals) {
  if (refusals.flat().length === 0) return void 0;
  const additions = [];
  const trials = [];
  for (const [index, trial] of candidate.trials.entries()) {
    const bounds = new Set((refusals[index] ?? []).map((one) => one.bound));
    const added = addedTo(trial, bounds);
    if (added === void 0) return void 0;
    trials.push(added.trial);
    additions.push(...added.additions);
  }
  return {
    ...candidate,
    trials,
    text: (versions) => [candidate.text(versions), ...additions].join(", and ")
  };
}
function addedTo(trial, bounds) {
  const { request } = trial;
  const [first, ...others] = request.phases;
  const texts = [...bounds].filter((one) => one !== void 0);
  const added = texts.map(parseRequirement);
  const named2 = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  if (first === void 0 || texts.length < bounds.size) return;
  if (added.some((one) => named2.has(one.normalised))) return;
  const phases = [{ ...first, packages: [...first.packages, ...added] }, ...others];
  return {
    trial: { ...trial, request: { ...request, phases } },
    additions: texts.map((text2) => `add \`${text2}\` to phase ${first.name}`)
  };
}

// src/wheels/sdist/read-archive.ts
var import_tar_stream3 = __toESM(require_tar_stream(), 1);
import { createHash as createHash12 } from "node:crypto";
import { Readable as Readable2 } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline as pipeline3 } from "node:stream/promises";
import { createGunzip } from "node:zlib";
var MAX_BYTES4 = 64 * 1024 * 1024;
var MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
var MAX_TEXT_BYTES2 = 1024 * 1024;
async function readArchive2(file, reader, ports) {
  const read = /\.zip$/.test(file.name) ? readZip : readTar;
  if (!/\.(?:tar\.gz|tgz|zip)$/.test(file.name) || (file.bytes ?? 0) > MAX_BYTES4) return false;
  const { status, body } = await requestWithRetries(ports, file.url, {
    maxBytes: MAX_BYTES4,
    signal: ports.signal
  });
  if (status !== 200 || createHash12("sha256").update(body).digest("hex") !== file.sha256) return false;
  try {
    await read(body, reader);
    return true;
  } catch {
    return false;
  }
}
async function readZip(archive2, reader) {
  const { entries } = await unzipRaw(archive2);
  for (const entry of entries) {
    if (reader.wants(entry.name) && entry.size <= MAX_TEXT_BYTES2) reader.take(entry.name, await entry.text());
  }
}
async function readTar(archive2, reader) {
  const entries = (0, import_tar_stream3.extract)();
  let unpacked2 = 0;
  entries.on("entry", (header, stream, next) => {
    unpacked2 += header.size ?? 0;
    if (unpacked2 > MAX_UNPACKED_BYTES)
      return void entries.destroy(new Error("it unpacks to more than any source"));
    if (!reader.wants(header.name) || (header.size ?? 0) > MAX_TEXT_BYTES2) {
      stream.on("end", next);
      stream.resume();
      return;
    }
    text(stream).then((content) => {
      reader.take(header.name, content);
      next();
    }, next);
  });
  await pipeline3(Readable2.from([archive2]), createGunzip(), entries);
}

// src/wheels/sdist/read-sdist.ts
async function readSdist(file, ports) {
  const found = {};
  const reader = {
    wants: (path) => keyOf7(path) !== void 0,
    take: (path, content) => {
      const key = keyOf7(path);
      if (key !== void 0) found[key] ??= content;
    }
  };
  if (!await readArchive2(file, reader, ports)) return void 0;
  return { pkgInfo: found.pkgInfo, requiresTxt: found.requiresTxt };
}
function keyOf7(path) {
  if (/^(?:\.\/)?(?:[^/]+\/)?PKG-INFO$/.test(path)) return "pkgInfo";
  return /\.egg-info\/requires\.txt$/.test(path) ? "requiresTxt" : void 0;
}

// src/resolve/resolve-without-builds.ts
async function resolveWithoutBuilds(ask4, ports, known = []) {
  return await withFewerSources(await settle(ask4, ports, known), ask4);
}
async function settle(ask4, ports, known) {
  let sdists = known;
  const read = /* @__PURE__ */ new Set();
  const never = new Set(known.map((one) => one.name));
  for (; ; ) {
    const answer = await ask4(sdists).catch((error) => error);
    if (!isAnswer(answer)) {
      sdists = merged(sdists, newSources(answer, sdists));
      for (const name of neverNames(answer)) never.add(name);
      continue;
    }
    const unread = unreadIn(answer, sdists);
    if (unread.length === 0) return { answer, sdists, never };
    if (unread.every((one) => read.has(fileKey(one)))) throw unsettledSource(unread);
    const news = await Promise.all(unread.map((one) => readSdistMetadata(one, ports)));
    for (const one of unread) read.add(fileKey(one));
    sdists = merged(sdists, news);
  }
}
async function withFewerSources(settled, ask4) {
  const { sdists, never } = settled;
  let best = settled;
  for (const { name } of sdists.length > 1 ? sdists.filter((one) => !never.has(one.name)) : []) {
    const fewer = best.sdists.filter((one) => one.name !== name);
    const tried2 = await ask4(fewer).catch((error) => error);
    if (isAnswer(tried2)) {
      if (unreadIn(tried2, fewer).length === 0) best = { ...best, answer: tried2, sdists: fewer };
    } else if (!(tried2 instanceof Unsolved)) throw tried2;
  }
  return best;
}
function newSources(error, sdists) {
  const added = newNames(error, sdists);
  if (added.length === 0) throw error;
  return added.map((name) => ({ name, version: void 0, requires: [], extras: [] }));
}
function isAnswer(result) {
  return typeof result === "object" && result !== null && "locked" in result;
}
function fileKey({ name, version }) {
  return `${name}==${version}`;
}
function newNames(error, sdists) {
  if (!(error instanceof Unsolved)) return [];
  const isNew = (name) => !sdists.some((one) => one.name === name);
  const all = sdistOnlyNames(error.stderr).filter(isNew);
  const never = neverWheels(error.stderr).filter((name) => all.includes(name));
  if (never.length > 0) return never;
  const sometimes = new Set(sometimesWheels(error.stderr, all));
  const others = all.filter((name) => !sometimes.has(name));
  return others.length > 0 ? others : all;
}
function neverNames(error) {
  return error instanceof Unsolved ? neverWheels(error.stderr) : [];
}
function unreadIn(answer, sdists) {
  const read = new Map(sdists.map((one) => [one.name, one.version]));
  return answer.locked.filter((one) => read.has(one.name) && read.get(one.name) !== one.version);
}
async function readSdistMetadata(one, ports) {
  const files = one.sdist && await readSdist(one.sdist, ports);
  const metadata = files && parseStaticMetadata(files);
  if (metadata === void 0) throw unreadableSource(one);
  return { name: one.name, version: one.version, ...metadata };
}
function merged(sdists, news) {
  const all = new Map(sdists.map((one) => [one.name, one]));
  for (const one of news) all.set(one.name, one);
  return [...all.values()];
}

// src/resolve/remedies/try-resolve.ts
function trialsIn(resolver, ports) {
  let count = 0;
  const wheelless = /* @__PURE__ */ new Map();
  return async (trial, given2) => {
    count += 1;
    const folder = `trial-${count}`;
    const signal = given2 ? AbortSignal.any([given2, ports.signal]) : ports.signal;
    const ask4 = (sdists) => rememberWheelless(wheelless, sdists, askUv2(resolver, { trial, folder, sdists, signal }));
    try {
      const { answer } = await resolveWithoutBuilds(ask4, { ...ports, signal }, [...wheelless.values()]);
      return { solved: true, locked: answer.locked };
    } catch (error) {
      if (error instanceof Unsolved) {
        return { solved: false, explanation: error.stderr, why: whyUnknown(error, trial) };
      }
      const isJudged = error instanceof ConflictError || error instanceof RegistryError;
      if (!isJudged || signal.aborted) throw error;
      const why = error instanceof RegistryError ? "unreachable" : void 0;
      return { solved: false, explanation: error.message, why };
    }
  };
}
async function rememberWheelless(wheelless, sdists, answer) {
  for (const one of sdists) if (wheelless.has(one.name)) wheelless.set(one.name, one);
  return await answer.catch((error) => {
    const names2 = error instanceof Unsolved ? neverWheels(error.stderr) : [];
    for (const name of names2) wheelless.set(name, { name, version: void 0, requires: [], extras: [] });
    throw error;
  });
}
function whyUnknown(error, { request }) {
  if (error instanceof OutOfTime) return "late";
  return resolutionError(error.stderr, request) instanceof RegistryError ? "unreachable" : void 0;
}
async function askUv2(resolver, { trial, folder, sdists, signal }) {
  const { request, python, alone = false } = trial;
  const indexPins = alone ? [] : indirectIndexPins(request, void 0);
  const groups = [ALL_GROUP, ...indexPins.length > 0 ? [INDEX_PIN_GROUP] : []];
  const project = uvProject(requestOn(trial), { indexPins, sdists }).replaceAll(
    `"./${KEPT_FOLDER}"`,
    `"../${KEPT_FOLDER}"`
  );
  await resolver.write([{ name: folder }, { name: `${folder}/pyproject.toml`, content: project }]);
  const result = await resolver.run(
    [
      ...[resolver.uv, "pip", "compile", "--quiet", "--format", "pylock.toml"],
      ...resolver.pythonFlags(python),
      ...resolver.buildFlags(sdists.map((one) => one.name)),
      ...torchFlags(request),
      ...alone ? ["--no-deps"] : [],
      ...groups.flatMap((group) => ["--group", group])
    ],
    { within: folder, signal, seconds: TRIAL_SECONDS }
  );
  const failed = unsolved(result, sdists);
  if (failed !== void 0) throw failed;
  return { locked: parseLock(result.stdout) };
}
function requestOn({ request, python }) {
  if (python === void 0) return request;
  const { facts } = request;
  return { ...request, facts: { ...facts, python: { ...facts.python, version: `${python}.0` } }, wheels: [] };
}
var TRIAL_SECONDS = 30;

// src/resolve/remedies/candidates/judged-candidate.ts
function judgedCandidate(candidate, solved, judge2 = () => ({ errors: [], warnings: [] })) {
  const environments = solved.map(triedEnvironment);
  const judgements = environments.map(judge2);
  const versions = Object.fromEntries((solved[0]?.locked ?? []).map((one) => [one.name, one.version]));
  return {
    text: candidate.text(versions),
    refusals: judgements.map((one) => one.errors),
    remarks: [...new Set(judgements.flatMap((one) => one.warnings))],
    sources: environments.flatMap((one) => one.brought).filter((one) => one.file === void 0).length
  };
}
function triedEnvironment({ trial, locked: locked2 }) {
  const { facts, phases, wheels } = requestOn(trial);
  const seen = trial.isolated === void 0 ? facts : { ...facts, distributions: [] };
  const base = installedDistributions(seen);
  const choose = wheelChooser(targetTags(facts.python));
  const named2 = new Map(wheels.map((one) => [one.distribution, one.file]));
  const brought = locked2.filter(({ name, version }) => base.get(name)?.version !== version).map(({ name, version, wheels: wheels2 }) => ({ name, version, file: (named2.get(name) ?? choose(wheels2))?.name }));
  return { facts: seen, phases, brought };
}
var YEARS = 2;
var YEAR_MILLISECONDS = 365.25 * 24 * 3600 * 1e3;
function isYearsBefore(older, newer) {
  return older !== void 0 && newer !== void 0 && newer - older > YEARS * YEAR_MILLISECONDS;
}

// src/resolve/remedies/try-candidate.ts
var MOST_BOUNDED = 2;
async function tryCandidate(candidate, search) {
  let tried2 = candidate;
  let outcome = await tryAsItIs(tried2, search);
  for (let count = 0; count < MOST_BOUNDED && outcome.how === "resolves"; count += 1) {
    const bounded3 = boundedCandidate(tried2, outcome.refusals);
    if (bounded3 === void 0) break;
    const next = await tryAsItIs(bounded3, search);
    if (next.how === "unsolved") break;
    [tried2, outcome] = [bounded3, next];
  }
  return outcome;
}
async function tryAsItIs(candidate, search) {
  const text2 = candidate.text({});
  const unended = () => ({ how: search.stopped.aborted ? "stopped" : "late", text: text2 });
  const solved = [];
  for (const trial of candidate.trials) {
    const result = await tryInTime(trial, search);
    if (result === void 0) return unended();
    if (!result.solved) return result.why === void 0 ? { how: "unsolved" } : { how: result.why, text: text2 };
    solved.push({ trial, locked: result.locked });
  }
  const judged = judgedCandidate(candidate, solved, search.bounds.judge);
  const goesBack = judged.refusals.flat().length === 0 && await isFarBack(candidate, solved, search);
  if (goesBack === void 0) return unended();
  return { how: "resolves", ...judged, goesBack };
}
async function tryInTime(trial, { tryResolve, bounds, stopped }) {
  var _stack = [];
  try {
    const own = __using(_stack, createDeadline(TRIAL_SECONDS * 1e3, bounds.clock));
    const signal = AbortSignal.any([own.signal, stopped]);
    try {
      return await tryResolve(trial, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      return void 0;
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
async function isFarBack(candidate, solved, search) {
  const { from, isLast = false } = candidate;
  if (isLast || from === void 0) return isLast;
  const publishedIn = (trials) => trials.flatMap((one) => one.locked).find((one) => one.name === from.name)?.published;
  const now = publishedIn(solved);
  if (now === void 0) return false;
  const pinned2 = await tryInTime(from.trial, search);
  if (pinned2 === void 0) return void 0;
  return isYearsBefore(now, pinned2.solved ? publishedIn([pinned2]) : void 0);
}

// src/resolve/remedies/verified-remedies.ts
var ENOUGH_REMEDIES = 3;
var CONCURRENT_CANDIDATES = 4;
async function verifiedRemedies(candidates2, tryResolve, bounds) {
  var _stack = [];
  try {
    const time = __using(_stack, createSearchTime(bounds));
    const search = { tryResolve, bounds, time };
    const first = await outcomesOf(
      candidates2.filter((one) => !one.isLast),
      search
    );
    const outcomes = first.some(isNear) ? first : [
      ...first,
      ...await outcomesOf(
        candidates2.filter((one) => one.isLast),
        search
      )
    ];
    return { ...summary(outcomes), trials: time.trials };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
async function outcomesOf(candidates2, { tryResolve, bounds, time }) {
  const enough = new AbortController();
  const stopped = AbortSignal.any([enough.signal, time.over]);
  const begun = /* @__PURE__ */ new Map();
  const ended = /* @__PURE__ */ new Map();
  const tryOne = async (candidate) => {
    if (!await isWanted(candidate, begun)) return { how: "unsolved" };
    if (stopped.aborted || !time.take(candidate.trials.length)) return notTried(candidate);
    return tryCandidate(candidate, { tryResolve, bounds, stopped });
  };
  const waiting = inSearchOrder(candidates2);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = tryOne(next);
      begun.set(next, outcome);
      ended.set(next, await outcome);
      if (isNear(await outcome)) time.remedyFound();
      if (hasEnough(candidates2.map((one) => ended.get(one)))) enough.abort();
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENT_CANDIDATES }, work));
  } finally {
    enough.abort();
  }
  const all = candidates2.map((one) => ended.get(one) ?? notTried(one));
  return hasEnough(all) ? all.map((one) => one.how === "stopped" ? UNSOLVED : one) : all;
}
function notTried(candidate) {
  return { how: "stopped", text: candidate.text({}) };
}
var UNSOLVED = { how: "unsolved" };
function inSearchOrder(candidates2) {
  const sure = candidates2.find((one) => one.sure);
  if (!sure) return [...candidates2];
  const [first, ...rest] = candidates2.filter((one) => one !== sure);
  return first ? [first, sure, ...rest] : [sure];
}
async function isWanted({ after }, begun) {
  if (after === void 0) return true;
  const before = await begun.get(after.candidate);
  return before?.how === "resolves" && before.refusals.flat().some((one) => one.id === after.refusal);
}
function isOffered(outcome) {
  return outcome?.how === "resolves" && outcome.refusals.flat().length === 0;
}
function isNear(outcome) {
  return isOffered(outcome) && !outcome.goesBack;
}
function hasEnough(byRank) {
  const isGood2 = (one) => isNear(one) && one.remarks.length === 0 && one.sources === 0;
  const open = byRank.findIndex((one) => one === void 0 || one.how === "stopped");
  const settled = open === -1 ? byRank : byRank.slice(0, open);
  return settled.filter(isGood2).length >= ENOUGH_REMEDIES;
}
function summary(outcomes) {
  const offered = outcomes.filter(isOffered);
  const near = offered.filter(isNear);
  const ranked = (near.length > 0 ? near : offered).toSorted(
    (a, b) => a.sources - b.sources || a.remarks.length - b.remarks.length
  );
  const texts = new Set(ranked.map((one) => [one.text, ...one.remarks].join("; but then ")));
  const refused4 = outcomes.flatMap((one) => one.how === "resolves" ? one.refusals.flat() : []);
  return {
    remedies: [...texts].slice(0, ENOUGH_REMEDIES).map((text2) => ({ text: text2, verified: true })),
    refused: [...new Set(refused4.map((one) => one.text))],
    untried: outcomes.flatMap((one) => one.how === "unreachable" ? one.text : []),
    unfinished: outcomes.flatMap((one) => one.how === "stopped" || one.how === "late" ? one.text : [])
  };
}

// src/resolve/remedies/remedies.ts
var NOTHING_TRIED = { remedies: [], trials: 0, refused: [], untried: [], unfinished: [] };
async function explainConflict({ explanation, request, isolated }, tryResolve, bounds) {
  const kept = keptPackages(request);
  const first = findConflict(parseExplanation(explanation), request, kept);
  if (!first) return { culprit: void 0, moved: [], headline: TOGETHER, chain: [], ...NOTHING_TRIED };
  const conflict = first.kind === "moved" ? await withOtherMoved(first, request, kept, tryResolve) : first;
  const candidates2 = conflict.kind === "absent" ? versionCandidates(request, conflict) : remedyCandidates(request, conflict, isolated);
  const found = await verifiedRemedies(candidates2, tryResolve, bounds);
  const { culprit, moved: moved2, chain } = conflict;
  return { culprit, moved: moved2, headline: headline(conflict), chain, ...found };
}
function conflictError(report, explanation, cause) {
  return new ConflictError(report.headline, {
    evidence: report.chain.length > 0 ? report.chain.join("\n") : explanation.trim(),
    remedy: remedyText(report),
    cause
  });
}
var TOGETHER = "The phases' packages can't be installed together.";
function headline({ kind, culprit, moved: moved2 }) {
  switch (kind) {
    case "absent":
      return `The index has no version of ${culprit} that is asked for.`;
    case "python":
      return "The phases' packages don't go with the base's Python.";
    case "moved":
      return `A phase would move ${listed2(moved2.map((one) => `${one.name} ${one.version}`))} of the base, which \`keep\` protects.`;
    case "versions":
      return `The phases' packages can't be installed together: they want different versions of ${culprit}.`;
  }
}
function keptPackages({ keep: kept, facts }) {
  const keep = new Set(kept.map(normaliseName));
  return [
    { name: "python", version: facts.python.version.replace(/\+$/, "") },
    ...facts.distributions.flatMap(
      (one) => one.version !== null && keep.has(normaliseName(one.name)) ? [{ name: normaliseName(one.name), version: one.version }] : []
    )
  ];
}
async function withOtherMoved(conflict, request, kept, tryResolve) {
  const others = kept.filter((one) => one.name !== conflict.culprit && one.name !== "python");
  const found = await Promise.all(
    others.map(async (one) => {
      const result = await tryResolve({ request: { ...request, keep: [one.name] } });
      if (result.solved) return;
      const own = findConflict(parseExplanation(result.explanation), request, [one]);
      return own?.culprit === one.name ? own : void 0;
    })
  );
  const all = [...found.filter((one) => one !== void 0), conflict];
  return {
    ...conflict,
    moved: kept.filter((one) => all.some((own) => own.culprit === one.name)),
    chain: [...new Set(all.flatMap((one) => one.chain))],
    heads: [
      ...new Map(
        all.flatMap((one) => one.heads).map((head) => [`${head.phase} ${head.requirement.text}`, head])
      ).values()
    ]
  };
}

// src/resolve/remedies/tried-constraint.ts
var CONSTRAINT = "setuptools<81";
var WITHOUT_PKG_RESOURCES = "B8";
async function withTriedConstraint(error, request, tryResolve) {
  const { buildConstraints } = request;
  const bounded3 = buildConstraints.some((one) => normaliseName(one).startsWith("setuptools"));
  if (error.failureClass?.id !== WITHOUT_PKG_RESOURCES || bounded3) return error;
  const tried2 = await tryResolve({
    request: { ...request, buildConstraints: [...buildConstraints, CONSTRAINT] }
  });
  const next = tried2.solved ? void 0 : sourceBuildFailure(tried2.explanation)?.failure;
  const outcome = tried2.solved ? "It was tried: all phases then resolve." : `It was tried, and isn't enough${next ? `: ${next.class.name} (${next.line})` : ""}.`;
  return new BuildError(error.message, {
    ...error.evidence !== void 0 && { evidence: error.evidence },
    remedy: `${outcome} ${error.remedy}`,
    failureClass: error.failureClass,
    cause: error.cause
  });
}

// src/resolve/remedies/explain-unsolved.ts
var NO_SOLUTION = /No solution found when resolving/i;
var NOT_IN_INDEX = /was not found in the (?:package registry|provided package locations)/;
var VERSION_ABSENT = /^The index has no /;
async function explainUnsolved({ stderr }, asked2, ports) {
  const { resolver, request, judge: judge2, isolated } = asked2;
  const plain2 = resolutionError(stderr, request, resolver.onMachine);
  const tryResolve = trialsIn(resolver, ports);
  if (plain2.failureClass !== void 0)
    return ports.log.task("try the remedy", () => withTriedConstraint(plain2, request, tryResolve));
  if (!(plain2 instanceof ConflictError) || !NO_SOLUTION.test(stderr) || NOT_IN_INDEX.test(stderr))
    return plain2;
  if (sdistOnlyNames(stderr).length > 0) return plain2;
  const report = await ports.log.task(
    "look for a change that resolves",
    () => explainConflict({ explanation: stderr, request, isolated }, tryResolve, { clock: ports.clock, judge: judge2 })
  );
  if (report.chain.length === 0) return plain2;
  const headline2 = VERSION_ABSENT.test(plain2.message) ? plain2.message : report.headline;
  return conflictError({ ...report, headline: headline2 }, stderr, plain2.cause);
}

// src/resolve/run-uv.ts
var ANNOTATED = "annotated.txt";
var AGAIN_SECONDS = 30;
async function runUv(input, ports) {
  await writeCandidates(input);
  try {
    return await solve(input, void 0, ports);
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error;
    ports.log.debug(error.stderr);
    throw await explainUnsolved(error, input, ports);
  }
}
async function solve(input, before, ports) {
  const { request } = input;
  const isAgain = before !== void 0;
  const ask4 = (indexPins2) => resolveWithoutBuilds(
    (sdists) => resolveWithUrlDependencies({ ...input, isAgain }, indexPins2, sdists),
    ports,
    before?.sdists
  ).catch((error) => error);
  const first = await ask4([]);
  const indexPins = indirectIndexPins(request, isSettled(first) ? first.answer.graph : void 0);
  const last = indexPins.length > 0 ? await ask4(indexPins) : first;
  if (isSettled(last)) return last;
  throw (isAgain && last instanceof Unsolved ? outageIn(last, input) : void 0) ?? last;
}
function outageIn({ stderr }, { resolver, request }) {
  const error = resolutionError(stderr, request, resolver.onMachine);
  return error instanceof RegistryError ? error : void 0;
}
function isSettled(result) {
  return typeof result === "object" && result !== null && !(result instanceof Error);
}
async function resolveWithUrlDependencies(input, indexPins, sdists) {
  const urlDependencies = /* @__PURE__ */ new Map();
  for (; ; ) {
    try {
      return await ask2(input, { indexPins, sdists, urlDependencies });
    } catch (error) {
      const wanted = error instanceof Unsolved ? parseUrlDependency(error.stderr) : void 0;
      const named2 = input.request.wheels.find((one) => one.distribution === wanted?.name)?.direct;
      if (wanted === void 0 || urlDependencies.has(wanted.name) || named2 !== wanted.address) throw error;
      urlDependencies.set(wanted.name, wanted);
    }
  }
}
async function ask2({ resolver, request, isAgain }, { indexPins, sdists, urlDependencies }) {
  const content = uvProject(request, { indexPins, sdists, urlDependencies });
  const project = { name: "pyproject.toml", content };
  const preferred = { name: "pylock.toml", content: preferredLock(request.facts) };
  await resolver.write([project, preferred]);
  const beside2 = indexPins.length > 0 ? [INDEX_PIN_GROUP] : [];
  const limits = isAgain ? { seconds: AGAIN_SECONDS } : {};
  const compile = async (groups, extra) => {
    const command = [
      ...[resolver.uv, "pip", "compile", ...resolver.pythonFlags()],
      ...resolver.buildFlags(sdists.map((one) => one.name)),
      ...torchFlags(request),
      ...request.releasesOnly.flatMap((name) => ["--prerelease-package", `${name}=disallow`]),
      ...[...groups, ...beside2].flatMap((group) => ["--group", group]),
      ...extra
    ];
    const result = await withSystemPackages(resolver, command, limits);
    const failed = unsolved(result, sdists);
    if (failed !== void 0) throw failed;
    return result;
  };
  const format = ["--quiet", "--format", "pylock.toml", "--output-file", "pylock.toml"];
  await compile([ALL_GROUP], format);
  const lock = await resolver.run(["cat", `${resolver.folder}/pylock.toml`]);
  if (lock.exitCode !== 0) {
    throw new BuildError("The lock that the resolver wrote can't be read back.", { evidence: lock.stderr });
  }
  const locked2 = parseLock(lock.stdout);
  await resolver.write([{ name: ANNOTATED, content: lockedPreferences(locked2) }]);
  const phases = request.phases.map((phase) => phase.name);
  const style = ["--annotation-style", "line", "--no-header"];
  const offline = urlDependencies.size === 0 ? ["--offline"] : [];
  const annotated = await compile(phases, [...offline, ...style, "--output-file", ANNOTATED]);
  return uvAnswer({ lock: lock.stdout, annotations: annotated.stdout });
}
async function withSystemPackages(resolver, command, limits) {
  const result = await resolver.run(command, limits);
  if (result.exitCode === 0 || !mayNeedSystemPackage(result.stderr)) return result;
  return await resolver.installSystemPackages() ? resolver.run(command, limits) : result;
}
async function writeCandidates({ resolver, request }) {
  const { wheels } = request;
  const kept = keptConstraints(request);
  if (kept.length === 0 && directNames(request).size === 0 && wheels.length === 0) return;
  const candidates2 = wheels.map(
    ({ file, content }) => "archive" in content ? { name: `${KEPT_FOLDER}/${file.name}`, content: content.archive } : { name: `${KEPT_FOLDER}/${file.name}.metadata`, content: content.metadata }
  );
  await resolver.write([{ name: KEPT_FOLDER }, ...candidates2]);
  const result = await resolver.runProbe("kept_wheels.py", [`${resolver.folder}/${KEPT_FOLDER}`, ...kept]);
  if (result.exitCode === 0) return;
  throw new BuildError("The base's kept packages and wheels by address can't be offered to the resolver.", {
    evidence: lastLines(result.stderr, 1)
  });
}

// src/resolve/steering/chosen-versions.ts
function chosenVersions({ locked: locked2, graph }, { phases }) {
  const closures = phases.map(({ name }) => ({ name, needs: new Set(closureOf(graph, name)) }));
  return {
    versions: new Map(locked2.map((one) => [one.name, one.version])),
    phaseOf: (name) => closures.find((one) => one.needs.has(name))?.name
  };
}
function namedGoneBack(first, second, request) {
  const versions = new Map(first.locked.map((one) => [one.name, one.version]));
  const named2 = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  return second.locked.flatMap(({ name, version }) => {
    const before = versions.get(name);
    if (before === void 0 || !named2.has(name) || compare(version, before) >= 0) return [];
    return [{ name, from: before.replace(/\+.*$/, ""), to: version }];
  });
}
function movedBetween(first, second, request) {
  const [before, after] = [first, second].map(
    ({ locked: locked2 }) => new Map(locked2.map((one) => [one.name, one.version]))
  );
  const named2 = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  return [.../* @__PURE__ */ new Set([...before?.keys() ?? [], ...after?.keys() ?? []])].map((name) => ({ name, from: before?.get(name) ?? null, to: after?.get(name) ?? null })).filter((one) => one.from !== one.to).sort((a, b) => Number(named2.has(b.name)) - Number(named2.has(a.name)) || (a.name < b.name ? -1 : 1));
}

// src/resolve/steering/newest-releases.ts
var FOLDER7 = "newest";
async function newestReleases(input, names2) {
  if (names2.length === 0) return /* @__PURE__ */ new Map();
  const together = await ask3(input, names2);
  const found = together ?? await oneByOne(input, names2.length > 1 ? names2 : []);
  return new Map(found.map((one) => [one.name, one]));
}
async function oneByOne(input, names2) {
  const found = [];
  for (const name of names2) found.push(...await ask3(input, [name]) ?? []);
  return found;
}
async function ask3(input, names2) {
  return (await askAlone(input, names2, input.resolver.pythonFlags())).locked;
}
async function askAlone({ resolver, request }, requirements, flags) {
  const [phase] = request.phases;
  if (phase === void 0) return { locked: [], stderr: "" };
  const alone = { ...phase, packages: requirements.map(requirementLeniently) };
  const bare = { ...request, phases: [alone], keep: [], constraints: [], wheels: [] };
  await resolver.write([{ name: FOLDER7 }, { name: `${FOLDER7}/pyproject.toml`, content: uvProject(bare) }]);
  const result = await resolver.run(
    [
      ...[resolver.uv, "pip", "compile", "--quiet", "--no-deps", "--only-binary", ":all:"],
      ...["--format", "pylock.toml", "--group", ALL_GROUP],
      ...flags,
      ...torchFlags(request)
    ],
    { within: FOLDER7, seconds: 30 }
  );
  const { exitCode, stdout, stderr } = result;
  return { locked: exitCode === 0 ? parseLock(stdout) : void 0, stderr };
}

// src/resolve/steering/steer.ts
var MOST_TRIES = 10;
async function steer(settled, request, solve2, faultsIn) {
  const first = stateOf(settled, request, [], faultsIn);
  const search = { solve: solve2, faultsIn, first, tries: 0, isCut: false };
  const best = await mended(first, /* @__PURE__ */ new Set(), search);
  return { ...best.settled, answer: withAdvice(best.settled.answer, adviceOn(best, search)) };
}
function stateOf(settled, request, added, faultsIn) {
  const faults = faultsIn(request, chosenVersions(settled.answer, request));
  return { settled, request, added, faults };
}
async function mended(state, givenUp, search) {
  const fault = state.faults.find((one) => !givenUp.has(one.about));
  if (fault === void 0) return state;
  let best;
  for (const bound of fault.bounds) {
    const next = await withBound(state, bound, fault, search);
    if (next === void 0) continue;
    const end = await mended(next, givenUp, search);
    if (best === void 0 || costOf(end, search) < costOf(best, search)) best = end;
    if (costOf(end, search) === 0) return end;
  }
  return best ?? mended(state, /* @__PURE__ */ new Set([...givenUp, fault.about]), search);
}
async function withBound(state, constraint, fault, search) {
  const next = await tried(state, [{ constraint, fault: fault.message }], search);
  if (next === void 0 || next.faults.some((one) => one.about === fault.about)) return void 0;
  const back = namedGoneBack(state.settled.answer, next.settled.answer, state.request);
  if (back.length === 0) return next;
  const floors = back.map(({ name, from, to }) => ({
    constraint: `${name}==${from}`,
    fault: `With \`${constraint}\` alone, the resolver takes ${name} ${to}.`
  }));
  const held2 = await tried(state, [{ constraint, fault: fault.message }, ...floors], search);
  return held2 && costOf(held2, search) <= costOf(next, search) ? held2 : next;
}
async function tried(state, bounds, search) {
  const { request } = state;
  if (bounds.some((one) => request.constraints.includes(one.constraint))) return void 0;
  if (search.tries >= MOST_TRIES) return void 0;
  search.tries += 1;
  const constraints = [...request.constraints, ...bounds.map((one) => one.constraint)];
  const bounded3 = { ...request, constraints };
  const settled = await orUnsolved(search.solve(bounded3, state.settled));
  if (settled instanceof Unsolved) {
    search.isCut ||= settled instanceof OutOfTime;
    return void 0;
  }
  return stateOf(settled, bounded3, [...state.added, ...bounds], search.faultsIn);
}
function costOf({ faults, settled }, { first }) {
  return faults.length * 1e3 + namedGoneBack(first.settled.answer, settled.answer, first.request).length;
}
function adviceOn({ settled, request, added, faults }, { first, isCut }) {
  const { phaseOf: phaseOf3 } = chosenVersions(settled.answer, request);
  return {
    bounds: added.map(({ constraint, fault }) => {
      const phase = phaseOf3(requirementLeniently(constraint).normalised);
      return { constraint, fault, ...phase !== void 0 && { phase } };
    }),
    moved: added.length > 0 ? movedBetween(first.settled.answer, settled.answer, request) : [],
    heldBack: [],
    elsewhere: [],
    // What was only cut off is looked for again.
    unmended: isCut ? [] : faults.map((one) => one.about)
  };
}

// src/resolve/steering/held-back.ts
var MOST_MILLISECONDS2 = 2e4;
async function heldBack(input, ports) {
  const held2 = await heldIn(input);
  const end = ports.clock.monotonic() + MOST_MILLISECONDS2;
  const said = [];
  for (const one of held2) {
    const known = { ...namesOf2(one), chain: await contradictions(one, input, ports), remedy: null };
    said.push(await explained(one, known, { ...input, isLate: () => ports.clock.monotonic() > end }));
  }
  return said;
}
async function heldIn(input) {
  const { request, settled } = input;
  const versions = new Map(settled.answer.locked.map((one) => [one.name, one.version]));
  const named2 = movable(request, settled.answer.advice);
  const newest = await newestReleases(input, [...named2.keys()]);
  return [...named2].flatMap(([name, { phase, requirement }]) => {
    const chosen = versions.get(name);
    const release = newest.get(name);
    if (chosen === void 0 || release === void 0 || compare(release.version, chosen) <= 0) return [];
    const range = requirement.specifiers.join(",");
    if (range !== "" && !satisfies(release.version, range, { prereleases: true })) return [];
    return [{ phase, requirement, chosen, newest: release }];
  });
}
function movable(request, { bounds }) {
  const fixed = /* @__PURE__ */ new Set([
    ...bounds.map(({ constraint }) => requirementLeniently(constraint).normalised),
    ...keptConstraints(request).map((pin) => pin.split("==")[0]),
    ...request.wheels.map((one) => one.distribution)
  ]);
  return new Map(
    request.phases.flatMap(
      (phase) => phase.packages.filter((one) => one.source === void 0 && !fixed.has(one.normalised)).map((requirement) => [requirement.normalised, { phase: phase.name, requirement }])
    )
  );
}
function namesOf2({ requirement, phase, chosen, newest }) {
  return { name: requirement.normalised, phase, chosen, newest: newest.version };
}
async function contradictions({ newest }, { request, settled }, ports) {
  const { python } = request.facts;
  const wheel = wheelChooser(targetTags(python))(newest.wheels);
  if (wheel === void 0) return [];
  const metadata = await metadataReader(ports)(wheel).catch(() => void 0);
  const environment = markerEnvironment(python);
  const versions = new Map(settled.answer.locked.map((one) => [one.name, one.version]));
  return (metadata?.requires ?? []).flatMap(({ normalised, specifiers, marker }) => {
    const version = versions.get(normalised);
    const range = specifiers.join(",");
    if (version === void 0 || range === "" || !markerHolds(marker, environment)) return [];
    if (satisfies(version, range, { prereleases: true })) return [];
    return [
      `${newest.name} ${newest.version} requires ${normalised}${range}, and the set has ${normalised} ${version}`
    ];
  });
}
async function explained(one, known, input) {
  const { request, settled } = input;
  for (const wanted of newerRequirements(one)) {
    if (input.isLate()) break;
    const changed2 = withRequirement(request, one, wanted);
    try {
      const { answer } = await steer(
        await input.solve(changed2, settled),
        changed2,
        input.solve,
        input.faultsIn
      );
      const isWorse = answer.advice.unmended.length > settled.answer.advice.unmended.length;
      if (isWorse || beyondNewest(answer, one)) continue;
      const moved2 = movedBetween(settled.answer, answer, request);
      return { ...known, remedy: { requirement: wanted.text, moved: moved2 } };
    } catch (error) {
      if (!(error instanceof Unsolved)) throw error;
      return { ...known, chain: chainOf(error, changed2) ?? known.chain };
    }
  }
  return known;
}
function beyondNewest({ locked: locked2 }, { newest }) {
  return locked2.some(({ name, version }) => name === newest.name && compare(version, newest.version) > 0);
}
function chainOf({ stderr }, changed2) {
  return findConflict(parseExplanation(stderr), changed2, keptPackages(changed2))?.chain;
}
function newerRequirements({ requirement, chosen, newest }) {
  const release = newest.version.replace(/\+.*$/, "");
  const minor = /^\d+\.\d+/.exec(release)?.[0] ?? release;
  const from = compare(chosen, minor) < 0 ? minor : release;
  const others = requirement.specifiers.filter((one) => !/^>=?/.test(one));
  return [withRange(requirement, [`>=${from}`, ...others].join(",")), withRange(requirement, `==${release}`)];
}
function withRequirement(request, { requirement }, wanted) {
  const phases = request.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.map((one) => one === requirement ? wanted : one)
  }));
  return { ...request, phases };
}

// src/resolve/steering/prefer-releases.ts
var MOST_ROUNDS = 3;
function preferReleases(input, solve2) {
  const disallowed = /* @__PURE__ */ new Set();
  async function improve(settled, request) {
    let best = settled;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const news = await withReleases(best, request);
      if (news.length === 0) return best;
      const next = await orUnsolved(solve2(bounded2(request, [...disallowed, ...news]), best));
      if (next instanceof Unsolved) return best;
      for (const name of news) disallowed.add(name);
      best = next;
    }
    return best;
  }
  async function withReleases({ answer }, request) {
    const asked2 = namedPreReleases(request);
    const taken2 = answer.locked.filter((one) => isPreRelease(one.version)).map((one) => one.name);
    const names2 = taken2.filter((name) => !(asked2.has(name) || disallowed.has(name)));
    const newest = await newestReleases(input, names2);
    return names2.filter((name) => !isPreRelease(newest.get(name)?.version ?? "0rc1"));
  }
  return {
    improve,
    async solve(request, before) {
      if (disallowed.size === 0) return improve(await solve2(request, before), request);
      const known = await orUnsolved(solve2(bounded2(request, [...disallowed]), before));
      return improve(known instanceof Unsolved ? await solve2(request, before) : known, request);
    }
  };
}
function bounded2(request, releasesOnly) {
  return { ...request, releasesOnly };
}
function namedPreReleases({ phases }) {
  const named2 = phases.flatMap((phase) => phase.packages);
  const meant = named2.filter(
    (one) => one.specifiers.some((text2) => isPreRelease(text2.replace(/^[<>=!~]+/, "").replace(/\.\*$/, "")))
  );
  return new Set(meant.map((one) => one.normalised));
}
function isPreRelease(version) {
  return explain(version)?.is_prerelease === true;
}

// src/resolve/steering/wheels-elsewhere.ts
var MOST_SOURCES = 6;
var OLDEST_MINOR = 8;
var OTHER_PYTHON = /does\s+not\s+satisfy\s+Python/;
async function wheelsElsewhere(input, { answer }) {
  const { resolver } = input;
  const { facts } = input.request;
  const found = [];
  for (const one of sourcesIn(answer.locked, facts).slice(0, MOST_SOURCES)) {
    const { name, version } = one;
    const wheels = await wheelsOf(`${name}==${version}`, input);
    const { locked: later } = await askAlone(
      input,
      [`${name}>${version}`],
      [...resolver.pythonFlags(), "--resolution", "lowest"]
    );
    found.push({
      ...{ name, pythons: pythonsOf(wheels, facts.python), any: wheels.length > 0 },
      first: later?.[0]?.version ?? null
    });
  }
  return found;
}
async function wheelsOf(pinned2, input) {
  const { resolver, request } = input;
  const own = Number(request.facts.python.version.split(".")[1] ?? OLDEST_MINOR);
  for (let minor = OLDEST_MINOR; minor <= own; minor += 1) {
    const from = ["--python", resolver.python, "--universal", "--python-version", `3.${minor}`];
    const { locked: locked2, stderr } = await askAlone(input, [pinned2], from);
    if (locked2 !== void 0) return locked2.flatMap((one) => one.wheels.map((wheel) => wheel.name));
    if (!OTHER_PYTHON.test(stderr)) return [];
  }
  return [];
}
function sourcesIn(locked2, facts) {
  const choose = wheelChooser(targetTags(facts.python));
  const installed = installedInBase(locked2, facts);
  return locked2.filter((one) => one.sdist && !installed.has(one.name) && !choose(one.wheels));
}
function pythonsOf(wheels, { machine, version }) {
  const pythons = wheels.flatMap((name) => wheelTags(name).flatMap((tag) => cpythonOf(tag, machine) ?? []));
  const own = minorVersion(version);
  return [...new Set(pythons)].filter((one) => one !== own).toSorted(compare);
}
function cpythonOf(tag, machine) {
  const [, minor, platform = ""] = /^cp3(\d+)-[^-]+-(.*)$/.exec(tag) ?? [];
  return minor !== void 0 && platform.includes("linux") && platform.endsWith(machine) ? `3.${minor}` : void 0;
}

// src/resolve/steering/advised.ts
async function advised(settled, input, ports) {
  const { request, faultsIn } = input;
  const releases = preferReleases(
    input,
    (changed2, before) => solve({ ...input, request: changed2 }, before, ports)
  );
  const steered = await steer(await releases.improve(settled, request), request, releases.solve, faultsIn);
  const { answer } = steered;
  if (input.interim) return answer;
  const unless = (what) => what.catch((error) => {
    ports.signal.throwIfAborted();
    ports.log.debug(`Not known beside the versions: ${messageOf(error)}`);
    return [];
  });
  const held2 = await unless(heldBack({ ...input, settled: steered, solve: releases.solve }, ports));
  const elsewhere = await unless(wheelsElsewhere(input, steered));
  return withAdvice(answer, { ...answer.advice, heldBack: held2, elsewhere });
}

// src/resolve/lock-environments.ts
async function lockEnvironments(environments, base, toolbox, ports) {
  const recalled = await Promise.all(environments.map((one) => recalledLock(one, base, ports)));
  const known = recalled.map((answer) => answer && { answer, inspected: Promise.resolve() });
  if (known.every((lock) => lock !== void 0)) return known;
  const title = environments.length > 1 ? `resolve ${environments.length} environments` : "resolve all phases";
  const locks = await ports.log.task(
    title,
    () => Promise.allSettled(
      environments.map((one, index) => known[index] ?? lockEnvironment(one, base, toolbox, ports))
    )
  );
  const made = locks.flatMap((lock) => lock.status === "fulfilled" ? [lock.value] : []);
  const failed = locks.find((lock) => lock.status === "rejected");
  if (failed === void 0) return made;
  await Promise.allSettled(made.map((lock) => lock.inspected));
  throw failed.reason;
}
function lockEnvironment(environment, base, toolbox, ports) {
  const { isolated, request } = environment;
  const purpose = isolated === void 0 ? "resolve" : `resolve-${isolated}`;
  const { imageId, refresh, judge: judge2, faultsIn, interim = false } = base;
  return new Promise((resolve3, reject) => {
    const inspected = withResolver(
      { imageId, facts: request.facts, systemPackages: systemPackagesOf(request), purpose },
      toolbox,
      ports,
      async (resolver) => {
        const settled = await runUv({ ...environment, resolver, judge: judge2 }, ports);
        const answer = await advised(settled, { resolver, request, faultsIn, interim }, ports);
        resolve3({ answer, inspected });
        if (imageId !== void 0) await inspectSdists({ ...environment, resolver, refresh }, answer, ports);
        await rememberLock(ports.cache, keyOf8(environment, base, ports), answer);
      }
    );
    inspected.catch(reject);
  });
}
async function recalledLock(environment, base, ports) {
  if (base.refresh) return void 0;
  const answer = await recallLock(ports.cache, keyOf8(environment, base, ports));
  if (answer === void 0) return void 0;
  const { request } = environment;
  const faults = base.faultsIn(request, chosenVersions(answer, request));
  const isKnown2 = ({ about: about2 }) => answer.advice.unmended.includes(about2);
  return faults.every(isKnown2) ? answer : void 0;
}
function keyOf8({ request }, { imageId, interim = false }, ports) {
  return lockKey(request, { declared: imageId === void 0, interim }, ports.network);
}

// src/resolve/phase-wheels/planned-versions.ts
async function plannedVersions({ environment, excluded, base }, toolbox, ports) {
  const { request } = environment;
  const versions = /* @__PURE__ */ new Map();
  for (const { name, version } of installedDistributions(request.facts).values()) {
    if (version !== null) versions.set(name, version);
  }
  if (versions.has("torch") && request.keep.includes("torch")) return versions;
  const known = without(request, excluded);
  if (known.phases.length === 0) return versions;
  const asked2 = [{ ...environment, request: known }];
  for (const { answer, inspected } of await lockEnvironments(
    asked2,
    { ...base, interim: true },
    toolbox,
    ports
  )) {
    await inspected;
    for (const one of answer.locked) versions.set(one.name, one.version);
  }
  return versions;
}
function without(request, excluded) {
  const phases = request.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.filter((one) => !excluded.includes(one.normalised))
  }));
  return { ...request, phases: phases.filter((phase) => phase.packages.length > 0) };
}

// src/resolve/phase-wheels/select-wheels.ts
async function selectWheels(request, base, toolbox, ports) {
  const keep = [...request.keep];
  const selected = [];
  for (const environment of separateEnvironments(request)) {
    const { phases, keep: kept, facts } = environment.request;
    const all = phases.flatMap(wantedWheel);
    const installed = all.filter((one) => isInstalled(one, facts));
    const names2 = installed.map((one) => one.distribution);
    keep.push(...names2);
    const wanted = base.lock === void 0 ? all.filter((one) => !installed.includes(one)) : [];
    const own = { ...environment, request: { ...environment.request, keep: [...kept, ...names2] } };
    selected.push(...await selectAll(wanted, own, base, { toolbox, ports }));
  }
  const wheels = selected.flatMap((one) => one.wheel ?? []);
  const leftOut2 = selected.flatMap((one) => one.leftOut ?? []);
  const compiled = selected.flatMap((one) => one.compiled ?? []);
  const offered = withCandidates({ ...request, keep }, wheels);
  const missing2 = selected.flatMap((one) => one.missing ?? []);
  return { request: withoutPhases(offered, leftOut2), wheels, leftOut: leftOut2, compiled, missing: missing2 };
}
async function selectAll(wanted, environment, base, { toolbox, ports }) {
  if (wanted.length === 0) return [];
  const excluded = wanted.map((one) => one.distribution);
  const versions = wanted.some((one) => dependsOnTorch(one.template)) ? await plannedVersions({ environment, excluded, base }, toolbox, ports) : /* @__PURE__ */ new Map();
  return ports.log.task(
    "look for the wheels that phases name",
    () => Promise.all(wanted.map((one) => selectWheel(one, versions, environment.request.facts, ports)))
  );
}
function wantedWheel(phase) {
  if (phase.wheels === void 0) return [];
  const distribution = templatePackage(phase.wheels);
  const version = pinnedVersion(phase.packages, distribution);
  return version === void 0 ? [] : [{ phase, template: phase.wheels, distribution, version }];
}
function isInstalled({ distribution, version }, facts) {
  const installed = facts.distributions.find((one) => normaliseName(one.name) === distribution)?.version;
  return installed === version || installed?.replace(/\+.*$/, "") === version;
}
async function selectWheel(wanted, versions, facts, ports) {
  const { phase } = wanted;
  try {
    return { wheel: await findCandidateWheel(wanted, versions, facts, ports) };
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!(error instanceof SurelayerError) || error instanceof InterruptedError) throw error;
    const reason = [error.message, error.evidence].filter(Boolean).map(asSentence).join(" ");
    if (error instanceof ConflictError && phase.source_build === "allowed")
      return { compiled: { phase: phase.name, reason } };
    if (!phase.optional) return { missing: missingWheel(wanted, error, { versions, facts }) };
    const remedy = error.remedy?.replaceAll("\n", " ") ?? "";
    return { leftOut: { phase: phase.name, reason: `${reason} ${remedy}`.trimEnd() } };
  }
}
function missingWheel({ phase, template, distribution, version }, error, { versions, facts }) {
  if (!isFileFault(error)) throw error;
  const wheel = wheelFacts(version, plannedTorch(versions), facts.python);
  const named2 = { phase: phase.name, distribution, chosenBy: describeFacts(wheel) };
  const nameless = dependsOnTorch(template) && wheel.torch === void 0;
  const standIn = nameless ? void 0 : standInFor(wheelUrl(template, wheel), named2, facts);
  return { phase: phase.name, distribution, error, standIn };
}
function asSentence(text2 = "") {
  return /[.!?]$/.test(text2) ? text2 : `${text2}.`;
}

// src/wheels/file-gone.ts
var FileGone = class extends Error {
  distribution;
  answer;
  constructor(distribution, { cause }) {
    super(cause.message, { cause });
    this.distribution = distribution;
    this.answer = cause;
  }
};
async function orFileGone(distribution, reading) {
  try {
    return await reading;
  } catch (error) {
    if (isGone(error)) throw new FileGone(distribution, { cause: error });
    throw error;
  }
}

// src/resolve/builds/build-reader.ts
import { posix } from "node:path";

// src/resolve/builds/solve-build.ts
var UnsolvedBuild = class extends Error {
  evidence;
  constructor(why, { evidence, ...options }) {
    super(why, options);
    this.name = "UnsolvedBuild";
    this.evidence = evidence;
  }
};
async function solveBuild(requires, { request, bounds }, resolver, ports) {
  if (requires.length === 0) return { distributions: [], text: EMPTY_LOCK };
  const asked2 = buildRequest(requires.map(readOrThrow), request, bounds);
  try {
    const { answer } = await solve({ resolver, request: asked2 }, void 0, ports);
    const choose = wheelChooser(targetTags(request.facts.python));
    const distributions = answer.locked.map((one) => {
      const file = choose(one.wheels) ?? one.sdist;
      if (file === void 0)
        throw new UnsolvedBuild(`${one.name} ${one.version} has no file for this base`, { evidence: "" });
      const { url, name, sha256: sha2562, bytes = null } = file;
      return { name: one.name, version: one.version, file: { url, name, sha256: sha2562, bytes } };
    });
    return { distributions, text: answer.text.lock };
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error;
    const explained2 = resolutionError(error.stderr, asked2, resolver.onMachine);
    if (explained2 instanceof RegistryError) throw explained2;
    const why = explained2.message.replace(/\.$/, "");
    throw new UnsolvedBuild(why, { evidence: explained2.evidence ?? error.stderr, cause: error });
  }
}
var EMPTY_LOCK = 'lock-version = "1.0"\ncreated-by = "surelayer"\npackages = []\n';
function buildRequest(packages, request, bounds) {
  const { facts, buildConstraints } = request;
  const phase = { name: "build", packages, imports: [], optional: false, environment: "shared" };
  return {
    ...request,
    phases: [{ ...phase, system_packages: [...systemPackagesOf(request)] }],
    facts: { ...facts, distributions: [] },
    constraints: [...buildConstraints, ...bounds],
    ...{ keep: [], wheels: [], releasesOnly: [], pins: void 0 }
  };
}
function readOrThrow(text2) {
  const read = readRequirement(text2);
  if ("fault" in read) throw new UnsolvedBuild(`the requirement ${read.fault}`, { evidence: text2 });
  if (read.requirement.source === void 0) return read.requirement;
  throw new UnsolvedBuild("it asks for a file by address, which nobody vouches for", { evidence: text2 });
}

// src/resolve/builds/build-reader.ts
var FOLDER8 = "builds";
var LIST3 = `${FOLDER8}/list.json`;
var Answers = array(
  object({
    sha256: string(),
    pyproject: string().nullable(),
    requires: array(string()),
    failed: string().nullable()
  })
);
function containerReader(resolver, ports) {
  const folder = `${resolver.folder}/${FOLDER8}`;
  const held2 = /* @__PURE__ */ new Set();
  const run = async (list) => {
    await resolver.write([{ name: LIST3, content: JSON.stringify(list) }]);
    const args = [folder, `${resolver.folder}/${LIST3}`];
    const { stdout, stderr } = await resolver.runProbe("build_requirements.py", args);
    const { data } = Answers.safeParse(jsonAnswer(stdout));
    if (data !== void 0) return data;
    throw new BuildError("What sources are built with can't be read.", { evidence: lastLines(stderr, 3) });
  };
  return {
    async read(files) {
      const missing2 = files.filter((one) => !held2.has(one.sha256));
      await bringFiles(missing2, resolver, ports);
      for (const one of missing2) held2.add(one.sha256);
      const answers2 = await run(files.map(({ sha256: sha2562, name }) => ({ sha256: sha2562, name })));
      return new Map(answers2.map((one) => [one.sha256, systemIn(one)]));
    },
    async ask(sources) {
      const locks = [...new Set(sources.map((one) => one.lock))];
      const nameOf = (lock) => `${FOLDER8}/pylock.build-${locks.indexOf(lock)}.toml`;
      await resolver.write(locks.map((content) => ({ name: nameOf(content), content })));
      const list = sources.map(({ file: { sha256: sha2562, name }, system: { backend, path }, lock }) => {
        return { sha256: sha2562, name, backend, path, lock: `${resolver.folder}/${nameOf(lock)}` };
      });
      return new Map((await run(list)).map((one) => [one.sha256, one]));
    }
  };
}
function systemIn({ pyproject, failed }) {
  return failed === null ? buildSystem(pyproject ?? "") : new UnsolvedBuild("its archive can't be read", { evidence: failed });
}
async function bringFiles(files, resolver, ports) {
  const isOurs = ({ url }) => isLocalAddress(url) || isVersionControl(url);
  for (const file of files.filter(isOurs)) {
    const content = isVersionControl(file.url) ? await plannedCommit(file, ports) : await localFile(file, ports);
    await resolver.write([{ name: posix.join(FOLDER8, file.sha256, file.name), content }]);
  }
  const list = files.filter((one) => !isOurs(one)).map(({ url, name, sha256: sha2562 }) => ({ url, name, sha256: sha2562 }));
  if (list.length === 0) return;
  await resolver.write([{ name: FOLDER8 }, { name: LIST3, content: JSON.stringify(list) }]);
  const { folder } = resolver;
  const { stdout, stderr } = await resolver.runProbe("prefetch.py", [
    `${folder}/${FOLDER8}`,
    `${folder}/${LIST3}`
  ]);
  const { data } = object({ failed: array(string()) }).safeParse(jsonAnswer(stdout));
  if (data?.failed.length === 0) return;
  const output = data?.failed.join("\n") ?? stderr;
  throw new RegistryError("A source that is built can't be downloaded.", {
    evidence: lastLines(output, 3),
    cause: new ToolFailure({ tool: "command", exitCode: 1, output, oomKills: 0 })
  });
}
var MOST_BYTES3 = 1024 * 1024 * 1024;
async function localFile({ url }, ports) {
  const { body } = await requestWithRetries(ports, url, { maxBytes: MOST_BYTES3, signal: ports.signal });
  return body;
}
function machineReader(ports) {
  return {
    async read(files) {
      const read = await Promise.all(
        files.map(async (file) => [file.sha256, await systemOf(file, ports)])
      );
      return new Map(read.flatMap(([sha2562, system]) => system === void 0 ? [] : [[sha2562, system]]));
    },
    ask: () => Promise.resolve(/* @__PURE__ */ new Map())
  };
}
async function systemOf(file, ports) {
  let text2 = "";
  const reader = {
    wants: (path) => /^(?:\.\/)?[^/]+\/pyproject\.toml$/.test(path),
    take: (_path, content) => {
      text2 = content;
    }
  };
  if (isVersionControl(file.url)) return void 0;
  return await readArchive2(file, reader, ports) ? buildSystem(text2) : void 0;
}

// src/resolve/builds/lock-builds.ts
var MOST_ROUNDS2 = 8;
async function lockBuilds(sources, { request, resolver }, ports) {
  const reader = resolver.onMachine ? machineReader(ports) : containerReader(resolver, ports);
  const tools = { request, resolver, reader, ports };
  const builds = sources.map(newBuild);
  const systems = /* @__PURE__ */ new Map();
  for (let round = 0; round < MOST_ROUNDS2; round += 1) {
    await readSystems(builds, systems, reader);
    await solveAll(builds, tools);
    if (addNested(builds)) continue;
    if (!await askBackends(builds, systems, tools)) return results(builds, systems);
  }
  throw new BuildError(`A source asks for more each time that its build is prepared.`, {
    evidence: builds.map(({ source }) => `${source.name} ${source.version}`).join(", "),
    remedy: "Ask for a version that has a wheel, or bound what it is built with: `build_constraints: [...]`."
  });
}
function newBuild(source) {
  const files = /* @__PURE__ */ new Map([[source.file.sha256, source.file]]);
  return { source, files, asked: /* @__PURE__ */ new Set(), requires: [], solved: void 0, failed: void 0 };
}
async function readSystems(builds, systems, reader) {
  const files = new Map(builds.flatMap((one) => [...one.files]));
  const unread = [...files.values()].filter((one) => !systems.has(one.sha256));
  if (unread.length === 0) return;
  const read = await reader.read(unread);
  for (const build of builds) {
    for (const { sha256: sha2562 } of unread.filter((one) => build.files.has(one.sha256))) {
      const system = read.get(sha2562);
      if (system instanceof UnsolvedBuild) build.failed = system;
      else if (system !== void 0) {
        systems.set(sha2562, system);
        addRequired(build, system.requires);
      }
    }
  }
}
function addRequired(build, requires) {
  const all = [.../* @__PURE__ */ new Set([...build.requires, ...requires])].sort();
  if (all.length === build.requires.length && build.solved !== void 0) return false;
  build.requires = all;
  build.solved = void 0;
  return true;
}
async function solveAll(builds, { request, resolver, ports }) {
  const known = /* @__PURE__ */ new Map();
  for (const build of builds) {
    if (build.solved !== void 0 || build.failed !== void 0) continue;
    const { bounds } = build.source;
    const key = JSON.stringify([build.requires, bounds]);
    const found = known.get(key) ?? await solveBuild(build.requires, { request, bounds }, resolver, ports).catch((error) => {
      if (error instanceof UnsolvedBuild) return error;
      throw error;
    });
    known.set(key, found);
    if (found instanceof UnsolvedBuild) build.failed = found;
    else build.solved = found;
  }
}
function addNested(builds) {
  let found = false;
  for (const { solved, files } of builds) {
    for (const { file } of solved?.distributions ?? []) {
      if (file.name.endsWith(".whl") || files.has(file.sha256)) continue;
      files.set(file.sha256, { ...file, bytes: file.bytes ?? void 0 });
      found = true;
    }
  }
  return found;
}
async function askBackends(builds, systems, tools) {
  const asked2 = builds.flatMap((build) => {
    const { solved, files } = build;
    if (solved === void 0) return [];
    return [...files.values()].flatMap((file) => {
      const system = systems.get(file.sha256);
      return system === void 0 || build.asked.has(file.sha256) ? [] : [{ build, file, system, lock: solved.text }];
    });
  });
  if (asked2.length === 0) return false;
  const answers2 = await answersOf(asked2, tools);
  let more = false;
  for (const { build, file } of asked2) {
    build.asked.add(file.sha256);
    if (addRequired(build, answers2.get(file.sha256)?.requires ?? [])) more = true;
  }
  return more;
}
async function answersOf(asked2, { reader, resolver, ports }) {
  const answers2 = new Map(await reader.ask(asked2));
  const failed = asked2.filter((one) => answers2.get(one.file.sha256)?.failed);
  if (failed.length > 0 && await resolver.installSystemPackages()) {
    for (const [sha2562, answer] of await reader.ask(failed)) answers2.set(sha2562, answer);
  }
  for (const { file } of asked2) {
    const failed2 = answers2.get(file.sha256)?.failed;
    if (failed2) ports.log.debug(`${file.name} doesn't say what its build needs besides: ${failed2}`);
  }
  return answers2;
}
function results(builds, systems) {
  return new Map(
    builds.map(({ source: { file }, requires, solved, failed }) => {
      const read = systems.has(file.sha256) && solved ? { requires, distributions: solved.distributions } : void 0;
      return [file.sha256, failed ?? read];
    })
  );
}

// src/resolve/builds/remembered-builds.ts
var FORMAT7 = 1;
function recallBuild(source, input, ports) {
  return recallJson(ports.cache, keyOf9(source, input, ports), BuildLock);
}
async function rememberBuild(source, lock, { input, ports }) {
  if (lock.distributions.some(({ file }) => /:\/\/[^/\s]*@/.test(file.url))) return;
  await keepJson(ports.cache, keyOf9(source, input, ports), lock);
}
function keyOf9({ name, sha256: sha2562 }, { request, imageId }, { network }) {
  const { facts, buildConstraints, indexes, pins } = request;
  const bounds = [buildConstraints, pins?.builds[name] ?? []];
  const asked2 = [indexes, torchFlags(request), indexesOf(network), systemPackagesOf(request)];
  const declared = imageId === void 0;
  return keyFor("build-locks", [FORMAT7, UV_VERSION, sha2562, facts.python, declared, bounds, asked2]);
}

// src/resolve/builds/with-locked-builds.ts
async function withLockedBuilds(resolution, input, toolbox, ports) {
  const sources = builtSources(resolution, input);
  const found = /* @__PURE__ */ new Map();
  if (!input.refresh) {
    for (const { name, file } of sources) {
      const known = await recallBuild({ name, sha256: file.sha256 }, input, ports);
      if (known) found.set(file.sha256, known);
    }
  }
  const missing2 = sources.filter((one) => !found.has(one.file.sha256));
  for (const [sha2562, lock] of await lockNew(missing2, input, toolbox, ports)) found.set(sha2562, lock);
  const locked2 = (distributions) => distributions.map((one) => withBuild(one, found.get(one.file.sha256)));
  return {
    ...resolution,
    distributions: locked2(resolution.distributions),
    isolated: resolution.isolated.map((one) => ({ ...one, distributions: locked2(one.distributions) }))
  };
}
function builtSources(resolution, { request }) {
  const forbidden = new Set(request.phases.flatMap((one) => forbidsSourceBuilds(one) ? one.name : []));
  const sources = environmentsOf(resolution).flatMap(({ phases, distributions }) => {
    const allowed = phases.filter((phase) => !forbidden.has(phase.name));
    const needed = new Set(allowed.flatMap((phase) => phase.needs));
    return distributions.filter(
      (one) => one.kind === "sdist" && one.build === void 0 && needed.has(one.name)
    );
  });
  const unique = new Map(sources.map((one) => [one.file.sha256, one]));
  const bounds = request.pins?.builds ?? {};
  return [...unique.values()].map(({ name, version, file }) => ({
    ...{ name, version, file, bounds: bounds[name] ?? [] }
  }));
}
async function lockNew(sources, input, toolbox, ports) {
  if (sources.length === 0) return /* @__PURE__ */ new Map();
  const { request, imageId } = input;
  const base = {
    imageId,
    facts: request.facts,
    systemPackages: systemPackagesOf(request),
    purpose: "builds"
  };
  const title = `lock what ${sources.length === 1 ? sources[0]?.name : `${sources.length} sources`} ${sources.length === 1 ? "is" : "are"} built with`;
  const locks = await ports.log.task(
    title,
    () => withResolver(base, toolbox, ports, (resolver) => lockBuilds(sources, { request, resolver }, ports))
  );
  for (const { name, file } of sources) {
    const lock = locks.get(file.sha256);
    if (lock === void 0 || lock instanceof UnsolvedBuild) continue;
    await rememberBuild({ name, sha256: file.sha256 }, lock, { input, ports });
  }
  return locks;
}
function withBuild(one, found) {
  if (found === void 0) return one;
  return found instanceof UnsolvedBuild ? { ...one, fault: one.fault ?? unbuildable(one, found) } : { ...one, build: found };
}
function unbuildable({ name, version }, { message, evidence }) {
  return {
    classId: "R3",
    message: `${name} ${version} can't be built from source, because what its build requires can't be had: ${message}.`,
    evidence
  };
}

// src/resolve/given-lock/given-lock.ts
import { isAbsolute, join as join12 } from "node:path";
function readGivenLock(lock, trusted) {
  const read = readLock(lock);
  const problems = [];
  const packages = read.packages.flatMap((one) => {
    const location = locate(lock, one.name);
    const faults = packageFaults(one, lock.folder, lock.allowPrivate ? void 0 : trusted);
    problems.push(...faults.map((message) => ({ message: `${quote(one.name)} ${message}`, location })));
    return faults.length > 0 ? [] : [given(one, lock.folder, location)];
  });
  if (problems.length > 0) throw new ManifestError(problems);
  return { requiresPython: read["requires-python"], environments: read.environments, packages };
}
function readLock({ file, text: text2 }) {
  try {
    return readPylock(text2);
  } catch (error) {
    if (error instanceof ZodError) {
      const [issue] = error.issues;
      const message2 = `is no lock as uv or pip write it (PEP 751): ${issue?.path.join(".")}: ${issue?.message}; write it with \`surelayer plan --write-lock\`, \`uv pip compile --format pylock.toml\` or \`pip lock\``;
      throw new ManifestError([{ message: message2, location: { file, line: 1 } }], { cause: error });
    }
    if (!(error instanceof TomlError)) throw error;
    const [why = ""] = messageOf(error).split("\n");
    const message = `is no TOML: ${why}`;
    const location = { file, line: error.line, column: error.column };
    throw new ManifestError([{ message, location }], { cause: error });
  }
}
function locate({ file, text: text2 }, name) {
  const lines = text2.split("\n");
  const named2 = (line2) => /^\s*name\s*=\s*["']([^"']*)["']/.exec(line2.slice(0, 1e3))?.[1] === name;
  const line = lines.findIndex(named2);
  return line < 0 ? { file } : { file, line: line + 1 };
}
function packageFaults(one, folder, trusted) {
  if (one.directory !== void 0) return [`is locked as a folder of one machine; ${BY_NAME}`];
  if (one.version === void 0) return [`has no version; ${BY_NAME}`];
  if (one.vcs !== void 0) return [commitFault(one.vcs, one.name, trusted === void 0) ?? []].flat();
  if (one.archive?.subdirectory !== void 0) return [`is a folder of an archive; ${BY_NAME}`];
  const source = one.sdist ?? one.archive;
  const files = [...one.wheels ?? [], ...source ? [source] : []];
  if (files.length === 0) return [`has neither wheels nor an sdist; ${BY_NAME}`];
  const building = (one.tool?.surelayer?.["build-distributions"] ?? []).map(({ file }) => file);
  return [...new Set([...files, ...building].flatMap((file) => fileFault(file, folder, trusted) ?? []))];
}
var BY_NAME = "lock it by name and version from an index, or take it out";
function fileFault(file, folder, trusted) {
  if (localAddress(file, folder) !== void 0) return hashFault(file);
  const url = file.url !== void 0 && URL.canParse(file.url) ? new URL(file.url) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol)) {
    return "has a file without a web address, which only the machine that locked it holds; lock it from an index";
  }
  if (url.username !== "" || url.password !== "") {
    return "has an address with credentials, which belong to the configuration of the machine that builds; take them out";
  }
  const unknown3 = hashFault(file);
  if (unknown3 !== void 0) return unknown3;
  if (trusted === void 0 || trusted.has(url.host)) return void 0;
  const fault = privateIndexFault(`${url.origin}/`);
  return fault && `has a file whose address ${fault}`;
}
function hashFault({ hashes }) {
  if (/^[0-9a-f]{64}$/.test(hashes["sha256"] ?? "")) return void 0;
  return "has a file without a sha256 hash, so nobody can tell whether it is the right one; lock it again";
}
function localAddress({ url, path }, folder) {
  if (url !== void 0 || path === void 0 || isAbsolute(path)) return void 0;
  const way = join12(folder, path);
  return way.startsWith("..") ? void 0 : `./${way}`;
}
function given(one, folder, location) {
  const archive2 = one.archive && fileOf2(one.archive, folder);
  const commit2 = one.vcs && lockedCommit(one.vcs);
  const isWheel = archive2?.name.endsWith(".whl") === true;
  const source = archive2 && !isWheel ? { ...archive2, name: sourceName(one, archive2.name) } : void 0;
  return {
    name: normaliseName(one.name),
    version: one.version ?? "",
    index: one.index,
    wheels: [...(one.wheels ?? []).map((file) => fileOf2(file, folder)), ...isWheel ? [archive2] : []],
    sdist: one.sdist ? fileOf2(one.sdist, folder) : source,
    ...archive2 && { byFile: true },
    ...commit2 && { commit: commit2 },
    build: buildOf3(one, folder),
    marker: one.marker,
    requiresPython: one["requires-python"],
    dependencies: one.dependencies?.map((each) => normaliseName(each.name)),
    location
  };
}
function buildOf3({ tool }, folder) {
  const own = tool?.surelayer;
  if (own === void 0) return void 0;
  const distributions = own["build-distributions"].map(({ name, version, file }) => {
    const { bytes = null, ...rest } = fileOf2(file, folder);
    return { name, version, file: { ...rest, bytes } };
  });
  return { requires: own["build-requires"], distributions };
}
function sourceName({ name, version }, archive2) {
  const ending = archive2.endsWith(".zip") ? ".zip" : ".tar.gz";
  return `${normaliseName(name).replaceAll("-", "_")}-${version ?? "0"}${ending}`;
}
function fileOf2(given2, folder) {
  const { url = localAddress(given2, folder) ?? "", hashes, name, size } = given2;
  return lockedFile({ url, name, size, sha256: hashes["sha256"] ?? "" });
}

// src/resolve/given-lock/lock-direct.ts
async function lockedDirectProblems(packages, phases, environment, ports) {
  const requirements = phases.flatMap((phase) => directUrlRequirements(phase, environment));
  const problems = [];
  for (const ask4 of requirements) {
    const locked2 = packages.get(ask4.requirement.normalised);
    if (!locked2) continue;
    const { source, requirement } = ask4;
    const message = source.git ? otherCommit(requirement.name, source.git, locked2.commit) : await askFault(ask4, filesOf4(locked2), ports);
    if (message !== void 0) problems.push({ message, location: locked2.location });
  }
  return [...problems, ...unnamed2(packages, requirements)];
}
async function askFault({ requirement, source }, locked2, ports) {
  const [file, ...others] = locked2;
  if (file === void 0 || withoutFragment(file.url) !== source.address || others.length > 0) {
    const addresses = locked2.map((one) => one.url).join(", ");
    return `the manifest names ${requirement.name} at ${source.address}, and it is locked at ${addresses}`;
  }
  if (source.sha256 !== void 0 && source.sha256 !== file.sha256) {
    return `the manifest names ${requirement.name} with the hash ${source.sha256}, and it is locked with ${file.sha256}`;
  }
  const [changed2] = await changedFiles([file], ports);
  return changed2 && `${changed2} isn't the file that is locked: its content has another hash than ${file.sha256}`;
}
function unnamed2(packages, requirements) {
  const named2 = new Set(requirements.map((one) => one.source.address));
  const names2 = new Set(requirements.map((one) => one.requirement.normalised));
  return [...packages.values()].flatMap((one) => {
    const file = filesOf4(one).find(
      ({ url }) => (isLocalAddress(url) || one.byFile === true) && !named2.has(withoutFragment(url))
    );
    const address = one.commit && !names2.has(one.name) ? gitAddress(one.commit) : file?.url;
    if (address === void 0) return [];
    const message = `${one.name} is locked as ${address}, which the manifest doesn't name; ask for \`${one.name} @ ${address}\` in a phase, or lock it from an index`;
    return [{ message, location: one.location }];
  });
}
function withoutFragment(url) {
  return url.split("#")[0] ?? url;
}
function filesOf4({ wheels, sdist }) {
  return [...wheels, ...sdist ? [sdist] : []];
}

// src/resolve/given-lock/lock-graph.ts
function lockGraph(contents) {
  const { graph, problems, claimed, opaque } = follow(contents, contents.phases);
  const absent3 = follow(contents, contents.absent ?? []);
  const lost = [...contents.packages.keys()].filter(
    (name) => !claimed.includes(name) && !absent3.claimed.includes(name)
  );
  const unclaimed = opaque.length + absent3.opaque.length > 0 ? [] : lost;
  if (lost.length === 0 || opaque.length === 0) return { graph, problems, unclaimed };
  const distributions = { ...graph.distributions, ...Object.fromEntries(opaque.map((name) => [name, lost])) };
  return { graph: { ...graph, distributions }, problems, unclaimed };
}
function follow(contents, phases) {
  const walk = new Walk(contents);
  const asked2 = Object.fromEntries(
    phases.map((phase) => [phase.name, walk.phase(phase.name, phase.packages)])
  );
  const graph = { phases: asked2, distributions: walk.finish() };
  const claimed = [...new Set(phases.flatMap((phase) => closureOf(graph, phase.name)))];
  const opaque = claimed.filter((name) => walk.isOpaque(name));
  return { graph, problems: walk.problems, claimed, opaque };
}
var Walk = class {
  problems = [];
  #contents;
  #edges = /* @__PURE__ */ new Map();
  #seen = /* @__PURE__ */ new Set();
  #waiting = [];
  constructor(contents) {
    this.#contents = contents;
  }
  /** What a phase asks for, of what is in the lock. */
  phase(name, requirements) {
    return requirements.flatMap((requirement) => {
      const { text: text2 } = requirement;
      const [wanted] = wantedOf(requirement, [], this.#contents.environment);
      return wanted ? this.#select(wanted, { text: text2, says: `phase ${name} asks for ${text2}` }) : [];
    });
  }
  finish() {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#visit(next);
    return Object.fromEntries([...this.#edges].map(([name, wants]) => [name, [...wants].sort()]));
  }
  isOpaque(name) {
    const one = this.#contents.packages.get(name);
    return one?.dependencies === void 0 && !this.#contents.metadata.has(name);
  }
  #visit({ name, extras }) {
    const key = `${name}[${[...extras].sort().join()}]`;
    const one = this.#contents.packages.get(name);
    if (!one || this.#seen.has(key)) return;
    this.#seen.add(key);
    const edges = this.#edges.get(name) ?? /* @__PURE__ */ new Set();
    this.#edges.set(name, edges);
    for (const requirement of [
      ...this.#contents.metadata.get(name)?.requires ?? [],
      ...(one.dependencies ?? []).map(anyVersion)
    ]) {
      const { text: text2 } = requirement;
      const asker = { text: text2, says: `${name} ${one.version} needs ${text2}`, package: one };
      for (const wanted of wantedOf(requirement, extras, this.#contents.environment)) {
        for (const found of this.#select(wanted, asker)) edges.add(found);
      }
    }
  }
  /** The package of the lock that answers a requirement; none where the base does, or nobody. */
  #select(wanted, asker) {
    const { packages, installed } = this.#contents;
    const locked2 = packages.get(wanted.name);
    if (!locked2) {
      const version = installed.get(wanted.name)?.version;
      if (version !== void 0 && version !== null && matches(version, wanted.range)) return [];
      const base = version ? `, and the base's ${version} isn't that` : "";
      const message = `${asker.says}, which it doesn't hold${base}`;
      this.problems.push({
        message,
        lack: lackOf(asker),
        ...asker.package && { about: asker.package.name }
      });
      return [];
    }
    if (!matches(locked2.version, wanted.range)) {
      const other = `, and it holds ${wanted.name} ${locked2.version}`;
      const message = `${asker.says}${other}`;
      this.problems.push({ message, lack: `${lackOf(asker)}${other}`, about: wanted.name });
    }
    this.#waiting.push(wanted);
    return [wanted.name];
  }
};
function lackOf({ text: text2, package: one }) {
  return one ? `${text2} for ${one.name} ${one.version}` : text2;
}
function matches(version, range) {
  return range === "" || satisfies(version, range, { prereleases: true });
}
function wantedOf({ name, normalised, marker, ...requirement }, extras, environment) {
  const holds2 = ["", ...extras].some((extra) => markerHolds(marker, { ...environment, extra }));
  if (name === "" || !holds2) return [];
  const { specifiers } = requirement;
  return [{ name: normalised, extras: requirement.extras.map(normaliseName), range: specifiers.join(",") }];
}

// src/resolve/given-lock/lock-target.ts
function targetProblems({ requiresPython, environments }, facts, environment, file) {
  const location = { file };
  const { version, machine } = facts.python;
  const problems = [];
  if (!acceptsPython(requiresPython, facts)) {
    problems.push({ message: `it is for Python ${requiresPython}; the base has ${version}`, location });
  }
  if (environments.length > 0 && !environments.some((marker) => holds(marker, environment))) {
    const message = `it is for other machines (${environments.slice(0, 3).join(" or ")}); the base is Linux on ${machine} with Python ${version}`;
    problems.push({ message, location });
  }
  return problems;
}
function acceptsPython(range, facts) {
  if (!range) return true;
  return satisfies(facts.python.version.replace(/\+$/, ""), range, { prereleases: true });
}
function holds(marker, environment) {
  try {
    return evaluateMarker(marker, environment);
  } catch (error) {
    if (error instanceof MarkerError) return false;
    throw error;
  }
}
function pythonProblems(packages, metadata, facts) {
  return [...packages.values()].flatMap(({ name, version, requiresPython, location }) => {
    const range = requiresPython ?? metadata.get(name)?.requiresPython;
    if (acceptsPython(range, facts)) return [];
    const message = `${name} ${version} is for Python ${range}; the base has ${facts.python.version}`;
    return [{ message, location }];
  });
}
function selectPackages(all, environment, problems) {
  const packages = /* @__PURE__ */ new Map();
  for (const one of all) {
    const { name, marker, location } = one;
    try {
      if (marker !== void 0 && !evaluateMarker(marker, environment)) continue;
    } catch (error) {
      if (!(error instanceof MarkerError)) throw error;
      problems.push({ message: `the marker of ${name} can't be judged: ${error.message}`, location });
      continue;
    }
    if (packages.has(name)) {
      problems.push({ message: `${name} is in it twice for this base; keep one of the two`, location });
    }
    packages.set(name, one);
  }
  return packages;
}
function keptByBase(packages, request, installed, problems) {
  const stays = /* @__PURE__ */ new Set();
  for (const name of request.keep) {
    const one = packages.get(name);
    const version = installed.get(name)?.version;
    if (!one || !version) continue;
    if (satisfies(version, `==${one.version}`, { prereleases: true })) stays.add(name);
    else {
      const message = `it would move ${name} from the base's ${version} to ${one.version}, and \`keep\` protects it; lock ${name}==${version}, or take it out of \`keep\``;
      problems.push({ message, location: one.location });
    }
  }
  return stays;
}
function indexPinProblems(packages, request) {
  const plain2 = (url) => url.replace(/\/+$/, "");
  return request.indexes.flatMap(
    (index) => index.packages.flatMap((name) => {
      const one = packages.get(name);
      if (one?.index === void 0 || plain2(one.index) === plain2(index.url)) return [];
      const message = `${name} is locked from ${plain2(one.index)}, and \`indexes\` binds it to ${plain2(index.url)}`;
      return [{ message, location: one.location }];
    })
  );
}

// src/resolve/given-lock/resolve-given-lock.ts
async function resolveGivenLock(input, ports) {
  const { request, lock, absent: absent3 = [] } = input;
  const { phases, facts } = request;
  const parsed2 = readGivenLock(lock, configuredHosts(ports.network.installerEnv));
  const environment = markerEnvironment(facts.python);
  const problems = [...targetProblems(parsed2, facts, environment, lock.file)];
  const selected = selectPackages(parsed2.packages, environment, problems);
  const installed = installedDistributions(facts);
  const keptInstalled = keptByBase(selected, request, installed, problems);
  const everyPhase = [...phases, ...absent3];
  problems.push(...indexPinProblems(selected, request));
  problems.push(...await lockedDirectProblems(selected, everyPhase, environment, ports));
  refuse(problems, lock);
  const packages = await packLockedCommits(selected, ports);
  const metadata = await ports.log.task(
    `check ${lock.file} against the manifest`,
    () => readMetadata([...packages.values()], withExtras(phases), facts, ports)
  );
  refuse(pythonProblems(packages, metadata, facts), lock);
  const contents = { phases, packages, metadata, installed, environment };
  const leftOut2 = unlockedPhases(contents, lock.file);
  const kept = phases.filter((phase) => !leftOut2.some((one) => one.phase === phase.name));
  const notInstalled = everyPhase.filter((phase) => !kept.includes(phase));
  const answer = lockGraph({ ...contents, phases: kept, absent: notInstalled });
  refuse(misfits(answer, packages, lock), lock);
  const graph = cutAt(keptInstalled, answer.graph);
  const needed = new Set(kept.flatMap((phase) => closureOf(graph, phase.name)));
  const locked2 = [...packages.values()].filter((one) => needed.has(one.name));
  return { locked: locked2, graph, keptInstalled, leftOut: leftOut2 };
}
async function packLockedCommits(packages, ports) {
  const found = new Map(packages);
  for (const [key, one] of packages) {
    if (one.commit === void 0) continue;
    const { content, sha256: sha2562 } = await packCommit(one.commit, { subject: one.name }, ports);
    const { requested } = one.commit;
    const name = `${one.name.replaceAll("-", "_")}-${one.version}.tar.gz`;
    const file = { url: gitAddress(one.commit), name, sha256: sha2562, bytes: content.length };
    found.set(key, { ...one, sdist: { ...file, ...requested !== void 0 && { revision: requested } } });
  }
  return found;
}
var MOST_NAMED2 = 5;
function unlockedPhases(contents, file) {
  const optional = contents.phases.filter((phase) => phase.optional);
  return optional.flatMap((phase) => {
    const { problems } = lockGraph({ ...contents, phases: [phase] });
    if (problems.length === 0) return [];
    const lacks2 = problems.slice(0, MOST_NAMED2).map((one) => one.lack);
    if (problems.length > MOST_NAMED2) lacks2.push(`${problems.length - MOST_NAMED2} more`);
    const reason = `the lock ${file} doesn't hold what it asks for (${lacks2.join("; ")}); lock anew with \`surelayer plan --write-lock\` to have it`;
    return [{ phase: phase.name, reason }];
  });
}
function misfits({ problems, unclaimed }, packages, { file }) {
  const at = (name) => packages.get(name ?? "")?.location ?? { file };
  return [
    ...problems.map(({ message, about: about2 }) => ({ message, location: at(about2) })),
    ...unclaimed.map((name) => ({
      message: `no phase needs ${name}; ask for it in \`packages\`, or take it out of the lock`,
      location: at(name)
    }))
  ];
}
function withExtras(phases) {
  const asked2 = phases.flatMap((phase) => phase.packages);
  return new Set(asked2.filter((one) => one.extras.length > 0).map((one) => one.normalised));
}
var CONCURRENT_READS = 16;
async function readMetadata(packages, withExtras2, facts, ports) {
  const choose = wheelChooser(targetTags(facts.python));
  const read = metadataReader(ports);
  const found = /* @__PURE__ */ new Map();
  const waiting = packages.filter((one) => one.dependencies === void 0 || withExtras2.has(one.name));
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      ports.signal.throwIfAborted();
      const wheel = choose(one.wheels);
      if (wheel) found.set(one.name, await orFileGone(one, read(wheel)));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, work));
  return found;
}
function cutAt(names2, graph) {
  const distributions = Object.entries(graph.distributions).filter(([name]) => !names2.has(name));
  return { phases: graph.phases, distributions: Object.fromEntries(distributions) };
}
var MOST_SHOWN5 = 20;
function refuse(problems, lock) {
  const [first] = problems;
  if (!first) return;
  const lines = problems.slice(0, MOST_SHOWN5).map(({ message, location }) => `${describeLocation(location)}: ${message}`);
  if (problems.length > MOST_SHOWN5) lines.push(`and ${problems.length - MOST_SHOWN5} more`);
  throw new ConflictError(
    `The lock ${lock.file} doesn't go with the manifest and its base: ${first.message}.`,
    {
      location: first.location,
      evidence: lines.join("\n"),
      remedy: "Lock anew: take `lock` out of the manifest, run `surelayer plan --write-lock pylock.toml`, look at what changed, and put `lock` back; or change what is named above."
    }
  );
}

// src/resolve/remedies/explain-file-gone.ts
async function explainFileGone({ distribution, answer }, { request, imageId, file, judge: judge2 }, toolbox, ports) {
  const { name, version } = distribution;
  const conflict = { culprit: name, kind: "absent", moved: [], heads: [], chain: [`==${version}`] };
  const base = { imageId, facts: request.facts };
  const { remedies: remedies2 } = await ports.log.task(
    `look for another version of ${name}`,
    () => withResolver({ ...base, purpose: "next-best" }, toolbox, ports, async (resolver) => {
      const input = { resolver, request };
      await writeCandidates(input);
      return verifiedRemedies(versionCandidates(request, conflict), trialsIn(resolver, ports), {
        clock: ports.clock,
        judge: judge2
      });
    })
  );
  const listing = remedies2.map((one, index) => `${index + 1}. ${one.text}`);
  return new ConflictError(`${name} ${version}, which ${file} locks, is gone from its index.`, {
    location: { file },
    evidence: answer.message,
    remedy: listing.length > 0 ? `Each of these resolves with the phases; lock anew with one of them:
${listing.join("\n")}` : `No other version of ${name} was found that resolves with the phases: loosen what they ask for, and lock anew.`
  });
}

// src/wheels/sdist/source-code.ts
var SourceCode = readonly(
  strictObject({
    /** It holds code to compile, or says that it does. */
    native: boolean(),
    /** `required`: it is built with CUDA's compiler alone; `some`: it holds CUDA code beside another way to build it. */
    cuda: _enum(["none", "some", "required"]),
    /** Template of the prebuilt wheels that its build would download, where it says so; null elsewhere. */
    ownWheels: string().nullable()
  })
);
var NATIVE = /\.(?:c|cc|cpp|cxx|cu|pyx|rs|go|f|f90|f95|mm)$/;
var BUILD_FILES = /(?:^|\/)(?:CMakeLists\.txt|Cargo\.toml|meson\.build)$/;
var ASIDE2 = /^(?:\..*|tests?|testing|docs?|examples?|benchmarks?|build|dist|.*\.egg-info)$/i;
async function readSourceCode(file, ports) {
  if (!isLocalAddress(file.url) && !/^https?:/.test(file.url)) return void 0;
  const key = `source-code/${file.sha256}.json`;
  const known = await recallJson(ports.cache, key, SourceCode);
  if (known !== void 0) return known;
  const paths = [];
  let script = "";
  const reader = {
    wants: (path) => paths.push(path) > 0 && isScript(path),
    take: (_path, content) => {
      script ||= content;
    }
  };
  try {
    if (!await readArchive2(file, reader, ports)) return void 0;
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`${file.name} can't be read: ${messageOf(error)}`);
    return void 0;
  }
  const code = sourceCode(paths, script);
  await keepJson(ports.cache, key, code);
  return code;
}
function isScript(path) {
  return /^(?:\.\/)?(?:[^/]+\/)?setup\.py$/.test(path);
}
function sourceCode(paths, script) {
  const inside = paths.map((path) => path.replace(/^(?:\.\/)?[^/]+\//, ""));
  const code = inside.filter((path) => NATIVE.test(path) && !ASIDE2.test(path.split("/")[0] ?? ""));
  const builder = (name) => new RegExp(`\\b${name}\\(|=\\s*(?:\\w+\\.)*${name}\\b`).test(script);
  const cuda = builder("CUDAExtension");
  const holdsCuda = cuda || code.some((path) => path.endsWith(".cu"));
  const held2 = holdsCuda ? "some" : "none";
  return {
    native: code.length > 0 || /\bcpp_extension\b/.test(script) || inside.some((path) => BUILD_FILES.test(path)),
    cuda: cuda && !builder("CppExtension") ? "required" : held2,
    ownWheels: ownWheels(script)
  };
}
function ownWheels(script) {
  const folder = /["'](https:\/\/[^"'{}\s]{1,200}\/)\{tag_name\}\/\{wheel_name\}["']/.exec(script)?.[1];
  const name = /^PACKAGE_NAME\s*=\s*["']([\w.-]{1,100})["']/m.exec(script)?.[1];
  if (folder === void 0 || name === void 0) return null;
  const file = `${name}-{version}+cu{cuda_major}torch{torch_minor}cxx11abi{cxx11abi}-{python_tag}-{python_tag}-{platform}.whl`;
  return `${folder}v{version}/${file}`;
}

// src/wheels/read-distributions.ts
async function readDistributions({ locked: locked2, python, inspected }, ports) {
  const choose = wheelChooser(targetTags(python));
  const files = locked2.map((one) => ({ one, wheel: choose(one.wheels) }));
  const wheels = files.flatMap(({ one, wheel }) => wheel ? [{ one, wheel }] : []);
  const sources = files.flatMap(({ one, wheel }) => wheel ? [] : [{ one, file: requireSdist(one) }]);
  const { distributions: ofWheels, fetchedBytes } = await readWheels(wheels, ports);
  await inspected;
  const ofSources = sources.map(({ one, file }) => sourceDistribution(one, file, python, ports));
  const distributions = [...ofWheels, ...await Promise.all(ofSources)];
  return { distributions: distributions.toSorted((a, b) => a.name < b.name ? -1 : 1), fetchedBytes };
}
function readWheels(wheels, ports) {
  const { length } = wheels;
  return ports.log.task("read the wheels' directories", async (report) => {
    let fetchedBytes = 0;
    const distributions = await inTurns(wheels, ports.signal, async ({ one, wheel }, done) => {
      const read = await orFaulty(wheel, orFileGone(one, readWheelContents(wheel, ports, ports.signal)));
      fetchedBytes += read.fetchedBytes;
      report(`${done} of ${length} wheels`);
      return wheelDistribution(one, wheel, read);
    });
    return { distributions, fetchedBytes };
  });
}
var CONCURRENT_READS2 = 16;
async function inTurns(items, signal, work) {
  const results2 = [];
  const waiting = [...items.entries()];
  let done = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      signal.throwIfAborted();
      const [index, item] = next;
      done += 1;
      try {
        results2[index] = await work(item, done);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS2 }, worker));
  return results2;
}
async function orFaulty(wheel, reading) {
  try {
    return await reading;
  } catch (error) {
    const cause = error instanceof SurelayerError ? error.cause : void 0;
    if (!(cause instanceof WheelFault)) throw error;
    const contents = { files: [], entryPoints: null };
    return { contents, fetchedBytes: 0, fault: faultyWheel(wheel.name, wheel, cause) };
  }
}
function wheelDistribution({ name, version }, wheel, { contents, fault }) {
  const bytes = wheel.bytes ?? contents.fileBytes;
  return { name, version, kind: "wheel", file: { ...wheel, bytes }, contents, fault };
}
async function sourceDistribution({ name, version, build }, file, python, ports) {
  const recalled = await recallSdistContents(ports.cache, file.sha256, python);
  const pure = recalled?.nativeBytes === 0;
  const code = pure ? void 0 : await readSourceCode(file, ports);
  const own = { name, version, kind: "sdist", file, build };
  if (!recalled) return { ...own, contents: void 0, code };
  const { how, nativeBytes, sourceBytes } = recalled;
  const contents = asWheelContents(recalled, file.bytes);
  const wrong = how === "built" ? contentsFault(contents) : void 0;
  const fault = wrong && faultyWheel(`The wheel that ${file.name} is built to`, file, wrong);
  const unpacked2 = { how, nativeBytes, sourceBytes };
  return { ...own, contents, fault, unpacked: unpacked2, code };
}
function requireSdist(locked2) {
  if (locked2.sdist) return locked2.sdist;
  throw new ConflictError(
    `${locked2.name} ${locked2.version} has no wheel for this base image and no source.`,
    {
      evidence: `offered: ${locked2.wheels.map((one) => one.name).join(", ") || "nothing"}`,
      remedy: `Use a base image with another Python, or pin a version of ${locked2.name} that has a wheel for it.`
    }
  );
}

// src/resolve/resolve-environment.ts
async function resolveEnvironment({ environment, imageId, lock }, toolbox, ports) {
  const { request } = environment;
  const { locked: locked2, graph, keptInstalled } = lock;
  const direct = directNames(request);
  const same = [...installedInBase(locked2, request.facts)].filter((name) => !direct.has(name));
  const installed = /* @__PURE__ */ new Set([...same, ...keptInstalled]);
  const input = { request, imageId, installed, graph };
  const { names: satisfied, remarks } = await findSatisfied(input, toolbox, ports);
  const onlyPinned = onlyForIndexPins(graph, request);
  const wanted = locked2.filter((one) => !(satisfied.has(one.name) || onlyPinned.has(one.name)));
  const { distributions, fetchedBytes } = await readDistributions(
    { locked: wanted, python: pythonOf(environment), inspected: lock.inspected },
    ports
  );
  const phases = request.phases.map((phase) => {
    const needs = closureOf(graph, phase.name);
    return {
      name: phase.name,
      needs: needs.filter((name) => !satisfied.has(name)),
      satisfied: needs.filter((name) => satisfied.has(name)),
      direct: Object.fromEntries(needs.map((name) => [name, graph.distributions[name] ?? []]))
    };
  });
  requireAllClaimed(distributions, phases);
  return { distributions, locked: locked2, phases, remarks, fetchedBytes };
}
function onlyForIndexPins(graph, request) {
  const claimed = new Set(request.phases.flatMap((phase) => closureOf(graph, phase.name)));
  return new Set(closureOf(graph, INDEX_PIN_GROUP).filter((name) => !claimed.has(name)));
}
function requireAllClaimed(distributions, phases) {
  const claimed = new Set(phases.flatMap((phase) => phase.needs));
  const lost = distributions.filter((one) => !claimed.has(one.name)).map((one) => one.name);
  if (lost.length === 0) return;
  throw new BuildError(`The resolver's lock holds distributions that no phase asks for: ${lost.join(", ")}.`);
}

// src/resolve/resolve.ts
async function resolve(request, base, toolbox, ports) {
  try {
    const resolved = await resolveAll(request, base, toolbox, ports);
    return await withLockedBuilds(resolved, { ...base, request }, toolbox, ports);
  } catch (error) {
    if (!(error instanceof FileGone)) throw error;
    if (base.lock === void 0) throw error.answer;
    const input = { request, imageId: base.imageId, file: base.lock.file, judge: base.judge };
    throw await explainFileGone(error, input, toolbox, ports);
  }
}
async function resolveAll(request, base, toolbox, ports) {
  const environments = separateEnvironments(request);
  const locks = await locksOf(environments, base, toolbox, ports);
  const read = /* @__PURE__ */ new Map();
  try {
    for (const [index, lock] of locks.entries()) {
      const environment = environments[index];
      if (!environment) continue;
      const request2 = withoutPhases(environment.request, lock.leftOut);
      const one = { environment: { ...environment, request: request2 }, imageId: base.imageId, lock };
      read.set(environment.isolated, await resolveEnvironment(one, toolbox, ports));
    }
  } finally {
    await Promise.allSettled(locks.map((lock) => lock.inspected));
  }
  const { distributions, locked: locked2, phases } = read.get(void 0) ?? NOTHING_SHARED;
  const isolated = [...read].flatMap(([name, one]) => {
    const [phase] = one.phases;
    return name === void 0 || !phase ? [] : [{ phase, distributions: one.distributions }];
  });
  const all = [...read.values()];
  const advice = locks.flatMap((lock) => lock.advice ?? []);
  const remarks = all.flatMap((one) => one.remarks);
  const fetchedBytes = all.reduce((sum, one) => sum + one.fetchedBytes, 0);
  const leftOut2 = locks.flatMap((lock) => lock.leftOut);
  return {
    base: request.facts,
    distributions,
    locked: locked2,
    phases,
    isolated,
    remarks,
    advice,
    fetchedBytes,
    leftOut: leftOut2
  };
}
var NOTHING_SHARED = { distributions: [], locked: [], phases: [] };
async function locksOf(environments, base, toolbox, ports) {
  const { lock, absent: absent3 } = base;
  if (lock !== void 0) {
    const given2 = environments.map(({ request }) => resolveGivenLock({ request, lock, absent: absent3 }, ports));
    return Promise.all(given2);
  }
  const made = await lockEnvironments(environments, base, toolbox, ports);
  return made.map(({ answer, inspected }, index) => ({
    locked: withCandidateFiles(answer.locked, environments[index]?.request.wheels ?? []),
    graph: answer.graph,
    advice: answer.advice,
    keptInstalled: /* @__PURE__ */ new Set(),
    leftOut: [],
    inspected
  }));
}
function withCandidateFiles(locked2, candidates2) {
  const files = new Map(candidates2.map((one) => [one.distribution, one.file]));
  return locked2.map((one) => {
    const file = files.get(one.name);
    if (file === void 0) return one;
    return file.name.endsWith(".whl") ? { ...one, wheels: [file], sdist: void 0 } : { ...one, wheels: [], sdist: file };
  });
}

// src/python/modules/standard-library.ts
var MODULES = new Set(
  `
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii
    binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys
    compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses
    dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler
    fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp
    gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword
    lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt
    multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb
    pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile
    pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets
    select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
    sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig
    syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize
    tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv
    warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
`.split(/\s+/).filter(Boolean)
);
function isStandardModule(name) {
  return name.startsWith("_") || MODULES.has(name);
}

// src/plan/guards/imports/unbrought-imports.ts
function unbroughtImports(manifest, resolution) {
  if (manifest.env["PYTHONPATH"] !== void 0) return [];
  const shared = manifest.phases.filter((phase) => phase.environment === "shared");
  const isolated = resolution.isolated.flatMap(
    ({ phase: { name }, distributions }) => inEnvironment2(
      manifest.phases.filter((phase) => phase.name === name),
      distributions
    )
  );
  return [...inEnvironment2(shared, resolution.distributions, manifest.system_packages), ...isolated];
}
function inEnvironment2(phases, distributions, systemPackages = []) {
  const system = [...systemPackages, ...phases.flatMap((phase) => phase.system_packages)];
  if (phases.some((phase) => phase.run.length > 0) || system.some((name) => name.startsWith("python")))
    return [];
  const unread = distributions.filter((one) => one.contents === void 0).map((one) => one.name);
  const brought = broughtModules(distributions.flatMap((one) => one.contents ?? []));
  if (brought === void 0) return [];
  return phases.flatMap((phase) => {
    const own = topLevelsOf(phase, distributions);
    return phase.imports.filter((module) => !isStandardModule(topLevel2(module)) && !mayBring(brought, module)).map((module) => ({
      ...{ phase: phase.name, module, meant: closest(module, own) },
      seesBase: phase.environment === "shared"
    })).filter((one) => unread.length === 0 || isSlip(one, unread));
  });
}
var SHORTEST2 = 5;
function isSlip({ module, meant }, elsewhere) {
  const name = normaliseName(topLevel2(module));
  return meant !== void 0 && module.length >= SHORTEST2 && !isPopular(name) && !elsewhere.includes(name);
}
function topLevelsOf({ packages }, distributions) {
  const named2 = new Set(packages.map((one) => one.normalised));
  const own = distributions.flatMap((one) => named2.has(one.name) ? one.contents ?? [] : []);
  return [...broughtModules(own)?.names ?? []].filter(
    (name) => !name.includes(".") && !name.startsWith("_")
  );
}
function topLevel2(module) {
  return module.split(".")[0] ?? module;
}
function unbroughtFindings(all) {
  return all.map(({ phase, module, meant }) => ({
    id: "import-unbrought",
    severity: "warning",
    message: `Phase ${phase} imports \`${module}\`, which none of its distributions brings${meant === void 0 ? "." : `; did you mean \`${meant}\`?`}`,
    remedy: `Correct the name in \`imports\`, or add the package that brings \`${module}\`.`,
    phase,
    source: "the directories of the wheels that the plan installs"
  }));
}

// src/planning/check-imports.ts
async function checkImports2({ manifest, resolution }, { image, facts }, toolbox, ports) {
  const absent3 = unbroughtImports(manifest, resolution);
  const asked2 = absent3.filter((one) => one.seesBase).map((one) => one.module);
  if (image === void 0) {
    const held2 = facts.distributions.map((one) => normaliseName(one.name));
    return unbroughtFindings(absent3.filter((one) => !one.seesBase || isSlip(one, held2)));
  }
  const outcomes = asked2.length > 0 ? await baseImports({ imageId: image.id, facts }, asked2, toolbox, ports) : [];
  const lacking = new Set(outcomes.filter((one) => isMissing(one)).map((one) => one.module));
  return unbroughtFindings(absent3.filter((one) => !one.seesBase || lacking.has(one.module)));
}
function isMissing({ module, ok, error }) {
  const [, named2 = ""] = /^ModuleNotFoundError: No module named '([\w.]+)'/.exec(error ?? "") ?? [];
  return !ok && named2 !== "" && `${module}.`.startsWith(`${named2}.`);
}

// src/planning/faulty-wheels.ts
function withoutFaultyWheels(manifest, resolution) {
  const optional = new Set(manifest.phases.flatMap((phase) => phase.optional ? phase.name : []));
  const hit = environmentsOf(resolution).flatMap(
    ({ phases, distributions }) => phases.map(({ name, needs }) => ({
      phase: name,
      faults: distributions.flatMap((one) => needs.includes(one.name) ? one.fault ?? [] : [])
    }))
  );
  const refused4 = hit.flatMap((one) => optional.has(one.phase) ? [] : one.faults);
  if (refused4.length > 0) throw faultyWheelsError(refused4);
  return hit.flatMap(
    ({ phase, faults }) => faults.length > 0 ? [{ phase, reason: faults.map((one) => one.message).join(" ") }] : []
  );
}

// src/planning/every-fault.ts
function everyFault(errors) {
  const all = [...new Map(errors.map((one) => [one.message, one])).values()];
  const lasting = all.filter((one) => outageOf(one) === void 0);
  const ordered = [...lasting, ...all.filter((one) => !lasting.includes(one))];
  const [first] = ordered;
  if (first !== void 0 && ordered.length === 1) return first;
  const evidence = linesOf(ordered.map((one) => one.evidence));
  const remedy = linesOf(ordered.map((one) => one.remedy));
  const cause = lasting.length > 0 ? void 0 : outagesTogether(ordered);
  return new (kindOf4(lasting))(linesOf(ordered.map((one) => one.message)), { evidence, remedy, cause });
}
function kindOf4(lasting) {
  return [ConflictError, BuildError].find((kind) => lasting.some((one) => one instanceof kind)) ?? RegistryError;
}
function outagesTogether(outages) {
  const failures = outages.flatMap((one) => outageOf(one)?.evidence ?? []);
  const [first] = failures;
  return first && new ToolFailure({ ...first, output: failures.map((one) => one.output).join("\n") });
}
function linesOf(texts) {
  return [...new Set(texts)].filter(Boolean).join("\n");
}

// src/planning/judge-rest.ts
async function orAlsoSay(missing2, select) {
  try {
    return await select();
  } catch (error) {
    if (!isFileFault(error)) throw error;
    const errors = missing2.map((one) => one.error);
    throw everyFault(dueToUnknown(error, missing2) ? errors : [...errors, error]);
  }
}
async function resolveOrSayAll(rest, toolbox, ports, resolve3) {
  const errors = rest.missing.map((one) => one.error);
  if (errors.length > 0) throw everyFault([...errors, ...await judgeRest(rest, toolbox, ports)]);
  try {
    return await resolve3();
  } catch (error) {
    if (!(gotNoAnswer(error) || isBusy(error)) || rest.base.lock !== void 0) throw error;
    throw everyFault([error, ...await judgeRest(rest, toolbox, ports)]);
  }
}
async function judgeRest({ manifest, request, base, missing: missing2 }, toolbox, ports) {
  const environments = separateEnvironments(request);
  const judge2 = (answers2) => runGuards(guardedEnvironments(manifest, knownOf(environments, answers2, request))).filter(isError2);
  try {
    const locks = await lockEnvironments(environments, { ...base, interim: true }, toolbox, ports);
    await Promise.all(locks.map((lock) => lock.inspected));
    return judge2(locks.map((lock) => lock.answer)).map(asError);
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!isFileFault(error)) throw error;
    const bound = request.keep.includes("torch") ? judge2([]).filter((one) => BOUND.has(one.id)) : [];
    return [...dueToUnknown(error, missing2) ? [] : [error], ...bound.map(asError)];
  }
}
var BOUND = /* @__PURE__ */ new Set(["bound-to-other-torch", "other-cxx11-abi"]);
function isError2({ severity }) {
  return severity === "error";
}
function asError({ message, source, remedy }) {
  return new ConflictError(message, { evidence: source, remedy });
}
function dueToUnknown({ message, evidence = "" }, missing2) {
  return missing2.some(
    (one) => one.standIn === void 0 && `${message}
${evidence}`.includes(one.distribution)
  );
}
function knownOf(environments, answers2, request) {
  const read = environments.map((environment, index) => knownEnvironment(environment, answers2[index]));
  const shared = read.find((one) => one.isolated === void 0);
  return {
    ...{ base: request.facts, distributions: shared?.distributions ?? [], phases: shared?.phases ?? [] },
    isolated: read.flatMap(
      ({ isolated, phases: [phase], distributions }) => isolated === void 0 || !phase ? [] : [{ phase, distributions }]
    ),
    ...{ locked: [], remarks: [], advice: [], fetchedBytes: 0 }
  };
}
function knownEnvironment(environment, answer) {
  const { request, isolated } = environment;
  const choose = wheelChooser(targetTags(pythonOf(environment)));
  const offered = new Map(request.wheels.map((one) => [one.distribution, one.file]));
  const named2 = request.wheels.map(({ distribution: name, version, file }) => ({
    name,
    version,
    wheels: [file],
    sdist: void 0
  }));
  const distributions = (answer?.locked ?? named2).flatMap(
    ({ name, version, wheels, sdist }) => {
      const file = offered.get(name) ?? choose(wheels) ?? sdist;
      return file ? [{ name, version, kind: "wheel", file, contents: void 0 }] : [];
    }
  );
  const phases = request.phases.map(({ name }) => {
    const needs = answer ? closureOf(answer.graph, name) : [];
    return { name, needs, satisfied: [], direct: {} };
  });
  return { isolated, distributions, phases };
}

// src/resolve/remedies/remedies-for-sources.ts
function remediesForSources({ imageId, environment, sources, judge: judge2 }, toolbox, ports) {
  const { request, isolated } = environment;
  const heads = namedRequirements(request).filter((one) => sources.includes(one.requirement.normalised));
  const conflict = { culprit: "python", kind: "python", moved: [], chain: [], heads };
  const base = { imageId, facts: request.facts, purpose: "wheels-elsewhere" };
  return ports.log.task(
    `look for a change that brings wheels of ${sources.join(", ")}`,
    () => withResolver(base, toolbox, ports, async (resolver) => {
      await writeCandidates({ resolver, request });
      return verifiedRemedies(remedyCandidates(request, conflict, isolated), trialsIn(resolver, ports), {
        clock: ports.clock,
        judge: withWheelsOf(sources, judge2)
      });
    })
  );
}
function withWheelsOf(sources, judge2) {
  return (tried2) => {
    const { errors, warnings: warnings2 } = judge2(tried2);
    const lacking = tried2.brought.filter((one) => one.file === void 0 && sources.includes(one.name));
    const refusals = lacking.map(({ name, version }) => ({
      id: "no-wheel",
      text: `${name} ${version} has no wheel that fits.`
    }));
    return { errors: [...errors, ...refusals], warnings: warnings2 };
  };
}

// src/planning/refused-sources.ts
function withTriedRemedies(findings, refused4, toolbox, ports) {
  return Promise.all(
    findings.map(async (finding5) => {
      const found = await remediesOf(finding5, refused4, toolbox, ports);
      return found === void 0 ? finding5 : { ...finding5, remedy: `${finding5.remedy}
${found}` };
    })
  );
}
async function remediesOf({ phase }, { request, base, resolution }, toolbox, ports) {
  const environment = separateEnvironments(request).find(
    (one) => one.request.phases.some(({ name }) => name === phase)
  );
  if (environment === void 0) return void 0;
  const { imageId, judge: judge2 } = base;
  const sources = sourcesIn2(environment.isolated, resolution);
  const found = await remediesForSources({ imageId, environment, sources, judge: judge2 }, toolbox, ports);
  return found.remedies.length > 0 ? remedyText(found) : void 0;
}
function sourcesIn2(isolated, resolution) {
  const own = resolution.isolated.find((one) => one.phase.name === isolated)?.distributions;
  const all = own ?? resolution.distributions;
  return all.filter((one) => one.kind === "sdist").map((one) => one.name);
}

// src/planning/select-phases.ts
var JUDGES = { judge: judgeVersions, faultsIn: versionFaults };
async function selectPhases(request, toolbox, ports) {
  const { manifest, image, refresh, lock, pins } = request;
  const facts = image ? request.facts : await withDeclaredRequirements(request.facts, ports);
  const base = { imageId: image?.id, refresh, lock, ...JUDGES, interim: pins !== void 0 };
  const judged = judgePhases(manifest, await targetFacts(request, ports));
  const wanted = manifestWithout(manifest, judged.leftOut);
  const asked2 = resolveRequest(wanted, facts, pins);
  const direct = lock === void 0 ? await selectDirectFiles(asked2, base, toolbox, ports) : void 0;
  const lost = direct?.missing ?? [];
  const beside2 = besideMissing(direct?.request ?? asked2, lost);
  const selected = await orAlsoSay(lost, () => selectWheels(beside2, base, toolbox, ports));
  const leftOutBefore = [...direct?.leftOut ?? [], ...selected.leftOut];
  const on = { ...base, absent: manifest.phases.filter((phase) => !wanted.phases.includes(phase)) };
  const missing2 = [...lost, ...selected.missing];
  const rest = {
    manifest: wanted,
    request: besideMissing(selected.request, selected.missing),
    base,
    missing: missing2
  };
  const { leftOut: unlocked, ...resolved } = await resolveOrSayAll(
    rest,
    toolbox,
    ports,
    () => resolve(selected.request, on, toolbox, ports)
  );
  const resolvable = manifestWithout(wanted, leftOutBefore);
  const found = judgeResolved(resolvable, resolved, request);
  const refused4 = { request: selected.request, base, resolution: resolved };
  const refusals = await withTriedRemedies(found.findings, refused4, toolbox, ports);
  const remarks = [...direct?.remarks ?? [], ...resolved.remarks];
  const resolution = { ...resolutionWithout(resolved, found.leftOut), remarks };
  const leftOut2 = [...judged.leftOut, ...leftOutBefore, ...unlocked, ...found.leftOut];
  sayLeftOut(leftOut2, ports);
  const installed = { manifest: manifestWithout(manifest, leftOut2), resolution };
  return {
    manifest: { ...manifest, keep: selected.request.keep },
    resolution,
    leftOut: leftOut2,
    findings: [
      ...[...judged.findings, ...missingWheels(selected.compiled)],
      ...[...refusals, ...await checkImports2(installed, request, toolbox, ports)]
    ],
    wheels: selected.wheels.filter(isIn(leftOut2)).map(plannedWheel2),
    machine: compilesAnything(resolvable, resolution) ? await machineFor(request, toolbox, ports) : void 0
  };
}
function sayLeftOut(leftOut2, { log }) {
  for (const { phase, reason } of leftOut2) log.warn(`Optional phase ${phase} is left out: ${reason}`);
}
function judgeResolved(manifest, resolution, { image, reference }) {
  const faulty = withoutFaultyWheels(manifest, resolution);
  const allowed = judgeSourceBuilds(manifestWithout(manifest, faulty), resolution);
  const base = { reference, probed: image !== void 0 };
  const before = [...faulty, ...allowed.leftOut];
  const possible = judgeCudaBuilds(manifestWithout(manifest, before), resolution, base);
  const leftOut2 = [...before, ...possible.leftOut];
  const rest = resolutionWithout(resolution, leftOut2);
  const unsound = judgeGuards(manifestWithout(manifest, leftOut2), rest, resolutionWithout);
  return {
    leftOut: [...leftOut2, ...unsound],
    findings: [...allowed.findings, ...possible.findings]
  };
}
function machineFor({ image, facts }, toolbox, ports) {
  if (image === void 0) return assumedMachine(ports);
  return buildMachine({ image: image.id, python: facts.python.executable }, toolbox, ports);
}
function plannedWheel2({ phase, distribution, file, chosenBy }) {
  return { phase, distribution, url: file.url, chosenBy };
}
function isIn(leftOut2) {
  const names2 = new Set(leftOut2.map((one) => one.phase));
  return ({ phase }) => !names2.has(phase);
}
function resolutionWithout(resolution, leftOut2) {
  const names2 = new Set(leftOut2.map((one) => one.phase));
  const phases = resolution.phases.filter((phase) => !names2.has(phase.name));
  const needed = new Set(phases.flatMap((phase) => phase.needs));
  return {
    ...resolution,
    phases,
    distributions: resolution.distributions.filter((one) => needed.has(one.name)),
    isolated: resolution.isolated.filter(({ phase }) => !names2.has(phase.name))
  };
}
async function targetFacts(request, ports) {
  const { manifest, run, facts } = request;
  const asksForDisk = manifest.phases.some((phase) => phase.requires?.disk !== void 0);
  const diskBytes = asksForDisk ? await freeBytesFor(run, request, ports) : void 0;
  return {
    ...poolFacts(manifest.runpod?.gpu_pools ?? []),
    python: facts.python.version,
    ...diskBytes !== void 0 && { diskBytes }
  };
}

// src/planning/decide-plan.ts
async function decidePlan(request, toolbox, outside2) {
  const ports = { ...outside2, http: httpFor(request, outside2) };
  const { fromFile: path } = request;
  if (path !== void 0) return writtenPlan(path, request, toolbox, ports);
  requireLockable(request);
  const { manifest, facts, remake } = await newPlan(request, toolbox, ports);
  const { trustDomain } = request;
  return resumePlan(remake({}), { manifest, disk: facts.disk, trustDomain, remake }, ports);
}
async function writtenPlan(path, request, toolbox, ports) {
  const { manifest } = request;
  const digest2 = manifestDigest(manifest, request.lock);
  const { plan, vouched } = await resolveWithRetries(
    retriesOf(request),
    ports,
    () => readPlan({ ...request, path, digest: digest2 }, ports)
  );
  await requireStraight(webAddresses(manifest), ports.http, ports.signal);
  if (!vouched) {
    await requireUnedited(plan, path, () => deriveAgain(plan, request, toolbox, ports));
  }
  return judgeHere(await onImage(plan, request, toolbox, ports), request, ports);
}
async function deriveAgain(plan, request, toolbox, ports) {
  const derivation = derivationOf(plan);
  const { pins, arrangement, disk, freeBytes } = derivation;
  const again = { ...basisOf(plan, request), pins, lockFile: void 0 };
  const { facts, remake } = await newPlan(again, toolbox, ports);
  const learnedIsolated = new Map(
    [...facts.learnedIsolated].map(([phase, sizes]) => [phase, learnedFor(derivation, sizes)])
  );
  const learned = { learned: learnedFor(derivation, facts.learned), learnedIsolated };
  return remake({ ...learned, disk, freeBytes, ...arrangement && { arrangement } });
}
function retriesOf({ manifest, journal, budget }) {
  return { limits: manifest.install, journal, budget };
}
async function newPlan(request, toolbox, ports) {
  const { run, reference, image } = request;
  const selected = await resolveWithRetries(
    retriesOf(request),
    ports,
    () => selectPhases(request, toolbox, ports)
  );
  const { resolution, manifest } = selected;
  const lockText = (file) => writeLock(resolution, relative2(dirname(resolvePath(file)), request.folder));
  if (request.lockFile !== void 0)
    await writeResult(request.lockFile, ports.secrets.redact(lockText(request.lockFile)), ports);
  const wanted = manifestWithout(manifest, selected.leftOut);
  const base = { imageId: image?.id, facts: request.facts, refresh: request.refresh };
  const system = await resolveSystemPackages(wanted, base, toolbox, ports);
  const [freeBytes, disk, learned, keptBeside] = await Promise.all([
    freeBytesFor(run, request, ports),
    diskUseFor(request, ports),
    recallEnvironments(resolution, ports.cache),
    keptFiles(besideKept(manifest, resolution), base, toolbox, ports)
  ]);
  const facts = {
    ...selected,
    manifestDigest: manifestDigest(request.manifest, request.lock),
    base: image ? { reference, imageId: image.id, bytes: image.bytes } : { reference, imageId: void 0 },
    freeBytes,
    disk,
    ...learned,
    keptFiles: keptBeside,
    createdAt: ports.clock.now(),
    system
  };
  const remake = (changes) => makePlan(manifest, resolution, { ...facts, ...changes });
  return { manifest, facts, remake };
}
function httpFor({ folder, allowPrivateIndex }, { http, files, network }) {
  const trusted = configuredHosts(network.installerEnv);
  return withLocalFiles(
    withPublicRedirects(http, { allowPrivate: allowPrivateIndex, trusted }),
    files,
    folder
  );
}
async function onImage(plan, request, toolbox, ports) {
  const { manifest, image, facts, refresh } = request;
  if (plan.base.facts === "probed" || image === void 0) return plan;
  const wanted = manifestWithout(
    manifest,
    plan.phases.filter((one) => one.leftOut).map((one) => ({ phase: one.name, reason: one.reason }))
  );
  const base = { imageId: image.id, facts, refresh };
  const system = await resolveSystemPackages(wanted, base, toolbox, ports);
  return withProbedBase(plan, { manifest, image, facts, system, disk: await diskUseFor(request, ports) });
}
function requireLockable({ manifest, lockFile }) {
  const isolated = manifest.phases.filter((phase) => phase.environment === "isolated");
  if (lockFile === void 0 || isolated.length === 0) return;
  const names2 = isolated.map((phase) => phase.name).join(", ");
  throw new UsageError(
    `No lock can be written: it holds one environment only, and these phases have their own: ${names2}.`,
    {
      remedy: "Plan without --write-lock; a plan (`surelayer plan -o`) holds what every environment installs."
    }
  );
}
function requireSound(plan) {
  const errors = plan.findings.filter((one) => one.severity === "error");
  if (errors.length === 0) return;
  const lines = (texts) => [...new Set(texts)].join("\n");
  throw new ConflictError(lines(errors.map((one) => one.message)), {
    evidence: lines(errors.map((one) => one.source)),
    remedy: lines(errors.map((one) => one.remedy))
  });
}
async function requireFits(plan, { engine }) {
  if (plan.verdict.fits !== false) return;
  const remedy = roomRemedy(plan, await ownLayersBytes(engine));
  throw new DoesNotFitError(`${plan.name} ${verdictLine(plan)}.`, { remedy });
}
async function judgeHere(plan, request, ports) {
  const freeBytes = await freeBytesFor(request.run, request, ports);
  if (freeBytes === void 0) return plan;
  const disk = await diskUseFor(request, ports);
  const here = onStore(plan, disk);
  const { presentBytes: _, ...verdict } = here.verdict;
  const fits = verdict.strategy !== "refused" && verdict.neededBytes + verdict.reserveBytes <= freeBytes;
  const judged = { ...here, verdict: { ...verdict, freeBytes, fits } };
  if (fits) return judged;
  return await countPresent(judged, freeBytes, { ...request, disk }, ports) ?? judged;
}
function manifestDigest(manifest, lock) {
  const phases = manifest.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.map((one) => one.text)
  }));
  const written = { ...manifest, phases };
  const meaning = lock === void 0 ? written : [written, lock.text];
  return `sha256:${createHash13("sha256").update(JSON.stringify(meaning)).digest("hex")}`;
}

// src/planning/manifest-files.ts
import { basename as basename2, dirname as dirname3, join as join14, relative as relative3, resolve as resolve2 } from "node:path";

// src/planning/command-files.ts
import { basename, dirname as dirname2, join as join13 } from "node:path";
async function misspeltFiles({ command = [], files }, sources, ports) {
  const faults = [];
  for (const [index, part] of command.entries()) {
    const path = copySource(part, files, sources);
    if (path === void 0 || await ports.files.exists(path)) continue;
    const near = closest(basename(path), await ports.files.list(dirname2(path)).catch(() => []));
    if (near === void 0) continue;
    const meant = join13(dirname2(part), near);
    faults.push({ index, message: `there is no \`${part}\` among \`files\`; did you mean \`${meant}\`?` });
  }
  return faults;
}

// src/planning/manifest-files.ts
async function loadManifest(options, ports) {
  const text2 = await readManifest(options.path, ports);
  const parsed2 = parseManifest(text2, options.path, { allowPrivateIndex: options.allowPrivateIndex });
  const { manifest } = parsed2;
  const folder = dirname3(resolve2(options.path));
  const root = await repositoryRoot(folder, ports);
  const locate2 = async (path, at) => {
    const full = join14(folder, path);
    const fault = await sourceFault(path, full, root, ports);
    if (fault === void 0) return full;
    throw new ManifestError([{ message: fault, location: parsed2.locate(at) }]);
  };
  const sources = [];
  for (const [index, file] of manifest.files.entries()) {
    sources.push(await locate2(file.from, ["files", index, "from"]));
  }
  for (const { path, at } of localSources(manifest)) await locate2(path, at);
  const misspelt = await misspeltFiles(manifest, sources, ports);
  if (misspelt.length > 0) {
    throw new ManifestError(
      misspelt.map(({ message, index }) => ({ message, location: parsed2.locate(["command", index]) }))
    );
  }
  const readLock2 = async (path) => ({
    file: join14(dirname3(options.path), path),
    folder: dirname3(path),
    text: await ports.files.readText(await locate2(path, ["lock"])),
    allowPrivate: options.allowPrivateIndex
  });
  const { timings } = manifest.verify;
  const sample = timings && {
    audio: await locate2(timings.audio, ["verify", "timings", "audio"]),
    text: await locate2(timings.text, ["verify", "timings", "text"])
  };
  const lock = manifest.lock === void 0 ? void 0 : await readLock2(manifest.lock);
  return { ...parsed2, folder, sources, lock, sample };
}
function localSources({ phases }) {
  return phases.flatMap(
    ({ packages }, phase) => packages.flatMap(({ source }, index) => {
      const address = source?.address;
      if (address === void 0 || !isLocalAddress(address)) return [];
      return [{ path: address.slice(2), at: ["phases", phase, "packages", index] }];
    })
  );
}
async function sourceFault(path, full, root, ports) {
  const way = relative3(root, full);
  if (way === ".." || way.startsWith("../")) {
    return `\`${path}\` lies outside ${root}; only files of the repository can be copied into an image`;
  }
  if (!await ports.files.exists(full)) {
    const near = didYouMean(basename2(path), await ports.files.list(dirname3(full)));
    return `there is no \`${path}\` beside the manifest (looked for ${full})${near && `.${near}`}`;
  }
  try {
    (await ports.files.tar(full, "/")).destroy();
  } catch (error) {
    return `\`${path}\` can't be copied: ${messageOf(error)}`;
  }
  const real = relative3(await ports.files.realPath(root), await ports.files.realPath(full));
  if (real === ".." || real.startsWith("../")) {
    return `\`${path}\` is reached by a link that leaves ${root}; only files of the repository can be copied into an image`;
  }
  return void 0;
}
async function readManifest(path, ports) {
  try {
    return await ports.files.readText(path);
  } catch (error) {
    const why = WHY[String(error.code)] ?? messageOf(error);
    throw new UsageError(`The manifest ${path} can't be read: ${why}.`, {
      remedy: "Name the manifest: `surelayer build path/of/install.yml`; without a name, install.yml in this folder is read.",
      cause: error
    });
  }
}
var WHY = {
  ENOENT: "it doesn't exist",
  EISDIR: "it is a folder",
  EACCES: "this user may not read it"
};

// src/registry/push/prove-push.ts
async function provePush(claim, ports) {
  const found = await askWithRetries(
    () => lookUp(claim, ports.registry),
    { answer: (answer) => answer instanceof RegistryError },
    ports
  );
  if (found instanceof RegistryError) throw found;
  const { digest: digest2, layerBytes: layerBytes2, mediaType } = found;
  return { digest: digest2, layerBytes: layerBytes2, mediaType, identity: await proveIdentity(claim, found, ports.engine) };
}
async function lookUp({ target, digest: digest2 }, registry) {
  const named2 = await registry.findManifest(target);
  if (!named2) return absent2(target, `The tag ${target.tag} is not found.`);
  if (digest2 !== void 0 && named2.digest !== digest2) return otherImage(target, named2.digest, digest2);
  const found = await registry.findManifest({ ...target, tag: void 0, digest: named2.digest });
  if (found?.digest !== named2.digest) return absent2(target, `The manifest ${named2.digest} is not found.`);
  if (found.configDigest === void 0) return absent2(target, "Its manifest for linux/amd64 is not found.");
  const missing2 = await registry.findMissingBlob(target, found.blobs);
  return missing2 === void 0 ? found : absent2(target, `The blob ${missing2} of this image is not found.`);
}
function absent2(target, evidence) {
  return new RegistryError(
    `The engine says it pushed ${formatReference(target)}, but the registry ${target.registry} does not hold all of it.`,
    {
      evidence,
      remedy: "Push again; if it stays so, look at the registry's storage and at what stands in front of it."
    }
  );
}
function otherImage(target, found, pushed) {
  return new RegistryError(
    `The tag ${formatReference(target)} names another image than the one that was pushed.`,
    {
      evidence: `It names ${found}; pushed was ${pushed}.`,
      remedy: "Something else gave this name to another image meanwhile, or a cache answers for the registry: push again."
    }
  );
}
async function proveIdentity({ image, target, digest: digest2 }, found, engine) {
  if (found.configDigest === image.id) return "configuration";
  if (found.digest === image.id) return "manifest";
  const { imageStore } = await engine.info();
  if (imageStore === "containerd" && digest2 !== void 0) return "digest-only";
  throw new RegistryError(
    `What was pushed as ${formatReference(target)} is not the image that was to be pushed.`,
    {
      evidence: `The registry's manifest names the configuration ${found.configDigest ?? "(none)"}, the image is ${image.id}.`,
      remedy: "Something else gave this name to another image meanwhile: push again."
    }
  );
}

// src/registry/push/watch-push.ts
var SILENCE_MS = 6e4;
var CHECKED_BYTES_PER_MS = 5e4;
async function watchPush({ reference, report, budget }, { clock, signal }, push) {
  const { registry } = parseReference(reference);
  const watch = {
    ...{ clock, signal, patienceMs },
    silence(milliseconds, progress) {
      budget.spend(milliseconds);
      const seconds = Math.round(milliseconds / 1e3);
      return new RegistryError(`The registry ${registry} stopped answering in the push of ${reference}.`, {
        evidence: `${registryAddress(registry)} - nothing moved for ${seconds} s (${describe3(progress)})`
      });
    },
    onProgress: (progress) => report(describe3(progress))
  };
  return await watchTransfer(watch, push);
}
function patienceMs({ bytes, totalBytes }) {
  return bytes < totalBytes ? SILENCE_MS : SILENCE_MS + totalBytes / CHECKED_BYTES_PER_MS;
}
function describe3({ bytes, totalBytes, status }) {
  return `${formatBytes(bytes)} of ${formatBytes(totalBytes)}, ${status}`;
}

// src/registry/push/with-retries.ts
async function withRetries(subject, retrying, ports, body) {
  const ended = await runAttempts({ ...retrying, phase: "push", subject }, ports, async () => {
    try {
      return { value: await body() };
    } catch (error) {
      const outage = outageOf2(error);
      if (outage) throw outage;
      return { error };
    }
  });
  if ("error" in ended) throw ended.error;
  return ended.value;
}
function outageOf2(error) {
  const kind = error instanceof RegistryError ? "registry" : "engine";
  if (!(error instanceof RegistryError || error instanceof EngineError)) return void 0;
  const output = [error.message, error.evidence].filter((one) => one !== void 0).join("\n");
  const failed = new ToolFailure({ tool: "engine", exitCode: null, output, oomKills: 0 });
  const { retry, error: blamed } = failed.failure.class;
  return retry === "bridge" && blamed === kind ? failed : void 0;
}

// src/registry/push/push-image.ts
async function pushImage(request, ports, arrived) {
  const { references } = request;
  checkTargets(references);
  const pushed = [];
  for (const reference of references) {
    try {
      const one = await pushOne(request, reference, ports);
      pushed.push(one);
      arrived(one);
    } catch (error) {
      if (pushed.length > 0) ports.log.warn(halfDone(pushed, references));
      throw error;
    }
  }
}
function halfDone(pushed, references) {
  const there = pushed.map((one) => `${one.reference}@${one.digest}`).join(", ");
  const missing2 = references.slice(pushed.length).join(", ");
  return `Pushed before the failure: ${there}. Not pushed: ${missing2}.`;
}
async function pushOne({ image, retrying }, reference, ports) {
  const target = parseReference(reference);
  const digest2 = await withRetries(
    `The push of ${reference}`,
    retrying,
    ports,
    () => ports.log.task(
      `Push ${reference}`,
      (report) => transfer(image, { reference, report, budget: retrying.budget }, ports)
    )
  );
  const proof = await withRetries(
    `The proof of ${reference}`,
    retrying,
    ports,
    () => ports.log.task(`Look up ${reference} at its registry`, () => provePush({ image, target, digest: digest2 }, ports))
  );
  const pinned2 = `${formatName(target)}@${proof.digest}`;
  return { ...proof, reference, pinned: pinned2, imageId: image.id, proved: true };
}
async function transfer(image, push, { engine, credentials, ...ports }) {
  const { reference } = push;
  const login = await credentials.find(parseReference(reference).registry);
  await engine.tagImage(image.id, reference);
  return await watchPush(
    push,
    ports,
    (options) => engine.pushImage(reference, { ...options, credentials: login })
  );
}
function checkTargets(references) {
  for (const reference of references) checkTarget(reference);
}
function checkTarget(reference) {
  const { digest: digest2 } = parseReference(reference);
  if (digest2 === void 0) return;
  throw new UsageError(`${reference} names a digest; a push gives a name.`, {
    remedy: "Write registry/name:tag: the digest comes out of the push."
  });
}

// src/registry/push/require-pushable.ts
async function requirePushable(references, retrying, ports) {
  const byName3 = new Map(references.map((one) => [formatName(parseReference(one)), one]));
  for (const reference of byName3.values()) {
    const dead = await withRetries(
      `The question whether ${reference} may be pushed`,
      retrying,
      ports,
      () => ports.log.task("ask the registry whether it takes the image", () => askOne(reference, ports))
    );
    if (dead) throw dead;
  }
}
async function askOne(reference, ports) {
  try {
    await requireOne(reference, ports);
    return void 0;
  } catch (error) {
    if (error instanceof RegistryError && gotNoAnswer(error.cause)) return error;
    throw error;
  }
}
async function requireOne(reference, { registry, credentials }) {
  const target = parseReference(reference);
  if (target.registry === DEFAULT_REGISTRY && !await credentials.find(DEFAULT_REGISTRY)) {
    throw new RegistryError(
      `${reference} would be pushed to ${DEFAULT_REGISTRY}, and there is no login for it.`,
      {
        remedy: `Write the registry in front of the name (registry.example/${target.repository}), or log in with \`docker login\`.`
      }
    );
  }
  await registry.requireWritable(target);
}

// src/retry/network-budget.ts
var NetworkBudget = class {
  #remainingMs;
  constructor(milliseconds) {
    this.#remainingMs = milliseconds;
  }
  get remainingMs() {
    return this.#remainingMs;
  }
  spend(milliseconds) {
    this.#remainingMs = Math.max(0, this.#remainingMs - milliseconds);
  }
};

// src/toolbox/open-container.ts
import { basename as basename3 } from "node:path";
async function openContainer(opening, filled, ports, body) {
  filled.catch(() => void 0);
  return makeContainer(opening, ports, async (container) => {
    await container.putArchive(SCRATCH, archiveOf(SCRATCH_ENTRIES));
    await filled;
    await container.start();
    return body(container);
  });
}
async function makeContainer(opening, ports, body) {
  const name = `surelayer-${opening.run.id}-${opening.purpose}`;
  const scratch = `${name}-scratch`;
  const labels = runLabels(opening.run);
  ports.signal.throwIfAborted();
  await ports.engine.removeContainer(name);
  await ports.engine.removeVolume(scratch);
  await ports.engine.createVolume(scratch, labels);
  let container;
  try {
    container = await ports.engine.createContainer({
      name,
      image: opening.image,
      command: ["sleep", "infinity"],
      labels,
      mounts: [
        { volume: opening.volume, target: TOOLS, readOnly: opening.readOnly },
        { volume: scratch, target: SCRATCH, readOnly: false },
        { volume: opening.downloads, target: DOWNLOADS, readOnly: false }
      ],
      workdir: "/",
      ...opening.network !== void 0 && { network: opening.network }
    });
    return await body(container);
  } finally {
    const opened = container;
    if (opened) await discard(() => opened.remove(), ports);
    await discard(() => ports.engine.removeVolume(scratch), ports);
  }
}
var SCRATCH_FOLDERS = ["home", "tmp", "cache", "work"].map((name) => ({ name, mode: 511 }));
var SCRATCH_ENTRIES = [...SCRATCH_FOLDERS, { name: basename3(MARKER), content: "" }];

// src/toolbox/own-python.ts
var COMMAND = [
  ...[`${OWN_PYTHON}/loader`, "--library-path", `${OWN_PYTHON}/libraries`],
  `${OWN_PYTHON}/bin/python3`
];
async function copyPython(container, python, ports) {
  const probe3 = { python, program: "copy_python.py", args: [OWN_PYTHON], alone: true };
  const { exitCode, stderr } = await runProgram(container, probe3, ports.signal);
  if (exitCode === 0) return COMMAND;
  ports.log.warn(
    `The base's Python can't be copied, so layers are looked at with it: ${lastLines(stderr, 1)}`
  );
  return [python];
}

// src/toolbox/relay/start-relay.ts
async function startRelay(container, settings, python, { network }) {
  const { logins, proxies } = settings;
  const ca = network.caBundle === void 0 ? null : CA_BUNDLE;
  let said = "";
  let ended = false;
  await new Promise((resolve3, reject) => {
    const failed = () => {
      ended = true;
      const evidence = said.trim().split("\n").at(-1) ?? "";
      reject(
        new BuildError("The relay that adds logins to a container's requests doesn't start.", { evidence })
      );
    };
    const running = container.exec({
      // Neither the base's nor a user's site-packages: only this program may see the logins.
      command: [python, "-I", "-S", `${TOOLS}/login_relay.py`, String(RELAY_PORT)],
      env: { SURELAYER_RELAY: JSON.stringify({ logins, proxies, ca }) },
      onOutput: (chunk) => {
        said = (said + Buffer.from(chunk).toString()).slice(-4096);
        if (/^ready$/m.test(said)) resolve3();
      }
    });
    running.then(failed, failed);
  });
  return { id: container.id, hasEnded: () => ended };
}

// src/toolbox/relay/relay-keeper.ts
function createRelayKeeper(place, python, ports) {
  const { relay: settings } = ports.network;
  const opening = { ...place, purpose: "relay", readOnly: true };
  let running;
  const start = (filled) => {
    let stop = () => {
    };
    const stopped = new Promise((resolve3) => {
      stop = resolve3;
    });
    let done = Promise.resolve();
    const relay = new Promise((resolve3, reject) => {
      done = openContainer(opening, filled, ports, async (container) => {
        if (settings) resolve3(await startRelay(container, settings, python, ports));
        await stopped;
      }).catch(reject);
    });
    const end = async () => {
      stop();
      await done;
    };
    return { relay, stop: end };
  };
  return {
    async network(filled) {
      if (settings === void 0) return;
      if (running && await hasEnded(running)) {
        await running.stop();
        running = void 0;
      }
      running ??= start(filled);
      return (await running.relay).id;
    },
    close: async () => running?.stop()
  };
}
function hasEnded({ relay }) {
  return relay.then(
    (one) => one.hasEnded(),
    () => true
  );
}

// src/toolbox/toolbox.ts
var NO_TOOLBOX = {
  open: (image, purpose) => Promise.reject(new Error(`there is no base to open ${image} with, for ${purpose}: it was not pulled`)),
  ownPython: () => Promise.reject(new Error("there is no base to copy a Python from: it was not pulled"))
};
async function withToolbox(run, base, ports, body) {
  if (base === void 0) return body(NO_TOOLBOX);
  const volume = `surelayer-${run.id}-tools`;
  const downloads = `surelayer-${run.id}-downloads`;
  let volumes;
  let filled;
  const makeVolumes = async () => {
    for (const one of [volume, downloads]) await ports.engine.createVolume(one, runLabels(run));
  };
  const fill2 = () => {
    const filling = { run, image: base.image, purpose: "tools", volume, downloads, readOnly: false };
    return makeContainer(filling, ports, (container) => fillTools(container, base.python, ports));
  };
  const ready = async () => {
    volumes ??= makeVolumes();
    await volumes;
    filled ??= fill2();
    return filled;
  };
  let python;
  const copy2 = async () => {
    await ready();
    const copying = { run, image: base.image, purpose: "python", volume, downloads, readOnly: false };
    return makeContainer(copying, ports, async (container) => {
      await container.start();
      return copyPython(container, base.python, ports);
    });
  };
  const relay = createRelayKeeper({ run, image: base.image, volume, downloads }, base.python, ports);
  try {
    return await body({
      open: async (image, purpose, inner) => {
        volumes ??= makeVolumes();
        await volumes;
        filled ??= fill2();
        const network = await relay.network(filled);
        const opening = { run, image, purpose, volume, downloads, readOnly: true, network };
        return openContainer(opening, filled, ports, inner);
      },
      ownPython: () => {
        python ??= copy2();
        return python;
      }
    });
  } finally {
    await relay.close();
    await filled?.catch(() => void 0);
    await python?.catch(() => void 0);
    if (volumes !== void 0) {
      for (const one of [volume, downloads]) await discard(() => ports.engine.removeVolume(one), ports);
    }
  }
}
async function fillTools(container, python, ports) {
  const folder = `${ports.assets}/images/probes`;
  const names2 = (await ports.files.list(folder)).filter((name) => name.endsWith(".py")).sort();
  const probes = names2.map(async (name) => ({
    name,
    content: await ports.files.readText(`${folder}/${name}`)
  }));
  const { caBundle } = ports.network;
  const first = [
    ...await Promise.all(probes),
    ...caBundle ? [{ name: "ca.pem", content: caBundle }] : []
  ];
  const kept = await keptUv(ports);
  const uvEntry = (content) => ({ name: "uv", content, mode: 493 });
  if (kept !== void 0) return container.putArchive(TOOLS, archiveOf([...first, uvEntry(kept)]));
  await container.putArchive(SCRATCH, archiveOf(SCRATCH_ENTRIES));
  await container.putArchive(TOOLS, archiveOf(first));
  await container.start();
  const uv = await fetchUv(container, python, ports);
  await container.putArchive(TOOLS, archiveOf([uvEntry(uv)]));
}

// src/verify/preflight.ts
async function preflight(plan, freeBytes, ports) {
  const info = await ports.engine.info();
  return [engineCheck(info), diskCheck(freeBytes, plan.verdict.reserveBytes), await gpuCheck(info, ports)];
}
function engineCheck(info) {
  const amd64 = ["amd64", "x86_64"].includes(info.architecture);
  return {
    id: "engine",
    title: "container engine",
    status: amd64 ? "passed" : "failed",
    detail: `${info.version} (API ${info.apiVersion}), ${info.operatingSystem}, ${info.architecture}`
  };
}
function diskCheck(freeBytes, reserveBytes) {
  return {
    id: "disk",
    title: "free disk after the build",
    status: freeBytes >= reserveBytes ? "passed" : "failed",
    detail: `${formatBytes(freeBytes)} free, ${formatBytes(reserveBytes)} are to stay free`
  };
}
async function gpuCheck(info, ports) {
  const check = (status, detail) => ({ id: "gpu", title: "GPU", status, detail });
  const tool = await ports.processes.which("nvidia-smi");
  if (!tool) return check("skipped", "no GPU: this machine has no nvidia-smi");
  const query = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"];
  const answer = await ports.processes.ask(tool, query);
  const gpu = answer.stdout.trim().split("\n")[0];
  if (answer.exitCode !== 0 || !gpu)
    return check("skipped", `no GPU: nvidia-smi ended with exit code ${answer.exitCode}`);
  if (!info.runtimes.includes("nvidia"))
    return check("skipped", `${gpu}, but the engine has no nvidia runtime to hand it on`);
  return check("passed", gpu);
}

// src/verify/judge-timings.ts
function judgeTimings(timings, text2, coverage) {
  const { words } = timings;
  if (timings.engine === null || words.length === 0) {
    const tries = timings.tries.map(
      (one) => `${one.engine} ${one.status}${one.reason ? `: ${one.reason}` : ""}`
    );
    return `no engine answered words (${tries.join("; ") || "no engine was tried"})`;
  }
  let previous = 0;
  for (const [index, one] of words.entries()) {
    const named2 = `word ${index + 1} "${one.word}" (${one.start}\u2013${one.end} s)`;
    if (one.end <= one.start) return `${named2} ends before it starts`;
    if (one.start < previous) return `${named2} starts before the word in front of it`;
    if (one.end > timings.duration_s + TOLERANCE_S)
      return `${named2} ends after the audio (${timings.duration_s} s)`;
    previous = one.start;
  }
  const share = coverageOf(
    words.map((one) => one.word),
    text2
  );
  if (share < coverage) {
    return `the words cover ${Math.floor(share * 100)} % of the text, ${Math.round(coverage * 100)} % are required`;
  }
  return void 0;
}
var TOLERANCE_S = 0.02;
function coverageOf(answered, text2) {
  const expected = wordsOf(text2);
  const got = answered.flatMap(wordsOf);
  if (expected.length === 0) return 1;
  let row2 = new Array(got.length + 1).fill(0);
  for (const word of expected) {
    const next = [0];
    for (let column = 1; column <= got.length; column += 1) {
      const same = got[column - 1] === word;
      next[column] = same ? (row2[column - 1] ?? 0) + 1 : Math.max(row2[column] ?? 0, next[column - 1] ?? 0);
    }
    row2 = next;
  }
  return (row2[got.length] ?? 0) / expected.length;
}
var UNSPACED = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
var LETTER = `(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}]`;
var WORD = new RegExp(`[${UNSPACED}]|(?:${LETTER})+(?:'(?:${LETTER})+)*`, "gu");
function wordsOf(text2) {
  return text2.toLowerCase().normalize("NFKC").replaceAll("\u2019", "'").match(WORD) ?? [];
}

// src/verify/smoke-test.ts
var SAMPLE_FOLDER = "/tmp/surelayer-sample";
async function smokeTest(job, ports) {
  const text2 = await ports.files.readText(job.text);
  const container = await ports.engine.createContainer({
    name: `surelayer-${job.run.id}-smoke`,
    image: job.image.imageId,
    command: ["sleep", "infinity"],
    labels: runLabels(job.run),
    gpus: job.gpus
  });
  try {
    await container.putArchive("/", await ports.files.tar(job.audio, `${SAMPLE_FOLDER}/audio.wav`));
    await container.putArchive("/", await ports.files.tar(job.text, `${SAMPLE_FOLDER}/text.txt`));
    await container.start();
    return await askChain(container, { ...job, words: text2 }, ports);
  } finally {
    await discard(() => container.remove(), ports);
  }
}
async function askChain(container, job, ports) {
  const result = await execText(container, {
    command: [
      ...[job.interpreter, "-m", "surelayer_runtime"],
      ...["--audio", `${SAMPLE_FOLDER}/audio.wav`, "--text", `${SAMPLE_FOLDER}/text.txt`]
    ],
    signal: ports.signal
  });
  const timings = WordTimings.safeParse(jsonAnswer(result.stdout)).data;
  if (!timings) return smokeResult("failed", explainSilence(result.exitCode, result.stderr));
  const fault = judgeTimings(timings, job.words, job.coverage);
  if (fault) return smokeResult("failed", fault, timings);
  const detail = `${timings.words.length} words from ${timings.engine}, coverage \u2265 ${Math.round(job.coverage * 100)} %`;
  return smokeResult("passed", detail, timings);
}
function smokeResult(status, detail, timings = null) {
  return { check: { id: "smoke", title: "word-timing smoke test", status, detail }, timings };
}
function explainSilence(exitCode, stderr) {
  if (stderr.includes("No module named surelayer_runtime")) {
    return "the image has no surelayer_runtime in its working directory: add it under `files:` (see images/quickstart/install.yml)";
  }
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return `the chain ended with exit code ${exitCode} and no result${last ? `: ${last}` : ""}`;
}

// src/verify/verify-image.ts
async function verifyImage(job, ports) {
  const checks = await ports.log.task("preflight", () => preflight(job.plan, job.freeBytes, ports));
  const gpu = checks.find((check) => check.id === "gpu");
  const ready = checks.every((check) => check.status !== "failed");
  const smoke = ready ? await runSmokeTest(job, gpu?.status === "passed", ports) : smokeResult("skipped", "the preflight failed");
  const all = [...checks, smoke.check];
  return { checks: all, timings: smoke.timings, passed: all.every((check) => check.status !== "failed") };
}
function requireVerified(verification, { plan, manifest, image, names: names2 }) {
  const state = `The image is on this engine for a look, as ${image.imageId}; it was not pushed, and its names were not moved: ${names2.join(", ")}.`;
  const failed = verification.checks.filter((check) => check.status === "failed");
  if (failed.length > 0) {
    throw new VerificationError(
      `The image was built, but not verified: ${failed.map((one) => one.title).join(", ")}.`,
      {
        evidence: failed.map((one) => `${one.title}: ${one.detail}`).join("\n"),
        remedy: state
      }
    );
  }
  const gpu = verification.checks.find((check) => check.id === "gpu");
  const onNoGpu = manifest.verify.on_no_gpu ?? (plan.cuda ? "fail" : "skip");
  if (gpu?.status === "skipped" && onNoGpu === "fail") {
    throw new GpuMissingError("The image needs CUDA, and the smoke test had no GPU to run on.", {
      evidence: gpu.detail,
      remedy: `Run on a GPU runner, or allow it in the manifest: \`verify: { on_no_gpu: warn }\`.
${state}`
    });
  }
}
function runSmokeTest(job, gpus, ports) {
  const { timings } = job.manifest.verify;
  if (!timings || !job.sample) return smokeResult("skipped", "the manifest has no verify.timings");
  const { sample } = job;
  return ports.log.task(
    "smoke test",
    () => smokeTest(
      { ...job, ...sample, coverage: timings.coverage, interpreter: job.plan.base.interpreter, gpus },
      ports
    )
  );
}

// src/pipeline.ts
async function runPipeline(run, request, progress, outside2) {
  const loaded = await loadManifest({ ...request, path: request.manifestPath }, outside2);
  const { manifest, folder, sources, lock, sample } = loaded;
  const ports = withNamedLogins(outside2, manifest.indexes);
  progress.name = manifest.name;
  const budget = new NetworkBudget(manifest.install.bridge);
  const record3 = (attempt) => void progress.journal.attempts.push(attempt);
  const retrying = { limits: manifest.install, budget, record: record3 };
  if (request.push) await requirePushable(request.tags, retrying, ports);
  const reference = request.baseImage ?? manifest.base.image;
  const asking = { reference, declaration: declarationOf(loaded, request.baseImage), until: request.until };
  await sweepDead(asking, ports);
  const base = await inspectBase(run, asking, ports);
  const toolboxBase = base.image && { image: base.image.id, python: base.facts.python.executable };
  await withToolbox(run, toolboxBase, ports, async (toolbox) => {
    const shared = { ...request, run, manifest, folder, journal: progress.journal, budget };
    const asked2 = { ...shared, ...base, reference, lock, fromFile: request.fromPlan };
    const decided = await decidePlan(asked2, toolbox, ports);
    progress.plan = decided;
    progress.planDigest = await writePlan(decided, request.planFile, ports);
    ports.show(renderPlan(decided));
    if (request.until === "plan") ports.show(`Digest of ${request.planFile}: ${progress.planDigest}`);
    requireSound(decided);
    await requireFits(decided, ports);
    if (request.until === "plan") return;
    const plan = requireBuildable(decided);
    await rememberArrangement(plan, ports.cache);
    const image = await buildImage({ ...shared, plan, sources, toolbox }, ports);
    progress.built = image;
    const names2 = imageNames(request.tags, manifest.name);
    if (request.verify) await verify({ run, manifest, plan, image, sample, names: names2 }, progress, ports);
    progress.built = await nameImage(image, names2, budget, ports);
    if (request.push) {
      const pushed = { image: { id: image.imageId }, references: request.tags, retrying };
      await pushImage(pushed, ports, (one) => {
        progress.pushed = [...progress.pushed, one];
      });
    }
  });
}
async function verify(built, progress, ports) {
  const { imageId, interpreter } = built.plan.base;
  const freeBytes = await engineFreeBytes(built.run, { image: imageId, python: interpreter }, ports);
  progress.verification = await verifyImage({ ...built, freeBytes }, ports);
  requireVerified(progress.verification, built);
}

// src/toolbox/leftovers/lease.ts
var RENEW_MS = 6e4;
async function withLease(run, ports, body) {
  const ended = new AbortController();
  const renewing = renew(run, ports, ended.signal);
  try {
    return await body();
  } finally {
    ended.abort();
    await renewing;
  }
}
async function renew(run, ports, ended) {
  const { engine, clock } = ports;
  let last;
  for (let count = 1; ; count++) {
    await clock.sleep(RENEW_MS, ended, { background: true }).catch(() => void 0);
    if (ended.aborted) return;
    const next = `surelayer-${run.id}-lease-${count}`;
    await discard(async () => {
      await engine.createVolume(next, runLabels(run));
      const before = last;
      last = next;
      if (before !== void 0) await engine.removeVolume(before);
    }, ports);
  }
}

// src/app/require-names.ts
async function requireNames({ push, tags }, ports) {
  if (push && tags.length === 0) {
    throw new UsageError("There is nothing to push to: no tag was given.", {
      remedy: "Name where the image goes: --tag registry.example/team/image:1.0 (the Action's input `tags`)."
    });
  }
  for (const tag of tags) await requireNoFile(tag, ports);
  checkTargets(tags);
  const seen = /* @__PURE__ */ new Map();
  for (const tag of tags) {
    requireFree(tag);
    requireNew(tag, seen);
  }
}
async function requireNoFile(tag, { files }) {
  if (!await files.isFile(tag)) return;
  throw new UsageError(`${tag} is a file here, so it is hardly meant as a name of the image.`, {
    remedy: `Each --tag takes one value. A manifest stands by itself: surelayer build ${tag} --tag NAME. For an image of that name, write its tag, too: NAME:1.0.`
  });
}
var RESERVED = /* @__PURE__ */ new Map([
  [LAYER_REPOSITORY, "Surelayer names its finished layers so"],
  [OWN_BASE, "the quickstart names its base image so"],
  ["sha256", "engines read it as the id of an image"],
  ["scratch", "engines read it as no image at all"]
]);
function requireFree(tag) {
  const { registry, repository } = parseReference(tag);
  const name = repository.replace(/^library\//, "");
  const isId = /^[0-9a-f]{64}$/.test(tag);
  const reserved = isId ? "sha256" : name;
  const why = [DEFAULT_REGISTRY, "localhost"].includes(registry) ? RESERVED.get(reserved) : void 0;
  if (why === void 0) return;
  throw new UsageError(`The image can't be named ${tag}: ${why}.`, {
    remedy: `Write another name, such as registry.example/team/${name}:1.0.`
  });
}
function requireNew(tag, seen) {
  const full = formatReference(parseReference(tag));
  const before = seen.get(full);
  seen.set(full, tag);
  if (before === void 0) return;
  throw new UsageError(
    before === tag ? `The name ${tag} is given twice.` : `${before} and ${tag} are the same name: ${full}.`,
    { remedy: "Give each name once." }
  );
}

// src/app/commands.ts
function commandOptions(command, manifestPath, flags) {
  return {
    ...{ command, manifestPath },
    tags: flags.tag ?? [],
    push: flags.push ?? false,
    verify: flags.verify ?? true,
    baseImage: flags.base,
    allowPrivateIndex: flags.allowPrivateIndex ?? false,
    refresh: flags.refresh ?? false,
    fromPlan: flags.plan,
    planDigest: flags.planDigest,
    out: flags.out ?? ".surelayer",
    planFile: flags.output,
    lockFile: flags.writeLock,
    trustDomain: void 0
  };
}
function commandFiles(options) {
  return {
    plan: options.planFile ?? join15(options.out, "plan.json"),
    report: join15(options.out, "report.json"),
    summary: join15(options.out, "summary.md")
  };
}
async function runCommand(run, options, ports, version) {
  if (options.planDigest !== void 0) requirePlanDigest(options.planDigest, options.fromPlan);
  await requireNames(options, ports);
  const ignore = join15(options.out, ".gitignore");
  if (!await ports.files.exists(ignore)) await writeResult(ignore, "*\n", ports);
  try {
    return await ports.files.hold(
      join15(options.out, ".lock"),
      () => recordCommand(run, options, ports, version)
    );
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    const [host, pid] = error.holder.split("/");
    const who = pid === void 0 ? "" : ` (process ${pid} on ${host})`;
    throw new UsageError(`Another run${who} writes its results into ${options.out}.`, {
      remedy: "Wait until it ends, or give this run a folder of its own: `--out other`.",
      cause: error
    });
  }
}
async function recordCommand(run, options, ports, version) {
  const files = commandFiles(options);
  const request = {
    ...options,
    until: options.command === "plan" ? "plan" : "end",
    planFile: files.plan,
    logFolder: join15(options.out, "logs")
  };
  const record3 = { version, reportFile: files.report, summaryFile: files.summary };
  const report = await recordRun(record3, ports, async (progress) => {
    try {
      await withLease(run, ports, () => runPipeline(run, request, progress, ports));
      ports.signal.throwIfAborted();
    } finally {
      await discard(async () => void await sweepRun(run.id, ports), ports);
    }
  });
  const result = renderResult(report);
  if (result) ports.show(result);
  return report;
}
function requirePlanDigest(digest2, plan) {
  if (plan === void 0) {
    throw new UsageError("A digest of a plan was given, and no plan.", {
      remedy: "Name the plan's file, too: `build --plan FILE --plan-digest sha256:\u2026` (the Action's input `plan`)."
    });
  }
  if (!/^sha256:[0-9a-f]{64}$/.test(digest2)) {
    throw new UsageError(`${quote(digest2)} is no digest of a plan.`, {
      remedy: "Give the digest as `plan` prints it: sha256: and 64 digits from 0 to 9 and a to f."
    });
  }
}
async function validate(options, ports) {
  const { manifestPath: path, allowPrivateIndex } = options;
  const { manifest } = await loadManifest({ path, allowPrivateIndex }, ports);
  ports.show(`${path} is valid: ${manifest.phases.length} phases on ${manifest.base.image}`);
  return { outcome: "valid", name: manifest.name, phases: manifest.phases.map((phase) => phase.name) };
}

export {
  sweepDeadRuns,
  sweepRun,
  commandOptions,
  commandFiles,
  runCommand,
  validate
};
