import { describe, expect, test } from "vitest";
import { briefAddress } from "../../../src/python/direct-source.ts";
import { gitAddress, gitCommit, gitSource } from "../../../src/python/git-source.ts";
import { parseRequirement, requirementFault } from "../../../src/python/requirement.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("a commit that a requirement asks for", () => {
  test.each([
    ["git+https://git.example/team/demo.git", "https://git.example/team/demo.git", undefined, undefined],
    ["git+https://git.example/team/demo@v1.0", "https://git.example/team/demo", "v1.0", undefined],
    [
      "git+https://git.example/demo.git@feature/x+y",
      "https://git.example/demo.git",
      "feature/x+y",
      undefined,
    ],
    [
      "git+https://git.example/demo.git@refs/pull/1/head",
      "https://git.example/demo.git",
      "refs/pull/1/head",
      undefined,
    ],
    [
      `git+ssh://git@git.example:2222/demo.git@${COMMIT}`,
      "ssh://git@git.example:2222/demo.git",
      COMMIT,
      undefined,
    ],
    [
      "git+https://git.example/a%20b.git@main#subdirectory=python/lib/",
      "https://git.example/a%20b.git",
      "main",
      "python/lib",
    ],
  ])("%s", (address, url, revision, subdirectory) => {
    const text = `Demo_Lib[x] @ ${address} ; python_version < "3.13"`;

    expect(requirementFault(text)).toBeUndefined();
    const { name, normalised, extras, marker, source } = parseRequirement(text);
    expect({ name, normalised, extras, marker }).toEqual({
      ...{ name: "Demo_Lib", normalised: "demo-lib", extras: ["x"], marker: 'python_version < "3.13"' },
    });
    const git = { url, revision, subdirectory };
    expect(source).toEqual({ address: gitAddress(git), sha256: undefined, kind: "commit", git });
    expect(gitSource(gitAddress(git))).toEqual(git);
  });

  test("is whole only with a whole commit id", () => {
    expect(gitCommit(`git+https://git.example/demo.git@${COMMIT}`)?.revision).toBe(COMMIT);
    expect(gitCommit("git+https://git.example/demo.git@0123456")).toBeUndefined();
    expect(gitCommit("https://git.example/demo.git")).toBeUndefined();
  });

  test("is called briefly after its repository", () => {
    expect(briefAddress("git+https://git.example/team/demo.git@feature/x")).toBe("demo@feature/x");
    expect(briefAddress("git+https://git.example/team/demo")).toBe("demo");
  });

  test.each([
    `git+https://git.example/${"a/".repeat(5e5)}`,
    `git+https://git.example/a@${"v.".repeat(5e5)}`,
    `git+${"a@".repeat(5e5)}b:c`,
    `git+https://git.example/a#subdirectory=${"a/../".repeat(2e5)}`,
  ])("is judged quickly, however long", (address) => {
    const started = threadMilliseconds();
    requirementFault(`demo @ ${address}`);
    expect(threadMilliseconds() - started).toBeLessThan(200);
  });
});
