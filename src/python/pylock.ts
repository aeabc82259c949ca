import { parse } from "smol-toml";
import * as z from "zod";

const File = z.object({
  url: z.string().optional(),
  path: z.string().optional(),
  name: z.string().optional(),
  size: z.number().optional(),
  "upload-time": z.date().optional().catch(undefined),
  hashes: z.record(z.string(), z.string()).default({}),
});
export type PylockFile = z.infer<typeof File>;

const VersionControl = z.object({
  type: z.string(),
  url: z.string().optional(),
  "requested-revision": z.string().optional(),
  "commit-id": z.string(),
  subdirectory: z.string().optional(),
});
/** `packages.vcs` of a lock. */
export type VersionControl = z.infer<typeof VersionControl>;

/** `packages.tool.surelayer`: what a source is built with, of which PEP 751 says nothing. */
const OwnTable = z.object({
  "build-requires": z.array(z.string()),
  "build-distributions": z.array(z.object({ name: z.string(), version: z.string(), file: File })),
});
export type OwnTable = z.infer<typeof OwnTable>;

// Lenient on purpose: PEP 751 allows tables and keys that this project has no use for.
const Package = z.object({
  name: z.string(),
  version: z.string().optional(),
  index: z.string().optional(),
  marker: z.string().optional(),
  "requires-python": z.string().optional(),
  dependencies: z.array(z.object({ name: z.string() })).optional(),
  wheels: z.array(File).optional(),
  sdist: File.optional(),
  vcs: VersionControl.optional(),
  directory: z.unknown().optional(),
  archive: File.extend({ subdirectory: z.string().optional() }).optional(),
  tool: z.object({ surelayer: OwnTable.optional() }).optional(),
});
export type PylockPackage = z.infer<typeof Package>;

const Pylock = z.object({
  "lock-version": z.string().regex(/^1\.\d+$/, "must be 1.0: another version isn't known"),
  "requires-python": z.string().optional(),
  environments: z.array(z.string()).default([]),
  packages: z.array(Package).default([]),
});
type Pylock = z.infer<typeof Pylock>;

/**
 * Reads a lock (PEP 751), whoever wrote it. What of it can be used is for the caller to judge.
 * @throws TomlError or ZodError
 */
export function readPylock(text: string): Pylock {
  return Pylock.parse(parse(text));
}
