import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { lookIntoSources } from "./look-into-sources.ts";
import { lockKey, recallLock, rememberLock, type UvAnswer } from "./remembered-lock.ts";
import { runUv } from "./run-uv.ts";
import type { EnvironmentInput } from "./separate-environments.ts";

export interface LockBase {
  readonly imageId: string;
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
}

/**
 * A lock for each environment, in the same order: that of an earlier plan of the same input, or a new one. New ones are
 * made side by side, since a resolution waits for the index most of the time.
 * @throws what the first environment that has no lock failed with, after all have ended.
 */
export async function lockEnvironments(
  environments: readonly EnvironmentInput[],
  base: LockBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly UvAnswer[]> {
  const recalled = await Promise.all(
    environments.map((one) => (base.refresh ? undefined : recallLock(ports.cache, keyOf(one, ports)))),
  );
  if (recalled.every((answer) => answer !== undefined)) return recalled;
  const title =
    environments.length > 1 ? `resolve ${environments.length} environments` : "resolve all phases";
  return ports.log.task(title, async () => {
    const locks = await Promise.allSettled(
      environments.map((one, index) => recalled[index] ?? lockEnvironment(one, base, toolbox, ports)),
    );
    return locks.map((lock) => {
      if (lock.status === "rejected") throw lock.reason;
      return lock.value;
    });
  });
}

async function lockEnvironment(
  environment: EnvironmentInput,
  base: LockBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<UvAnswer> {
  const { isolated } = environment;
  const purpose = isolated === undefined ? "resolve" : `resolve-${isolated}`;
  const answer = await toolbox.open(base.imageId, purpose, async (container) => {
    const solved = await runUv({ ...environment, container }, ports);
    await lookIntoSources({ ...environment, container, refresh: base.refresh }, solved, ports);
    return solved;
  });
  await rememberLock(ports.cache, keyOf(environment, ports), answer);
  return answer;
}

function keyOf(environment: EnvironmentInput, ports: Ports): string {
  return lockKey(environment, ports.network);
}
