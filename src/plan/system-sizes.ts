import type { SystemFile } from "../resolve/system/system-resolution.ts";
import type { LayerSizes } from "../sizes/phase-sizes.ts";

/**
 * dpkg's own books, which every layer with packages holds once more: status, triggers, debconf's templates. Measured with
 * `hello` alone on bookworm: 0.9 MB in 59 files.
 */
const BOOKS = { bytes: 900_000, blocks: 1_500_000, compressed: 270_000 };
/** Fitted on five sets (1 to 192 packages, bookworm): whole blocks of many small files, folders, dpkg's list of each package. */
const BLOCK_SHARE = 1.03;
const PACKAGE_BLOCKS = 90_000;
/** The same sets: an engine's gzip against the distribution's xz took 1.25 to 1.87 times as much. */
const COMPRESSED_SHARE = 1.45;
/** An archive's `Installed-Size` counts each file in whole kilobytes, and nothing that its scripts make. */
const MARGIN_SHARE = 0.05;
/** Debian compiles the modules of Python packages when it installs them: measured 0.5 bytes for one of the package. */
const PYTHON_MARGIN_SHARE = 0.5;
/** apt's lists while it works, compressed. Measured 19 MB (bookworm, main); Ubuntu's four components are three times as large. */
const LISTS_BYTES = 60_000_000;

/** A layer of system packages: estimates, as apt's lists don't name the files of a package. */
export function systemLayer(files: readonly SystemFile[]): LayerSizes {
  const sum = (of: (file: SystemFile) => number) => files.reduce((total, file) => total + of(file), 0);
  const download = sum((file) => file.bytes);
  const blocks = Math.round(sum(blocksOf) + BOOKS.blocks);
  const compressed = Math.round(COMPRESSED_SHARE * download + BOOKS.compressed);
  const margin = Math.round(sum(marginOf) + BOOKS.bytes);
  return {
    sizes: { download, installed: systemInstalledBytes(files), bytecode: 0, blocks, compressed, margin },
    onDisk: { blocks, compressed, doubt: 0, beside: download + LISTS_BYTES, notes: 0 },
  };
}

/** Apparent bytes of a layer of these; none without any. */
export function systemInstalledBytes(files: readonly SystemFile[]): number {
  if (files.length === 0) return 0;
  return files.reduce((total, file) => total + file.installedBytes, BOOKS.bytes);
}

function blocksOf(file: SystemFile): number {
  return BLOCK_SHARE * file.installedBytes + PACKAGE_BLOCKS;
}

function marginOf(file: SystemFile): number {
  const share = file.name.startsWith("python3-") ? PYTHON_MARGIN_SHARE : MARGIN_SHARE;
  return share * file.installedBytes;
}

/** The layer of a phase's commands, as far as the manifest says what they leave. */
export function runLayer(bytes: number | null): LayerSizes {
  const known = bytes ?? 0;
  // What they fetch is mostly compressed already: models, archives.
  const layer = { blocks: known, compressed: known };
  return {
    sizes: { download: 0, installed: known, bytecode: 0, ...layer, margin: 0 },
    onDisk: { ...layer, doubt: 0, beside: 0, notes: 0 },
  };
}
