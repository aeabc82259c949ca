// Runs a command on another container engine than this machine's, which is built the first time.
//   npm run engine -- current -- npm test -- --only contract
//   npm run engine -- current               starts it, says how to use it, and waits for Ctrl-C
import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineFolder, ensureEngineBuilt } from "./engines/build-engine.mjs";
import { startEngine } from "./engines/start-engine.mjs";

/** @returns {Promise<number>} exit status of the command, which ends by Ctrl-C where there is none */
function follow(/** @type {string[]} */ [command, ...args], /** @type {NodeJS.ProcessEnv} */ env) {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
  if (command === undefined) {
    console.log(`export DOCKER_HOST=${env["DOCKER_HOST"]} PATH=${env["PATH"]}`);
    return new Promise((resolve) => {
      const waiting = setInterval(() => undefined, 60_000);
      for (const signal of ["SIGINT", "SIGTERM"])
        process.once(signal, () => {
          clearInterval(waiting);
          resolve(0);
        });
    });
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", reject).once("close", (status) => resolve(status ?? 1));
  });
}

async function main() {
  const [name = "", ...command] = process.argv.slice(2).filter((one, index) => !(one === "--" && index < 2));
  const { env, stop } = await startEngine(ensureEngineBuilt(name), join(engineFolder(name), "state"));
  try {
    process.exitCode = await follow(command, env);
  } finally {
    await stop();
  }
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
