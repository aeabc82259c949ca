// A vitest reporter that writes every test's outcome, with the reason of a skip, for scripts/test-steps.mjs.
import { writeFileSync } from "node:fs";

/**
 * @typedef {import("vitest/node").TestModule} TestModule
 * @typedef {import("vitest/node").TestSuite} TestSuite
 * @typedef {import("vitest/node").TestCase} TestCase
 * @typedef {{ name: string, state: string, reason?: string | undefined }} TestOutcome
 * @typedef {{ name: string, seconds: number }} Time of a test, or of what a file does around its tests
 * @typedef {{ tests: TestOutcome[], errors: string[], times: Time[] }} Results
 */

export default class ResultReporter {
  onTestRunEnd(
    /** @type {ReadonlyArray<TestModule>} */ modules,
    /** @type {ReadonlyArray<unknown>} */ unhandledErrors,
  ) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    /** @type {Results} */
    const results = {
      tests: tests.filter((test) => !isBehindFailure(test)).map(outcome),
      errors: [...modules.flatMap(failuresAroundTests), ...unhandledErrors.map(String)],
      times: modules.flatMap(times),
    };
    writeFileSync(process.env["SURELAYER_TEST_RESULTS"] ?? "test-results.json", JSON.stringify(results));
  }
}

/** A test that wasn't run, because what a group of tests needs couldn't be made. That is one failure, whatever the group's size. */
function isBehindFailure(/** @type {TestCase} */ test) {
  if (test.result().state !== "skipped") return false;
  /** @type {TestModule | TestSuite} */
  let group = test.parent;
  while (group.errors().length === 0) {
    if (group.type === "module") return false;
    group = group.parent;
  }
  return true;
}

/** A file that doesn't load, and a group whose beforeAll or afterAll failed, have no failed test, and they failed. */
function failuresAroundTests(/** @type {TestModule} */ module) {
  const broken = [module, ...module.children.allSuites()].filter((group) => group.errors().length > 0);
  const failures = broken.map((group) => {
    const notRun = [...group.children.allTests("skipped")].filter(isBehindFailure).length;
    const name = group.type === "module" ? "" : ` > ${group.fullName}`;
    const [first] = group.errors();
    return `${module.relativeModuleId}${name}: ${first?.message} (${notRun} behind it not run)`;
  });
  const isExplained = failures.length > 0 || [...module.children.allTests("failed")].length > 0;
  return module.ok() || isExplained ? failures : [module.relativeModuleId];
}

/** @returns {TestOutcome} */
function outcome(/** @type {TestCase} */ test) {
  const result = test.result();
  const reason =
    result.state === "skipped"
      ? (result.note ?? (test.options.mode === "todo" ? "todo" : undefined))
      : undefined;
  return { name: test.fullName, state: result.state, reason };
}

/** @returns {Time[]} */
function times(/** @type {TestModule} */ module) {
  const tests = [...module.children.allTests()].map((test) => ({
    name: test.fullName,
    seconds: (test.diagnostic()?.duration ?? 0) / 1000,
  }));
  const inTests = tests.reduce((sum, { seconds }) => sum + seconds, 0);
  const around = module.diagnostic().duration / 1000 - inTests;
  return [...tests, { name: `before and after the tests of ${module.relativeModuleId}`, seconds: around }];
}
