process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  formatBytes,
  formatDifference
} from "./chunk-W4GD3UOF.js";
import {
  minorVersion
} from "./chunk-FUWFHXRW.js";
import {
  briefAddress,
  directSource,
  gitCommit,
  isLocalAddress,
  normaliseName,
  splitDirect
} from "./chunk-X6WC3ASN.js";
import {
  iso_exports
} from "./chunk-RPVUPVHQ.js";
import {
  _enum,
  _null,
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
  tuple,
  union
} from "./chunk-S4TJR5DF.js";
import {
  redactedJson
} from "./chunk-XQGWRSZF.js";
import {
  DoesNotFitError,
  EngineError,
  InterruptedError,
  SurelayerError,
  UsageError,
  messageOf
} from "./chunk-NR44LZQS.js";

// src/planning/write-result.ts
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

// src/failures/failure-class.ts
var Recovery = _enum([
  "none",
  "clean-disk",
  "fewer-jobs",
  "no-build-isolation",
  "fresh-package-lists",
  "fresh-download",
  "prebuilt-wheel",
  "other-source",
  "reconnect",
  "remake-layer"
]);
var RECOVERY_WORDS = {
  none: "",
  "clean-disk": "after freeing disk space",
  "fewer-jobs": "with one compile job",
  "no-build-isolation": "building against what is installed",
  "fresh-package-lists": "with fresh package lists",
  "fresh-download": "downloading anew",
  "prebuilt-wheel": "without compiling",
  "other-source": "from another index that has the same file",
  reconnect: "as soon as the engine is back",
  "remake-layer": "making removed layers again"
};

// src/retry/failed-attempt.ts
var FailedAttempt = readonly(
  strictObject({
    phase: string(),
    /** Counts from 1 within the phase's layer. */
    number: int(),
    class: readonly(strictObject({ id: string(), name: string() })),
    /** The line of output that shows it. */
    line: string(),
    /** What the next try did differently; null where there was none. */
    recovery: Recovery.nullable(),
    /** How long the try itself took. */
    seconds: number(),
    /** How long was waited before the next one. */
    waitSeconds: number(),
    /** What had failed answered when it was first asked, so that it was no outage. */
    answered: boolean()
  })
);

// src/image/cleanup/cleanup-result.ts
var CleanupRow = readonly(
  strictObject({
    strategy: string(),
    risk: _enum(["low", "medium", "high"]),
    /** Bytes in the container's own layer before the cleanup; null if they can't be known beforehand. */
    expectedBytes: number().nullable(),
    /** Bytes of these that are gone after the cleanup. */
    measuredBytes: number(),
    /** Bytes of the same kind of files in the base's layers. Removing these files frees nothing. */
    baseBytes: number(),
    /** Bytes of these that the layer now hides; 0 unless the scope is `view`. */
    hiddenBytes: number(),
    /** Number of removed files. */
    files: number(),
    seconds: number(),
    /** Why the strategy was skipped or stopped: enough was free, or the time was up. */
    stoppedAt: _enum(["target", "time"]).nullable()
  })
);
var CleanupResult = readonly(
  strictObject({
    /** `critical` also removes other programs' caches in home folders. */
    level: _enum(["normal", "critical"]),
    /** `layer`: files that the container wrote; `view`: also hides files of the base; `engine`: things that dead runs left. */
    scope: _enum(["layer", "view", "engine"]),
    /** Bytes after which the cleanup could end; null for no limit. */
    targetBytes: number().nullable(),
    rows: readonly(array(CleanupRow)),
    /** Allocated bytes that were kept because the image needs them or a program uses them. */
    kept: readonly(strictObject({ needed: number(), inUse: number() })),
    /** Free bytes of the engine's file system before and after. Other writers on it are part of the difference. */
    freeBefore: number().nullable(),
    freeAfter: number().nullable(),
    seconds: number()
  })
);
function freedBytes(result) {
  return result.rows.reduce((sum, row) => sum + row.measuredBytes, 0);
}

// src/image/disk-watch/disk-readings.ts
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
    /** The words that the user read, with the numbers. */
    text: string()
  })
);
var DiskReadings = readonly(
  strictObject({
    /** 0: the disk was measured only before phases and commits. */
    intervalSeconds: number(),
    /** Number of measurements. The series may have fewer points. */
    taken: number(),
    failed: number(),
    totalBytes: number().nullable(),
    firstFreeBytes: number().nullable(),
    lastFreeBytes: number().nullable(),
    lowest: readonly(strictObject({ seconds: number(), freeBytes: number() })).nullable(),
    /** Share of the disk in use when the least was free, from 0 to 1. */
    highestUsed: number().nullable(),
    /** [seconds, free bytes]. Where neighbours were joined, the point with fewer free bytes stayed. */
    series: readonly(array(readonly(tuple([number(), number()])))),
    events: readonly(array(DiskEvent))
  })
);

// src/image/build-journal.ts
var Prefetch = readonly(
  strictObject({ phase: string(), files: int(), bytes: number(), seconds: number() })
);
var StripRow = readonly(
  strictObject({
    kind: _enum(["tests", "docs", "static-libraries"]),
    files: number(),
    /** Apparent size of the files and of their bytecode. */
    bytes: number(),
    /** Folders that were kept, because an import loads from them or a program might read their files. */
    kept: readonly(array(string()))
  })
);
var PhaseCleanup = readonly(strictObject({ phase: string(), result: CleanupResult }));
var PhaseStrip = readonly(strictObject({ phase: string(), rows: readonly(array(StripRow)) }));
var PhaseAllowed = readonly(
  strictObject({ phase: string(), paths: readonly(array(string())) })
);
var BuildRecord = readonly(
  strictObject({
    /** Failed tries, also those of phases that succeeded later. */
    attempts: readonly(array(FailedAttempt)),
    prefetches: readonly(array(Prefetch)),
    cleanups: readonly(array(PhaseCleanup)),
    strips: readonly(array(PhaseStrip)),
    allowed: readonly(array(PhaseAllowed)),
    /** Null if no phase was built. */
    disk: DiskReadings.nullable()
  })
);
function openJournal() {
  return { attempts: [], prefetches: [], cleanups: [], strips: [], allowed: [], disk: null };
}

// src/image/built-image.ts
var PhaseResult = readonly(
  strictObject({
    name: string(),
    /** `cached`: all its layers were there already; `left-out`: optional, and failed or left out by the plan. */
    status: _enum(["installed", "cached", "left-out"]),
    /** Null where the phase's commands leave what nobody has said. */
    predictedBytes: number().nullable(),
    /** Installed bytes of the committed layer; null for a phase that was left out. */
    actualBytes: number().nullable(),
    seconds: number(),
    imageId: string().nullable(),
    /** Why the phase was left out. */
    failure: string().nullable()
  })
);
var BuiltImage = readonly(
  strictObject({
    /** Names of the image on this engine; none until it passed its verification. */
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

// src/text/units/byte-count.ts
var ByteCount = number("is no number of bytes").min(0, "no number of bytes is below 0").max(Number.MAX_SAFE_INTEGER, "no disk holds so many bytes");

// src/base/planned-environment.ts
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
    bytes: ByteCount
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
function isOwnEnvironment(python) {
  return python.purelib.startsWith(`${FOLDER}/`);
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
  const nameBytes = [home, base.version, base.executable].reduce((sum, one) => sum + one.length, 0);
  return FIXED_BYTES + TIMES_PATH * path.length + nameBytes;
}
function environmentPath(phase) {
  return `${FOLDER}/${phase}`;
}
function libraryName(base) {
  return `python${minorVersion(base.version)}`;
}

// src/python/sources/build-lock.ts
var BuildLock = readonly(
  strictObject({
    /** `[build-system] requires`, and what its back end asks for besides (PEP 517). */
    requires: readonly(array(string())),
    /** All that these need, by name: the build has these files, and no index. */
    distributions: readonly(
      array(
        readonly(
          strictObject({
            name: string(),
            version: string(),
            file: readonly(
              strictObject({
                url: string(),
                name: string(),
                sha256: string(),
                bytes: ByteCount.nullable()
              })
            )
          })
        )
      )
    )
  })
);
function buildDownloadBytes(locks) {
  const files = new Map(locks.flatMap((one) => one.distributions).map(({ file }) => [file.sha256, file]));
  return [...files.values()].reduce((sum, one) => sum + (one.bytes ?? 0), 0);
}

// src/resolve/system/system-resolution.ts
var SystemFile = readonly(
  strictObject({
    name: string(),
    version: string(),
    architecture: string(),
    /** Bytes of its archive. */
    bytes: ByteCount,
    /** Of its archive, as the distribution's signed lists have it; null where they hold none. */
    sha256: string().nullable(),
    /** Bytes that it says it takes when installed (its `Installed-Size`). */
    installedBytes: ByteCount,
    /** The version of it that the base holds and that it takes the place of. */
    replaces: string().nullable()
  })
);
var SystemGroup = readonly(
  strictObject({
    /** The phase, or SYSTEM_PHASE for the manifest's top level. */
    phase: string(),
    /** As the manifest has them. */
    asked: readonly(array(string())),
    /** Names of all that must be installed for them. */
    needs: readonly(array(string())),
    /** Of what is asked for, the packages that the base holds already, as `name=version`. */
    provided: readonly(array(string()))
  })
);
var SystemResolution = readonly(
  strictObject({ files: readonly(array(SystemFile)), groups: readonly(array(SystemGroup)) })
);
var NO_SYSTEM_PACKAGES = { files: [], groups: [] };

// src/sizes/planned-sizes.ts
var PhaseSizes = readonly(
  strictObject({
    download: ByteCount,
    /** Apparent size of the files that its layer holds, bytecode included. */
    installed: ByteCount,
    /** What of `installed` is compiled bytecode. */
    bytecode: ByteCount,
    /** Allocated on the engine's file system by the layer: whole blocks, folders included. */
    blocks: ByteCount,
    /** What the engine's push sends for the layer: its archive, compressed by gzip. */
    compressed: ByteCount,
    /** By how much `installed` may be wrong to either side, because of what is not known exactly. */
    margin: ByteCount,
    /** Most that the phase needs on the engine's disk at one moment, its committed layer included. */
    peak: ByteCount
  })
);

// src/sizes/timeline.ts
var DiskUse = readonly(
  strictObject({
    /** It keeps a compressed copy of every layer beside the unpacked one (containerd image store). */
    keepsCompressed: boolean()
  })
);
var LayerOnDisk = readonly(
  strictObject({
    /** Allocated by its files and folders. */
    blocks: ByteCount,
    /** Of its archive, compressed. */
    compressed: ByteCount,
    /** By how much `blocks` may be too small, because of what is estimated. */
    doubt: ByteCount,
    /** Allocated beside it while it is filled: downloads, and what an installer unpacks and builds. */
    beside: ByteCount,
    /** What the engine notes of its files, so that a push gives the same bytes. */
    notes: ByteCount
  })
);
var TOOLS_BYTES = 445e5;
var CONTAINER_BYTES = 131072;
var TAR_SPLIT_BYTES = 70;
function notedBytes(files) {
  return files * TAR_SPLIT_BYTES;
}
function timeline(layers, disk) {
  let below = 0;
  return layers.flatMap((one, layer) => {
    const blocks = one.blocks + one.doubt;
    const copies = one.copied === false ? 1 : 2;
    const filling = blocks + one.beside;
    const committing = copies * blocks + one.notes + keptBytes(one, disk);
    const start = below + CONTAINER_BYTES;
    below += stayingBytes(one, disk);
    return [
      { bytes: start + filling, layer, at: "filling" },
      { bytes: start + committing, layer, at: "committing" }
    ];
  });
}
function highestPoint(moments) {
  return moments.reduce((most, { bytes }) => Math.max(most, bytes), 0);
}
function stayingBytes(layer, disk) {
  return layer.blocks + keptBytes(layer, disk);
}
function keptBytes({ compressed }, disk) {
  return disk.keepsCompressed ? compressed : 0;
}

// src/plan/clashes/file-clashes.ts
var Party = readonly(
  strictObject({
    name: string(),
    version: string(),
    /** The phase that brings it; null for a kept package of the base. */
    phase: string().nullable()
  })
);
var FileClash = readonly(
  strictObject({
    winner: Party,
    loser: Party,
    /** Paths of both. */
    files: int().positive(),
    /** Those of them that are modules. */
    modules: int().nonnegative(),
    /** The first ones, modules before others; relative to site-packages, absolute outside of it. */
    paths: readonly(array(string()))
  })
);
var MOST_PATHS = 3;
function decide({ collisions, phases, named }) {
  const bringing = new Map(
    phases.flatMap((phase, index) => phase.distributions.map((one) => [one.name, { phase, index }]))
  );
  const rankOf = ({ name, kept }) => {
    if (kept) return { phase: -1, named: false, name };
    const found = bringing.get(name);
    return found && { phase: found.index, named: named.has(name), name };
  };
  const partyOf = ({ name, version }) => ({
    ...{ name, version },
    phase: bringing.get(name)?.phase.name ?? null
  });
  return collisions.flatMap((collision) => {
    const [one, other] = collision.pair;
    const [rank, otherRank] = [rankOf(one), rankOf(other)];
    if (rank === void 0 || otherRank === void 0) return [];
    const [winner, loser] = isAbove(rank, otherRank) ? [one, other] : [other, one];
    return [{ winner: partyOf(winner), loser: partyOf(loser), collision }];
  });
}
function isAbove(one, other) {
  if (one.phase !== other.phase) return one.phase > other.phase;
  if (one.named !== other.named) return one.named;
  return one.name > other.name;
}
function fileClashes(decided, purelib) {
  return decided.flatMap(({ winner, loser, collision: { paths, modules } }) => {
    if (paths.length === 0) return [];
    const first = [.../* @__PURE__ */ new Set([...modules, ...paths])].slice(0, MOST_PATHS);
    const shown = first.map((path) => shownPath(path, purelib));
    return [{ winner, loser, files: paths.length, modules: modules.length, paths: shown }];
  });
}
function shownPath(path, purelib) {
  return path.startsWith(`${purelib}/`) ? path.slice(purelib.length + 1) : path;
}

// src/plan/guards/finding.ts
var Finding = readonly(
  strictObject({
    /** Stable name of the guard's rule, e.g. `untied-pair`. */
    id: string(),
    /** An error stops the plan; a warning is printed with it. */
    severity: _enum(["error", "warning"]),
    /** Whole sentence. */
    message: string(),
    /** What the user does next, a whole sentence. */
    remedy: string(),
    /** The phase that brings it; left out where the base does. */
    phase: string().optional(),
    /** Where the rule comes from: what was run or read, and when. */
    source: string()
  })
);

// src/plan/planned-base.ts
var ProbedBase = readonly(
  strictObject({
    facts: literal("probed"),
    reference: string(),
    imageId: string(),
    bytes: ByteCount,
    python: string(),
    interpreter: string(),
    /** Its site-packages. */
    purelib: string()
  })
);
var DeclaredBase = readonly(
  strictObject({
    facts: literal("declared"),
    reference: string(),
    imageId: _null(),
    bytes: _null(),
    python: string(),
    interpreter: _null(),
    purelib: _null(),
    /** What isn't known or only assumed because of that; whole sentences. */
    unverified: readonly(array(string()))
  })
);
var PlannedBase = union([ProbedBase, DeclaredBase]);
function plannedBase(image, { python }, unverified = []) {
  const { reference, imageId } = image;
  if (imageId === void 0) {
    const unknown = { imageId: null, bytes: null, interpreter: null, purelib: null };
    return { facts: "declared", reference, python: python.version, ...unknown, unverified };
  }
  const { version, executable, purelib } = python;
  const probed = { python: version, interpreter: executable, purelib };
  return { facts: "probed", reference, imageId, bytes: image.bytes, ...probed };
}

// src/plan/plan.ts
var PlannedDistribution = readonly(
  strictObject({
    name: string(),
    version: string(),
    kind: _enum(["wheel", "sdist"]),
    /** Its `url` is a web address, a path beneath the manifest's folder, which begins with `./`, or `git+…@` and a whole commit id. */
    file: readonly(
      strictObject({ url: string(), name: string(), sha256: string(), bytes: ByteCount.nullable() })
    ),
    /** What a source is built with; absent for a wheel, and where the plan was made without the base and the source can't be read. */
    build: BuildLock.optional(),
    /** Apparent size of its files, bytecode included. */
    installedBytes: ByteCount,
    bytecodeBytes: ByteCount,
    /** Allocated on the engine's file system, its own folders included; folders that it shares count for each. */
    blockBytes: ByteCount,
    /** By how much `installedBytes` may be wrong to either side. */
    marginBytes: ByteCount,
    /**
     * The wheel's central directory is exact, so are what an earlier build saw (`learned`) and the wheel of a source distribution
     * that was `built` for the plan; the unpacked source (`listed`) and a ratio of the download are estimates.
     */
    sizeSource: _enum(["central-directory", "learned", "built", "listed", "ratio"]),
    /** What an earlier build saw (`learned`) and what was `compiled` for the plan is exact. */
    bytecodeSource: _enum(["learned", "compiled", "model", "none"])
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
    bytes: ByteCount.nullable()
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
var MOST_JOBS = 4096;
var SourceBuild = readonly(
  strictObject({
    /** `name version` of each. */
    distributions: readonly(array(string())),
    /** Value of MAX_JOBS. */
    jobs: number().int().min(1, "nothing is built by less than one job").max(MOST_JOBS),
    /** Value of NVCC_THREADS. */
    nvccThreads: number().int().min(1, "nothing is built by less than one thread").max(MOST_JOBS),
    /** Memory at the peak. */
    memoryBytes: ByteCount,
    /** From, to. */
    hours: readonly(tuple([number().nonnegative(), number().nonnegative()])),
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
    /** What each layer needs on the disk, in the order of the build: system packages, distributions, commands. */
    disk: readonly(array(LayerOnDisk)),
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
    /** Null where the engine's disk isn't known. */
    fits: boolean().nullable(),
    /** Highest point over all phases, bytes on the engine's file system. */
    neededBytes: ByteCount,
    /** Null where it can't be measured: no engine answers, or it is remote and holds no image to measure it with. */
    freeBytes: ByteCount.nullable(),
    reserveBytes: ByteCount,
    /** Of layers that an earlier build has left on that file system, and that `neededBytes` doesn't count; absent for none. */
    presentBytes: ByteCount.optional(),
    /** One layer a phase, split phases, without optional phases, or not at all. */
    strategy: _enum(["whole", "split", "degraded", "refused"]),
    reason: string()
  })
);
var Plan = readonly(
  strictObject({
    schema: literal(1),
    name: string(),
    createdAt: iso_exports.datetime(),
    /** `sha256:…` of the manifest that it was made for. */
    manifestDigest: string(),
    base: PlannedBase,
    /** The base or a phase brings CUDA: the image is made for a GPU. */
    cuda: boolean(),
    /** Which Python files the build compiles, so that the first import doesn't have to. */
    bytecode: _enum(["all", "none"]),
    kept: readonly(array(string())),
    phases: readonly(array(PlannedPhase)),
    /** What decided the order beside rank and declaration. */
    constraints: readonly(array(OrderConstraint)),
    /** Pairs of distributions that bring other content to the same paths, and who wins. */
    clashes: readonly(array(FileClash)),
    /** The engine that the peaks are for. */
    disk: DiskUse,
    totals: PhaseSizes,
    verdict: Verdict,
    /** What guards saw; one that is an error stops the build. */
    findings: readonly(array(Finding)),
    warnings: readonly(array(string()))
  })
);

// src/registry/push/pushed-image.ts
var PushedImage = readonly(
  strictObject({
    /** As the user wrote it. */
    reference: string(),
    /** `sha256:…` of the manifest, as the registry answers it. */
    digest: string().regex(/^sha256:[0-9a-f]{64}$/),
    /** Registry, repository and digest: the name for a pull of exactly this image. */
    pinned: string(),
    /** The engine's id of the pushed image. */
    imageId: string(),
    /** Compressed bytes of all layers. */
    layerBytes: number().nonnegative(),
    mediaType: string(),
    /** Always true: a push without proof is an error. */
    proved: literal(true),
    /**
     * How the manifest is known to be the image's: by its configuration, or because its digest is the engine's id.
     * `digest-only`: the engine's ids can't be compared, so the registry only answered the digest of the push.
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
var WordTimings = readonly(
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
    timings: WordTimings.nullable(),
    /** No check failed. Checks may have been skipped. */
    passed: boolean()
  })
);

// src/report/report.ts
var Failure = readonly(
  strictObject({
    kind: string(),
    /** A class of docs/TROUBLESHOOTING.md; null when the message alone explains the failure. */
    class: readonly(strictObject({ id: string(), name: string(), anchor: string() })).nullable(),
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
    /** `sha256:…` of the file that the plan was written to. */
    planDigest: string().nullable(),
    /** What happened during the build; kept for a build that failed, too. */
    journal: BuildRecord,
    built: BuiltImage.nullable(),
    verification: Verification.nullable(),
    pushed: readonly(array(PushedImage))
  })
);
function startProgress(name) {
  const nothing = { plan: null, planDigest: null, built: null, verification: null, pushed: [] };
  return { name, ...nothing, journal: openJournal() };
}
function makeReport(progress, failure, times) {
  const { name, ...stages } = progress;
  return {
    schema: 1,
    surelayer: times.version,
    name,
    startedAt: times.startedAt.toISOString(),
    seconds: times.seconds,
    outcome: outcomeOf(progress, failure),
    failure,
    ...stages
  };
}
function outcomeOf(progress, failure) {
  if (failure) return "failed";
  if (!progress.built) return "planned";
  return progress.built.degraded ? "degraded" : "succeeded";
}

// src/report/table.ts
function left(...titles) {
  return titles.map((title) => ({ title, align: "left" }));
}
function right(...titles) {
  return titles.map((title) => ({ title, align: "right" }));
}
function terminalTable({ columns, rows }) {
  const widths = columns.map(
    (column, index) => Math.max(column.title.length, ...rows.map((row) => (row[index] ?? "").length))
  );
  const line = (cells) => columns.map((column, index) => {
    const cell = cells[index] ?? "";
    return column.align === "left" ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
  }).join("  ").trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)].join("\n");
}
function markdownTable({ columns, rows }) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => column.title)),
    line(columns.map((column) => column.align === "left" ? "---" : "---:")),
    ...rows.map((row) => line(row.map(escapeMarkdown)))
  ].join("\n");
}
function escapeMarkdown(text) {
  return escapeHtml(text).replace(
    /[\\`*_{}[\]()#+!|~-]/g,
    (character) => /[-+()#!]/.test(character) ? character : `\\${character}`
  ).replace(/\r\n?|\n/g, "<br>");
}
function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// src/report/attempts-view.ts
var ATTEMPT_COLUMNS = [
  ...[...left("phase"), ...right("try")],
  ...[...left("failure", "seen", "then"), ...right("took", "waited")]
];
var MOST_EVIDENCE = 120;
function attemptRows(attempts) {
  return attempts.map((one) => [
    one.phase,
    String(one.number),
    `${one.class.id} ${one.class.name}`,
    shortened(one.line),
    one.recovery === null ? "given up" : tryAfter(one.recovery),
    `${one.seconds.toFixed(1)} s`,
    `${one.waitSeconds.toFixed(1)} s`
  ]);
}
function tryAfter(recovery) {
  const words = RECOVERY_WORDS[recovery];
  return words === "" ? "again" : `again, ${words}`;
}
function attemptsHeadline(attempts) {
  const recovered = attempts.filter((one) => one.recovery !== null);
  const waited = recovered.reduce((sum, one) => sum + one.waitSeconds, 0);
  const tries = attempts.length === 1 ? "1 failed try" : `${attempts.length} failed tries`;
  return `${tries}, ${recovered.length} followed by another; ${waited.toFixed(0)} s of waiting`;
}
function shortened(text) {
  return text.length <= MOST_EVIDENCE ? text : `${text.slice(0, MOST_EVIDENCE - 1)}\u2026`;
}

// src/report/cleanup-view.ts
var COLUMNS = [
  ...left("strategy", "risk"),
  ...right("expected", "freed", "of the base hidden", "left in the base", "files", "time"),
  ...left("stopped at")
];
function cleanupTable(result) {
  const sum = (of) => result.rows.reduce((total, row) => total + of(row), 0);
  const known = result.rows.every((row) => row.expectedBytes !== null);
  const expected = sum((row) => row.expectedBytes ?? 0);
  const together = {
    expectedBytes: known ? expected : null,
    measuredBytes: freedBytes(result),
    baseBytes: sum((row) => row.baseBytes),
    hiddenBytes: sum((row) => row.hiddenBytes),
    files: sum((row) => row.files),
    seconds: result.seconds
  };
  const rows = result.rows.map((row) => [row.strategy, row.risk, ...numbers(row), stoppedAt(row, result)]);
  return { columns: COLUMNS, rows: [...rows, ["together", "", ...numbers(together), ""]] };
}
function numbers(row) {
  return [
    row.expectedBytes === null ? "not known" : formatBytes(row.expectedBytes),
    formatBytes(row.measuredBytes),
    formatBytes(row.hiddenBytes),
    formatBytes(row.baseBytes - row.hiddenBytes),
    String(row.files),
    `${row.seconds.toFixed(2)} s`
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
var MOST_PATHS2 = 10;
function journalSections(journal) {
  const { attempts } = journal;
  const tries = { columns: ATTEMPT_COLUMNS, rows: attemptRows(attempts) };
  return [
    ...attempts.length > 0 ? [{ headline: attemptsHeadline(attempts), table: tries }] : [],
    ...journal.cleanups.map(({ phase, result }) => ({
      headline: `phase ${phase}: ${cleanupHeadline(result)}`,
      table: cleanupTable(result)
    })),
    ...journal.strips.map(({ phase, rows }) => ({
      headline: `phase ${phase}: ${rows.map((row) => `${row.kind} ${formatBytes(row.bytes)}`).join(", ")} stripped`
    })),
    ...journal.allowed.map(({ phase, paths }) => ({
      headline: `phase ${phase}: \`allow_changes\` let through what no package brings`,
      lines: paths.slice(0, MOST_PATHS2)
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
  const nodeIds = new Map(plan.phases.map((phase, index) => [phase.name, `p${index}`]));
  const constraints = plan.constraints.flatMap(({ before, after, because }) => {
    const [from, to] = [nodeIds.get(before), nodeIds.get(after)];
    return from && to ? [`  ${from} -. "${escapeLabel(because)}" .-> ${to}`] : [];
  });
  return ["```mermaid", "flowchart LR", ...nodes, ...chain, ...constraints, "```"].join("\n");
}
function escapeLabel(text) {
  return text.replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;").replace(/[\r\n`]/g, " ");
}

// src/report/clash-lines.ts
function clashLines({ clashes }) {
  const lines = /* @__PURE__ */ new Map();
  for (const clash of clashes) {
    const key = JSON.stringify([clash.winner, clash.files, clash.paths]);
    lines.set(key, [...lines.get(key) ?? [], clash]);
  }
  return [...lines.values()].flatMap(lineOf);
}
function lineOf(clashes) {
  const [first] = clashes;
  if (first === void 0) return [];
  const { winner, files, paths } = first;
  const losers = clashes.map(({ loser }) => labelOf(loser) + placeOf(loser.phase, winner.phase)).join(", ");
  const more = files > 1 ? ` and ${files - 1} more` : "";
  return [
    `${labelOf(winner)} of ${winner.phase} wins over ${losers}: they bring other content for ${paths[0]}${more}`
  ];
}
function labelOf({ name, version }) {
  return `${name} ${version}`;
}
function placeOf(phase, winners) {
  if (phase === null) return " of the base";
  return phase === winners ? "" : ` of ${phase}`;
}

// src/report/plan-view.ts
var COLUMNS2 = [
  ...left("phase", "packages"),
  ...right("files", "download", "installed", "peak"),
  ...left("why here")
];
function planTable(plan) {
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
  return { columns: COLUMNS2, rows: [...rows, ["together", "", countOf(count), ...all, ""]] };
}
function marks({ optional, environment }) {
  const words = [...optional ? ["optional"] : [], ...environment ? ["isolated"] : []];
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}
function contentOf({ packages, system, run }) {
  const commands = run ? [`${run.steps.length} ${run.steps.length === 1 ? "command" : "commands"}`] : [];
  const apt = system.asked.length > 0 ? [`apt: ${system.asked.join(", ")}`] : [];
  return [...apt, ...packages.length > 0 ? [packages.map(briefly).join(", ")] : [], ...commands].join("; ");
}
function briefly(requirement) {
  const direct = splitDirect(requirement);
  if (direct === void 0 || isLocalAddress(direct.target)) return requirement;
  return `${direct.front} @ ${briefAddress(direct.target)}`;
}
function filesOf(phase) {
  return phase.distributions.length + phase.system.packages.length;
}
function countOf(files) {
  return `${files} ${files === 1 ? "file" : "files"}`;
}
function verdictLine(plan) {
  const { fits, strategy, reason, neededBytes, freeBytes, reserveBytes, presentBytes = 0 } = plan.verdict;
  const there = presentBytes > 0 ? `, beside ${formatBytes(presentBytes)} of finished layers,` : "";
  const needs = `needs ${formatBytes(neededBytes)} at its peak${there} and leaves ${formatBytes(reserveBytes)} free`;
  if (fits === null || freeBytes === null) return `not known whether it fits: ${needs}; ${reason}`;
  const numbers2 = `${needs}; ${formatBytes(freeBytes)} are free`;
  if (!fits) return `does not fit: ${numbers2}; ${formatBytes(missingBytes(plan))} are missing`;
  return strategy === "whole" ? `fits: ${numbers2}` : `fits ${HOW[strategy]}: ${reason}; ${numbers2}`;
}
var HOW = { split: "when split", degraded: "without what is optional", refused: "not" };
function missingBytes({ verdict }) {
  return verdict.neededBytes + verdict.reserveBytes - (verdict.freeBytes ?? 0);
}
function roomRemedy(plan, ownBytes = 0) {
  const missing = missingBytes(plan);
  const largest = largestPackage(plan);
  const saved = plan.totals.bytecode;
  return [
    `Free ${formatBytes(missing)} on the engine's disk (\`docker system df\` shows what it holds), or move its data root to a larger one.`,
    ...ownBytes > 0 ? [
      `Finished layers of earlier builds take ${formatBytes(ownBytes)} of it: \`docker images -q surelayer-layer | xargs docker rmi\` frees those that no image uses, and builds make them again.`
    ] : [],
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
    ...clashLines(plan),
    ...plan.phases.flatMap(
      ({ name, wheel }) => wheel ? [`${name} takes ${wheel.distribution} for ${wheel.chosenBy} from ${wheel.url}`] : []
    ),
    ...plan.phases.flatMap((phase) => phase.packages.flatMap((text) => sourceNote(phase, text))),
    ...buildNotes(plan)
  ];
}
function buildNotes({ phases }) {
  const alike = /* @__PURE__ */ new Map();
  for (const { name, version, build } of phases.flatMap((phase) => phase.distributions)) {
    if (build === void 0) continue;
    const tools = build.distributions.map((one) => `${one.name} ${one.version}`).join(", ");
    alike.set(tools, [...alike.get(tools) ?? [], `${name} ${version}`]);
  }
  return [...alike].map(([tools, names]) => {
    const verb = names.length === 1 ? "is" : "are";
    return `${names.join(", ")} ${verb} built from source with ${tools === "" ? "nothing beside Python" : tools}`;
  });
}
function sourceNote(phase, requirement) {
  const direct = splitDirect(requirement);
  if (direct === void 0 || phase.leftOut || isLocalAddress(direct.target)) return [];
  const { address } = directSource(direct.target);
  return [`${phase.name} takes ${direct.front} from ${address}${commitNote(phase, direct.front, address)}`];
}
function commitNote({ distributions }, front, address) {
  const name = normaliseName(front.split("[")[0]?.trim() ?? "");
  const commit = gitCommit(distributions.find((one) => one.name === name)?.file.url ?? "")?.revision;
  return commit === void 0 || gitCommit(address) ? "" : `, commit ${commit}`;
}
function warningsOf(plan) {
  const found = plan.findings.filter((one) => one.severity === "warning");
  const unverified = plan.base.facts === "declared" ? plan.base.unverified : [];
  return [...unverified, ...plan.warnings, ...found.map((one) => `${one.message} ${one.remedy}`)];
}
function baseLine({ python, bytes }) {
  if (bytes === null) return `Python ${python}, declared and unverified, size unknown`;
  return `Python ${python}, ${formatBytes(bytes)}`;
}
function renderPlan(plan) {
  return [
    `Plan of ${plan.name} on ${plan.base.reference} (${baseLine(plan.base)})`,
    "",
    terminalTable(planTable(plan)),
    "",
    verdictLine(plan),
    ...notesOf(plan),
    ...warningsOf(plan).map((warning) => `warning: ${warning}`)
  ].join("\n");
}

// src/report/left-out-impact.ts
var TIMING_CHAIN = [
  { module: "whisperx", name: "whisperx" },
  { module: "google.cloud.speech", name: "google" },
  { module: "faster_whisper", name: "faster-whisper" },
  { module: "pocketsphinx", name: "pocketsphinx" }
];
var IMPACTS = /* @__PURE__ */ new Map([
  [
    "flash_attn",
    "Attention runs on PyTorch's own kernels: slower, and with more GPU memory for long sequences."
  ],
  ["xformers", "Attention runs on PyTorch's own kernels: slower, and with more GPU memory."]
]);
function leftOutImpact(phase, leftOut) {
  const known = phase.imports.flatMap((module) => IMPACTS.get(module) ?? []);
  const timing = timingImpact(phase.imports, leftOut);
  if (known.length > 0 || timing !== void 0) return [...known, ...timing ? [timing] : []].join(" ");
  if (phase.imports.length === 0) return `The image lacks ${phase.packages.join(", ")}.`;
  return `In this image, \`import ${phase.imports.join(", ")}\` fails.`;
}
function timingImpact(modules, leftOut) {
  if (!TIMING_CHAIN.some((one) => modules.includes(one.module))) return void 0;
  const left2 = TIMING_CHAIN.filter((one) => !leftOut.has(one.module)).map((one) => one.name);
  const [last] = left2.slice(-1);
  if (last === void 0) return "The image can't time words.";
  const others = left2.slice(0, -1);
  const rest = others.length === 0 ? last : `${others.join(", ")} or ${last}`;
  return `Word timings will come from ${rest}, where the image has it.`;
}

// src/report/result-view.ts
function layerTable(built) {
  const columns = [...left("layer", "state"), ...right("predicted", "actual", "difference", "time")];
  const rows = built.phases.map(({ name, status, predictedBytes, actualBytes, seconds }) => [
    name,
    status === "left-out" ? "left out" : status,
    predictedBytes === null ? "\u2014" : formatBytes(predictedBytes),
    actualBytes === null ? "\u2014" : formatBytes(actualBytes),
    predictedBytes === null || actualBytes === null ? "\u2014" : formatDifference(predictedBytes, actualBytes),
    `${seconds.toFixed(1)} s`
  ]);
  return { columns, rows };
}
function leftOutLines(report) {
  const missing = (report.built?.phases ?? []).filter((phase) => phase.status === "left-out");
  const planned = (report.plan?.phases ?? []).filter((one) => missing.some(({ name }) => name === one.name));
  const modules = new Set(planned.flatMap((one) => one.imports));
  return missing.map(({ name, failure }) => {
    const phase = planned.find((one) => one.name === name);
    const impact = phase ? leftOutImpact(phase, modules) : "";
    return [`degraded: built without the optional phase ${name}.`, sentence(failure ?? ""), impact].filter((part) => part !== "").join(" ");
  });
}
function sentence(text) {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
function checkTable({ checks }) {
  const rows = checks.map((check) => [check.title, check.status, check.detail]);
  return { columns: left("check", "result", "seen"), rows };
}
function wordTable({ words }) {
  const rows = words.map((one) => [one.word, `${one.start.toFixed(2)} s`, `${one.end.toFixed(2)} s`]);
  return { columns: [...left("word"), ...right("start", "end")], rows };
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
    sections.push(terminalTable(layerTable(report.built)));
    const leftOut = leftOutLines(report);
    if (leftOut.length > 0) sections.push(leftOut.join("\n"));
    sections.push(
      `image ${report.built.references.join(", ")} (${report.built.imageId}), ${formatBytes(report.built.bytes)}`
    );
  }
  for (const section of journalSections(report.journal)) sections.push(journalText(section));
  if (report.verification) sections.push(terminalTable(checkTable(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(`${wordsHeadline(timings)}
${terminalTable(wordTable(timings))}`);
  if (report.pushed.length > 0) sections.push(report.pushed.map(pushedLine).join("\n"));
  return sections.join("\n\n");
}
function journalText({ headline, table, lines = [] }) {
  return [headline, ...table ? [terminalTable(table)] : [], ...lines].join("\n");
}

// src/report/summary.ts
var OUTCOME = {
  planned: "planned",
  succeeded: "built",
  degraded: "built without an optional phase",
  failed: "failed"
};
function renderSummary(report, note) {
  const sections = [`### Surelayer: ${escapeMarkdown(report.name)} ${OUTCOME[report.outcome]}`];
  if (note !== void 0) sections.push(`> ${escapeMarkdown(note)}`);
  if (report.failure) sections.push(failureSection(report.failure));
  for (const pushed of report.pushed) sections.push(`Pushed \`${pushed.reference}@${pushed.digest}\``);
  if (report.built) {
    for (const line of leftOutLines(report)) sections.push(`> ${escapeMarkdown(line)}`);
    sections.push(markdownTable(layerTable(report.built)));
    sections.push(imageLine(report.built));
  }
  for (const section of journalSections(report.journal)) sections.push(journalMarkdown(section));
  if (report.verification) sections.push(markdownTable(checkTable(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(folded(wordsHeadline(timings), markdownTable(wordTable(timings))));
  if (report.plan) {
    const base = `On ${escapeMarkdown(`${report.plan.base.reference} (${baseLine(report.plan.base)})`)}`;
    const plan = `${base}

${verdictLine(report.plan)}

${markdownTable(planTable(report.plan))}

${orderChart(report.plan)}`;
    sections.push(report.built ? folded("Plan", plan) : plan);
    for (const line of [...notesOf(report.plan), ...warningsOf(report.plan)])
      sections.push(`> ${escapeMarkdown(line)}`);
  }
  sections.push(`<sub>${report.seconds.toFixed(0)} s, Surelayer ${report.surelayer}</sub>`);
  return `${sections.join("\n\n")}
`;
}
function imageLine({ imageId, bytes, baseBytes, references }) {
  const line = `Image \`${imageId}\`, ${formatBytes(bytes)} with the base's ${formatBytes(baseBytes)}.`;
  return references.length > 0 ? line : `${line} Its names were not moved.`;
}
function failureSection(failure) {
  const lines = [`**${escapeMarkdown(failure.message)}**`];
  if (failure.class) lines.push(`Class ${failure.class.id}: ${escapeMarkdown(failure.class.name)}.`);
  if (failure.evidence) lines.push(`<pre>${escapeHtml(failure.evidence)}</pre>`);
  if (failure.remedy) lines.push(escapeMarkdown(failure.remedy));
  return lines.join("\n\n");
}
function journalMarkdown({ headline, table, lines = [] }) {
  const parts = [
    ...table ? [markdownTable(table)] : [],
    ...lines.length > 0 ? [lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")] : []
  ];
  return parts.length === 0 ? escapeMarkdown(headline) : folded(headline, parts.join("\n\n"));
}
function folded(title, body) {
  return `<details><summary>${escapeHtml(title)}</summary>

${body}

</details>`;
}

// src/failures/details.ts
var NEAR = 40;
var ADDRESS = /https?:\/\/[^\s'"`<>()]{1,3000}/;
var POOL = /(HTTPS?)ConnectionPool\(host='([^']{1,300})', port=(\d{1,5})\).{0,300}?url: (\S{1,3000})/;
function addressNear(lines, at) {
  for (const index of nearest(lines.length, at)) {
    const line = lines[index];
    if (line === void 0 || line.foreign && index !== at) continue;
    const address = addressIn(line.text);
    if (address !== void 0) return withoutLogin(address);
  }
  return void 0;
}
function addressIn(text) {
  const plain = ADDRESS.exec(text)?.[0];
  if (plain !== void 0) return plain.replace(/[.,;:]+$/, "").replace(/#.*$/, "");
  const [, scheme, host, port, path] = POOL.exec(text) ?? [];
  if (scheme === void 0 || host === void 0) return void 0;
  const usual = port === (scheme === "HTTPS" ? "443" : "80");
  return `${scheme.toLowerCase()}://${host}${usual ? "" : `:${port}`}${path}`;
}
function withoutLogin(address) {
  return address.replace(/^(https?:\/\/)[^/@]{1,1000}@/, "$1");
}
function nearest(length, at) {
  const before = Array.from({ length: Math.min(at, NEAR) }, (_, step) => at - 1 - step);
  const after = Array.from(
    { length: Math.max(0, Math.min(NEAR, length - 1 - at)) },
    (_, step) => at + 1 + step
  );
  return [at, ...before, ...after];
}
var WAIT = /\bretry[- ]after['"]?[:= ] ?['"]?(\d{1,6}(?:\.\d{1,9})?)(ms|[µu]s|ns|s|m|h)?\b|(?:try again|retry) (?:in|after) (\d{1,6}) ?s(?:ec|\b)|\bratelimit: .{0,100}?\bt=(\d{1,6})/i;
var UNITS = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  \u00B5s: 1e-6,
  us: 1e-6,
  ns: 1e-9
};
var SECONDARY_LIMIT_SECONDS = 60;
function retryAfter(lines) {
  for (const { text } of lines) {
    if (RETRY_DATE.test(text)) continue;
    const [, after, unit = "s", ...others] = WAIT.exec(text) ?? [];
    const number2 = [after, ...others].find((group) => group !== void 0);
    if (number2 !== void 0)
      return Math.max(1, Math.ceil(Number(number2) * (UNITS[unit.toLowerCase()] ?? 1)));
  }
  return lines.some(({ text }) => /secondary rate limit/i.test(text)) ? SECONDARY_LIMIT_SECONDS : void 0;
}
var RETRY_DATE = /\bretry-after['"]?[:= ] ?['"]?(\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT)/i;
function retryAt(lines) {
  for (const { text } of lines) {
    const moment = Date.parse(RETRY_DATE.exec(text)?.[1] ?? "");
    if (!Number.isNaN(moment)) return moment;
  }
  return void 0;
}
function gotFile(lines) {
  for (const [index, { text }] of lines.entries()) {
    const got = /^Got\s{1,20}([0-9a-f]{64})$/.exec(text)?.[1];
    if (got !== void 0) return got;
    if (text === "Computed:") return /^sha256:([0-9a-f]{64})$/.exec(lines[index + 1]?.text ?? "")?.[1];
    const size = /Size mismatch for `.{1,300}, but downloaded (\d{1,15} bytes)/.exec(text)?.[1];
    if (size !== void 0) return size;
  }
  return void 0;
}
function gotArchive(lines) {
  const failed = lines.findIndex(
    ({ text }) => /^E: Failed to fetch \S{1,2000}\.deb\s+Hash Sum mismatch/.test(text)
  );
  if (failed < 0) return void 0;
  const said = lines.slice(failed + 1, failed + 1 + MOST_HASHES);
  const received = said.findIndex(({ text }) => text === "Hashes of received file:");
  const after = received < 0 ? [] : said.slice(received + 1);
  return /(?<=^- SHA256:)[0-9a-f]{64}/m.exec(after.map(({ text }) => text).join("\n"))?.[0];
}
var MOST_HASHES = 16;

// src/failures/evidence-lines.ts
var HEAD = 3 * 1024;
var END = 1024;
var LOG_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{3} ?/;
var QUOTED_CODE = /^(?:raise |File ")/;
function evidenceLines({ tool, output }) {
  const foreign = foreignness(tool);
  const lines = [];
  for (const raw of output.split(/\r\n|\r|\n/)) {
    const line = shorten(raw).replace(LOG_TIME, "");
    const text = line.trim();
    if (text !== "" && !QUOTED_CODE.test(text)) lines.push({ foreign: foreign(line), text });
  }
  return lines;
}
function shorten(line) {
  return line.length > HEAD + END ? `${line.slice(0, HEAD)} \u2026 ${line.slice(-END)}` : line;
}
function foreignness(tool) {
  if (tool === "pip") return pipForeignness();
  if (tool === "uv") return uvForeignness();
  return tool === "command" ? installersForeignness() : () => false;
}
var PIP_BUILD = /^\s*(?:Running command (?!pip subprocess|installing build dependencies)|╰─> \[|(?:│ )?\[\d+ lines? of output\])/;
var PIP_BUILD_END = /finished with status '|\[end of output\]|^\s*(?:ERROR|error): (?:\[present-(?:rich|diagnostic)\]|subprocess-exited|.{1,200} exited with )/;
function pipForeignness() {
  let inside = false;
  return (line) => {
    if (PIP_BUILD.test(line)) {
      inside = true;
      return false;
    }
    if (inside && PIP_BUILD_END.test(line)) inside = false;
    return inside;
  };
}
function installersForeignness() {
  const both = [pipForeignness(), uvForeignness()];
  return (line) => both.map((foreign) => foreign(line)).includes(true);
}
var UV_BUILD = /^\s*\[std(?:err|out)\]\s*$/;
var UV_OWN = /^\S|^\s{1,4}(?:cause|Caused by):/;
function uvForeignness() {
  let inside = false;
  return (line) => {
    if (UV_BUILD.test(line)) {
      inside = true;
      return false;
    }
    if (inside && UV_OWN.test(line)) inside = false;
    return inside;
  };
}

// src/failures/signature.ts
var TRUST = ["kernel", "cause", "build", "verdict", "text"];
function failureRule({ signatures = [], remedyFor, ...parts }) {
  const heading = `${parts.id} ${parts.name}`.toLowerCase();
  const anchor = heading.replace(/[^a-z0-9 -]/g, "").replaceAll(" ", "-");
  const defaults = { retry: "never", recovery: "none", error: "build" };
  return { class: { ...defaults, ...parts, anchor }, signatures, remedyFor };
}

// src/failures/classes/apt.ts
var CAUSE = { trust: "cause", tools: ["apt"] };
var VERDICT = { trust: "verdict", tools: ["apt"] };
var APT_RULES = [
  failureRule({
    id: "R7",
    name: "apt source gone",
    seen: "One of the image's apt sources no longer exists: its distribution is out of support, or the address is wrong.",
    remedy: "Use a newer base image, or correct the source that is named above.",
    signatures: [{ ...CAUSE, pattern: /does not have a Release file|no longer has a Release file/ }]
  }),
  failureRule({
    id: "R8",
    name: "apt source not signed",
    seen: "The key that signs one of the image's apt sources is missing or expired.",
    remedy: "Put the source's current key into the base image, or use a newer base image.",
    signatures: [
      {
        ...CAUSE,
        pattern: /NO_PUBKEY|EXPKEYSIG|KEYEXPIRED|BADSIG|is not signed\.|couldn't be verified because the public key/
      }
    ]
  }),
  failureRule({
    id: "N9",
    name: "package mirror unreliable",
    seen: "apt could not fetch a list or a package, or got one that belongs to another state of the mirror (hash or size differs, 404).",
    retry: "bridge",
    recovery: "fresh-package-lists",
    error: "registry",
    remedy: "Run again when the mirror is back or in step; finished phases are kept. Another mirror bridges longer outages. The same wrong package twice, with lists fetched anew in between, was changed at the mirror or on the way: use another mirror.",
    signatures: [
      {
        ...CAUSE,
        pattern: /Hash Sum mismatch|File has unexpected size|Mirror sync in progress|^5\d\d {2}\S|^408 {2}|^(?:Connection failed|Connection timed out|Could not connect to) |Clearsigned file isn't valid|Undetermined Error/
      },
      {
        ...VERDICT,
        pattern: /^(?:E|W): (?:Failed to fetch|Some index files failed)|^Err:\d|Unable to fetch some archives/
      }
    ]
  }),
  failureRule({
    id: "N9P",
    name: "system package not in the lists",
    seen: "apt knows no such package. After an update that got only half of the lists this passes by itself, so it is tried once more with fresh lists.",
    retry: "once",
    recovery: "fresh-package-lists",
    remedy: "Correct the name in `system_packages`, or add the apt source that has it to the base image.",
    signatures: [
      {
        ...VERDICT,
        pattern: /E: Unable to locate package |has no installation candidate|E: Couldn't find any package/
      }
    ]
  }),
  failureRule({
    id: "L1",
    name: "package manager locked",
    seen: "Another process holds the lock of apt or dpkg.",
    retry: "attempts",
    remedy: "Stop what else installs packages in the image, such as a service that the phase starts.",
    signatures: [{ ...CAUSE, pattern: /Could not get lock |is another process using it\?/ }]
  }),
  failureRule({
    id: "B6",
    name: "package script failed",
    seen: "A system package was unpacked, but its own installation script failed.",
    remedy: "Read the lines before the one above: they are that script's own. Leave the package out, or pin another version.",
    signatures: [
      {
        ...VERDICT,
        pattern: /^dpkg: error processing |Sub-process \/usr\/bin\/dpkg returned an error code|post-installation script subprocess returned error/
      }
    ]
  })
];

// src/failures/system-packages-remedy.ts
var HOLDERS = [
  [/['"`\s/](?:[a-z0-9_]{1,20}-[a-z0-9_-]{1,40}-)?(?:gcc|g\+\+|cc|c\+\+|make)['"`]/, "build-essential"],
  [/['"`\s/]clang(?:\+\+)?['"`]/, "clang"],
  [/CMAKE_C(?:XX)?_COMPILER/, "build-essential"],
  [/CMake must be installed|['/]cmake'/, "cmake"],
  [/\bninja\b/, "ninja-build"],
  [/\bcargo\b|\brustc\b|\bRust\b/, "cargo"],
  [/\bgfortran\b/, "gfortran"],
  [/\bswig\b/, "swig"],
  [
    /pkg-config is required|[Pp]kg-config (?:was )?not found|Did not find pkg-config|['/]pkg-config'/,
    "pkg-config"
  ],
  [/\bPython\.h\b/, "python3-dev"],
  [/\bffi\.h\b/, "libffi-dev"],
  [/\bopenssl\//, "libssl-dev"],
  [/\bportaudio\.h\b|-lportaudio\b/, "portaudio19-dev"],
  [/\balsa\/|-lasound\b/, "libasound2-dev"],
  [/\bsndfile\.h\b|-lsndfile\b/, "libsndfile1-dev"],
  [/\bsox\.h\b|-lsox\b/, "libsox-dev"],
  [/\bespeak-ng\//, "libespeak-ng-dev"],
  [/\bzlib\.h\b|-lz\b/, "zlib1g-dev"],
  [/\bbzlib\.h\b|-lbz2\b/, "libbz2-dev"],
  [/\blzma\.h\b|-llzma\b/, "liblzma-dev"],
  [/\bjpeglib\.h\b|-ljpeg\b/, "libjpeg-dev"],
  [/\blibxml\//, "libxml2-dev"],
  [/\blibxslt\//, "libxslt1-dev"],
  [/pg_config|\blibpq-fe\.h\b|-lpq\b/, "libpq-dev"],
  [/mysql_config|\bmysql\.h\b/, "libmariadb-dev"],
  [/\bcurl\/curl\.h\b|-lcurl\b/, "libcurl4-openssl-dev"],
  [/\byaml\.h\b/, "libyaml-dev"],
  [/\bEigen\//, "libeigen3-dev"],
  [/\bboost\//, "libboost-dev"],
  [/\bhdf5\.h\b|-lhdf5\b/, "libhdf5-dev"]
];
var FFMPEG = /\blib(?:av|sw)(codec|device|filter|format|util|scale|resample)\b/;
function systemPackagesRemedy(line) {
  const holder = HOLDERS.find(([pattern]) => pattern.test(line))?.[1] ?? ffmpegPackage(line);
  if (holder === void 0) return void 0;
  return `Add what is missing, \`system_packages: [${holder}]\` (Debian's and Ubuntu's name for it), or ask for a version that has a wheel.`;
}
function ffmpegPackage(line) {
  const library = FFMPEG.exec(line)?.[0];
  return library && `${library}-dev`;
}

// src/failures/classes/build.ts
var NO_COMPILER = /No such file or directory: '(?:[^']{0,200}\/)?(?:[a-z0-9_-]{0,60}-)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|cmake|ninja|make|cargo|rustc|gfortran|pkg-config|swig)'|command '[^']{0,300}' failed: No such file or directory|unable to execute '[^']{0,300}'|error: Unable to find a compatible|Unknown compiler\(s\)|No CMAKE_C(?:XX)?_COMPILER could be found|CMake must be installed|linker `[^`]{0,100}` not found|can't find Rust compiler|rustc, cargo, .{0,40}(?:is|are) not (?:installed|found)|requires Rust and Cargo|Do you have cargo in your PATH|unable to find a build program corresponding to|pkg-config is required|[Pp]kg-config (?:was )?not found|Did not find pkg-config/;
var OTHER_CUDA = /detected CUDA version \([\d.]{1,10}\) mismatches/;
var NO_NVCC = /CUDA_HOME environment variable is not set|nvcc was not found/;
var HAS_WHEEL = "Ask for a version that has a wheel,";
var SETUPTOOLS_BOUND = "build_constraints: ['setuptools<81']";
var BUILD_RULES = [
  failureRule({
    id: "B5",
    name: "prebuilt wheel not fetched",
    seen: "flash-attn (or a package like it) could not download its own prebuilt wheel and begins to compile instead, which takes hours.",
    retry: "bridge",
    recovery: "prebuilt-wheel",
    remedy: "Give the phase a `wheels:` template, so that the right wheel is fetched with retries and a hash. A source build starts only with `source_build: allowed`.",
    // Without nvcc, the compilation that follows is what has to be mended.
    signatures: [
      { trust: "build", pattern: /Precompiled wheel not found\. Building from source/, unless: NO_NVCC }
    ]
  }),
  failureRule({
    id: "B2",
    name: "CUDA compiler missing",
    seen: "The build wants nvcc or CUDA_HOME, which runtime images don't have.",
    remedy: "Use a prebuilt wheel (`wheels:`) or a devel base image, or make the phase optional.",
    signatures: [
      {
        trust: "build",
        pattern: /CUDA_HOME environment variable is not set|nvcc was not found|only images whose names contain|No such file or directory: '[^']{0,300}nvcc'|nvcc: (?:command )?not found|Failed to find nvcc|No CMAKE_CUDA_COMPILER|Could NOT find CUDA/,
        tools: ["pip", "uv"]
      },
      { trust: "text", pattern: NO_NVCC }
    ]
  }),
  failureRule({
    id: "B7",
    name: "CUDA versions don't match",
    seen: "The image's nvcc is of another CUDA major than the installed torch, so torch's extension builder refuses to compile.",
    remedy: "Choose a base with the CUDA of torch, or a torch for the base's CUDA (`torch_backend`), or a prebuilt wheel (`wheels:`).",
    signatures: ["build", "text"].map((trust) => ({ trust, pattern: OTHER_CUDA }))
  }),
  failureRule({
    id: "B3",
    name: "compiler missing",
    seen: "The package has no wheel for this image, and the image lacks a program to build it with: a compiler, pkg-config, cmake.",
    remedy: `${HAS_WHEEL} or add the program's package: \`system_packages: [build-essential]\` brings gcc, g++ and make.`,
    remedyFor: systemPackagesRemedy,
    signatures: [
      {
        trust: "build",
        pattern: NO_COMPILER,
        tools: ["pip", "uv"]
      },
      // A `run` step that compiles something itself.
      { trust: "text", pattern: NO_COMPILER, tools: ["command"] }
    ]
  }),
  failureRule({
    id: "B9",
    name: "headers or library missing",
    seen: "The package has no wheel for this image, and the image lacks a header or a library that the package is compiled with.",
    remedy: `${HAS_WHEEL} or add the package that holds what is missing: \`system_packages: [build-essential, python3-dev]\` brings a compiler and Python.h. A library's headers are mostly in a package whose name ends with -dev.`,
    remedyFor: systemPackagesRemedy,
    signatures: [
      {
        trust: "build",
        pattern: /fatal error: '?[\w./+-]{1,200}\.(?:h|hpp|hh|cuh)'?(?:: No such file or directory| file not found)|cannot find -l\w|^Package '?.{1,200} (?:was not found in the pkg-config search path|not found$)|pkg-config could not find librar|pg_config executable not found|mysql_config not found/,
        tools: ["pip", "uv"]
      }
    ]
  }),
  failureRule({
    id: "B8",
    name: "setuptools too new",
    seen: "The package's build imports pkg_resources, which setuptools 81 and newer don't have.",
    retry: "once",
    recovery: "no-build-isolation",
    remedy: `Let sources be built with an older setuptools: write \`${SETUPTOOLS_BOUND}\` at the manifest's top level.`,
    signatures: [
      {
        trust: "build",
        pattern: /(?:ModuleNotFoundError|ImportError): No module named '?pkg_resources\b/,
        tools: ["pip", "uv"]
      }
    ]
  }),
  failureRule({
    id: "B1",
    name: "build needs a package it doesn't see",
    seen: "The build imports a package, often torch, that its isolated environment doesn't hold.",
    retry: "once",
    recovery: "no-build-isolation",
    remedy: "Put the package that the build imports into an earlier phase, or use a version with a wheel. Surelayer builds once more without isolation when the image holds it.",
    signatures: [
      {
        trust: "build",
        pattern: /invalid command 'bdist_wheel'|ModuleNotFoundError: No module named |ImportError: No module named |BackendUnavailable|backend-unavailable/,
        tools: ["pip", "uv"]
      },
      { trust: "cause", pattern: /BackendUnavailable/, tools: ["pip"] }
    ]
  }),
  failureRule({
    id: "B10",
    name: "build asks for what isn't locked",
    seen: "A source's build asks for a package that it didn't ask for when the plan was made. A build gets what the plan locks, and no index.",
    remedy: `Plan again with \`--refresh\`. ${HAS_WHEEL} if its build asks differently each time.`,
    signatures: [
      {
        trust: "cause",
        pattern: /Failed to resolve requirements from `/,
        tools: ["uv"],
        unless: (lines) => !lines.some((line) => /in the provided package locations/.test(line.text))
      },
      {
        trust: "cause",
        pattern: /Failed to build '.{1,300}' when installing (?:backend|build) dependencies|subprocess to install (?:backend|build) dependencies exited/,
        tools: ["pip"],
        unless: (lines) => !lines.some((line) => /^\s*Ignoring indexes: /.test(line.text))
      }
    ]
  }),
  failureRule({
    id: "B4",
    name: "build from source failed",
    seen: "The package's own build failed: a compile error, or an exception in its build script.",
    remedy: "Ask for a version that has a wheel; else the log file holds the build's own words, which its authors will want to see.",
    signatures: [
      {
        trust: "verdict",
        pattern: /metadata-generation-failed|subprocess-exited-with-error|Failed building wheel for|failed to build installable wheels|Failed to build '|Getting requirements to build (?:wheel|editable) exited with|Preparing (?:editable )?metadata \([\w.]{1,40}\) exited with|Building (?:editable )?wheel for .{1,300} exited with|Failed to build [`\w]|The build backend returned an error|Call to `[^`]{1,300}` failed|setup\.py (?:install|bdist_wheel|egg_info) (?:did not run|exited)/,
        tools: ["pip", "uv"]
      }
    ]
  })
];

// src/failures/classes/downloads.ts
var DOWNLOAD_RULES = [
  failureRule({
    id: "H1",
    name: "hash differs",
    seen: "A downloaded file doesn't have the hash that the lock or the index names.",
    retry: "attempts",
    recovery: "fresh-download",
    remedy: "A different wrong hash each time is a broken download: check proxy and mirror. The same wrong hash twice means that the file was changed at its source: don't install it; find out who changed it, then plan again with --refresh.",
    signatures: [
      // uv compares sizes before hashes.
      { trust: "cause", pattern: /Size mismatch for `/, tools: ["uv"] },
      { trust: "cause", pattern: /THESE PACKAGES DO NOT MATCH THE HASHES/, tools: ["pip"] },
      { trust: "cause", pattern: /Hash mismatch for/i, tools: ["uv"] },
      // What a source is built with, as images/probes/prefetch.py says it.
      {
        trust: "text",
        pattern: /^Hash mismatch for \S{1,300}: another file than the lock's$/,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "H2",
    name: "archive damaged",
    seen: "A downloaded wheel or source archive can't be read.",
    retry: "attempts",
    recovery: "fresh-download",
    remedy: "If it stays so, the file on the index is broken, or a proxy answers with a page of its own: download the address named above and look.",
    signatures: [
      {
        trust: "cause",
        pattern: /^ERROR: Wheel '.{1,300}' located at |InvalidWheel: |has an invalid wheel|BadZipFile|Bad CRC-32|Bad magic number for (?:file header|central directory)|File is not a zip file|zlib\.error|not a gzip file/,
        tools: ["pip"]
      },
      {
        trust: "cause",
        pattern: /has an invalid package format|Failed to read from zip file|ZIP file (?:uses|contains)|Invalid (?:local|central|zip) |Bad uncompressed size|Encountered an unexpected header|unable to locate the end of central directory|CRC(?:32)? (?:mismatch|checksum)|a computed CRC|invalid (?:gzip|zip)|bad (?:CRC|checksum)/i,
        tools: ["uv"]
      },
      {
        trust: "verdict",
        pattern: /Failed to extract archive|I\/O operation failed during extraction|Failed to unpack|Cannot unpack file/,
        tools: ["uv", "pip"]
      }
    ]
  })
];

// src/failures/classes/engine.ts
var ENGINE = { trust: "kernel", tools: ["engine"] };
var STUCK = "See what the registry's log says of the upload. Docker 20.10 holds on to an upload that is stuck until its connection ends: if the next push stands still as well, restart the engine.";
var ENGINE_RULES = [
  failureRule({
    id: "N11",
    name: "registry refuses",
    seen: "The image registry wants a login, forbids the push or pull, or has no image of this name.",
    error: "registry",
    remedy: "Check the name, and log in (`docker login`) with an account that may write there.",
    signatures: [
      {
        ...ENGINE,
        // Such a refusal is about the pace, and no login helps.
        unless: /rate limit/i,
        pattern: /^(?:unauthorized|denied)\b|unauthorized: |authentication required|no basic auth credentials|requested access to the resource is denied|\bdenied: |name unknown|manifest unknown|does not let this user|has no image /i
      }
    ]
  }),
  failureRule({
    id: "N10",
    name: "registry unavailable",
    seen: "The image registry answers with a server error, limits requests, breaks the connection or says nothing any more.",
    retry: "bridge",
    error: "registry",
    remedy: "Run again when the registry answers; what it has already is not sent again.",
    remedyFor: (line) => line.includes("stopped answering in the push") ? STUCK : void 0,
    signatures: [
      {
        ...ENGINE,
        pattern: /^The (?:registry|token service of) \S{1,300} (?:does not answer\.|stopped answering|limits the rate)|^HTTP (?:408|425|429|50[0234])\b|secondary rate limit|received unexpected HTTP status: 5\d\d|toomanyrequests|unexpected status(?: code)?[: ].{0,300}(?:5\d\d|429) |too many requests|can't reach the registry|limits the rate of requests|net\/http: TLS handshake timeout|dial tcp: lookup |dial tcp \S{1,100}: (?:connect|i\/o)|read tcp \S{1,100}->\S{1,100}: |(?:Head|Get|Put|Post|Patch) "https?:\/\/\S{1,500}": (?!x509|tls: failed to verify|http: server gave)|unexpected EOF|write: broken pipe/i
      }
    ]
  }),
  failureRule({
    id: "X2",
    name: "container name in use",
    seen: "Something else on the engine has the name that is needed.",
    error: "engine",
    remedy: "Remove the container that is named above, or run again: names are new for each run.",
    signatures: [
      {
        ...ENGINE,
        pattern: /is already in use by container|The container name ".{1,200}" is already in use/
      }
    ]
  }),
  failureRule({
    id: "X3",
    name: "container paused",
    seen: "The engine has paused the container, as it does while it commits a layer.",
    retry: "attempts",
    error: "engine",
    remedy: "Wait until the commit is done; if nobody commits, unpause the container.",
    signatures: [{ ...ENGINE, pattern: /is paused, unpause|is paused\b/ }]
  }),
  failureRule({
    id: "X4",
    name: "container gone",
    seen: "The build container was stopped or removed from outside while it was in use.",
    retry: "once",
    error: "engine",
    remedy: "See what else cleans up on this engine (`docker prune` in another job?), then run again.",
    signatures: [
      {
        ...ENGINE,
        pattern: /No such container|is not running|No such exec instance|removal of container .{1,200} is already in progress|marked for removal/i
      }
    ]
  }),
  failureRule({
    id: "X5",
    name: "image removed",
    seen: "An image that the build needs was removed from the engine while the build went on, often one of its finished layers.",
    retry: "attempts",
    recovery: "remake-layer",
    error: "engine",
    remedy: "See what removes images on this engine: `docker image prune` or `docker rmi` in another job? Then run again. Phases whose layers are left are kept, and a base image is pulled again.",
    signatures: [{ ...ENGINE, pattern: /No such image/i }]
  }),
  failureRule({
    id: "X1",
    name: "engine lost",
    seen: "The container engine stopped answering: it was restarted, or it crashed.",
    retry: "bridge",
    recovery: "reconnect",
    error: "engine",
    remedy: "See whether the engine runs (`docker info`, its log), then run again: finished phases are kept.",
    signatures: [
      {
        ...ENGINE,
        pattern: /socket hang up|ECONNREFUSED|ECONNRESET|EPIPE|connect ENOENT|Cannot connect to the Docker daemon|stopped answering|No container engine answers|\bEOF\b|^aborted$|connection (?:refused|reset)|error during connect/i
      }
    ]
  })
];

// src/failures/classes/exits.ts
var EXIT_RULES = [
  failureRule({
    id: "S1",
    name: "crashed by a signal",
    seen: "The import passes, but the first use aborts (134) or crashes (139): mostly a library that doesn't match, such as cuDNN.",
    remedy: "Run the command with PYTHONFAULTHANDLER=1 to see where it crashes; look at the versions of the nvidia-* wheels and of what was built for them.",
    signatures: [
      {
        trust: "text",
        pattern: /^Fatal Python error: |Segmentation fault|\(core dumped\)|^Aborted$|double free or corruption|free\(\): invalid/,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "S3",
    name: "command can't run",
    seen: "A command names a program or a file that isn't in the image, or Python code that this Python can't read.",
    remedy: "Correct the command, or install what it needs in the phase's `packages` or `system_packages`. Code for a newer Python needs a newer base.",
    signatures: [
      {
        trust: "text",
        pattern: /^\s{0,20}SyntaxError: |: can't open file '[^']{1,300}': \[Errno 2\]|executable file not found in \$PATH|exec: "[^"]{1,300}": stat .{1,300}: no such file or directory/,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "S2",
    name: "killed from outside",
    seen: "Somebody ended the process (SIGKILL, SIGTERM), and the kernel's count of out-of-memory kills did not rise.",
    retry: "once",
    remedy: "See what stops processes on this machine: another job's cleanup, a time limit, or memory that ran out outside the container."
  }),
  failureRule({
    id: "U",
    name: "unknown",
    seen: "The failure has no sign that Surelayer knows.",
    retry: "once",
    remedy: "Read the log file. If others could meet this too, please report it with the log's last lines."
  })
];

// src/failures/classes/gpu.ts
var GPU_RULES = [
  failureRule({
    id: "G1",
    name: "GPU driver too old",
    seen: "The image's CUDA is newer than the host's driver.",
    error: "gpu",
    remedy: "Choose hosts with a newer driver, or a base image with an older CUDA.",
    signatures: [
      {
        trust: "kernel",
        pattern: /unsatisfied condition: (?:cuda|driver|brand)|NVIDIA driver on your system is too old|CUDA driver version is insufficient/
      }
    ]
  }),
  failureRule({
    id: "G2",
    name: "no GPU",
    seen: "The engine has no GPU to give, or the container sees no driver.",
    error: "gpu",
    remedy: "Run this step on a machine with an NVIDIA GPU, its driver and the NVIDIA Container Toolkit.",
    signatures: [
      {
        trust: "kernel",
        pattern: /could not select device driver|Found no NVIDIA driver|no CUDA-capable device is detected|unresolvable CDI devices|nvidia-container-cli: initialization error|libcuda\.so\.1: cannot open shared object file|The engine has no GPU to give/
      }
    ]
  }),
  failureRule({
    id: "G3",
    name: "GPU not supported by the binaries",
    seen: "torch or an extension holds no code for this GPU's compute capability.",
    remedy: "Use a torch (or TORCH_CUDA_ARCH_LIST) that covers the GPU, or other `gpu_pools`.",
    signatures: [
      {
        trust: "kernel",
        pattern: /no kernel image is available for execution on the device|is not compatible with the current PyTorch installation/
      }
    ]
  })
];

// src/failures/classes/imports.ts
var IMPORT_RULES = [
  failureRule({
    id: "I4",
    name: "C library too old",
    seen: "A binary was built against a newer glibc or libstdc++ than the base image has.",
    remedy: "Use a newer base image, or an older wheel.",
    signatures: [{ trust: "text", pattern: /version `(?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,20}' not found/ }]
  }),
  failureRule({
    id: "I1",
    name: "shared library missing",
    seen: "A library (.so) that a package loads isn't in the image. With cuDNN this shows only at the first use on a GPU, as an abort.",
    remedy: "Add the system package or nvidia-* wheel that holds the library, in the version that the package was built for, and see that LD_LIBRARY_PATH finds it.",
    signatures: [
      {
        trust: "text",
        pattern: /cannot open shared object file|Unable to load any of \{|Could not load library lib|Cannot load symbol cudnn|libcudnn\w{0,40}\.so\S{0,20}: cannot|(?:sndfile|portaudio|espeak|PortAudio) library not found/i
      }
    ]
  }),
  failureRule({
    id: "I2",
    name: "binaries don't match",
    seen: "A compiled package was built for another version of a library that it links to, mostly another torch (undefined symbol, operator does not exist).",
    remedy: "Use the wheel that was built for the same torch minor, CUDA and C++ ABI; `binary_for: [torch]` and `wheels:` do so.",
    signatures: [
      {
        trust: "text",
        pattern: /undefined symbol: |RuntimeError: operator \w{1,100}::\w{1,100} does not exist/
      }
    ]
  }),
  failureRule({
    id: "I3",
    name: "NumPy versions don't match",
    seen: "A compiled package was built for NumPy 1 and met NumPy 2, or the other way round. It can be a mere warning with exit code 0.",
    remedy: "Pin numpy<2 for all phases, or take a version of the package that was built for NumPy 2.",
    signatures: [
      {
        trust: "text",
        pattern: /compiled using NumPy 1\.x cannot be run in|numpy\.dtype size changed|numpy\.ndarray size changed|was removed in the NumPy 2|numpy\.core\.multiarray failed to import|_ARRAY_API not found|module compiled against (?:ABI|API) version/
      }
    ]
  }),
  failureRule({
    id: "I6",
    name: "module missing",
    seen: "An import fails, because no installed package holds the module.",
    remedy: "Add the package that holds the module to the phase; its name can differ from the module's.",
    signatures: [{ trust: "text", pattern: /ModuleNotFoundError: No module named /, tools: ["command"] }]
  }),
  failureRule({
    id: "I5",
    name: "interface changed",
    seen: "A package uses a name that its dependency no longer has (or doesn't have yet).",
    remedy: "Pin the dependency to the version that the package was made for.",
    signatures: [
      {
        trust: "text",
        pattern: /AttributeError: (?:partially initialized )?(?:module|type object) '[^']{1,200}' has no attribute|ImportError: cannot import name |TypeError: .{1,200}got an unexpected keyword argument/,
        tools: ["command"]
      }
    ]
  })
];

// src/failures/relevant-lines.ts
function relevantLines(tool, lines) {
  if (tool !== "pip" && tool !== "command") return lines;
  const verdict = lastVerdict(lines);
  return lines.filter((line) => line.foreign || concerns(line.text, verdict));
}
function pageWasRead(lines) {
  const verdict = lastVerdict(lines);
  return lines.some(({ text }) => {
    const page = /^(?:Getting page|Fetched page) (\S{1,3000})/.exec(text)?.[1];
    return page !== void 0 && projectOfPage(page) === verdict?.distribution;
  });
}
var GIVEN_UP = /^ERROR: Could not find a version that satisfies the requirement ([A-Za-z0-9][\w.-]{0,200})(?:\[[^\]]{0,200}\])?(?: ?==([^\s,;*]{1,100}))?.{0,2000}\(from versions: (\w)/;
function lastVerdict(lines) {
  for (let index = lines.length - 1; index >= 0; index--) {
    const [, name, pinned, first] = GIVEN_UP.exec(lines[index]?.text ?? "") ?? [];
    if (name === void 0) continue;
    return { distribution: normaliseName(name), pinned, others: first !== "n" };
  }
  return void 0;
}
function concerns(text, verdict) {
  if (/Retrying \(Retry\(/.test(text)) return false;
  const page = /^Could not fetch URL (\S{1,3000}): /.exec(text)?.[1];
  if (page !== void 0) return verdict?.distribution === projectOfPage(page) && !verdict.others;
  if (text.startsWith("Skipping link: none of the wheel's tags"))
    return verdict?.others === false && namesFileOf(verdict.distribution, text);
  if (text.includes("Ignored the following versions that require a different python"))
    return ignoredCounts(text, verdict);
  return true;
}
function projectOfPage(address) {
  const parts = address.split(/[?#]/)[0]?.split("/").filter((part) => part !== "") ?? [];
  return normaliseName(parts.at(-1) ?? "");
}
function namesFileOf(distribution, text) {
  const file = /\/([^/\s#]{1,300})\.whl(?:#|\s|$)/.exec(text)?.[1];
  return file !== void 0 && normaliseName(file.split("-")[0] ?? "") === distribution;
}
function ignoredCounts(text, verdict) {
  if (verdict === void 0) return false;
  return !verdict.others || verdict.pinned !== void 0 && text.includes(` ${verdict.pinned} Requires-Python`);
}

// src/failures/classes/index-answers.ts
var FILE = String.raw`\.(?:whl|tar\.gz|tgz|zip|tar\.bz2|metadata)`;
function uvStatus(statuses, end) {
  return new RegExp(
    String.raw`^(?:cause: |Caused by: )?HTTP status (?:server|client) error \((?:${statuses})\b[^)]{0,80}\) for url \(\S{0,3000}${end}`
  );
}
function pipFile(statuses) {
  return new RegExp(
    String.raw`(?:HTTP error (?:${statuses}) while getting|because of HTTP error (?:${statuses})\b|^ERROR: Could not install packages due to an OSError: HTTP.{0,3000}too many (?:${statuses}) error responses)`
  );
}
function pipPage(statuses) {
  return new RegExp(
    String.raw`^Could not fetch URL \S{1,3000}: (?:.{0,3000}too many (?:${statuses}) error responses|(?:${statuses}) (?:Client|Server) Error)`
  );
}
function ownFile(statuses) {
  return new RegExp(String.raw`^Failed to download \S{1,3000}: HTTPError: HTTP Error (?:${statuses})\b`);
}
var BUSY = "5\\d\\d|408";
var OWN_BUSY = new RegExp(String.raw`^GET \S{1,3000}: status (?:${BUSY}|425)$`);
var INDEX_RULES = [
  failureRule({
    id: "N4",
    name: "too many requests",
    seen: "The server limits the rate of requests (429).",
    retry: "bridge",
    error: "registry",
    remedy: "Wait as long as the server asks, log in to the index so that its higher limit counts, or use a mirror or proxy cache.",
    signatures: [
      { trust: "cause", pattern: pipPage("429"), tools: ["pip"] },
      { trust: "cause", pattern: pipFile("429"), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus("429", ""), tools: ["uv"] },
      { trust: "cause", pattern: /^GET \S{1,3000}: status 429$/, tools: ["http"] },
      { trust: "text", pattern: ownFile("429"), tools: ["command"] },
      { trust: "cause", pattern: /\b429 {1,2}Too Many Requests/, tools: ["apt"] },
      {
        trust: "text",
        pattern: /\b429 (?:Client Error|Too Many Requests)|returned error: 429/i,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "N6",
    name: "file host unavailable",
    seen: "The index answers, but the host of the files answers with a server error (5xx or 408).",
    retry: "bridge",
    error: "registry",
    remedy: "Run again when the file host answers: finished phases are kept. A mirror bridges longer outages.",
    signatures: [
      { trust: "cause", pattern: pipFile(BUSY), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus(BUSY, FILE), tools: ["uv"] },
      { trust: "cause", pattern: OWN_BUSY, tools: ["http"] },
      {
        trust: "text",
        pattern: /HTTP Error 5\d\d:|returned error: 5\d\d|\b50[0234] Server Error/i,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "N3",
    name: "index unavailable",
    seen: "The index answers with a server error (5xx or 408). pip hides this behind \u201CNo matching distribution found \u2026 (from versions: none)\u201D.",
    retry: "bridge",
    error: "registry",
    remedy: "Run again when the index answers: finished phases are kept. A mirror bridges longer outages.",
    signatures: [
      { trust: "cause", pattern: pipPage(BUSY), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus(BUSY, ""), tools: ["uv"] }
    ]
  }),
  failureRule({
    id: "N5",
    name: "index refuses",
    seen: "The index or file host wants a login, or forbids what was asked (401, 403).",
    error: "registry",
    remedy: "Give this machine's pip or uv configuration (or .netrc) a login for the address named above, or have the package put on the index's list of allowed ones.",
    signatures: [
      { trust: "text", pattern: ownFile("401|403|407"), tools: ["command"] },
      { trust: "cause", pattern: pipPage("401|403|407"), tools: ["pip"] },
      { trust: "cause", pattern: pipFile("401|403|407"), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus("401|403|407", ""), tools: ["uv"] },
      {
        trust: "cause",
        pattern: /lack of valid authentication credentials|returned a 403 Forbidden error/,
        tools: ["uv"]
      },
      {
        trust: "cause",
        pattern: /\b(?:401 {1,2}Unauthorized|403 {1,2}Forbidden|407 {1,2}Proxy)/,
        tools: ["apt"]
      }
    ]
  }),
  failureRule({
    id: "N6G",
    name: "file gone",
    seen: "The index lists the file, but its host no longer has it (404, 410): it was removed, or a mirror is out of step.",
    retry: "once",
    recovery: "fresh-download",
    error: "conflict",
    remedy: "Plan again with --refresh: the index's next best version is taken.",
    signatures: [
      { trust: "text", pattern: ownFile("404|410"), tools: ["command"] },
      { trust: "cause", pattern: pipFile("404|410"), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus("404|410", ""), tools: ["uv"] }
    ]
  }),
  failureRule({
    id: "N0",
    name: "index answer unknown",
    seen: "pip found no version at all and doesn't say why; without its debug log an outage looks the same as a misspelt name.",
    retry: "attempts",
    error: "registry",
    remedy: "Run pip with --log FILE: the file says what the index answered. Then correct the name, or wait for the index.",
    signatures: [
      {
        trust: "verdict",
        pattern: /\(from versions: none\)/,
        tools: ["pip"],
        unless: pageWasRead
      }
    ]
  })
];

// src/failures/classes/layers.ts
var LAYER_RULES = [
  failureRule({
    id: "W4",
    name: "layer holds what nobody brings",
    seen: "A package's build or import changed files that aren't its own, or a wheel's files aren't what its RECORD says. The message names phase, package and paths. The layer isn't committed.",
    remedy: "Find out what writes there, and whether you trust it. `allow_changes` in the manifest lets paths through that you name."
  })
];

// src/failures/classes/models.ts
var MODEL_RULES = [
  failureRule({
    id: "A1",
    name: "model is gated",
    seen: "The hub gives the model only to users who accepted its terms, or the token may not read it.",
    error: "registry",
    remedy: "Accept the model's terms with the account that the token belongs to, and pass a token that may read gated models.",
    signatures: [
      {
        trust: "text",
        pattern: /GatedRepoError|Cannot access gated repo|Access to model .{1,200} is restricted|Could not download '[^']{1,200}' (?:pipeline|model)|awaiting a review from the repo authors/
      }
    ]
  })
];

// src/failures/classes/network.ts
var REACH = "Check that containers on this machine reach the address named above (proxy, firewall, DNS)";
var REACH_HERE = "Check that this machine reaches the address named above (proxy, firewall, DNS)";
var NETWORK_RULES = [
  failureRule({
    id: "N8",
    name: "server not trusted",
    seen: "The server was reached, but its certificate is self-signed, for another host, expired or not valid yet; or it speaks plain HTTP, which pip ignores.",
    error: "registry",
    remedy: "Check this machine's clock first, then pass the CA of your proxy or index on (SSL_CERT_FILE, PIP_CERT). An image registry's CA goes into NODE_EXTRA_CA_CERTS and, on the engine's machine, into /etc/docker/certs.d/HOST/ca.crt. Surelayer never turns the check off.",
    signatures: [
      {
        trust: "cause",
        pattern: /certificate verify failed|CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|invalid peer certificate|ssl-verification-failed|problem confirming the ssl certificate|certificate is not (?:yet valid|trusted)|certificate (?:has expired|verification failed)|is not valid yet|server certificate verification failed|SSL certificate problem/i
      },
      {
        trust: "cause",
        tools: ["pip"],
        pattern: /is not a trusted or secure host and is being ignored/i,
        // pip says so of each index that it asks. It is the cause only of what pip then doesn't find.
        unless: (lines) => !lines.some((line) => /No matching distribution found/i.test(line.text))
      },
      {
        trust: "kernel",
        tools: ["engine"],
        pattern: /\bx509: |tls: failed to verify|server gave HTTP response to HTTPS client/
      }
    ]
  }),
  failureRule({
    id: "N1",
    name: "host name not resolved",
    seen: "The name of the index or mirror has no address: DNS is down, or the name is misspelt.",
    retry: "bridge",
    error: "registry",
    remedy: `${REACH}. If the runner itself resolves the name, give the engine a resolver ("dns" in daemon.json); else correct the name.`,
    machineRemedy: `${REACH_HERE}, and that the host's name is spelt right.`,
    signatures: [
      {
        trust: "cause",
        pattern: /Temporary failure in name resolution|Name or service not known|No address associated with hostname|NameResolutionError|Name does not resolve|failed to lookup address information|dns error|Temporary failure resolving|Could not resolve(?: host)?[ :']|Failed to resolve '|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)/i
      }
    ]
  }),
  failureRule({
    id: "N7",
    name: "download cut short",
    seen: "A download began and ended before its last byte.",
    retry: "bridge",
    recovery: "fresh-download",
    error: "registry",
    remedy: `${REACH}; a proxy that limits size or time per download cuts large wheels. With pip, use 25.2 or newer, which resumes.`,
    machineRemedy: `${REACH_HERE}; a proxy that limits size or time per download cuts large files.`,
    signatures: [
      {
        trust: "cause",
        pattern: /IncompleteDownloadError|incomplete-download|IncompleteRead|Connection broken|Response ended prematurely|InvalidChunkLength|end of file before message length|unexpected (?:end of file|EOF)|transfer closed with|early EOF/i,
        tools: ["pip", "uv"]
      },
      {
        trust: "text",
        pattern: /IncompleteRead\(|Response ended prematurely|transfer closed with|fatal: early EOF/,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "N2",
    name: "connection failed",
    seen: "The server refused the connection, reset it, or said nothing in time.",
    retry: "bridge",
    error: "registry",
    remedy: `${REACH}, then run again: finished phases are kept.`,
    machineRemedy: `${REACH_HERE}, then run again.`,
    signatures: [
      { trust: "verdict", pattern: / got no answer: /, tools: ["http"] },
      {
        trust: "text",
        pattern: /^Failed to download \S{1,3000}: (?:URLError|TimeoutError|Connection\w{0,30}|RemoteDisconnected): /,
        tools: ["command"]
      },
      {
        trust: "cause",
        pattern: /^Could not fetch URL \S{1,3000}: (?:connection error|\S{1,300} didn't respond|.{0,3000}\(Caused by (?!ResponseError))/,
        tools: ["pip"]
      },
      {
        trust: "cause",
        pattern: /^ERROR: Could not install packages due to an OSError: HTTP.{0,3000}\(Caused by (?!ResponseError)|ReadTimeoutError|Read timed out|ConnectTimeoutError|NewConnectionError|Tunnel connection failed/,
        tools: ["pip"]
      },
      {
        trust: "cause",
        pattern: /tcp connect error|Connection (?:refused|reset by peer) \(os error|operation timed out|due to network timeout|connection closed before message completed/i,
        tools: ["uv"]
      },
      {
        trust: "verdict",
        pattern: /error sending request|error decoding response body|request or response body error|^error: Request failed after/,
        tools: ["uv"]
      },
      {
        trust: "verdict",
        pattern: /\b(?:connection-failed|connection-timeout|proxy-connection-failed)\b|Retries exhausted/,
        tools: ["pip"]
      },
      {
        trust: "text",
        pattern: /^curl: \((?:7|28|35|52|56)\)|ConnectionRefusedError|ConnectionResetError|^fatal: unable to access /,
        tools: ["command"]
      }
    ]
  })
];

// src/failures/classes/permissions.ts
var PERMISSION_RULES = [
  failureRule({
    id: "P2",
    name: "Python managed by the system",
    seen: "The image's Python is marked as belonging to its package manager (PEP 668), and pip refuses to install into it.",
    remedy: "Let Surelayer install the packages (`packages:`), or make a virtual environment in the `run` step, or pass --break-system-packages there.",
    signatures: [
      {
        trust: "cause",
        pattern: /externally-managed-environment|is externally managed|This environment is externally managed/
      }
    ]
  }),
  failureRule({
    id: "P1",
    name: "permission denied",
    seen: "A file or folder of the image can't be written or run by the user who installs.",
    remedy: "Look at owner and mode of the path named above, and at USER and read-only mounts of the base image.",
    signatures: [
      {
        trust: "cause",
        pattern: /\bErrno 13\b|\bErrno 30\b|os error (?:13|30)\b|13: Permission denied|are you root\?|Read-only file system/,
        tools: ["pip", "uv", "apt"]
      },
      {
        trust: "text",
        pattern: /\bErrno 13\b|\bErrno 30\b|Permission denied|Operation not permitted|Read-only file system|are you root\?/
      }
    ]
  })
];

// src/failures/classes/resolution.ts
var RESOLUTION_RULES = [
  failureRule({
    id: "R2",
    name: "wrong Python version",
    seen: "Every version that was asked for wants a Python that the base image doesn't have.",
    error: "conflict",
    remedy: "Use a base image with the Python that the package wants, or ask for a version that supports this one.",
    signatures: [
      {
        trust: "cause",
        pattern: /Ignored the following versions that require a different python version/,
        tools: ["pip"]
      },
      { trust: "cause", pattern: /requires a different Python: \d/, tools: ["pip"] },
      {
        trust: "cause",
        pattern: /(?:current|requested) Python version .{0,80}does not satisfy|\brequires Python [<>=!~]{1,3}[\d.]{1,20} and only .{1,300} (?:is|are) available/,
        tools: ["uv"]
      }
    ]
  }),
  failureRule({
    id: "R6",
    name: "no wheel for this platform",
    seen: "The index has the package, but no wheel for the image's Python, operating system or processor, and no source.",
    error: "conflict",
    remedy: "Ask for a version with a wheel for this Python on Linux x86-64, or use a base image whose Python has one.",
    signatures: [
      { trust: "cause", pattern: /^Skipping link: none of the wheel's tags/, tools: ["pip"] },
      { trust: "verdict", pattern: /is not a supported wheel on this platform/, tools: ["pip"] },
      {
        trust: "cause",
        pattern: /has no wheels with a matching|has no (?:usable|compatible) wheels|no wheels? (?:is|are) (?:usable|compatible)|doesn't have a source distribution or wheel for the current platform/,
        tools: ["uv"]
      }
    ]
  }),
  failureRule({
    id: "R3",
    name: "versions conflict",
    seen: "Two packages want versions of a third that exclude each other.",
    error: "conflict",
    remedy: "Loosen one of the requirements named above, or give one of the phases `environment: isolated`. `surelayer plan` finds this before anything is installed.",
    signatures: [
      {
        trust: "cause",
        pattern: /have conflicting dependencies|ERROR: ResolutionImpossible/,
        tools: ["pip"]
      },
      { trust: "cause", pattern: /\bare incompatible\b/, tools: ["uv"] },
      { trust: "cause", pattern: /have unmet dependencies|held broken packages/, tools: ["apt"] },
      { trust: "verdict", pattern: /No solution found when resolving/, tools: ["uv"] },
      { trust: "verdict", pattern: /^ERROR: Cannot install /, tools: ["pip"] }
    ]
  }),
  failureRule({
    id: "R4",
    name: "installed set inconsistent",
    seen: "The installer ended with success, but moved a package that another one needs in its old version.",
    error: "conflict",
    remedy: "Pin the package named above for all phases, or give the phase `environment: isolated`.",
    signatures: [
      {
        trust: "verdict",
        pattern: /dependency resolver does not currently take into account/,
        tools: ["pip"]
      },
      {
        trust: "text",
        pattern: /^\S{1,200} \S{1,100} (?:has requirement .{1,500}, but you have |requires .{1,300}, which is not installed)|^The package `.{1,200}` requires `/,
        tools: ["command"]
      }
    ]
  }),
  failureRule({
    id: "R0",
    name: "package unknown",
    seen: "The index answers that it has no package of this name.",
    error: "conflict",
    remedy: "Correct the name, or bind the package to the index that has it (`indexes:` in install.yml).",
    signatures: [
      {
        trust: "cause",
        pattern: /^Could not fetch URL \S{1,3000}: (?:404|410) Client Error/,
        tools: ["pip"]
      },
      {
        trust: "cause",
        pattern: /was not found in the package registry|was not found in the provided package locations/,
        tools: ["uv"],
        unless: /lack of valid authentication credentials|returned a 403 Forbidden/
      }
    ]
  }),
  failureRule({
    id: "R1",
    name: "version unknown",
    seen: "The index has the package, but not the version that was asked for.",
    error: "conflict",
    remedy: "Ask for one of the versions that the index has; `surelayer plan` names the nearest.",
    signatures: [
      { trust: "verdict", pattern: /\(from versions: (?!none\))/, tools: ["pip"] },
      { trust: "verdict", pattern: /\(from versions: none\)/, tools: ["pip"] },
      {
        trust: "cause",
        pattern: /there (?:is|are) no versions? of|^(?:cause: )?Because only .{1,2000}(?:is|are) available/,
        tools: ["uv"],
        unless: /\bare incompatible\b/
      },
      { trust: "verdict", pattern: /^E: Version '.{1,300}' for '.{1,300}' was not found/, tools: ["apt"] }
    ]
  })
];

// src/failures/classes/resources.ts
var RESOURCE_RULES = [
  failureRule({
    id: "D2",
    name: "engine's disk full",
    seen: "The engine could not write a layer: its data root is full.",
    retry: "once",
    recovery: "clean-disk",
    error: "does-not-fit",
    remedy: "Free space below the engine's data root (`docker system df`), or move it to a larger disk; finished phases are kept.",
    signatures: [
      {
        trust: "kernel",
        pattern: /no space left on device|disk quota exceeded|ENOSPC|engine's disk is full/i,
        tools: ["engine"]
      }
    ]
  }),
  failureRule({
    id: "D1",
    name: "disk full",
    seen: "A file could not be written while the phase was installed: the engine's disk, or the folder for temporary files, is full.",
    retry: "once",
    recovery: "clean-disk",
    error: "does-not-fit",
    remedy: "Free space on the engine's data root, or move it to a larger disk, and run again: finished phases are kept. `surelayer plan` says how much the phase needs.",
    signatures: [
      {
        trust: "kernel",
        pattern: /No space left on device|os error 28\b|\bErrno 28\b|\bENOSPC\b|Disk quota exceeded|\bErrno 122\b|os error 122\b|You don't have enough free space in /i
      }
    ]
  }),
  failureRule({
    id: "O1",
    name: "out of memory in a build",
    seen: "The kernel killed a compiler or another child of the installer, because the memory was used up. The installer itself often ends with code 1.",
    retry: "once",
    recovery: "fewer-jobs",
    remedy: "Give the container more memory, or set MAX_JOBS=1 in the phase's environment; one nvcc needs 3\u20135 GB. A prebuilt wheel needs none.",
    signatures: [
      {
        trust: "kernel",
        pattern: /signal terminated program |died due to signal 9\b|internal compiler error: Killed|fatal error: Killed signal|Signals\.SIGKILL|exit (?:code|status):? -9\b|signal: 9\b|Cannot allocate memory|virtual memory exhausted|std::bad_alloc|out of memory allocating|^MemoryError\b|os error 12\b|LLVM ERROR: out of memory/
      },
      {
        trust: "build",
        pattern: /\bKilled$|Killed: 9|exit (?:code|status):? 137\b|returned 137\b|Error 137\b/
      }
    ]
  }),
  failureRule({
    id: "O2",
    name: "out of memory",
    seen: "The kernel killed the installer or the command itself, because the memory was used up (exit code 137).",
    retry: "once",
    recovery: "fewer-jobs",
    remedy: "Give the container more memory, or split the phase into smaller ones."
  })
];

// src/failures/classes/wheels.ts
var ANOTHER = "Ask for another version of the package, or leave it out, and tell its authors. The same holds for a source that is built to such a wheel.";
var BAD_STRUCTURE = /^(?:The \.dist-info directory `[^`]{1,300}` does not start with|Multiple \.dist-info directories found|Archive contains )/;
var WHEEL_RULES = [
  failureRule({
    id: "W3",
    name: "wheel replaces Python",
    seen: "A wheel brings a script named like the interpreter, such as `python3`. Where uv refuses it, pip puts it into the interpreter's place.",
    remedy: `Find out where this file comes from before you trust anything else of it. ${ANOTHER}`,
    signatures: [{ trust: "cause", pattern: /Scripts must not use the reserved name/, tools: ["uv"] }]
  }),
  failureRule({
    id: "W2",
    name: "wheel leaves its folder",
    seen: "A file of the wheel would be written outside of its place, by `../` or an absolute path. Where pip refuses it, uv leaves the file out and says nothing.",
    remedy: `Find out where this file comes from: no build tool writes such a name. ${ANOTHER}`,
    signatures: [
      {
        trust: "cause",
        pattern: /trying to install outside (?:the )?target directory|would be installed outside the scripts/,
        tools: ["pip"]
      },
      { trust: "cause", pattern: /Script path must resolve to a file within the scripts/, tools: ["uv"] }
    ]
  }),
  failureRule({
    id: "W1",
    name: "wheel malformed",
    seen: "The wheel breaks the rules of its format. It may lack RECORD or WHEEL, hold two .dist-info folders or a symbolic link, or have a control character in a name.",
    remedy: ANOTHER,
    signatures: [
      {
        trust: "cause",
        pattern: /Archive contains unacceptable filename|unsupported compression method|[Mm]ultiple \.dist-info directories found|Unknown wheel data type|Unsupported wheel major version|`(?:RECORD|entry_points\.txt)` (?:file )?is invalid|invalid console script|invalid entry \(directory\) in the `scripts`|failed to open file `[^`]{1,1000}\.dist-info\/(?:RECORD|WHEEL|METADATA)`: No such file|failed to (?:create directory|open file) `[^`]{1,3000}`: (?:File exists|Not a directory)|^File name too long \(os error 36\)/,
        tools: ["uv"]
      },
      // While uv resolves, one line names the package and a later one says what is wrong with it.
      {
        trust: "cause",
        pattern: /has an invalid package format/,
        tools: ["uv"],
        unless: (lines) => !lines.some(({ text }) => BAD_STRUCTURE.test(text))
      },
      {
        trust: "cause",
        pattern: /multiple \.dist-info directories found|\.dist-info directory (?:not found|'[^']{1,300}' does not start with)|could not read '[^']{1,300}\.dist-info\/WHEEL' file: KeyError|Wheel-Version \(.{1,50}\) is not compatible|Unknown scheme key used in|\.data directory contents should be named|Invalid script entry point: |Error decoding metadata for .{1,1000} file$|due to an OSError: (?:RECORD$|\[Errno (?:20|21|36)\])/,
        tools: ["pip"]
      }
    ]
  })
];

// src/failures/failure-table.ts
var FAILURE_RULES = [
  ...RESOURCE_RULES,
  ...ENGINE_RULES,
  ...GPU_RULES,
  ...NETWORK_RULES,
  ...INDEX_RULES,
  ...WHEEL_RULES,
  ...LAYER_RULES,
  ...DOWNLOAD_RULES,
  ...RESOLUTION_RULES,
  ...APT_RULES,
  ...BUILD_RULES,
  ...PERMISSION_RULES,
  ...IMPORT_RULES,
  ...MODEL_RULES,
  ...EXIT_RULES
];
var BY_ID = new Map(FAILURE_RULES.map((rule) => [rule.class.id, rule.class]));
function withFittingRemedy(found, line) {
  const remedy = FAILURE_RULES.find((rule) => rule.class.id === found.id)?.remedyFor?.(line);
  return remedy === void 0 ? found : { ...found, remedy };
}
function failureClassById(id) {
  const found = BY_ID.get(id);
  if (found === void 0) throw new Error(`There is no failure class ${id}.`);
  return found;
}

// src/failures/find-signature.ts
function findSignature(rules, tool, lines) {
  for (const trust of TRUST) {
    const found = firstOf(trust, rules, tool, lines);
    if (found) return found;
  }
  return void 0;
}
function firstOf(trust, rules, tool, lines) {
  const candidates = rules.flatMap(
    (rule) => rule.signatures.filter((signature) => signature.trust === trust && spokenBy(signature, tool)).filter((signature) => !contradicted(signature, lines)).map((signature) => ({ class: rule.class, pattern: signature.pattern }))
  );
  for (const [at, line] of lines.entries()) {
    if (!counts(trust, line)) continue;
    const match = candidates.find((candidate) => candidate.pattern.test(line.text));
    if (match) return { class: match.class, at };
  }
  return void 0;
}
function counts(trust, line) {
  if (trust === "kernel" || trust === "text") return true;
  return line.foreign === (trust === "build");
}
function spokenBy({ tools }, tool) {
  if (tools === void 0 || tools.includes(tool)) return true;
  return tool === "command" && tools.some((one) => one !== "engine");
}
function contradicted({ unless }, lines) {
  if (unless === void 0) return false;
  return typeof unless === "function" ? unless(lines) : lines.some((line) => unless.test(line.text));
}

// src/failures/classify-failure.ts
function classifyFailure(evidence) {
  const lines = relevantLines(evidence.tool, evidenceLines(evidence));
  const seen = findSignature(FAILURE_RULES, evidence.tool, lines);
  const outOfMemory = memoryClass(evidence);
  if (outOfMemory && seen?.class.id !== "D1") {
    const shown = seen?.class.id === "O1" ? lines[seen.at]?.text : void 0;
    const kills = `${evidence.oomKills} ${evidence.oomKills === 1 ? "process" : "processes"}`;
    return silent(
      outOfMemory,
      shown ?? `The kernel killed ${kills} of the container because its memory was used up.`
    );
  }
  if (seen) return described(seen.class, seen.at, lines);
  return byExitCode(evidence, lines);
}
function memoryClass({ oomKills, exitCode }) {
  if (oomKills <= 0) return void 0;
  return failureClassById(exitCode === 137 || exitCode === null ? "O2" : "O1");
}
function described(found, at, lines) {
  const line = lines[at]?.text ?? "";
  return {
    class: withFittingRemedy(found, line),
    line,
    address: concernsTransfer(found) && !isBusyRegistry(found, line) ? addressNear(lines, at) : void 0,
    retryAfterSeconds: concernsTransfer(found) ? retryAfter(lines) : void 0,
    retryAt: concernsTransfer(found) ? retryAt(lines) : void 0,
    gotFile: WRONG_FILES.get(found.id)?.(lines)
  };
}
var WRONG_FILES = /* @__PURE__ */ new Map([
  ["H1", gotFile],
  ["N9", gotArchive]
]);
function concernsTransfer({ id }) {
  return /^[NHR]/.test(id) || id === "B5" || id === "A1";
}
function isBusyRegistry({ id }, line) {
  return id === "N10" && /\b5\d\d [A-Z]|\b429\b|too ?many ?requests|rate limit|limits the rate/i.test(line);
}
function silent(found, line) {
  return {
    class: found,
    line,
    address: void 0,
    retryAfterSeconds: void 0,
    retryAt: void 0,
    gotFile: void 0
  };
}
var ABORTED = 134;
var CRASHED = [132, 135, 136, 139];
var STOPPED = [129, 130, 137, 143];
function byExitCode({ tool, exitCode }, lines) {
  const last = lines.at(-1)?.text;
  if (exitCode === null && tool !== "engine") {
    return silent(failureClassById("S2"), last ?? "The process didn't end by itself.");
  }
  if (exitCode === null) {
    return silent(failureClassById(last === void 0 ? "X1" : "U"), last ?? "The engine said nothing.");
  }
  const line = last ?? `It ended with exit code ${exitCode} and said nothing.`;
  if (exitCode === ABORTED || CRASHED.includes(exitCode)) return silent(failureClassById("S1"), line);
  if (STOPPED.includes(exitCode)) return silent(failureClassById("S2"), line);
  return silent(failureClassById("U"), line);
}

// src/retry/tool-failure.ts
var ToolFailure = class extends Error {
  evidence;
  failure;
  constructor(evidence) {
    super(`${evidence.tool} ended with exit code ${evidence.exitCode ?? "none"}`);
    this.name = "ToolFailure";
    this.evidence = evidence;
    this.failure = classifyFailure(evidence);
  }
};
var FailedCommand = class extends ToolFailure {
  exitCode;
  /** The end of both its streams. */
  output;
  constructor(tool, exitCode, output) {
    super({ tool, exitCode, output, oomKills: 0 });
    this.name = "FailedCommand";
    this.exitCode = exitCode;
    this.output = output;
  }
};

// src/retry/classify-error.ts
function classifyError(error) {
  if (error instanceof ToolFailure) return error.failure;
  if (error.cause instanceof FailedCommand) return ofCommand(error.cause);
  if (error instanceof InterruptedError) return void 0;
  if (error instanceof EngineError) return ofEngine(error);
  const full = error instanceof DoesNotFitError && NO_SPACE.test(error.evidence ?? "");
  return full ? ofEngine(error) : void 0;
}
var NO_SPACE = /no space left on device|disk quota exceeded/i;
function ofEngine(error) {
  const output = [error.message, error.evidence].filter((one) => one !== void 0).join("\n");
  return classifyFailure({ tool: "engine", exitCode: null, output, oomKills: 0 });
}
function ofCommand({ evidence, failure }) {
  return evidence.tool === "command" && failure.class.id === "U" ? void 0 : failure;
}

// src/app/class-of-failure.ts
function classOfFailure(error) {
  for (let one = error; one instanceof Error; one = one.cause) {
    const carried = one instanceof SurelayerError ? one.failureClass : void 0;
    const found = carried ?? classifyError(one)?.class;
    if (found !== void 0 && found.id !== "U") return found;
  }
  return void 0;
}

// src/app/record-run.ts
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
    const report2 = reportOf(reportedFailure(error));
    await writeReport(report2, options, ports).catch((fault) => ports.log.warn(messageOf(fault)));
    throw new RecordedError(report2, { cause: error });
  }
  const report = reportOf(null);
  await writeReport(report, options, ports);
  return report;
}
async function writeReport(report, options, ports) {
  await writeResult(options.reportFile, redactedJson(report, ports.secrets.redact), ports);
  await writeResult(options.summaryFile, ports.secrets.redact(renderSummary(report)), ports);
}
var RecordedError = class extends Error {
  report;
  constructor(report, options) {
    super(report.failure?.message ?? "failed", options);
    this.report = report;
  }
};
function resultOf(error, why) {
  const failure = why instanceof RecordedError ? why.report.failure : reportedFailure(why);
  return error instanceof RecordedError ? { ...error.report, failure } : { outcome: "failed", failure };
}
function reportedFailure(error) {
  if (error instanceof SurelayerError) {
    const { name, message: message2, evidence, remedy: remedy2, exitCode } = error;
    const found = classOfFailure(error);
    return {
      kind: name,
      class: found ? { id: found.id, name: found.name, anchor: found.anchor } : null,
      ...{ message: message2, evidence: evidence ?? null, remedy: remedy2 ?? null, exitCode }
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy = "This is a defect of Surelayer: please report it with the report file and the output of --verbose.";
  return { kind: "InternalError", class: null, message, evidence: null, remedy, exitCode: 1 };
}

export {
  RECOVERY_WORDS,
  evidenceLines,
  failureClassById,
  ToolFailure,
  FailedCommand,
  classifyError,
  CleanupRow,
  CleanupResult,
  freedBytes,
  StripRow,
  plannedEnvironment,
  environmentPython,
  isOwnEnvironment,
  emptyEnvironmentFiles,
  TOOLS_BYTES,
  CONTAINER_BYTES,
  notedBytes,
  timeline,
  highestPoint,
  stayingBytes,
  keptBytes,
  plannedBase,
  decide,
  fileClashes,
  shownPath,
  BuildLock,
  buildDownloadBytes,
  verdictLine,
  roomRemedy,
  renderPlan,
  SystemResolution,
  NO_SYSTEM_PACKAGES,
  Plan,
  writeResult,
  WordTimings,
  renderResult,
  renderSummary,
  recordRun,
  RecordedError,
  resultOf,
  reportedFailure
};
