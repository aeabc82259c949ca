import { fileURLToPath } from "node:url";
import packageJson from "../package.json" with { type: "json" };
import { type CommandOptions, commandFiles, commandOptions, runCommand, validate } from "./app/commands.ts";
import { COMMANDS, type CommandName } from "./app/flags.ts";
import { openRealPorts } from "./app/real-ports.ts";
import { RecordedError } from "./app/record-run.ts";
import { showError } from "./app/show-error.ts";
import { savedRun, saveRun, withMasks, writeOutputs, writeSummary } from "./host/action-outputs.ts";
import { processEnvironment, userFolders } from "./host/environment.ts";
import { secretVariables } from "./host/environment-secrets.ts";
import { readInputs } from "./host/inputs.ts";
import { newRunId, thisOwner } from "./host/run-owner.ts";
import { restoreRunnerCache, saveRunnerCache } from "./host/runner-cache.ts";
import { watchSignals } from "./host/signals.ts";
import { keepHeapSmall } from "./host/small-heap.ts";
import { createSystemClock } from "./host/system-clock.ts";
import { createActionsLogger } from "./host/terminal/actions-logger.ts";
import type { Report } from "./report/report.ts";
import { renderSummary } from "./report/summary.ts";
import { InterruptedError, messageOf } from "./text/errors.ts";
import { createRedactor } from "./text/secrets/redactor.ts";
import { sweep } from "./toolbox/sweep.ts";

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
  const run = { id: newRunId(), owner: thisOwner() };
  // Saved before anything starts: if this process is killed, the post step knows which run to clean up.
  saveRun(run.id);
  try {
    const options = readOptions();
    await restoreRunnerCache(userFolders(env).cache, env, log);
    const ports = await openRealPorts({ env, log, redactor, show: log.info, signal: watch.signal, assets });
    if (options.command === "validate") return void (await validate(options, ports));
    await publish(await runCommand(run, options, ports, packageJson.version), options);
  } catch (error) {
    if (error instanceof RecordedError) await publish(error.report, readOptions());
    const { reason } = watch.signal;
    process.exitCode = showError(reason instanceof InterruptedError ? reason : error, log);
  } finally {
    watch.stop();
  }
}

function readOptions(): CommandOptions {
  const { command, manifest, plan, planDigest, push, tags } = readInputs(ACTION_COMMANDS);
  return commandOptions(command as CommandName, manifest, {
    ...(plan !== undefined && { plan }),
    ...(planDigest !== undefined && { planDigest }),
    ...{ push, tag: tags },
  });
}

async function publish(report: Report, options: CommandOptions): Promise<void> {
  const files = commandFiles(options);
  writeOutputs({
    digest: report.pushed[0]?.digest,
    imageid: report.built?.imageId,
    "report-file": files.report,
    "plan-file": report.plan ? files.plan : undefined,
    "plan-digest": report.planDigest ?? undefined,
  });
  await writeSummary(redact(renderSummary(report)), env);
}

/** Saves the cache and removes what a killed step left on the engine. Never fails the job. */
async function post(runId: string): Promise<void> {
  await saveRunnerCache(userFolders(env).cache, env, log);
  try {
    const signal = new AbortController().signal;
    const ports = await openRealPorts({ env, log, redactor, show: log.info, signal, assets });
    const swept = await sweep(ports.engine, (run, owner) => run === runId || ports.isDeadOwner(owner));
    if (swept.containers + swept.volumes > 0) {
      log.info(
        `Removed ${swept.containers} containers and ${swept.volumes} volumes that this step left behind.`,
      );
    }
  } catch (error) {
    log.warn(`Could not look for leftovers: ${messageOf(error)}`);
  }
}

const earlier = savedRun();
if (earlier) await post(earlier.runId);
else await main();
