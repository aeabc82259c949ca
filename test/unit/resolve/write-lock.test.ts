import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { resolveGivenLock } from "../../../src/resolve/given-lock/resolve-given-lock.ts";
import { resolveRequest } from "../../../src/resolve/request.ts";
import { writeLock } from "../../../src/resolve/write-lock.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { buildLock, buildWheel } from "../../support/build-locks.ts";
import { manifestOf } from "../../support/manifests.ts";
import { resolved } from "../../support/resolutions.ts";
import { testPorts } from "../../support/test-ports.ts";

const SHA256 = "a".repeat(64);
const file = (name: string, url = `https://files.example/${name}`) => ({
  ...{ name, url, sha256: SHA256, bytes: 10 },
});
const wheelOf = (name: string) => file(`${name}-1.0-py3-none-any.whl`);
const locked = (name: string, changes = {}) => ({
  ...{ name, version: "1.0", wheels: [wheelOf(name)], sdist: undefined },
  ...changes,
});

const FACTS = baseFacts({ distributions: [installed("torch", "2.8.0+cu128"), installed("shared", "1.0")] });
const RESOLUTION = {
  ...resolved(
    [],
    [
      { name: "one", needs: ["app"], satisfied: ["shared", "torch"], direct: { app: ["torch", "shared"] } },
      { name: "two", needs: ["tool"], satisfied: [], direct: {} },
    ],
    FACTS,
  ),
  locked: [
    locked("tool", { index: "https://me:secret@index.example/simple" }),
    locked("app", { sdist: file("app-1.0.tar.gz", "https://me:secret@files.example/app-1.0.tar.gz") }),
    locked("shared"),
    // A stand-in for the base's own, and something that was asked for only because of an index.
    locked("torch", { version: "2.8.0+cu128", wheels: [file("torch.whl", "file:///dev/kept/torch.whl")] }),
    locked("bound"),
  ],
};

test("holds all that the phases need, by name, without what only the base has and without logins", () => {
  const text = writeLock(RESOLUTION);

  expect(text).not.toContain("secret");
  expect(parse(text)).toEqual({
    "lock-version": "1.0",
    "created-by": "surelayer",
    "requires-python": ">=3.11,<3.12",
    environments: [
      "sys_platform == 'linux' and platform_machine == 'x86_64' and implementation_name == 'cpython'",
    ],
    packages: [
      {
        ...{ name: "app", version: "1.0", dependencies: [{ name: "shared" }] },
        sdist: {
          ...{ name: "app-1.0.tar.gz", url: "https://files.example/app-1.0.tar.gz" },
          ...{ size: 10, hashes: { sha256: SHA256 } },
        },
        wheels: [expect.objectContaining({ url: "https://files.example/app-1.0-py3-none-any.whl" })],
      },
      expect.objectContaining({ name: "shared", dependencies: [] }),
      expect.objectContaining({ name: "tool", index: "https://index.example/simple" }),
    ],
  });
});

test("names files beneath the manifest from where it lies itself", () => {
  const local = locked("app", {
    wheels: [file("app-1.0-py3-none-any.whl", "./wheels/app-1.0-py3-none-any.whl")],
  });
  const resolution = { ...RESOLUTION, locked: [local, locked("shared"), locked("tool")] };
  const wheelsOf = (text: string) =>
    (parse(text) as { packages: { wheels: object[] }[] }).packages[0]?.wheels;
  const rest = { name: "app-1.0-py3-none-any.whl", size: 10, hashes: { sha256: SHA256 } };

  expect(wheelsOf(writeLock(resolution))).toEqual([{ ...rest, path: "wheels/app-1.0-py3-none-any.whl" }]);
  expect(wheelsOf(writeLock(resolution, "../images"))).toEqual([
    { ...rest, path: "../images/wheels/app-1.0-py3-none-any.whl" },
  ]);
});

test("comes back as `lock:` without asking anybody", async () => {
  const lock = { file: "pylock.toml", text: writeLock(RESOLUTION), allowPrivate: false, folder: "." };
  const manifest = manifestOf({ one: ["app", "torch>=2.8"], two: ["tool"] });

  const taken = await resolveGivenLock({ request: resolveRequest(manifest, FACTS), lock }, testPorts());

  expect(taken.locked.map((one) => one.name)).toEqual(["app", "shared", "tool"]);
  expect(taken.graph).toEqual({
    phases: { one: ["app"], two: ["tool"] },
    distributions: { app: ["shared"], shared: [], tool: [] },
  });
});

test("a commit is locked as version control (PEP 751), which holds no archive's hash", () => {
  const url = `git+https://git.example/tool.git@${"0".repeat(40)}#subdirectory=python`;
  const sdist = { ...file("tool-1.0.tar.gz", url), revision: "v1.0" };
  const resolution = { ...RESOLUTION, locked: [locked("tool", { wheels: [], sdist })] };

  expect(parse(writeLock(resolution))).toMatchObject({
    packages: [
      {
        ...{ name: "tool", version: "1.0", dependencies: [] },
        vcs: {
          ...{ type: "git", url: "https://git.example/tool.git", "requested-revision": "v1.0" },
          ...{ "commit-id": "0".repeat(40), subdirectory: "python" },
        },
      },
    ],
  });
  expect(writeLock(resolution)).not.toContain("sdist");
});

test("says what a source is built with, and takes that from a lock again", async () => {
  const build = buildLock(buildWheel("maker", "2.0"));
  const source = { ...locked("app"), wheels: [], sdist: file("app-1.0.tar.gz") };
  const phases = [{ name: "one", needs: ["app"], satisfied: [], direct: {} }];
  const sdist = { ...wheelOf("app"), kind: "sdist" as const, contents: undefined, build };
  const text = writeLock({
    ...resolved(
      [{ name: "app", version: "1.0", kind: "sdist", file: sdist, contents: undefined, build }],
      phases,
    ),
    locked: [source],
  });
  const manifest = manifestOf({ one: ["app"] });
  const lock = { file: "pylock.toml", text, folder: ".", allowPrivate: false };
  const given = await resolveGivenLock({ request: resolveRequest(manifest, baseFacts()), lock }, testPorts());

  expect(given.locked[0]?.build).toEqual(build);
});
