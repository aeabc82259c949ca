// What the scripts know of any engine: which one is this machine's own, and what an engine says of itself.
import { spawnSync } from "node:child_process";

/** The machine's own engine: Debian's. */
export const OWN = "own";
/** Where its programs are. */
export const OWN_PROGRAMS = "/usr/sbin";

/** @param {NodeJS.ProcessEnv} env what makes a program use the engine; empty for the machine's own */
export function describeEngine(env) {
  const { Server } = ask("version", env);
  const { Driver, DriverStatus } = ask("info", env);
  const snapshotter = JSON.stringify(DriverStatus ?? []).includes("io.containerd.snapshotter");
  return {
    version: Server.Version,
    api: Server.ApiVersion,
    store: `${snapshotter ? "containerd" : "graph driver"}, ${Driver}`,
  };
}

function ask(/** @type {string} */ verb, /** @type {NodeJS.ProcessEnv} */ env) {
  const options = { env: { ...process.env, ...env }, encoding: /** @type {const} */ ("utf8") };
  const { stdout, stderr, status } = spawnSync("docker", [verb, "--format", "{{json .}}"], options);
  if (status !== 0) throw new Error(`docker ${verb} failed: ${stderr}`);
  return JSON.parse(stdout);
}
