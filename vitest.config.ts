import { defineConfig } from "vitest/config";

const MINUTE = 60_000;

interface ProjectOptions {
  readonly fileParallelism?: boolean;
  readonly maxWorkers?: number;
  readonly globalSetup?: string;
}

/** Tests of one folder. There is one engine and one registry, so whatever talks to them runs one file at a time. */
function project(name: string, timeout: number, order: number, more: ProjectOptions = {}) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: timeout,
      hookTimeout: timeout,
      fileParallelism: false,
      sequence: { groupOrder: order },
      ...more,
    },
  };
}

export default defineConfig({
  test: {
    environment: "node",
    mockReset: true,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      project("boundaries", MINUTE, 0),
      project("unit", 10_000, 0, { fileParallelism: true }),
      project("contract", MINUTE, 1),
      project("integration", 4 * MINUTE, 2, { fileParallelism: true, maxWorkers: 2 }),
      // Disks that fill while the clock runs, and processes that are killed: the next process sweeps what those leave.
      project("alone", 4 * MINUTE, 3),
      // Each file has an engine of its own, and waits for outages most of the time, in the whole matrix most of all.
      project("faults", 5 * MINUTE, 4, {
        globalSetup: "test/faults/report-runs.ts",
        fileParallelism: true,
        maxWorkers: process.env["SURELAYER_FULL"] === "1" ? 3 : 2,
      }),
      project("e2e", 10 * MINUTE, 5),
    ],
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text-summary", "json-summary"] },
  },
});
