import { commonPaths } from "./common-paths.ts";
import { fileBlocks } from "./file-blocks.ts";
import type { FileTotals } from "./learned-size.ts";
import type { DistributionFile, MeasuredDistribution } from "./measured.ts";

/** Files that several distributions of one layer bring, and that were counted for each of them. */
interface SharedFiles {
  readonly files: FileTotals;
  readonly bytecode: FileTotals;
}

/**
 * Files of which the layer holds one, though several distributions bring them (`tests/__init__.py`, parts of a namespace
 * package). Which one stays is up to the installer; where they differ and no build has shown it, the largest is counted.
 */
export function sharedFiles(distributions: readonly MeasuredDistribution[]): SharedFiles {
  const all = commonPaths(distributions)
    .filter((one) => one.withFolder.length === 0)
    .map(({ path, owners }) => surplus(owners.flatMap((one) => one.fileAt(path) ?? [])));
  const sources = all.filter((one) => !one.isBytecode);
  return {
    files: totalsOf(sources),
    bytecode: totalsOf(all.filter((one) => one.isBytecode)),
  };
}

interface Surplus extends FileTotals {
  readonly isBytecode: boolean;
}

/** All of them but the one that stays. */
function surplus(files: readonly DistributionFile[]): Surplus {
  const isBytecode = files.some((one) => one.isBytecode);
  const known = files.find((one) => one.onDisk !== undefined)?.onDisk;
  const largest = Math.max(0, ...files.map((one) => one.bytes));
  const stays = known ?? largest;
  // What an earlier build counted for bytecode is what lay there, for each of its owners.
  const counted = files.map((one) => (isBytecode ? (one.onDisk ?? one.bytes) : one.bytes));
  return {
    isBytecode,
    count: Math.max(0, files.length - 1),
    bytes: counted.reduce((sum, bytes) => sum + bytes, -(files.length > 0 ? stays : 0)),
    blocks: counted.reduce(
      (sum, bytes) => sum + fileBlocks(bytes),
      -(files.length > 0 ? fileBlocks(stays) : 0),
    ),
  };
}

function totalsOf(all: readonly Surplus[]): FileTotals {
  const sum = (of: (one: Surplus) => number) => all.reduce((total, one) => total + of(one), 0);
  return { count: sum((one) => one.count), bytes: sum((one) => one.bytes), blocks: sum((one) => one.blocks) };
}
