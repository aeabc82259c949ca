import type { ProcessResult } from "../ports/machine.ts";
import { askPatiently, type Waiting } from "../ports/waiting.ts";
import type { Git } from "./git-program.ts";
import { type Asked, hostFailure, isOutage } from "./host-failure.ts";

/** A repository on its host, and the scratch repository that takes what comes from there. */
export interface Remote extends Asked, Waiting {
  readonly git: Git;
  /** Path of the scratch repository. */
  readonly repository: string;
}

/** Asks a host through git, again where it gives no answer. @returns also a refusal, whose meaning is the caller's to judge. */
export function tryHost(remote: Remote, args: readonly string[]): Promise<ProcessResult> {
  const passing = { answer: (result: ProcessResult) => result.exitCode !== 0 && isOutage(result.stderr) };
  return askPatiently(() => remote.git.ask(remote.repository, args), passing, remote);
}

/** What a host answers to git. @throws what its refusal means. */
export async function askHost(remote: Remote, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await tryHost(remote, args);
  if (exitCode !== 0) throw hostFailure(remote, stderr);
  return stdout;
}
