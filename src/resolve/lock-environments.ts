import type { Ports } from "../ports/ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { RemarksOn } from "./conflicts/verified-remedies.ts";
import { inspectSdists } from "./environment/inspect-sdists.ts";
import { withResolver } from "./environment/with-resolver.ts";
import { lockKey, recallLock, rememberLock, type UvAnswer } from "./remembered-lock.ts";
import { runUv } from "./run-uv.ts";
import type { EnvironmentInput } from "./separate-environments.ts";

export interface LockBase {
  /** Undefined where the base isn't local: then its facts are declared. */
  readonly imageId: string | undefined;
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
  /** What to say beside a remedy that resolves. */
  readonly remarksOn: RemarksOn;
}

/** uv's answer, available before its source distributions are looked into. */
interface EnvironmentLock {
  readonly answer: UvAnswer;
  /** Settles when the source distributions are looked into and the place is given back. Await it even after a failure. */
  readonly inspected: Promise<void>;
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
): Promise<readonly EnvironmentLock[]> {
  const recalled = await Promise.all(
    environments.map((one) => (base.refresh ? undefined : recallLock(ports.cache, keyOf(one, base, ports)))),
  );
  const known = recalled.map((answer) => answer && { answer, inspected: Promise.resolve() });
  if (known.every((lock) => lock !== undefined)) return known;
  const title =
    environments.length > 1 ? `resolve ${environments.length} environments` : "resolve all phases";
  const locks = await ports.log.task(title, () =>
    Promise.allSettled(
      environments.map((one, index) => known[index] ?? lockEnvironment(one, base, toolbox, ports)),
    ),
  );
  const made = locks.flatMap((lock) => (lock.status === "fulfilled" ? [lock.value] : []));
  const failed = locks.find((lock) => lock.status === "rejected");
  if (failed === undefined) return made;
  await Promise.allSettled(made.map((lock) => lock.inspected));
  throw failed.reason;
}

/** The resolver environment stays open after the answer: the wheels can be read while sources are built in the place. */
function lockEnvironment(
  environment: EnvironmentInput,
  base: LockBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<EnvironmentLock> {
  const { isolated, request } = environment;
  const purpose = isolated === undefined ? "resolve" : `resolve-${isolated}`;
  const { imageId, refresh, remarksOn } = base;
  return new Promise((resolve, reject) => {
    const inspected = withResolver(
      { imageId, facts: request.facts, purpose },
      toolbox,
      ports,
      async (resolver) => {
        const answer = await runUv({ ...environment, resolver, remarksOn }, ports);
        resolve({ answer, inspected });
        // Nothing is built on this machine itself.
        if (imageId !== undefined) await inspectSdists({ ...environment, resolver, refresh }, answer, ports);
        // Not earlier: a plan that recalls the lock doesn't look into sources.
        await rememberLock(ports.cache, keyOf(environment, base, ports), answer);
      },
    );
    inspected.catch(reject);
  });
}

function keyOf({ request }: EnvironmentInput, { imageId }: LockBase, ports: Ports): string {
  return lockKey(request, { declared: imageId === undefined }, ports.network);
}
