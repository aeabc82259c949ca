import { failureClassById } from "../../failures/failure-table.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { BuildError } from "../../text/errors.ts";

/** So many command lines are named. */
const MOST_NAMED = 5;

/**
 * Ends what packages left running in a container, which could still write after the last look. Does nothing where nothing runs.
 * @throws BuildError where something runs even after a restart.
 */
export async function endProcesses(
  container: Pick<Container, "otherProcesses" | "restart">,
  phase: string,
  ports: Pick<Ports, "log">,
): Promise<void> {
  const found = await container.otherProcesses();
  if (found?.length === 0) return;
  if (found === undefined) {
    ports.log.debug("The engine can't say which programs run: the container is restarted before its commit.");
  } else {
    ports.log.warn(`Phase ${phase} left programs running, which are ended now: ${named(found)}`);
  }
  await container.restart();
  const left = (await container.otherProcesses()) ?? [];
  if (left.length === 0) return;
  throw new BuildError(`Programs of phase ${phase} can't be ended, so its layer could change at any time.`, {
    evidence: named(left),
    remedy: "Find out which package starts them, and leave it out; the layer was not committed.",
    failureClass: failureClassById("W4"),
  });
}

function named(commands: readonly string[]): string {
  const more = commands.length - MOST_NAMED;
  const shown = commands.slice(0, MOST_NAMED).map((one) => one.replaceAll(/\s+/g, " "));
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
