import { expect, test } from "vitest";
import { endProcesses } from "../../../../src/image/layer-judgement/end-processes.ts";
import { BuildError } from "../../../../src/text/errors.ts";
import { RecordingLogger } from "../../../support/recording-logger.ts";

/** A container in which these programs run before and after a restart. */
function container(...answers: (readonly string[] | undefined)[]) {
  const restarts: string[] = [];
  return {
    restarts,
    otherProcesses: async () => answers.shift(),
    restart: async () => void restarts.push("now"),
  };
}

test("a container in which nothing runs isn't restarted", async () => {
  const quiet = container([]);
  await endProcesses(quiet, "speech", { log: new RecordingLogger() });
  expect(quiet.restarts).toEqual([]);
});

test("what runs is named, and ended", async () => {
  const log = new RecordingLogger();
  const busy = container(["python\n-c loop", "b", "c", "d", "e", "f"], []);
  await endProcesses(busy, "speech", { log });
  expect(busy.restarts).toHaveLength(1);
  expect(log.lines.map((one) => one.message).join()).toContain(
    "Phase speech left programs running, which are ended now: python -c loop; b; c; d; e; and 1 more",
  );
});

test("where the engine can't tell, the container is restarted", async () => {
  const unknown = container(undefined, undefined);
  await endProcesses(unknown, "speech", { log: new RecordingLogger() });
  expect(unknown.restarts).toHaveLength(1);
});

test("what runs even after a restart ends the build", async () => {
  const stubborn = container(["loop"], ["loop"]);
  await expect(endProcesses(stubborn, "speech", { log: new RecordingLogger() })).rejects.toThrow(BuildError);
});
