import type { Ports } from "../ports/ports.ts";
import { EngineError } from "../text/errors.ts";
import type { Bridged } from "./bridge-outage.ts";
import type { NetworkBudget } from "./network-budget.ts";

const ASK_EVERY_MS = 2000;
/** A restarting engine is back by then; otherwise a person has to look at it. */
const MOST_MS = 60_000;

/** Waits until the engine answers again. */
export async function awaitEngine(firstMs: number, budget: NetworkBudget, ports: Ports): Promise<Bridged> {
  const started = ports.clock.monotonic();
  const passed = () => ports.clock.monotonic() - started;
  const mostMs = Math.min(MOST_MS, budget.remainingMs);
  let worthTrying = false;
  for (let delayMs = firstMs; !worthTrying && passed() < mostMs; delayMs = ASK_EVERY_MS) {
    await ports.clock.sleep(Math.min(delayMs, ASK_EVERY_MS), ports.signal);
    worthTrying = await answers(ports);
  }
  budget.spend(passed());
  return { waitedMs: passed(), worthTrying, answered: false };
}

async function answers(ports: Ports): Promise<boolean> {
  try {
    await ports.engine.info();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}
