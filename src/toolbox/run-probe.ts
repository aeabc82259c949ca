import type * as z from "zod";
import type { Container } from "../ports/engine.ts";
import { TOOLS } from "./container-paths.ts";
import { execText } from "./exec-text.ts";
import { CHECK_ENV } from "./installer-env.ts";
import { jsonAnswer } from "./json-answer.ts";

export interface Probe {
  /** Path of the Python that runs the program. */
  readonly python: string;
  /** A file of images/probes, such as `strip.py`. */
  readonly program: string;
  readonly args?: readonly string[];
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

/** Runs one of our Python programs in a container and reads the JSON document that the program prints last. */
export async function runProbe<T>(
  container: Container,
  { python, program, args = [], env = CHECK_ENV }: Probe,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<ProbeResult<T>> {
  const command = [python, "-B", `${TOOLS}/${program}`, ...args];
  const { exitCode, stdout, stderr } = await execText(container, { command, env, workdir: "/", signal });
  const { data, error } = schema.safeParse(jsonAnswer(stdout));
  return {
    answer: exitCode === 0 ? data : undefined,
    stderr,
    fault: lastLines(stderr, 1) || (error?.message ?? `exit ${exitCode}`),
  };
}

/** The end of a program's output, as evidence. */
export function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
