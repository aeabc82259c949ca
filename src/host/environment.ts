import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Environment variables as plain data, so that what reads them is tested without a machine. */
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

/** Folders of this user for what is kept between runs. */
export interface UserFolders {
  readonly cache: string;
  readonly state: string;
}

/**
 * A runner's tool cache is kept between jobs, its home folder often isn't.
 * @param home where the XDG variables are unset; the user's home folder as the system knows it by default.
 */
export function userFolders(env: Environment, home: string = homeFolder(env)): UserFolders {
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
