import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { forbidServices } from "../../toolbox/apt.ts";
import { aptWithRetries } from "./apt-with-retries.ts";
import { apt, readyApt, requireDone } from "./ask-apt.ts";

/**
 * Installs the manifest's system packages into a container that is thrown away, because a source's build needs them there.
 * @throws SurelayerError that says why they can't be installed.
 */
export async function installForBuilds(
  container: Container,
  packages: readonly string[],
  os: BaseFacts["os"],
  ports: Ports,
): Promise<void> {
  await ports.log.task("install the system packages, which a source's build needs", () =>
    aptWithRetries(async () => {
      await readyApt(container, os, ports);
      await forbidServices(container, ports.signal);
      const result = await apt(container, "apt-get", ["install", "--yes", "--", ...packages], ports);
      requireDone(`The system packages ${packages.join(", ")}`, result);
    }, ports),
  );
}
