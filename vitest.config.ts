import { defineConfig } from "vitest/config";

const MINUTE = 60_000;
const FULL = process.env["SURELAYER_FULL"] === "1";

interface ProjectOptions {
  readonly exclude?: readonly string[];
  readonly fileParallelism?: boolean;
  readonly globalSetup?: string;
  readonly isolate?: boolean;
  readonly maxWorkers?: number;
  readonly pool?: "threads";
}

/** Files side by side, in processes that load a module once for all of their files. */
const SHARED = { fileParallelism: true, isolate: false };

/** Integration that unit tests hold, too, and that takes minutes: in the whole suite only. */
const WHOLE_SUITE_ONLY =
  "**/{build-constraints,declared-base-build,direct-commit-refusals,edited-plan,file-clashes,hopeless-wheels,other-source,push-engine-killed,push-outages,removed-layers,sources-with-system-packages}.test.ts";

/** Tests of one folder, one file at a time unless something else is said. */
function project(
  name: string,
  timeout: number,
  order: number,
  { exclude = [], ...more }: ProjectOptions = {},
) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      exclude: [...exclude],
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
      // A thread for each processor.
      project("unit", 10_000, 0, { ...SHARED, pool: "threads", maxWorkers: 2 }),
      project("contract", MINUTE, 1, { ...SHARED, maxWorkers: 2 }),
      // Each file has images and processes of its own.
      project("integration", 4 * MINUTE, 2, {
        exclude: FULL ? [] : [WHOLE_SUITE_ONLY],
        ...SHARED,
        maxWorkers: FULL ? 3 : 4,
      }),
      // A disk that fills while the clock runs, and runs that are killed: any other run sweeps what those leave.
      project("alone", 4 * MINUTE, 3, { ...SHARED, maxWorkers: 2 }),
      // Each file has an engine of its own, and waits for outages most of the time.
      project("faults", 5 * MINUTE, 4, {
        exclude: FULL ? ["**/everyday-*"] : ["**/{disk,flood,names,outages,packages,pip,transfers}.test.ts"],
        globalSetup: "test/faults/report-runs.ts",
        ...SHARED,
        maxWorkers: FULL ? 3 : 4,
      }),
      project("e2e", 10 * MINUTE, 5, { ...SHARED, maxWorkers: 2 }),
      // Everything that users run, on each Node that README promises.
      project("nodes", 4 * MINUTE, 6),
    ],
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text-summary", "json-summary"] },
  },
});
