import { describe, expect, test } from "vitest";
import { compileLoad, jobsEnv, jobsFor, memoryLimit } from "../../../../src/image/install/compile-jobs.ts";

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
    expect(jobsEnv(compileLoad(null, 1))).toMatchObject({ MAX_JOBS: "1", NVCC_THREADS: "1" });
    const four = jobsEnv(compileLoad(null, 4));
    expect(four).toMatchObject({ MAX_JOBS: "4", CMAKE_BUILD_PARALLEL_LEVEL: "4" });
    expect(four).not.toHaveProperty("NVCC_THREADS");
  });

  test.each([
    ["as planned", { jobs: 2, nvccThreads: 4 }, 16, { jobs: 2, nvccThreads: 4 }],
    [
      "with fewer jobs where there is less room than planned",
      { jobs: 3, nvccThreads: 2 },
      4,
      { jobs: 2, nvccThreads: 2 },
    ],
    [
      "with fewer threads where there is room for one job only",
      { jobs: 2, nvccThreads: 4 },
      3,
      { jobs: 1, nvccThreads: 3 },
    ],
    ["one by one where there is hardly any", { jobs: 2, nvccThreads: 4 }, 1, { jobs: 1, nvccThreads: 1 }],
  ])("a planned build compiles %s", (_, planned, allowed, load) => {
    expect(compileLoad(planned, allowed)).toEqual(load);
    expect(jobsEnv(load)).toMatchObject({ MAX_JOBS: `${load.jobs}`, NVCC_THREADS: `${load.nvccThreads}` });
  });
});
