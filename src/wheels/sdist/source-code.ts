import * as z from "zod";
import { keepJson, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import type { LockedFile } from "../../python/lock.ts";
import { messageOf } from "../../text/errors.ts";
import { readArchive } from "./read-archive.ts";

/** What a source archive says of its own build, read and not run. */
export const SourceCode = z.readonly(
  z.strictObject({
    /** It holds code to compile, or says that it does. */
    native: z.boolean(),
    /** `required`: it is built with CUDA's compiler alone; `some`: it holds CUDA code beside another way to build it. */
    cuda: z.enum(["none", "some", "required"]),
    /** Template of the prebuilt wheels that its build would download, where it says so; null elsewhere. */
    ownWheels: z.string().nullable(),
  }),
);
export type SourceCode = z.infer<typeof SourceCode>;

const NATIVE = /\.(?:c|cc|cpp|cxx|cu|pyx|rs|go|f|f90|f95|mm)$/;
const BUILD_FILES = /(?:^|\/)(?:CMakeLists\.txt|Cargo\.toml|meson\.build)$/;
/** Folders beside the packages, as images/probes/source_contents.py leaves them out. */
const ASIDE = /^(?:\..*|tests?|testing|docs?|examples?|benchmarks?|build|dist|.*\.egg-info)$/i;

/** What the archive holds; undefined where it can't be read. Remembered by its hash. */
export async function readSourceCode(file: LockedFile, ports: Ports): Promise<SourceCode | undefined> {
  if (!isLocalAddress(file.url) && !/^https?:/.test(file.url)) return undefined;
  const key = `source-code/${file.sha256}.json`;
  const known = await recallJson(ports.cache, key, SourceCode);
  if (known !== undefined) return known;
  const paths: string[] = [];
  let script = "";
  const reader = {
    wants: (path: string) => paths.push(path) > 0 && isScript(path),
    take: (_path: string, content: string) => {
      script ||= content;
    },
  };
  try {
    if (!(await readArchive(file, reader, ports))) return undefined;
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`${file.name} can't be read: ${messageOf(error)}`);
    return undefined;
  }
  const code = sourceCode(paths, script);
  await keepJson(ports.cache, key, code);
  return code;
}

function isScript(path: string): boolean {
  return /^(?:\.\/)?(?:[^/]+\/)?setup\.py$/.test(path);
}

/** @param paths of all files, below one folder of the archive's own. @param script the text of its setup.py. */
export function sourceCode(paths: readonly string[], script: string): SourceCode {
  const inside = paths.map((path) => path.replace(/^(?:\.\/)?[^/]+\//, ""));
  const code = inside.filter((path) => NATIVE.test(path) && !ASIDE.test(path.split("/")[0] ?? ""));
  const builder = (name: string) => new RegExp(`\\b${name}\\(|=\\s*(?:\\w+\\.)*${name}\\b`).test(script);
  const cuda = builder("CUDAExtension");
  const holdsCuda = cuda || code.some((path) => path.endsWith(".cu"));
  const held = holdsCuda ? "some" : "none";
  return {
    native:
      code.length > 0 || /\bcpp_extension\b/.test(script) || inside.some((path) => BUILD_FILES.test(path)),
    cuda: cuda && !builder("CppExtension") ? "required" : held,
    ownWheels: ownWheels(script),
  };
}

/**
 * flash-attn, causal-conv1d and mamba-ssm share a setup.py that downloads a wheel of their releases where one is for the
 * torch, CUDA and Python at hand.
 */
function ownWheels(script: string): string | null {
  const folder = /["'](https:\/\/[^"'{}\s]{1,200}\/)\{tag_name\}\/\{wheel_name\}["']/.exec(script)?.[1];
  const name = /^PACKAGE_NAME\s*=\s*["']([\w.-]{1,100})["']/m.exec(script)?.[1];
  if (folder === undefined || name === undefined) return null;
  const file = `${name}-{version}+cu{cuda_major}torch{torch_minor}cxx11abi{cxx11abi}-{python_tag}-{python_tag}-{platform}.whl`;
  return `${folder}v{version}/${file}`;
}
