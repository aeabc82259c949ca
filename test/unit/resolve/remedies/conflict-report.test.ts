import { describe, expect, test } from "vitest";
import { conflictError, explainConflict } from "../../../../src/resolve/remedies/remedies.ts";
import { ConflictError } from "../../../../src/text/errors.ts";
import { requestOf } from "../../../support/manifests.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";
import { bounds, explain, recorded, VOICES } from "./explained.ts";

describe("bounds", () => {
  test("at most sixteen resolutions", async () => {
    const { report, asked } = await explain(recorded("numpy-both-sides"), requestOf(VOICES), () => undefined);

    expect(asked.length).toBeLessThanOrEqual(16);
    expect(report.trials).toBeLessThanOrEqual(16);
    expect(report.remedies).toEqual([]);
  });

  test("a search whose time is over stops the resolutions that still run", async () => {
    const clock = new SteppedClock();
    const stopped: number[] = [];
    const search = explainConflict(
      { explanation: recorded("numpy-both-sides"), request: requestOf(VOICES) },
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            stopped.push(clock.monotonic());
            reject(signal.reason as Error);
          });
        }),
      { clock, mostMilliseconds: 5_000 },
    );
    await clock.step(60_000);
    const report = await search;

    expect(new Set(stopped)).toEqual(new Set([5_000]));
    expect(report.remedies).toEqual([]);
    expect(conflictError(report, "").remedy).toMatch(/^Not tried, or not to the end, because of the time:$/m);
  });

  test("an error of the engine is not taken for a remedy that fails", async () => {
    const broken = explainConflict(
      { explanation: recorded("numpy-both-sides"), request: requestOf(VOICES) },
      () => Promise.reject(new Error("the engine is gone")),
      bounds(),
    );

    await expect(broken).rejects.toThrow("the engine is gone");
  });
});

test("the error has the chain as evidence and the remedies in order", async () => {
  const text = recorded("numpy-both-sides");
  const { report } = await explain(text, requestOf(VOICES), (words) =>
    words.includes("f5-tts") && words.includes("whisperx") ? undefined : {},
  );
  const error = conflictError(report, text);

  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message).toBe(
    "The phases' packages can't be installed together: they want different versions of numpy.",
  );
  expect(error.evidence?.split("\n")).toHaveLength(2);
  expect(error.remedy).toBe(
    "Each of these was tried and resolves:\n1. Give phase alignment `environment: isolated`.\n2. Give phase voices `environment: isolated`.",
  );
});

test("an explanation that isn't understood is shown as it is", async () => {
  const { report } = await explain("error: strange", requestOf({ a: ["b"] }), () => undefined);

  expect(conflictError(report, "error: strange").evidence).toBe("error: strange");
});
