import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { userKey } from "../../../../src/host/secrets/user-key.ts";
import { RecordingLogger } from "../../../support/recording-logger.ts";
import { type ScratchFolder, scratchFolder } from "../../../support/scratch-folder.ts";

let scratch: ScratchFolder;
let path = "";
const keyIn = (folder: string) =>
  userKey({ state: join(scratch.path, folder), cache: join(scratch.path, "cache") }, log);
const key = () => keyIn("state");
const log = new RecordingLogger();
beforeEach(async () => {
  scratch = await scratchFolder();
  path = join(scratch.path, "state", "cache-key");
  log.lines.length = 0;
});
afterEach(() => scratch[Symbol.asyncDispose]());

const hex = (key: Uint8Array) => Buffer.from(key).toString("hex");

async function makePipe(): Promise<void> {
  await rm(path);
  execFileSync("mkfifo", ["-m", "600", path]);
}

describe("a user's key", () => {
  test("is made once, random, and nobody else can read it", async () => {
    const first = await key();
    const { mode } = await stat(path);

    expect(first).toHaveLength(32);
    expect(mode & 0o777).toBe(0o600);
    expect(hex(await key())).toBe(hex(first));
    expect(hex(await keyIn("other"))).not.toBe(hex(first));
    expect(await readdir(join(path, ".."))).toEqual(["cache-key"]);
  });

  test("is the same for processes that begin together", async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => key()));

    expect(new Set(keys.map(hex)).size).toBe(1);
  });

  test.each([
    ["others can read", async () => chmod(path, 0o644)],
    ["is cut short", async () => writeFile(path, "short")],
    ["is a link", async () => symlink("/etc/hostname", path)],
    ["is a pipe", makePipe],
  ])("that %s is replaced, and that is said", async (_, spoil) => {
    await mkdir(join(path, ".."), { recursive: true });
    const first = _ === "is a link" ? Buffer.from("") : await key();
    await spoil();

    const second = await key();

    expect(hex(second)).not.toBe(hex(first));
    expect(hex(await readFile(path))).toBe(hex(second));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(log.said("warn")).toEqual([expect.stringContaining("only this user can read")]);
  });

  test("is kept in no folder that a link leads into the cache", async () => {
    await mkdir(join(scratch.path, "cache", "inner"), { recursive: true });
    await symlink(join(scratch.path, "cache", "inner"), join(scratch.path, "state"));
    const keys = [await key(), await keyIn("state/deeper")];

    expect(hex(keys[0] as Uint8Array)).not.toBe(hex(await key()));
    expect(await readdir(join(scratch.path, "cache", "inner"))).toEqual([]);
  });

  test("holds for one run where it can't be kept", async () => {
    await writeFile(join(scratch.path, "state"), "a file");

    const keys = [await key(), await key()];

    expect(keys.map((key) => key.length)).toEqual([32, 32]);
    expect(new Set(keys.map(hex)).size).toBe(2);
  });

  test.each(["cache", "cache/state"])("is never kept in the cache folder, as with %s", async (folder) => {
    expect(hex(await keyIn(folder))).not.toBe(hex(await keyIn(folder)));
    expect(await readdir(scratch.path)).toEqual([]);
    expect(log.said("warn")).toEqual(Array(2).fill(expect.stringContaining("XDG_STATE_HOME")));
  });
});
