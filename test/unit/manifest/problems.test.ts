import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { ManifestError } from "../../../src/text/errors.ts";
import { good, head, problemsOf } from "./manifest-text.ts";

describe("problems", () => {
  test("are all told, in the order of the file", () => {
    const text = good("  - { name: light, packages: [torch, -r x], optional: 1 }\nwrkdir: /app\nname: b\n");
    expect(problemsOf(text)).toEqual([
      "7:13: the phase on line 5 is called `light`, too; give each phase a name of its own",
      "7:31: `torch` is already asked for on line 6; keep one of the two",
      "7:38: `phases[1].packages[1]`: `-r x` is an installer option; write a distribution's name and version",
      "7:55: `phases[1].optional` must be `true` or `false`, not a number; write `optional: true` without quotes",
      "8:1: unknown key `wrkdir`; did you mean `workdir`?",
      "9:1: `name` is already given on line 2; keep one of the two",
    ]);
  });

  test("of what an alias stands for are told where the alias is used, too", () => {
    expect(problemsOf(head("keep: &list [-x]\nphases:\n  - { name: light, packages: *list }\n"))).toEqual([
      "4:14: `keep[0]`: `-x` isn't the name of a distribution; write letters, digits and `-`, such as `torch`",
      "6:30: `phases[0].packages[0]`: `-x` is an installer option; write a distribution's name and version",
    ]);
  });

  test("end after a hundred with the number of the others", () => {
    const told = problemsOf(good(Array.from({ length: 150 }, (_, index) => `k-${index}: 1\n`).join("")));
    expect(told).toHaveLength(100);
    expect(told.at(-1)).toBe("106:1: 51 more problems follow; correct these first");
  });

  test("are one error with file, line, column and exit code", () => {
    expect(() => parseManifest("", "folder/install.yml")).toThrow(ManifestError);
    expect(() => parseManifest("", "folder/install.yml")).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^folder\/install\.yml:1:1: the manifest is empty/),
        exitCode: 2,
        location: { file: "folder/install.yml", line: 1, column: 1 },
      }),
    );
  });
});
