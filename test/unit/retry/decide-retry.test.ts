import { describe, expect, test } from "vitest";
import { decideRetry, type RetryFacts } from "../../../src/retry/decide-retry.ts";
import { classified, failedAttempt } from "../../support/failures.ts";

const LIMITS = {
  installer: "uv" as const,
  attempts: 3,
  first_delay: 5000,
  factor: 2,
  max_delay: 60_000,
  bridge: 120_000,
  prefetch: true,
  torch_backend: "none",
};

function facts(changes: Partial<RetryFacts> = {}): RetryFacts {
  return {
    limits: LIMITS,
    earlier: [],
    sameFileAgain: false,
    budgetMs: 120_000,
    nowMs: 0,
    random: 0,
    ...changes,
  };
}

const failed = (id: string, times: number) => Array.from({ length: times }, () => failedAttempt(id));

describe("a failure that may pass", () => {
  test("is tried again after the first delay, then twice as long, and three times in all", () => {
    const failure = classified({ id: "U" });
    expect(decideRetry(failure, facts())).toMatchObject({ again: true, wait: "pause", delayMs: 5000 });
    expect(decideRetry(failure, facts({ earlier: failed("U", 1) }))).toMatchObject({ delayMs: 10_000 });
    expect(decideRetry(failure, facts({ earlier: failed("U", 2) }))).toEqual({
      again: false,
      because: "it failed 3 times the same way",
    });
  });

  test("has tries of its own beside those of other classes", () => {
    const earlier = [...failed("U", 2), ...failed("D1", 1)];
    expect(decideRetry(classified({ id: "H2" }), facts({ earlier })).again).toBe(true);
  });

  test("waits up to half of it less, so that parallel builds don't ask in step, and never beyond the cap", () => {
    const failure = classified({ id: "U" });
    expect(decideRetry(failure, facts({ random: 1 }))).toMatchObject({ delayMs: 2500 });
    const limits = { ...LIMITS, max_delay: 6000, attempts: 9 };
    expect(decideRetry(failure, facts({ limits, earlier: failed("U", 5) }))).toMatchObject({ delayMs: 6000 });
  });

  test("is not tried again where the manifest wants one attempt", () => {
    const limits = { ...LIMITS, attempts: 1 };
    for (const retry of ["attempts", "once", "bridge"] as const) {
      expect(decideRetry(classified({ retry }), facts({ limits })).again).toBe(false);
    }
  });
});

test("a permanent failure is never tried again", () => {
  expect(decideRetry(classified({ retry: "never" }), facts()).again).toBe(false);
});

test("a failure with a recovery is tried once, at once", () => {
  const failure = classified({ id: "B1", retry: "once", recovery: "no-build-isolation" });
  expect(decideRetry(failure, facts())).toEqual({
    again: true,
    recovery: "no-build-isolation",
    wait: "pause",
    delayMs: 0,
  });
  expect(decideRetry(failure, facts({ earlier: failed("B1", 1) })).again).toBe(false);
});

test("the same wrong file twice is not asked for a third time", () => {
  const failure = classified({ id: "H1", retry: "attempts", recovery: "fresh-download" });
  const earlier = failed("H1", 1);
  expect(decideRetry(failure, facts({ earlier })).again).toBe(true);
  expect(decideRetry(failure, facts({ earlier, sameFileAgain: true }))).toEqual({
    again: false,
    because: "the same wrong file came twice: this is no accident, possibly tampering",
  });
});

describe("an outage of the network", () => {
  const outage = classified({ id: "N3", retry: "bridge" });

  test("is bridged however often it was met, while there is budget", () => {
    const earlier = failed("N3", 7);
    expect(decideRetry(outage, facts({ earlier }))).toMatchObject({ again: true, wait: "bridge" });
    expect(decideRetry(outage, facts({ earlier, budgetMs: 0 }))).toEqual({
      again: false,
      because: "`install.bridge` is used up",
    });
  });

  test("that isn't one, because the address answers at once each time, is tried as often as anything else", () => {
    const answered = (times: number) =>
      Array.from({ length: times }, () => failedAttempt("N3", { answered: true }));
    expect(decideRetry(outage, facts({ earlier: answered(1) })).again).toBe(true);
    expect(decideRetry(outage, facts({ earlier: answered(2) }))).toEqual({
      again: false,
      because: "its address answers, and it failed 3 times all the same",
    });
    const between = [...answered(2), failedAttempt("N3"), ...answered(1)];
    expect(decideRetry(outage, facts({ earlier: between })).again).toBe(true);
  });

  test("is asked after at least every ten seconds", () => {
    expect(decideRetry(outage, facts({ earlier: failed("N3", 4) }))).toMatchObject({ delayMs: 10_000 });
  });

  test("waits as long as the server asks, unless that is longer than the budget", () => {
    const asks = (retryAfterSeconds: number) =>
      classified({ id: "N4", retry: "bridge" }, { retryAfterSeconds });
    expect(decideRetry(asks(30), facts())).toMatchObject({ again: true, delayMs: 30_000 });
    expect(decideRetry(asks(600), facts())).toEqual({
      again: false,
      because: "the server asks to wait 600 s, longer than `install.bridge`",
    });
  });

  test("waits until the moment that the server names, on this machine's clock", () => {
    const nowMs = Date.UTC(2026, 10, 22, 21);
    const asks = (seconds: number) =>
      classified({ id: "N10", retry: "bridge" }, { retryAt: nowMs + seconds * 1000 });
    expect(decideRetry(asks(45), facts({ nowMs }))).toMatchObject({ again: true, delayMs: 45_000 });
    expect(decideRetry(asks(-45), facts({ nowMs }))).toMatchObject({ again: true, delayMs: 5000 });
    expect(decideRetry(asks(600), facts({ nowMs })).again).toBe(false);
  });
});
