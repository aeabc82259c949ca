import { setTimeout as sleep } from "node:timers/promises";
import type { ExecSpec } from "../../src/ports/engine.ts";
import type { FileView } from "./memory-files.ts";

/** One command that runs in an in-memory container. */
export interface MemoryExec {
  readonly container: string;
  readonly image: string;
  readonly spec: ExecSpec;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly files: FileView;
  print(output: string | Uint8Array, stream?: "stdout" | "stderr"): void;
}

/** Answers the exit code; undefined leaves the command to the next in line. */
export type ExecHandler = (exec: MemoryExec) => number | undefined | Promise<number | undefined>;

type Program = (exec: MemoryExec, args: readonly string[]) => number | Promise<number>;

const KIBIBYTES_64 = 65_536;

/** As much of a Debian as the contract suite uses. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  true: () => 0,
  false: () => 1,
  echo: (exec, args) => say(exec, `${args.join(" ")}\n`),
  pwd: (exec) => say(exec, `${exec.workdir}\n`),
  id: (exec) => say(exec, "0\n"),
  printenv: (exec, [name = ""]) => {
    const value = exec.env[name];
    return value === undefined ? 1 : say(exec, `${value}\n`);
  },
  cat: (exec, paths) => Math.max(0, ...paths.map((path) => cat(exec, path))),
  cp: (exec, [from = "", to = ""]) => {
    const content = exec.files.read(from);
    return content
      ? store(exec, to, content)
      : complain(exec, `cp: cannot stat '${from}': No such file or directory`);
  },
  mkdir: (exec, [path = ""]) => store(exec, path, null),
  truncate: (exec, [, size = "0", path = ""]) => store(exec, path, new Uint8Array(Number(size))),
  test: (exec, [, path = ""]) => (exec.files.read(path) || exec.files.isFolder(path) ? 0 : 1),
  head: (exec, [, count = "0"]) => {
    for (let left = Number(count); left > 0; left -= KIBIBYTES_64) {
      exec.print(new Uint8Array(Math.min(left, KIBIBYTES_64)));
    }
    return 0;
  },
  yes: async (exec) => {
    while (!exec.spec.signal?.aborted) {
      exec.print("y\n");
      await sleep(1);
    }
    return 143;
  },
  sleep: async (exec, [seconds = "0"]) => {
    await sleep(Number(seconds) * 1000, undefined, exec.spec.signal ? { signal: exec.spec.signal } : {});
    return 0;
  },
};

export async function runProgram(exec: MemoryExec): Promise<number> {
  const [name = "", ...args] = exec.spec.command;
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  if (program) return await program(exec, args);
  complain(exec, `exec: "${name}": executable file not found in $PATH`);
  return 127;
}

function say(exec: MemoryExec, text: string | Uint8Array): number {
  exec.print(text);
  return 0;
}

function complain(exec: MemoryExec, text: string): number {
  exec.print(`${text}\n`, "stderr");
  return 1;
}

function cat(exec: MemoryExec, path: string): number {
  const content = exec.files.read(path);
  return content ? say(exec, content) : complain(exec, `cat: ${path}: No such file or directory`);
}

function store(exec: MemoryExec, path: string, content: Uint8Array | null): number {
  try {
    exec.files.write(path, content);
    return 0;
  } catch {
    return complain(exec, `cannot create ${path}: Read-only file system`);
  }
}
