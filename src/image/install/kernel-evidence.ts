import type { Container } from "../../ports/engine.ts";
import { execText } from "../../toolbox/exec-text.ts";

/** Of cgroup v1 and v2, as a container sees its own. */
const COUNTERS = ["/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events"];

/**
 * How many processes of the container the kernel has killed for want of memory. The installer's exit code doesn't say (1, not
 * 137), and the engine's `OOMKilled` speaks of the container's first process only.
 */
export async function oomKills(container: Container, signal: AbortSignal): Promise<number> {
  const result = await execText(container, { command: ["cat", ...COUNTERS], signal });
  const counts = [...result.stdout.matchAll(/^oom_kill (\d{1,12})$/gm)].map((one) => Number(one[1]));
  return Math.max(0, ...counts);
}
