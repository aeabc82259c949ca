import { describe, expect, test } from "vitest";
import { jobsEnv, jobsFor, memoryLimit } from "../../../../src/build/install/compile-jobs.ts";

const GIB = 2 ** 30;
const MEMINFO = "MemTotal:       24600000 kB\nMemFree:         1000000 kB\n";

describe("memory that a container may use", () => {
  test("is the cgroup's limit, not the machine's memory", () => {
    expect(memoryLimit(`${4 * GIB}\n${MEMINFO}`)).toBe(4 * GIB);
  });

  test("is the machine's where the cgroup has none: v1 says so with a huge number, v2 with a word", () => {
    expect(memoryLimit(`9223372036854771712\n${MEMINFO}`)).toBe(24_600_000 * 1024);
    expect(memoryLimit(`max\n${MEMINFO}`)).toBe(24_600_000 * 1024);
  });

  test("is the limit of a group above, where the container's own has none", () => {
    const stat = `cache 0\nhierarchical_memory_limit ${2 * GIB}\nhierarchical_memsw_limit 9223372036854771712\n`;
    expect(memoryLimit(`9223372036854771712\n${stat}${MEMINFO}`)).toBe(2 * GIB);
  });

  test("is nothing where nobody says", () => {
    expect(memoryLimit("")).toBe(0);
  });
});

describe("compile jobs", () => {
  test.each([
    [24 * GIB, 2, 2],
    [24 * GIB, 64, 6],
    [4 * GIB, 16, 1],
    [1 * GIB, 16, 1],
    [0, 16, 1],
  ])("with %d bytes and %d processors: %d", (memory, processors, jobs) => {
    expect(jobsFor(memory, processors)).toBe(jobs);
  });

  test("one job compiles with one thread, too", () => {
    expect(jobsEnv(1)).toMatchObject({ MAX_JOBS: "1", NVCC_THREADS: "1" });
    expect(jobsEnv(4)).toMatchObject({ MAX_JOBS: "4", CMAKE_BUILD_PARALLEL_LEVEL: "4" });
    expect(jobsEnv(4)).not.toHaveProperty("NVCC_THREADS");
  });
});
