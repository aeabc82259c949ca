import type { Distribution } from "../resolve/resolution.ts";
import { foldersOf } from "./folders.ts";
import type { FileTotals } from "./learned-size.ts";
import { type MeasuredDistribution, type MeasureOptions, NOTHING } from "./measured.ts";

/**
 * Of a source distribution only the download is known. Source: 60 pure-Python packages that have both a source archive
 * and a wheel: unpacked they are about four times the archive, and three quarters of them are within the margin.
 */
const INSTALLED_RATIO = 4;
const MARGIN = 0.75;
/** Share of Python among what is installed, bytes of bytecode for a byte of it, and an ordinary file's size. */
const BYTECODE_RATIO = 1;
const MEAN_FILE_BYTES = 8192;
/** Deflated share of Python source and metadata. */
const COMPRESSED_SHARE = 0.27;
/** An index that doesn't say a size usually has small files; the margin covers as much again. */
const UNKNOWN_DOWNLOAD_BYTES = 1e6;
/** setuptools and wheel, unpacked into a temporary environment that builds the distribution. */
const BUILD_ENVIRONMENT_BYTES = 16e6;

/** A source distribution as an earlier build saw it, or an estimate with an honest margin. */
export function measureSource(one: Distribution, options: MeasureOptions): MeasuredDistribution {
  const download = one.file.bytes ?? UNKNOWN_DOWNLOAD_BYTES;
  const files = options.learned?.files ?? estimated(download * INSTALLED_RATIO);
  const learned = options.learned?.compiled === true ? options.learned.bytecode : undefined;
  const bytecode =
    options.bytecode === "all" ? (learned ?? estimated(files.bytes * BYTECODE_RATIO)) : NOTHING;
  const uncertain = (options.learned ? 0 : files.bytes) + (learned ? 0 : bytecode.bytes);
  const known = options.learned !== undefined;
  return {
    files,
    bytecode,
    compressedFiles: Math.round(files.bytes * COMPRESSED_SHARE),
    margin: Math.round(uncertain * MARGIN),
    sizeSource: known ? "learned" : "ratio",
    bytecodeSource: bytecodeSource(options, learned !== undefined),
    folders: foldersOf([`${options.python.purelib}/${one.name}/__pycache__/file`]),
    longNames: 0,
    buildBytes: BUILD_ENVIRONMENT_BYTES + download + 2 * files.blocks,
  };
}

function bytecodeSource(options: MeasureOptions, learned: boolean): MeasuredDistribution["bytecodeSource"] {
  if (options.bytecode === "none") return "none";
  return learned ? "learned" : "model";
}

function estimated(bytes: number): FileTotals {
  const count = Math.ceil(bytes / MEAN_FILE_BYTES);
  return { count, bytes: Math.round(bytes), blocks: Math.round(bytes + count * 2048) };
}
