import type { WheelDirectory } from "../resolve/wheel-directory.ts";
import { archivedBytes } from "./archive-bytes.ts";
import { bytecodePath, isCompiled, predictBytecode } from "./bytecode.ts";
import { fileBlocks } from "./file-blocks.ts";
import { foldersOf } from "./folders.ts";
import { installedFiles } from "./installed-bytes.ts";
import type { FileTotals } from "./learned-size.ts";
import { type MeasuredDistribution, type MeasureOptions, NOTHING } from "./measured.ts";

/** The model's bytecode is within this of the real one for nine of ten wheels (docs/plan-accuracy.md). */
const BYTECODE_MARGIN = 0.16;

/** What a wheel adds, from its own directory; its bytecode as an earlier build saw it, or by the model. */
export function measureWheel(wheel: WheelDirectory, options: MeasureOptions): MeasuredDistribution {
  const { python } = options;
  const files = installedFiles(wheel, python);
  const sources = options.bytecode === "all" ? files.filter((file) => isCompiled(file.path)) : [];
  const learned = options.learned?.compiled === true ? options.learned.bytecode : undefined;
  const bytecode = learned ?? totalsOf(predictBytecode(sources, python, wheel.sample ?? null));
  const paths = [
    ...files.map((file) => file.path),
    ...sources.map((file) => bytecodePath(file.path, python)),
  ].map((path) => absolutePath(python.purelib, path));
  const source = learned ? "learned" : "model";
  return {
    files: totalsOf(files.map((file) => file.bytes)),
    bytecode: sources.length > 0 ? bytecode : NOTHING,
    archivedFiles: files.reduce((sum, file) => sum + archivedBytes(file), 0),
    margin: sources.length > 0 && !learned ? Math.round(bytecode.bytes * BYTECODE_MARGIN) : 0,
    sizeSource: "central-directory",
    bytecodeSource: sources.length > 0 ? source : "none",
    folders: foldersOf(paths),
    buildBytes: 0,
  };
}

function totalsOf(files: readonly number[]): FileTotals {
  return {
    count: files.length,
    bytes: files.reduce((sum, bytes) => sum + bytes, 0),
    blocks: files.reduce((sum, bytes) => sum + fileBlocks(bytes), 0),
  };
}

/** RECORD names files outside of site-packages by `../`. */
function absolutePath(folder: string, path: string): string {
  if (!path.startsWith("../")) return `${folder}/${path}`;
  const parts = folder.split("/");
  const rest = path.split("/");
  while (rest[0] === "..") {
    rest.shift();
    parts.pop();
  }
  return [...parts, ...rest].join("/");
}
