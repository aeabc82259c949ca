#!/usr/bin/env node
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { CommandOptions } from "./app/commands.ts";
import type { CommandName, Flags } from "./app/flags.ts";
import { program } from "./app/verbs.ts";
import { keepCompiledCode } from "./host/code-cache.ts";
import { isRoot, processEnvironment, userFolders, variable } from "./host/environment.ts";
import { newRunId, thisOwner } from "./host/run-owner.ts";
import { secretVariables } from "./host/secrets/environment-secrets.ts";
import { watchSignals } from "./host/signals.ts";
import { keepHeapSmall } from "./host/small-heap.ts";
import { createSystemClock } from "./host/system-clock.ts";
import { createConsoleLogger } from "./host/terminal/console-logger.ts";
import type { Ports } from "./ports/ports.ts";
import { InterruptedError } from "./text/errors.ts";
import { neutralise } from "./text/foreign-text.ts";
import { createRedactor, redactedJson } from "./text/secrets/redactor.ts";

const env = processEnvironment();
keepHeapSmall();
const assets = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

async function printSchema(): Promise<void> {
  const { renderSchema } = await import("./manifest/json-schema.ts");
  process.stdout.write(renderSchema());
}

async function execute(command: CommandName, manifest: string, flags: Flags): Promise<void> {
  const redactor = createRedactor();
  const { redact } = redactor;
  redactor.add(secretVariables(env));
  const log = createConsoleLogger({
    ...{ stream: process.stderr, env, clock: createSystemClock(), redact },
    verbose: flags.verbose ?? false,
  });
  const results = flags.json ? process.stderr : process.stdout;
  const show = (text: string) => void results.write(`${neutralise(redact(text))}\n\n`);
  const watch = watchSignals(log.info);
  // Not in the cache folder: who can write there would decide what this program does.
  keepCompiledCode(join(userFolders(env).state, "code"));
  // Loaded only now, so that --help answers at once.
  const [
    { openRealPorts },
    { commandOptions, runCommand, validate },
    { resultOf },
    { showError },
    { readTrustDomain },
  ] = await Promise.all([
    import("./app/real-ports.ts"),
    import("./app/commands.ts"),
    import("./app/record-run.ts"),
    import("./app/show-error.ts"),
    import("./host/event/read-event.ts"),
  ]);
  const printJson = (result: object) => {
    if (flags.json) process.stdout.write(redactedJson(result, redact));
  };
  try {
    const trustDomain = await readTrustDomain(env);
    const outside = { env, log, show, redactor, signal: watch.signal, assets };
    const ports = await openRealPorts({ ...outside, trusted: trustDomain === undefined, logins: true });
    const options = { ...commandOptions(command, manifest, flags), trustDomain };
    if (command === "validate") return printJson(await validate(options, ports));
    const prepared = command === "quickstart" ? await prepare(options, ports) : options;
    const run = { id: newRunId(), owner: thisOwner() };
    printJson(await runCommand(run, prepared, ports, packageJson.version));
  } catch (error) {
    const { reason } = watch.signal;
    const why = reason instanceof InterruptedError ? reason : error;
    printJson(resultOf(error, why));
    process.exitCode = showError(why, log);
  } finally {
    watch.stop();
  }
}

/** Runs `init`, which needs only files: no engine, no registry and no network. */
async function initialise(flags: Flags): Promise<void> {
  const { redact } = createRedactor();
  const outside = { stream: process.stderr, env, clock: createSystemClock(), redact };
  const log = createConsoleLogger({ ...outside, verbose: flags.verbose ?? false });
  const [{ initManifest }, { createNodeFiles }, { showError }] = await Promise.all([
    import("./init/init-manifest.ts"),
    import("./host/node-files.ts"),
    import("./app/show-error.ts"),
  ]);
  const options = {
    from: flags.from,
    output: flags.output ?? "install.yml",
    force: flags.force ?? false,
    context: flags.context,
    folder: process.cwd(),
  };
  const print = (text: string) => void process.stdout.write(text);
  try {
    await initManifest(options, { files: createNodeFiles(), log, print });
  } catch (error) {
    process.exitCode = showError(error, log);
  }
}

/** Provides an engine, a registry and a base image on this machine for the quickstart. */
async function prepare(options: CommandOptions, ports: Ports): Promise<CommandOptions> {
  const { prepareQuickstart } = await import("./app/quickstart/prepare-quickstart.ts");
  const { describeStarted } = await import("./app/quickstart/state.ts");
  const settings = {
    stateFolder: userFolders(env).state,
    isRoot: isRoot(),
    engineIsNamed: variable(env, "DOCKER_HOST") !== undefined,
  };
  const prepared = await ports.log.group("Make sure of an engine, a registry and a base image", () =>
    prepareQuickstart(ports, settings),
  );
  for (const line of describeStarted(prepared.started)) ports.log.info(line);
  const tag = `${prepared.registry}/surelayer-quickstart:${packageJson.version}`;
  return { ...options, baseImage: prepared.baseImage, push: true, tags: [tag] };
}

try {
  await program({
    run: execute,
    quickstart: (flags) => execute("quickstart", `${assets}/images/quickstart/install.yml`, flags),
    init: initialise,
    schema: printSchema,
  }).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
