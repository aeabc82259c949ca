import { createHash } from "node:crypto";
import * as z from "zod";
import type { Engine, Image, Labels } from "../../ports/engine.ts";
import { keepJson, recallJson } from "../../ports/kept-json.ts";
import type { Cache } from "../../ports/machine.ts";
import type { Ports } from "../../ports/ports.ts";

/** Labels of layers that Surelayer committed. Containers started from a layer inherit the labels, so never sweep by them. */
export const LAYER_LABEL = "dev.surelayer.layer";
const PHASE_LABEL = "dev.surelayer.phase";
const BYTES_LABEL = "dev.surelayer.installed-bytes";

/** Raise this number when the same input must give another layer than before. */
const FORMAT = 1;

/**
 * Who answers for a layer: undefined for trusted code, else a name for whose code it is. Promised: a build finds, waits for
 * and reuses layers of its own domain only. So a trusted build never takes a layer that was made for foreign code, and
 * foreign code never gets one of a trusted build. Not promised: that two forks of unknown name don't share a domain.
 */
export type TrustDomain = string | undefined;

/** Hash of everything that decides a layer's content, and of who answers for it. */
export function layerKey(parent: string, content: unknown, domain: TrustDomain): string {
  const parts = [FORMAT, parent, content, ...(domain === undefined ? [] : [domain])];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Name of all finished layers on an engine. */
export const LAYER_REPOSITORY = "surelayer-layer";

/** The tag that keeps a finished layer on the engine. Removing it has the layer made again. */
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

/** What a layer is, as the engine computes it from its content: nobody can give another image the same. */
const MadeLayer = z.readonly(
  z.strictObject({
    image: z.string(),
    /** Digests of the unpacked layers, the base's first (`RootFS.Layers`). */
    layers: z.readonly(z.array(z.string())),
  }),
);

/** Keeps what a build of this user's made for a key. */
export async function rememberLayer(cache: Cache, key: string, { id, layers }: Image): Promise<void> {
  await keepJson(cache, recordKey(key), { image: id, layers });
}

type LayerPorts = Pick<Ports, "cache"> & { readonly engine: Pick<Engine, "findImage"> };

/**
 * The layer that a build of this user's made for that key, if the engine holds it still. Tags and labels say nothing: anybody
 * on the engine can move a tag to `FROM ours; RUN …`, which inherits the labels. So a layer that this user's cache doesn't know
 * is none, even if another user's build made it.
 */
export async function findLayer({ engine, cache }: LayerPorts, key: string): Promise<Image | undefined> {
  const made = await recallJson(cache, recordKey(key), MadeLayer);
  const tagged = made && (await engine.findImage(layerReference(key)));
  if (made === undefined || tagged === undefined) return undefined;
  const image = tagged.id === made.image ? tagged : await engine.findImage(made.image);
  return image?.layers.join() === made.layers.join() ? image : undefined;
}

type BuildPorts = Pick<Ports, "engine" | "cache" | "log">;

/** As `findLayer`, for a build: puts the layer's tag back where it names another image, and warns of that. */
export async function takeLayer(ports: BuildPorts, key: string): Promise<Image | undefined> {
  const found = await findLayer(ports, key);
  if (found === undefined) return undefined;
  const reference = layerReference(key);
  const tagged = await ports.engine.findImage(reference);
  if (tagged !== undefined && tagged.id !== found.id) {
    ports.log.warn(`${reference} names another image than the layer of your builds: the name is put back.`);
    await ports.engine.tagImage(found.id, reference);
  }
  return found;
}

/**
 * As `takeLayer`, while no other run makes the layer: warns of an image that has its tag and isn't known. A run that makes a
 * layer gives it the tag first, and remembers it then.
 */
export async function takeLayerAlone(ports: BuildPorts, key: string): Promise<Image | undefined> {
  const found = await takeLayer(ports, key);
  const reference = layerReference(key);
  if (found === undefined && (await ports.engine.findImage(reference)) !== undefined) {
    ports.log.warn(`${reference} isn't known as a layer of your builds: it isn't taken but made again.`);
  }
  return found;
}

function recordKey(key: string): string {
  return `layers/${key}.json`;
}

/** By its label, which a foreign image may carry with any text. */
export function layerBytes(image: Image): number {
  const bytes = Number(image.labels[BYTES_LABEL] ?? 0);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : 0;
}
