import { rm } from "node:fs/promises";
import { join } from "node:path";
import { LAYER_LABEL } from "../../src/image/layers/layer-cache.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { Bench } from "./bench.ts";

/** Of engine.sh. */
const REGISTRY = "127.0.0.1:5213";

interface RemoteManifest {
  readonly layers: readonly { readonly size: number }[];
}

/** Pushes an image to the local registry and adds up the layers that stand above the base, as the registry took them. */
export async function pushedLayerBytes(imageId: string, bench: Bench, ports: Ports): Promise<number> {
  const base = await ports.engine.findImage(bench.base);
  const reference = `${REGISTRY}/bench:latest`;
  await ports.engine.tagImage(imageId, reference);
  const digest = await ports.engine.pushImage(reference);
  const answer = await fetch(`http://${REGISTRY}/v2/bench/manifests/${digest}`, {
    headers: { accept: "application/vnd.docker.distribution.manifest.v2+json" },
  });
  const manifest = (await answer.json()) as RemoteManifest;
  return manifest.layers.slice(base?.layers.length ?? 0).reduce((sum, layer) => sum + layer.size, 0);
}

/** Takes back everything but the base, in the engine and in the registry. */
export async function clearImages(ports: Ports, bench: Bench): Promise<void> {
  for (let left = Number.POSITIVE_INFINITY; ; ) {
    const images = await ports.engine.listImages({ [LAYER_LABEL]: "" });
    if (images.length === 0 || images.length >= left) break;
    left = images.length;
    // An image that others stand on goes in a later round.
    for (const image of images) await ports.engine.removeImage(image.id).catch(() => undefined);
  }
  await rm(join(bench.home, "registry", "docker"), { recursive: true, force: true });
}
