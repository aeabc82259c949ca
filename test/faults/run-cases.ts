import { describe, expect, test } from "vitest";
import { FULL } from "../support/full.ts";
import type { FaultBench } from "./fault-bench.ts";
import type { FaultCase } from "./fault-case.ts";
import { type FaultRecord, keepRecord } from "./fault-record.ts";
import { judgeRun } from "./judge-run.ts";

const REPETITIONS = FULL ? Number(process.env["SURELAYER_FAULT_RUNS"] ?? 3) : 1;
const MINUTES_PER_RUN = 9;

/**
 * One test for each case, in which it is run as often as this run of the suite wants it.
 * @param everyday titles of the cases that stand for a mechanism each: those that `npm test` has the time for.
 */
export function runCases(
  all: readonly FaultCase[],
  bench: () => FaultBench,
  everyday: readonly string[] = [],
): void {
  const cases = FULL ? all : chosen(all, everyday);
  const faults = [...new Set(cases.map((one) => one.fault))];
  for (const fault of faults) {
    describe(fault, () => {
      for (const subject of cases.filter((one) => one.fault === fault)) {
        const repetitions = FULL ? (subject.repetitions ?? REPETITIONS) : 1;
        const timeout = repetitions * MINUTES_PER_RUN * 60_000;
        test(subject.title, { timeout }, async () => {
          const records: FaultRecord[] = [];
          for (let repetition = 1; repetition <= repetitions; repetition++) {
            records.push(await runOnce(subject, repetition, bench()));
          }
          expect(records.flatMap((one) => one.problems)).toEqual([]);
        });
      }
    });
  }
}

/** The cases of these titles. */
function chosen(all: readonly FaultCase[], titles: readonly string[]): readonly FaultCase[] {
  const cases = all.filter((one) => titles.includes(one.title));
  if (cases.length !== titles.length) throw new Error(`not each of these is one case: ${titles.join(", ")}`);
  return cases;
}

async function runOnce(subject: FaultCase, repetition: number, bench: FaultBench): Promise<FaultRecord> {
  const { scene, expected } = subject;
  const clean = await (expected.outcome === "failed" ? bench.unbuilt(scene) : bench.clean(scene));
  const before = await bench.oracle.belongings();
  const seed = seedOf(`${subject.fault} ${subject.title} ${repetition}`);
  const run = await bench.build(subject, clean.files, randomFrom(seed));
  const record = await judgeRun(subject, { run, clean, before, seed, repetition }, bench);
  await keepRecord(record);
  await bench.forgetImages();
  return record;
}

/** The same for the same run of a case, whenever it is run. */
function seedOf(text: string): number {
  let seed = 0x811c9dc5;
  for (const byte of Buffer.from(text)) seed = Math.imul(seed ^ byte, 0x01000193);
  return seed >>> 0;
}

/** Mulberry32: small, and the same numbers on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const first = Math.imul(state ^ (state >>> 15), 1 | state);
    const second = (first + Math.imul(first ^ (first >>> 7), 61 | first)) ^ first;
    return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32;
  };
}
