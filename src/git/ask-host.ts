import type { ProcessResult } from "../ports/machine.ts";
import { askWithRetries, type Waiting } from "../ports/waiting.ts";
import type { Git } from "./git-program.ts";
import { type AskedHost, hostFailure, isOutage } from "./host-failure.ts";

/** A repository on its host, and the scratch repository that git fetches into. */
export interface Remote extends AskedHost, Waiting {
  readonly git: Git;
  /** Path of the scratch repository. */
  readonly repository: string;
}

/** Asks a host through git, and again while the host gives no answer. @returns git's result, which may be a refusal. */
export function tryHost(remote: Remote, args: readonly string[]): Promise<ProcessResult> {
  const passing = { answer: (result: ProcessResult) => result.exitCode !== 0 && isOutage(result.stderr) };
  return askWithRetries(() => remote.git.ask(remote.repository, args), passing, remote);
}

/** Asks a host through git. @returns git's output. @throws the error that a refusal means. */
export async function askHost(remote: Remote, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await tryHost(remote, args);
  if (exitCode !== 0) throw hostFailure(remote, stderr);
  return stdout;
}
