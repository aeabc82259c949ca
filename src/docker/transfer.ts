import type { TransferProgress } from "../ports/engine.ts";
import { EngineRefusal } from "./engine-refusal.ts";
import { jsonLines } from "./streams.ts";

/** A line of a pull's or push's answer, as far as it matters here. */
interface TransferLine {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly aux?: { readonly Digest?: string };
}

interface Layer {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly done: boolean;
}

// Lines with another status carry ids, too: a pull's first one names the tag.
const UNDER_WAY = /^(Pulling fs layer|Waiting|Downloading|Verifying Checksum|Extracting|Preparing|Pushing)$/;
const DOWNLOADED = /^(Download complete|Extracting)$/;
const DONE = /^(Pull complete|Already exists|Pushed|Layer already exists|Mounted from .*)$/;
const COUNTED = /^(Downloading|Pushing)$/;

/**
 * Follows a pull or push to its end and answers the manifest digest, where the engine names one.
 * @throws EngineRefusal for an error inside the stream: the status was 200 long before.
 */
export async function followTransfer(
  stream: AsyncIterable<Uint8Array>,
  onProgress: (progress: TransferProgress) => void = () => undefined,
): Promise<string | undefined> {
  const layers = new Map<string, Layer>();
  let digest: string | undefined;
  for await (const value of jsonLines(stream)) {
    const line = value as TransferLine;
    const error = line.errorDetail?.message ?? line.error;
    if (error !== undefined) throw new EngineRefusal(error);
    digest = line.aux?.Digest ?? digest;
    if (line.id === undefined || line.status === undefined) continue;
    const layer = nextState(layers.get(line.id), line.status, line.progressDetail);
    if (!layer) continue;
    layers.set(line.id, layer);
    onProgress(sum([...layers.values()]));
  }
  return digest;
}

function nextState(
  before: Layer | undefined,
  status: string,
  detail: TransferLine["progressDetail"],
): Layer | undefined {
  const { bytes, totalBytes } = before ?? { bytes: 0, totalBytes: 0 };
  if (DONE.test(status)) return { bytes: totalBytes, totalBytes, done: true };
  if (DOWNLOADED.test(status)) return { bytes: totalBytes, totalBytes, done: false };
  if (!UNDER_WAY.test(status)) return undefined;
  if (!COUNTED.test(status)) return { bytes, totalBytes, done: false };
  const total = Math.max(detail?.total ?? 0, totalBytes);
  // A push counts tar headers that its total leaves out.
  const current = Math.min(detail?.current ?? 0, total || Number.POSITIVE_INFINITY);
  return { bytes: Math.max(current, bytes), totalBytes: total, done: false };
}

function sum(layers: readonly Layer[]): TransferProgress {
  const done = layers.filter((layer) => layer.done).length;
  return {
    bytes: layers.reduce((bytes, layer) => bytes + layer.bytes, 0),
    totalBytes: layers.reduce((bytes, layer) => bytes + layer.totalBytes, 0),
    status: `${done} of ${layers.length} layers`,
  };
}
