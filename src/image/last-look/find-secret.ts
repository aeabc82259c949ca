import type { Readable } from "node:stream";
import { extract } from "tar-stream";
import type { Secrets } from "../../text/secrets/redactor.ts";

/** So much of a file is looked at in one piece. */
const PIECE_BYTES = 1024 * 1024;
/** Of a piece, so much is looked at again with the next one: a secret may stand across both. */
const OVERLAP_BYTES = 16 * 1024;

/** Path of the first file of a tar archive that holds a secret, or whose name, attribute or link does; undefined where none does. Reads no further then. */
export async function findSecret(archive: Readable, secrets: Secrets): Promise<string | undefined> {
  const entries = archive.pipe(extract());
  archive.once("error", (error) => entries.destroy(error));
  for await (const entry of entries) {
    const { name, type, linkname, pax } = entry.header;
    const told = [name, linkname, ...Object.values(pax ?? {})].join("\n");
    const holds = type === "file" && (await holdsSecret(entry as AsyncIterable<Uint8Array>, secrets));
    if (holds || secrets.areIn(told)) return `/${name.replace(/^\.?\/+/, "")}`;
    entry.resume();
  }
  return undefined;
}

async function holdsSecret(content: AsyncIterable<Uint8Array>, secrets: Secrets): Promise<boolean> {
  let piece = Buffer.alloc(0);
  for await (const chunk of content) {
    piece = Buffer.concat([piece, chunk]);
    if (piece.length < PIECE_BYTES) continue;
    if (secrets.areIn(piece.toString())) return true;
    piece = piece.subarray(-OVERLAP_BYTES);
  }
  return secrets.areIn(piece.toString());
}
