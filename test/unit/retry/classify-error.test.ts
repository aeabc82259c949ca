import { expect, test } from "vitest";
import { classifyError } from "../../../src/retry/classify-error.ts";
import { ToolFailure } from "../../../src/retry/tool-failure.ts";
import { BuildError, DoesNotFitError, EngineError, InterruptedError } from "../../../src/text/errors.ts";

const evidence = "Error processing tar file(exit status 1): write /noise: no space left on device";

test.each([
  [
    "what a tool printed",
    new ToolFailure({ tool: "apt", exitCode: 100, output: "E: Failed to fetch x  503  Busy", oomKills: 0 }),
    "N",
  ],
  [
    "an engine that is gone",
    new EngineError("The engine is gone.", { evidence: "connect ECONNREFUSED /var/run/docker.sock" }),
    "X1",
  ],
  ["a commit on a full disk", new DoesNotFitError("The engine's disk is full.", { evidence }), "D2"],
])("%s is classified", (_name, error, id) => {
  expect(classifyError(error)?.class.id).toMatch(new RegExp(`^${id}`));
});

test.each([
  new InterruptedError("SIGINT"),
  new BuildError("demo can't be imported"),
  // The watch's numbers: what another try would find, too.
  new DoesNotFitError("Phase demo was stopped before the disk was full.", {
    evidence: "Phase demo has written 2 GB of 1 GB predicted.",
  }),
])("an error that says so itself isn't: $message", (error) => {
  expect(classifyError(error)).toBeUndefined();
});
