import { readdir } from "node:fs/promises";
import type { Visit } from "../support/faults/traffic.ts";
import { added, type Belongings, differences } from "../support/oracle.ts";
import { type CleanBuild, type FaultBench, sum } from "./fault-bench.ts";
import type { FaultCase, FaultRun } from "./fault-case.ts";
import type { FaultRecord } from "./fault-record.ts";

/** Seconds that a recovery may take beyond the outage and the install done anew. */
const RECOVERY_SECONDS = 15;

export interface Seen {
  readonly run: FaultRun;
  readonly clean: CleanBuild;
  readonly before: Belongings;
  readonly seed: number;
  readonly repetition: number;
}

/** Compares a run with what its case promises, by the product's report and by what the oracle sees for itself. */
export async function judgeRun(subject: FaultCase, seen: Seen, bench: FaultBench): Promise<FaultRecord> {
  const { run, clean } = seen;
  const image = await imageProblems(subject, seen, bench);
  const attempts = failedAttempts(run);
  const outageSeconds = subject.outageSeconds ?? 0;
  const succeeded = run.exitCode === 0;
  const recoverySeconds = succeeded ? recoveryTime(run, outageSeconds) : 0;
  const problems = [
    ...outcomeProblems(subject, run),
    ...image,
    ...attemptProblems(subject, attempts),
    ...(recoverySeconds > RECOVERY_SECONDS ? [`took ${recoverySeconds.toFixed(1)} s to recover`] : []),
    ...(await leftovers(seen, bench)),
    ...((await subject.judge?.(run, bench.oracle)) ?? []),
  ];
  return {
    ...{ fault: subject.fault, title: subject.title, repetition: seen.repetition, seed: seen.seed },
    expected: subject.expected.outcome,
    exitCode: run.exitCode,
    attempts: attempts.map((one) => one.classId),
    failure: failureClass(run),
    seconds: run.milliseconds / 1000,
    ...{ cleanSeconds: clean.seconds, outageSeconds, recoverySeconds },
    addedSeconds: clean.built ? run.milliseconds / 1000 - clean.seconds : 0,
    refetchedBytes: Math.max(0, sum(run.index.traffic.downloaded().values()) - clean.downloaded),
    peakBytes: run.peakBytes,
    falseSuccess: succeeded && (subject.expected.outcome === "failed" || image.length > 0),
    problems,
  };
}

/**
 * Seconds from the end of the outage until the build is at work again: until what was refused is asked for with success, as
 * the index saw it; where the index broke nothing, as long as the build says that it waited.
 */
function recoveryTime({ index, report }: FaultRun, outageSeconds: number): number {
  const { visits } = index.traffic;
  const times = visits.filter(isBroken).map((broken) => {
    const first = visits.find((one) => isSame(one, broken) && isBroken(one)) ?? broken;
    const next = visits.find((one) => isSame(one, broken) && !isBroken(one) && one.at > broken.at);
    const over = Math.max(first.at + outageSeconds * 1000, broken.at);
    return ((next?.at ?? over) - over) / 1000;
  });
  const waited = sum((report?.journal.attempts ?? []).map((one) => one.waitSeconds));
  return Math.max(0, ...(times.length > 0 ? times : [waited]));
}

/** A slow answer is an answer. */
function isBroken({ fault }: Visit): boolean {
  return fault !== null && fault !== "slow";
}

function isSame(one: Visit, other: Visit): boolean {
  return one.subject === other.subject && one.name === other.name;
}

interface FailedAttempt {
  readonly phase: string;
  readonly classId: string;
}

/** What the report says of attempts that failed. */
function failedAttempts({ report }: FaultRun): readonly FailedAttempt[] {
  return (report?.journal.attempts ?? []).map((one) => ({ phase: one.phase, classId: one.class.id }));
}

/** What the report says of why it ended: by the failure itself, or by the last try before a check of our own ended it. */
function failureClass({ report }: FaultRun): string | null {
  if (!report?.failure) return null;
  return report.failure.class?.id ?? report.journal.attempts.at(-1)?.class.id ?? null;
}

function outcomeProblems({ expected }: FaultCase, run: FaultRun): readonly string[] {
  const { exitCode, report, stderr } = run;
  if (!report) return [`ended with ${exitCode} and no report: ${stderr.slice(-500)}`];
  const outcome = { recovered: "succeeded", failed: "failed", degraded: "degraded" }[expected.outcome];
  const wanted = expected.outcome === "failed" ? expected.exitCode : 0;
  const why = report.failure ? `: ${report.failure.message} ${report.failure.evidence ?? ""}` : "";
  const found = failureClass(run);
  const classes = expected.classes.length > 0 ? expected.classes : ["no class"];
  return [
    ...(report.outcome === outcome ? [] : [`${report.outcome} instead of ${outcome}${why}`]),
    ...(exitCode === wanted ? [] : [`exit code ${exitCode} instead of ${wanted}`]),
    ...(expected.outcome === "failed" && !classes.includes(found ?? "no class")
      ? [`failed with ${found} instead of ${classes.join(" or ")}${why}`]
      : []),
    ...(expected.outcome === "failed" && !report.failure?.remedy ? ["names no remedy"] : []),
    ...(/defect|^\s+at .*\.(ts|js):\d+/m.test(stderr) ? [`a stack trace: ${stderr.slice(-800)}`] : []),
  ];
}

function attemptProblems({ expected }: FaultCase, attempts: readonly FailedAttempt[]): readonly string[] {
  const others = attempts.filter((one) => !expected.classes.includes(one.classId));
  // A build that failed has its last attempt in the list, too.
  const extra = expected.outcome === "failed" ? attempts.length - 1 : attempts.length;
  return [
    ...(extra > expected.extraAttempts ? [`${extra} extra attempts, not ${expected.extraAttempts}`] : []),
    ...others.map((one) => `an attempt at ${one.phase} failed with class ${one.classId}`),
  ];
}

/** What is wrong with the image, by the oracle alone. */
async function imageProblems(
  { expected }: FaultCase,
  { run, clean }: Seen,
  { oracle, engine }: FaultBench,
): Promise<readonly string[]> {
  const exists = await engine.docker
    .getImage(run.image)
    .inspect()
    .then(() => true)
    .catch(() => false);
  if (expected.outcome === "failed") {
    return exists && !expected.image ? ["left an image of a failed build"] : [];
  }
  if (!exists) return ["made no image"];
  const broken = await oracle.brokenRequirements(run.image);
  const different =
    expected.outcome === "degraded" || !clean.built
      ? []
      : differences(await oracle.files(run.image), clean.tree);
  const files = different.slice(0, 5).map((line) => `file ${line}`);
  return [
    ...(broken === "" ? [] : [`broken requirements: ${broken}`]),
    ...files,
    ...(different.length > files.length ? [`and ${different.length - files.length} more files differ`] : []),
  ];
}

async function leftovers({ run, before }: Seen, bench: FaultBench): Promise<readonly string[]> {
  const left = added(before, await bench.oracle.belongings());
  const temp = await readdir(`${run.logFolder}/../temp`);
  const foreign = await bench.foreigners.expectUntouched().then(
    () => [],
    (error: unknown) => [`somebody else's things: ${error}`],
  );
  return [
    ...left.map((one) => `left behind: ${one}`),
    ...temp.map((one) => `left behind in the temporary folder: ${one}`),
    ...foreign,
  ];
}
