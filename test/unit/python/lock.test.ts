import { describe, expect, test } from "vitest";
import { type LockedFile, parseLock, wheelChooser } from "../../../src/python/lock.ts";
import { targetTags } from "../../../src/python/target-tags.ts";
import { BuildError } from "../../../src/text/errors.ts";
import { PYTHON } from "../../support/base-python.ts";

const HASH = "ed0cc050e98001b8779e84d461b0098c4ac597e88704a655582b21d116e526d7";

/** As uv 0.13.9 writes it, hosts replaced. */
const LOCK = `lock-version = "1.0"
created-by = "uv"
requires-python = ">=3.11.7"

[[packages]]
name = "arrow"
version = "1.4.0"
sdist = { url = "https://files.example/b9/arrow-1.4.0.tar.gz", upload-time = 2025-10-18T17:46:46Z, size = 152931, hashes = { sha256 = "${HASH}" } }
wheels = [{ url = "https://files.example/ed/arrow-1.4.0-py3-none-any.whl", size = 68797, hashes = { sha256 = "${HASH}" } }]

[[packages]]
name = "torch"
version = "2.8.0+cu128"
index = "https://index.example/cu128"
wheels = [{ name = "torch-2.8.0+cu128-cp311-cp311-linux_x86_64.whl", url = "https://files.example/t#sha256=1", hashes = { sha256 = "${HASH}" } }]
`;

describe("reading a lock", () => {
  test("every distribution with its files", () => {
    const [arrow, torch] = parseLock(LOCK);

    expect(arrow).toMatchObject({ name: "arrow", version: "1.4.0", sdist: { name: "arrow-1.4.0.tar.gz" } });
    expect(arrow?.wheels).toEqual([
      {
        url: "https://files.example/ed/arrow-1.4.0-py3-none-any.whl",
        name: "arrow-1.4.0-py3-none-any.whl",
        sha256: HASH,
        bytes: 68797,
      },
    ]);
    expect(torch).toMatchObject({ version: "2.8.0+cu128", sdist: undefined });
    expect(torch?.wheels[0]).toMatchObject({
      name: "torch-2.8.0+cu128-cp311-cp311-linux_x86_64.whl",
      bytes: undefined,
    });
  });

  test.each([
    ["https://files.example/torch-2.8.0%2Bcu128-py3-none-any.whl", "torch-2.8.0+cu128-py3-none-any.whl"],
    ["https://files.example/a/tool-1.0-py3-none-any.whl?sig=/x/y", "tool-1.0-py3-none-any.whl"],
    ["https://files.example/odd-100%-1.0-py3-none-any.whl", "odd-100%-1.0-py3-none-any.whl"],
  ])("the name of the file at %s", (url, name) => {
    const text = `lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\nwheels = [{ url = "${url}", hashes = { sha256 = "${HASH}" } }]`;

    const [read] = parseLock(text);

    expect(read?.wheels[0]?.name).toBe(name);
  });

  test("a lock of nothing is empty", () => {
    expect(parseLock('lock-version = "1.0"\ncreated-by = "uv"\n')).toEqual([]);
  });

  test.each([
    ["nothing at all", ""],
    ["no TOML", "<html>"],
    ["a lock cut in the middle", LOCK.slice(0, 300)],
    ["a distribution without version", 'lock-version = "1.0"\n[[packages]]\nname = "a"'],
    [
      "a file without hash",
      'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\nwheels = [{ url = "x", hashes = {} }]',
    ],
  ])("%s is an error of the build, not a crash", (_, text) => {
    expect(() => parseLock(text)).toThrow(BuildError);
  });
});

describe("choosing a wheel", () => {
  const tags = targetTags(PYTHON);
  const named = (name: string): LockedFile => ({ name, url: name, sha256: HASH, bytes: 1 });
  const choose = (...names: string[]) => wheelChooser(tags)(names.map(named))?.name;

  test.each([
    [
      "the newest manylinux that fits",
      "a-1-cp311-cp311-manylinux_2_28_x86_64.whl",
      "a-1-cp311-cp311-manylinux_2_17_x86_64.whl",
    ],
    ["a binary before a pure one", "a-1-cp311-cp311-manylinux_2_17_x86_64.whl", "a-1-py3-none-any.whl"],
    [
      "its own ABI before the stable one",
      "a-1-cp311-cp311-manylinux_2_17_x86_64.whl",
      "a-1-cp39-abi3-manylinux_2_17_x86_64.whl",
    ],
    [
      "manylinux before a plain linux",
      "a-1-cp311-cp311-manylinux2014_x86_64.whl",
      "a-1-cp311-cp311-linux_x86_64.whl",
    ],
  ])("%s", (_, best, other) => {
    expect([choose(best, other), choose(other, best)]).toEqual([best, best]);
  });

  test.each([
    "a-1-cp312-cp312-manylinux_2_17_x86_64.whl",
    "a-1-cp311-cp311-manylinux_2_37_x86_64.whl",
    "a-1-cp311-cp311-manylinux_2_17_aarch64.whl",
    "a-1-cp311-cp311-musllinux_1_2_x86_64.whl",
    "a-1-cp311-cp311-win_amd64.whl",
    "a-1-cp312-abi3-manylinux_2_17_x86_64.whl",
  ])("%s doesn't fit the base", (name) => {
    expect(choose(name)).toBeUndefined();
  });

  test("no wheel, no choice", () => {
    expect(choose()).toBeUndefined();
  });
});
