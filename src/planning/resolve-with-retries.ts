import { GitWords } from "../git/host-failure.ts";
import type { BuildJournal } from "../image/build-journal.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { Ports } from "../ports/ports.ts";
import type { NetworkBudget } from "../retry/network-budget.ts";
import { runAttempts } from "../retry/run-attempts.ts";
import { ToolFailure } from "../retry/tool-failure.ts";

interface RetryContext {
  readonly limits: Install;
  readonly journal: BuildJournal;
  readonly budget: NetworkBudget;
}

/**
 * Resolves the phases; an index or a host of git that is down is waited for, as while a phase is installed. What isn't an outage is thrown as it
 * is: the resolver's own words say more than a class.
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
      throw outage(error) ?? error;
    }
  });
}

function outage(error: unknown): ToolFailure | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const failed = cause instanceof GitWords ? gitFailure(cause) : cause;
  return failed instanceof ToolFailure && failed.failure.class.retry === "bridge" ? failed : undefined;
}

function gitFailure({ stderr }: GitWords): ToolFailure {
  return new ToolFailure({ tool: "command", exitCode: 1, output: stderr, oomKills: 0 });
}
