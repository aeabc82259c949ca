import { expect, test } from "vitest";
import { classOfFailure } from "../../../src/app/class-of-failure.ts";
import { resolutionError } from "../../../src/resolve/conflicts/resolution-error.ts";
import { finalError } from "../../../src/retry/final-error.ts";
import { ToolFailure } from "../../../src/retry/tool-failure.ts";
import { BuildError, DoesNotFitError, EngineError } from "../../../src/text/errors.ts";
import { classified } from "../../support/failures.ts";
import { requestOf } from "../../support/manifests.ts";

const REFUSED = [
  "error: Failed to fetch: `https://index.example/simple/demo/`",
  "  cause: HTTP status client error (401 Unauthorized) for url (https://index.example/simple/demo/)",
].join("\n");

test("of a phase's last try is the one that ended it", () => {
  const cause = new ToolFailure({ tool: "uv", exitCode: 1, output: REFUSED, oomKills: 0 });

  expect(classOfFailure(new BuildError("Phase speech failed.", { cause }))?.id).toBe("N5");
});

test("is the one that the tries were decided by, whatever the words of the final error look like", () => {
  const lost = new EngineError("The engine is gone.", {
    evidence: "connect ECONNREFUSED /var/run/docker.sock",
  });
  const failure = classified({ id: "X4", error: "engine" });

  const error = finalError(lost, {
    ...{ subject: "Phase speech", logFile: undefined, failure, failed: [], because: "" },
  });

  expect(classOfFailure(error)).toEqual(failure.class);
});

test("of a resolution comes from the resolver's own words", () => {
  expect(classOfFailure(resolutionError(REFUSED, requestOf({ speech: ["demo"] })))?.id).toBe("N5");
});

test.each([
  ["a plan that doesn't fit", new DoesNotFitError("It needs 2 GB.")],
  ["words that nobody knows", new BuildError("x", { cause: new ToolFailure(unknownWords()) })],
  ["a defect", new TypeError("x is undefined")],
  ["no error at all", "text"],
])("%s has none", (_, error) => {
  expect(classOfFailure(error)).toBeUndefined();
});

function unknownWords() {
  return { tool: "uv", exitCode: 1, output: "error: the moon is full", oomKills: 0 } as const;
}

test.each([
  [
    "R2",
    "Because modern==1.0 requires Python >=3.99 and only modern==1.0 is available, we can conclude that all versions of modern cannot be used.\nAnd because you require modern, we can conclude that your requirements are unsatisfiable.",
  ],
  [
    "R1",
    "Because there is no version of lib==7.0 and you require lib==7.0, we can conclude that your requirements are unsatisfiable.",
  ],
])("what uv can't solve has class %s", (id, cause) => {
  const stderr = `error: No solution found when resolving dependencies\n  cause: ${cause}`;

  expect(classOfFailure(resolutionError(stderr, requestOf({ speech: ["modern"] })))?.id).toBe(id);
});
