import type { Ports } from "../ports/ports.ts";
import { messageOf } from "../text/errors.ts";

/**
 * Removes a container or volume at the end of a step. A failure is only logged, because the step's result or error matters
 * more, and the sweep at the end of the run tries again.
 */
export async function discard(remove: () => Promise<void>, ports: Pick<Ports, "log">): Promise<void> {
  try {
    await remove();
  } catch (error) {
    ports.log.debug(`left for the sweep: ${messageOf(error)}`);
  }
}
