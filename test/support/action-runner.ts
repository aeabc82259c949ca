import { readFile, writeFile } from "node:fs/promises";
import { type GithubEvent, OWN } from "./github-events.ts";
import type { Outcome, SurelayerProcess } from "./surelayer-process.ts";
import type { Workplace } from "./workplace.ts";

export interface StepOutcome extends Outcome {
  readonly pid: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the step saved for its post step, as the runner hands it over. */
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Commands that a runner would carry out, in order. */
  readonly commands: readonly RunnerCommand[];
}

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Runs dist/index.js as GitHub's runner does: inputs in variables, outputs and state in files. */
export class ActionRunner {
  readonly #place: Workplace;
  readonly #cwd: string;
  readonly #event: GithubEvent;

  /**
   * @param folder of the workplace: the repository that the workflow checked out.
   * @param event that the workflow runs for; a push unless told.
   */
  constructor(place: Workplace, folder: string, event: GithubEvent = { name: "push", text: "{}" }) {
    this.#place = place;
    this.#cwd = place.path(folder);
    this.#event = event;
  }

  /** @param state of the main step, for a post step. */
  async start(
    inputs: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
    state: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly step: SurelayerProcess; readonly outcome: Promise<StepOutcome> }> {
    const id = Math.random().toString(36).slice(2);
    const files = Object.fromEntries(
      ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH"].map((name) => [
        name,
        this.#place.path(`${id}-${name}`),
      ]),
    );
    for (const file of Object.values(files)) await writeFile(file, "");
    const defaults = {
      ...{ command: "build", manifest: "install.yml", push: "false", tags: "" },
      "allow-forks": "false",
    };
    const step = this.#place.start([], {
      entry: "action",
      cwd: this.#cwd,
      env: {
        ...{ CI: "true", GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: this.#cwd },
        ...files,
        ...(await eventEnvironment(this.#event, this.#place)),
        ...prefixed("INPUT_", { ...defaults, ...inputs }, (name) => name.toUpperCase()),
        ...prefixed("STATE_", state, (name) => name),
        ...env,
      },
    });
    return { step, outcome: this.#finish(step, files) };
  }

  async run(
    inputs: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
    state: Readonly<Record<string, string>> = {},
  ): Promise<StepOutcome> {
    return await (await this.start(inputs, env, state)).outcome;
  }

  async #finish(step: SurelayerProcess, files: Readonly<Record<string, string>>): Promise<StepOutcome> {
    const outcome = await step.outcome;
    const read = (name: string) => readFile(files[name] ?? "", "utf8");
    return {
      ...outcome,
      pid: step.pid,
      outputs: readFileCommands(await read("GITHUB_OUTPUT")),
      state: readFileCommands(await read("GITHUB_STATE")),
      summary: await read("GITHUB_STEP_SUMMARY"),
      commands: readCommands(outcome.stdout + outcome.stderr),
    };
  }
}

/** How a runner tells of the event. */
export async function eventEnvironment(
  { name, text }: GithubEvent,
  place: Workplace,
): Promise<Readonly<Record<string, string>>> {
  const path = `${name}-${Math.random().toString(36).slice(2)}.json`;
  if (text !== undefined) await place.write(path, text);
  const said = { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: place.path(path), GITHUB_REPOSITORY: OWN };
  return { ...said, GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "github-hosted" };
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, string>>,
  spell: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + spell(name), value]));
}

/** `name<<delimiter`, the value's lines, `delimiter`. */
function readFileCommands(text: string): Record<string, string> {
  const blocks = text.matchAll(/^([^\n<]+)<<([^\n]+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries(Array.from(blocks, ([, name = "", , value = ""]) => [name, value]));
}

/** As a runner reads a step's output: a command after leading blanks, the older form anywhere in a line. */
function readCommands(output: string): RunnerCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const match =
      /^\s*::([\w-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line) ??
      /##\[([\w-]+)( [^\]]*)?\](.*)$/.exec(line);
    if (!match) return [];
    const [, name = "", properties = "", message = ""] = match;
    const pairs = properties
      .split(",")
      .filter(Boolean)
      .map((pair) => pair.trim().split("="));
    return [{ name, properties: Object.fromEntries(pairs), message: decodeURIComponent(message) }];
  });
}
