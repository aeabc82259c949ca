import type { Ports } from "../../ports/ports.ts";
import { AptRefusal } from "./ask-apt.ts";

const WAITS_MS = [5000, 10_000];

/**
 * A mirror that stumbles, or is being written to just now, is asked again for all of its lists.
 * @throws what apt's last refusal means.
 */
export async function aptWithRetries<T>(ask: () => Promise<T>, ports: Ports): Promise<T> {
  let absentBefore = false;
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AptRefusal)) throw error;
      const wait = WAITS_MS[tries];
      const certain = error.passing === undefined || (error.passing === "absent" && absentBefore);
      if (certain || wait === undefined) throw error.error;
      absentBefore = error.passing === "absent";
      ports.log.debug(`apt: ${error.message} Asked again in ${wait / 1000} s.`);
      await ports.clock.sleep(wait, ports.signal);
    }
  }
}
