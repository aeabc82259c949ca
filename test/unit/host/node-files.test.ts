import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { extract, type Header } from "tar-stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { UsageError } from "../../../src/text/errors.ts";

const files = createNodeFiles();
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surelayer-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function entriesOf(archive: Readable): Promise<readonly (Header & { readonly content: string })[]> {
  const bytes = await buffer(archive);
  const reader = extract();
  reader.end(bytes);
  const entries: (Header & { content: string })[] = [];
  for await (const entry of reader) {
    const parts: Uint8Array[] = [];
    for await (const part of entry) parts.push(part as Uint8Array);
    entries.push({ ...entry.header, content: Buffer.concat(parts).toString() });
  }
  return entries;
}

describe("createNodeFiles", () => {
  it("lends a folder of its own and takes it back, also when its user fails", async () => {
    const seen: string[] = [];
    const lent = files.withFolder(async (path) => {
      seen.push(path);
      await files.write(join(path, "tool"), "#!/bin/sh\n", { executable: true });
      expect((await stat(path)).mode & 0o077).toBe(0);
      expect((await stat(join(path, "tool"))).mode & 0o100).toBe(0o100);
      throw new Error("its user failed");
    });

    await expect(lent).rejects.toThrow("its user failed");
    expect(seen).toHaveLength(1);
    expect(await files.exists(seen[0] ?? "")).toBe(false);
  });

  it("writes whole files into folders that it makes, and leaves nothing beside them", async () => {
    const path = join(folder, "a/b/c.txt");
    await Promise.all([files.write(path, "one"), files.write(path, "two"), files.write(path, "six")]);
    expect(["one", "two", "six"]).toContain(await files.readText(path));
    expect(await readdir(join(folder, "a/b"))).toEqual(["c.txt"]);
    await files.append(join(folder, "d/log"), "1\n");
    await files.append(join(folder, "d/log"), "2\n");
    expect(await files.readText(join(folder, "d/log"))).toBe("1\n2\n");
  });

  it("leaves nothing behind when writing fails", async () => {
    await mkdir(join(folder, "taken/inner"), { recursive: true });
    await expect(files.write(join(folder, "taken"), "x")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["taken"]);
  });

  it("reads a part of a file, and knows its size and its neighbours", async () => {
    const path = join(folder, "part.txt");
    await files.write(path, "0123456789");
    expect(Buffer.from(await files.readPart(path, 2, 5)).toString()).toBe("234");
    expect(Buffer.from(await files.readPart(path, 8, 20)).toString()).toBe("89");
    expect((await files.open(path)).bytes).toBe(10);
    await expect(files.open(join(folder, "gone"))).rejects.toMatchObject({ code: "ENOENT" });
    expect(await files.list(folder)).toEqual(["part.txt"]);
    expect(await files.list(join(folder, "gone"))).toEqual([]);
  });

  it("throws the system's codes, and knows what exists and how much is free", async () => {
    await expect(files.readText(join(folder, "gone"))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(files.tar(join(folder, "gone"), "/x")).rejects.toMatchObject({ code: "ENOENT" });
    expect([await files.exists(folder), await files.exists(join(folder, "gone"))]).toEqual([true, false]);
    await files.write(join(folder, "file"), "");
    const paths = [join(folder, "file"), folder, join(folder, "gone")];
    expect(await Promise.all(paths.map(files.isFile))).toEqual([true, false, false]);
    const { freeBytes, totalBytes } = await files.diskSpace(folder);
    expect(freeBytes).toBeGreaterThan(0);
    expect(totalBytes).toBeGreaterThan(freeBytes);
  });
});

describe("tar", () => {
  it("holds a folder's content in a fixed order, owned by root, with two modes and one time", async () => {
    await mkdir(join(folder, "b/empty"), { recursive: true });
    await writeFile(join(folder, "b/z.txt"), "zed", { mode: 0o600 });
    await writeFile(join(folder, "a.sh"), "x".repeat(100_000), { mode: 0o700 });
    await writeFile(join(folder, "nothing"), "");
    await symlink("b/z.txt", join(folder, "link"));
    const entries = await entriesOf(await files.tar(folder, "/app/"));
    expect(entries.map(({ name, type, mode, linkname }) => [name, type, mode, linkname])).toEqual([
      ["app/a.sh", "file", 0o755, null],
      ["app/b/", "directory", 0o755, null],
      ["app/b/empty/", "directory", 0o755, null],
      ["app/b/z.txt", "file", 0o644, null],
      ["app/link", "symlink", 0o777, "b/z.txt"],
      ["app/nothing", "file", 0o644, null],
    ]);
    expect(new Set(entries.map(({ uid, gid, mtime }) => `${uid} ${gid} ${mtime.toISOString()}`))).toEqual(
      new Set(["0 0 1980-01-01T00:00:00.000Z"]),
    );
    expect(entries.map(({ content }) => content.length)).toEqual([100_000, 0, 0, 3, 0, 0]);
  });

  it("leaves behind what running and versioning the folder made", async () => {
    for (const made of ["app/__pycache__", "app/.git", "app/inner/__pycache__"]) {
      await mkdir(join(folder, made), { recursive: true });
      await writeFile(join(folder, made, "x"), "x");
    }
    await writeFile(join(folder, "app/inner/code.py"), "");

    const entries = await entriesOf(await files.tar(join(folder, "app"), "/app"));

    expect(entries.map((entry) => entry.name)).toEqual(["app/inner/", "app/inner/code.py"]);
  });

  it("is the same bytes for the same content", async () => {
    for (const copy of ["one", "two"]) {
      await files.write(join(folder, copy, "b"), "B");
      await files.write(join(folder, copy, "a"), "A");
      await chmod(join(folder, copy, "a"), copy === "one" ? 0o644 : 0o664);
    }
    const [one, two] = await Promise.all(
      ["one", "two"].map(async (copy) => buffer(await files.tar(join(folder, copy), "/x"))),
    );
    expect(one?.equals(two as Buffer)).toBe(true);
  });

  it.each([
    ["/app/main.py", "app/main.py"],
    ["/app/", "app/source.py"],
  ])("places a single file at %s", async (target, name) => {
    await writeFile(join(folder, "source.py"), "x");
    const entries = await entriesOf(await files.tar(join(folder, "source.py"), target));
    expect(entries.map((entry) => entry.name)).toEqual([name]);
  });

  it("says an empty folder itself", async () => {
    expect((await entriesOf(await files.tar(folder, "/app"))).map(({ name }) => name)).toEqual(["app/"]);
    expect(await entriesOf(await files.tar(folder, "/"))).toEqual([]);
  });

  it("refuses links that leave the folder, as written or as followed, and what is no file", async () => {
    await mkdir(join(folder, "in/deep"), { recursive: true });
    await writeFile(join(folder, "secret"), "s");
    const refused = async (name: string, target: string): Promise<void> => {
      await symlink(target, join(folder, "in", name));
      await expect(files.tar(join(folder, "in"), "/app"), target).rejects.toThrow(UsageError);
      await rm(join(folder, "in", name));
    };
    for (const target of [
      "../secret",
      "/etc/passwd",
      "deep/../../secret",
      join(folder, "in/deep"),
      "..",
      "../gone",
    ]) {
      await refused("link", target);
    }
    await symlink("deep", join(folder, "in/way"));
    await symlink("../secret", join(folder, "in/deep/../way2"));
    await expect(files.tar(join(folder, "in"), "/app")).rejects.toThrow(
      "in/way2 is a symbolic link to ../secret, which lies outside",
    );
    await rm(join(folder, "in/way2"));
    await symlink("in", join(folder, "alias"));
    await expect(files.tar(join(folder, "alias"), "/app")).rejects.toThrow("is itself a symbolic link");
    const server = createServer().listen(join(folder, "in/socket"));
    await new Promise((ready) => server.once("listening", ready));
    await expect(files.tar(join(folder, "in"), "/app")).rejects.toThrow("in/socket is neither");
    server.close();
  });
});
