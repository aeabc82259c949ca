import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hostFailure } from "../../../src/git/host-failure.ts";
import { openJournal } from "../../../src/image/build-journal.ts";
import { resolveWithRetries } from "../../../src/planning/resolve-with-retries.ts";
import { resolutionError } from "../../../src/resolve/conflicts/resolution-error.ts";
import { resolveRequest } from "../../../src/resolve/request.ts";
import { NetworkBudget } from "../../../src/retry/network-budget.ts";
import { RegistryError } from "../../../src/text/errors.ts";
import { baseFacts } from "../../support/base-python.ts";
import { manifestOf } from "../../support/manifests.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { testPorts } from "../../support/test-ports.ts";

const MANIFEST = manifestOf({ speech: ["demo"] });

/** What uv printed, in our words. */
function failure(name: string) {
  const stderr = readFileSync(new URL(`../../corpus/uv-stderr/${name}.txt`, import.meta.url), "utf8");
  return resolutionError(stderr, resolveRequest(MANIFEST, baseFacts()));
}

/** A resolution that fails so often, while the index answers the probes so. */
function scene(error: Error, times: number, status = 200) {
  const clock = new SelfMovingClock();
  const http = { request: async () => ({ status, headers: {}, body: new Uint8Array() }) };
  const journal = openJournal();
  let tries = 0;
  const run = resolveWithRetries(
    { limits: MANIFEST.install, journal, budget: new NetworkBudget(MANIFEST.install.bridge) },
    testPorts({ clock, http }),
    async () => {
      tries += 1;
      if (tries <= times) throw error;
      return "resolved";
    },
  );
  return { run, journal, clock, tries: () => tries };
}

test("an index that is down is waited for, and the report says so", async () => {
  const { run, journal } = scene(failure("unavailable"), 2);

  expect(await run).toBe("resolved");
  expect(journal.attempts.map((one) => [one.phase, one.class.id])).toEqual([
    ["resolution", "N3"],
    ["resolution", "N3"],
  ]);
});

test("so is a host of git", async () => {
  const asked = { subject: "demo", url: "https://git.example/demo.git" };
  const said = "fatal: unable to access 'https://git.example/demo.git/': Could not resolve host: git.example";
  const { run, journal } = scene(hostFailure(asked, said), 1);

  expect(await run).toBe("resolved");
  expect(journal.attempts.map((one) => one.class.id)).toEqual(["N1"]);
  const refused = scene(hostFailure(asked, "fatal: repository not found"), 1);
  await expect(refused.run).rejects.toThrow("There is no repository for demo at its address.");
  expect(refused.tries()).toBe(1);
});

test("not for longer than is bridged", async () => {
  const { run, clock } = scene(failure("unavailable"), Number.POSITIVE_INFINITY, 503);

  await expect(run).rejects.toThrow(
    /^The resolution failed after \d+ tr(?:y|ies)|^The resolution failed and/,
  );
  await expect(run).rejects.toBeInstanceOf(RegistryError);
  expect(clock.monotonic()).toBeLessThan(MANIFEST.install.bridge + 20_000);
});

test.each(["unknown-package", "unauthorized", "conflict"])(
  "what waiting doesn't mend isn't tried again: %s",
  async (name) => {
    const error = failure(name);
    const { run, journal, tries } = scene(error, Number.POSITIVE_INFINITY);

    await expect(run).rejects.toBe(error);
    expect(tries()).toBe(1);
    expect(journal.attempts).toEqual([]);
  },
);

describe("a host of files", () => {
  const asked = "GET https://files.example/demo-1.0-py3-none-any.whl";
  const silent = (code: string, words: string) =>
    new RegistryError(`${asked} got no answer: ${words}`, {
      cause: Object.assign(new Error(words), { code }),
    });

  test.each([
    ["N1", silent("ENOTFOUND", "getaddrinfo ENOTFOUND files.example")],
    ["N1", silent("EAI_AGAIN", "getaddrinfo EAI_AGAIN files.example")],
    ["N2", silent("ECONNREFUSED", "connect ECONNREFUSED 192.0.2.1:443")],
    ["N2", silent("ETIMEDOUT", "silence for 30 s")],
    [
      "N6",
      new RegistryError("The wheel's host answered 503 for demo.", {
        evidence: `${asked}: status 503`,
        cause: { status: 503 },
      }),
    ],
    [
      "N4",
      new RegistryError("The package index answered 429.", {
        evidence: `${asked}: status 429`,
        cause: { status: 429 },
      }),
    ],
  ])("is waited for as long as any other: %s, %s", async (id, error) => {
    const { run, journal } = scene(error, 2);

    expect(await run).toBe("resolved");
    expect(journal.attempts.map((one) => one.class.id)).toEqual([id, id]);
    const lasting = scene(error, Number.POSITIVE_INFINITY, 503);
    await expect(lasting.run).rejects.toMatchObject({
      message: expect.stringContaining("The resolution failed"),
      evidence: expect.stringContaining("https://files.example/demo-1.0-py3-none-any.whl"),
      remedy: expect.not.stringContaining("containers"),
    });
    expect(lasting.clock.monotonic()).toBeGreaterThanOrEqual(MANIFEST.install.bridge);
  });

  test.each([
    silent("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
    new RegistryError("The package index answered 403.", {
      evidence: `${asked}: status 403`,
      cause: { status: 403 },
    }),
  ])("that refuses isn't: %s", async (error) => {
    const { run, tries } = scene(error, Number.POSITIVE_INFINITY);

    await expect(run).rejects.toBe(error);
    expect(tries()).toBe(1);
  });
});

test("an index that uv on this machine doesn't reach is no matter of containers", async () => {
  const stderr = readFileSync(new URL("../../corpus/uv-stderr/no-such-host.txt", import.meta.url), "utf8");
  const request = resolveRequest(MANIFEST, baseFacts());
  const remedies = [true, false].map(async (onMachine) => {
    const { run } = scene(resolutionError(stderr, request, onMachine), Number.POSITIVE_INFINITY, 503);
    return run.catch((error: unknown) => (error as RegistryError).remedy);
  });

  expect(await Promise.all(remedies)).toEqual([
    expect.stringContaining("Check that this machine reaches the address"),
    expect.stringContaining("Check that containers on this machine reach the address"),
  ]);
});
