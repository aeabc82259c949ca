import { isOwnEnvironment } from "../base/planned-environment.ts";
import { type BaseFacts, minorVersion } from "../python/base-facts.ts";
import { type Script, scriptsOf } from "../wheels/console-scripts.ts";
import type { WheelContents, WheelFile } from "../wheels/wheel-contents.ts";
import { utf8Bytes } from "./utf8-bytes.ts";

/** A file that an installer writes. `path` is relative to site-packages, as RECORD names it. */
export interface InstalledFile {
  readonly path: string;
  /** Apparent size. */
  readonly bytes: number;
  /** In the wheel, by DEFLATE; 0 for what the installer adds. */
  readonly compressedBytes: number;
  /** Of a wheel's file before a script gets its interpreter's path; undefined where it isn't known. */
  readonly crc32?: number | undefined;
  /** What a console script calls; undefined for what isn't one. */
  readonly calls?: string;
}

/** Apparent bytes of what uv writes for a wheel without compiling bytecode. */
export function installedBytes(wheel: WheelContents, python: BaseFacts["python"]): number {
  return installedFiles(wheel, python).reduce((sum, file) => sum + file.bytes, 0);
}

/**
 * What uv writes for a wheel without compiling bytecode: the archive's files, an INSTALLER (`uv`), an empty REQUESTED, the
 * console scripts, and a RECORD written anew with a row for each of them. Exact; in a base that is a virtual environment C
 * headers' places are a few bytes longer in RECORD. Source: uv 0.13.9's installs compared file by file (numpy, pip, pyyaml,
 * jsonschema, tqdm, dulwich, py-spy and wheels made for one oddity each).
 */
export function installedFiles(wheel: WheelContents, python: BaseFacts["python"]): readonly InstalledFile[] {
  const record = wheel.files.find(
    ({ path }) => path.endsWith(RECORD) && !path.slice(0, -RECORD.length).includes("/"),
  );
  const info = record?.path.slice(0, -"RECORD".length) ?? "";
  const own = wheel.files
    .filter((file) => file !== record)
    .map((file) => asInstalled(file, wheel.placeholders?.[file.path], python));
  const added = [
    { path: `${info}INSTALLER`, bytes: INSTALLER.length, compressedBytes: 0 },
    { path: `${info}REQUESTED`, bytes: 0, compressedBytes: 0 },
    ...installedScripts(wheel, info, python).map((script) => ({
      path: scriptPath(script.name, python),
      bytes: scriptBytes(script, python),
      compressedBytes: 0,
      calls: `${script.module}:${script.called}`,
    })),
  ];
  const rows = [...own, ...added];
  const recorded = {
    path: `${info}RECORD`,
    bytes: rows.reduce((sum, row) => sum + rowBytes(row), 0) + `${info}RECORD,,\n`.length,
    compressedBytes: 0,
  };
  // An INSTALLER of the wheel's own is overwritten; RECORD names both.
  return [...own.filter((file) => file.path !== `${info}INSTALLER`), ...added, recorded];
}

const RECORD = ".dist-info/RECORD";

/** Most files are installed unchanged. Those keep their object, because a set has 40,000 files. */
function asInstalled(
  file: WheelFile,
  placeholderBytes: number | undefined,
  python: BaseFacts["python"],
): InstalledFile {
  const path = recordPath(file.path, python);
  if (path === file.path && placeholderBytes === undefined) return file;
  const bytes = file.bytes + shebangGrowth(placeholderBytes, python);
  return { path, bytes, compressedBytes: file.compressedBytes, crc32: file.crc32 };
}

/** pip's own wheel gets a script for the interpreter's version, too, as pip itself does it. */
function installedScripts(
  wheel: WheelContents,
  info: string,
  python: BaseFacts["python"],
): readonly Script[] {
  const scripts = scriptsOf(wheel.entryPoints ?? "");
  const pip = info.startsWith("pip-") && scripts.find((script) => script.name === "pip");
  return pip ? [...scripts, { ...pip, name: `pip${minorVersion(python.version)}` }] : scripts;
}

const INSTALLER = "uv";
const HASH_FIELD = ",sha256=".length + 43; // base64url of 32 bytes without padding

function rowBytes(row: { readonly path: string; readonly bytes: number }): number {
  const quotes = /[",\n\r]/.test(row.path) ? 1 + row.path.split('"').length : 0;
  return utf8Bytes(row.path) + quotes + HASH_FIELD + `,${row.bytes}\n`.length;
}

/** Wheel spec: `NAME.data/KEY/…` goes to the scheme's folder KEY; RECORD names it relative to site-packages. */
function recordPath(path: string, python: BaseFacts["python"]): string {
  if (!path.includes(".data/")) return path;
  const match = /^[^/]+\.data\/([a-z]+)\/(.+)$/.exec(path);
  if (!match?.[2]) return path;
  if (match[1] === "purelib" || match[1] === "platlib") return match[2];
  if (match[1] === "scripts") return scriptPath(match[2], python);
  const prefix = python.scripts.replace(/\/bin$/, "");
  if (match[1] !== "headers") return relative(python.purelib, `${prefix}/${match[2]}`);
  const name = path.slice(0, path.indexOf("-"));
  return relative(python.purelib, `${headersFolder(python)}/${name}/${match[2]}`);
}

/** Beside the interpreter itself: Debian's packages lie below /usr/local, its headers don't. uv's own environments have `site`. */
function headersFolder(python: BaseFacts["python"]): string {
  const prefix = python.executable.replace(/\/bin\/[^/]*$/, "");
  const site = isOwnEnvironment(python) ? "site/" : "";
  return `${prefix}/include/${site}python${minorVersion(python.version)}`;
}

/** uv replaces the `#!python…` line of a wheel's own scripts by the interpreter's path. */
function shebangGrowth(lineBytes: number | undefined, python: BaseFacts["python"]): number {
  return lineBytes === undefined ? 0 : `#!${python.executable}\n`.length - lineBytes;
}

function scriptPath(name: string, python: BaseFacts["python"]): string {
  return relative(python.purelib, `${python.scripts}/${name}`);
}

function scriptBytes(script: Script, python: BaseFacts["python"]): number {
  return [
    `#!${python.executable}`,
    "# -*- coding: utf-8 -*-",
    "import sys",
    `from ${script.module} import ${script.imported}`,
    'if __name__ == "__main__":',
    '    if sys.argv[0].endswith("-script.pyw"):',
    "        sys.argv[0] = sys.argv[0][:-11]",
    '    elif sys.argv[0].endswith(".exe"):',
    "        sys.argv[0] = sys.argv[0][:-4]",
    `    sys.exit(${script.called}())`,
    "",
  ].join("\n").length;
}

function relative(from: string, to: string): string {
  const a = from.split("/").filter(Boolean);
  const b = to.split("/").filter(Boolean);
  let common = 0;
  while (common < a.length && a[common] === b[common]) common += 1;
  return [...a.slice(common).map(() => ".."), ...b.slice(common)].join("/");
}
