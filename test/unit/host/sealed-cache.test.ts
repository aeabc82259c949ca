import { describe, expect, test } from "vitest";
import { sealCache } from "../../../src/host/sealed-cache.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { RecordingLogger } from "../../support/recording-logger.ts";

const KEYS = { mine: Buffer.alloc(32, 1), other: Buffer.alloc(32, 2) };
const NAME = "locks/one.json";

/** A folder that several users keep entries in, and one of them. */
function user(folder = new MemoryCache(), key: keyof typeof KEYS = "mine") {
  const log = new RecordingLogger();
  return { folder, log, cache: sealCache(folder, async () => KEYS[key], log) };
}

const keep = async (cache: MemoryCache | ReturnType<typeof sealCache>, name: string, text: string) =>
  cache.write(name, Buffer.from(text));
const recall = async (cache: ReturnType<typeof sealCache>, name = NAME) => {
  const found = await cache.read(name);
  return found && Buffer.from(found).toString();
};

describe("an entry that decides what is installed", () => {
  test("comes back as it was kept, also empty or with line ends", async () => {
    const { cache } = user();
    for (const text of ["", "\n", "surelayer-seal-1 a b\nc", "x"]) {
      await keep(cache, NAME, text);
      expect(await recall(cache)).toBe(text);
    }
  });

  test("that was edited isn't taken, and that is said", async () => {
    const { folder, cache, log } = user();
    await keep(cache, NAME, '{"version":"1.0"}');
    const [[name, entry] = ["", new Uint8Array()]] = [...folder.entries];
    for (const edited of [
      Buffer.from(Buffer.from(entry).toString().replace("1.0", "6.6")),
      Buffer.from('{"version":"6.6"}'),
      Buffer.from(""),
      entry.subarray(0, entry.length - 1),
      Buffer.concat([entry, Buffer.from(" ")]),
    ]) {
      log.lines.length = 0;
      folder.entries.set(name, edited);
      expect(await recall(cache)).toBeUndefined();
      expect(log.said("warn")).toEqual([expect.stringContaining(NAME)]);
    }
  });

  test("isn't taken under another name", async () => {
    const { folder, cache, log } = user();
    await keep(cache, NAME, "of one");
    const [[name, entry] = ["", new Uint8Array()]] = [...folder.entries];
    folder.entries.set(name.replace("one", "two"), entry);

    expect(await recall(cache, "locks/two.json")).toBeUndefined();
    expect(log.said("warn")).toHaveLength(1);
  });

  test("of another user or machine isn't taken, which is said once and is no reason to warn", async () => {
    const { folder, cache } = user();
    await keep(cache, NAME, "mine");
    await keep(cache, "layers/a.json", "mine");
    const other = user(folder, "other");

    expect(await recall(other.cache)).toBeUndefined();
    expect(await recall(other.cache, "layers/a.json")).toBeUndefined();
    expect(other.log.lines).toEqual([
      { level: "info", message: expect.stringContaining("another user or machine") },
    ]);
  });

  test("that a release without seals kept isn't looked at", async () => {
    const { folder, cache, log } = user();
    await keep(folder, NAME, "plain");

    expect(await recall(cache)).toBeUndefined();
    expect(log.lines).toEqual([]);
  });
});

test.each([
  "tools/uv-1",
  "wheel-directories-6/a.json",
  "source-contents/cp311/a.json",
  "installed-sizes/cp311/a.json",
])("%s is shared by all users of the folder", async (name) => {
  const { folder, cache } = user();
  await keep(cache, name, "sizes");

  expect(await recall(user(folder, "other").cache, name)).toBe("sizes");
  expect((await cache.open(name))?.bytes).toBe(5);
});

test.each([
  ...[
    "locks",
    "base-facts",
    "base-imports",
    "system-packages",
    "git-revisions",
    "commits",
    "layers",
    "plans",
  ],
  ...[
    "wheel-hashes",
    "wheel-metadata",
    "archive-versions",
    "declared-requires",
    "source-code",
    "tool-hashes",
  ],
  ...["arrangements", "anything-new", "toolsx", "x/tools"],
])("%s counts only for who kept it", async (kind) => {
  const { folder, cache } = user();
  await keep(cache, `${kind}/a.json`, "facts");

  expect(await recall(user(folder, "other").cache, `${kind}/a.json`)).toBeUndefined();
  expect(await recall(cache, `${kind}/a.json`)).toBe("facts");
});

test("a user's key is asked for once, and not before it is needed", async () => {
  let asked = 0;
  const readKey = async () => {
    asked += 1;
    return KEYS.mine;
  };
  const cache = sealCache(new MemoryCache(), readKey, new RecordingLogger());
  await cache.write("tools/uv", Buffer.from("x"));
  expect(asked).toBe(0);

  await Promise.all([1, 2, 3].map((one) => cache.write(`locks/${one}`, Buffer.from("x"))));
  expect(asked).toBe(1);
});
