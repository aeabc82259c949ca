import { access, copyFile, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdFile } from "../../../src/host/hold-file.ts";
import { thisOwner } from "../../../src/host/run-owner.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surelayer-hold-"));
  path = join(folder, "out/.lock");
});
afterEach(() => rm(folder, { recursive: true }));

const hold = () => holdFile(path, async () => "held");

async function leave(holder: string, secondsAgo = 0): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, holder);
  const touched = Date.now() / 1000 - secondsAgo;
  await utimes(path, touched, touched);
}

test("a file is held by one process at a time, however long ago it was touched", async () => {
  const inner = holdFile(path, async () => {
    await utimes(path, 0, 0);
    await hold();
  });
  await expect(inner).rejects.toMatchObject({ name: "Error", holder: thisOwner() });
  await expect(access(path)).rejects.toMatchObject({ code: "ENOENT" });
});

test("what a killed process left is taken over at once", async () => {
  await leave(thisOwner().replace(`/${process.pid}/`, "/999999999/"));
  expect(await hold()).toBe("held");
  await expect(access(path)).rejects.toMatchObject({ code: "ENOENT" });
});

test("of many that take over at once, one at a time holds the file", async () => {
  await leave(thisOwner().replace(`/${process.pid}/`, "/999999999/"));
  let holders = 0;
  const holding = () =>
    holdFile(path, async () => {
      holders += 1;
      await sleep(50);
      return holders;
    });
  const all = await Promise.allSettled(Array.from({ length: 16 }, holding));
  const held = all.filter((one) => one.status === "fulfilled");
  expect(held).toEqual([{ status: "fulfilled", value: 1 }]);
});

test("a process that was killed while it took over is in nobody's way for long", async () => {
  await leave(thisOwner().replace(`/${process.pid}/`, "/999999999/"));
  await copyFile(path, `${path}.taking`);
  await hold().catch(() => undefined);
  expect(await hold()).toBe("held");
  expect(await readdir(dirname(path))).toEqual([]);
});

test.each([
  ["of another boot or PID namespace", "host/1/1/pid:[1]/boot"],
  ["that was killed before it wrote its name", ""],
])("what a process %s left is taken over once it wasn't touched for five minutes", async (_, holder) => {
  await leave(holder, 290);
  await expect(hold()).rejects.toMatchObject({ holder });
  await leave(holder, 310);
  expect(await hold()).toBe("held");
});

test("a held file is touched, so that others see that its holder lives", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    await holdFile(path, async () => {
      await utimes(path, 0, 0);
      vi.advanceTimersByTime(60_000);
      await vi.waitFor(async () => expect(Date.now() - (await stat(path)).mtimeMs).toBeLessThan(60_000));
    });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
