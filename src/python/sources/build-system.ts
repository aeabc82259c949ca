import { parse, TomlError } from "smol-toml";
import * as z from "zod";

/** What a source says of its build (PEP 518 and 517). */
export interface BuildSystem {
  readonly requires: readonly string[];
  /** Module of the back end, and behind a `:` the object in it. */
  readonly backend: string;
  /** Folders of the source that the back end is imported from. */
  readonly path: readonly string[];
}

/** Without the table, a build front end takes this. */
const LEGACY = { requires: ["setuptools>=40.8.0"], backend: "setuptools.build_meta:__legacy__", path: [] };

const Table = z.object({
  requires: z.array(z.string()),
  "build-backend": z.string().default(LEGACY.backend),
  "backend-path": z.array(z.string()).default([]),
});

/** The `[build-system]` of a pyproject.toml, as a build front end reads it. Invalid TOML counts as empty: the build will say so. */
export function buildSystem(pyproject: string): BuildSystem {
  const read = Table.safeParse(parsed(pyproject)["build-system"]);
  if (!read.success) return LEGACY;
  const { requires, "build-backend": backend, "backend-path": path } = read.data;
  return { requires, backend, path };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}
