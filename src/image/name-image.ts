import type { Ports } from "../ports/ports.ts";
import { awaitEngine } from "../retry/bridge-outage.ts";
import type { NetworkBudget } from "../retry/network-budget.ts";
import { formatReference, parseReference } from "../text/reference.ts";
import type { BuiltImage } from "./built-image.ts";

/** The names that the user gave, or one made of the manifest's name. */
export function imageNames(tags: readonly string[], name: string): readonly string[] {
  return tags.length > 0 ? tags : [`surelayer/${name}:built`];
}

/**
 * Moves names to the image: all of them, or none. A failure half-way puts back what was moved, as soon as the engine answers.
 * Until then, an image is found by its id, and by the name of its last layer.
 */
export async function nameImage(
  image: BuiltImage,
  names: readonly string[],
  budget: NetworkBudget,
  ports: Ports,
): Promise<BuiltImage> {
  ports.signal.throwIfAborted();
  const before = await Promise.all(names.map((name) => ownerOf(name, ports)));
  const touched: Name[] = [];
  try {
    for (const name of before) {
      // Noted before the call: an engine may move a name, and its answer may get lost.
      touched.push(name);
      await ports.engine.tagImage(image.imageId, name.reference);
    }
  } catch (error) {
    ports.log.warn(`The image is on this engine as ${image.imageId}; its names stay where they were.`);
    await awaitEngine(0, budget, ports).catch(() => undefined);
    for (const name of touched.toReversed()) await putBack(name, ports);
    throw error;
  }
  return { ...image, references: names };
}

interface Name {
  /** In full: an engine may take a short name for the beginning of an id. */
  readonly reference: string;
  /** Id of the image that has the name so far. */
  readonly owner: string | undefined;
}

async function ownerOf(name: string, { engine }: Ports): Promise<Name> {
  const reference = formatReference(parseReference(name));
  return { reference, owner: (await engine.findImage(reference))?.id };
}

async function putBack({ reference, owner }: Name, { engine, log }: Ports): Promise<void> {
  try {
    await (owner === undefined ? engine.removeImage(reference) : engine.tagImage(owner, reference));
  } catch {
    const undo = owner === undefined ? `docker rmi ${reference}` : `docker tag ${owner} ${reference}`;
    log.warn(`The name ${reference} could not be put back: ${undo} does it.`);
  }
}
