import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** One run of a command. Seconds; the processor's are those of the process and its children. */
export interface Timed {
  readonly wall: number;
  readonly processor: number;
  /** Runnable processes of the machine over the last minute, when it began and when it ended. */
  readonly load: readonly [number, number];
}

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs a command by GNU time. @throws when the command fails. */
export async function timed({ argv, cwd, env }: Command): Promise<Timed> {
  const times = join(cwd, "times");
  const [before = 0] = loadavg();
  await promisify(execFile)("/usr/bin/time", ["-o", times, "-f", "%e %U %S", ...argv], {
    ...{ cwd, env, maxBuffer: 1e8 },
  });
  const [after = 0] = loadavg();
  const [wall = 0, user = 0, system = 0] = (await readFile(times, "utf8")).split(" ").map(Number);
  return { wall, processor: Math.round((user + system) * 100) / 100, load: [before, after] };
}
