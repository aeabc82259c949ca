import type { Logger } from "../ports/machine.ts";
import { messageOf } from "../text/errors.ts";
import { type Environment, variable } from "./environment.ts";

/** Raise it when this version can't use the files that older versions kept. */
const FORMAT = 1;

/**
 * Restores the files of earlier jobs; a miss or an error only costs time. A fresh runner has a key of its own, so it takes uv and
 * sizes from them, and no lock, base fact or layer (`sealed-cache.ts`). A runner that keeps its user's state folder takes all.
 */
export async function restoreRunnerCache(folder: string, env: Environment, log: Logger): Promise<void> {
  await attempt("restore", log, async () => {
    const cache = await loadCache(env);
    const found = await cache?.restoreCache([folder], `${prefix(env)}${runKey(env)}`, [prefix(env)]);
    if (found) log.debug(`cache restored from ${found}`);
  });
}

/** Saves the folder for later jobs. Entries can't be changed, so each attempt of a run writes its own. */
export async function saveRunnerCache(folder: string, env: Environment, log: Logger): Promise<void> {
  await attempt("save", log, async () => {
    const cache = await loadCache(env);
    await cache?.saveCache([folder], `${prefix(env)}${runKey(env)}`);
  });
}

/** The client of the cache service, loaded only where a service exists; undefined elsewhere, as on a developer's machine. */
async function loadCache(env: Environment): Promise<typeof import("@actions/cache") | undefined> {
  if (
    variable(env, "ACTIONS_CACHE_SERVICE_V2") === undefined &&
    variable(env, "ACTIONS_CACHE_URL") === undefined
  ) {
    return undefined;
  }
  const cache = await import("@actions/cache");
  return cache.isFeatureAvailable() ? cache : undefined;
}

function prefix(env: Environment): string {
  return `surelayer-${FORMAT}-${variable(env, "RUNNER_OS") ?? "unknown"}-${variable(env, "RUNNER_ARCH") ?? "unknown"}-`;
}

function runKey(env: Environment): string {
  return `${variable(env, "GITHUB_RUN_ID") ?? "0"}-${variable(env, "GITHUB_RUN_ATTEMPT") ?? "1"}-${variable(env, "GITHUB_JOB") ?? ""}`;
}

async function attempt(what: string, log: Logger, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    log.debug(`could not ${what} the cache: ${messageOf(error)}`);
  }
}
