import { LAYER_LABEL } from "../../src/image/layers/layer-cache.ts";
import type { Ports } from "../../src/ports/ports.ts";

/** Takes back everything but the base. */
export async function clearImages(ports: Ports): Promise<void> {
  for (let left = Number.POSITIVE_INFINITY; ; ) {
    const images = await ports.engine.listImages({ [LAYER_LABEL]: "" });
    if (images.length === 0 || images.length >= left) break;
    left = images.length;
    // An image that others stand on goes in a later round.
    for (const image of images) await ports.engine.removeImage(image.id).catch(() => undefined);
  }
}
