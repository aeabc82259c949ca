// npm run test:engines: the suites that need an engine, on this machine's own and on those that are built for it.
//   npm run test:engines -- current         one of them
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ENGINES, engineFolder, ensureEngineBuilt } from "./engines/build-engine.mjs";
import { describeEngine, OWN } from "./engines/own-engine.mjs";
import { startEngine } from "./engines/start-engine.mjs";

/** @typedef {import("./result-reporter.mjs").Results} Results */

const root = fileURLToPath(new URL("..", import.meta.url));
const SUITES = ["contract", "integration", "alone", "e2e"];

/** @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => unknown }>} */
async function open(/** @type {string} */ name) {
  if (name === OWN) return { env: {}, stop: () => undefined };
  return await startEngine(ensureEngineBuilt(name), join(engineFolder(name), "state"));
}

/** Runs the suites. Their results lie in files, whatever the exit status. @returns {Promise<void>} */
function runSuites(/** @type {NodeJS.ProcessEnv} */ env) {
  const argv = ["scripts/test.mjs", "--only", SUITES.join(",")];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, {
      cwd: root,
      stdio: "inherit",
      // Every variation: engines differ in what everyday tests don't reach.
      env: { ...process.env, ...env, SURELAYER_FULL: "1" },
    });
    child.once("error", reject).once("close", () => resolve());
  });
}

function readSuite(/** @type {string} */ suite) {
  /** @type {Results} */
  const { tests, errors } = JSON.parse(readFileSync(join(root, ".test-results", `${suite}.json`), "utf8"));
  const named = (/** @type {string} */ state) =>
    tests.filter((one) => one.state === state).map((one) => one.name);
  return { passed: named("passed").length, failed: [...named("failed"), ...errors] };
}

async function testOn(/** @type {string} */ name) {
  console.log(`\n#### ${name}`);
  const { env, stop } = await open(name);
  try {
    await runSuites(env);
    const suites = Object.fromEntries(SUITES.map((suite) => [suite, readSuite(suite)]));
    return { name, ...describeEngine(env), suites };
  } finally {
    await stop();
  }
}

const wanted = process.argv.slice(2);
const rows = [];
for (const name of wanted.length > 0 ? wanted : [OWN, ...Object.keys(ENGINES)]) rows.push(await testOn(name));
writeFileSync(
  join(root, "bench/results/engines.json"),
  `${JSON.stringify({ at: new Date().toISOString(), rows }, null, 1)}\n`,
);
for (const { name, suites } of rows) {
  const counts = Object.entries(suites).map(
    ([suite, { passed, failed }]) => `${suite} ${passed} passed, ${failed.length} failed`,
  );
  console.log(`${name}: ${counts.join("; ")}`);
}
process.exitCode = rows.some(({ suites }) => Object.values(suites).some(({ failed }) => failed.length > 0))
  ? 1
  : 0;
