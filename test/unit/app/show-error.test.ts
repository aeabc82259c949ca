import { describe, expect, test } from "vitest";
import { RecordedError, reportedFailure } from "../../../src/app/record-run.ts";
import { showError } from "../../../src/app/show-error.ts";
import { makeReport, startProgress } from "../../../src/report/report.ts";
import {
  BuildError,
  ConflictError,
  DoesNotFitError,
  EngineError,
  GpuMissingError,
  InterruptedError,
  ManifestError,
  RegistryError,
  UsageError,
  VerificationError,
} from "../../../src/text/errors.ts";
import { RecordingLogger } from "../../support/recording-logger.ts";

function shown(error: unknown) {
  const log = new RecordingLogger();
  return { exitCode: showError(error, log), log };
}

describe("the exit code", () => {
  test.each([
    [new BuildError("x"), 1],
    [new VerificationError("x"), 1],
    [new UsageError("x"), 2],
    [new ManifestError([{ message: "x", location: { file: "m.yml" } }]), 2],
    [new DoesNotFitError("x"), 3],
    [new ConflictError("x"), 4],
    [new GpuMissingError("x"), 5],
    [new RegistryError("x"), 6],
    [new EngineError("x"), 7],
    [new InterruptedError("SIGINT"), 130],
    [new InterruptedError("SIGTERM"), 143],
    [new TypeError("x"), 1],
    ["a string", 1],
    [undefined, 1],
  ])("of %o is %d", (error, exitCode) => {
    expect(shown(error).exitCode).toBe(exitCode);
  });
});

describe("an error of ours", () => {
  const error = new ConflictError("It can't be.", {
    evidence: "first\nsecond\n",
    remedy: "Do this.\nThen that.",
    location: { file: "install.yml", line: 3 },
  });

  test("says what, where, why and what to do, without a stack trace", () => {
    const { log } = shown(error);

    expect(log.lines).toEqual([
      { level: "error", message: "It can't be.", location: { file: "install.yml", line: 3 } },
      { level: "info", message: "  | first\n  | second" },
      { level: "info", message: "  → Do this.\n    Then that." },
    ]);
  });

  test("is shown the same when it ended a recorded run", () => {
    const progress = startProgress("demo");
    const times = { version: "0", startedAt: new Date(0), seconds: 1 };
    const recorded = new RecordedError(makeReport(progress, reportedFailure(error), times), { cause: error });

    expect(shown(recorded).log.lines).toEqual(shown(error).log.lines);
  });

  test("without evidence and remedy is one line", () => {
    expect(shown(new BuildError("Only this.")).log.lines).toHaveLength(1);
  });
});

test("every problem of a manifest is shown at its place", () => {
  const problems = [
    { message: "one", location: { file: "m.yml", line: 1, column: 2 } },
    { message: "two", location: { file: "m.yml", line: 5 } },
  ];

  const { log } = shown(new ManifestError(problems));

  expect(log.lines).toEqual(problems.map((problem) => ({ level: "error", ...problem })));
});

describe("a defect of ours", () => {
  test("is called one, its stack for --verbose only", () => {
    const { log } = shown(new TypeError("x is not a function"));

    expect(log.said("error")).toEqual(["Surelayer itself failed: x is not a function"]);
    expect(log.said("info").join()).toContain("defect of Surelayer");
    expect(log.said("info").join()).not.toContain("show-error.test.ts");
    expect(log.said("debug").join()).toContain("show-error.test.ts");
  });

  test("may be anything that was thrown", () => {
    expect(shown("a string").log.said("error")).toEqual(["Surelayer itself failed: a string"]);
  });
});
