import { EngineError } from "../text/errors.ts";

export type OutputStream = "stdout" | "stderr";

const FRAME_HEADER = 8;

/**
 * Splits the engine's multiplexed output. A frame holds the number of the stream, three empty bytes, a big-endian size, and
 * the content. Content is passed on as it comes, a long frame in pieces: nothing is collected or copied.
 */
export async function demultiplex(
  stream: AsyncIterable<Uint8Array>,
  onOutput: (chunk: Uint8Array, stream: OutputStream) => unknown,
): Promise<void> {
  const frames = openFrames();
  for await (const chunk of stream) {
    for (let rest = chunk; rest.length > 0; ) {
      const { piece, from, length } = frames.next(rest);
      rest = rest.subarray(length);
      if (piece) await onOutput(piece, from);
    }
  }
  if (frames.isWhole()) return;
  throw new EngineError("The engine's answer broke off in the middle of a command's output.", {
    remedy: "Look at the engine's log: it was probably stopped or restarted.",
  });
}

interface Taken {
  /** Part of a frame's content; undefined if the bytes belong to a header. */
  readonly piece: Uint8Array | undefined;
  readonly from: OutputStream;
  /** Bytes taken from the front. */
  readonly length: number;
}

function openFrames() {
  const header = Buffer.alloc(FRAME_HEADER);
  let headerBytes = 0;
  let missing = 0;
  const readHeader = (bytes: Uint8Array): number => {
    const part = bytes.subarray(0, FRAME_HEADER - headerBytes);
    header.set(part, headerBytes);
    headerBytes += part.length;
    if (headerBytes === FRAME_HEADER) {
      headerBytes = 0;
      missing = header.readUInt32BE(4);
    }
    return part.length;
  };
  return {
    isWhole: () => headerBytes === 0 && missing === 0,
    next(bytes: Uint8Array): Taken {
      if (missing === 0) return { piece: undefined, from: "stdout", length: readHeader(bytes) };
      const piece = bytes.subarray(0, missing);
      missing -= piece.length;
      return { piece, from: header[0] === 2 ? "stderr" : "stdout", length: piece.length };
    },
  };
}

/** The JSON values of a stream with one value a line. */
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
