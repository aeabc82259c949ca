import { foldersBlocks, mergeFolders } from "./folders.ts";
import type { FileTotals } from "./learned-size.ts";
import type { MeasuredDistribution } from "./measured.ts";
import type { PhaseSizes } from "./planned-sizes.ts";
import { sharedFiles } from "./shared-files.ts";
import {
  type DiskUse,
  highestPoint,
  type LayerOnDisk,
  notedBytes,
  TOOLS_BYTES,
  timeline,
} from "./timeline.ts";

/** A distribution of a phase: its download, undefined where the index doesn't say, and what it adds to the layer. */
export interface SizedDistribution {
  readonly download: number | undefined;
  /** Bytes of a file of the repository. The file lies beside the installation until that ends. */
  readonly carried?: number | undefined;
  readonly measured: MeasuredDistribution;
}

/** Bytes that add up over layers, and what the layer needs on the disk while it is made. */
export interface LayerSizes {
  readonly sizes: Omit<PhaseSizes, "peak">;
  readonly onDisk: LayerOnDisk;
}

/** One layer that holds these distributions. Folders that they share count once. */
export function layerSizes(distributions: readonly SizedDistribution[]): LayerSizes {
  const sum = (of: (one: MeasuredDistribution) => number) =>
    distributions.reduce((total, one) => total + of(one.measured), 0);
  const folders = mergeFolders(distributions.map((one) => one.measured.folders));
  const folderBlocks = foldersBlocks(folders);
  const twice = sharedFiles(distributions.map((one) => one.measured));
  const files = difference(totals(distributions, "files"), twice.files);
  const bytecode = difference(totals(distributions, "bytecode"), twice.bytecode);
  const blocks = files.blocks + bytecode.blocks + folderBlocks;
  const compressed = Math.round(sum((one) => one.compressed));
  // The estimate of a wheel's bytecode may be too small; the peak leaves room for that.
  const doubt = sum((one) => (one.sizeSource === "central-directory" ? one.margin : 0));
  // uv unpacks into a folder of its own and links from there: for that time every folder is there twice.
  const carried = distributions.reduce((total, one) => total + (one.carried ?? 0), 0);
  const beside = folderBlocks + carried + Math.max(0, ...distributions.map((one) => one.measured.buildBytes));
  return {
    sizes: {
      download: distributions.reduce((total, one) => total + (one.download ?? 0), 0),
      installed: files.bytes + bytecode.bytes,
      bytecode: bytecode.bytes,
      ...{ blocks, compressed },
      margin: sum((one) => one.margin),
    },
    onDisk: { blocks, compressed, doubt, beside, notes: notedBytes(files.count + bytecode.count) },
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

/** A phase of these layers. */
export function stackSizes(layers: readonly LayerSizes[], disk: DiskUse): PhaseSizes {
  const [sizes, onDisk] = [layers.map((one) => one.sizes), layers.map((one) => one.onDisk)];
  return phaseSizes(sizes, onDisk, disk);
}

/** @param parts bytes that add up. @param layers of all parts together, in the order of the build. */
export function phaseSizes(
  parts: readonly Omit<PhaseSizes, "peak">[],
  layers: readonly LayerOnDisk[],
  disk: DiskUse,
): PhaseSizes {
  return { ...sumSizes(parts), peak: highestPoint(timeline(layers, disk)) };
}

/** Bytes of all phases, each on top of the previous ones, and of the tools that lie beside them during a run. */
export function totalSizes(
  phases: readonly { readonly sizes: PhaseSizes; readonly disk: readonly LayerOnDisk[] }[],
  disk: DiskUse,
): PhaseSizes {
  const [sizes, layers] = [phases.map((one) => one.sizes), phases.flatMap((one) => one.disk)];
  const { peak, ...sums } = phaseSizes(sizes, layers, disk);
  return { ...sums, peak: TOOLS_BYTES + peak };
}

function sumSizes(all: readonly Omit<PhaseSizes, "peak">[]): Omit<PhaseSizes, "peak"> {
  const sum = (of: (one: Omit<PhaseSizes, "peak">) => number) =>
    all.reduce((total, one) => total + of(one), 0);
  return {
    download: sum((one) => one.download),
    installed: sum((one) => one.installed),
    bytecode: sum((one) => one.bytecode),
    blocks: sum((one) => one.blocks),
    compressed: sum((one) => one.compressed),
    margin: sum((one) => one.margin),
  };
}
