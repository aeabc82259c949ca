import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, open, stat } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Processes, ProcessOptions, ProcessResult } from "../ports/machine.ts";
import { messageOf } from "../text/errors.ts";
import { createLineSplitter } from "../text/foreign-text.ts";
import { type Environment, variable } from "./environment.ts";

/** No program of ours prints more: a program that does is broken. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const KILL_AFTER_MS = 2000;

/** Shared by the whole process: when the process ends, all of its programs must end. */
const running = new Set<ChildProcess>();

function endAll(): void {
  for (const child of running) signalGroup(child, "SIGKILL");
}

/** A sudden end of this process, such as after a second Ctrl-C, must leave no programs behind. */
function endAllOnExit(): void {
  if (!process.listeners("exit").includes(endAll)) process.on("exit", endAll);
}

/**
 * Runs programs of this machine by Node's own spawn, because a stop of the run must stop a long program. Each program leads
 * a process group, so that a stop reaches its children, too.
 */
export function createNodeProcesses(env: Environment): Processes {
  endAllOnExit();
  return {
    async run(command, args, options = {}) {
      options.signal?.throwIfAborted();
      const child = spawn(command, args, {
        ...{ detached: true, stdio: ["pipe", "pipe", "pipe"] },
        env: { ...inherited(env, options.inherit), ...options.env },
        ...(options.cwd !== undefined && { cwd: options.cwd }),
      });
      running.add(child);
      try {
        return await finish(child, command, options);
      } finally {
        running.delete(child);
      }
    },
    ask: askProgram,
    which: (command) => which(command, variable(env, "PATH") ?? "/usr/bin:/bin"),
    spawnDetached: (command, args, { logFile }) => spawnDetached(command, args, { logFile, env }),
  };
}

function inherited(env: Environment, names: readonly string[] | undefined): Environment {
  if (names === undefined) return env;
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}

async function finish(child: ChildProcess, command: string, options: ProcessOptions): Promise<ProcessResult> {
  const stdout = collect(child.stdout, options.onLine, () => signalGroup(child, "SIGKILL"));
  const stderr = collect(child.stderr, options.onLine, () => signalGroup(child, "SIGKILL"));
  const stop = stopper(child);
  options.signal?.addEventListener("abort", stop.now, { once: true });
  // A program may close its input unread, which is no error of ours.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input ?? "");
  try {
    const exitCode = await exitOf(child, command);
    options.signal?.throwIfAborted();
    return { exitCode, stdout: stdout(), stderr: stderr() };
  } finally {
    stop.done();
    options.signal?.removeEventListener("abort", stop.now);
  }
}

/** The exit code; after a signal, 128 + the signal's number, as in shells. */
function exitOf(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      const { code } = error as NodeJS.ErrnoException;
      reject(
        Object.assign(new Error(`${command} can't be started: ${messageOf(error)}`, { cause: error }), {
          code,
        }),
      );
    });
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal === "SIGKILL" ? 9 : 15)));
  });
}

/** Asks the group to end and clean up, and kills the group after two seconds. */
function stopper(child: ChildProcess) {
  let timer: NodeJS.Timeout | undefined;
  return {
    now: (): void => {
      signalGroup(child, "SIGTERM");
      timer = setTimeout(() => signalGroup(child, "SIGKILL"), KILL_AFTER_MS);
    },
    done: () => clearTimeout(timer),
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function collect(
  stream: NodeJS.ReadableStream | null,
  onLine: ((line: string) => void) | undefined,
  onFlood: () => void,
): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const lines = onLine && createLineSplitter({ onLine });
  stream?.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_OUTPUT_BYTES) onFlood();
    else chunks.push(chunk);
    lines?.write(chunk);
  });
  stream?.on("end", () => lines?.end());
  return () => Buffer.concat(chunks).toString("utf8");
}

async function which(command: string, path: string): Promise<string | undefined> {
  const candidates = command.includes("/")
    ? [command]
    : path.split(delimiter).map((folder) => join(folder, command));
  for (const candidate of candidates) {
    const executable = await access(candidate, constants.X_OK).then(
      async () => (await stat(candidate)).isFile(),
      () => false,
    );
    if (executable) return candidate;
  }
  return undefined;
}

async function spawnDetached(
  command: string,
  args: readonly string[],
  options: { readonly logFile: string; readonly env: Environment },
): Promise<number> {
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = await open(options.logFile, "a");
  try {
    const stdio = ["ignore", log.fd, log.fd] as const;
    const child = spawn(command, args, { detached: true, stdio: [...stdio], env: { ...options.env } });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    return child.pid as number;
  } finally {
    await log.close();
  }
}

/**
 * Asks a program one short question through @actions/exec. Longer work needs `run`, because @actions/exec can't stop a
 * program.
 */
async function askProgram(
  command: string,
  args: readonly string[],
  input: string | undefined,
): Promise<ProcessResult> {
  // Loaded at the first question: most runs ask none.
  const { getExecOutput } = await import("@actions/exec");
  // The first parameter is a command line, in which a path with blanks needs quotes.
  return await getExecOutput(`"${command}"`, [...args], {
    silent: true,
    ignoreReturnCode: true,
    ...(input !== undefined && { input: Buffer.from(input) }),
  });
}
