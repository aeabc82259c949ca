import { expect, test } from "vitest";
import { cleanContainer } from "../../../../src/image/cleanup/clean-container.ts";
import { BuildError } from "../../../../src/text/errors.ts";
import { bareContainer } from "../../../support/bare-container.ts";
import type { ExecHandler } from "../../../support/memory-programs.ts";
import { testPorts } from "../../../support/test-ports.ts";

const REQUEST = { interpreter: "/usr/bin/python3", level: "normal", needed: ["/app"] } as const;
const ANSWER = { rows: [], kept: { needed: 0, inUse: 0 }, freeBefore: 5, freeAfter: 7 };

const saying =
  (text: string, exitCode = 0): ExecHandler =>
  (exec) => {
    exec.print(text, exitCode === 0 ? "stdout" : "stderr");
    return exitCode;
  };

test("asks the probe in the container, without a shell, and hands on what it answers", async () => {
  let command: readonly string[] = [];
  const container = await bareContainer((exec) => {
    command = exec.spec.command;
    return saying(`greetings of a .pth file\n${JSON.stringify(ANSWER)}`)(exec);
  });
  const result = await cleanContainer(container, { ...REQUEST, targetBytes: 9 }, testPorts());
  expect(command.slice(0, 3)).toEqual(["/usr/bin/python3", "-B", "/dev/surelayer/tools/cleanup.py"]);
  expect(JSON.parse(command[3] ?? "")).toEqual({
    ...{ level: "normal", scope: "layer", target: 9, needed: ["/app"], seconds: 60 },
  });
  expect(result).toEqual({ ...ANSWER, level: "normal", scope: "layer", targetBytes: 9, seconds: 1 });
});

test.each([
  ["fails", saying("Traceback\nMemoryError\n", 1), "MemoryError"],
  ["answers something else", saying('{"rows": 1}'), "expected array"],
])("a probe that %s is said so", async (_, onExec, evidence) => {
  const error = await cleanContainer(await bareContainer(onExec), REQUEST, testPorts()).catch((one) => one);
  expect(error).toBeInstanceOf(BuildError);
  expect(error.evidence).toContain(evidence);
});
