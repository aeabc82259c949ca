import type { Fault } from "../../support/faults/fault.ts";
import type { Schedule } from "../../support/faults/fault-schedule.ts";
import { wheel } from "../../support/python-packages.ts";
import type { FaultCase, FaultRun, Injection } from "../fault-case.ts";
import { READ_TIMEOUT_SECONDS } from "../run-build.ts";
import { DOWNLOADS, DOWNLOADS_AHEAD, LARGE_BYTES } from "./scenes.ts";

/** Takes longer than an installer waits for a byte, and never lets it wait. */
const SLOW_BYTES_PER_SECOND = 400_000;
const RECOVERED = { outcome: "recovered", extraAttempts: 3 } as const;

interface Broken {
  readonly fault: string;
  readonly title: string;
  readonly when: Schedule;
  readonly outageSeconds?: number;
  readonly classes: readonly string[];
  readonly make: (injection: Injection) => Fault;
}

/** Something happens to the large file on its way. */
function broken({ fault, title, when, outageSeconds = 0, classes, make }: Broken): FaultCase {
  return {
    ...{ fault, title, scene: DOWNLOADS, outageSeconds },
    inject: (injection) =>
      injection.index.inject({ subject: "file", name: /^large/, fault: make(injection), when }),
    expected: { ...RECOVERED, classes },
  };
}

/** Somewhere in the large file. */
function somewhere({ random }: Injection): number {
  return Math.round((0.05 + 0.9 * random()) * LARGE_BYTES);
}

/** F4: connections that are reset. */
export const RESETS: readonly FaultCase[] = [
  broken({
    ...{
      fault: "F4",
      title: "the connection is reset before the answer, twice",
      when: { first: 2 },
    },
    classes: ["N2"],
    make: () => ({ kind: "reset", afterBytes: 0 }),
  }),
  broken({
    ...{ fault: "F4", title: "the connection is reset within the body", when: { first: 1 } },
    classes: ["N2", "N7"],
    make: (injection) => ({ kind: "reset", afterBytes: somewhere(injection) }),
  }),
  broken({
    ...{ fault: "F4", title: "the connection is reset within the body, six times", when: { first: 6 } },
    classes: ["N2", "N7"],
    make: (injection) => ({ kind: "reset", afterBytes: somewhere(injection) }),
  }),
  {
    fault: "F4",
    title: "every third connection to the index is reset",
    scene: DOWNLOADS,
    inject: ({ index }) =>
      index.inject(
        ...(["page", "part", "file"] as const).map((subject) => ({
          subject,
          fault: { kind: "reset", afterBytes: 0 } as const,
          when: { every: 3 },
        })),
      ),
    expected: { ...RECOVERED, classes: ["N2"] },
  },
];

/** F5: bodies that end early. */
export const TRUNCATIONS: readonly FaultCase[] = [
  {
    ...broken({
      ...{ fault: "F5", title: "a body ends early while another phase is installed", when: { first: 1 } },
      classes: ["N7", "N2"],
      make: (injection) => ({ kind: "truncated", announced: true, afterBytes: somewhere(injection) }),
    }),
    scene: DOWNLOADS_AHEAD,
  },
  broken({
    ...{ fault: "F5", title: "a body ends before its announced length", when: { first: 1 } },
    classes: ["N7", "N2"],
    make: (injection) => ({ kind: "truncated", announced: true, afterBytes: somewhere(injection) }),
  }),
  broken({
    ...{ fault: "F5", title: "a body of unknown length ends early", when: { first: 1 } },
    classes: ["N7", "H1", "H2"],
    make: (injection) => ({ kind: "truncated", announced: false, afterBytes: somewhere(injection) }),
  }),
];

/** F6: bodies that stop, and bodies that are slow. */
export const STALLS: readonly FaultCase[] = [
  broken({
    ...{ fault: "F6", title: "a body stops in the middle", when: { first: 1 } },
    outageSeconds: READ_TIMEOUT_SECONDS,
    classes: ["N2", "N7"],
    make: (injection) => ({ kind: "stalled", afterBytes: somewhere(injection) }),
  }),
  {
    ...broken({
      ...{ fault: "F6", title: "a body comes slowly and is left alone", when: "always" },
      outageSeconds: LARGE_BYTES / SLOW_BYTES_PER_SECOND,
      classes: [],
      make: () => ({ kind: "slow", bytesPerSecond: SLOW_BYTES_PER_SECOND }),
    }),
    expected: { outcome: "recovered", classes: [], extraAttempts: 0 },
    judge: ({ index }) => downloads(index.traffic.of("file", /^large/).length, 1),
  },
];

/** F7: bytes that aren't those of the plan. */
export const WRONG_BYTES: readonly FaultCase[] = [
  broken({
    ...{ fault: "F7", title: "a file is damaged on its way once", when: { first: 1 } },
    classes: ["H1", "H2"],
    make: () => ({ kind: "corrupt" }),
  }),
  broken({
    ...{ fault: "F7", title: "another file comes under its name once", when: { first: 1 } },
    classes: ["H1"],
    make: () => ({ kind: "replaced", content: impostor() }),
  }),
  {
    fault: "F7",
    title: "another file comes under its name always",
    scene: DOWNLOADS,
    inject: ({ index }) => {
      const fault: Fault = { kind: "replaced", content: impostor() };
      index.inject({ subject: "file", name: /^large/, fault, when: "always" });
    },
    expected: { outcome: "failed", classes: ["H1"], exitCode: 1, extraAttempts: 1 },
    judge: (run) => [...downloads(run.index.traffic.of("file", /^large/).length, 2), ...suspicion(run)],
  },
];

/** A good wheel of the same name with other content. */
function impostor(): Buffer {
  return wheel({ name: "large", requires: ["shared-part<2", "medium"] }).content;
}

function downloads(actual: number, expected: number): readonly string[] {
  return actual === expected ? [] : [`asked for the file ${actual} times, not ${expected}`];
}

function suspicion({ stderr }: FaultRun): readonly string[] {
  return /tamper|changed|somebody/i.test(stderr) ? [] : [`suspects nobody: ${stderr.slice(-400)}`];
}
