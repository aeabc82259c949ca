import { UsageError } from "../../text/errors.ts";
import type { CodeOrigin } from "./judge-event.ts";

interface Runner {
  /** Whether its machine is thrown away after the job. */
  readonly hosted: boolean;
  /** Whether its owner lets foreign code be planned on it. */
  readonly allowForks: boolean;
}

/**
 * Keeps foreign code off machines that outlive its job. To plan, code of packages may run in containers of the machine's
 * engine.
 * @throws UsageError
 */
export function requireAdmitted(trust: CodeOrigin, { hosted, allowForks }: Runner): void {
  if (trust.kind === "trusted" || hosted || allowForks) return;
  throw new UsageError(`This runner is self-hosted, and the event brings ${codeOf(trust)}.`, {
    remedy:
      "Run such events on a runner that GitHub hosts (`runs-on: ubuntu-latest`), where they are planned, or leave the job out with `if: github.event.pull_request.head.repo.full_name == github.repository`.\n" +
      "To plan them on this runner, without a build, a push or a login: input `allow-forks: true`.",
  });
}

/** What fork mode is and why, for the log and the summary; undefined for trusted code. */
export function forkNote(trust: CodeOrigin): string | undefined {
  if (trust.kind === "trusted") return undefined;
  return `Fork mode: the event brings ${codeOf(trust)}. So it is only planned: nothing is built or pushed, no login is read, and nothing is kept for later runs.`;
}

function codeOf({ repository }: Exclude<CodeOrigin, { readonly kind: "trusted" }>): string {
  return repository === undefined
    ? "code that may be anybody's: it doesn't say which repository the code is from"
    : `code of another repository, ${repository}`;
}
