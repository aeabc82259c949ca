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

/** The tag by which a finished layer is found. Images that users build on ours inherit labels, but not tags. */
export function layerReference(key: string): string {
  return `surelayer-layer:${key.slice(0, 40)}`;
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
