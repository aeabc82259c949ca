import { fileURLToPath } from "node:url";
import packageJson from "../package.json" with { type: "json" };
import { type CommandOptions, commandFiles, commandOptions, runCommand, validate } from "./app/commands.ts";
import { COMMANDS, type CommandName } from "./app/flags.ts";
import { openRealPorts } from "./app/real-ports.ts";
import { RecordedError } from "./app/record-run.ts";
import { showError } from "./app/show-error.ts";

import {
  announcePost,
  leaveToPost,
  leftToPost,
  type PostWork,
  withMasks,
  writeOutputs,
  writeSummary,
} from "./host/action-outputs.ts";
import { processEnvironment, userFolders } from "./host/environment.ts";
import { forkNote, requireAdmitted } from "./host/event/admit-event.ts";
import { type CodeOrigin, trustDomainOf } from "./host/event/judge-event.ts";
import { isHosted, readTrust } from "./host/event/read-event.ts";
import { readInputs } from "./host/inputs.ts";
import { newRunId, thisOwner } from "./host/run-owner.ts";
import { restoreRunnerCache, saveRunnerCache } from "./host/runner-cache.ts";
import { secretVariables } from "./host/secrets/environment-secrets.ts";
import { watchSignals } from "./host/signals.ts";
import { keepHeapSmall } from "./host/small-heap.ts";
import { createSystemClock } from "./host/system-clock.ts";
import { createActionsLogger } from "./host/terminal/actions-logger.ts";
import type { Report } from "./report/report.ts";
import { renderSummary } from "./report/summary.ts";
import { InterruptedError, messageOf } from "./text/errors.ts";
import { createRedactor } from "./text/secrets/redactor.ts";
import { sweepDeadRuns, sweepRun } from "./toolbox/leftovers/sweep.ts";

const ACTION_COMMANDS = COMMANDS.filter((name) => name !== "quickstart");
const assets = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const env = processEnvironment();
keepHeapSmall();
const redactor = withMasks(createRedactor());
const { redact } = redactor;
redactor.add(secretVariables(env));
const log = createActionsLogger({ env, clock: createSystemClock(), redact });

/** The Action's step. Runs the same pipeline as the CLI, and writes outputs and a job summary even when it fails. */
async function main(): Promise<void> {
  const watch = watchSignals(log.info);
  announcePost();
  try {
    const step = await readStep();
    if (step.note !== undefined) log.warn(step.note);
    await runStep(step, watch.signal);
  } catch (error) {
    const { reason } = watch.signal;
    process.exitCode = showError(reason instanceof InterruptedError ? reason : error, log);
  } finally {
    watch.stop();
  }
}

interface Step {
  readonly options: CommandOptions;
  readonly trust: CodeOrigin;
  /** Says that and why foreign code is only planned. */
  readonly note: string | undefined;
}

/** Reads inputs and event; touches nothing yet. @throws UsageError for wrong inputs, and for foreign code that isn't let in. */
async function readStep(): Promise<Step> {
  const { command, manifest, plan, planDigest, push, tags, allowForks } = readInputs(ACTION_COMMANDS);
  const trust = await readTrust(env);
  requireAdmitted(trust, { hosted: isHosted(env), allowForks });
  const given = commandOptions(command as CommandName, manifest, {
    ...(plan !== undefined && { plan }),
    ...(planDigest !== undefined && { planDigest }),
    ...{ push, tag: tags },
  });
  const options = { ...given, trustDomain: trustDomainOf(trust) };
  if (trust.kind === "trusted" || command === "validate") return { options, trust, note: undefined };
  return { options: { ...options, command: "plan", push: false }, trust, note: forkNote(trust) };
}

async function runStep({ options, trust, note }: Step, signal: AbortSignal): Promise<void> {
  const trusted = trust.kind === "trusted";
  const run = { id: newRunId(), owner: thisOwner() };
  // Saved before anything starts: if this process is killed, the post step knows which run to clean up.
  leaveToPost({ runId: run.id, saveCache: trusted });
  // A self-hosted runner keeps the folder, so that trusted runs would read what a foreign one restored.
  if (trusted || isHosted(env)) await restoreRunnerCache(userFolders(env).cache, env, log);
  const outside = { env, log, redactor, show: log.info, signal, assets };
  const ports = await openRealPorts({ ...outside, trusted, logins: trusted });
  if (options.command === "validate") return void (await validate(options, ports));
  try {
    await publish(await runCommand(run, options, ports, packageJson.version), options, note);
  } catch (error) {
    if (error instanceof RecordedError) await publish(error.report, options, note);
    throw error;
  }
}

async function publish(report: Report, options: CommandOptions, note: string | undefined): Promise<void> {
  const files = commandFiles(options);
  writeOutputs({
    digest: report.pushed[0]?.digest,
    imageid: report.built?.imageId,
    "report-file": files.report,
    "plan-file": report.plan ? files.plan : undefined,
    "plan-digest": report.planDigest ?? undefined,
  });
  await writeSummary(redact(renderSummary(report, note)), env);
}

/** Saves the cache and removes what a killed step left on the engine. Never fails the job. */
async function post({ runId, saveCache }: PostWork): Promise<void> {
  if (saveCache) await saveRunnerCache(userFolders(env).cache, env, log);
  try {
    const signal = new AbortController().signal;
    const outside = { env, log, redactor, show: log.info, signal, assets };
    const ports = await openRealPorts({ ...outside, trusted: false, logins: false });
    const own = await sweepRun(runId, ports);
    const others = await sweepDeadRuns(ports);
    const containers = own.containers + others.containers;
    const volumes = own.volumes + others.volumes;
    if (containers + volumes > 0) {
      log.info(`Removed ${containers} containers and ${volumes} volumes that runs left behind.`);
    }
  } catch (error) {
    log.warn(`Could not look for leftovers: ${messageOf(error)}`);
  }
}

const work = leftToPost();
if (work === undefined) await main();
else if (work !== "nothing") await post(work);
