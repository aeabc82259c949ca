import { describe, expect, test } from "vitest";
import { explainEngineError } from "../../../../src/docker/engine-error.ts";
import { EngineRefusal } from "../../../../src/docker/engine-refusal.ts";
import { EngineError } from "../../../../src/text/errors.ts";
import { openPushScene } from "../../../support/push-scene.ts";
import { firstAnswers } from "../../../support/registry-server.ts";
import { SelfMovingClock } from "../../../support/self-moving-clock.ts";

const QUESTIONS = [/^HEAD .*manifests\/1$/, /^GET .*manifests\/sha256/, /^HEAD .*\/blobs\//];

describe("a registry that is busy in the proof", () => {
  test.each(QUESTIONS)("with 429 and Retry-After is left alone for so long: %s", async (question) => {
    const clock = new SelfMovingClock();
    const manner = firstAnswers(question, { status: 429, headers: { "retry-after": "40" } });
    await using scene = await openPushScene({ clock, registry: { manner } });
    expect(await scene.push()).toHaveLength(1);
    expect(clock.sleeps).toEqual([40_000]);
    expect(scene.recorded).toMatchObject([{ phase: "push", class: { id: "N10" }, waitSeconds: 40 }]);
    // What lies there is not pushed again for a proof.
    expect(scene.pushes()).toBe(1);
  });

  test("is left alone until the moment that it names", async () => {
    const clock = new SelfMovingClock();
    const after = new Date(clock.now().getTime() + 45_000).toUTCString();
    const manner = firstAnswers(/manifests/, { status: 429, headers: { "retry-after": after } });
    await using scene = await openPushScene({ clock, registry: { manner } });
    expect(await scene.push()).toHaveLength(1);
    expect(clock.sleeps).toEqual([45_000]);
  });

  test.each(QUESTIONS)("with 503 is asked again: %s", async (question) => {
    await using scene = await openPushScene({
      registry: { manner: firstAnswers(question, { status: 503 }, 5) },
    });
    expect(await scene.push()).toHaveLength(1);
    // Four blobs are asked for at once.
    expect(scene.recorded.length).toBeGreaterThanOrEqual(2);
    expect(scene.pushes()).toBe(1);
  });

  test("without end ends the push with the budget", async () => {
    const clock = new SelfMovingClock();
    const manner = firstAnswers(/manifests/, { status: 503 }, Number.POSITIVE_INFINITY);
    await using scene = await openPushScene({ clock, registry: { manner } });
    await expect(scene.push()).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(/^The proof of .* failed after \d+ tries and 120 s of waiting/),
      evidence: expect.stringContaining("HTTP 503"),
    });
    expect(clock.monotonic()).toBe(120_000);
  });

  test("a secondary rate limit is waited out, and no login is asked for", async () => {
    const clock = new SelfMovingClock();
    const body =
      '{"errors":[{"code":"DENIED","message":"permission_denied: You have exceeded a secondary rate limit."}]}';
    // HEAD, and the GET that asks for its reason.
    const manner = firstAnswers(/manifests\/1$/, { status: 403, body }, 2);
    await using scene = await openPushScene({ clock, registry: { manner } });
    expect(await scene.push()).toHaveLength(1);
    expect(clock.sleeps).toEqual([60_000]);
  });

  test("a registry that never answers is waited for and asked again, until the budget is used up", async () => {
    const manner = firstAnswers(/./, "silent", Number.POSITIVE_INFINITY);
    await using scene = await openPushScene({ registry: { manner }, timeoutMs: 50 });
    await expect(scene.push()).rejects.toMatchObject({
      exitCode: 6,
      evidence: expect.stringContaining("silence for 0.05 s"),
    });
    expect(scene.recorded.length).toBeGreaterThan(1);
    expect(scene.recorded.reduce((sum, one) => sum + one.waitSeconds, 0)).toBeLessThanOrEqual(120);
  });

  test("what the registry knows only a moment later is proved", async () => {
    await using scene = await openPushScene({
      registry: { manner: firstAnswers(/manifests/, { status: 404 }, 2) },
    });
    expect(await scene.push()).toHaveLength(1);
    expect(scene.recorded).toEqual([]);
  });

  test("a wrong login is no outage", async () => {
    await using scene = await openPushScene({ registry: { manner: () => ({ status: 403 }) } });
    await expect(scene.push()).rejects.toThrow(/does not let this user read/);
    expect(scene.recorded).toEqual([]);
  });
});

describe("what the engine says of the registry", () => {
  const refusal = (text: string) =>
    explainEngineError(new EngineRefusal(text), {
      ...{ doing: "push", address: "unix:///run/docker.sock" },
      transfer: { direction: "push", reference: "127.0.0.1:5000/team/worker:1" },
    });

  test.each([
    ["received unexpected HTTP status: 503 Service Unavailable", 3750],
    ["toomanyrequests: retry-after: 883.51ms, allowed: 2000/minute", 3750],
    ["toomanyrequests: slow down, Retry-After: 30", 30_000],
    [
      'denied: permission_denied: with-body: {\n  "message": "You have exceeded a secondary rate limit."',
      60_000,
    ],
  ])("%s: pushed again", async (text, waitMs) => {
    const clock = new SelfMovingClock();
    await using scene = await openPushScene({
      clock,
      push: async (put, number) => {
        if (number === 1) throw refusal(text);
        return put();
      },
    });
    expect(await scene.push()).toHaveLength(1);
    expect(clock.sleeps).toEqual([waitMs]);
    expect(scene.pushes()).toBe(2);
  });

  test.each([
    "denied: requested access to the resource is denied",
    'Get "https://127.0.0.1:5000/v2/": x509: certificate signed by unknown authority',
    "tag does not exist: 127.0.0.1:5000/team/worker:1",
    "something that nobody knows",
  ])("%s: told at once, in its own words", async (text) => {
    await using scene = await openPushScene({ push: () => Promise.reject(refusal(text)) });
    await expect(scene.push()).rejects.toBeInstanceOf(refusal(text).constructor);
    expect(scene.pushes()).toBe(1);
    expect(scene.recorded).toEqual([]);
  });

  test("an engine that is killed in a push is waited for, and gives the name and pushes again", async () => {
    const clock = new SelfMovingClock();
    await using scene = await openPushScene({
      clock,
      push: async (put, number) => {
        if (number > 1) return put();
        for (let times = 0; times < 3; times++) {
          scene.engine.failNext(
            "info",
            new EngineError("No container engine answers at unix:///run/docker.sock."),
          );
        }
        throw explainEngineError(new Error("socket hang up"), {
          doing: "push",
          address: "unix:///run/docker.sock",
        });
      },
    });
    expect(await scene.push()).toHaveLength(1);
    expect(scene.pushes()).toBe(2);
    expect(scene.recorded).toMatchObject([{ phase: "push", class: { id: "X1" }, recovery: "reconnect" }]);
  });
});

describe("the question before the build", () => {
  test.each([
    ["503", { status: 503 } as const, 3750],
    ["429 and Retry-After", { status: 429, headers: { "retry-after": "20" } }, 20_000],
  ])("is asked again after %s", async (_, manner, waitMs) => {
    const clock = new SelfMovingClock();
    await using scene = await openPushScene({ clock, registry: { manner: firstAnswers(/^POST/, manner) } });
    await scene.require();
    expect(clock.sleeps).toEqual([waitMs]);
  });

  test("waits for no registry that gives no answer: nothing is lost yet, and its name may be wrong", async () => {
    const clock = new SelfMovingClock();
    await using silent = await openPushScene({
      ...{ clock, timeoutMs: 50 },
      registry: { manner: () => "silent" },
    });
    const message = `The registry ${silent.server.address} does not answer.`;
    await expect(silent.require()).rejects.toMatchObject({ exitCode: 6, message });
    expect(silent.recorded).toEqual([]);
    expect(clock.sleeps).toEqual([]);
  });
});
