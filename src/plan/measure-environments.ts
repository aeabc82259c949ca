import {
  emptyEnvironmentFiles,
  environmentPython,
  type PlannedEnvironment,
  plannedEnvironment,
} from "../base/planned-environment.ts";
import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { isVersionControl } from "../python/git-source.ts";
import { foldersBlocks, foldersOf } from "../sizes/folders.ts";
import type { LearnedSizes } from "../sizes/learned-size.ts";
import { measureDistribution } from "../sizes/measure-distribution.ts";
import { type MeasuredDistribution, NOTHING } from "../sizes/measured.ts";
import type { SizedDistribution } from "../sizes/phase-sizes.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { type Distribution, mayCompile, type Resolution } from "../wheels/resolution.ts";
import type { PlannedDistribution } from "./plan.ts";

interface PlannedSize extends SizedDistribution {
  readonly planned: PlannedDistribution;
  readonly compiles: boolean;
}

/** A Python environment of the image and what each of its distributions takes in it. */
export interface MeasuredEnvironment {
  /** Null for the one that phases share with the base. */
  readonly planned: PlannedEnvironment | null;
  /** What the environment takes before anything is in it. */
  readonly empty: readonly SizedDistribution[];
  /** By name: two environments may hold a distribution in two versions. */
  readonly sizes: ReadonlyMap<string, PlannedSize>;
  /** What it costs not to share; undefined for the shared one. */
  readonly isolationCost: string | undefined;
}

/** What earlier builds saw, in the shared environment and in those of isolated phases by name. */
export interface LearnedEnvironments {
  readonly learned: LearnedSizes;
  readonly learnedIsolated: ReadonlyMap<string, LearnedSizes>;
}

/** The environment that each phase lives in. */
export function measureEnvironments(
  manifest: Manifest,
  resolution: Resolution,
  known: LearnedEnvironments,
): (phase: Pick<Phase, "name">) => MeasuredEnvironment {
  const { python } = resolution.base;
  const shared: MeasuredEnvironment = {
    planned: null,
    empty: [],
    sizes: measureAll(resolution.distributions, manifest, python, known.learned),
    isolationCost: undefined,
  };
  const isolated = new Map(
    resolution.isolated.map(({ phase, distributions }) => {
      const learned = known.learnedIsolated.get(phase.name) ?? new Map();
      const sizes = measureAll(distributions, manifest, environmentPython(phase.name, python), learned);
      const own = [...sizes.values()].map((one) => one.planned);
      const environment: MeasuredEnvironment = {
        planned: plannedEnvironment(phase.name, python),
        empty: [emptyEnvironment(phase.name, python)],
        sizes,
        isolationCost: isolationCost(own, namesElsewhere(phase.name, resolution)),
      };
      return [phase.name, environment] as const;
    }),
  );
  return ({ name }) => isolated.get(name) ?? shared;
}

function measureAll(
  distributions: readonly Distribution[],
  manifest: Manifest,
  python: BaseFacts["python"],
  learned: LearnedSizes,
): ReadonlyMap<string, PlannedSize> {
  const { bytecode } = manifest.image;
  return new Map(
    distributions.map((one) => {
      const measured = measureDistribution(one, { python, bytecode, learned: learned.get(one.file.sha256) });
      const place =
        isLocalAddress(one.file.url) || isVersionControl(one.file.url)
          ? { download: 0, carried: one.file.bytes }
          : { download: one.file.bytes };
      return [one.name, { planned: planned(one, measured), ...place, measured, compiles: mayCompile(one) }];
    }),
  );
}

function planned(one: Distribution, measured: MeasuredDistribution): PlannedDistribution {
  return {
    name: one.name,
    version: one.version,
    kind: one.kind,
    file: { url: one.file.url, name: one.file.name, sha256: one.file.sha256, bytes: one.file.bytes ?? null },
    ...(one.build && { build: one.build }),
    installedBytes: measured.files.bytes + measured.bytecode.bytes,
    bytecodeBytes: measured.bytecode.bytes,
    blockBytes: measured.files.blocks + measured.bytecode.blocks + foldersBlocks(measured.folders),
    marginBytes: measured.margin,
    sizeSource: measured.sizeSource,
    bytecodeSource: measured.bytecodeSource,
  };
}

/** Thirteen blocks: eleven files, of which two take two; links lie in their inodes. Measured with uv 0.13.9. */
const EMPTY_BLOCKS = 13 * 4096;
/** The files and their headers, compressed. Measured. */
const EMPTY_COMPRESSED = 7600;

function emptyEnvironment(phase: string, python: BaseFacts["python"]): SizedDistribution {
  const paths = emptyEnvironmentFiles(phase, python);
  const { bytes, purelib } = plannedEnvironment(phase, python);
  return {
    download: 0,
    measured: {
      files: { count: paths.length, bytes, blocks: EMPTY_BLOCKS },
      bytecode: NOTHING,
      compressed: EMPTY_COMPRESSED,
      margin: 0,
      sizeSource: "central-directory",
      bytecodeSource: "none",
      folders: foldersOf([...paths, `${purelib}/`]),
      fileAt: () => undefined,
      buildBytes: 0,
    },
  };
}

/** What the base, the shared environment and the other isolated phases hold. */
function namesElsewhere(phase: string, resolution: Resolution): ReadonlySet<string> {
  const others = resolution.isolated.filter((one) => one.phase.name !== phase);
  const brought = [resolution, ...others].flatMap((one) => one.distributions);
  return new Set([
    ...resolution.base.distributions.map((one) => normaliseName(one.name)),
    ...brought.map((one) => one.name),
  ]);
}

/**
 * What it costs that a phase shares nothing: the distributions that the image holds elsewhere, too, the largest by name.
 * @param elsewhere names of what the base and the other phases hold.
 */
function isolationCost(own: readonly PlannedDistribution[], elsewhere: ReadonlySet<string>): string {
  const again = own.filter((one) => elsewhere.has(one.name));
  const largest = again.reduce<PlannedDistribution | undefined>(
    (best, one) => (best && best.installedBytes >= one.installedBytes ? best : one),
    undefined,
  );
  if (!largest) return "isolated: brings nothing that the rest of the image has, too";
  const lead = again.find((one) => one.name === "torch") ?? largest;
  const bytes = formatBytes(again.reduce((sum, one) => sum + one.installedBytes, 0));
  const others = again.length - 1;
  const more = others === 0 ? "" : ` and ${others} more that the rest of the image has, too`;
  return `isolated: brings its own ${lead.name} ${lead.version}${more}, ${bytes}`;
}
