import { EngineError } from "../errors.ts";

export type OutputStream = "stdout" | "stderr";

const FRAME_HEADER = 8;

/** Splits the engine's multiplexed output: frames of stream number, three empty bytes, a big-endian size, and the bytes. */
export async function demultiplex(
  stream: AsyncIterable<Uint8Array>,
  onOutput: (chunk: Uint8Array, stream: OutputStream) => unknown,
): Promise<void> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let frame = nextFrame(rest); frame; frame = nextFrame(rest)) {
      await onOutput(frame, rest[0] === 2 ? "stderr" : "stdout");
      rest = rest.subarray(FRAME_HEADER + frame.length);
    }
  }
  if (rest.length > 0) {
    throw new EngineError("The engine's answer broke off in the middle of a command's output.", {
      remedy: "Look at the engine's log: it was probably stopped or restarted.",
    });
  }
}

function nextFrame(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < FRAME_HEADER) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
  const end = FRAME_HEADER + size;
  return bytes.length < end ? undefined : bytes.subarray(FRAME_HEADER, end);
}

/** The JSON values of a stream that holds one on each line. */
export async function* jsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield parseLine(line);
  }
  if (rest.trim() !== "") yield parseLine(rest);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new EngineError("The engine's answer broke off, or isn't an engine's.", {
      evidence: line.slice(0, 200),
      cause: error,
    });
  }
}
