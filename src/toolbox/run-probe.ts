import type * as z from "zod";
import type { Container } from "../ports/engine.ts";
import { TOOLS } from "./container-paths.ts";
import { execText, type TextResult } from "./exec-text.ts";
import { CHECK_ENV } from "./installer-env.ts";
import { jsonAnswer } from "./json-answer.ts";

export interface Probe {
  /** Path of the Python that runs the program, or the words that its command line begins with. */
  readonly python: string | readonly string[];
  /** A file of images/probes, such as `strip.py`. */
  readonly program: string;
  readonly args?: readonly string[];
  /** Runs without `site`, so that no code of a package runs with it. The program doesn't see what is installed then. */
  readonly alone?: boolean;
  /** `CHECK_ENV` unless given. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProbeResult<T> {
  /** What the program printed; undefined when the program failed or printed something else. */
  readonly answer: T | undefined;
  readonly stderr: string;
  /** Last line of `stderr`. When that is empty: what is wrong with the answer, or the exit code. */
  readonly fault: string;
}

/** Nor does it read bytecode beside the sources of Python itself, which a package could have written. */
const ALONE = ["-I", "-S", "-B", "-X", `pycache_prefix=${TOOLS}/none`];

/** Runs one of our Python programs in a container and reads the JSON document that the program prints last. */
export async function runProbe<T>(
  container: Container,
  probe: Probe,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<ProbeResult<T>> {
  const { exitCode, stdout, stderr } = await runProgram(container, probe, signal);
  const { data, error } = schema.safeParse(jsonAnswer(stdout));
  return {
    answer: exitCode === 0 ? data : undefined,
    stderr,
    fault: lastLines(stderr, 1) || (error?.message ?? `exit ${exitCode}`),
  };
}

/** Runs one of our Python programs in a container. */
export function runProgram(
  container: Container,
  { python, program, args = [], alone = false, env = CHECK_ENV }: Probe,
  signal: AbortSignal,
): Promise<TextResult> {
  const command = [...[python].flat(), ...(alone ? ALONE : ["-B"]), `${TOOLS}/${program}`, ...args];
  return execText(container, { command, env, workdir: "/", signal });
}

/** The end of a program's output, as evidence. */
export function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
