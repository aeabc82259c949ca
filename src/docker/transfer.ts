import type { TransferProgress } from "../ports/engine.ts";
import { EngineRefusal } from "./engine-refusal.ts";
import { jsonLines } from "./streams.ts";

/** The used fields of a line in the answer to a pull or push. */
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
  /** What the engine counted last: less than before after a new beginning. */
  readonly current?: number | undefined;
}

// Lines with other statuses have ids, too: in the first line of a pull, the tag.
const UNDER_WAY = /^(Pulling fs layer|Waiting|Downloading|Verifying Checksum|Extracting|Preparing|Pushing)$/;
const DOWNLOADED = /^(Download complete|Extracting)$/;
const DONE = /^(Pull complete|Already exists|Pushed|Layer already exists|Mounted from .*)$/;
/** The engine lost an upload, and counts down to its next try. */
const AGAIN = /^Retrying in \d+ seconds?$/;
const COUNTED = /^(Downloading|Pushing)$/;

/** The last line of a push; a containerd store names the digest nowhere else. */
const SAID = /^\S+: digest: (sha256:[0-9a-f]{64}) size: \d+$/;

/**
 * Follows a pull or push to its end. Reports progress only where something moved: some engines repeat their numbers. @returns the manifest's digest, if the engine names it.
 * @throws EngineRefusal for an error within the stream, which comes long after the status 200.
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
    digest = line.aux?.Digest ?? SAID.exec(line.status ?? "")?.[1] ?? digest;
    const progress = take(line, layers);
    if (progress) onProgress(progress);
  }
  return digest;
}

/** Takes a line into account. @returns undefined where nothing moved. */
function take({ id, status, progressDetail }: TransferLine, layers: Map<string, Layer>) {
  if (id === undefined || status === undefined) return;
  const again = AGAIN.test(status) ? status : undefined;
  const before = layers.get(id);
  const layer = nextState(before, status, progressDetail);
  if (layer) layers.set(id, layer);
  const repeated = layer?.current !== undefined && layer.current === before?.current;
  return (layer && !repeated) || again ? sum([...layers.values()], again) : undefined;
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
  // A push's bytes include tar headers, its total doesn't.
  const current = Math.min(detail?.current ?? 0, total || Number.POSITIVE_INFINITY);
  return { bytes: Math.max(current, bytes), totalBytes: total, done: false, current: detail?.current };
}

function sum(layers: readonly Layer[], again: string | undefined): TransferProgress {
  const done = layers.filter((layer) => layer.done).length;
  return {
    bytes: layers.reduce((bytes, layer) => bytes + layer.bytes, 0),
    totalBytes: layers.reduce((bytes, layer) => bytes + layer.totalBytes, 0),
    status: `${done} of ${layers.length} layers${again ? `; ${again.toLowerCase()}` : ""}`,
  };
}
