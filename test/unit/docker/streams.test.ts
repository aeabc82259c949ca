import { describe, expect, test } from "vitest";
import { demultiplex, jsonLines } from "../../../src/docker/streams.ts";
import { EngineError } from "../../../src/text/errors.ts";

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** What came from each stream before the other one had its turn. */
async function gather(source: AsyncIterable<Uint8Array>): Promise<string[]> {
  const seen: { stream: string; bytes: Uint8Array }[] = [];
  await demultiplex(source, (chunk, stream) => {
    const last = seen.at(-1);
    if (last?.stream === stream) last.bytes = Buffer.concat([last.bytes, chunk]);
    else seen.push({ stream, bytes: Buffer.from(chunk) });
  });
  return seen.map(({ stream, bytes }) => `${stream}:${Buffer.from(bytes)}`);
}

describe("demultiplex", () => {
  const bytes = Buffer.concat([
    frame(1, "one"),
    frame(2, "zwölf"),
    frame(1, ""),
    frame(1, "three"),
    frame(1, "!"),
  ]);

  test.each([1, 3, 8, 11, 1000])(
    "every byte is its own stream's, however the frames arrive: in pieces of %i bytes",
    async (size) => {
      expect(await gather(inPieces(bytes, size))).toEqual(["stdout:one", "stderr:zwölf", "stdout:three!"]);
    },
  );

  test("an answer that breaks off is an error", async () => {
    await expect(gather(inPieces(bytes.subarray(0, -2), 5))).rejects.toThrow(EngineError);
  });
});

describe("jsonLines", () => {
  async function values(text: string, size: number): Promise<unknown[]> {
    const seen: unknown[] = [];
    for await (const value of jsonLines(inPieces(Buffer.from(text), size))) seen.push(value);
    return seen;
  }

  test.each([1, 2, 7, 1000])("values are whole however they arrive: in pieces of %i bytes", async (size) => {
    expect(await values('{"a":"ü"}\r\n\r\n{"b":1}', size)).toEqual([{ a: "ü" }, { b: 1 }]);
  });

  test("half a line is an error", async () => {
    await expect(values('{"a":1}\n{"b"', 1000)).rejects.toThrow(EngineError);
  });
});
