import { type FailureRule, failureRule } from "../signature.ts";

/** The machine ran out of memory or disk. */
export const RESOURCE_RULES: readonly FailureRule[] = [
  failureRule({
    id: "D2",
    name: "engine's disk full",
    seen: "The engine could not write a layer: its data root is full.",
    retry: "once",
    recovery: "clean-disk",
    error: "does-not-fit",
    remedy:
      "Free space below the engine's data root (`docker system df`), or move it to a larger disk; finished phases are kept.",
    signatures: [
      {
        trust: "kernel",
        pattern: /no space left on device|disk quota exceeded|ENOSPC|engine's disk is full/i,
        tools: ["engine"],
      },
    ],
  }),
  failureRule({
    id: "D1",
    name: "disk full",
    seen: "A file could not be written while the phase was installed: the engine's disk, or the folder for temporary files, is full.",
    retry: "once",
    recovery: "clean-disk",
    error: "does-not-fit",
    remedy:
      "Free space on the engine's data root, or move it to a larger disk, and run again: finished phases are kept. `surelayer plan` says how much the phase needs.",
    signatures: [
      {
        trust: "kernel",
        pattern:
          /No space left on device|os error 28\b|\bErrno 28\b|\bENOSPC\b|Disk quota exceeded|\bErrno 122\b|os error 122\b|You don't have enough free space in /i,
      },
    ],
  }),
  failureRule({
    id: "O1",
    name: "out of memory in a build",
    seen: "The kernel killed a compiler or another child of the installer, because the memory was used up. The installer itself often ends with code 1.",
    retry: "once",
    recovery: "fewer-jobs",
    remedy:
      "Give the container more memory, or set MAX_JOBS=1 in the phase's environment; one nvcc needs 3–5 GB. A prebuilt wheel needs none.",
    signatures: [
      {
        trust: "kernel",
        pattern:
          /signal terminated program |died due to signal 9\b|internal compiler error: Killed|fatal error: Killed signal|Signals\.SIGKILL|exit (?:code|status):? -9\b|signal: 9\b|Cannot allocate memory|virtual memory exhausted|std::bad_alloc|out of memory allocating|^MemoryError\b|os error 12\b|LLVM ERROR: out of memory/,
      },
      {
        trust: "build",
        pattern: /\bKilled$|Killed: 9|exit (?:code|status):? 137\b|returned 137\b|Error 137\b/,
      },
    ],
  }),
  failureRule({
    id: "O2",
    name: "out of memory",
    seen: "The kernel killed the installer or the command itself, because the memory was used up (exit code 137).",
    retry: "once",
    recovery: "fewer-jobs",
    remedy: "Give the container more memory, or split the phase into smaller ones.",
  }),
];
