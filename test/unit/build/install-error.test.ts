import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { installError } from "../../../src/build/install-error.ts";
import {
  BuildError,
  ConflictError,
  DoesNotFitError,
  RegistryError,
  type SurelayerError,
} from "../../../src/errors.ts";

/** What uv 0.13.9 printed when it met the fault; file host and paths replaced. */
function output(name: string): readonly string[] {
  return readFileSync(new URL(`uv-stderr/${name}.txt`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
}

function explained(tail: readonly string[], exitCode = 1): SurelayerError {
  return installError("speech", exitCode, tail, "logs/1-speech.log");
}

describe("the class of a failed install", () => {
  test.each([
    ["no-space", DoesNotFitError, "Phase speech filled the engine's disk."],
    ["gone", ConflictError, "A file that phase speech was planned with is gone from the index."],
    ["hash-mismatch", BuildError, "A file of phase speech isn't the one that was planned: its hash differs."],
    ["busy", RegistryError, "Phase speech could not download what it needs."],
    ["limited", RegistryError, "Phase speech could not download what it needs."],
    ["cut", RegistryError, "Phase speech could not download what it needs."],
    ["unreachable", RegistryError, "Phase speech could not download what it needs."],
    ["no-such-host", RegistryError, "Phase speech could not download what it needs."],
    ["forbidden", RegistryError, "The file host refused what phase speech was planned with."],
    ["sdist-broken", BuildError, "Phase speech failed: the installer ended with exit code 1."],
  ])("%s", (name, kind, message) => {
    const error = explained(output(name));

    expect(error).toBeInstanceOf(kind);
    expect(error.message).toBe(message);
  });

  test("says where the whole output is, whatever it was", () => {
    for (const name of ["no-space", "gone", "hash-mismatch", "busy", "sdist-broken"]) {
      expect(explained(output(name)).remedy).toContain("logs/1-speech.log");
    }
  });

  test("names the exit code of an installer that said nothing", () => {
    const error = explained([], 137);

    expect(error.message).toContain("exit code 137");
    expect(error.evidence).toBe("");
  });
});

describe("a build from source", () => {
  const failing = (line: string) => [
    "   Building certs==1.0",
    "error: Failed to build `certs==1.0`",
    "  cause: Call to `backend.build_wheel` failed (exit status: 1)",
    "",
    "         [stderr]",
    `         ${line}`,
  ];

  test.each([
    "src/certificate.rs:12: error[E0425]: cannot find value `x`",
    "tests: HTTP 404 Not Found is expected here",
    "warning: operation timed out, connection refused",
    "hash mismatch in the self test",
  ])("that prints %j isn't taken for a fault of the network", (line) => {
    expect(explained(failing(line))).toBeInstanceOf(BuildError);
  });

  test("that fills the disk says so itself", () => {
    expect(explained(failing("cc1plus: fatal error: No space left on device"))).toBeInstanceOf(
      DoesNotFitError,
    );
  });
});

describe("the evidence", () => {
  test("is uv's headline with its causes, without what went before", () => {
    expect(explained(output("busy")).evidence).toBe(
      [
        "error: Failed to download `busy==1.0`",
        "  cause: Failed to fetch: http://index.example/files/busy-1.0-py3-none-any.whl",
        "  cause: HTTP status server error (503 Service Unavailable) for url (http://index.example/files/busy-1.0-py3-none-any.whl)",
      ].join("\n"),
    );
  });

  test("of a long build ends with what the build said last", () => {
    const { evidence = "" } = explained(output("sdist-broken"));

    expect(evidence).toMatch(/^error: Failed to build/);
    expect(evidence).toContain("RuntimeError: No module named torch");
    expect(evidence.split("\n").length).toBeLessThanOrEqual(11);
  });

  test("of an installer that names no error is its last lines", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);

    expect(explained(lines).evidence).toMatch(/^line 25\n.*line 30$/s);
  });
});

test.each([
  ["one endless line", ["a".repeat(1_000_000)]],
  ["an HTTP error that never ends", ["error: ".concat("HTTP status client error (404".repeat(30_000))]],
  ["blank lines", Array.from({ length: 60 }, () => " ".repeat(16_000))],
])("takes no quadratic time: %s", (_, tail) => {
  const started = performance.now();

  explained(tail);

  expect(performance.now() - started).toBeLessThan(500);
});
