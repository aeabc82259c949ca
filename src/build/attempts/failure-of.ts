import { EngineError, InterruptedError } from "../../errors.ts";
import { classifyFailure } from "../failures/classify-failure.ts";
import type { ClassifiedFailure } from "../failures/failure-class.ts";
import { ToolFailure } from "./tool-failure.ts";

/** What a failed try means; undefined for an error that says so itself: a check that failed, Ctrl-C, a defect. */
export function failureOf(error: Error): ClassifiedFailure | undefined {
  if (error instanceof ToolFailure) return classifyFailure(error.evidence);
  if (error instanceof InterruptedError || !(error instanceof EngineError)) return undefined;
  const output = [error.message, error.evidence].filter((one) => one !== undefined).join("\n");
  return classifyFailure({ tool: "engine", exitCode: null, output, oomKills: 0 });
}
