// One step of npm test: a check that passes or fails, or a suite that vitest counts.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * @typedef {import("./result-reporter.mjs").Time} Time
 * @typedef {import("./result-reporter.mjs").Results} Results
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason: string }[]} skipped
 * @property {string[]} failures
 * @property {Time[]} [times]
 * @typedef {{ root: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} Context
 */

/** Node of node_modules, which is the action's own runtime whatever the machine has. */
function nodeOf(/** @type {string} */ root) {
  const node = join(root, "node_modules/.bin/node");
  return existsSync(node) ? node : process.execPath;
}

/** @returns {Promise<number>} */
function run(/** @type {string[]} */ [command = "", ...args], /** @type {Context} */ { root, env, signal }) {
  const path = `${join(root, "node_modules/.bin")}${delimiter}${env["PATH"] ?? ""}`;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...env, PATH: path },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop);
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("close", (code) => {
      signal.removeEventListener("abort", stop);
      resolve(code ?? 1);
    });
  });
}

/** @returns {Outcome} */
export function failure(/** @type {string} */ reason) {
  return { passed: 0, failed: 1, skipped: [], failures: [reason] };
}

/** Runs a program that says by its exit status whether all is well. @returns {Promise<Outcome>} */
export async function runCheck(/** @type {string[]} */ argv, /** @type {Context} */ context) {
  const [program = "", ...args] = argv;
  const command = program.endsWith(".mjs")
    ? [nodeOf(context.root), ...argv]
    : [join(context.root, program), ...args];
  const status = await run(command, context);
  return status === 0
    ? { passed: 1, failed: 0, skipped: [], failures: [] }
    : failure(`exit status ${status}`);
}

/** @returns {boolean} */
function hasTests(/** @type {string} */ folder) {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith(".test.ts"))
  );
}

/** @returns {Outcome} */
function count(/** @type {Results} */ { tests, errors, times }, /** @type {number} */ status) {
  const passed = tests.filter((test) => test.state === "passed").length;
  const skips = tests.filter((test) => test.state !== "passed" && test.state !== "failed");
  const failures = [
    ...tests.filter((test) => test.state === "failed").map((test) => test.name),
    ...errors,
    ...skips
      .filter((test) => !test.reason)
      .map((test) => `${test.name}: skipped without a reason (use context.skip)`),
  ];
  if (status !== 0 && failures.length === 0) failures.push(`vitest ended with exit status ${status}`);
  const skipped = skips.flatMap(({ name, reason }) => (reason ? [{ name, reason }] : []));
  return { passed, failed: failures.length, skipped, failures, times };
}

/** Runs one vitest project. A required suite fails when none of its tests ran. @returns {Promise<Outcome>} */
export async function runSuite(
  /** @type {{ name: string, required: boolean }} */ { name, required },
  /** @type {Context} */ context,
) {
  if (!hasTests(join(context.root, "test", name))) {
    const reason = `test/${name} holds no tests yet`;
    return required ? failure(reason) : { passed: 0, failed: 0, skipped: [{ name, reason }], failures: [] };
  }
  const results = join(context.root, ".test-results", `${name}.json`);
  rmSync(results, { force: true });
  mkdirSync(join(context.root, ".test-results"), { recursive: true });
  const reporters = ["default", "./scripts/result-reporter.mjs"];
  if (context.env["GITHUB_ACTIONS"]) reporters.push("github-actions");
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project", name];
  const argv = [nodeOf(context.root), ...vitest, ...reporters.map((reporter) => `--reporter=${reporter}`)];
  const status = await run(argv, { ...context, env: { ...context.env, SURELAYER_TEST_RESULTS: results } });
  if (context.signal.aborted) return failure("interrupted");
  if (!existsSync(results))
    return failure(`vitest ended with exit status ${status} before it wrote its results`);
  const outcome = count(JSON.parse(readFileSync(results, "utf8")), status);
  const ran = outcome.passed + outcome.failed > 0;
  return ran || !required
    ? outcome
    : { ...outcome, failed: 1, failures: [`no test of ${name} ran, and CI must run it`] };
}
