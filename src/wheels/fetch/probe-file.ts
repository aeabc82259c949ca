import { addressedFile } from "../../python/direct-source.ts";
import { RegistryError } from "../../text/errors.ts";
import { type FetchPorts, requestWithRetries } from "./request-with-retries.ts";

interface Probed {
  readonly exists: boolean;
  readonly status: number;
  readonly bytes: number | undefined;
  readonly etag: string | undefined;
}

/** Hosts that know no ranges answer the whole file; a larger one can't be planned with anyway (`ranged-file.ts`). */
const MAX_BYTES = 64 * 1024 * 1024;

/** Asks for a file's first byte: whether it is there, and how large it is. @throws RegistryError for an answer that is neither yes nor no. */
export async function probeFile(
  url: string,
  ports: FetchPorts,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const { status, headers, body } = await requestWithRetries(ports, url, {
    headers: { range: "bytes=0-0" },
    maxBytes: MAX_BYTES,
    signal,
  });
  const etag = headers["etag"];
  if (status === 206) {
    const total = Number(/\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1]);
    return { exists: true, status, bytes: Number.isSafeInteger(total) ? total : undefined, etag };
  }
  if (status === 200) return { exists: true, status, bytes: body.length, etag };
  // Object stores that don't list say 403 of what isn't there.
  if ([403, 404, 410].includes(status)) return { exists: false, status, bytes: undefined, etag };
  throw new RegistryError(`The wheel's host answered ${status} for ${addressedFile(url)}.`, {
    evidence: `GET ${url}: status ${status}`,
    remedy: "Run again later; whether the wheel exists can't be said from that answer.",
    cause: { status },
  });
}
