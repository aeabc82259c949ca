import pRetry from "p-retry";
import type { ProcessResult } from "../ports/machine.ts";
import type { Git } from "./git-program.ts";
import { type Asked, hostFailure, isOutage } from "./host-failure.ts";

/** About 3 s of waiting in all, as for files: longer outages are waited for by who has a budget for them. */
const RETRIES = { retries: 3, minTimeout: 300, factor: 2, maxTimeout: 3000, randomize: true } as const;

class Outage extends Error {
  readonly result: ProcessResult;

  constructor(result: ProcessResult) {
    super("the host gave no answer");
    this.result = result;
  }
}

/** A repository on its host, and the scratch repository that takes what comes from there. */
export interface Remote extends Asked {
  readonly git: Git;
  /** Path of the scratch repository. */
  readonly repository: string;
  readonly signal: AbortSignal;
}

/** Asks a host through git, again where it gives no answer. @returns also a refusal, whose meaning is the caller's to judge. */
export async function tryHost(remote: Remote, args: readonly string[]): Promise<ProcessResult> {
  const { git, repository, signal } = remote;
  const once = async () => {
    const result = await git.ask(repository, args);
    if (result.exitCode !== 0 && isOutage(result.stderr)) throw new Outage(result);
    return result;
  };
  try {
    return await pRetry(once, { ...RETRIES, signal, shouldRetry: ({ error }) => error instanceof Outage });
  } catch (error) {
    if (error instanceof Outage) return error.result;
    throw error;
  }
}

/** What a host answers to git. @throws what its refusal means. */
export async function askHost(remote: Remote, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await tryHost(remote, args);
  if (exitCode !== 0) throw hostFailure(remote, stderr);
  return stdout;
}
