import type { LockedFile } from "../python/lock.ts";

/** A file at an address of its own: a wheel, or a source archive that the manifest names. The resolver is offered the file. */
export interface CandidateWheel {
  readonly phase: string;
  /** Normalised (PEP 503). */
  readonly distribution: string;
  /** As its file's name has it, a local version such as `+cu12torch2.8` included. */
  readonly version: string;
  readonly file: LockedFile;
  /** What the resolver learns its requirements from: the text of a wheel's METADATA, or the whole source archive. */
  readonly content: { readonly metadata: string } | { readonly archive: Uint8Array };
  /** What its name was computed from, in words. */
  readonly chosenBy: string;
  /** As the manifest has it, where a requirement names it; undefined for what a phase's `wheels` names. */
  readonly direct?: string;
}

/** The version that a wheel's file name says. */
export function namedVersion(fileName: string): string {
  return fileName.split("-")[1] ?? "";
}
