import type { BaseFacts } from "../python/base-facts.ts";
import { absolutePath } from "./absolute-path.ts";
import type { InstalledFile } from "./installed-bytes.ts";
import type { OwnFile } from "./measured.ts";

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
export function ownFiles(brought: Brought): (path: string) => OwnFile | undefined {
  let byPath: ReadonlyMap<string, Omit<OwnFile, "onDisk">> | undefined;
  return (path) => {
    byPath ??= filesByPath(brought);
    const found = byPath.get(path);
    return found && { ...found, onDisk: brought.shared?.[path] };
  };
}

function filesByPath({ files, compiled, predicted, python }: Brought) {
  const byPath = new Map<string, Omit<OwnFile, "onDisk">>();
  for (const [at, path] of compiled.entries()) {
    byPath.set(absolutePath(python.purelib, path), { bytes: predicted[at] ?? 0, isBytecode: true });
  }
  // Bytecode that the wheel brings itself is a file of it.
  for (const file of files) {
    byPath.set(absolutePath(python.purelib, file.path), { bytes: file.bytes, isBytecode: false });
  }
  return byPath;
}
