import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { lookIntoSources } from "./look-into-sources.ts";
import { openPlace } from "./open-place.ts";
import { lockKey, recallLock, rememberLock, type UvAnswer } from "./remembered-lock.ts";
import { runUv } from "./run-uv.ts";
import type { EnvironmentInput } from "./separate-environments.ts";

export interface LockBase {
  /** Undefined where the base isn't here: then its facts are declared. */
  readonly imageId: string | undefined;
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
    environments.map((one) => (base.refresh ? undefined : recallLock(ports.cache, keyOf(one, base, ports)))),
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
  const { isolated, facts } = environment;
  const purpose = isolated === undefined ? "resolve" : `resolve-${isolated}`;
  const { imageId, refresh } = base;
  const answer = await openPlace({ imageId, facts, purpose }, toolbox, ports, async (place) => {
    const solved = await runUv({ ...environment, place }, ports);
    // Nothing is built on this machine itself.
    if (imageId !== undefined) await lookIntoSources({ ...environment, place, refresh }, solved, ports);
    return solved;
  });
  await rememberLock(ports.cache, keyOf(environment, base, ports), answer);
  return answer;
}

function keyOf(environment: EnvironmentInput, { imageId }: LockBase, ports: Ports): string {
  return lockKey({ ...environment, declared: imageId === undefined }, ports.network);
}
