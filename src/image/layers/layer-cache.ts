import { createHash } from "node:crypto";
import type { Engine, Image, Labels } from "../../ports/engine.ts";

/** Labels of an image that Surelayer committed. A container that a user starts from it inherits them: never sweep by these. */
export const LAYER_LABEL = "dev.surelayer.layer";
const PHASE_LABEL = "dev.surelayer.phase";
const BYTES_LABEL = "dev.surelayer.installed-bytes";

/** Raised when the same input must give another layer than before. */
const FORMAT = 1;

/** Name of a layer's content: everything that decides it, and nothing else. */
export function layerKey(parent: string, content: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([FORMAT, parent, content]))
    .digest("hex");
}

/** Finished layers are found again by tag: unlike a label, a tag isn't inherited by images that users build on ours. */
export function layerReference(key: string): string {
  return `surelayer-layer:${key.slice(0, 40)}`;
}

export function layerLabels(key: string, phase: string, bytes: number): Labels {
  return { [LAYER_LABEL]: key, [PHASE_LABEL]: phase, [BYTES_LABEL]: String(bytes) };
}

/** The finished layer of that key, or undefined; a tag that somebody moved to another image doesn't count. */
export async function findLayer(engine: Pick<Engine, "findImage">, key: string): Promise<Image | undefined> {
  const image = await engine.findImage(layerReference(key));
  return image?.labels[LAYER_LABEL] === key ? image : undefined;
}

export function layerBytes(image: Image): number {
  return Number(image.labels[BYTES_LABEL] ?? 0);
}
