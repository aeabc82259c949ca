// Programs that run while tests do.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** @typedef {() => Promise<void> | void} Stop */

/** Starts a program in the background, its output in a log file. @returns {{ stop: Stop, exited: () => boolean }} */
export function startInBackground(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {string} */ log,
  env = process.env,
) {
  const output = openSync(log, "a");
  const child = spawn(command, args, { detached: true, stdio: ["ignore", output, output], env });
  const closed = new Promise((resolve) => child.once("close", resolve).once("error", resolve));
  const exited = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const stop = async () => {
    child.kill("SIGTERM");
    await closed;
  };
  return { stop, exited };
}

/** @throws when `ready` isn't true within the time, or `gaveUp` is */
export async function waitFor(
  /** @type {string} */ what,
  /** @type {() => boolean | Promise<boolean>} */ ready,
  /** @type {() => boolean} */ gaveUp = () => false,
) {
  for (const end = Date.now() + 60_000; Date.now() < end && !gaveUp(); await sleep(300)) {
    if (await ready()) return;
  }
  throw new Error(`${what} doesn't answer`);
}
