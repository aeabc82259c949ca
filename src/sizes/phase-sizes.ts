import { archiveBytes } from "./bytecode/archive-bytes.ts";
import { foldersBlocks, mergeFolders } from "./folders.ts";
import type { FileTotals } from "./learned-size.ts";
import type { MeasuredDistribution } from "./measured.ts";
import { type DiskUse, phasePeak, stackedPeak, TOOLS_BYTES } from "./peak.ts";
import type { PhaseSizes } from "./planned-sizes.ts";
import { sharedFiles } from "./shared-files.ts";

/** A distribution of a phase: its download, undefined where the index doesn't say, and what it adds to the layer. */
export interface SizedDistribution {
  readonly download: number | undefined;
  /** Bytes of a file of the repository, which lies beside the installation while it lasts. */
  readonly carried?: number | undefined;
  readonly measured: MeasuredDistribution;
}

/** Bytes of one layer that holds these distributions. Folders that they share count once. */
export function phaseSizes(distributions: readonly SizedDistribution[], disk: DiskUse): PhaseSizes {
  const sum = (of: (one: MeasuredDistribution) => number) =>
    distributions.reduce((total, one) => total + of(one.measured), 0);
  const folders = mergeFolders(distributions.map((one) => one.measured.folders));
  const folderBlocks = foldersBlocks(folders);
  const twice = sharedFiles(distributions.map((one) => one.measured));
  const files = difference(totals(distributions, "files"), twice.files);
  const bytecode = difference(totals(distributions, "bytecode"), twice.bytecode);
  const count = files.count + bytecode.count;
  const layer = {
    files: count,
    blocks: files.blocks + bytecode.blocks + folderBlocks,
    compressed: archiveBytes(sum((one) => one.archived) - twice.archived, folders.size),
  };
  // uv unpacks into a folder of its own and links from there: for that time every folder is there twice.
  const carried = distributions.reduce((total, one) => total + (one.carried ?? 0), 0);
  const beside = folderBlocks + carried + Math.max(0, ...distributions.map((one) => one.measured.buildBytes));
  return {
    download: distributions.reduce((total, one) => total + (one.download ?? 0), 0),
    installed: files.bytes + bytecode.bytes,
    bytecode: bytecode.bytes,
    blocks: layer.blocks,
    compressed: layer.compressed,
    margin: sum((one) => one.margin),
    peak: phasePeak({ ...layer, beside }, disk),
  };
}

function totals(distributions: readonly SizedDistribution[], of: "files" | "bytecode"): FileTotals {
  const sum = (key: keyof FileTotals) =>
    distributions.reduce((total, one) => total + one.measured[of][key], 0);
  return { count: sum("count"), bytes: sum("bytes"), blocks: sum("blocks") };
}

function difference(all: FileTotals, less: FileTotals): FileTotals {
  return { count: all.count - less.count, bytes: all.bytes - less.bytes, blocks: all.blocks - less.blocks };
}

/** All phases together, each on top of those before it, and what is there beside them while a run lasts. */
export function totalSizes(phases: readonly PhaseSizes[], disk: DiskUse): PhaseSizes {
  const stacked = stackSizes(phases, disk);
  return { ...stacked, peak: TOOLS_BYTES + stacked.peak };
}

/** Layers or phases on top of each other. */
export function stackSizes(phases: readonly PhaseSizes[], disk: DiskUse): PhaseSizes {
  const sum = (of: (one: PhaseSizes) => number) => phases.reduce((total, one) => total + of(one), 0);
  return {
    download: sum((one) => one.download),
    installed: sum((one) => one.installed),
    bytecode: sum((one) => one.bytecode),
    blocks: sum((one) => one.blocks),
    compressed: sum((one) => one.compressed),
    margin: sum((one) => one.margin),
    peak: stackedPeak(phases, disk),
  };
}
