import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chooseRuns,
  NOTHING_STREAMED,
  type StreamedSource,
  streamedText,
  streamSources,
} from "../../../../src/wheels/sampling/streamed-text.ts";

const KIB = 1024;

/** Text that nothing repeats, but the same for the same seed. */
function noise(bytes: number, seed: string): Buffer {
  const parts = Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
    createHash("sha256").update(`${seed} ${index}`).digest("hex"),
  );
  return Buffer.from(parts.join("")).subarray(0, bytes);
}

function source(path: string, text: Uint8Array, code: Uint8Array = Buffer.from("code")): StreamedSource {
  return { path, text, code, compressedBytes: deflateRawSync(text).length };
}

describe("a wheel's Python in one stream", () => {
  test("takes what it takes alone, if nothing in it repeats itself", async () => {
    const sources = ["a", "b", "c"].map((name) => source(`p/${name}.py`, noise(20 * KIB, name)));

    const { text = 0 } = streamedText([await streamSources(sources)]) ?? {};

    expect(text).toBeGreaterThan(0.98);
    expect(text).toBeLessThan(1.02);
  });

  test("all but vanishes where files repeat each other", async () => {
    const sources = ["a", "b", "c", "d"].map((name) => source(`p/${name}.py`, noise(8 * KIB, "same")));

    expect(streamedText([await streamSources(sources)])?.text).toBeLessThan(0.35);
  });

  test("goes through its folders as an engine does: what is more than a window away is no help", async () => {
    const copy = noise(8 * KIB, "same");
    const between = noise(40 * KIB, "between");
    const near = [source("p/a/x.py", copy), source("p/a/y.py", copy), source("p/b.py", between)];
    const far = [source("p/a/x.py", copy), source("p/z.py", copy), source("p/b.py", between)];

    const [nearSums, farSums] = [await streamSources(near), await streamSources(far)];

    expect(farSums.text - nearSums.text).toBeGreaterThan(0.9 * (deflateRawSync(copy).length - 500));
  });

  test("says what bytecode adds to it: nothing much where that repeats the text beside it", async () => {
    const text = noise(8 * KIB, "text");
    const alike = await streamSources([source("p/a.py", text, text)]);
    const other = await streamSources([source("p/a.py", text, noise(8 * KIB, "other"))]);

    expect(streamedText([alike])?.bytecode).toBeLessThan(0.05);
    expect(streamedText([other])?.bytecode).toBeGreaterThan(0.5);
  });

  test("says nothing of what nobody looked at", async () => {
    expect(streamedText([NOTHING_STREAMED, await streamSources([])])).toBeNull();
  });

  test("is never less than nothing, whatever the files hold", async () => {
    const files = fc.array(
      fc.record({ path: fc.stringMatching(/^[a-z/]{1,20}$/), text: fc.uint8Array(), code: fc.uint8Array() }),
      { minLength: 1, maxLength: 5 },
    );

    await fc.assert(
      fc.asyncProperty(files, async (all) => {
        const streamed = streamedText([
          await streamSources(all.map((one) => source(one.path, one.text, one.code))),
        ]);

        expect(streamed?.text ?? 1).toBeGreaterThan(0);
        expect(streamed?.bytecode ?? 1).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe("what of many sources is compressed", () => {
  const sources = Array.from({ length: 1000 }, (_, index) => ({ bytes: 8 * KIB, index }));
  const bytesOf = (chosen: Iterable<{ readonly bytes: number }>) =>
    [...chosen].reduce((sum, one) => sum + one.bytes, 0);

  test("is all where that is allowed", () => {
    expect(chooseRuns(sources, bytesOf(sources)).size).toBe(1000);
  });

  test("is about as much as is allowed, in pieces that show what lies side by side", () => {
    const chosen = [...chooseRuns(sources, bytesOf(sources) / 5)].map((one) => one.index);

    expect(chosen.length).toBeGreaterThan(180);
    expect(chosen.length).toBeLessThan(220);
    expect(chosen.filter((index) => chosen.includes(index + 1)).length).toBeGreaterThan(0.8 * chosen.length);
    expect(Math.max(...chosen)).toBeGreaterThan(900);
  });

  test("is nothing of nothing", () => {
    expect(chooseRuns([], 100).size).toBe(0);
  });
});
