#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { Command, CommanderError, Option } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { CommandName, CommandOptions } from "./commands.ts";
import { InterruptedError } from "./errors.ts";
import { createConsoleLogger } from "./host/console-logger.ts";
import { isRoot, processEnvironment, userFolders, variable } from "./host/environment.ts";
import { neutralise } from "./host/foreign-text.ts";
import { createRedactor } from "./host/redactor.ts";
import { newRunId, thisOwner } from "./host/run-owner.ts";
import { watchSignals } from "./host/signals.ts";
import { createSystemClock } from "./host/system-clock.ts";
import type { Ports } from "./ports.ts";

interface Flags {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly tag?: readonly string[];
  readonly push?: boolean;
  readonly verify?: boolean;
  readonly base?: string;
  readonly out?: string;
  readonly from?: string;
  readonly force?: boolean;
  readonly output?: string;
  readonly allowPrivateIndex?: boolean;
  readonly refresh?: boolean;
  readonly plan?: string;
}

const env = processEnvironment();
const assets = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

function program(): Command {
  const cli = new Command("surelayer")
    .description(packageJson.description)
    .version(packageJson.version)
    .showHelpAfterError("(add --help for what there is)")
    .exitOverride();
  cli
    .command("quickstart")
    .description(
      "make sure of an engine and a loopback registry, then build, verify and push images/quickstart",
    )
    .addOption(json())
    .addOption(verbose())
    .addOption(out())
    .action((flags: Flags) => execute("quickstart", `${assets}/images/quickstart/install.yml`, flags));
  manifestCommand(cli, "validate", "check a manifest and the files that it names");
  manifestCommand(
    cli,
    "plan",
    "say what will be installed, in which order, and the disk it needs; install nothing",
  )
    .option("-o, --output <file>", "write the plan to this file")
    .addOption(refresh())
    .addOption(base());
  manifestCommand(cli, "build", "plan, build and verify the image")
    .option("--plan <file>", "build exactly this plan; refused when manifest or base changed since")
    .option("--push", "push to every --tag when the verification passed")
    .option("-t, --tag <reference...>", "name of the image, e.g. registry.example/team/image:1.0")
    .option("--no-verify", "leave out preflight and smoke test; the report says so")
    .addOption(refresh())
    .addOption(base());
  manifestMakers(cli);
  return cli;
}

function manifestMakers(cli: Command): void {
  cli
    .command("init")
    .description("write a manifest from what a project already has, or one to begin with")
    .option("--from <file>", "requirements.txt, pyproject.toml, cog.yaml or Dockerfile; else what is here")
    .option("-o, --output <file>", "where to write it; - prints it", "install.yml")
    .option("--force", "overwrite the file when it is there")
    .addOption(verbose())
    .action(initialise);
  cli
    .command("schema")
    .description("print the JSON Schema of manifests, for editors and validators")
    .action(async () => {
      const { renderSchema } = await import("./manifest/json-schema.ts");
      process.stdout.write(renderSchema());
    });
}

function manifestCommand(cli: Command, name: CommandName, description: string): Command {
  return cli
    .command(name)
    .description(description)
    .argument("[manifest]", "path of the install manifest", "install.yml")
    .option("--allow-private-index", "take indexes that are private, loopback or without TLS")
    .addOption(json())
    .addOption(verbose())
    .addOption(out())
    .action((manifest: string, flags: Flags) => execute(name, manifest, flags));
}

const json = () => new Option("--json", "print the result as JSON on standard output");
const verbose = () => new Option("--verbose", "show debug lines");
const refresh = () => new Option("--refresh", "resolve anew, instead of using the lock of an earlier plan");
const out = () =>
  new Option("--out <folder>", "folder for plan.json, report.json, summary.md and logs").default(
    ".surelayer",
  );
const base = () => new Option("--base <image>", "use this base image instead of the manifest's");

async function execute(command: CommandName, manifest: string, flags: Flags): Promise<void> {
  const redactor = createRedactor();
  const { redact } = redactor;
  const log = createConsoleLogger({
    ...{ stream: process.stderr, env, clock: createSystemClock(), redact },
    verbose: flags.verbose ?? false,
  });
  const results = flags.json ? process.stderr : process.stdout;
  const show = (text: string) => void results.write(`${neutralise(redact(text))}\n\n`);
  const watch = watchSignals();
  // What runs a verb is loaded only now, so that --help answers at once.
  const [{ openRealPorts }, { runCommand, validate }, { resultOf }, { showError }] = await Promise.all([
    import("./real-ports.ts"),
    import("./commands.ts"),
    import("./record-run.ts"),
    import("./show-error.ts"),
  ]);
  const printJson = (result: object) => {
    if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  };
  try {
    const ports = await openRealPorts({ env, log, show, hide: redactor.add, signal: watch.signal, assets });
    const options = commandOptions(command, manifest, flags);
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

/** Needs no engine, no registry and no network: only files. */
async function initialise(flags: Flags): Promise<void> {
  const { redact } = createRedactor();
  const outside = { stream: process.stderr, env, clock: createSystemClock(), redact };
  const log = createConsoleLogger({ ...outside, verbose: flags.verbose ?? false });
  const [{ initManifest }, { createNodeFiles }, { showError }] = await Promise.all([
    import("./init/init-manifest.ts"),
    import("./host/node-files.ts"),
    import("./show-error.ts"),
  ]);
  const options = {
    from: flags.from,
    output: flags.output ?? "install.yml",
    force: flags.force ?? false,
    folder: process.cwd(),
  };
  const print = (text: string) => void process.stdout.write(text);
  try {
    await initManifest(options, { files: createNodeFiles(), log, print });
  } catch (error) {
    process.exitCode = showError(error, log);
  }
}

function commandOptions(command: CommandName, manifest: string, flags: Flags): CommandOptions {
  return {
    command,
    manifest,
    tags: flags.tag ?? [],
    push: flags.push ?? false,
    verify: flags.verify ?? true,
    base: flags.base,
    allowPrivateIndex: flags.allowPrivateIndex ?? false,
    refresh: flags.refresh ?? false,
    fromPlan: flags.plan,
    out: flags.out ?? ".surelayer",
    planFile: flags.output,
  };
}

/** Engine, registry and base for the quickstart, on this machine. */
async function prepare(options: CommandOptions, ports: Ports): Promise<CommandOptions> {
  const { prepareQuickstart } = await import("./quickstart/prepare-quickstart.ts");
  const { describeStarted } = await import("./quickstart/state.ts");
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
  return { ...options, base: prepared.baseImage, push: true, tags: [tag] };
}

try {
  await program().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
