import { describe, expect, test } from "vitest";
import { parseStaticMetadata } from "../../../../src/python/sources/static-metadata.ts";
import { threadMilliseconds } from "../../../support/thread-time.ts";

const info = (...lines: readonly string[]) =>
  ["Metadata-Version: 2.1", "Name: demo", "Version: 1.0", ...lines, "", "Requires-Dist: readme"].join("\n");

describe("what a source archive states", () => {
  test("are its own lines, not its README's", () => {
    const pkgInfo = info(
      "Requires-Dist: numpy (>=1)",
      'requires-dist: six; extra == "x"',
      "Provides-Extra: x",
    );

    expect(parseStaticMetadata({ pkgInfo, requiresTxt: "other\n" })).toEqual({
      requires: ["numpy (>=1)", 'six; extra == "x"'],
      extras: ["x"],
    });
  });

  test("is what setuptools found, where it has no lines of its own", () => {
    const requiresTxt = [
      ...["numpy>=1", "", "# a comment", '[:python_version < "3.5"]', "typing", "", "[fast]", "jit", ""],
      ...['[fast:sys_platform == "linux" or os_name == "x"]', "uring"],
    ].join("\r\n");

    expect(parseStaticMetadata({ pkgInfo: info(), requiresTxt })).toEqual({
      requires: [
        "numpy>=1",
        'typing ; (python_version < "3.5")',
        'jit ; extra == "fast"',
        'uring ; (sys_platform == "linux" or os_name == "x") and extra == "fast"',
      ],
      extras: ["fast"],
    });
  });

  test("may be nothing", () => {
    expect(parseStaticMetadata({ pkgInfo: info(), requiresTxt: undefined })).toEqual({
      requires: [],
      extras: [],
    });
    expect(parseStaticMetadata({ pkgInfo: undefined, requiresTxt: "" })).toEqual({
      requires: [],
      extras: [],
    });
  });

  test.each([
    "part @ https://files.example/part.whl",
    "part@git+https://files.example/part",
    "https://x.example/a",
  ])("isn't taken where it names an address: %s", (line) => {
    expect(
      parseStaticMetadata({ pkgInfo: info(`Requires-Dist: ${line}`), requiresTxt: undefined }),
    ).toBeUndefined();
    expect(parseStaticMetadata({ pkgInfo: info(), requiresTxt: `${line}\n` })).toBeUndefined();
  });

  test("takes no longer for a megabyte than for a line", () => {
    const started = threadMilliseconds();
    parseStaticMetadata({ pkgInfo: "[".repeat(1e6), requiresTxt: `[${":".repeat(1e6)}\n${"[".repeat(1e6)}` });

    expect(threadMilliseconds() - started).toBeLessThan(1000);
  });
});
