import * as z from "zod";
import { PlannedEnvironment } from "../base/planned-environment.ts";
import { BuildLock } from "../python/sources/build-lock.ts";
import { SystemFile } from "../resolve/system/system-resolution.ts";
import { PhaseSizes } from "../sizes/planned-sizes.ts";
import { DiskUse, LayerOnDisk } from "../sizes/timeline.ts";
import { ByteCount } from "../text/units/byte-count.ts";
import { FileClash } from "./clashes/file-clashes.ts";
import { Finding } from "./guards/finding.ts";
import { PlannedBase, type ProbedBase } from "./planned-base.ts";

export const PlannedDistribution = z.readonly(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    kind: z.enum(["wheel", "sdist"]),
    /** Its `url` is a web address, a path beneath the manifest's folder, which begins with `./`, or `git+…@` and a whole commit id. */
    file: z.readonly(
      z.strictObject({ url: z.string(), name: z.string(), sha256: z.string(), bytes: ByteCount.nullable() }),
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
    sizeSource: z.enum(["central-directory", "learned", "built", "listed", "ratio"]),
    /** What an earlier build saw (`learned`) and what was `compiled` for the plan is exact. */
    bytecodeSource: z.enum(["learned", "compiled", "model", "none"]),
  }),
);
export type PlannedDistribution = z.infer<typeof PlannedDistribution>;

/** Packages of the base's distribution that a phase installs, before its Python packages and in a layer of their own. */
export const PlannedSystem = z.readonly(
  z.strictObject({
    /** As the manifest has them. */
    asked: z.readonly(z.array(z.string())),
    packages: z.readonly(z.array(SystemFile)),
    /** What the base holds already, as `name=version`. */
    provided: z.readonly(z.array(z.string())),
    /** Names of what an earlier phase brings. */
    shared: z.readonly(z.array(z.string())),
  }),
);
export type PlannedSystem = z.infer<typeof PlannedSystem>;

/** Commands of a phase, after its packages and in a layer of their own. */
export const PlannedRun = z.readonly(
  z.strictObject({
    steps: z.readonly(z.array(z.readonly(z.array(z.string())))),
    workdir: z.string(),
    /** The manifest's, as they see it. */
    env: z.readonly(z.record(z.string(), z.string())),
    /** What the manifest says that they leave in the image; null is unknown, and counted as nothing. */
    bytes: ByteCount.nullable(),
  }),
);
export type PlannedRun = z.infer<typeof PlannedRun>;
/** A wheel that was found at the address that the phase's `wheels` gives. */
export const PlannedWheel = z.readonly(
  z.strictObject({
    distribution: z.string(),
    /** Where it is taken from. */
    url: z.string(),
    /** What its name was computed from, e.g. `torch 2.8, CUDA 12.8, the new C++ ABI, cp312`. */
    chosenBy: z.string(),
  }),
);
export type PlannedWheel = z.infer<typeof PlannedWheel>;

/** Of no machine that builds images. */
const MOST_JOBS = 4096;

/** What compiling a phase's sources takes; an estimate. */
export const SourceBuild = z.readonly(
  z.strictObject({
    /** `name version` of each. */
    distributions: z.readonly(z.array(z.string())),
    /** Value of MAX_JOBS. */
    jobs: z.number().int().min(1, "nothing is built by less than one job").max(MOST_JOBS),
    /** Value of NVCC_THREADS. */
    nvccThreads: z.number().int().min(1, "nothing is built by less than one thread").max(MOST_JOBS),
    /** Memory at the peak. */
    memoryBytes: ByteCount,
    /** From, to. */
    hours: z.readonly(z.tuple([z.number().nonnegative(), z.number().nonnegative()])),
    /** Whether the building machine has the memory for one compiler. */
    fits: z.boolean(),
    /** Whole sentence. */
    reason: z.string(),
  }),
);
export type SourceBuild = z.infer<typeof SourceBuild>;

export const PlannedPhase = z.readonly(
  z.strictObject({
    name: z.string(),
    packages: z.readonly(z.array(z.string())),
    imports: z.readonly(z.array(z.string())),
    optional: z.boolean(),
    /** Null where it shares the base's. */
    environment: z.nullable(PlannedEnvironment),
    distributions: z.readonly(z.array(PlannedDistribution)),
    system: PlannedSystem,
    /** null where it has no commands. */
    run: PlannedRun.nullable(),
    /** Distributions that the base or an earlier phase brings. */
    shared: z.readonly(z.array(z.string())),
    /** Names of the distributions of each layer that the phase becomes, in order; none where it is left out. */
    layers: z.readonly(z.array(z.readonly(z.array(z.string())))),
    /** What each layer needs on the disk, in the order of the build: system packages, distributions, commands. */
    disk: z.readonly(z.array(LayerOnDisk)),
    /** The plan itself leaves it out; `reason` says why. */
    leftOut: z.boolean(),
    /** The wheel that it names by address; null where it names none, or the base holds it. */
    wheel: PlannedWheel.nullable(),
    /** Null where it builds nothing large from source. */
    sourceBuild: SourceBuild.nullable(),
    sizes: PhaseSizes,
    reason: z.string(),
  }),
);
export type PlannedPhase = z.infer<typeof PlannedPhase>;

/** A phase that goes before another, and why. */
export const OrderConstraint = z.readonly(
  z.strictObject({ before: z.string(), after: z.string(), because: z.string() }),
);
export type OrderConstraint = z.infer<typeof OrderConstraint>;

export const Verdict = z.readonly(
  z.strictObject({
    /** Null where the engine's disk isn't known. */
    fits: z.boolean().nullable(),
    /** Highest point over all phases, bytes on the engine's file system. */
    neededBytes: ByteCount,
    /** Null where it can't be measured: no engine answers, or it is remote and holds no image to measure it with. */
    freeBytes: ByteCount.nullable(),
    reserveBytes: ByteCount,
    /** Of layers that an earlier build has left on that file system, and that `neededBytes` doesn't count; absent for none. */
    presentBytes: ByteCount.optional(),
    /** One layer a phase, split phases, without optional phases, or not at all. */
    strategy: z.enum(["whole", "split", "degraded", "refused"]),
    reason: z.string(),
  }),
);
export type Verdict = z.infer<typeof Verdict>;

/** What will be installed, in which order, and what it needs on disk; decided before any build container exists. */
export const Plan = z.readonly(
  z.strictObject({
    schema: z.literal(1),
    name: z.string(),
    createdAt: z.iso.datetime(),
    /** `sha256:…` of the manifest that it was made for. */
    manifestDigest: z.string(),
    base: PlannedBase,
    /** The base or a phase brings CUDA: the image is made for a GPU. */
    cuda: z.boolean(),
    /** Which Python files the build compiles, so that the first import doesn't have to. */
    bytecode: z.enum(["all", "none"]),
    kept: z.readonly(z.array(z.string())),
    phases: z.readonly(z.array(PlannedPhase)),
    /** What decided the order beside rank and declaration. */
    constraints: z.readonly(z.array(OrderConstraint)),
    /** Pairs of distributions that bring other content to the same paths, and who wins. */
    clashes: z.readonly(z.array(FileClash)),
    /** The engine that the peaks are for. */
    disk: DiskUse,
    totals: PhaseSizes,
    verdict: Verdict,
    /** What guards saw; one that is an error stops the build. */
    findings: z.readonly(z.array(Finding)),
    warnings: z.readonly(z.array(z.string())),
  }),
);
export type Plan = z.infer<typeof Plan>;

/** A plan whose base is local and was probed: only such a one is built. */
export type BuildablePlan = Plan & { readonly base: ProbedBase };
