import type { Ports } from "../ports/ports.ts";
import { EngineError, RegistryError } from "../text/errors.ts";
import { PROBE_INTERVAL_MS } from "./decide-retry.ts";
import type { NetworkBudget } from "./network-budget.ts";

interface Outage {
  /** The address that didn't answer; undefined if the installer named none. */
  readonly address: string | undefined;
  /** Milliseconds until the first question to that address. */
  readonly delayMs: number;
}

export interface Bridged {
  readonly waitedMs: number;
  /** Another try may succeed: the address answers, or this machine can't tell. */
  readonly worthTrying: boolean;
  /** The address answered the first question, so the failure was no outage. */
  readonly answered: boolean;
}

/** Waits until the address answers again or the build's budget is used up. */
export async function bridgeOutage(outage: Outage, budget: NetworkBudget, ports: Ports): Promise<Bridged> {
  const started = ports.clock.monotonic();
  let spent = 0;
  const waited = (): number => {
    const now = ports.clock.monotonic() - started;
    budget.spend(now - spent);
    spent = now;
    return now;
  };
  let delayMs = outage.delayMs;
  let asked = 0;
  for (;;) {
    await ports.clock.sleep(Math.min(delayMs, budget.remainingMs), ports.signal);
    waited();
    if (outage.address === undefined) return { waitedMs: waited(), worthTrying: true, answered: false };
    const answer = await probe(outage.address, ports);
    const waitedMs = waited();
    if (answer.state === "answers") return { waitedMs, worthTrying: true, answered: asked === 0 };
    asked += 1;
    const { retryAfterMs: wanted } = answer;
    if (budget.remainingMs <= 0 || wanted > budget.remainingMs) {
      // A container may reach an address that this machine can't reach: only the server's own answer is final.
      return { waitedMs, worthTrying: answer.state === "silent", answered: false };
    }
    delayMs = Math.max(PROBE_INTERVAL_MS, wanted);
  }
}

interface Answer {
  readonly state: "answers" | "busy" | "silent";
  readonly retryAfterMs: number;
}

const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 520]);
const PROBE_TIMEOUT_MS = 10_000;
const PROBE_BYTES = 4096;

/** Asks for one byte, not by HEAD: a server may answer HEAD and still fail to send the file. */
async function probe(address: string, ports: Ports): Promise<Answer> {
  try {
    const response = await ports.http.request(address, {
      headers: { range: "bytes=0-0" },
      timeoutMs: PROBE_TIMEOUT_MS,
      maxBytes: PROBE_BYTES,
      signal: ports.signal,
    });
    if (!BUSY.has(response.status)) return { state: "answers", retryAfterMs: 0 };
    return { state: "busy", retryAfterMs: retryAfterMs(response.headers, ports.clock.now()) };
  } catch (error) {
    ports.signal.throwIfAborted();
    // A server that knows no ranges sends the whole file: it does answer.
    const whole = error instanceof RegistryError && (error.cause as { code?: unknown })?.code === "E2BIG";
    return { state: whole ? "answers" : "silent", retryAfterMs: 0 };
  }
}

/** Milliseconds that a server asks to wait: `Retry-After` in seconds or as a date, or the draft `RateLimit` field's `t`. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number {
  const after = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}$/.test(after)) return Number(after) * 1000;
  const date = Date.parse(after);
  if (!Number.isNaN(date)) return Math.max(0, date - now.getTime());
  const limit = /(?:^|[;,\s])(?:t|reset)=(\d{1,9})/.exec(headers["ratelimit"] ?? "");
  return limit ? Number(limit[1]) * 1000 : 0;
}

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
