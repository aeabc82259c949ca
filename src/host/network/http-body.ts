import type { ClientRequest, IncomingMessage } from "node:http";

/** Reads a whole body. @throws when it is longer than `maxBytes` or ends before its announced length. */
export async function collectBody(
  response: IncomingMessage,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    received += chunk.length;
    // Leaving the loop destroys the connection, so the rest is never read.
    if (received > maxBytes) {
      throw Object.assign(new Error(`the answer is longer than the ${maxBytes} bytes asked for`), {
        code: "E2BIG",
      });
    }
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error(`the connection broke after ${received} bytes of the answer`);
  return Buffer.concat(chunks);
}

/**
 * Destroys a request after `limitMs` without a byte in either direction, while connecting, sending or receiving, and after
 * `longestMs` in all.
 */
export function watchSilence(
  request: ClientRequest,
  limitMs: number,
  longestMs = Number.POSITIVE_INFINITY,
): { stop(): void } {
  let moved = -1;
  let since = performance.now();
  const began = since;
  const end = (why: string) => request.destroy(Object.assign(new Error(why), { code: "ETIMEDOUT" }));
  const check = (): void => {
    const socket = request.socket;
    const bytes = socket ? socket.bytesRead + socket.bytesWritten : 0;
    if (performance.now() - began >= longestMs) {
      end(`no whole answer in ${longestMs / 1000} s`);
    } else if (bytes !== moved) {
      moved = bytes;
      since = performance.now();
    } else if (performance.now() - since >= limitMs) {
      end(`silence for ${limitMs / 1000} s`);
    }
  };
  const timer = setInterval(check, Math.max(10, Math.min(limitMs / 4, 1000)));
  return { stop: () => clearInterval(timer) };
}
