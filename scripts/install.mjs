// Makes sure that node_modules is what package-lock.json says. Plain Node: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @returns {Record<string, { version?: string, optional?: boolean }> | undefined} packages by their folder */
function readLock(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return;
  }
}

/** Does npm's own record of node_modules differ from the lock? Optional packages of other platforms may be absent. */
export function isStale(/** @type {string} */ root) {
  const wanted = readLock(join(root, "package-lock.json")) ?? {};
  const installed = readLock(join(root, "node_modules/.package-lock.json"));
  if (!installed) return true;
  const folders = Object.keys(wanted).filter((folder) => folder !== "");
  const missing = folders.some((folder) => {
    const present = installed[folder];
    return present ? present.version !== wanted[folder]?.version : !wanted[folder]?.optional;
  });
  return missing || Object.keys(installed).some((folder) => !wanted[folder]);
}

/** @throws when npm can't install what the lock names */
export function ensureInstalled(/** @type {string} */ root) {
  if (!isStale(root)) return;
  console.log("npm ci: node_modules is not what package-lock.json says");
  // npm warns when the machine's own Node is older than a library asks for; the steps run on Node from node_modules.
  const { status } = spawnSync("npm", ["ci", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error("npm ci failed; its message is above.");
}
