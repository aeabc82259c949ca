import { valid } from "@renovatebot/pep440";
import * as z from "zod";
import { distributionNameFault, normaliseName } from "../../python/distribution-name.ts";
import type { Problem, SourceLocation } from "../../text/errors.ts";
import { quote } from "../../text/quote.ts";
import { describePath, expected, without } from "../../text/units/expectation.ts";
import { textField } from "./fields.ts";
import type { Immutable } from "./immutable.ts";

/** Facts of the base, for planning where it can't be pulled. Names of packages stand as they were written. */
export const Provides = z.strictObject(
  {
    /** `3.12` or `3.12.4`. */
    python: textField('`python: "3.12"`').superRefine(without(pythonFault)),
    /** `12.8` or `12.8.1`; left out, the base has none. */
    cuda: textField('`cuda: "12.8"`').superRefine(without(cudaFault)).optional(),
    packages: z
      .record(
        z.string().superRefine(without(distributionNameFault)),
        textField("a version, such as `2.8.0+cu128`").superRefine(without(versionFault)),
        expected("a map of names to versions", "`packages: { torch: 2.8.0+cu128 }`"),
      )
      .default({}),
  },
  expected("a map", '`provides: { python: "3.12", packages: { torch: 2.8.0+cu128 } }`'),
);
export type Provides = Immutable<z.infer<typeof Provides>>;

const OLDEST_MINOR = 8;

function pythonFault(version: string): string | undefined {
  const [, minor] = /^3\.(\d{1,2})(?:\.\d{1,3})?$/.exec(version) ?? [];
  if (minor === undefined) {
    return `${quote(version)} isn't a version of Python 3; write one such as \`3.12\` or \`3.12.4\``;
  }
  if (Number(minor) >= OLDEST_MINOR) return undefined;
  return `${quote(version)} is older than 3.${OLDEST_MINOR}, the oldest Python that can be built on; choose another base`;
}

function cudaFault(version: string): string | undefined {
  if (/^\d{1,2}\.\d{1,2}(?:\.\d{1,3})?$/.test(version)) return undefined;
  return `${quote(version)} isn't a version of CUDA; write one such as \`12.8\`, or leave \`cuda\` out for a base without it`;
}

function versionFault(version: string): string | undefined {
  if (valid(version) !== null) return undefined;
  const exact = /^\s*={2,3}\s*(\S+)\s*$/.exec(version)?.[1];
  const instead = exact !== undefined && valid(exact) !== null ? exact : "2.8.0+cu128";
  return `${quote(version)} isn't one version; write exactly what the base holds, such as \`${instead}\``;
}

const Sketch = z
  .object({ base: z.object({ provides: z.object({ packages: z.record(z.string(), z.unknown()) }) }) })
  .optional()
  .catch(undefined);

/** Two spellings of one distribution would be two facts about it. */
export function providesProblems(
  data: unknown,
  locate: (path: readonly string[]) => SourceLocation,
): Problem[] {
  const packages = Object.keys(Sketch.parse(data)?.base.provides.packages ?? {});
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const name of packages) {
    const path = ["base", "provides", "packages", name];
    const earlier = first.get(normaliseName(name));
    if (earlier === undefined) first.set(normaliseName(name), name);
    else {
      const message = `${describePath(path)} is the same distribution as ${quote(earlier)}; keep one of the two`;
      problems.push({ message, location: locate(path) });
    }
  }
  return problems;
}
