import { describe, expect, test } from "vitest";
import type { HttpResponse } from "../../../src/ports/machine.ts";
import { bridgeOutage, retryAfterMs } from "../../../src/retry/bridge-outage.ts";
import { NetworkBudget } from "../../../src/retry/network-budget.ts";
import { RegistryError } from "../../../src/text/errors.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { testPorts } from "../../support/test-ports.ts";

type Answer = Partial<HttpResponse> | Error;

/** An address that answers so, once each, the last one for ever; each question takes a second. */
function scene(...answers: readonly Answer[]) {
  const clock = new SelfMovingClock();
  const asked: number[] = [];
  const http = {
    request: async () => {
      asked.push(clock.monotonic() / 1000);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      clock.pass(1000);
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body: new Uint8Array(), ...answer };
    },
  };
  return { clock, asked, ports: testPorts({ clock, http }) };
}

const OUTAGE = { address: "https://index.example/files/demo.whl", delayMs: 5000 };
const busy = { status: 503 };

describe("an address that comes back", () => {
  test("is asked after the first delay and then every ten seconds, until it answers", async () => {
    const { asked, ports } = scene(busy, busy, { status: 206 });
    const budget = new NetworkBudget(120_000);
    expect(await bridgeOutage(OUTAGE, budget, ports)).toEqual({
      waitedMs: 28_000,
      worthTrying: true,
      answered: false,
    });
    expect(asked).toEqual([5, 16, 27]);
    expect(budget.remainingMs).toBe(92_000);
  });

  test.each([200, 401, 403, 404, 410])(
    "answers with %d: the next try says what that means",
    async (status) => {
      const { ports } = scene({ status });
      const bridged = await bridgeOutage(OUTAGE, new NetworkBudget(60_000), ports);
      expect(bridged).toEqual({ waitedMs: 6000, worthTrying: true, answered: true });
    },
  );

  test("answers when it sends the whole file for one byte", async () => {
    const tooMuch = new RegistryError("no", { cause: Object.assign(new Error("long"), { code: "E2BIG" }) });
    const { ports } = scene(tooMuch);
    expect((await bridgeOutage(OUTAGE, new NetworkBudget(60_000), ports)).worthTrying).toBe(true);
  });

  test("is left alone for as long as it asks", async () => {
    const { asked, ports } = scene({ status: 429, headers: { "retry-after": "40" } }, {});
    await bridgeOutage(OUTAGE, new NetworkBudget(120_000), ports);
    expect(asked).toEqual([5, 46]);
  });
});

describe("an address that stays away", () => {
  test("is given up when the build's budget is used up, to the second", async () => {
    const { ports, clock } = scene(busy);
    const budget = new NetworkBudget(30_000);
    const { worthTrying } = await bridgeOutage(OUTAGE, budget, ports);
    expect(worthTrying).toBe(false);
    expect(budget.remainingMs).toBe(0);
    expect(clock.monotonic()).toBeLessThanOrEqual(31_000);
  });

  test("gets a last try where this machine has no answer either: a container's network may differ", async () => {
    const { ports } = scene(new RegistryError("no answer"));
    expect((await bridgeOutage(OUTAGE, new NetworkBudget(20_000), ports)).worthTrying).toBe(true);
  });

  test("is given up at once when it asks for more time than there is", async () => {
    const { asked, ports } = scene({ status: 429, headers: { "retry-after": "3600" } });
    expect((await bridgeOutage(OUTAGE, new NetworkBudget(120_000), ports)).worthTrying).toBe(false);
    expect(asked).toEqual([5]);
  });
});

test("without an address only the delay passes", async () => {
  const { asked, ports } = scene();
  const bridged = await bridgeOutage({ address: undefined, delayMs: 5000 }, new NetworkBudget(60_000), ports);
  expect(bridged).toEqual({ waitedMs: 5000, worthTrying: true, answered: false });
  expect(asked).toEqual([]);
});

test("Ctrl-C ends the waiting", async () => {
  const { clock, ports } = scene(busy);
  const abort = new AbortController();
  abort.abort(new Error("stop"));
  const aborted = { ...ports, clock, signal: abort.signal };
  await expect(bridgeOutage(OUTAGE, new NetworkBudget(60_000), aborted)).rejects.toThrow("stop");
});

describe("what a server asks for", () => {
  const now = new Date("2026-11-22T21:00:00Z");
  test.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "Sun, 22 Nov 2026 21:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sun, 22 Nov 2026 20:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, 0],
    [{ ratelimit: '"default";r=0;t=12' }, 12_000],
    [{ ratelimit: "limit=100, remaining=0, reset=9" }, 9000],
    [{}, 0],
  ])("%o", (headers, milliseconds) => {
    expect(retryAfterMs(headers as Record<string, string>, now)).toBe(milliseconds);
  });
});
