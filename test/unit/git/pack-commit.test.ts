import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PackedCommit, packCommit } from "../../../src/git/pack-commit.ts";
import { createNodeProcesses } from "../../../src/host/node-processes.ts";
import { gitCommit } from "../../../src/python/git-source.ts";
import { GitServer } from "../../support/git-server.ts";
import { type ScratchFolder, scratchFolder } from "../../support/scratch-folder.ts";
import { testPorts } from "../../support/test-ports.ts";

let folder: ScratchFolder;
let server: GitServer;
beforeAll(async () => {
  folder = await scratchFolder();
  server = await new GitServer({ root: folder.path }).start();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

const PROJECT = { "pyproject.toml": "" };

/** What git of a machine answers, whatever is configured there. */
function machine(env: Readonly<Record<string, string>> = {}) {
  return testPorts({ processes: createNodeProcesses({ ...process.env, ...env }) });
}

function pack(repository: string, commit: string, behind = "", ports = machine()): Promise<PackedCommit> {
  const address = gitCommit(`git+${server.url(`${repository}.git`)}@${commit}${behind}`);
  if (address === undefined) throw new Error("no whole commit id");
  return packCommit(address, { subject: repository }, ports);
}

async function contents({ content }: PackedCommit): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const entries = extract();
  Readable.from([gunzipSync(content)]).pipe(entries);
  for await (const entry of entries) {
    const text = (await buffer(entry)).toString();
    if (entry.header.type === "directory") continue;
    files[entry.header.name.replace(/^[^/]+\//, "")] = entry.header.linkname ?? text;
  }
  return files;
}

describe("a packed commit", () => {
  test("is the same bytes on every machine, and asked for once on each", async () => {
    const repository = server.repository("same");
    const text = "one\ntwo\n";
    const commit = repository.commit({
      ...PROJECT,
      ".gitattributes": "*.py text filter=upper\n",
      "a.py": text,
      l: "-> a.py",
    });
    // What a machine is configured to do with files that are checked out.
    const settings: readonly [string, string][] = [
      ["core.autocrlf", "true"],
      ["core.symlinks", "false"],
      ["filter.upper.smudge", "tr a-z A-Z"],
      ["core.attributesFile", "/dev/null"],
    ];
    const other = Object.fromEntries([
      ["GIT_CONFIG_COUNT", String(settings.length)],
      ...settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ]);
    const ports = machine();
    const packed = await pack("same", commit, "", ports);
    const asked = server.requests.length;

    expect(
      (await pack("same", commit, "", machine({ ...other, GIT_DIR: "/nowhere", TZ: "Asia/Tokyo" }))).sha256,
    ).toBe(packed.sha256);
    expect(server.requests.length).toBeGreaterThan(asked);
    server.requests.length = 0;
    const again = await pack("same", commit, "", ports);
    expect([again.sha256, Buffer.from(again.content)]).toEqual([packed.sha256, packed.content]);
    expect(server.requests).toEqual([]);
    expect(await contents(packed)).toEqual({
      ...PROJECT,
      ".gitattributes": expect.anything(),
      "a.py": text,
      l: "a.py",
    });
  });

  test("holds no history, and needs none of its branch", async () => {
    const repository = server.repository("older");
    const first = repository.commit({ ...PROJECT, "a.py": "1" });
    repository.commit({ "a.py": "2" });

    expect((await contents(await pack("older", first)))["a.py"]).toBe("1");
  });

  test("is found where the host gives commits by branches and tags only", async () => {
    const repository = server.repository("old");
    const first = repository.commit({ ...PROJECT, "a.py": "1" });
    repository.commit({ "a.py": "2" });
    server.old = true;
    try {
      expect((await contents(await pack("old", first)))["a.py"]).toBe("1");
    } finally {
      server.old = false;
    }
  });

  test("holds its submodules, and theirs", async () => {
    const [outer, inner, innermost] = ["outer", "inner", "innermost"].map((name) => server.repository(name));
    const leaf = innermost?.commit({ "leaf.py": "leaf" }) ?? "";
    inner?.commit({ "inner.py": "inner" });
    inner?.addSubmodule("deep", "../innermost.git", leaf);
    outer?.commit({ ...PROJECT });
    outer?.addSubmodule("third_party/inner", server.url("inner.git"), inner?.git("rev-parse", "HEAD") ?? "");

    const files = await contents(await pack("outer", outer?.git("rev-parse", "HEAD") ?? ""));
    expect(files).toMatchObject({
      "third_party/inner/inner.py": "inner",
      "third_party/inner/deep/leaf.py": "leaf",
    });
  });

  test("names files that Git LFS keeps", async () => {
    const pointer = `version https://git-lfs.example/spec/v1\noid sha256:${"0".repeat(64)}\nsize 5\n`;
    const commit = server.repository("large").commit({
      ...PROJECT,
      ".gitattributes": "*.bin filter=lfs\n",
      "a.bin": pointer,
      "b.bin": "really here",
    });

    expect((await pack("large", commit)).remarks).toEqual([
      expect.stringMatching(/keeps files in Git LFS, .* \(a\.bin\)/),
    ]);
  });

  test("reads nothing of this machine through a link, and is refused with one that leaves it", async () => {
    const commit = server.repository("links").commit({ ...PROJECT, "setup.cfg": "-> /etc/hostname" });

    await expect(pack("links", commit)).rejects.toThrow("can't be packed: it holds what no archive may");
  });

  test("needs a project where it is looked for", async () => {
    const commit = server
      .repository("mono")
      .commit({ "python/one/pyproject.toml": "", "python/two/setup.py": "" });

    await expect(pack("mono", commit)).rejects.toMatchObject({
      message: "The repository of mono has no Python project at its top.",
      remedy: "Write one that it has, such as `#subdirectory=python/one`, `#subdirectory=python/two`.",
    });
    const files = await contents(await pack("mono", commit, "#subdirectory=python/one"));
    expect(Object.keys(files).sort()).toEqual([
      "pyproject.toml",
      "repository/python/one/pyproject.toml",
      "repository/python/two/setup.py",
      "surelayer_subdirectory.json",
      "surelayer_subdirectory.py",
    ]);
    expect(files["pyproject.toml"]).toContain('requires = [ "setuptools>=40.8.0" ]');
  });
});

describe("what version tools read instead of git", () => {
  const SCM = { "pyproject.toml": '[build-system]\nrequires = ["setuptools-scm"]\n' };

  test("is written for who reads it, at the top and in the project's folder", async () => {
    const repository = server.repository("scm");
    const untagged = repository.commit({ ...SCM, "sub/pyproject.toml": SCM["pyproject.toml"] });
    const none = await contents(await pack("scm", untagged));
    expect(none[".git_archival.txt"]).toContain(`describe-name: 0.0-1-g${untagged.slice(0, 12)}\n`);

    const tagged = repository.commit({ "a.py": "" });
    for (const tag of ["nightly", "v1.9", "v1.10", "v1.10rc1"]) repository.tag(tag);
    const files = await contents(await pack("scm", tagged, "#subdirectory=sub"));
    expect(files["repository/.git_archival.txt"]).toBe(
      `node: ${tagged}\nnode-date: ${repository.git("log", "-1", "--format=%cI")}\ndescribe-name: v1.10\nref-names: tag: nightly, tag: v1.10, tag: v1.10rc1, tag: v1.9\n`,
    );
    expect(files["repository/sub/.git_archival.txt"]).toBe(files["repository/.git_archival.txt"]);

    const later = repository.commit({ "b.py": "" });
    expect((await contents(await pack("scm", later)))[".git_archival.txt"]).toContain(
      `-1-g${later.slice(0, 12)}\n`,
    );
  });

  test("is filled in where the repository has a place for it, and left alone where nobody asks", async () => {
    const repository = server.repository("subst");
    const version = 'refs = "$Format:%d$"\nfull = "$Format:%H$"\nwho = "$Format:%an$"\n';
    const commit = repository.commit({
      ...PROJECT,
      ".gitattributes": "_version.py export-subst\n",
      "_version.py": version,
      "other.py": version,
    });
    repository.tag("v2.0");

    const files = await contents(await pack("subst", commit));
    expect(files["_version.py"]).toBe(`refs = " (tag: v2.0)"\nfull = "${commit}"\nwho = "$Format:%an$"\n`);
    expect(files["other.py"]).toBe(version);
    expect(files[".git_archival.txt"]).toBeUndefined();
  });

  test("isn't all that there is: a tool that needs git itself is named", async () => {
    const commit = server.repository("pbr").commit({
      "setup.py": "from setuptools import setup\nsetup(setup_requires=['pbr>=6'], pbr=True)\n",
      "README.md": "needs pbr",
    });

    expect((await pack("pbr", commit)).remarks).toEqual([
      expect.stringMatching(/^asks git for its version by pbr, and there is no git where it is built/),
    ]);
  });
});
