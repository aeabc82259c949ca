import { join } from "node:path";
import type { Files, Http, HttpResponse } from "../../ports/machine.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { RegistryError } from "../../text/errors.ts";

/**
 * Http that also answers for files beneath the manifest's folder, whose addresses begin with `./`: whatever reads a wheel
 * by ranges reads those, too.
 */
export function withLocalFiles(http: Http, files: Pick<Files, "open" | "readPart">, folder: string): Http {
  return {
    request: (address, request = {}) =>
      isLocalAddress(address)
        ? readLocal(files, join(folder, address), request.headers?.["range"])
        : http.request(address, request),
  };
}

async function readLocal(
  files: Pick<Files, "open" | "readPart">,
  path: string,
  range: string | undefined,
): Promise<HttpResponse> {
  const bytes = await files
    .open(path)
    .then((file) => file.bytes)
    .catch(() => undefined);
  if (bytes === undefined) return { status: 404, headers: {}, body: new Uint8Array() };
  const [, first = "0", last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const start = Number(first);
  const end = Math.min(bytes, last === undefined ? bytes : Number(last) + 1);
  const body = await files.readPart(path, start, end);
  if (body.length !== end - start) {
    throw new RegistryError(`The file ${path} changed while it was read.`, { remedy: "Run again." });
  }
  if (range === undefined) return { status: 200, headers: {}, body };
  return { status: 206, headers: { "content-range": `bytes ${start}-${end - 1}/${bytes}` }, body };
}
