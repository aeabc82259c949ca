import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Environment variables as plain data, so that their readers can be tested without a machine. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. */
export function processEnvironment(): Environment {
  return process.env;
}

/** A variable's value; empty counts as unset, as installers treat it. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

/** Whether this process may install packages and start services. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * This user's folders for files that are kept between runs. Prefers a runner's tool cache, which is kept between jobs; a runner's home folder often isn't.
 * @param home counts if the XDG variables are unset; by default the home folder that the system knows.
 */
export function userFolders(env: Environment, home: string = homeFolder(env)) {
  const cache = variable(env, "RUNNER_TOOL_CACHE") ?? variable(env, "XDG_CACHE_HOME") ?? join(home, ".cache");
  const state = variable(env, "XDG_STATE_HOME") ?? join(home, ".local", "state");
  return { cache: join(cache, "surelayer"), state: join(state, "surelayer") };
}

function homeFolder(env: Environment): string {
  try {
    return variable(env, "HOME") ?? homedir();
  } catch {
    // A user id without an entry in the password file, as in hardened containers.
    return tmpdir();
  }
}
