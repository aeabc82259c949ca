import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BaseFacts } from "../../../src/python/base-facts.ts";
import { installedBytes } from "../../../src/sizes/installed-bytes.ts";
import type { WheelContents } from "../../../src/wheels/wheel-contents.ts";
import { PYTHON } from "../../support/base-python.ts";

interface Recorded {
  readonly wheel: string;
  readonly files: readonly (readonly [path: string, bytes: number])[];
  readonly entryPoints: string | null;
  readonly placeholders: Readonly<Record<string, number>>;
  /** Interpreter → bytes that uv 0.13.9 wrote. */
  readonly installed: Readonly<Record<string, number>>;
}

/** Made by record-installs.py in a Debian 12 container. */
const [pythonsLine = "", ...wheelLines] = readFileSync(new URL("installs.ndjson", import.meta.url), "utf8")
  .trim()
  .split("\n");
const PYTHONS = (JSON.parse(pythonsLine) as BaseFacts["python"][]).map((one) => ({ ...PYTHON, ...one }));
const WHEELS = wheelLines.map((line) => JSON.parse(line) as Recorded);

function directory(files: Recorded["files"], entryPoints: string | null = null): WheelContents {
  return { files: files.map(([path, bytes]) => ({ path, bytes, compressedBytes: bytes })), entryPoints };
}

describe.each(PYTHONS)("what uv writes for $executable", (python) => {
  const installs = WHEELS.filter((one) => one.installed[python.executable] !== undefined);

  test.each(installs)("is predicted exactly: $wheel", ({ files, entryPoints, placeholders, installed }) => {
    const predicted = installedBytes({ ...directory(files, entryPoints), placeholders }, python);

    expect(predicted).toBe(installed[python.executable]);
  });
});

test("every wheel was recorded for an interpreter", () => {
  expect(WHEELS.length).toBeGreaterThan(10);
  expect(WHEELS.map((one) => Object.keys(one.installed).length)).not.toContain(0);
});

describe("any wheel", () => {
  const paths = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}\/[a-z",é ]{1,12}$/), { maxLength: 20 });
  const sized = paths.chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.nat(1_000_000)))),
  );
  const RECORD = ["a-1.dist-info/RECORD", 1] as const;

  test("needs at least the bytes of its files", () => {
    fc.assert(
      fc.property(sized, (files) => {
        const bytes = files.reduce((sum, [, size]) => sum + size, 0);

        expect(installedBytes(directory([...files, RECORD]), PYTHON)).toBeGreaterThan(bytes);
      }),
    );
  });

  test("needs more with one file more", () => {
    fc.assert(
      fc.property(sized, fc.nat(1000), (files, size) => {
        const without = installedBytes(directory([...files, RECORD]), PYTHON);
        const withIt = installedBytes(directory([...files, ["new/file", size], RECORD]), PYTHON);

        expect(withIt).toBeGreaterThan(without + size);
      }),
    );
  });
});
