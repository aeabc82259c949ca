import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { normaliseName } from "../../../src/python/distribution-name.ts";
import { parseRequirement } from "../../../src/python/requirement.ts";
import { ManifestError, UsageError } from "../../../src/text/errors.ts";
import { parseSize } from "../../../src/text/units/size.ts";
import { good } from "./manifest-text.ts";

/** Text with the parts that YAML and manifests are made of, so that more than the first line is reached. */
const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom("version: 1\n", "name", "phases", "packages", "env", "keep", "__proto__", "torch"),
      fc.constantFrom(": ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", '"', "'", "#", "\t"),
      fc.constantFrom(
        "&a ",
        "*a",
        "!x ",
        "!!set ",
        "<<",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "? ",
        "%YAML 1.1\n",
        "~",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

function expectOnly(kind: typeof ManifestError | typeof UsageError, action: () => void): void {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
  }
}

describe("any text", () => {
  test("is a manifest or a ManifestError", () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: "binary" })), (text) => {
        expectOnly(ManifestError, () => parseManifest(text, "m.yml"));
      }),
      { numRuns: 2000 },
    );
  });

  test("behind a good manifest is one, too, and every place told is in the text", () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const lines = good(text).split(/\r\n|\r|\n/).length;
        try {
          parseManifest(good(text), "m.yml");
        } catch (error) {
          expect(error).toBeInstanceOf(ManifestError);
          const problems = error instanceof ManifestError ? error.problems : [];
          expect(problems.length).toBeGreaterThan(0);
          for (const { location } of problems) {
            expect(location.line).toBeLessThanOrEqual(lines);
            expect(location.column).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("as a requirement is one or a UsageError", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[a-z]{1,3}(\[[a-z,]*\])? ?([<>=~!]{1,3}[0-9.*]{1,4},?)*(;.*)?$/),
    );
    fc.assert(
      fc.property(text, (requirement) => {
        expectOnly(UsageError, () => parseRequirement(requirement));
      }),
    );
  });

  test("as a size is a whole number of bytes or none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,18}(\.\d+)? ?[kMGT]i?B$/)), (text) => {
        const bytes = parseSize(text);
        expect(bytes === undefined || Number.isSafeInteger(bytes)).toBe(true);
      }),
    );
  });
});

test("any JSON in place of a value is a manifest or a ManifestError", () => {
  const keys = fc.constantFrom(
    "keep",
    "indexes",
    "files",
    "env",
    "workdir",
    "command",
    "verify",
    "disk",
    "x",
  );
  fc.assert(
    fc.property(keys, fc.jsonValue(), (key, value) => {
      expectOnly(ManifestError, () => parseManifest(good(`${key}: ${JSON.stringify(value)}\n`), "m.yml"));
    }),
    { numRuns: 1000 },
  );
});

test("normalising a name twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect(normaliseName(normaliseName(name))).toBe(normaliseName(name));
    }),
  );
});
