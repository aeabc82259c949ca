import type { BuildJournal } from "../image/build-journal.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { Ports } from "../ports/ports.ts";
import type { NetworkBudget } from "../retry/network-budget.ts";
import { outageOf } from "../retry/outage.ts";
import { runAttempts } from "../retry/run-attempts.ts";

interface RetryContext {
  readonly limits: Install;
  readonly journal: BuildJournal;
  readonly budget: NetworkBudget;
}

/**
 * Resolves the phases; an index, a host of files or a host of git that is down is waited for, as while a phase is installed. What isn't an
 * outage is thrown as it is: the resolver's own words say more than a class.
 */
export function resolveWithRetries<T>(
  { limits, journal, budget }: RetryContext,
  ports: Ports,
  resolve: () => Promise<T>,
): Promise<T> {
  const attempts = {
    phase: "resolution",
    subject: "The resolution",
    limits,
    budget,
    record: (attempt: BuildJournal["attempts"][number]) => void journal.attempts.push(attempt),
  };
  return runAttempts(attempts, ports, async () => {
    try {
      return await resolve();
    } catch (error) {
      throw outageOf(error) ?? error;
    }
  });
}
