import { describe, expect, test } from "vitest";
import { createNodeHttp } from "../../../src/host/network/node-http.ts";
import { BuildError } from "../../../src/text/errors.ts";
import { readWheelContents } from "../../../src/wheels/read-wheel-contents.ts";
import { serveFiles } from "../../support/file-server.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { type PackageSpec, wheel } from "../../support/python-packages.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";

const OWN = { "odd/__init__.py": "" };
const file = (path: string) => ({ files: { ...OWN, [path]: "x" } });
const script = (name: string, group = "console_scripts") => ({
  entryPoints: `[${group}]\n${name} = odd:main\n`,
});

/** Reads the wheel from a host of files. @returns what is wrong with it, or undefined. */
async function faultOf(spec: Partial<PackageSpec>): Promise<BuildError | undefined> {
  const { name, sha256, content } = wheel({ name: "odd", files: OWN, ...spec });
  await using server = await serveFiles({ [name]: content });
  const locked = { name, sha256, bytes: content.length, url: `${server.origin}/${name}` };
  const ports = { http: createNodeHttp(), clock: new SelfMovingClock(), cache: new MemoryCache() };
  const thrown: unknown = await readWheelContents(locked, ports).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown !== undefined && !(thrown instanceof BuildError)) throw thrown;
  return thrown;
}

describe("a wheel that no installer takes, or that none installs as it is meant", () => {
  test.each<[string, Partial<PackageSpec>, string, string]>([
    [
      "a line break in a name",
      file("odd/a\nb.py"),
      "W1",
      String.raw`its "odd/a\nb.py" has a control character`,
    ],
    ["an escape sequence in a name", file("odd/a\u001b[31m"), "W1", "has a control character in its name"],
    ["a name of 256 bytes", file(`odd/${"ä".repeat(128)}`), "W1", "has too long a name for a file"],
    [
      "a symbolic link",
      { ...file("odd/link"), links: ["odd/link"] },
      "W1",
      `its "odd/link" is a symbolic link`,
    ],
    ["python3 by a roundabout path", file("odd-1.0.data/data/./bin//python3"), "W3", "would replace the"],
    ["no RECORD", { without: ["RECORD"] }, "W1", "it holds no .dist-info/RECORD"],
    ["no WHEEL", { without: ["WHEEL"] }, "W1", "it holds no .dist-info/WHEEL"],
    [
      "two .dist-info folders",
      file("even-1.0.dist-info/METADATA"),
      "W1",
      `both "even-1.0.dist-info" and "odd-`,
    ],
    ["a file that is a folder", { files: { a: "", "a/b/c": "" } }, "W1", `its "a" is a file and a folder`],
    ["data of an unknown kind", file("odd-1.0.data/foo/x"), "W1", `its "odd-1.0.data/foo/x" has no place`],
    ["data of no kind", file("odd-1.0.data/x"), "W1", "has no place to go to"],
    [
      "a name that leaves the folder",
      file("odd/../../x"),
      "W2",
      `its "odd/../../x" would be written outside`,
    ],
    ["an absolute name", file("/etc/passwd"), "W2", `its "/etc/passwd" would be written outside`],
    ["data that leaves its folder", file("odd-1.0.data/data/../../x"), "W2", "would be written outside"],
    [
      "an entry point that leaves the scripts",
      script("../../x"),
      "W2",
      `its script "../../x" would be written`,
    ],
    [
      "an absolute entry point",
      script("/usr/bin/x"),
      "W2",
      `its script "/usr/bin/x" would be written outside`,
    ],
    [
      "a script named python3",
      file("odd-1.0.data/scripts/python3"),
      "W3",
      `its script "python3" would replace`,
    ],
    ["data that is a python3", file("odd-1.0.data/data/bin/python3.12"), "W3", `"python3.12" would replace`],
    [
      "an entry point named python",
      script("python"),
      "W3",
      `its script "python" would replace the interpreter`,
    ],
    ["a window's entry point", script("Python3.13t", "gui_scripts"), "W3", `"Python3.13t" would replace`],
  ])("%s", async (_, spec, classId, says) => {
    const fault = await faultOf(spec);

    expect(fault?.message).toMatch(/^odd-1\.0-py3-none-any\.whl can't be installed: .*\.$/);
    expect(fault?.message).toContain(says);
    expect(fault?.failureClass?.id).toBe(classId);
    expect(fault?.exitCode).toBe(1);
    expect(fault?.evidence).toMatch(/^sha256 [0-9a-f]{64}$/);
    expect(fault?.remedy).toMatch(/Ask for another version .* More: docs\/TROUBLESHOOTING\.md#w\d/s);
  });
});

describe("a wheel that is only unusual", () => {
  test.each<[string, Partial<PackageSpec>]>([
    ["blanks, quotes and letters of any language", file("odd/ä, 日本's file.txt")],
    ["a name of 255 bytes", file(`odd/${"a".repeat(255)}`)],
    ["two dots within a name", file("odd/a..b/...py")],
    [
      "data of every kind",
      { files: { ...OWN, "odd-1.0.data/headers/a.h": "", "odd-1.0.data/data/etc/a": "" } },
    ],
    ["scripts with names like Python's", script("python-dotenv")],
    ["Python's configuration program", script("python3-config")],
    ["a plugin named python", script("python", "babel.extractors")],
    ["a folder of its own for vendored metadata", file("odd/vendor/even-1.0.dist-info/METADATA")],
    ["a program named python inside of the package", file("odd/bin/python3")],
  ])("%s", async (_, spec) => {
    expect(await faultOf(spec)).toBeUndefined();
  });
});
