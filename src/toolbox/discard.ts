import type { Ports } from "../ports/ports.ts";
import { messageOf } from "../text/errors.ts";

/**
 * Removes something that a step is done with. What can't be removed now is no reason to lose the step's result, or the
 * error that ended it: the sweep at the end of the run tries again.
 */
export async function discard(remove: () => Promise<void>, ports: Pick<Ports, "log">): Promise<void> {
  try {
    await remove();
  } catch (error) {
    ports.log.debug(`left for the sweep: ${messageOf(error)}`);
  }
}
