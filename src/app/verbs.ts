import { Command, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import type { CommandName, Flags } from "./flags.ts";

interface VerbActions {
  run(command: CommandName, manifest: string, flags: Flags): Promise<void>;
  quickstart(flags: Flags): Promise<void>;
  init(flags: Flags): Promise<void>;
  schema(): Promise<void>;
}

/** The verbs and their options. @param actions runs the verbs. */
export function program(actions: VerbActions): Command {
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
    .action(actions.quickstart);
  manifestCommand(cli, actions, "validate", "check a manifest and the files that it names");
  manifestCommand(
    cli,
    actions,
    "plan",
    "say what will be installed, in which order, and the disk it needs; install nothing",
  )
    .option("-o, --output <file>", "write the plan to this file")
    .option("--write-lock <file>", "write the lock to this file (pylock.toml), for `lock:`, uv and pip")
    .addOption(refresh())
    .addOption(base());
  manifestCommand(cli, actions, "build", "plan, build and verify the image")
    .option("--plan <file>", "build exactly this plan; refused when manifest or base changed since")
    .option(
      "--plan-digest <digest>",
      "refuse a --plan whose file has another digest (sha256:…) than `plan` printed",
    )
    .option("--push", "push to every --tag when the verification passed")
    .addOption(tag())
    .option("--no-verify", "leave out preflight and smoke test; the report says so")
    .addOption(refresh())
    .addOption(base());
  manifestMakers(cli, actions);
  return cli;
}

function manifestMakers(cli: Command, actions: VerbActions): void {
  cli
    .command("init")
    .description("write a manifest from what a project already has, or one to begin with")
    .option("--from <file>", "requirements.txt, pyproject.toml, cog.yaml or Dockerfile; else what is here")
    .option("--context <folder>", "where the Dockerfile is built; else the folder that holds what it copies")
    .option("-o, --output <file>", "where to write it; - prints it", "install.yml")
    .option("--force", "overwrite the file when it is there")
    .addOption(verbose())
    .action(actions.init);
  cli
    .command("schema")
    .description("print the JSON Schema of manifests, for editors and validators")
    .action(actions.schema);
}

function manifestCommand(
  cli: Command,
  actions: VerbActions,
  name: CommandName,
  description: string,
): Command {
  return cli
    .command(name)
    .description(description)
    .argument("[manifest]", "path of the install manifest", "install.yml")
    .option("--allow-private-index", "take indexes and files that are private, loopback or without TLS")
    .addOption(json())
    .addOption(verbose())
    .addOption(out())
    .action((manifest: string, flags: Flags) => actions.run(name, manifest, flags));
}

const json = () => new Option("--json", "print the result as JSON on standard output");
const verbose = () => new Option("--verbose", "show debug lines");
const refresh = () => new Option("--refresh", "resolve anew, instead of using the lock of an earlier plan");
const out = () =>
  new Option("--out <folder>", "folder for plan.json, report.json, summary.md and logs").default(
    ".surelayer",
  );
const tag = () =>
  new Option(
    "-t, --tag <reference>",
    "name that the image gets when the verification passed, e.g. registry.example/team/image:1.0; repeat it for more names",
  ).argParser((value, before: readonly string[] = []) => [...before, value]);
const base = () => new Option("--base <image>", "use this base image instead of the manifest's");
