import fc from "fast-check";
import { expect, test } from "vitest";
import { predictSourceBuild } from "../../../src/plan/source-build.ts";

const GB = 1e9;

test("jobs come from the cgroup's memory, not from the cores of the host", () => {
  const prediction = predictSourceBuild({ memoryLimitBytes: 16 * GB, hostMemoryBytes: 256 * GB, cpus: 64 });

  expect(prediction).toMatchObject({ jobs: 1, nvccThreads: 3, memoryBytes: 15 * GB, fits: true });
});

test("a large machine is used", () => {
  const machine = { memoryLimitBytes: undefined, hostMemoryBytes: 256 * GB, cpus: 32 };

  expect(predictSourceBuild(machine)).toMatchObject({ jobs: 8, nvccThreads: 4, fits: true });
});

test("too little memory for one compiler doesn't fit", () => {
  expect(predictSourceBuild({ memoryLimitBytes: 4 * GB, hostMemoryBytes: 24 * GB, cpus: 2 })).toMatchObject({
    fits: false,
    reason: "One compiler needs about 5.00 GB, and the build has 4.00 GB.",
  });
});

test("never more memory than there is, and never slower with more of it", () => {
  const gigabytes = fc.integer({ min: 5, max: 500 });
  fc.assert(
    fc.property(gigabytes, gigabytes, fc.integer({ min: 1, max: 128 }), (one, other, cpus) => {
      const at = (size: number) =>
        predictSourceBuild({ memoryLimitBytes: size * GB, hostMemoryBytes: 1000 * GB, cpus });
      const [small, large] = [at(Math.min(one, other)), at(Math.max(one, other))];
      return (
        small.memoryBytes <= Math.min(one, other) * GB &&
        large.jobs * large.nvccThreads >= small.jobs * small.nvccThreads - 3
      );
    }),
  );
});
