import type { Ports } from "../../ports/ports.ts";
import { EngineError } from "../../text/errors.ts";

/** A layer that this build goes on from was removed from the engine. Never leaves the room: lost-layers.ts says what follows. */
export class LayerGone extends Error {
  /** @param cause what failed for want of it. */
  constructor(imageId: string, { cause }: { readonly cause: unknown }) {
    super(`The engine no longer holds the image ${imageId}.`, { cause });
    this.name = "LayerGone";
  }
}

interface Onto {
  readonly imageId: string;
  /** Id of the base image, which no build makes. */
  readonly base: string;
}

/**
 * Runs what needs a layer of this build. Asks for the layer only after a failure, because it may be removed at any time.
 * @throws LayerGone where the engine no longer holds it, whatever the engine called that.
 */
export async function needingLayer<T>(onto: Onto, ports: Ports, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const known = error instanceof LayerGone || ports.signal.aborted || onto.imageId === onto.base;
    if (known || (await mayBeThere(onto.imageId, ports))) throw error;
    throw new LayerGone(onto.imageId, { cause: error });
  }
}

/** An engine that doesn't answer proves nothing. */
export async function mayBeThere(imageId: string, { engine }: Pick<Ports, "engine">): Promise<boolean> {
  try {
    return (await engine.findImage(imageId)) !== undefined;
  } catch (error) {
    if (error instanceof EngineError) return true;
    throw error;
  }
}
