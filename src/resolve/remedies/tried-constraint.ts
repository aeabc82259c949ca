import { normaliseName } from "../../python/distribution-name.ts";
import { BuildError, type SurelayerError } from "../../text/errors.ts";
import { sourceBuildFailure } from "../conflicts/source-build-failure.ts";
import type { ResolveRequest } from "../request.ts";
import type { TryResolve } from "./try-resolve.ts";

/** The last setuptools with pkg_resources is 81's predecessor. */
const CONSTRAINT = "setuptools<81";
const WITHOUT_PKG_RESOURCES = "B8";

/** Tries the remedy for a build that misses pkg_resources, and says what came of it; any other error as it is. */
export async function withTriedConstraint(
  error: SurelayerError,
  request: ResolveRequest,
  tryResolve: TryResolve,
): Promise<SurelayerError> {
  const { buildConstraints } = request;
  const bounded = buildConstraints.some((one) => normaliseName(one).startsWith("setuptools"));
  if (error.failureClass?.id !== WITHOUT_PKG_RESOURCES || bounded) return error;
  const tried = await tryResolve({
    request: { ...request, buildConstraints: [...buildConstraints, CONSTRAINT] },
  });
  const next = tried.solved ? undefined : sourceBuildFailure(tried.explanation)?.failure;
  const outcome = tried.solved
    ? "It was tried: all phases then resolve."
    : `It was tried, and isn't enough${next ? `: ${next.class.name} (${next.line})` : ""}.`;
  return new BuildError(error.message, {
    ...(error.evidence !== undefined && { evidence: error.evidence }),
    remedy: `${outcome} ${error.remedy}`,
    failureClass: error.failureClass,
    cause: error.cause,
  });
}
