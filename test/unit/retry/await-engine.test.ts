import { expect, test } from "vitest";
import { awaitEngine } from "../../../src/retry/bridge-outage.ts";
import { NetworkBudget } from "../../../src/retry/network-budget.ts";
import { EngineError } from "../../../src/text/errors.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { testPorts } from "../../support/test-ports.ts";

function away(times: number) {
  const engine = new MemoryEngine();
  for (let index = 0; index < times; index++) engine.failNext("info", new EngineError("socket hang up"));
  return testPorts({ engine, clock: new SelfMovingClock() });
}

test("an engine that comes back is used at once", async () => {
  const waited = await awaitEngine(5000, new NetworkBudget(120_000), away(3));
  expect(waited).toEqual({ waitedMs: 8000, worthTrying: true, answered: false });
});

test("an engine that stays away is given up after a minute, or with the budget", async () => {
  expect(await awaitEngine(5000, new NetworkBudget(120_000), away(99))).toEqual({
    waitedMs: 60_000,
    worthTrying: false,
    answered: false,
  });
  expect(await awaitEngine(5000, new NetworkBudget(10_000), away(99))).toMatchObject({ worthTrying: false });
});
