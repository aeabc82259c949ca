import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { zip } from "./zip-writer.ts";

/** A file of a package index. */
export interface PackageFile {
  readonly project: string;
  readonly name: string;
  readonly content: Buffer;
  readonly sha256: string;
}

export interface PackageSpec {
  readonly name: string;
  readonly version?: string;
  /** Files of the wheel beside its metadata; a module of the package's name by default. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly requires?: readonly string[];
  /** Versions of Python that it wants. */
  readonly python?: string;
  /** Name of the file, where it isn't the one that installers give a pure wheel. */
  readonly fileName?: string;
  /** Text of `entry_points.txt`. */
  readonly entryPoints?: string;
  /** Metadata that it lacks against the rules, such as RECORD. */
  readonly without?: readonly string[];
  /** Text of RECORD, where it lies. */
  readonly record?: string;
  /** Files that are symbolic links; their text is the target. */
  readonly links?: readonly string[];
}

const SYMBOLIC_LINK = 0o120777;

/** Random bytes, which a wheel holds as they are. */
function isNoise(path: string): boolean {
  return path.endsWith("/noise");
}

/** A pure wheel that any installer takes. */
export function wheel(spec: PackageSpec): PackageFile {
  const { name, version = "1.0", files, requires = [], python, fileName, entryPoints } = spec;
  const module = name.replaceAll("-", "_");
  const info = `${module}-${version}.dist-info`;
  const content: Record<string, string | Uint8Array> = {
    ...(files ?? { [`${module}/__init__.py`]: `version = ${JSON.stringify(version)}\n` }),
    [`${info}/METADATA`]: metadata(name, version, requires, python),
    [`${info}/WHEEL`]:
      "Wheel-Version: 1.0\nGenerator: surelayer-tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ...(entryPoints !== undefined && { [`${info}/entry_points.txt`]: entryPoints }),
  };
  const record = Object.entries(content).map(([path, text]) => {
    const bytes = Buffer.from(text);
    return `"${path}",sha256=${createHash("sha256").update(bytes).digest("base64url")},${bytes.length}`;
  });
  content[`${info}/RECORD`] = spec.record ?? `${record.join("\n")}\n${info}/RECORD,,\n`;
  // Noise isn't worth compressing.
  const all = Object.entries(content).map(([path, text]) => ({
    name: path,
    content: text,
    stored: isNoise(path),
    ...(spec.links?.includes(path) && { mode: SYMBOLIC_LINK }),
  }));
  const entries = all.filter((one) => !spec.without?.some((absent) => one.name === `${info}/${absent}`));
  return packageFile(name, fileName ?? `${module}-${version}-py3-none-any.whl`, zip(entries));
}

/**
 * A source distribution that brings its own build backend, so that building it asks no index.
 * @param build body of the backend's `build_wheel`, Python; what it prints is what a hostile package can print.
 * @param files what lies beside it, by path.
 */
export async function sourceDistribution(
  name: string,
  build: string,
  {
    version = "1.0",
    requires = [],
    files = {},
  }: {
    readonly version?: string;
    readonly requires?: readonly string[];
    readonly files?: Readonly<Record<string, string | Buffer>>;
  } = {},
): Promise<PackageFile> {
  const folder = `${name.replaceAll("-", "_")}-${version}`;
  const backend = [
    "def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):",
    ...build.split("\n").map((line) => `    ${line}`),
    "",
  ].join("\n");
  const entries = {
    "PKG-INFO": metadata(name, version, requires),
    "pyproject.toml": `[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "${name}"\nversion = "${version}"\n`,
    "backend.py": backend,
    ...files,
  };
  return packageFile(name, `${folder}.tar.gz`, await packed(folder, entries));
}

/**
 * A source distribution that names no build system: setuptools of the machine's own index builds it.
 * @param setup arguments of `setup()`. @param before lines of its script before that.
 */
export async function legacySource(
  name: string,
  setup: string,
  files: Readonly<Record<string, string>>,
  before: readonly string[] = [],
): Promise<PackageFile> {
  const folder = `${name}-1.0`;
  const script = [
    "from setuptools import setup",
    ...before,
    `setup(name="${name}", version="1.0", ${setup})`,
  ];
  const entries = {
    "PKG-INFO": metadata(name, "1.0", []),
    "setup.py": `${script.join("\n")}\n`,
    ...files,
  };
  return packageFile(name, `${folder}.tar.gz`, await packed(folder, entries));
}

async function packed(folder: string, entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [path, content] of Object.entries(entries)) {
    archive.entry({ name: `${folder}/${path}` }, content);
  }
  archive.finalize();
  return gzipSync(await buffer(archive));
}

function metadata(name: string, version: string, requires: readonly string[], python?: string): string {
  const lines = ["Metadata-Version: 2.2", `Name: ${name}`, `Version: ${version}`];
  if (python !== undefined) lines.push(`Requires-Python: ${python}`);
  return `${[...lines, ...requires.map((one) => `Requires-Dist: ${one}`)].join("\n")}\n`;
}

function packageFile(project: string, name: string, content: Buffer): PackageFile {
  return { project, name, content, sha256: createHash("sha256").update(content).digest("hex") };
}
