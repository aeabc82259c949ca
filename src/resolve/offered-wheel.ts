import type { LockedFile } from "./lock.ts";

/** A wheel that lies at an address of its own, as the resolver is told of it. */
export interface OfferedWheel {
  readonly phase: string;
  /** Normalised (PEP 503). */
  readonly distribution: string;
  /** As its file's name has it, a local version such as `+cu12torch2.8` included. */
  readonly version: string;
  readonly file: LockedFile;
  /** Text of its METADATA: what it requires. */
  readonly metadata: string;
  /** What its name was computed from, in words. */
  readonly chosenBy: string;
}

/** The version that a wheel's file name says. */
export function namedVersion(fileName: string): string {
  return fileName.split("-")[1] ?? "";
}
