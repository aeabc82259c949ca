import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * How a file host answers. `whole` knows no ranges; `cut` answers fewer bytes than it was asked for; `elsewhere` answers as
 * many of another place, and says so; `unsaid` doesn't say what it answers; `nothing` has an empty file; `silent` never answers.
 */
export type Manner =
  | "ranges"
  | "whole"
  | "cut"
  | "empty"
  | "elsewhere"
  | "unsaid"
  | "nothing"
  | "silent"
  | "redirect"
  | number;

export interface FileServer extends AsyncDisposable {
  readonly origin: string;
  /** `GET bytes=0-9 /name` of every request so far. */
  readonly requests: readonly string[];
  /** Bytes of all bodies that were sent. */
  sentBytes(): number;
  manner: Manner;
  /** Where `redirect` leads; another path of this host where it is left out. */
  target: string;
}

/** Serves files from memory on loopback. A suffix range (`bytes=-N`) is refused with 501, as some file hosts do. */
export async function serveFiles(files: Readonly<Record<string, Uint8Array>>): Promise<FileServer> {
  const requests: string[] = [];
  let sent = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(`${request.method} ${request.headers.range ?? "everything"} ${request.url}`);
    if (server.manner === "silent") return;
    const { status, headers, body } = respond(server, files, request);
    sent += body.length;
    response.writeHead(status, { "content-length": String(body.length), ...headers }).end(body);
  };
  const listening = createServer(answer);
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const server: FileServer = {
    origin: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    requests,
    sentBytes: () => sent,
    manner: "ranges",
    target: "",
    async [Symbol.asyncDispose]() {
      listening.closeAllConnections();
      await new Promise<void>((resolve) => listening.close(() => resolve()));
    },
  };
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

const NOTHING = new Uint8Array();

function respond(
  { manner, target }: Pick<FileServer, "manner" | "target">,
  files: Readonly<Record<string, Uint8Array>>,
  request: IncomingMessage,
): Answer {
  const path = (request.url ?? "/").slice(1);
  const file = files[path.replace(/^moved\//, "")];
  if (typeof manner === "number") return { status: manner, headers: {}, body: NOTHING };
  if (!file) return { status: 404, headers: {}, body: NOTHING };
  if (manner === "redirect" && !path.startsWith("moved/")) {
    return { status: 302, headers: { location: `${target}/moved/${path}` }, body: NOTHING };
  }
  return ranged(manner, file, request.headers.range);
}

function ranged(manner: Manner, file: Uint8Array, range: string | undefined): Answer {
  if (manner === "nothing") return { status: 200, headers: {}, body: NOTHING };
  if (manner === "whole" || range === undefined) return { status: 200, headers: {}, body: file };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined) return { status: 501, headers: {}, body: NOTHING };
  const start = Number(first);
  if (start >= file.length) return { status: 416, headers: {}, body: NOTHING };
  const end = Math.min(Number(last) + 1, file.length);
  const headers = { "content-range": `bytes ${start}-${end - 1}/${file.length}` };
  const body = file.subarray(start, end);
  if (manner === "empty") return { status: 206, headers, body: NOTHING };
  if (manner === "unsaid") return { status: 206, headers: {}, body };
  if (manner === "elsewhere") {
    const other = `bytes 0-${body.length - 1}/${file.length + 1}`;
    return { status: 206, headers: { "content-range": other }, body: file.subarray(0, body.length) };
  }
  return { status: 206, headers, body: manner === "cut" ? body.subarray(0, body.length >> 1) : body };
}
