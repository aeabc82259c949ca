import { GitWords } from "../git/host-failure.ts";
import { gotNoAnswer, isBusy } from "../ports/no-answer.ts";
import type { SurelayerError } from "../text/errors.ts";
import { ToolFailure } from "./tool-failure.ts";

/** What is waited for: an index, a host of files or a host of git that gave no answer or was busy. Undefined for any other error. */
export function outageOf(error: unknown): ToolFailure | undefined {
  const failed = failureOf(error);
  return failed?.failure.class.retry === "bridge" ? failed : undefined;
}

function failureOf(error: unknown): ToolFailure | undefined {
  if (gotNoAnswer(error) || isBusy(error)) return ownFailure(error);
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof GitWords) return onMachine("command", cause.stderr);
  return cause instanceof ToolFailure ? cause : undefined;
}

function ownFailure({ message, evidence }: SurelayerError): ToolFailure {
  return onMachine("http", [message, evidence].filter((one) => one !== undefined).join("\n"));
}

function onMachine(tool: "http" | "command", output: string): ToolFailure {
  return new ToolFailure({ tool, exitCode: 1, output, oomKills: 0, onMachine: true });
}
