import type { FailureClass } from "../failures/failure-class.ts";
import { failureClassById } from "../failures/failure-table.ts";
import { scriptsOf } from "./console-scripts.ts";
import type { WheelContents } from "./wheel-contents.ts";

/** A wheel that no installer takes, or that none installs as the wheel means it. */
export class WheelFault extends Error {
  readonly failureClass: FailureClass;

  /** @param says what is wrong, to be said behind the wheel's name. */
  constructor(classId: "W1" | "W2" | "W3", says: string) {
    super(says);
    this.name = "WheelFault";
    this.failureClass = failureClassById(classId);
  }
}

/** An entry of a wheel's archive. */
interface WheelEntry {
  readonly name: string;
  readonly isDirectory?: boolean;
  readonly isLink?: boolean;
}

/**
 * The first fault in the names of a wheel's entries. Seen with uv 0.13.9, pip 23.2.1 and pip 26.3: one of them refuses it, leaves
 * it out, or does worse. Both write a symbolic link as a file; pip puts a script into the interpreter's place.
 */
export function entriesFault(entries: readonly WheelEntry[]): WheelFault | undefined {
  const files = new Set(entries.flatMap((one) => (one.isDirectory ? [] : one.name)));
  for (const { name, isLink } of entries) {
    const fault = nameFault(name) ?? interpreterFault(scriptName(shortest(name))) ?? folderFault(name, files);
    if (fault !== undefined) return fault;
    if (isLink) return malformed(`its ${quoted(name)} is a symbolic link, which installers write as a file`);
  }
  return metadataFault(files);
}

/** The first script of `entry_points.txt` that would replace the interpreter or leave the scripts' folder. */
export function entryPointsFault(entryPoints: string): WheelFault | undefined {
  for (const { name } of scriptsOf(entryPoints)) {
    const leaves = name.startsWith("/") || name.split("/").includes("..");
    const fault = leaves ? outside(`its script ${quoted(name)}`) : interpreterFault(name);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The fault of a wheel that a source was built to, as far as its files and scripts show it. */
export function contentsFault({ files, entryPoints }: WheelContents): WheelFault | undefined {
  return entriesFault(files.map(({ path }) => ({ name: path }))) ?? entryPointsFault(entryPoints ?? "");
}

const LONGEST_NAME = 255;

function nameFault(name: string): WheelFault | undefined {
  const leaves = /^[\\/]|^[A-Za-z]:/.test(name) || name.split(/[\\/]/).includes("..");
  if (leaves) return outside(`its ${quoted(name)}`);
  // uv refuses more, such as joiners of emoji. pip takes those, and nobody sees a harm in them.
  if (/\p{Cc}/u.test(name)) return malformed(`its ${quoted(name)} has a control character in its name`);
  return name.split("/").some(isTooLong)
    ? malformed(`its ${quoted(name)} has too long a name for a file`)
    : undefined;
}

/** Bytes are counted only where they may be too many: a letter has at most three for each unit of its length. */
function isTooLong(name: string): boolean {
  return name.length * 3 > LONGEST_NAME && new TextEncoder().encode(name).length > LONGEST_NAME;
}

/** The path that an installer writes to: `a/./b` and `a//b` are `a/b`. */
export function shortest(name: string): string {
  return name.replaceAll(/\/(?:\.?\/)+/g, "/").replace(/^(?:\.\/)+/, "");
}

function scriptName(path: string): string {
  return /^[^/]+\.data\/(?:scripts|data\/(?:bin|Scripts))\/([^/]+)$/.exec(path)?.[1] ?? "";
}

/** uv's rule, as far as it is about CPython. */
function interpreterFault(script: string): WheelFault | undefined {
  if (!/^python(?:w|3(?:\.\d{1,2}t?)?)?$/i.test(script)) return undefined;
  return new WheelFault("W3", `its script ${quoted(script)} would replace the interpreter`);
}

function folderFault(name: string, files: ReadonlySet<string>): WheelFault | undefined {
  for (let end = name.indexOf("/"); end !== -1; end = name.indexOf("/", end + 1)) {
    const folder = name.slice(0, end);
    if (files.has(folder)) return malformed(`its ${quoted(folder)} is a file and a folder`);
  }
  return undefined;
}

const SCHEMES: ReadonlySet<string> = new Set(["purelib", "platlib", "headers", "scripts", "data"]);

function metadataFault(files: ReadonlySet<string>): WheelFault | undefined {
  const tops = new Set([...files].flatMap((name) => /^([^/]+\.dist-info)\//.exec(name)?.[1] ?? []));
  const [info = "", second] = tops;
  if (second !== undefined) return malformed(`it holds both ${quoted(info)} and ${quoted(second)}`);
  const absent = ["METADATA", "WHEEL", "RECORD"].find((name) => !files.has(`${info}/${name}`));
  if (absent !== undefined) return malformed(`it holds no .dist-info/${absent}`);
  const data = `${info.slice(0, -".dist-info".length)}.data/`;
  const unknown = [...files].find((name) => name.startsWith(data) && !isOfScheme(name.slice(data.length)));
  return unknown === undefined ? undefined : malformed(`its ${quoted(unknown)} has no place to go to`);
}

function isOfScheme(path: string): boolean {
  const [scheme = "", ...inside] = path.split("/");
  return inside.length > 0 && SCHEMES.has(scheme);
}

function outside(what: string): WheelFault {
  return new WheelFault("W2", `${what} would be written outside of the place for it`);
}

function malformed(says: string): WheelFault {
  return new WheelFault("W1", says);
}

const LONGEST_SHOWN = 120;

/** Foreign names may be long and hold control characters. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name);
}
