process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/host/environment.ts
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
function processEnvironment() {
  return process.env;
}
function variable(env, name) {
  const value = env[name]?.trim();
  return value === "" ? void 0 : value;
}
function isRoot() {
  return process.getuid?.() === 0;
}
function userFolders(env, home = homeFolder(env)) {
  const cache = variable(env, "RUNNER_TOOL_CACHE") ?? variable(env, "XDG_CACHE_HOME") ?? join(home, ".cache");
  const state = variable(env, "XDG_STATE_HOME") ?? join(home, ".local", "state");
  return { cache: join(cache, "surelayer"), state: join(state, "surelayer") };
}
function homeFolder(env) {
  try {
    return variable(env, "HOME") ?? homedir();
  } catch {
    return tmpdir();
  }
}

export {
  processEnvironment,
  variable,
  isRoot,
  userFolders
};
