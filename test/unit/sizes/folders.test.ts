import { describe, expect, test } from "vitest";
import { type Folders, foldersBlocks, foldersOf, mergeFolders } from "../../../src/sizes/folders.ts";

describe("the folders of a layer", () => {
  test("are all those above its files, up to the root", () => {
    const folders = foldersOf(["/usr/lib/a/x.py", "/usr/lib/a/y.py", "/usr/bin/x"]);

    expect(Object.fromEntries([...folders].map(([path, names]) => [path, [...names]]))).toEqual({
      "/usr/lib/a": ["x.py", "y.py"],
      "/usr/lib": ["a"],
      "/usr": ["lib", "bin"],
      "": ["usr"],
      "/usr/bin": ["x"],
    });
  });

  test("are the same ones, whether their paths are absolute or below a root", () => {
    const paths = ["six.py", "a/x.py", "a/b/y.py", "a/bc.py", "six.pyi", "a/z.py"];
    const plain = (folders: Folders) =>
      new Map([...folders].map(([path, names]) => [path, [...names].sort()]));

    expect(plain(foldersOf(paths, "/lib/site"))).toEqual(
      plain(foldersOf(paths.map((path) => `/lib/site/${path}`))),
    );
  });

  test("take a block each; the root is there anyway", () => {
    expect(foldersBlocks(foldersOf(["/usr/lib/x"]))).toBe(2 * 4096);
  });

  test("count once where two distributions share them", () => {
    const google = foldersOf(["/lib/google/auth/a.py"]);
    const cloud = foldersOf(["/lib/google/cloud/b.py"]);

    expect(foldersBlocks(mergeFolders([google, cloud]))).toBe(4 * 4096);
  });

  test("hold the names of all who share them, and those stay as they were", () => {
    const all = ["a.py", "b.py", "c.py"].map((name) => foldersOf([`/lib/${name}`]));

    expect([...(mergeFolders(all).get("/lib") ?? [])]).toEqual(["a.py", "b.py", "c.py"]);
    expect(all.map((one) => [...(one.get("/lib") ?? [])])).toEqual([["a.py"], ["b.py"], ["c.py"]]);
  });

  test("grow with their names", () => {
    const many = foldersOf(Array.from({ length: 1000 }, (_, index) => `/lib/module_${index}.py`));

    expect(foldersBlocks(many)).toBeGreaterThan(20_000);
  });

  test("of nothing take nothing", () => {
    expect(foldersBlocks(mergeFolders([]))).toBe(0);
  });
});
