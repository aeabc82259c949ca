import * as z from "zod";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { CHECK_ENV, INSTALL_CACHE, INSTALL_TEMP } from "../../toolbox/installer-env.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { DOWNLOADS, TOOLS } from "../../toolbox/places.ts";

const Answer = z.object({ keptBytes: z.number(), held: z.array(z.string()) });
const KEPT = `${DOWNLOADS}/cache`;

/** Space that keeping downloads leaves alone: they save time, and nothing else depends on them. */
const RESERVE_BYTES = 1e9;

/** Takes what a failed try has downloaded and verified out of its container; never fails. */
export async function keepDownloads(container: Container, python: string, ports: Ports): Promise<void> {
  await copy(container, [python, INSTALL_CACHE, KEPT], ports);
}

/**
 * Gives the next try what an earlier one had downloaded; never fails.
 * @returns the distributions, `name==version`, that need no download any more.
 */
export async function restoreDownloads(
  container: Container,
  python: string,
  ports: Ports,
): Promise<ReadonlySet<string>> {
  const names = await copy(container, [python, KEPT, INSTALL_CACHE], ports);
  return new Set(names.map((one) => normalised(one)));
}

/** A folder's name has underscores where the distribution's may have anything. */
function normalised(held: string): string {
  const [name = "", version = ""] = held.split("==");
  return `${normaliseName(name)}==${version}`;
}

async function copy(
  container: Container,
  [python, source, target]: readonly [string, string, string],
  ports: Ports,
): Promise<readonly string[]> {
  try {
    await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal: ports.signal });
    const result = await execText(container, {
      command: [python, "-B", `${TOOLS}/keep_downloads.py`, source, target, String(RESERVE_BYTES)],
      env: CHECK_ENV,
      workdir: "/",
      signal: ports.signal,
    });
    return Answer.safeParse(jsonAnswer(result.stdout)).data?.held ?? [];
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`Downloads could not be kept: ${error}`);
    return [];
  }
}
