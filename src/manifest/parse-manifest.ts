import type * as z from "zod";
import { ManifestError, type Problem, type SourceLocation } from "../text/errors.ts";
import { faultSentence, kindOf } from "../text/units/expectation.ts";
import { consistencyProblems } from "./consistency.ts";
import { type ManifestDocument, readDocument } from "./document.ts";
import { unknownKey } from "./keys.ts";
import { locate, locateKey } from "./locate.ts";
import { Manifest } from "./manifest.ts";
import { sortProblems } from "./sort-problems.ts";
import { structureProblems } from "./structure.ts";

/** Enough for shared lists, too little for a bomb. */
const MOST_ALIASES = 50;

export interface ParseOptions {
  /** Take indexes and files that are private, loopback or without TLS. */
  readonly allowPrivateIndex?: boolean;
}

export interface ParsedManifest {
  readonly manifest: Manifest;
  /** Place of a part of the manifest, e.g. `["phases", 0, "packages", 1]`. For a key that was left out, the place of the map around it. */
  locate(path: readonly (string | number)[]): SourceLocation;
}

/**
 * Reads a manifest. `file` is only what messages call it.
 * @throws ManifestError with every problem, sorted by position.
 */
export function parseManifest(text: string, file: string, options: ParseOptions = {}): ParsedManifest {
  const document = readDocument(text, file);
  const problems = structureProblems(document);
  const data = toData(document, problems);
  const result = Manifest.safeParse(data, { error: faultSentence });
  if (!result.success) problems.push(...schemaProblems(document, result.error.issues));
  const at = (path: readonly PropertyKey[]) => locate(document, path);
  problems.push(...consistencyProblems(data, at, options.allowPrivateIndex ?? false));
  if (!result.success || problems.length > 0) throw new ManifestError(sortProblems(problems));
  return { manifest: result.data, locate: at };
}

function toData(document: ManifestDocument, problems: readonly Problem[]): unknown {
  const location = locate(document, []);
  let data: unknown;
  try {
    data = document.yaml.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    const bomb = { message: "the aliases (`*`) stand for too much; write the values out", location };
    throw new ManifestError(sortProblems(problems.length > 0 ? problems : [bomb]), { cause });
  }
  if (typeof data === "object" && !Array.isArray(data)) return data;
  const message = `the manifest must be a map of keys such as \`version: 1\`, not ${kindOf(data)}`;
  throw new ManifestError(sortProblems([...problems, { message, location }]));
}

function schemaProblems(document: ManifestDocument, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      // structure.ts reports this key everywhere; zod overlooks it in some places.
      const keys = issue.keys.filter((key) => key !== "__proto__");
      return keys.map((key) => ({
        message: unknownKey(issue.path, key),
        location: locateKey(document, [...issue.path, key]),
      }));
    }
    if (issue.code === "invalid_key") {
      const message = issue.issues[0]?.message ?? issue.message;
      return [{ message, location: locateKey(document, issue.path) }];
    }
    return [{ message: issue.message, location: locate(document, issue.path) }];
  });
}
