import { setTimeout as sleep } from "node:timers/promises";
import type { MemoryGroup } from "../../support/memory-group.ts";
import { sourceDistribution } from "../../support/python-packages.ts";
import type { FaultCase, Scene } from "../fault-case.ts";
import { builtWheel } from "./source-builds.ts";

export const GROUP_BYTES = 700 * 2 ** 20;
const COMPILER_MB = 250;

/**
 * A build that starts compilers, each with some memory of its own; what the kernel does to one of them is reported as gcc
 * reports it.
 */
function compiling(jobs: string, megabytes: number): readonly string[] {
  return [
    "import os, subprocess, sys",
    `child = "import time; held = bytearray(${megabytes} << 20); held[::4096] = b'x' * len(held[::4096]); time.sleep(1)"`,
    `children = [subprocess.Popen([sys.executable, "-c", child]) for _ in range(${jobs})]`,
    "statuses = [one.wait() for one in children]",
    "if any(statuses):",
    '    print("gcc: fatal error: Killed signal terminated program cc1plus", file=sys.stderr, flush=True)',
    "    raise SystemExit(1)",
  ];
}

function scene(name: string, jobs: string, megabytes: number, change: Partial<Scene> = {}): Scene {
  const build = { first: compiling(jobs, megabytes), module: JOBS_SEEN };
  return {
    name,
    files: async () => [await sourceDistribution("kernel", builtWheel("kernel", build))],
    phases: [{ name: "kernel", packages: ["kernel"], imports: ["kernel"] }],
    ...change,
  };
}

/** The module remembers how many jobs its build was allowed. */
const JOBS_SEEN = '"jobs = %r\\n" % os.environ.get("MAX_JOBS")';

/** F13 and F14: builds in containers that share too little memory. */
export function memoryCases(group: () => MemoryGroup): readonly FaultCase[] {
  return [
    {
      fault: "F13",
      title: "a neighbour's memory is missing when a compiler wants it",
      scene: scene("one compiler", "1", COMPILER_MB),
      inject: ({ index, afterwards }) => {
        let over = false;
        let watching: Promise<void> | undefined;
        // The plan has fetched and built it once; the memory goes when it is fetched to be installed.
        index.onDownload(/^kernel/, async (time) => {
          if (time !== 2) return;
          const free = await group().occupy(GROUP_BYTES - 150 * 2 ** 20);
          watching = whenKilled(group(), () => over).then(free);
        });
        afterwards(async () => {
          over = true;
          await watching;
        });
      },
      expected: { outcome: "recovered", classes: ["O1"], extraAttempts: 1 },
      judge: ({ report }) =>
        report?.journal.attempts.length === 1 ? [] : ["the kernel killed nothing, so nothing is proved"],
    },
    {
      fault: "F13",
      title: "a compiler wants more memory than there is",
      scene: scene("a large compiler", "1", 1000, { broken: true }),
      inject: () => {},
      expected: { outcome: "failed", classes: ["O1"], exitCode: 1, extraAttempts: 1 },
    },
    {
      fault: "F14",
      title: "as many compilers as the group's memory allows",
      // Without being told, it would start as many as a machine with much memory allows.
      scene: scene("several compilers", 'int(os.environ.get("MAX_JOBS") or 4)', COMPILER_MB),
      inject: () => {},
      expected: { outcome: "recovered", classes: [], extraAttempts: 0 },
      judge: async ({ image, exitCode }, oracle) => {
        if (exitCode !== 0) return [];
        const { output } = await oracle.run(image, ["python3", "-c", "import kernel; print(kernel.jobs)"]);
        return output.trim() === "1" ? [] : [`the build was told ${output.trim()} jobs instead of 1`];
      },
    },
  ];
}

async function whenKilled(group: MemoryGroup, over: () => boolean): Promise<void> {
  while (!over() && (await group.kills()) === 0) await sleep(50);
}
