import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** cgroup v2 has one tree, v1 one for each resource. */
const V2 = existsSync("/sys/fs/cgroup/cgroup.controllers");
const ROOT = V2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
const LIMIT = V2 ? "memory.max" : "memory.limit_in_bytes";
const COUNTER = V2 ? "memory.events" : "memory.oom_control";

/** A control group whose processes have only so much memory among them. Needs root. */
export class MemoryGroup {
  /** For dockerd's `--cgroup-parent`. */
  readonly name = `surelayer-test-${randomBytes(3).toString("hex")}`;

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

  /** Processes that the kernel has killed for want of memory in the containers that are there now; v1 counts each group alone. */
  async kills(): Promise<number> {
    const groups = await readdir(this.#folder, { withFileTypes: true });
    const counts = groups
      .filter((one) => one.isDirectory())
      .map(async ({ name }) => {
        const text = await readFile(join(this.#folder, name, COUNTER), "utf8").catch(() => "");
        return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
      });
    return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
  }

  /**
   * Takes memory away from the others; the answer gives it back. It is a file in memory, which counts for who wrote it: no process
   * that the kernel could choose as its victim.
   */
  async occupy(bytes: number): Promise<() => Promise<void>> {
    // A group with groups in it takes no processes itself in v2.
    const seat = V2 ? join(this.#folder, "writer") : this.#folder;
    if (V2) await mkdir(seat, { recursive: true });
    const path = `/dev/shm/${this.name}`;
    const enter = 'echo $$ > "$0/cgroup.procs"; exec fallocate -l "$1" "$2"';
    await execute("sh", ["-ec", enter, seat, String(bytes), path]);
    return () => rm(path, { force: true });
  }

  async remove(): Promise<void> {
    await rm(`/dev/shm/${this.name}`, { force: true });
    // Groups of containers go a moment after their containers.
    for (const path of [...(V2 ? [join(this.#folder, "writer")] : []), this.#folder]) {
      for (let i = 0; i < 50 && existsSync(path); i++) {
        await rmdir(path).catch(() => sleep(100));
      }
    }
  }
}
