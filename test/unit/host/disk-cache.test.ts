import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskCache } from "../../../src/host/disk-cache.ts";
import { createNodeFiles } from "../../../src/host/node-files.ts";

const files = createNodeFiles();
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surelayer-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("createDiskCache", () => {
  it("keeps what is written under any key", async () => {
    const cache = createDiskCache(join(folder, "cache"), files);
    const keys = [
      "wheels/flash_attn-2.8.3+cu12-cp312.whl",
      "../../etc/passwd",
      "a/b",
      "a_b",
      "ü\0\n",
      "..",
      "",
      "x".repeat(5000),
    ];
    for (const key of keys) await cache.write(key, Buffer.from(key));
    for (const key of keys) {
      expect(Buffer.from((await cache.read(key)) ?? []).toString()).toBe(key);
      const large = await cache.open(key);
      expect(large?.bytes).toBe(Buffer.byteLength(key));
      expect(await large?.stream().setEncoding("utf8").toArray()).toEqual(key === "" ? [] : [key]);
    }
    expect(await readdir(folder)).toEqual(["cache"]);
    const [first = ""] = await readdir(join(folder, "cache"));
    expect(first).toMatch(/^[0-9a-f]{24}$/u);
  });

  it("is never fatal", async () => {
    await writeFile(join(folder, "file"), "x");
    const cache = createDiskCache(join(folder, "file"), files);
    await cache.write("a", new Uint8Array([1]));
    expect([await cache.read("a"), await cache.open("a")]).toEqual([undefined, undefined]);
    expect(await readFile(join(folder, "file"), "utf8")).toBe("x");
  });
});
