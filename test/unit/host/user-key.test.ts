import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { userKey } from "../../../src/host/user-key.ts";
import { RecordingLogger } from "../../support/recording-logger.ts";
import { type ScratchFolder, scratchFolder } from "../../support/scratch-folder.ts";

let scratch: ScratchFolder;
let path = "";
const log = new RecordingLogger();
beforeEach(async () => {
  scratch = await scratchFolder();
  path = join(scratch.path, "state", "surelayer", "cache-key");
  log.lines.length = 0;
});
afterEach(() => scratch[Symbol.asyncDispose]());

const hex = (key: Uint8Array) => Buffer.from(key).toString("hex");

describe("a user's key", () => {
  test("is made once, random, and nobody else can read it", async () => {
    const first = await userKey(path, log);
    const { mode } = await stat(path);

    expect(first).toHaveLength(32);
    expect(mode & 0o777).toBe(0o600);
    expect(hex(await userKey(path, log))).toBe(hex(first));
    expect(hex(await userKey(`${path}-other`, log))).not.toBe(hex(first));
    expect(await readdir(join(path, ".."))).toEqual(["cache-key", "cache-key-other"]);
  });

  test("is the same for processes that begin together", async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => userKey(path, log)));

    expect(new Set(keys.map(hex)).size).toBe(1);
  });

  test.each([
    ["others can read", async () => chmod(path, 0o644)],
    ["is cut short", async () => writeFile(path, "short")],
    ["is a link", async () => symlink("/etc/hostname", path)],
  ])("that %s is replaced, and that is said", async (_, spoil) => {
    await mkdir(join(path, ".."), { recursive: true });
    const first = _ === "is a link" ? Buffer.from("") : await userKey(path, log);
    await spoil();

    const second = await userKey(path, log);

    expect(hex(second)).not.toBe(hex(first));
    expect(hex(await readFile(path))).toBe(hex(second));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(log.said("warn")).toEqual([expect.stringContaining("only this user can read")]);
  });

  test("holds for one run where it can't be kept", async () => {
    await mkdir(join(scratch.path, "state"));
    await writeFile(join(scratch.path, "state", "surelayer"), "a file");

    const keys = [await userKey(path, log), await userKey(path, log)];

    expect(keys.map((key) => key.length)).toEqual([32, 32]);
    expect(new Set(keys.map(hex)).size).toBe(2);
  });
});
