import type { BaseFacts } from "../python/base-facts.ts";
import type { WheelContents } from "../wheels/wheel-contents.ts";
import { bytecodePath, COMPRESSED_BYTECODE, isCompiled, predictBytecode, pythonTag } from "./bytecode.ts";
import { fileBlocks } from "./file-blocks.ts";
import { absolutePath, type Folders, foldersOf, isOutside, mergeFolders } from "./folders.ts";
import { type InstalledFile, installedFiles } from "./installed-bytes.ts";
import type { FileTotals } from "./learned-size.ts";
import {
  type DistributionFile,
  type MeasuredDistribution,
  type MeasureOptions,
  NOTHING,
} from "./measured.ts";

/** The estimate of bytecode is within this share of the real one for nine of ten wheels (docs/explanation/plan-accuracy.md). */
const BYTECODE_MARGIN = 0.2;

/**
 * What a wheel adds, from its own contents; its bytecode as an earlier build saw it, or an estimate.
 * @param name normalised.
 */
export function measureWheel(
  name: string,
  wheel: WheelContents,
  options: MeasureOptions,
): MeasuredDistribution {
  const { python, learned } = options;
  const files = installedFiles(wheel, python);
  const sources = options.bytecode === "all" ? files.filter((file) => isCompiled(file.path)) : [];
  const { compiled: given } = wheel;
  const own = given && sources.map((file) => given[file.path] ?? 0);
  const predicted = own ?? predictBytecode(name, sources, python);
  const known = learned?.compiled === true ? learned.bytecode : undefined;
  const compiledTo = known ?? totalsOf(predicted.filter((bytes) => bytes > 0));
  const bytecode = sources.length > 0 ? compiledTo : NOTHING;
  const tag = pythonTag(python);
  const compiled = sources.map((file) => bytecodePath(file.path, tag));
  const isExact = known !== undefined || own !== undefined;
  return {
    files: totalsOf(files.map((file) => file.bytes)),
    bytecode,
    compressed: compressedBytes(wheel) + COMPRESSED_BYTECODE * bytecode.bytes,
    margin: isExact ? 0 : Math.round(BYTECODE_MARGIN * bytecode.bytes),
    sizeSource: "central-directory",
    bytecodeSource: sources.length > 0 ? bytecodeSource(known, own) : "none",
    folders: foldersAround([...files.map((file) => file.path), ...compiled], python.purelib),
    fileAt: fileAtPath({ files, compiled, predicted, python, shared: learned?.shared }),
    buildBytes: 0,
  };
}

function compressedBytes({ files }: WheelContents): number {
  return files.reduce((sum, file) => sum + file.compressedBytes, 0);
}

function bytecodeSource(known: unknown, own: unknown): MeasuredDistribution["bytecodeSource"] {
  if (known !== undefined) return "learned";
  return own === undefined ? "model" : "compiled";
}

function totalsOf(files: readonly number[]): FileTotals {
  return {
    count: files.length,
    bytes: files.reduce((sum, bytes) => sum + bytes, 0),
    blocks: files.reduce((sum, bytes) => sum + fileBlocks(bytes), 0),
  };
}

function foldersAround(paths: readonly string[], purelib: string): Folders {
  const outside = paths.filter(isOutside);
  if (outside.length === 0) return foldersOf(paths, purelib);
  const inside = paths.filter((path) => !isOutside(path));
  const absolute = outside.map((path) => absolutePath(purelib, path));
  return mergeFolders([foldersOf(inside, purelib), foldersOf(absolute)]);
}

interface Brought {
  readonly files: readonly InstalledFile[];
  /** Paths of their bytecode, and its bytes in the same order. */
  readonly compiled: readonly string[];
  readonly predicted: readonly number[];
  readonly python: BaseFacts["python"];
  /** What an earlier build found at absolute paths that others bring, too, in bytes. */
  readonly shared: Readonly<Record<string, number>> | undefined;
}

/**
 * What a distribution puts at an absolute path. Its files are gone through only when somebody asks, which is where another one puts
 * something into the same folders; then once, because two builds of one package share thousands of files.
 */
function fileAtPath(brought: Brought): (path: string) => DistributionFile | undefined {
  let byPath: ReadonlyMap<string, Omit<DistributionFile, "onDisk">> | undefined;
  return (path) => {
    byPath ??= filesByPath(brought);
    const found = byPath.get(path);
    return found && { ...found, onDisk: brought.shared?.[path] };
  };
}

function filesByPath({ files, compiled, predicted, python }: Brought) {
  const byPath = new Map<string, Omit<DistributionFile, "onDisk">>();
  for (const [at, path] of compiled.entries()) {
    const bytes = predicted[at] ?? 0;
    byPath.set(absolutePath(python.purelib, path), { bytes, isBytecode: true, content: undefined });
  }
  // Bytecode that the wheel brings itself is a file of it.
  for (const file of files) {
    const { path, bytes } = file;
    const content = contentOf(file);
    byPath.set(absolutePath(python.purelib, path), { bytes, isBytecode: false, content });
  }
  return byPath;
}

function contentOf({ bytes, crc32, calls }: InstalledFile): string | undefined {
  return calls ?? (crc32 === undefined ? undefined : `${bytes} ${crc32}`);
}
