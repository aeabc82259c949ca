import { classifyError } from "../retry/classify-error.ts";
import { type FailureName, SurelayerError } from "../text/errors.ts";

/** The class of what ended a run, also before its phases began; undefined where no class says more than the error itself. */
export function classOfFailure(error: unknown): FailureName | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const carried = one instanceof SurelayerError ? one.failureClass : undefined;
    const found = carried ?? classifyError(one)?.class;
    if (found !== undefined && found.id !== "U") return found;
  }
  return undefined;
}
