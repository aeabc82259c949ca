import * as z from "zod";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { DOWNLOADS } from "../../toolbox/container-paths.ts";
import { INSTALL_CACHE, INSTALL_TEMP } from "../../toolbox/installer-env.ts";
import { runProbe } from "../../toolbox/run-probe.ts";

const Answer = z.object({ keptBytes: z.number(), held: z.array(z.string()) });
const KEPT = `${DOWNLOADS}/cache`;

/** Free space that kept downloads leave on the disk: they only save time, so they must not fill it. */
const RESERVE_BYTES = 1e9;

/** Copies the verified downloads of a failed try out of its container. Never fails. */
export async function keepDownloads(container: Container, python: string, ports: Ports): Promise<void> {
  await copy(container, [python, INSTALL_CACHE, KEPT], ports);
}

/**
 * Copies the downloads of an earlier try into the container of the next. Never fails.
 * @returns the distributions, as `name==version`, that needn't be downloaded again.
 */
export async function restoreDownloads(
  container: Container,
  python: string,
  ports: Ports,
): Promise<ReadonlySet<string>> {
  const names = await copy(container, [python, KEPT, INSTALL_CACHE], ports);
  // The cache's folders write `_` wherever a distribution's name has `-` or `.`.
  return new Set(names.map((one) => one.replace(/^[^=]*/, normaliseName)));
}

async function copy(
  container: Container,
  [python, source, target]: readonly [string, string, string],
  ports: Ports,
): Promise<readonly string[]> {
  try {
    await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal: ports.signal });
    const probe = { python, program: "keep_downloads.py", args: [source, target, String(RESERVE_BYTES)] };
    return (await runProbe(container, probe, Answer, ports.signal)).answer?.held ?? [];
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`Downloads could not be kept: ${error}`);
    return [];
  }
}
