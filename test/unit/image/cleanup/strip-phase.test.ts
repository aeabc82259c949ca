import { expect, test } from "vitest";
import { stripPhase } from "../../../../src/image/cleanup/strip-phase.ts";
import { bareContainer } from "../../../support/bare-container.ts";

const REQUEST = { interpreter: "python3", kinds: ["tests"], names: ["a"], imports: [] } as const;
const { signal } = new AbortController();

test("runs nothing where there is nothing to do", async () => {
  const container = await bareContainer(() => {
    throw new Error("nothing was to run");
  });
  expect(await stripPhase(container, { ...REQUEST, kinds: [] }, signal)).toEqual([]);
  expect(await stripPhase(container, { ...REQUEST, names: [] }, signal)).toEqual([]);
});

test("that fails is an error with what the interpreter said last", async () => {
  const container = await bareContainer((exec) => {
    exec.print("Traceback\nPermissionError: RECORD\n", "stderr");
    return 1;
  });
  await expect(stripPhase(container, REQUEST, signal)).rejects.toMatchObject({
    name: "BuildError",
    evidence: "PermissionError: RECORD",
  });
});
