import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { containerEnv } from "../../toolbox/relay/container-env.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { containerResolver } from "./container-resolver.ts";
import { keepIndexPages } from "./index-pages.ts";
import { withLocalResolver } from "./local-resolver.ts";
import type { ResolverEnvironment } from "./resolver-environment.ts";

/** What is resolved for; `imageId` is undefined where the base isn't local and its facts are declared. */
interface ResolverBase {
  readonly imageId: string | undefined;
  readonly facts: BaseFacts;
  /** Of the manifest, for sources whose builds need them. */
  readonly systemPackages?: readonly string[];
}

/**
 * Lends a resolver environment to `body`. In a container of the base markers, tags and metadata builds are the base's own; on this machine
 * they are computed, and nothing is built: a package's code runs in containers only.
 */
export function withResolver<T>(
  base: ResolverBase & { readonly purpose: string },
  toolbox: Toolbox,
  ports: Ports,
  body: (resolver: ResolverEnvironment) => Promise<T>,
): Promise<T> {
  const { imageId, facts, purpose } = base;
  if (imageId === undefined) return withLocalResolver(facts, ports, body);
  return toolbox.open(imageId, purpose, async (container) => {
    const resolver = containerResolver(container, base, ports);
    await keepIndexPages(resolver, containerEnv(ports.network));
    return body(resolver);
  });
}
