// npm test: sets up what the tests need, runs every check and suite, and counts what happened.
//   npm test -- --only unit,lint     some steps
//   npm test -- --full               the whole matrix (also npm run test:full)
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureInstalled } from "./install.mjs";
import { openTestEnvironment } from "./test-environment.mjs";
import { failure, runCheck, runSuite } from "./test-steps.mjs";

/** @typedef {import("./test-steps.mjs").Outcome & { seconds?: number }} Outcome */

const SLOWEST = Number(process.env["SURELAYER_TEST_SLOWEST"] ?? 10);

const biome = "node_modules/@biomejs/cli-linux-x64/biome";
/** @type {Record<string, { check?: string[], suite?: { required: boolean, engine: boolean }, onlyFull?: boolean }>} */
const steps = {
  format: { check: [biome, "ci", "--linter-enabled=false"] },
  lint: { check: [biome, "lint", "--error-on-warnings"] },
  types: { check: ["node_modules/.bin/tsc"] },
  boundaries: { suite: { required: true, engine: false } },
  unit: { suite: { required: true, engine: false } },
  // Before the suites that run dist/.
  dist: { check: ["scripts/check-dist.mjs"] },
  contract: { suite: { required: true, engine: true } },
  integration: { suite: { required: true, engine: true } },
  alone: { suite: { required: true, engine: true } },
  faults: { suite: { required: true, engine: true } },
  e2e: { suite: { required: true, engine: true } },
  nodes: { suite: { required: true, engine: true }, onlyFull: true },
};

/** @returns {{ names: string[], full: boolean }} */
function readOptions() {
  const { values } = parseArgs({ options: { only: { type: "string" }, full: { type: "boolean" } } });
  const usual = Object.keys(steps).filter((name) => values.full || !steps[name]?.onlyFull);
  const names = values.only?.split(",") ?? usual;
  const unknown = names.filter((name) => !steps[name]);
  if (unknown.length > 0)
    throw new Error(`No such step: ${unknown}. Steps: ${Object.keys(steps).join(", ")}`);
  return { names, full: values.full ?? false };
}

/** Runs the named steps one after the other; a failed one doesn't keep the others from running. */
async function runSteps(
  /** @type {string[]} */ names,
  /** @type {import("./test-steps.mjs").Context} */ context,
) {
  /** @type {Map<string, Outcome>} */
  const outcomes = new Map();
  for (const name of names) {
    const { check, suite } = steps[name] ?? {};
    if (context.signal.aborted) break;
    console.log(`\n== ${name}`);
    const start = performance.now();
    const work = check
      ? runCheck(check, context)
      : runSuite({ name, required: suite?.required ?? true }, context);
    const outcome = await work.catch((error) => failure(String(error)));
    const seconds = (performance.now() - start) / 1000;
    outcomes.set(name, { ...outcome, seconds });
    console.log(`== ${name}: ${outcome.failed > 0 ? "failed" : "ok"}, ${seconds.toFixed(1)} s`);
  }
  return outcomes;
}

/** Says where the time went: the seconds of every step, and the slowest tests of all of them. */
function printTimes(/** @type {Map<string, Outcome>} */ outcomes) {
  const steps = [...outcomes].flatMap(([step, { seconds }]) =>
    seconds === undefined ? [] : [`${step} ${seconds.toFixed(1)} s`],
  );
  console.log(`\ntime     ${steps.join(", ")}`);
  const times = [...outcomes].flatMap(([step, { times = [] }]) => times.map((time) => ({ step, ...time })));
  for (const { step, name, seconds } of times.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST)) {
    console.log(`slow     ${seconds.toFixed(1)} s  ${step}: ${name}`);
  }
}

/** Lists what was skipped and what failed, and closes with the counts. */
function summarise(/** @type {Map<string, Outcome>} */ outcomes) {
  const all = [...outcomes].map(([step, outcome]) => ({ step, ...outcome }));
  const skipped = all.flatMap(({ step, skipped }) => skipped.map((skip) => ({ step, ...skip })));
  printTimes(outcomes);
  console.log("");
  for (const { step, name, reason } of skipped) console.log(`skipped  ${step}: ${name}: ${reason}`);
  for (const { step, failures } of all) {
    for (const failed of failures) console.log(`failed   ${step}: ${failed}`);
  }
  const passed = all.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = all.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed;
}

const usesEngine = (/** @type {string} */ name) => steps[name]?.suite?.engine ?? false;

/** Runs the named steps in the environment that they need; without one, only those that need none. */
async function testAll(
  /** @type {string[]} */ names,
  /** @type {import("./test-steps.mjs").Context} */ context,
) {
  if (!names.some(usesEngine)) return runSteps(names, context);
  console.log("\n== environment");
  try {
    const environment = await openTestEnvironment(context.root);
    try {
      return await runSteps(names, { ...context, env: { ...context.env, ...environment.env } });
    } finally {
      await environment.close();
    }
  } catch (error) {
    const missing = failure(`${error instanceof Error ? error.message : error}`);
    const ran = await runSteps(
      names.filter((name) => !usesEngine(name)),
      context,
    );
    const notRun = names.filter(usesEngine).map((name) => [name, failure("not run: no test environment")]);
    return new Map([["environment", missing], ...ran, .../** @type {[string, Outcome][]} */ (notRun)]);
  }
}

async function main() {
  const { names, full } = readOptions();
  const root = fileURLToPath(new URL("..", import.meta.url));
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => abort.abort());
  ensureInstalled(root);
  const env = { ...process.env, ...(full ? { SURELAYER_FULL: "1" } : {}) };
  const failed = summarise(await testAll(names, { root, env, signal: abort.signal }));
  return failed > 0 || abort.signal.aborted ? 1 : 0;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    console.error(`${error.message}\n0 passed, 1 failed, 0 skipped`);
    process.exitCode = 1;
  },
);
