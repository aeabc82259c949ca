import { describe, expect, test } from "vitest";
import { readGivenLock } from "../../../../src/resolve/given-lock/given-lock.ts";
import { ManifestError } from "../../../../src/text/errors.ts";

const HASH = "a".repeat(64);
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const URL_OF = "https://files.example/a-1.0-py3-none-any.whl";
const wheels = (url = URL_OF, hashes = `{ sha256 = "${HASH}" }`) =>
  `wheels = [{ url = "${url}", hashes = ${hashes} }]`;
const lock = (entry: string, head = 'lock-version = "1.0"') => `${head}\n\n[[packages]]\n${entry}\n`;

function read(text: string, allowPrivate = false, trusted: readonly string[] = []) {
  return readGivenLock({ file: "pylock.toml", text, allowPrivate, folder: "." }, new Set(trusted));
}

/** Every problem as line and message. */
function problemsOf(text: string): readonly string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return error.problems.map((one) => `${one.location.line}: ${one.message}`);
  }
}

describe("a lock that a manifest names", () => {
  test("is read with all that decides who gets what", () => {
    const text = lock(
      `name = "My_App"\nversion = "1.0"\nindex = "https://index.example/simple"\nmarker = "os_name == 'posix'"\nrequires-python = ">=3.9"\ndependencies = [{ name = "Some.Lib" }]\nsdist = { name = "a-1.0.tar.gz", url = "https://files.example/x", size = 5, hashes = { sha256 = "${HASH}" } }\n${wheels()}`,
      'lock-version = "1.0"\ncreated-by = "uv"\nrequires-python = ">=3.9"\nenvironments = ["os_name == \'posix\'"]\n[tool.any]\nthing = 1',
    );

    expect(read(text)).toEqual({
      requiresPython: ">=3.9",
      environments: ["os_name == 'posix'"],
      packages: [
        {
          name: "my-app",
          version: "1.0",
          index: "https://index.example/simple",
          marker: "os_name == 'posix'",
          requiresPython: ">=3.9",
          dependencies: ["some-lib"],
          sdist: { name: "a-1.0.tar.gz", url: "https://files.example/x", sha256: HASH, bytes: 5 },
          wheels: [{ name: "a-1.0-py3-none-any.whl", url: URL_OF, sha256: HASH, bytes: undefined }],
          location: { file: "pylock.toml", line: 9 },
        },
      ],
    });
  });

  test("may hold a commit, as uv writes it", () => {
    const vcs = `vcs = { type = "git", url = "https://git.example/a.git", requested-revision = "v1", commit-id = "${COMMIT}", subdirectory = "python" }`;

    expect(read(lock(`name = "a"\nversion = "1"\n${vcs}`)).packages).toMatchObject([
      {
        ...{ name: "a", version: "1", wheels: [], sdist: undefined },
        commit: {
          url: "https://git.example/a.git",
          revision: COMMIT,
          subdirectory: "python",
          requested: "v1",
        },
      },
    ]);
  });

  test("may say nothing of dependencies, which isn't the same as none", () => {
    expect(read(lock(`name = "a"\nversion = "1"\n${wheels()}`)).packages[0]?.dependencies).toBeUndefined();
    const none = read(lock(`name = "a"\nversion = "1"\ndependencies = []\n${wheels()}`));
    expect(none.packages[0]?.dependencies).toEqual([]);
  });

  test.each([
    [
      "a checkout that isn't git's",
      'version = "1"\nvcs = { type = "hg", url = "https://hg.example/a", commit-id = "1" }',
      "is locked as a version-control checkout that isn't git's",
    ],
    [
      "a checkout of this machine",
      `version = "1"\nvcs = { type = "git", path = "../a", commit-id = "${COMMIT}" }`,
      "is locked as a version-control checkout that isn't git's by its address",
    ],
    [
      "a moving checkout",
      'version = "1"\nvcs = { type = "git", url = "https://git.example/a", commit-id = "main" }',
      "is locked without a whole commit id",
    ],
    [
      "a checkout behind a login",
      `version = "1"\nvcs = { type = "git", url = "https://me:secret@git.example/a", commit-id = "${COMMIT}" }`,
      "credentials",
    ],
    [
      "a checkout of this network",
      `version = "1"\nvcs = { type = "git", url = "ssh://git@10.0.0.1/a", commit-id = "${COMMIT}" }`,
      "is locked at an address that leads to `10.0.0.1`",
    ],
    [
      "a checkout without version",
      `vcs = { type = "git", url = "https://git.example/a", commit-id = "${COMMIT}" }`,
      "has no version",
    ],
    ["a folder", 'directory = { path = "." }', "is locked as a folder of one machine"],
    [
      "a part of an archive",
      `version = "1"\narchive = { url = "https://files.example/a.zip", subdirectory = "b", hashes = { sha256 = "${HASH}" } }`,
      "is a folder of an archive",
    ],
    [
      "an archive without hash",
      'version = "1"\narchive = { url = "https://files.example/a.zip" }',
      "without a sha256 hash",
    ],
    ["no version", wheels(), "has no version"],
    ["no file", 'version = "1"', "has neither wheels nor an sdist"],
    [
      "a local file",
      `version = "1"\nwheels = [{ path = "/srv/a.whl", hashes = { sha256 = "${HASH}" } }]`,
      "only the machine that locked it",
    ],
    [
      "a file outside of the manifest's folder",
      `version = "1"\nwheels = [{ path = "../a.whl", hashes = { sha256 = "${HASH}" } }]`,
      "only the machine that locked it",
    ],
    ["a local file without hash", 'version = "1"\nwheels = [{ path = "a.whl" }]', "without a sha256 hash"],
    ["a file address", `version = "1"\n${wheels("file:///tmp/a.whl")}`, "only the machine that locked it"],
    [
      "a login",
      `version = "1"\n${wheels("https://me:secret@files.example/a.whl")}`,
      "address with credentials",
    ],
    ["no sha256", `version = "1"\n${wheels(URL_OF, '{ md5 = "1" }')}`, "without a sha256 hash"],
    ["half a hash", `version = "1"\n${wheels(URL_OF, '{ sha256 = "abc" }')}`, "without a sha256 hash"],
    ["a private host", `version = "1"\n${wheels("https://10.0.0.1/a.whl?x=1#y")}`, "leads to `10.0.0.1`"],
    ["no encryption", `version = "1"\n${wheels("http://files.example/a.whl")}`, "isn't encrypted"],
  ])("with %s is refused by line", (_, entry, says) => {
    const [problem, ...others] = problemsOf(lock(`name = "a"\n${entry}`));

    expect(problem).toMatch(/^4: `a` /);
    expect(problem).toContain(says);
    expect(problem).not.toContain("secret");
    expect(others).toEqual([]);
  });

  test("names files from its own folder, and they are known from the manifest's", () => {
    const entry = `name = "a"\nversion = "1"\nwheels = [{ path = "../wheels/a-1-py3-none-any.whl", hashes = { sha256 = "${HASH}" } }]`;
    const { packages } = readGivenLock(
      { file: "locks/pylock.toml", text: lock(entry), allowPrivate: false, folder: "locks" },
      new Set(),
    );

    expect(packages[0]?.wheels).toEqual([
      { name: "a-1-py3-none-any.whl", url: "./wheels/a-1-py3-none-any.whl", sha256: HASH, bytes: undefined },
    ]);
  });

  test.each([
    ["a-1.0-py3-none-any.whl", "wheels", "a-1.0-py3-none-any.whl"],
    ["0123abcd.zip", "sdist", "my_a-1.0.zip"],
  ])(
    "by address (%s) is a file that the manifest must name, called as installers call it",
    (file, key, name) => {
      const entry = `archive = { url = "https://files.example/${file}", size = 5, hashes = { sha256 = "${HASH}" } }`;
      const [one] = read(lock(`name = "my-a"\nversion = "1.0"\n${entry}`)).packages;

      expect(one?.byFile).toBe(true);
      expect(key === "sdist" ? one?.wheels : [one?.sdist]).toEqual(key === "sdist" ? [] : [undefined]);
      const files = [...(one?.wheels ?? []), ...(one?.sdist ? [one.sdist] : [])];
      expect(files).toEqual([{ name, url: `https://files.example/${file}`, sha256: HASH, bytes: 5 }]);
    },
  );

  test("from a private host is taken where the machine or the user says so", () => {
    const text = lock(`name = "a"\nversion = "1"\n${wheels("http://10.0.0.1:8080/a.whl")}`);

    expect(read(text, true).packages).toHaveLength(1);
    expect(read(text, false, ["10.0.0.1:8080"]).packages).toHaveLength(1);
    expect(() => read(text, false, ["10.0.0.2:8080"])).toThrow(ManifestError);
  });

  test.each([
    ["no TOML", "lock-version = \n", /^1: is no TOML: /],
    ["another version", 'lock-version = "2.0"\n', /^1: is no lock .*lock-version: must be 1\.0/],
    ["something else", 'name = "x"\n', /^1: is no lock .*lock-version/],
  ])("that is %s is refused", (_, text, says) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(says)]);
  });

  test("names every fault, not the first", () => {
    const bad = '[[packages]]\nname = "b"\n[[packages]]\nname = "c"\n';

    expect(problemsOf(`lock-version = "1.0"\n${bad}`)).toHaveLength(2);
  });
});
