import type { Install } from "../../manifest/settings/install.ts";
import type { Ports } from "../../ports/ports.ts";
import type { FailedAttempt } from "../../retry/failed-attempt.ts";
import type { NetworkBudget } from "../../retry/network-budget.ts";
import { runAttempts } from "../../retry/run-attempts.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import { EngineError, RegistryError } from "../../text/errors.ts";

/** How long a registry or an engine is waited for: as long as a build waits, out of the same budget. */
export interface Retrying {
  readonly limits: Install;
  readonly budget: NetworkBudget;
  /** Gets every failed try. */
  readonly record: (attempt: FailedAttempt) => void;
}

/**
 * Runs what asks a registry, and runs it again after an outage of the registry or the engine. Any other error is thrown as it is:
 * its own words say more than a class.
 */
export async function withRetries<T>(
  subject: string,
  retrying: Retrying,
  ports: Ports,
  body: () => Promise<T>,
): Promise<T> {
  const ended = await runAttempts({ ...retrying, phase: "push", subject }, ports, async () => {
    try {
      return { value: await body() };
    } catch (error) {
      const outage = outageOf(error);
      if (outage) throw outage;
      return { error };
    }
  });
  if ("error" in ended) throw ended.error;
  return ended.value;
}

/** The classes of the registry tell which of its answers pass. The engine repeats them in its own words. */
function outageOf(error: unknown): ToolFailure | undefined {
  const kind = error instanceof RegistryError ? "registry" : "engine";
  if (!(error instanceof RegistryError || error instanceof EngineError)) return undefined;
  const output = [error.message, error.evidence].filter((one) => one !== undefined).join("\n");
  const failed = new ToolFailure({ tool: "engine", exitCode: null, output, oomKills: 0 });
  const { retry, error: blamed } = failed.failure.class;
  // A login helper that can't be reached is no outage of the engine.
  return retry === "bridge" && blamed === kind ? failed : undefined;
}
