import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const NODE = `${ROOT}/node_modules/.bin/node`;

/** Where processes keep what makes the next one quicker. */
export const CACHE = `${ROOT}/.test-results/cache`;
/** Where they keep the key that seals the cache. */
const STATE = `${ROOT}/.test-results/state`;

/** Entry points: the CLI of src/ (which npm test bundles once, because a bundle starts in a quarter of the time), and what users run. */
export const ENTRIES = {
  source: process.env["SURELAYER_TEST_PROGRAM"] ?? `${ROOT}/src/cli.ts`,
  cli: `${ROOT}/dist/cli.js`,
  action: `${ROOT}/dist/index.js`,
} as const;

export interface Outcome {
  /** 128 + signal for a process that a signal ended. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface StartOptions {
  readonly cwd: string;
  readonly entry?: keyof typeof ENTRIES;
  /** On top of this machine's environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Path of another Node than that of the tests. */
  readonly node?: string;
  /** A command that runs the rest of its line in its own place, such as `env` or `nice`. */
  readonly within?: readonly string[];
}

/** A Surelayer process that runs. */
export class SurelayerProcess {
  readonly pid: number;
  readonly outcome: Promise<Outcome>;
  readonly #child: ChildProcess;
  #text = { stdout: "", stderr: "" };

  constructor(args: readonly string[], options: StartOptions) {
    const { cwd, entry = "source", env = {}, within = [] } = options;
    const started = performance.now();
    const { node = existsSync(NODE) ? NODE : process.execPath } = options;
    const [program = node, ...rest] = [...within, node, ENTRIES[entry], ...args];
    this.#child = spawn(program, rest, {
      cwd,
      env: { ...plainEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.pid = this.#child.pid ?? 0;
    for (const stream of ["stdout", "stderr"] as const) {
      this.#child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        this.#text[stream] += text;
      });
    }
    this.outcome = new Promise((resolve) => {
      this.#child.once("close", (exitCode, signal) => {
        resolve({ exitCode, signal, ...this.#text, milliseconds: performance.now() - started });
      });
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** This machine's environment as a person's shell has it: no runner, no test tool, no colour settings. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(GITHUB_|RUNNER_|ACTIONS_|INPUT_|STATE_|VITEST|npm_|NODE_ENV$|CI$|FORCE_COLOR$|NO_COLOR$|TEST$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), XDG_CACHE_HOME: CACHE, XDG_STATE_HOME: STATE };
}
