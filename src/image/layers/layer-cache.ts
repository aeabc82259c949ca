import { createHash } from "node:crypto";
import type { Engine, Image, Labels } from "../../ports/engine.ts";

/** Labels of layers that Surelayer committed. Containers started from a layer inherit the labels, so never sweep by them. */
export const LAYER_LABEL = "dev.surelayer.layer";
const PHASE_LABEL = "dev.surelayer.phase";
const BYTES_LABEL = "dev.surelayer.installed-bytes";

/** Raise this number when the same input must give another layer than before. */
const FORMAT = 1;

/** Hash of everything that decides a layer's content, and of nothing else. */
export function layerKey(parent: string, content: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([FORMAT, parent, content]))
    .digest("hex");
}

/** Name of all finished layers on an engine. */
export const LAYER_REPOSITORY = "surelayer-layer";

/** The tag by which a finished layer is found. Images that users build on ours inherit labels, but not tags. */
export function layerReference(key: string): string {
  return `${LAYER_REPOSITORY}:${key.slice(0, 40)}`;
}

/** Bytes of the files in all finished layers of this engine, each layer once. */
export async function ownLayersBytes(engine: Pick<Engine, "listImages">): Promise<number> {
  const images = await engine.listImages({ [LAYER_LABEL]: "" });
  const own = images.filter(({ references }) =>
    references.some((one) => one.startsWith(`${LAYER_REPOSITORY}:`)),
  );
  return own.reduce((sum, image) => sum + layerBytes(image), 0);
}

export function layerLabels(key: string, phase: string, bytes: number): Labels {
  return { [LAYER_LABEL]: key, [PHASE_LABEL]: phase, [BYTES_LABEL]: String(bytes) };
}

/** The finished layer with that key, or undefined. Ignores a tag that somebody moved to another image. */
export async function findLayer(engine: Pick<Engine, "findImage">, key: string): Promise<Image | undefined> {
  const image = await engine.findImage(layerReference(key));
  return image?.labels[LAYER_LABEL] === key ? image : undefined;
}

export function layerBytes(image: Image): number {
  return Number(image.labels[BYTES_LABEL] ?? 0);
}
