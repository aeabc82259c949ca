import { Readable } from "node:stream";
import type Docker from "dockerode";
import { expect, test } from "vitest";
import { runExec } from "../../../src/docker/exec.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";

interface Spoken {
  readonly stream: 1 | 2;
  readonly text: string;
}

/** As much of the client library's container as an exec touches. */
function containerThat(
  says: readonly Spoken[],
  states: readonly { Running: boolean; ExitCode: number | null }[],
) {
  const left = [...states];
  const frames = says.map(({ stream, text }) => {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  });
  const exec = {
    start: async () => Readable.from(frames),
    inspect: async () => (left.length > 1 ? left.shift() : left[0]),
  };
  return { exec: async () => exec } as unknown as Docker.Container;
}

async function outcome(container: Docker.Container, clock = new SelfMovingClock()) {
  const output: string[] = [];
  const onOutput = (chunk: Uint8Array, stream: string) => output.push(`${stream}:${Buffer.from(chunk)}`);
  return { exitCode: await runExec(container, { command: ["x"], onOutput }, clock), output };
}

const MISSING =
  'OCI runtime exec failed: exec failed: unable to start container process: exec: "x": executable file not found in $PATH: unknown\r\n';
const DENIED =
  "OCI runtime exec failed: exec failed: unable to start container process: exec /x: permission denied: unknown\r\n";

test.each([
  { engine: "Docker 20.10", stream: 1, code: 126, text: MISSING, expected: 127 },
  { engine: "newer Docker", stream: 1, code: 127, text: MISSING, expected: 127 },
  { engine: "Podman", stream: 2, code: 127, text: MISSING, expected: 127 },
  { engine: "one that may not run it", stream: 1, code: 126, text: DENIED, expected: 126 },
] as const)("a missing program: $engine", async ({ stream, code, text, expected }) => {
  const answer = await outcome(containerThat([{ stream, text }], [{ Running: false, ExitCode: code }]));
  expect(answer).toEqual({ exitCode: expected, output: [`stderr:${text}`] });
});

test("a program that says the same is believed", async () => {
  const says = [
    { stream: 1, text: MISSING },
    { stream: 1, text: "more" },
  ] as const;
  const answer = await outcome(containerThat(says, [{ Running: false, ExitCode: 0 }]));
  expect(answer).toEqual({ exitCode: 0, output: [`stdout:${MISSING}more`] });
});

test("the runtime's own message is recognised when it comes in pieces", async () => {
  const says = [MISSING.slice(0, 30), MISSING.slice(30)].map((text) => ({ stream: 1 as const, text }));
  const answer = await outcome(containerThat(says, [{ Running: false, ExitCode: 126 }]));
  expect(answer).toEqual({ exitCode: 127, output: [`stderr:${MISSING}`] });
});

test("the exit code is waited for when the stream ends first", async () => {
  const running = { Running: true, ExitCode: null };
  const clock = new SelfMovingClock();
  const answer = await outcome(containerThat([], [running, running, { Running: false, ExitCode: 3 }]), clock);
  expect(answer.exitCode).toBe(3);
  expect(clock.sleeps).toEqual([2, 4]);
});

test("an exec that never gets an exit code is an error, not a success", async () => {
  await expect(outcome(containerThat([], [{ Running: false, ExitCode: null }]))).rejects.toThrow(
    /how a command ended/,
  );
});
