import { sourceDistribution, wheel } from "../../support/python-packages.ts";
import type { FaultCase, FaultRun, Scene } from "../fault-case.ts";
import { builtWheel } from "./source-builds.ts";

interface Unsolvable {
  readonly title: string;
  readonly files: Scene["files"];
  readonly packages: readonly (readonly string[])[];
  readonly says: RegExp;
  readonly failure: string;
}

function permanent(fault: string, { title, files, packages, says, failure }: Unsolvable): FaultCase {
  const phases = packages.map((all, index) => ({ name: `phase-${index + 1}`, packages: all }));
  return {
    fault,
    title,
    scene: { name: title, files, phases, broken: true },
    inject: () => {},
    expected: { outcome: "failed", classes: [failure], exitCode: 4, extraAttempts: 0 },
    judge: (run) => told(run, says),
  };
}

/** F10: packages that can't be had together, or at all. */
export const UNSOLVABLE: readonly FaultCase[] = [
  permanent("F10", {
    title: "two phases want versions that exclude each other",
    files: () => [
      wheel({ name: "lib", version: "1.0" }),
      wheel({ name: "lib", version: "2.0" }),
      wheel({ name: "old", requires: ["lib<2"] }),
      wheel({ name: "new", requires: ["lib>=2"] }),
    ],
    packages: [["old"], ["new"]],
    says: /lib/,
    failure: "R3",
  }),
  permanent("F10", {
    title: "a package wants another Python",
    files: () => [wheel({ name: "modern", python: ">=3.99" })],
    packages: [["modern"]],
    says: /Python/,
    failure: "R2",
  }),
  permanent("F10", {
    title: "a version doesn't exist",
    files: () => [wheel({ name: "lib", version: "1.0" })],
    packages: [["lib==7.0"]],
    says: /lib==7\.0|lib 7\.0|1\.0/,
    failure: "R1",
  }),
  permanent("F10", {
    title: "a package doesn't exist",
    files: () => [wheel({ name: "lib" })],
    packages: [["no-such-package"]],
    says: /no-such-package/,
    failure: "R0",
  }),
];

/** F11: what a source distribution says of itself isn't what it is once built, and breaks a phase before it. */
export const SILENT_CONFLICTS: readonly FaultCase[] = [
  permanent("F11", {
    title: "an install that succeeds breaks an earlier phase",
    files: async () => [
      wheel({ name: "lib", version: "1.0" }),
      await sourceDistribution("late", builtWheel("late", { requires: ["lib<1"] })),
    ],
    packages: [["lib"], ["late"]],
    says: /lib/,
    failure: "R4",
  }),
];

function told({ stderr }: FaultRun, pattern: RegExp): readonly string[] {
  return pattern.test(stderr) ? [] : [`says nothing of ${pattern}: ${stderr.slice(-600)}`];
}
