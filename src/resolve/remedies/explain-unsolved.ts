import type { Ports } from "../../ports/ports.ts";
import { ConflictError, type SurelayerError } from "../../text/errors.ts";
import { resolutionError, sdistOnlyNames } from "../conflicts/resolution-error.ts";
import type { Unsolved } from "../conflicts/unsolved.ts";
import type { ResolverEnvironment } from "../environment/resolver-environment.ts";
import type { ResolveRequest } from "../request.ts";
import type { JudgeVersions } from "./judgement.ts";
import { conflictError, explainConflict } from "./remedies.ts";
import { withTriedConstraint } from "./tried-constraint.ts";
import { trialsIn } from "./try-resolve.ts";

const NO_SOLUTION = /No solution found when resolving/i;
const NOT_IN_INDEX = /was not found in the (?:package registry|provided package locations)/;

const VERSION_ABSENT = /^The index has no /;

/** What uv's failure means: for a conflict, who wants what, and changes that were seen to resolve. */
export async function explainUnsolved(
  { stderr }: Unsolved,
  asked: {
    readonly resolver: ResolverEnvironment;
    readonly request: ResolveRequest;
    readonly judge: JudgeVersions;
    /** The isolated phase that was resolved. */
    readonly isolated?: string | undefined;
  },
  ports: Ports,
): Promise<SurelayerError> {
  const { resolver, request, judge, isolated } = asked;
  const plain = resolutionError(stderr, request, resolver.onMachine);
  const tryResolve = trialsIn(resolver, ports);
  if (plain.failureClass !== undefined)
    return ports.log.task("try the remedy", () => withTriedConstraint(plain, request, tryResolve));
  // A name that no index knows, or an index that doesn't answer, has no remedy to be found by resolving.
  if (!(plain instanceof ConflictError) || !NO_SOLUTION.test(stderr) || NOT_IN_INDEX.test(stderr))
    return plain;
  // What only building would solve isn't solved by other versions of the rest.
  if (sdistOnlyNames(stderr).length > 0) return plain;
  const report = await ports.log.task("look for a change that resolves", () =>
    explainConflict({ explanation: stderr, request, isolated }, tryResolve, { clock: ports.clock, judge }),
  );
  if (report.chain.length === 0) return plain;
  // What is absent is named with its version, which a headline about the package alone would lose.
  const headline = VERSION_ABSENT.test(plain.message) ? plain.message : report.headline;
  return conflictError({ ...report, headline }, stderr, plain.cause);
}
