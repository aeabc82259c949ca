import { buildDownloadBytes } from "../python/sources/build-lock.ts";
import type { Distribution } from "../wheels/resolution.ts";
import { COMPRESSED_BYTECODE } from "./bytecode.ts";
import { foldersOf } from "./folders.ts";
import type { FileTotals } from "./learned-size.ts";
import { type MeasuredDistribution, type MeasureOptions, NOTHING } from "./measured.ts";

/**
 * Only the size of the download is known where no plan has opened a source distribution. Small ones are source
 * code, which unpacks to about four times as much. The rest of a large one is packed data already (pyspark 4: 434
 * MB of archive, 499 MB installed).
 */
const SOURCE_RATIO = 4;
const SOURCE_BYTES = 5e6;
const DATA_RATIO = 1.1;
/** Bytes of bytecode for a byte of what the source part unpacks to: most of it is Python. */
const BYTECODE_RATIO = 1;
/** It may hold recordings and documents of which nothing is installed (encodec 0.1.1: 4 % of its download). */
const MARGIN = 1;
const MEAN_FILE_BYTES = 8192;
/** Indexes that tell no sizes usually have small files. The margin covers as much again. */
const UNKNOWN_DOWNLOAD_BYTES = 1e6;
/** setuptools and wheel, unpacked into a temporary environment that builds the distribution. */
const BUILD_ENVIRONMENT_BYTES = 16e6;
/** A wheel, beside what it is unpacked to: about three times its size. */
const BUILD_RATIO = 4;

/** What a source is built with, downloaded and unpacked. */
export function buildEnvironmentBytes({ build }: Pick<Distribution, "build">): number {
  return Math.max(BUILD_ENVIRONMENT_BYTES, BUILD_RATIO * buildDownloadBytes(build ? [build] : []));
}

/** A source distribution as an earlier build saw it, or an estimate with an honest margin. */
export function estimateSdist(one: Distribution, options: MeasureOptions): MeasuredDistribution {
  const download = one.file.bytes ?? UNKNOWN_DOWNLOAD_BYTES;
  const files = options.learned?.files ?? estimated(unpacked(download));
  const learned = options.learned?.compiled === true ? options.learned.bytecode : undefined;
  const bytecode =
    options.bytecode === "all" ? (learned ?? estimated(BYTECODE_RATIO * sourcePart(download))) : NOTHING;
  const uncertain = (options.learned ? 0 : files.bytes) + (learned ? 0 : bytecode.bytes);
  const known = options.learned !== undefined;
  return {
    files,
    bytecode,
    compressed: download + COMPRESSED_BYTECODE * bytecode.bytes,
    margin: Math.round(uncertain * MARGIN),
    sizeSource: known ? "learned" : "ratio",
    bytecodeSource: bytecodeSource(options, learned !== undefined),
    folders: foldersOf([`${options.python.purelib}/${one.name}/__pycache__/file`]),
    fileAt: () => undefined,
    buildBytes: buildEnvironmentBytes(one) + download + 2 * files.blocks,
  };
}

function sourcePart(download: number): number {
  return SOURCE_RATIO * Math.min(download, SOURCE_BYTES);
}

function unpacked(download: number): number {
  return sourcePart(download) + DATA_RATIO * Math.max(0, download - SOURCE_BYTES);
}

function bytecodeSource(options: MeasureOptions, learned: boolean): MeasuredDistribution["bytecodeSource"] {
  if (options.bytecode === "none") return "none";
  return learned ? "learned" : "model";
}

function estimated(bytes: number): FileTotals {
  const count = Math.ceil(bytes / MEAN_FILE_BYTES);
  return { count, bytes: Math.round(bytes), blocks: Math.round(bytes + count * 2048) };
}
