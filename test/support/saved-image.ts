import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import type Docker from "dockerode";
import { extract } from "tar-stream";
import { unpack } from "./unpack.ts";

export interface LayerFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer;
}

export interface SavedImage {
  /** Files of each layer, the base's left out. */
  readonly layers: readonly (readonly LayerFile[])[];
  /** The image's configuration and history, as the registry would get them. */
  readonly config: string;
}

/** What `docker save` says of an image: the engine's own view, which no code of ours has touched. */
export async function saveImage(docker: Docker, image: string, baseLayers: number): Promise<SavedImage> {
  const folder = await mkdtemp(join(tmpdir(), "surelayer-saved-"));
  try {
    await unpack(await docker.getImage(image).get(), folder);
    const [manifest] = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    const layers: LayerFile[][] = [];
    for (const path of manifest.Layers.slice(baseLayers)) layers.push(await readLayer(join(folder, path)));
    return { layers, config: await readFile(join(folder, manifest.Config), "utf8") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readLayer(path: string): Promise<LayerFile[]> {
  const files: LayerFile[] = [];
  // An engine with the containerd store saves the layers that it keeps, which are compressed.
  const layer = createReadStream(path);
  for await (const entry of ((await isGzip(path)) ? layer.pipe(createGunzip()) : layer).pipe(extract())) {
    const { name, type, size } = entry.header;
    const content = await buffer(entry);
    files.push({ name, type: type ?? "file", size: size ?? 0, content });
  }
  return files;
}

async function isGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 })) return chunk.readUInt16BE(0) === 0x1f8b;
  return false;
}
