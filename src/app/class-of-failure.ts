import { classifyFailure } from "../failures/classify-failure.ts";
import type { ClassifiedFailure, FailureClass } from "../failures/failure-class.ts";
import { UvWords } from "../resolve/conflicts/resolution-error.ts";
import { failureOf } from "../retry/failure-of.ts";

/** The class of what ended a run, also before its phases began; undefined where no class says more than the error itself. */
export function classOfFailure(error: unknown): FailureClass | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const failure = one instanceof UvWords ? ofResolver(one) : failureOf(one);
    if (failure !== undefined && failure.class.id !== "U") return failure.class;
  }
  return undefined;
}

function ofResolver({ stderr }: UvWords): ClassifiedFailure {
  return classifyFailure({ tool: "uv", exitCode: 1, output: stderr, oomKills: 0 });
}
