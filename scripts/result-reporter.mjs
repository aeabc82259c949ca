// A vitest reporter that writes every test's outcome, with the reason of a skip, for scripts/test-steps.mjs.
import { writeFileSync } from "node:fs";

/** @typedef {{ name: string, state: string, reason?: string | undefined, seconds?: number | undefined }} TestOutcome */

export default class ResultReporter {
  onTestRunEnd(
    /** @type {ReadonlyArray<import("vitest/node").TestModule>} */ modules,
    /** @type {ReadonlyArray<unknown>} */ unhandledErrors,
  ) {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map(outcome));
    // A file that doesn't load has no tests, but it failed.
    const broken = modules.filter(
      (module) => !module.ok() && [...module.children.allTests("failed")].length === 0,
    );
    const errors = [...broken.map((module) => module.moduleId), ...unhandledErrors.map(String)];
    writeFileSync(
      process.env["SURELAYER_TEST_RESULTS"] ?? "test-results.json",
      JSON.stringify({ tests, errors }),
    );
  }
}

/** @returns {TestOutcome} */
function outcome(/** @type {import("vitest/node").TestCase} */ test) {
  const result = test.result();
  const reason =
    result.state === "skipped"
      ? (result.note ?? (test.options.mode === "todo" ? "todo" : undefined))
      : undefined;
  const milliseconds = test.diagnostic()?.duration;
  return { name: test.fullName, state: result.state, reason, seconds: milliseconds && milliseconds / 1000 };
}
