import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { Foreigners } from "../support/foreigners.ts";
import type { Outcome } from "../support/surelayer-process.ts";
import { Workplace } from "../support/workplace.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let place: Workplace;
let foreigners: Foreigners;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
});
afterAll(async () => {
  await stopRegistry();
  await foreigners?.close();
  await place?.close();
});

/** The registry that this test's quickstart may have started: its state is in this workplace alone. */
async function stopRegistry(): Promise<void> {
  const state = JSON.parse(await place.read("state/surelayer/quickstart.json").catch(() => "{}"));
  for (const { process: program } of state.started ?? []) if (program) process.kill(program.pid, "SIGTERM");
}

/** As README says it: in the repository, without arguments but for where the results go. */
async function quickstart(): Promise<Outcome & { report: Report }> {
  const run = await place.run(["quickstart", "--out", place.path("out")], {
    entry: "cli",
    cwd: ROOT,
    env: { XDG_STATE_HOME: place.path("state") },
  });
  return { ...run, report: JSON.parse(await place.read("out/report.json")) };
}

test("builds, verifies by real words, pushes; a second time from what is there; and the worker answers", async () => {
  const first = await quickstart();
  expect(first.stderr).not.toContain("error");
  expect(first.exitCode).toBe(0);
  expect(first.report.outcome).toBe("succeeded");
  for (const phase of first.report.built?.phases ?? []) {
    const actual = phase.actualBytes ?? 0;
    expect(Math.abs(actual - (phase.predictedBytes ?? 0)) / actual, phase.name).toBeLessThanOrEqual(0.05);
  }
  expect(first.stdout).toMatch(/Plan of surelayer-quickstart on /);
  expect(first.stdout).toMatch(/Words by pocketsphinx, /);
  const [pushed] = first.report.pushed;
  expect(first.stdout).toContain(`@${pushed?.digest}`);
  await foreigners.expectUntouched();

  const second = await quickstart();
  expect(second.exitCode).toBe(0);
  expect(second.milliseconds).toBeLessThan(15_000);
  expect(new Set(second.report.built?.phases.map((one) => one.status))).toEqual(new Set(["cached"]));
  expect(second.report.pushed[0]?.digest).toBe(pushed?.digest);

  const byDigest = `${pushed?.reference.replace(/:[^:/]+$/, "")}@${pushed?.digest}`;
  const answer = await foreigners.runOnce(byDigest);
  expect(answer).toMatch(/['"]engine['"]: ['"]pocketsphinx['"]/);
  for (const word of ["surelayer", "builds", "listens"]) expect(answer.toLowerCase()).toContain(word);
});
