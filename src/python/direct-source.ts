import { type GitSource, gitAddress, gitSource, repositoryName } from "./git-source.ts";

/** A file or commit that a phase names by its address. An index has no part in it. */
export interface DirectSource {
  /**
   * A web address without `#…`, a path beneath the manifest's folder, which begins with `./`, or an address of git, which begins
   * with `git+` and keeps its `#subdirectory=`.
   */
  readonly address: string;
  /** What its content must hash to, where the manifest says so. */
  readonly sha256: string | undefined;
  readonly kind: "wheel" | "archive" | "commit";
  /** Of a commit: where it is kept. */
  readonly git?: GitSource;
}

/** A requirement of that kind, taken apart. */
export interface DirectText {
  /** What stands before the `@`; empty for a bare path. */
  readonly front: string;
  readonly target: string;
  readonly marker: string | undefined;
}

/** `name[extra] @ target ; marker`, or a bare target; undefined for a requirement by version. */
export function splitDirect(text: string): DirectText | undefined {
  const trimmed = text.trim();
  // A URL may hold a semicolon: the marker's has white space before it (PEP 508).
  const end = trimmed.search(/\s;/);
  const whole = end < 0 ? trimmed : trimmed.slice(0, end).trim();
  const marker = end < 0 ? undefined : trimmed.slice(trimmed.indexOf(";", end) + 1).trim();
  const named = /^([A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?)\s*@\s*(.*)$/.exec(whole);
  const target = named ? (named[2] ?? "") : whole;
  if (!named && !/^(?:[a-z][a-z0-9.-]*\+|[a-z][a-z0-9+.-]*:\/\/|file:|\.\.?\/)/i.test(whole))
    return undefined;
  return { front: named?.[1]?.trim() ?? "", target, marker };
}

/** Whether an address is a path beneath the manifest's folder. */
export function isLocalAddress(address: string): boolean {
  return address.startsWith("./");
}

/** The last part of an address, as a file is called. */
export function addressedFile(address: string): string {
  const path = address.split(/[?#]/)[0] ?? address;
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return isLocalAddress(address) ? name : decodeURIComponent(name);
  } catch {
    return name; // a lone `%` stands for itself
  }
}

/** The source that a target names. The target must have no fault. */
export function directSource(target: string): DirectSource {
  const git = gitSource(target);
  if (git !== undefined) return { address: gitAddress(git), sha256: undefined, kind: "commit", git };
  const [address = target, fragment = ""] = isLocalAddress(target) ? [target] : target.split("#", 2);
  return {
    address,
    sha256: HASH.exec(fragment)?.[1],
    kind: addressedFile(address).endsWith(".whl") ? "wheel" : "archive",
  };
}

/** A short form of an address, for tables: the file's name, or the repository's name with its revision. */
export function briefAddress(address: string): string {
  const git = gitSource(address);
  if (git === undefined) return addressedFile(address);
  return `${repositoryName(git)}${git.revision === undefined ? "" : `@${git.revision}`}`;
}

/** What may stand behind an address. */
export const HASH = /^sha256=([0-9a-f]{64})$/;

/** The distribution's name as the file's name tells it. Undefined for an archive whose name doesn't follow the convention. */
export function fileDistribution(fileName: string): string | undefined {
  const [, name] = /\.whl$/.test(fileName)
    ? (/^([A-Za-z0-9][\w.]*)-[^-]+-/.exec(fileName) ?? [])
    : (/^([A-Za-z0-9][\w.-]*)-\d[^-]*\.(?:tar\.gz|zip)$/.exec(fileName) ?? []);
  return name;
}
