import { describe, expect, test } from "vitest";
import type { FailedAttempt } from "../../../src/retry/failed-attempt.ts";
import { NetworkBudget } from "../../../src/retry/network-budget.ts";
import { type AttemptFacts, runAttempts } from "../../../src/retry/run-attempts.ts";
import { ToolFailure } from "../../../src/retry/tool-failure.ts";
import { BuildError, ConflictError, InterruptedError } from "../../../src/text/errors.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { testPorts } from "../../support/test-ports.ts";

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

const uv = (output: string) => new ToolFailure({ tool: "uv", exitCode: 1, output, oomKills: 0 });

const BUSY = uv(`error: Failed to fetch: \`https://index.example/files/demo-1.0-py3-none-any.whl\`
  Caused by: HTTP status server error (503 Service Unavailable) for url (https://index.example/files/demo-1.0-py3-none-any.whl)
`);
const MISSING_TORCH = uv(`  × Failed to build \`demo==1.0\`
  ╰─▶ Call to \`setuptools.build_meta.build_wheel\` failed (exit status: 1)
      [stderr]
      ModuleNotFoundError: No module named 'torch'
`);
const CONFLICT = uv("  × No solution found when resolving dependencies:\n");

/** Runs tries that fail as told, one after the other, and then succeed. */
function scene(failures: readonly Error[], answers: readonly number[] = [200]) {
  const clock = new SelfMovingClock();
  const tries: AttemptFacts[] = [];
  const recorded: FailedAttempt[] = [];
  const statuses = [...answers];
  const http = {
    request: async () => ({ status: statuses.shift() ?? 200, headers: {}, body: new Uint8Array() }),
  };
  const ports = testPorts({ clock, http });
  const attempts = {
    phase: "speech",
    logFile: "logs/1-speech.log",
    limits: LIMITS,
    budget: new NetworkBudget(LIMITS.bridge),
    record: (attempt: FailedAttempt) => void recorded.push(attempt),
  };
  const run = () =>
    runAttempts(attempts, ports, async (facts) => {
      tries.push(facts);
      const failure = failures[tries.length - 1];
      if (failure) throw failure;
      return "done";
    });
  return { run, tries, recorded, clock, ports, attempts };
}

const GONE = uv(`error: Failed to fetch: \`https://index.example/files/demo-1.0-py3-none-any.whl\`
  Caused by: HTTP status client error (404 Not Found) for url (https://index.example/files/demo-1.0-py3-none-any.whl)
`);

describe("a phase whose file is gone", () => {
  test("is tried once more when another index has the file", async () => {
    const { run, tries, recorded, attempts } = scene([GONE, GONE]);
    const asked: (string | undefined)[] = [];
    Object.assign(attempts, {
      tryOtherIndex: async (failure: { address?: string }) => asked.push(failure.address) > 0,
    });

    expect(await run()).toBe("done");

    expect(asked).toEqual(["https://index.example/files/demo-1.0-py3-none-any.whl"]);
    expect(tries.at(-1)?.recovery).toBe("other-source");
    expect(recorded.map((one) => one.recovery)).toEqual(["fresh-download", "other-source"]);
  });

  test("fails as ever when none has it", async () => {
    const { run, recorded, attempts } = scene([GONE, GONE]);
    Object.assign(attempts, { tryOtherIndex: async () => false });

    await expect(run()).rejects.toThrow(/it failed 2 times the same way/);
    expect(recorded.at(-1)?.recovery).toBeNull();
  });

  test("isn't looked for where the manifest allows one attempt only", async () => {
    const { run, attempts } = scene([GONE]);
    const tryOtherIndex = () => Promise.reject(new Error("asked"));
    Object.assign(attempts, { tryOtherIndex, limits: { ...LIMITS, attempts: 1 } });

    await expect(run()).rejects.toThrow(/`install.attempts` is 1/);
  });
});

describe("a phase that recovers", () => {
  test("from an outage without an address: after the wait that is announced", async () => {
    const { run, ports, clock } = scene([
      new ToolFailure({ tool: "engine", exitCode: null, output: "HTTP 429; Retry-After: 40", oomKills: 0 }),
    ]);
    expect(await run()).toBe("done");
    expect(clock.sleeps).toEqual([40_000]);
    expect(ports.log.said("warn").join("\n")).toContain("trying again in 40 s. HTTP 429");
  });

  test("from a lost engine: as soon as it is back, said once", async () => {
    const { run, ports } = scene([
      new ToolFailure({ tool: "engine", exitCode: null, output: "socket hang up", oomKills: 0 }),
    ]);
    expect(await run()).toBe("done");
    expect(ports.log.said("warn").join("\n")).toContain(
      "engine lost; trying again as soon as the engine is back. socket hang up",
    );
  });

  test("from an outage: as soon as the address answers, and the record says what was waited for", async () => {
    const { run, tries, recorded, clock, ports } = scene([BUSY, BUSY], [503, 200, 200]);
    expect(await run()).toBe("done");
    expect(tries.map((one) => one.number)).toEqual([1, 2, 3]);
    expect(recorded.map((one) => one.class.id)).toEqual(["N6", "N6"]);
    expect(recorded[0]?.waitSeconds).toBeGreaterThanOrEqual(12.5);
    expect(recorded[0]?.waitSeconds).toBeLessThanOrEqual(15);
    const waited = recorded.reduce((sum, one) => sum + one.waitSeconds, 0);
    expect(clock.monotonic() / 1000).toBe(waited);
    expect(recorded[0]?.line).toContain("503");
    expect(ports.log.said("warn").join("\n")).toContain("trying again as soon as it answers");
  });

  test("with what the class asks for, once", async () => {
    const { run, tries, recorded, clock } = scene([MISSING_TORCH]);
    expect(await run()).toBe("done");
    expect(tries.map((one) => one.recovery)).toEqual(["none", "no-build-isolation"]);
    expect(recorded).toMatchObject([{ class: { id: "B1" }, recovery: "no-build-isolation", waitSeconds: 0 }]);
    expect(clock.sleeps.reduce((sum, one) => sum + one, 0)).toBe(0);
  });
});

describe("a phase that doesn't", () => {
  test("because nothing would change it, ends after one try with class, line, remedy and log", async () => {
    const { run, tries, recorded } = scene([CONFLICT]);
    const error = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({
      message: expect.stringContaining("Phase speech failed: "),
      evidence: expect.stringContaining("No solution found"),
      remedy: expect.stringContaining("logs/1-speech.log"),
    });
    expect(tries).toHaveLength(1);
    expect(recorded).toMatchObject([{ recovery: null, waitSeconds: 0 }]);
  });

  test("because its recovery didn't help, ends after two", async () => {
    const { run, tries, recorded } = scene([MISSING_TORCH, MISSING_TORCH]);
    await expect(run()).rejects.toThrow("Phase speech failed after 2 tries");
    expect(tries).toHaveLength(2);
    expect(recorded.map((one) => one.recovery)).toEqual(["no-build-isolation", null]);
  });

  test("because the outage outlasts the budget, ends with the budget and what was waited", async () => {
    const { run, tries, attempts } = scene([BUSY], Array(40).fill(503));
    await expect(run()).rejects.toThrow(
      /^Phase speech failed and 1\d\d s of waiting: .*; still so after 1\d\d s\.$/,
    );
    expect(tries).toHaveLength(1);
    expect(attempts.budget.remainingMs).toBe(0);
  });
});

describe("what is no failed install", () => {
  test.each([new BuildError("can't be imported"), new InterruptedError("SIGINT"), new Error("a defect")])(
    "%s is thrown on as it is, and not tried again",
    async (error) => {
      const { run, tries, recorded } = scene([error]);
      await expect(run()).rejects.toBe(error);
      expect(tries).toHaveLength(1);
      expect(recorded).toEqual([]);
    },
  );

  test("Ctrl-C during the wait ends it", async () => {
    const { attempts, ports } = scene([]);
    const abort = new AbortController();
    const stopped = { ...ports, signal: abort.signal };
    const run = runAttempts(attempts, stopped, async () => {
      abort.abort(new InterruptedError("SIGINT"));
      throw BUSY;
    });
    await expect(run).rejects.toThrow("Interrupted.");
  });
});
