import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** cgroup v2 has one tree, v1 one for each resource. */
const V2 = existsSync("/sys/fs/cgroup/cgroup.controllers");
const ROOT = V2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
const LIMIT = V2 ? "memory.max" : "memory.limit_in_bytes";
const COUNTER = V2 ? "memory.events" : "memory.oom_control";

/** Holds so much memory until it is killed; the kernel doesn't choose it as a victim. */
const HOG = [
  "require('node:fs').writeFileSync('/proc/self/oom_score_adj', '-1000');",
  "const held = Buffer.alloc(Number(process.argv[1]), 1);",
  "console.log('held', held.length);",
  "setInterval(() => held.length, 1000);",
].join("");

/** A control group whose processes have only so much memory among them. Needs root. */
export class MemoryGroup {
  /** For dockerd's `--cgroup-parent`. */
  readonly name = `surelayer-test-${randomBytes(3).toString("hex")}`;
  readonly #hogs: ChildProcess[] = [];

  static async create(bytes: number): Promise<MemoryGroup> {
    const group = new MemoryGroup();
    await mkdir(group.#folder);
    if (V2) await writeFile(join(group.#folder, "cgroup.subtree_control"), "+memory").catch(() => {});
    await group.limit(bytes);
    return group;
  }

  get #folder(): string {
    return join(ROOT, this.name);
  }

  async limit(bytes: number): Promise<void> {
    await writeFile(join(this.#folder, LIMIT), String(bytes));
  }

  /** Processes that the kernel has killed in it for want of memory. */
  async kills(): Promise<number> {
    const text = await readFile(join(this.#folder, COUNTER), "utf8");
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  /** Takes memory away from the others; the answer gives it back. */
  async occupy(bytes: number): Promise<() => Promise<void>> {
    // A group with groups in it takes no processes itself in v2.
    const seat = V2 ? join(this.#folder, "hog") : this.#folder;
    if (V2) await mkdir(seat, { recursive: true });
    const enter = 'echo $$ > "$0/cgroup.procs"; exec "$@"';
    const command = ["-ec", enter, seat, process.execPath, "-e", HOG, String(bytes)];
    const hog = spawn("sh", command, { stdio: ["ignore", "pipe", "inherit"] });
    this.#hogs.push(hog);
    await once(hog.stdout, "data");
    return () => end(hog);
  }

  async remove(): Promise<void> {
    await Promise.all(this.#hogs.map(end));
    // Groups of containers go a moment after their containers.
    for (const path of [...(V2 ? [join(this.#folder, "hog")] : []), this.#folder]) {
      for (let i = 0; i < 50 && existsSync(path); i++) {
        await rmdir(path).catch(() => sleep(100));
      }
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}
