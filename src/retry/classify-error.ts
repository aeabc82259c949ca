import { classifyFailure } from "../failures/classify-failure.ts";
import type { ClassifiedFailure } from "../failures/failure-class.ts";
import { DoesNotFitError, EngineError, InterruptedError, type SurelayerError } from "../text/errors.ts";
import { FailedCommand, ToolFailure } from "./tool-failure.ts";

/** What a failed try means; undefined for an error that says so itself: a check that failed, Ctrl-C, a defect. */
export function classifyError(error: Error): ClassifiedFailure | undefined {
  if (error instanceof ToolFailure) return error.failure;
  if (error.cause instanceof FailedCommand) return ofCommand(error.cause);
  if (error instanceof InterruptedError) return undefined;
  if (error instanceof EngineError) return ofEngine(error);
  // A disk that the engine found full isn't one that the plan or the watch found too small.
  const full = error instanceof DoesNotFitError && NO_SPACE.test(error.evidence ?? "");
  return full ? ofEngine(error) : undefined;
}

const NO_SPACE = /no space left on device|disk quota exceeded/i;

function ofEngine(error: SurelayerError): ClassifiedFailure {
  const output = [error.message, error.evidence].filter((one) => one !== undefined).join("\n");
  return classifyFailure({ tool: "engine", exitCode: null, output, oomKills: 0 });
}

/** What nobody recognises in a command's own words is the command's: another run of it would say the same. */
function ofCommand({ evidence, failure }: FailedCommand): ClassifiedFailure | undefined {
  return evidence.tool === "command" && failure.class.id === "U" ? undefined : failure;
}
