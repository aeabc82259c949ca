import { expect, test } from "vitest";
import { otherTorchBuilds } from "../../../src/plan/plan-findings.ts";
import { buildLock, buildWheel } from "../../support/build-locks.ts";
import { plannedPhase, plannedWheel } from "../../support/plans.ts";

/** A phase with a source that is built with this torch. */
function phaseWith(torch: string, changes: object = {}) {
  const build = buildLock(buildWheel("torch", torch));
  const distributions = [{ ...plannedWheel("kernels"), kind: "sdist" as const, build }];
  return plannedPhase("attention", { distributions, ...changes });
}

function environment(torch: string, isolated?: string) {
  const one = { name: "torch", version: torch, phase: undefined, file: undefined };
  return { installed: new Map([["torch", one]]), ...(isolated !== undefined && { isolated }) };
}

test("a source that is built with another torch than it is imported beside is a warning with the line that helps", () => {
  expect(otherTorchBuilds([phaseWith("2.9.1")], [environment("2.8.0+cu128")])).toEqual([
    expect.objectContaining({
      severity: "warning",
      phase: "attention",
      message:
        "kernels 1.0 is built with torch 2.9.1, and the image has torch 2.8.0+cu128: what it compiles may not import.",
      remedy: expect.stringContaining("build_constraints: ['torch==2.8.0']"),
    }),
  ]);
});

test("the same torch is none, whatever it is built for, and an isolated phase has its own", () => {
  expect(otherTorchBuilds([phaseWith("2.8.0")], [environment("2.8.0+cu128")])).toEqual([]);
  const alone = phaseWith("2.9.1", {
    environment: { path: "/opt/x", interpreter: "/opt/x/bin/python", purelib: "/opt/x/lib", bytes: 0 },
  });
  const environments = [environment("2.8.0"), environment("2.9.1", "attention")];
  expect(otherTorchBuilds([alone], environments)).toEqual([]);
  expect(otherTorchBuilds([plannedPhase("plain")], environments)).toEqual([]);
});
