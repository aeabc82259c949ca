import { describe, expect, test } from "vitest";
import { createNodeHttp } from "../../../src/host/network/node-http.ts";
import { BuildError, RegistryError } from "../../../src/text/errors.ts";
import { readWheelContents } from "../../../src/wheels/read-wheel-contents.ts";
import { serveFiles } from "../../support/file-server.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { lockedFile, type Wheel, wheel } from "../../support/wheel.ts";
import { zip } from "../../support/zip-writer.ts";

const http = createNodeHttp();
const clock = new SelfMovingClock();

/** What the host of this wheel was asked, and what came of it. */
async function read(one: Wheel, changes: { bytes?: Buffer } = {}) {
  await using server = await serveFiles({ [one.fileName]: changes.bytes ?? one.bytes });
  const cache = new MemoryCache();
  const locked = { ...lockedFile(one, server.origin), bytes: (changes.bytes ?? one.bytes).length };
  const result = await readWheelContents(locked, { http, clock, cache });
  return { ...result, cache, sentBytes: server.sentBytes(), requests: server.requests };
}

describe("the directory of a wheel", () => {
  test("names every file with its unpacked and its compressed bytes", async () => {
    const speech = wheel({
      name: "speech",
      files: { "speech/__init__.py": "x = 1\n".repeat(100), "speech/empty.py": "" },
    });

    const { contents } = await read(speech);

    expect(contents.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ["speech/__init__.py", 600],
      ["speech/empty.py", 0],
      ["speech-1.0.dist-info/METADATA", 48],
      ["speech-1.0.dist-info/WHEEL", 59],
      ["speech-1.0.dist-info/RECORD", expect.any(Number)],
    ]);
    expect(contents.files[0]?.compressedBytes).toBeLessThan(100);
  });

  test("holds no folders", async () => {
    const nested = wheel({ name: "nested", files: { "nested/": "", "nested/a.py": "a" } });

    const { contents } = await read(nested);

    expect(contents.files.map((file) => file.path)).not.toContain("nested/");
    expect(contents.files.map((file) => file.path)).toContain("nested/a.py");
  });

  test("brings the text of the entry points, wherever they lie", async () => {
    const entryPoints = "[console_scripts]\nspeak = speech:main\n";
    const files = { "speech/model.bin": Buffer.alloc(90_000, Math.random().toString()) };
    const early = wheel({ name: "speech", files: {}, entryPoints });
    const late = wheel({ name: "speech", files, entryPoints });

    const answers = await Promise.all([read(early), read(late)]);

    expect(answers.map((one) => one.contents.entryPoints)).toEqual([entryPoints, entryPoints]);
  });

  test("says that there are no entry points", async () => {
    const { contents } = await read(wheel({ name: "quiet" }));

    expect(contents.entryPoints).toBeNull();
  });

  test("keeps names outside ASCII", async () => {
    const { contents } = await read(
      wheel({ name: "wide", files: { "wide/übergröße.txt": "ä", "wide/日本.py": "" } }),
    );

    expect(contents.files.map((file) => file.path)).toEqual(
      expect.arrayContaining(["wide/übergröße.txt", "wide/日本.py"]),
    );
  });

  test.each([
    ["a comment at its end", { comment: "built by hand" }],
    ["a comment that looks like an end record's beginning", { comment: "PK\u0005" }],
    ["64-bit records", { zip64: true }],
    ["64-bit records and a comment", { zip64: true, comment: "large" }],
  ])("reads an archive with %s", async (_, options) => {
    const { contents } = await read(wheel({ name: "odd", files: { "odd/a.py": "aa" }, zip: options }));

    expect(contents.files[0]).toMatchObject({ path: "odd/a.py", bytes: 2 });
  });
});

describe("what is fetched", () => {
  const noise = () => Buffer.from(Array.from({ length: 300_000 }, () => Math.random() * 256));

  test("a directory smaller than the tail costs one request of 16 KiB", async () => {
    const large = wheel({ name: "large", files: { "large/model.bin": noise() } });

    const { requests, fetchedBytes, sentBytes } = await read(large);

    expect(requests).toHaveLength(1);
    expect([fetchedBytes, sentBytes]).toEqual([16 * 1024, 16 * 1024]);
  });

  test("a directory larger than the tail is read to its beginning, and no byte of it twice", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`many/module_${index}.txt`, `value = ${index}\n`]),
    );
    const many = wheel({ name: "many", files: { "many/model.bin": noise(), ...files } });

    const { contents, sentBytes, fetchedBytes } = await read(many);

    expect(contents.files.filter((file) => file.path.startsWith("many/module_"))).toHaveLength(1500);
    const directoryBytes = many.bytes.length - many.bytes.indexOf(Buffer.from("PK\u0001\u0002"));
    expect(directoryBytes).toBeGreaterThan(16 * 1024);
    expect(sentBytes).toBe(directoryBytes);
    expect(fetchedBytes).toBe(sentBytes);
  });

  test("a second reading comes from the cache", async () => {
    const speech = wheel({ name: "speech" });
    const { cache, contents } = await read(speech);
    await using server = await serveFiles({});

    const again = await readWheelContents(lockedFile(speech, server.origin), { http, clock, cache });

    expect(again).toEqual({ contents, fetchedBytes: 0 });
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    ["cut short", '{"files":[{"path"'],
    ["written by another version", '{"files":[],"entryPoints":null,"more":1}'],
    ["empty", ""],
  ])("a cache entry that is %s is read anew", async (_, entry) => {
    const speech = wheel({ name: "speech" });
    const { cache } = await read(speech);
    for (const key of cache.entries.keys()) await cache.write(key, Buffer.from(entry));
    await using server = await serveFiles({ [speech.fileName]: speech.bytes });

    const { contents } = await readWheelContents(lockedFile(speech, server.origin), { http, clock, cache });

    expect(contents.files).toHaveLength(3);
  });
});

describe("a file that is no wheel", () => {
  const speech = wheel({
    name: "speech",
    files: { "speech/a.py": "a".repeat(1000), "speech/b.py": "b" },
  });

  test.each([
    ["cut in its directory", speech.bytes.subarray(0, -60)],
    ["cut in its end record", speech.bytes.subarray(0, -10)],
    ["something else", Buffer.from("<html>Please log in</html>")],
    ["a directory that points beyond the file", damaged(speech.bytes)],
  ])("says so: %s", async (_, bytes) => {
    const reading = read(speech, { bytes });

    const error = await reading.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).message).toContain("speech-1.0-py3-none-any.whl is no readable wheel");
    expect((error as BuildError).evidence).toContain(speech.sha256);
  });

  test.each([
    [
      "a name that leaves the folder",
      { "../../etc/cron.d/x": "a" },
      '"../../etc/cron.d/x" would be written outside',
    ],
    ["a name that leaves it later", { "speech/../../x": "a" }, '"speech/../../x" would be written outside'],
    ["an absolute name", { "/etc/passwd": "a" }, '"/etc/passwd" would be written outside'],
    ["a name of another system", { "speech\\..\\x": "a" }, "would be written outside"],
    ["a drive", { "C:x": "a" }, '"C:x" would be written outside'],
  ])("says so: %s", async (_, files, says) => {
    const error = await read(wheel({ name: "speech", files })).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).message).toContain(says);
    expect((error as BuildError).remedy).toContain("Ask for another version");
    expect((error as BuildError).exitCode).toBe(1);
  });

  test.each(["twice/./a.py", "twice//a.py"])("says so: one file again as %s", async (path) => {
    const twice = wheel({ name: "twice", files: { "twice/a.py": "1", [path]: "2" } });
    await expect(read(twice)).rejects.toThrow('its directory lists "twice/a.py" twice');
  });

  test("says so: one name twice", async () => {
    const bytes = Buffer.from(
      speech.bytes.toString("latin1").replaceAll("speech/b.py", "speech/a.py"),
      "latin1",
    );

    await expect(read(speech, { bytes })).rejects.toThrow('its directory lists "speech/a.py" twice');
  });

  test.each([
    ["unpack to more than can be", 24, 0x7fff_0000, "bytes unpack to 2147418112 for"],
    ["take more than the archive", 20, 0x00ff_ffff, "says that its files take"],
  ])("says so: files that %s", async (_, field, value, says) => {
    const bytes = Buffer.from(speech.bytes);
    bytes.writeUInt32LE(value, bytes.indexOf("PK\u0001\u0002") + field);

    await expect(read(speech, { bytes })).rejects.toThrow(says);
  });

  test("says so: an archive that is none of a wheel", async () => {
    const bytes = zip([{ name: "readme.txt", content: "no wheel" }]);

    await expect(read(speech, { bytes })).rejects.toThrow("it holds no .dist-info/METADATA");
  });

  test("says so: entry points larger than any", async () => {
    const large = wheel({ name: "speech", entryPoints: "a".repeat(5e6) });

    await expect(read(large)).rejects.toThrow("its speech-1.0.dist-info/entry_points.txt is 5.00 MB large");
  });

  test("leaves nothing in the cache", async () => {
    await using server = await serveFiles({ [speech.fileName]: speech.bytes.subarray(0, -60) });
    const cache = new MemoryCache();
    const locked = { ...lockedFile(speech, server.origin), bytes: speech.bytes.length - 60 };

    await readWheelContents(locked, { http, clock, cache }).catch(() => undefined);

    expect(cache.entries.size).toBe(0);
  });
});

test("a file that the host no longer has stays an error of the host", async () => {
  await using server = await serveFiles({});

  const reading = readWheelContents(lockedFile(wheel({ name: "gone" }), server.origin), {
    http,
    clock,
    cache: new MemoryCache(),
  });

  await expect(reading).rejects.toBeInstanceOf(RegistryError);
});

/** The archive with an end record that names a place far behind the end. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0x7fff0000, copy.length - 6);
  return copy;
}
