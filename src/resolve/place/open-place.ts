import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { placeHere } from "./place-here.ts";
import { placeInBase } from "./place-in-base.ts";
import type { ResolverPlace } from "./resolver-place.ts";

/** What is resolved for; `imageId` is undefined where the base isn't here and its facts are declared. */
interface PlaceBase {
  readonly imageId: string | undefined;
  readonly facts: BaseFacts;
}

/**
 * Lends a place for `body`. In a container of the base markers, tags and metadata builds are the base's own; on this machine
 * they are computed, and nothing is built: a package's code runs in containers only.
 */
export function openPlace<T>(
  base: PlaceBase & { readonly purpose: string },
  toolbox: Toolbox,
  ports: Ports,
  body: (place: ResolverPlace) => Promise<T>,
): Promise<T> {
  const { imageId, facts, purpose } = base;
  if (imageId === undefined) return placeHere(facts, ports, body);
  return toolbox.open(imageId, purpose, (container) => body(placeInBase(container, facts, ports)));
}
