import { expect } from "vitest";
import type { Outcome } from "./surelayer-process.ts";
import type { Workplace } from "./workplace.ts";

/** A run that ended as bad input should: one message that says what, where and what to do, the exit code of its kind, nothing left. */
export async function expectRefusal(
  place: Workplace,
  run: Outcome & { readonly pid: number },
  exitCode: number,
  ...says: readonly RegExp[]
): Promise<void> {
  for (const pattern of says) expect(run.stderr).toMatch(pattern);
  expect(run.exitCode).toBe(exitCode);
  expect(run.stderr).not.toMatch(/^\s+at |node:internal|undefined|\[object|defect/m);
  expect(run.stderr).toMatch(/(^|: )error: /m);
  expect(await place.leftBy(run.pid)).toEqual([]);
}
