import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  PREFETCHED,
  SCRATCH,
  TOOLS
} from "./chunk-HKRE7RXU.js";
import {
  require_tar_stream
} from "./chunk-MUUNFRLS.js";
import {
  formatBytes,
  formatDifference
} from "./chunk-URNO6XDL.js";
import {
  iso_exports
} from "./chunk-BVDNLKXX.js";
import {
  _enum,
  array,
  boolean,
  int,
  literal,
  nullable,
  number,
  object,
  readonly,
  record,
  strictObject,
  string,
  tuple
} from "./chunk-K6W7U44V.js";
import {
  SurelayerError,
  UsageError,
  messageOf
} from "./chunk-FIY4HSJU.js";
import {
  __toESM
} from "./chunk-2KWMFMYJ.js";

// src/build/attempts/failed-attempt.ts
var FailedAttempt = readonly(
  strictObject({
    phase: string(),
    /** Counts from 1 within the phase's layer. */
    number: int(),
    class: readonly(strictObject({ id: string(), name: string() })),
    /** The line of output that shows it. */
    line: string(),
    /** What the next try did differently; null where there was none. */
    recovery: string().nullable(),
    /** How long the try itself took. */
    seconds: number(),
    /** How long was waited before the next one. */
    waitSeconds: number(),
    /** What had failed answered when it was first asked, so that it was no outage. */
    answered: boolean()
  })
);

// src/build/cleanup/cleanup-result.ts
var CleanupRow = readonly(
  strictObject({
    strategy: string(),
    risk: _enum(["low", "medium", "high"]),
    /** In this container's own layer, before; null where nobody can say before it is done. */
    expectedBytes: number().nullable(),
    /** Of it, what is really gone afterwards. */
    measuredBytes: number(),
    /** The same kind of files in the base's layers. Removing those frees nothing. */
    baseBytes: number(),
    /** Of those, what the layer now hides; 0 unless the cleanup was asked for the whole view. */
    hiddenBytes: number(),
    /** Files that are gone. */
    files: number(),
    seconds: number(),
    /** Why it wasn't done, or not to its end: enough was free, or the time was up. */
    stoppedAt: _enum(["target", "time"]).nullable()
  })
);
var CleanupResult = readonly(
  strictObject({
    /** `critical` also takes what is kept otherwise: other programs' caches in home folders. */
    level: _enum(["normal", "critical"]),
    /** `layer`: only what the container wrote; `view`: also hides what the base holds; `engine`: what dead runs left. */
    scope: _enum(["layer", "view", "engine"]),
    /** Bytes that were enough; null: as much as there is. */
    targetBytes: number().nullable(),
    rows: readonly(array(CleanupRow)),
    /** Allocated bytes that could have gone and were kept. */
    kept: readonly(strictObject({ needed: number(), inUse: number() })),
    /** Free bytes of the engine's file system before and after; whoever else uses it is in the difference. */
    freeBefore: number().nullable(),
    freeAfter: number().nullable(),
    seconds: number()
  })
);
function freedBytes(result) {
  return result.rows.reduce((sum, row) => sum + row.measuredBytes, 0);
}

// src/build/disk-watch/disk-readings.ts
var DiskEvent = readonly(
  strictObject({
    seconds: number(),
    kind: _enum([
      "refused",
      "critical",
      "cleaned",
      "other-writer",
      "over-prediction",
      "stopped",
      "much-used"
    ]),
    /** With the numbers, as it was said. */
    text: string()
  })
);
var DiskReadings = readonly(
  strictObject({
    /** 0: the disk was looked at before phases and commits only. */
    intervalSeconds: number(),
    /** Looks at the disk; the series may hold fewer. */
    taken: number(),
    failed: number(),
    totalBytes: number().nullable(),
    firstFreeBytes: number().nullable(),
    lastFreeBytes: number().nullable(),
    lowest: readonly(strictObject({ seconds: number(), freeBytes: number() })).nullable(),
    /** Share in use at the lowest, from 0 to 1. */
    highestUsed: number().nullable(),
    /** [seconds, free bytes]; of neighbours that were thinned out, the one with less free is here. */
    series: readonly(array(readonly(tuple([number(), number()])))),
    events: readonly(array(DiskEvent))
  })
);

// src/toolbox/archive.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
function archiveOf(entries) {
  const archive = (0, import_tar_stream.pack)();
  void fill(archive, entries).catch((error) => archive.destroy(error));
  return Readable.from(archive);
}
async function fill(archive, entries) {
  for (const { name, content, mode } of entries) {
    if (content === void 0) archive.entry({ name, type: "directory", mode: mode ?? 493 });
    else if (isLarge(content)) {
      const entry = archive.entry({ name, mode: mode ?? 420, size: content.bytes });
      await pipeline(content.stream(), entry);
    } else archive.entry({ name, mode: mode ?? 420 }, Buffer.from(content));
  }
  archive.finalize();
}
function isLarge(content) {
  return typeof content !== "string" && !(content instanceof Uint8Array);
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
    ...network.installerEnv,
    ...CHECK_ENV,
    UV_CACHE_DIR: `${SCRATCH}/uv-cache`,
    UV_LINK_MODE: "copy",
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    NO_COLOR: "1"
  };
}
var INSTALL_TEMP = "/tmp/surelayer-install";
var INSTALL_CACHE = `${INSTALL_TEMP}/cache`;
function phaseEnv(network) {
  return {
    ...installerEnv(network),
    UV_CACHE_DIR: INSTALL_CACHE,
    UV_LINK_MODE: "hardlink",
    PIP_CACHE_DIR: `${INSTALL_CACHE}/pip`,
    // PEP 668, as with uv; an older pip that doesn't know it isn't stopped by it either.
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

// src/build/install/prefetch.ts
var Prefetch = readonly(
  strictObject({ phase: string(), files: int(), bytes: number(), seconds: number() })
);
var Answer = object({ files: int(), bytes: number() });
async function prefetch(job, toolbox, ports) {
  const behindLogin = hostsBehindLogin(ports.network.installerEnv);
  const files = job.distributions.filter((one) => one.kind === "wheel" && !behindLogin.has(new URL(one.file.url).host)).map(({ file }) => ({ url: file.url, name: file.name, sha256: file.sha256 }));
  if (files.length === 0) return void 0;
  const started = ports.clock.monotonic();
  try {
    const answer = await toolbox.open(
      job.base.imageId,
      `prefetch-${job.phase}`,
      (container) => download(container, job, files, ports)
    );
    return answer && { phase: job.phase, ...answer, seconds: (ports.clock.monotonic() - started) / 1e3 };
  } catch (error) {
    ports.log.debug(`Phase ${job.phase} could not be downloaded beforehand: ${messageOf(error)}`);
    return void 0;
  }
}
async function download(container, job, files, ports) {
  const list = { name: "prefetch.json", content: JSON.stringify(files) };
  await container.putArchive(`${SCRATCH}/work`, archiveOf([list]));
  await container.exec({ command: ["mkdir", "-p", PREFETCHED], signal: ports.signal });
  const result = await execText(container, {
    command: [
      ...[job.base.interpreter, "-B", `${TOOLS}/prefetch.py`],
      ...[PREFETCHED, `${SCRATCH}/work/prefetch.json`]
    ],
    env: { ...ports.network.installerEnv, ...CHECK_ENV },
    workdir: "/",
    signal: ports.signal
  });
  return Answer.safeParse(jsonAnswer(result.stdout)).data;
}
function hostsBehindLogin(env) {
  const named = Object.values(env).join(" ").matchAll(/:\/\/[^\s/@]{1,2000}@([^\s/]{1,300})/g);
  return new Set([...named].map(([, host = ""]) => host));
}

// src/build/strip/strip-result.ts
var StripRow = readonly(
  strictObject({
    kind: _enum(["tests", "docs", "static-libraries"]),
    files: number(),
    /** Apparent size, bytecode of the files included. */
    bytes: number(),
    /** Folders that stayed: an import loads from them, or programs could read what they hold. */
    kept: readonly(array(string()))
  })
);

// src/build/build-journal.ts
var PhaseCleanup = readonly(strictObject({ phase: string(), result: CleanupResult }));
var PhaseStrip = readonly(strictObject({ phase: string(), rows: readonly(array(StripRow)) }));
var BuildRecord = readonly(
  strictObject({
    /** Tries that failed, whatever became of their phases. */
    attempts: readonly(array(FailedAttempt)),
    prefetches: readonly(array(Prefetch)),
    cleanups: readonly(array(PhaseCleanup)),
    strips: readonly(array(PhaseStrip)),
    /** Null where no phase was built. */
    disk: DiskReadings.nullable()
  })
);
function openJournal() {
  return { attempts: [], prefetches: [], cleanups: [], strips: [], disk: null };
}

// src/build/built-image.ts
var PhaseResult = readonly(
  strictObject({
    name: string(),
    /** `cached`: its layer was there already; `left-out`: optional, and it failed. */
    status: _enum(["installed", "cached", "left-out"]),
    predictedBytes: number(),
    /** Installed bytes of the committed layer; null for a phase that was left out. */
    actualBytes: number().nullable(),
    seconds: number(),
    imageId: string().nullable(),
    /** Why it was left out. */
    failure: string().nullable()
  })
);
var BuiltImage = readonly(
  strictObject({
    /** Names that it has on this engine. */
    references: readonly(array(string())),
    imageId: string(),
    /** Bytes of all layers, the base's included. */
    bytes: number(),
    baseBytes: number(),
    phases: readonly(array(PhaseResult)),
    /** An optional phase was left out. */
    degraded: boolean()
  })
);

// src/plan/planned-environment.ts
var PlannedEnvironment = readonly(
  strictObject({
    /** Absolute, e.g. `/opt/surelayer/envs/alignment`. */
    path: string(),
    interpreter: string(),
    /** Its site-packages. */
    purelib: string(),
    /** Environment variable of the image that holds `path`. */
    variable: string(),
    /** Apparent size of the environment without packages. */
    bytes: number()
  })
);
var FOLDER = "/opt/surelayer/envs";
function plannedEnvironment(phase, base) {
  const python = environmentPython(phase, base);
  const path = environmentPath(phase);
  return {
    path,
    interpreter: python.executable,
    purelib: python.purelib,
    variable: environmentVariable(phase),
    bytes: emptyEnvironmentBytes(path, base)
  };
}
function environmentVariable(phase) {
  return `SURELAYER_ENV_${phase.toUpperCase().replaceAll("-", "_")}`;
}
function environmentPython(phase, base) {
  const path = environmentPath(phase);
  return {
    ...base,
    executable: `${path}/bin/python`,
    purelib: `${path}/lib/${libraryName(base)}/site-packages`,
    scripts: `${path}/bin`,
    externallyManaged: false
  };
}
function emptyEnvironmentFiles(phase, base) {
  const path = environmentPath(phase);
  const links = ["lib64", "bin/python", "bin/python3", `bin/${libraryName(base)}`];
  return [...SCRIPTS.map((name) => `bin/${name}`), ...links, "pyvenv.cfg"].map((one) => `${path}/${one}`);
}
var SCRIPTS = [
  ...["activate", "activate.bat", "activate.csh", "activate.fish", "activate.nu", "activate.ps1"],
  ...["activate.xsh", "activate_this.py", "deactivate.bat", "pydoc.bat"]
];
var FIXED_BYTES = 29702;
var TIMES_PATH = 5;
function emptyEnvironmentBytes(path, base) {
  const home = base.executable.replace(/\/[^/]*$/, "");
  const held = [home, base.version, base.executable].reduce((sum, one) => sum + one.length, 0);
  return FIXED_BYTES + TIMES_PATH * path.length + held;
}
function environmentPath(phase) {
  return `${FOLDER}/${phase}`;
}
function libraryName(base) {
  return `python${base.version.split(".").slice(0, 2).join(".")}`;
}

// src/plan/system-file.ts
var SystemFile = readonly(
  strictObject({
    name: string(),
    version: string(),
    architecture: string(),
    /** Bytes of its archive. */
    bytes: number(),
    /** Of its archive, as the distribution's signed lists have it; null where they hold none. */
    sha256: string().nullable(),
    /** Bytes that it says it takes when installed (its `Installed-Size`). */
    installedBytes: number(),
    /** The version of it that the base holds and that it takes the place of. */
    replaces: string().nullable()
  })
);

// src/plan/plan.ts
var PhaseSizes = readonly(
  strictObject({
    download: number(),
    /** Apparent size of the files that its layer holds, bytecode included. */
    installed: number(),
    /** What of `installed` is compiled bytecode. */
    bytecode: number(),
    /** Allocated on the engine's file system by the layer: whole blocks, folders included. */
    blocks: number(),
    /** What the engine's push sends for the layer: its archive, compressed by gzip. */
    compressed: number(),
    /** By how much `installed` may be wrong to either side, because of what is not known exactly. */
    margin: number(),
    /** Most that the phase needs on the engine's disk at one moment, its committed layer included. */
    peak: number()
  })
);
var PlannedDistribution = readonly(
  strictObject({
    name: string(),
    version: string(),
    kind: _enum(["wheel", "sdist"]),
    file: readonly(
      strictObject({ url: string(), name: string(), sha256: string(), bytes: number().nullable() })
    ),
    /** Apparent size of its files, bytecode included. */
    installedBytes: number(),
    bytecodeBytes: number(),
    /** Allocated on the engine's file system, its own folders included; folders that it shares count for each. */
    blockBytes: number(),
    /** By how much `installedBytes` may be wrong to either side. */
    marginBytes: number(),
    /** The wheel's own directory is exact, so is what an earlier build saw (`learned`); a ratio of the download is an estimate. */
    sizeSource: _enum(["central-directory", "learned", "ratio"]),
    bytecodeSource: _enum(["learned", "model", "none"])
  })
);
var PlannedSystem = readonly(
  strictObject({
    /** As the manifest has them. */
    asked: readonly(array(string())),
    packages: readonly(array(SystemFile)),
    /** What the base holds already, as `name=version`. */
    provided: readonly(array(string())),
    /** Names of what an earlier phase brings. */
    shared: readonly(array(string()))
  })
);
var PlannedRun = readonly(
  strictObject({
    steps: readonly(array(readonly(array(string())))),
    workdir: string(),
    /** The manifest's, as they see it. */
    env: readonly(record(string(), string())),
    /** What the manifest says that they leave in the image; null is unknown, and counted as nothing. */
    bytes: number().nullable()
  })
);
var PlannedWheel = readonly(
  strictObject({
    distribution: string(),
    /** Where it is taken from. */
    url: string(),
    /** What its name was computed from, e.g. `torch 2.8, CUDA 12.8, the new C++ ABI, cp312`. */
    chosenBy: string()
  })
);
var SourceBuild = readonly(
  strictObject({
    /** `name version` of each. */
    distributions: readonly(array(string())),
    /** Value of MAX_JOBS. */
    jobs: number(),
    /** Value of NVCC_THREADS. */
    nvccThreads: number(),
    /** Memory at the peak. */
    memoryBytes: number(),
    /** From, to. */
    hours: readonly(tuple([number(), number()])),
    /** Whether the building machine has the memory for one compiler. */
    fits: boolean(),
    /** Whole sentence. */
    reason: string()
  })
);
var PlannedPhase = readonly(
  strictObject({
    name: string(),
    packages: readonly(array(string())),
    imports: readonly(array(string())),
    optional: boolean(),
    /** Null where it shares the base's. */
    environment: nullable(PlannedEnvironment),
    distributions: readonly(array(PlannedDistribution)),
    system: PlannedSystem,
    /** null where it has no commands. */
    run: PlannedRun.nullable(),
    /** Distributions that the base or an earlier phase brings. */
    shared: readonly(array(string())),
    /** Names of the distributions of each layer that the phase becomes, in order; none where it is left out. */
    layers: readonly(array(readonly(array(string())))),
    /** The plan itself leaves it out; `reason` says why. */
    leftOut: boolean(),
    /** The wheel that it names by address; null where it names none, or the base holds it. */
    wheel: PlannedWheel.nullable(),
    /** Null where it builds nothing large from source. */
    sourceBuild: SourceBuild.nullable(),
    sizes: PhaseSizes,
    reason: string()
  })
);
var OrderConstraint = readonly(
  strictObject({ before: string(), after: string(), because: string() })
);
var Verdict = readonly(
  strictObject({
    fits: boolean(),
    /** Highest point over all phases, bytes on the engine's file system. */
    neededBytes: number(),
    freeBytes: number(),
    reserveBytes: number(),
    /** One layer a phase, split phases, without optional phases, or not at all. */
    strategy: _enum(["whole", "split", "degraded", "refused"]),
    reason: string()
  })
);
var Finding = readonly(
  strictObject({
    id: string(),
    severity: _enum(["error", "warning"]),
    message: string(),
    remedy: string(),
    phase: string().optional(),
    /** Where the rule comes from: what was run or read, and when. */
    source: string()
  })
);
var Plan = readonly(
  strictObject({
    schema: literal(1),
    name: string(),
    createdAt: iso_exports.datetime(),
    /** `sha256:…` of the manifest that it was made for. */
    manifestDigest: string(),
    base: readonly(
      strictObject({
        reference: string(),
        imageId: string(),
        bytes: number(),
        python: string(),
        interpreter: string(),
        /** Its site-packages. */
        purelib: string()
      })
    ),
    /** The base or a phase brings CUDA: the image is made for a GPU. */
    cuda: boolean(),
    /** Which Python files the build compiles, so that the first import doesn't have to. */
    bytecode: _enum(["all", "none"]),
    kept: readonly(array(string())),
    phases: readonly(array(PlannedPhase)),
    /** What decided the order beside rank and declaration. */
    constraints: readonly(array(OrderConstraint)),
    totals: PhaseSizes,
    verdict: Verdict,
    /** What guards saw; one that is an error stops the build. */
    findings: readonly(array(Finding)),
    warnings: readonly(array(string()))
  })
);

// src/push/pushed-image.ts
var PushedImage = readonly(
  strictObject({
    /** As the user wrote it. */
    reference: string(),
    /** `sha256:…` of the manifest, as the registry answers it. */
    digest: string().regex(/^sha256:[0-9a-f]{64}$/),
    /** What others pull by: registry, repository and digest. */
    pinned: string(),
    /** The engine's id of what was pushed. */
    imageId: string(),
    /** Compressed bytes of all layers. */
    layerBytes: number().nonnegative(),
    mediaType: string(),
    /** There is no other kind: a push without proof is an error. */
    proved: literal(true),
    /**
     * How the manifest was tied to the image: by its configuration, or by being the engine's own id; `digest-only` where an
     * engine's ids can't be compared with a registry's, so that only the digest of the push itself was found again.
     */
    identity: _enum(["configuration", "manifest", "digest-only"])
  })
);

// src/verify/verification.ts
var Check = readonly(
  strictObject({
    id: string(),
    title: string(),
    status: _enum(["passed", "failed", "skipped"]),
    /** What was seen, or why it was skipped. */
    detail: string()
  })
);
var TimedWord = readonly(
  strictObject({ word: string(), start: number(), end: number(), confidence: number().nullable() })
);
var Timings = readonly(
  object({
    engine: string().nullable(),
    duration_s: number(),
    words: readonly(array(TimedWord)),
    pronunciations: readonly(
      array(readonly(object({ word: string(), phones: string(), source: string() })))
    ),
    tries: readonly(
      array(
        readonly(
          object({
            engine: string(),
            status: _enum(["answered", "unavailable", "failed"]),
            reason: string().nullable(),
            seconds: number()
          })
        )
      )
    )
  })
);
var Verification = readonly(
  strictObject({
    checks: readonly(array(Check)),
    timings: Timings.nullable(),
    /** No check failed; skipped ones are allowed here and shown. */
    passed: boolean()
  })
);

// src/report/report.ts
var Failure = readonly(
  strictObject({
    kind: string(),
    message: string(),
    evidence: string().nullable(),
    remedy: string().nullable(),
    exitCode: number()
  })
);
var Report = readonly(
  strictObject({
    schema: literal(1),
    surelayer: string(),
    name: string(),
    startedAt: iso_exports.datetime(),
    seconds: number(),
    outcome: _enum(["planned", "succeeded", "degraded", "failed"]),
    failure: Failure.nullable(),
    plan: Plan.nullable(),
    /** What happened while it was built; also of a build that failed. */
    journal: BuildRecord,
    built: BuiltImage.nullable(),
    verification: Verification.nullable(),
    pushed: readonly(array(PushedImage))
  })
);
function startProgress(name) {
  return { name, plan: null, journal: openJournal(), built: null, verification: null, pushed: [] };
}
function makeReport(progress, failure, times) {
  return {
    schema: 1,
    surelayer: times.version,
    name: progress.name,
    startedAt: times.startedAt.toISOString(),
    seconds: times.seconds,
    outcome: outcomeOf(progress, failure),
    failure,
    plan: progress.plan,
    journal: progress.journal,
    built: progress.built,
    verification: progress.verification,
    pushed: progress.pushed
  };
}
function outcomeOf(progress, failure) {
  if (failure) return "failed";
  if (!progress.built) return "planned";
  return progress.built.degraded ? "degraded" : "succeeded";
}

// src/report/attempts-view.ts
var left = (title) => ({ title, align: "left" });
var right = (title) => ({ title, align: "right" });
var ATTEMPT_COLUMNS = [
  left("phase"),
  right("try"),
  left("failure"),
  left("seen"),
  left("then"),
  right("took"),
  right("waited")
];
var MOST_EVIDENCE = 120;
function attemptRows(attempts) {
  return attempts.map((one) => [
    one.phase,
    String(one.number),
    `${one.class.id} ${one.class.name}`,
    shortened(one.line),
    one.recovery === null ? "given up" : `again${HOW[one.recovery] ?? ""}`,
    `${one.seconds.toFixed(1)} s`,
    `${one.waitSeconds.toFixed(1)} s`
  ]);
}
var HOW = {
  "clean-disk": ", after freeing disk space",
  "fewer-jobs": ", with one compile job",
  "no-build-isolation": ", built against what is installed",
  "fresh-package-lists": ", with fresh package lists",
  "fresh-download": ", downloaded anew"
};
function attemptsHeadline(attempts) {
  const recovered = attempts.filter((one) => one.recovery !== null);
  const waited = recovered.reduce((sum, one) => sum + one.waitSeconds, 0);
  const tries = attempts.length === 1 ? "1 failed try" : `${attempts.length} failed tries`;
  return `${tries}, ${recovered.length} followed by another; ${waited.toFixed(0)} s of waiting`;
}
function shortened(text) {
  return text.length <= MOST_EVIDENCE ? text : `${text.slice(0, MOST_EVIDENCE - 1)}\u2026`;
}

// src/report/table.ts
function terminalTable(columns, rows) {
  const widths = columns.map(
    (column, index) => Math.max(column.title.length, ...rows.map((row) => (row[index] ?? "").length))
  );
  const line = (cells) => columns.map((column, index) => {
    const cell = cells[index] ?? "";
    return column.align === "left" ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
  }).join("  ").trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)].join("\n");
}
function markdownTable(columns, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => column.title)),
    line(columns.map((column) => column.align === "left" ? "---" : "---:")),
    ...rows.map((row) => line(row.map(escapeMarkdown)))
  ].join("\n");
}
function escapeMarkdown(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(
    /[\\`*_{}[\]()#+!|~-]/g,
    (character) => /[-+()#!]/.test(character) ? character : `\\${character}`
  ).replace(/\r\n?|\n/g, "<br>");
}

// src/report/cleanup-view.ts
var left2 = (title) => ({ title, align: "left" });
var right2 = (title) => ({ title, align: "right" });
var CLEANUP_COLUMNS = [
  ...[left2("strategy"), left2("risk"), right2("expected"), right2("freed"), right2("of the base hidden")],
  ...[right2("left in the base"), right2("files"), right2("time"), left2("stopped at")]
];
function cleanupRows(result) {
  const sum = (of) => result.rows.reduce((total, row) => total + of(row), 0);
  const known = result.rows.every((row) => row.expectedBytes !== null);
  const expected = sum((row) => row.expectedBytes ?? 0);
  return [
    ...result.rows.map((row) => [
      ...[row.strategy, row.risk],
      ...numbers({ ...row, leftBytes: row.baseBytes - row.hiddenBytes }),
      `${row.seconds.toFixed(2)} s`,
      stoppedAt(row, result)
    ]),
    [
      ...["together", ""],
      ...numbers({
        expectedBytes: known ? expected : null,
        measuredBytes: freedBytes(result),
        hiddenBytes: sum((row) => row.hiddenBytes),
        leftBytes: sum((row) => row.baseBytes - row.hiddenBytes),
        files: sum((row) => row.files)
      }),
      `${result.seconds.toFixed(2)} s`,
      ""
    ]
  ];
}
function numbers(row) {
  return [
    row.expectedBytes === null ? "not known" : formatBytes(row.expectedBytes),
    formatBytes(row.measuredBytes),
    formatBytes(row.hiddenBytes),
    formatBytes(row.leftBytes),
    String(row.files)
  ];
}
function stoppedAt({ stoppedAt: why }, { targetBytes }) {
  if (why === "time") return "the time was up";
  return why === "target" ? `${formatBytes(targetBytes ?? 0)} were enough` : "";
}
function cleanupHeadline(result) {
  const { level, scope, kept, freeBefore, freeAfter } = result;
  const where = scope === "engine" ? "the engine" : "the build container";
  const parts = [
    `${level === "critical" ? "Emergency cleanup" : "Cleanup"} of ${where}: ${formatBytes(freedBytes(result))} freed`,
    ...kept.needed > 0 ? [`${formatBytes(kept.needed)} kept because the image needs them`] : [],
    ...kept.inUse > 0 ? [`${formatBytes(kept.inUse)} kept because a program uses them`] : [],
    ...freeBefore !== null && freeAfter !== null ? [`the disk has ${formatBytes(freeAfter)} free, ${formatBytes(freeBefore)} before`] : []
  ];
  return parts.join("; ");
}

// src/report/disk-view.ts
var LEVELS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
var WIDTH = 40;
function diskLine(readings) {
  const { firstFreeBytes, lastFreeBytes, lowest, totalBytes, highestUsed, taken, failed } = readings;
  if (!lowest || firstFreeBytes === null || lastFreeBytes === null) return "disk: it could not be looked at";
  const looks = failed === 0 ? `${taken} looks` : `${taken} looks, ${failed} failed`;
  return [
    `disk ${sparkline(readings)} ${formatBytes(firstFreeBytes)} free at first`,
    `${formatBytes(lowest.freeBytes)} at the lowest (after ${lowest.seconds.toFixed(0)} s)`,
    `${formatBytes(lastFreeBytes)} at the end`,
    `at most ${((highestUsed ?? 0) * 100).toFixed(0)} % of ${formatBytes(totalBytes ?? 0)} in use`,
    looks
  ].join(", ");
}
function diskEventLines({ events }) {
  return events.map(({ seconds, text }) => `after ${seconds.toFixed(0)} s: ${text}`);
}
function sparkline({ series }) {
  const end = series.at(-1)?.[0] ?? 0;
  const most = Math.max(...series.map(([, free2]) => free2));
  const least = Math.min(...series.map(([, free2]) => free2));
  const width = Math.min(WIDTH, series.length);
  const columns = Array.from({ length: width });
  for (const [seconds, free2] of series) {
    const column = end > 0 ? Math.min(width - 1, Math.floor(seconds / end * width)) : 0;
    columns[column] = Math.min(columns[column] ?? free2, free2);
  }
  let free = most;
  return columns.map((lowest) => {
    free = lowest ?? free;
    const share = most > least ? (most - free) / (most - least) : 0;
    return LEVELS[Math.round(share * (LEVELS.length - 1))];
  }).join("");
}

// src/report/journal-view.ts
function journalSections(journal) {
  const { attempts } = journal;
  return [
    ...attempts.length > 0 ? [
      {
        headline: attemptsHeadline(attempts),
        table: { columns: ATTEMPT_COLUMNS, rows: attemptRows(attempts) }
      }
    ] : [],
    ...journal.cleanups.map(({ phase, result }) => ({
      headline: `phase ${phase}: ${cleanupHeadline(result)}`,
      table: { columns: CLEANUP_COLUMNS, rows: cleanupRows(result) }
    })),
    ...journal.strips.flatMap(({ phase, rows }) => ({
      headline: `phase ${phase}: ${rows.map((row) => `${row.kind} ${formatBytes(row.bytes)}`).join(", ")} stripped`
    })),
    ...journal.prefetches.map((one) => ({
      headline: `phase ${one.phase}: ${formatBytes(one.bytes)} downloaded in ${one.seconds.toFixed(1)} s, while the one before was installed`
    })),
    ...journal.disk ? [{ headline: diskLine(journal.disk), lines: diskEventLines(journal.disk) }] : []
  ];
}

// src/report/order-chart.ts
function orderChart(plan) {
  const nodes = plan.phases.map((phase, index) => {
    const size = phase.leftOut ? "left out" : formatBytes(phase.sizes.installed);
    return `  p${index}["${escapeLabel(phase.name)}<br/>${size}"]`;
  });
  const chain = plan.phases.slice(1).map((_, index) => `  p${index} --> p${index + 1}`);
  const place = new Map(plan.phases.map((phase, index) => [phase.name, `p${index}`]));
  const constraints = plan.constraints.flatMap(({ before, after, because }) => {
    const [from, to] = [place.get(before), place.get(after)];
    return from && to ? [`  ${from} -. "${escapeLabel(because)}" .-> ${to}`] : [];
  });
  return ["```mermaid", "flowchart LR", ...nodes, ...chain, ...constraints, "```"].join("\n");
}
function escapeLabel(text) {
  return text.replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;").replace(/[\r\n`]/g, " ");
}

// src/report/plan-view.ts
var left3 = (title) => ({ title, align: "left" });
var right3 = (title) => ({ title, align: "right" });
var PLAN_COLUMNS = [
  left3("phase"),
  left3("packages"),
  right3("files"),
  right3("download"),
  right3("installed"),
  right3("peak"),
  left3("why here")
];
function planRows(plan) {
  const rows = plan.phases.map((phase) => [
    phase.name + marks(phase),
    contentOf(phase),
    countOf(filesOf(phase)),
    formatBytes(phase.sizes.download),
    formatBytes(phase.sizes.installed),
    formatBytes(phase.sizes.peak),
    phase.leftOut ? "left out" : phase.reason
  ]);
  const { totals } = plan;
  const all = [formatBytes(totals.download), formatBytes(totals.installed), formatBytes(totals.peak)];
  const count = plan.phases.reduce((sum, phase) => sum + filesOf(phase), 0);
  return [...rows, ["together", "", countOf(count), ...all, ""]];
}
function marks({ optional, environment }) {
  const words = [...optional ? ["optional"] : [], ...environment ? ["isolated"] : []];
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}
function contentOf({ packages, system, run }) {
  const commands = run ? [`${run.steps.length} ${run.steps.length === 1 ? "command" : "commands"}`] : [];
  const apt = system.asked.length > 0 ? [`apt: ${system.asked.join(", ")}`] : [];
  return [...apt, ...packages.length > 0 ? [packages.join(", ")] : [], ...commands].join("; ");
}
function filesOf(phase) {
  return phase.distributions.length + phase.system.packages.length;
}
function countOf(files) {
  return `${files} ${files === 1 ? "file" : "files"}`;
}
function verdictLine(plan) {
  const { fits, strategy, reason, neededBytes, freeBytes, reserveBytes } = plan.verdict;
  const numbers2 = `needs ${formatBytes(neededBytes)} at its peak and leaves ${formatBytes(reserveBytes)} free; ${formatBytes(freeBytes)} are free`;
  if (!fits) return `does not fit: ${numbers2}; ${formatBytes(missingBytes(plan))} are missing`;
  return strategy === "whole" ? `fits: ${numbers2}` : `fits ${HOW2[strategy]}: ${reason}; ${numbers2}`;
}
var HOW2 = { split: "when split", degraded: "without what is optional", refused: "not" };
function missingBytes({ verdict }) {
  return verdict.neededBytes + verdict.reserveBytes - verdict.freeBytes;
}
function roomRemedy(plan) {
  const missing = missingBytes(plan);
  const largest = largestPackage(plan);
  const saved = plan.totals.bytecode;
  return [
    `Free ${formatBytes(missing)} on the engine's disk (\`docker system df\` shows what it holds), or move its data root to a larger one.`,
    ...saved >= missing ? [
      `Or write \`image: { bytecode: none }\`: that saves ${formatBytes(saved)} and costs time at each cold start.`
    ] : [],
    ...largest ? [`The largest package is ${largest.name} ${largest.version} with ${formatBytes(largest.blockBytes)}.`] : []
  ].join("\n");
}
function largestPackage(plan) {
  const system = plan.phases.flatMap((phase) => phase.system.packages);
  return [
    ...plan.phases.flatMap((phase) => phase.distributions),
    ...system.map((one) => ({ ...one, blockBytes: one.installedBytes }))
  ].sort((a, b) => b.blockBytes - a.blockBytes)[0];
}
function notesOf(plan) {
  const leftOut = plan.phases.filter((phase) => phase.leftOut);
  return [
    ...leftOut.map((phase) => `${phase.name} is ${phase.reason}`),
    ...plan.phases.flatMap(
      ({ name, wheel }) => wheel ? [`${name} takes ${wheel.distribution} for ${wheel.chosenBy} from ${wheel.url}`] : []
    )
  ];
}
function warningsOf(plan) {
  const found = plan.findings.filter((one) => one.severity === "warning");
  return [...plan.warnings, ...found.map((one) => `${one.message} ${one.remedy}`)];
}
function renderPlan(plan) {
  return [
    `Plan of ${plan.name} on ${plan.base.reference} (Python ${plan.base.python}, ${formatBytes(plan.base.bytes)})`,
    "",
    terminalTable(PLAN_COLUMNS, planRows(plan)),
    "",
    verdictLine(plan),
    ...notesOf(plan),
    ...warningsOf(plan).map((warning) => `warning: ${warning}`)
  ].join("\n");
}

// src/report/price-of-leaving-out.ts
var TIMING_CHAIN = [
  { module: "whisperx", name: "whisperx" },
  { module: "google.cloud.speech", name: "google" },
  { module: "faster_whisper", name: "faster-whisper" },
  { module: "pocketsphinx", name: "pocketsphinx" }
];
var PRICES = /* @__PURE__ */ new Map([
  [
    "flash_attn",
    "Attention runs on PyTorch's own kernels: slower, and with more GPU memory for long sequences."
  ],
  ["xformers", "Attention runs on PyTorch's own kernels: slower, and with more GPU memory."]
]);
function priceOfLeavingOut(phase, leftOut) {
  const known = phase.imports.flatMap((module) => PRICES.get(module) ?? []);
  const timing = timingPrice(phase.imports, leftOut);
  if (known.length > 0 || timing !== void 0) return [...known, ...timing ? [timing] : []].join(" ");
  if (phase.imports.length === 0) return `The image lacks ${phase.packages.join(", ")}.`;
  return `In this image, \`import ${phase.imports.join(", ")}\` fails.`;
}
function timingPrice(modules, leftOut) {
  if (!TIMING_CHAIN.some((one) => modules.includes(one.module))) return void 0;
  const left5 = TIMING_CHAIN.filter((one) => !leftOut.has(one.module)).map((one) => one.name);
  const [last] = left5.slice(-1);
  if (last === void 0) return "The image can't time words.";
  const others = left5.slice(0, -1);
  const rest = others.length === 0 ? last : `${others.join(", ")} or ${last}`;
  return `Word timings will come from ${rest}, where the image has it.`;
}

// src/report/result-view.ts
var left4 = (title) => ({ title, align: "left" });
var right4 = (title) => ({ title, align: "right" });
var LAYER_COLUMNS = [
  left4("layer"),
  left4("state"),
  right4("predicted"),
  right4("actual"),
  right4("difference"),
  right4("time")
];
function layerRows(built) {
  return built.phases.map((phase) => [
    phase.name,
    phase.status === "left-out" ? "left out" : phase.status,
    formatBytes(phase.predictedBytes),
    phase.actualBytes === null ? "\u2014" : formatBytes(phase.actualBytes),
    phase.actualBytes === null ? "\u2014" : formatDifference(phase.predictedBytes, phase.actualBytes),
    `${phase.seconds.toFixed(1)} s`
  ]);
}
function leftOutLines(report) {
  const missing = (report.built?.phases ?? []).filter((phase) => phase.status === "left-out");
  const planned = (report.plan?.phases ?? []).filter((one) => missing.some(({ name }) => name === one.name));
  const modules = new Set(planned.flatMap((one) => one.imports));
  return missing.map(({ name, failure }) => {
    const phase = planned.find((one) => one.name === name);
    const price = phase ? priceOfLeavingOut(phase, modules) : "";
    return [`degraded: built without the optional phase ${name}.`, sentence(failure ?? ""), price].filter((part) => part !== "").join(" ");
  });
}
function sentence(text) {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
var CHECK_COLUMNS = [left4("check"), left4("result"), left4("seen")];
function checkRows(verification) {
  return verification.checks.map((check) => [check.title, check.status, check.detail]);
}
var WORD_COLUMNS = [left4("word"), right4("start"), right4("end")];
function wordRows(timings) {
  return timings.words.map((one) => [one.word, `${one.start.toFixed(2)} s`, `${one.end.toFixed(2)} s`]);
}
function wordsHeadline(timings) {
  const given = timings.pronunciations.map((one) => `${one.word} (${one.phones}, ${one.source})`);
  const engine = `Words by ${timings.engine ?? "no engine"}, ${timings.duration_s.toFixed(2)} s of audio`;
  return given.length === 0 ? engine : `${engine}; pronunciations given: ${given.join(", ")}`;
}
function pushedLine(pushed) {
  return `pushed ${pushed.reference}@${pushed.digest} (digest proved at the registry)`;
}
function renderResult(report) {
  const sections = [];
  if (report.built) {
    sections.push(terminalTable(LAYER_COLUMNS, layerRows(report.built)));
    const leftOut = leftOutLines(report);
    if (leftOut.length > 0) sections.push(leftOut.join("\n"));
    sections.push(
      `image ${report.built.references.join(", ")} (${report.built.imageId}), ${formatBytes(report.built.bytes)}`
    );
  }
  for (const section of journalSections(report.journal)) sections.push(journalText(section));
  if (report.verification) sections.push(terminalTable(CHECK_COLUMNS, checkRows(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(`${wordsHeadline(timings)}
${terminalTable(WORD_COLUMNS, wordRows(timings))}`);
  if (report.pushed.length > 0) sections.push(report.pushed.map(pushedLine).join("\n"));
  return sections.join("\n\n");
}
function journalText({ headline, table, lines = [] }) {
  return [headline, ...table ? [terminalTable(table.columns, table.rows)] : [], ...lines].join("\n");
}

// src/report/summary.ts
var OUTCOME = {
  planned: "planned",
  succeeded: "built",
  degraded: "built without an optional phase",
  failed: "failed"
};
function renderSummary(report) {
  const sections = [`### Surelayer: ${escapeMarkdown(report.name)} ${OUTCOME[report.outcome]}`];
  if (report.failure) sections.push(failureSection(report.failure));
  for (const pushed of report.pushed) sections.push(`Pushed \`${pushed.reference}@${pushed.digest}\``);
  if (report.built) {
    for (const line of leftOutLines(report)) sections.push(`> ${escapeMarkdown(line)}`);
    sections.push(markdownTable(LAYER_COLUMNS, layerRows(report.built)));
    sections.push(
      `Image \`${report.built.imageId}\`, ${formatBytes(report.built.bytes)} with the base's ${formatBytes(report.built.baseBytes)}.`
    );
  }
  for (const section of journalSections(report.journal)) sections.push(journalMarkdown(section));
  if (report.verification) sections.push(markdownTable(CHECK_COLUMNS, checkRows(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(folded(wordsHeadline(timings), markdownTable(WORD_COLUMNS, wordRows(timings))));
  if (report.plan) {
    const plan = `${verdictLine(report.plan)}

${markdownTable(PLAN_COLUMNS, planRows(report.plan))}

${orderChart(report.plan)}`;
    sections.push(report.built ? folded("Plan", plan) : plan);
    for (const line of [...notesOf(report.plan), ...warningsOf(report.plan)])
      sections.push(`> ${escapeMarkdown(line)}`);
  }
  sections.push(`<sub>${report.seconds.toFixed(0)} s, Surelayer ${report.surelayer}</sub>`);
  return `${sections.join("\n\n")}
`;
}
function failureSection(failure) {
  const lines = [`**${escapeMarkdown(failure.message)}**`];
  if (failure.evidence) lines.push(`<pre>${escapeHtml(failure.evidence)}</pre>`);
  if (failure.remedy) lines.push(escapeMarkdown(failure.remedy));
  return lines.join("\n\n");
}
function journalMarkdown({ headline, table, lines = [] }) {
  const parts = [
    ...table ? [markdownTable(table.columns, table.rows)] : [],
    ...lines.length > 0 ? [lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")] : []
  ];
  return parts.length === 0 ? escapeMarkdown(headline) : folded(headline, parts.join("\n\n"));
}
function folded(title, body) {
  return `<details><summary>${escapeHtml(title)}</summary>

${body}

</details>`;
}
function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// src/write-result.ts
async function writeResult(path, content, ports) {
  try {
    await ports.files.write(path, content);
  } catch (error) {
    throw new UsageError(`${path} can't be written: ${messageOf(error)}`, {
      remedy: "Name a folder that this user may write to (`--out`), or a file (`-o`).",
      cause: error
    });
  }
}

// src/record-run.ts
async function recordRun(options, ports, body) {
  const startedAt = ports.clock.now();
  const started = ports.clock.monotonic();
  const progress = startProgress("run");
  const reportOf = (failure) => {
    const seconds = (ports.clock.monotonic() - started) / 1e3;
    return makeReport(progress, failure, { version: options.version, startedAt, seconds });
  };
  try {
    await body(progress);
  } catch (error) {
    const report2 = reportOf(failureOf(error));
    await writeReport(report2, options, ports).catch((fault) => ports.log.warn(messageOf(fault)));
    throw new RecordedError(report2, { cause: error });
  }
  const report = reportOf(null);
  await writeReport(report, options, ports);
  return report;
}
async function writeReport(report, options, ports) {
  await writeResult(options.reportFile, `${JSON.stringify(report, null, 2)}
`, ports);
  await writeResult(options.summaryFile, renderSummary(report), ports);
}
var RecordedError = class extends Error {
  report;
  constructor(report, options) {
    super(report.failure?.message ?? "failed", options);
    this.report = report;
  }
};
function resultOf(error, why) {
  const failure = failureOf(why instanceof RecordedError ? why.cause : why);
  return error instanceof RecordedError ? { ...error.report, failure } : { outcome: "failed", failure };
}
function failureOf(error) {
  if (error instanceof SurelayerError) {
    const { name, message: message2, evidence, remedy: remedy2, exitCode } = error;
    return { kind: name, message: message2, evidence: evidence ?? null, remedy: remedy2 ?? null, exitCode };
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy = "This is a defect of Surelayer: please report it with the report file and the output of --verbose.";
  return { kind: "InternalError", message, evidence: null, remedy, exitCode: 1 };
}

export {
  execText,
  execBytes,
  installerEnv,
  INSTALL_TEMP,
  INSTALL_CACHE,
  phaseEnv,
  CHECK_ENV,
  jsonAnswer,
  plannedEnvironment,
  environmentPython,
  emptyEnvironmentFiles,
  archiveOf,
  CleanupRow,
  CleanupResult,
  freedBytes,
  StripRow,
  prefetch,
  SystemFile,
  Plan,
  verdictLine,
  roomRemedy,
  renderPlan,
  writeResult,
  Timings,
  renderResult,
  renderSummary,
  recordRun,
  RecordedError,
  resultOf,
  failureOf
};
