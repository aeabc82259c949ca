import type { Ports } from "../ports/ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { inspectSdists } from "./environment/inspect-sdists.ts";
import { withResolver } from "./environment/with-resolver.ts";
import type { JudgeVersions } from "./remedies/judgement.ts";
import { lockKey, recallLock, rememberLock, type UvAnswer } from "./remembered-lock.ts";
import { systemPackagesOf } from "./request.ts";
import { runUv } from "./run-uv.ts";
import type { EnvironmentInput } from "./separate-environments.ts";
import { advised } from "./steering/advised.ts";
import { chosenVersions } from "./steering/chosen-versions.ts";
import type { FaultsIn, VersionFault } from "./steering/version-faults.ts";

export interface LockBase {
  /** Undefined where the base isn't local: then its facts are declared. */
  readonly imageId: string | undefined;
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
  /** Judges versions that a remedy resolves with as the plan would. */
  readonly judge: JudgeVersions;
  /** What is known to be wrong with versions that resolve. */
  readonly faultsIn: FaultsIn;
  /** Only versions are wanted of it: nobody reads what there is to say about them. */
  readonly interim?: boolean;
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
  const recalled = await Promise.all(environments.map((one) => recalledLock(one, base, ports)));
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
  const { imageId, refresh, judge, faultsIn, interim = false } = base;
  return new Promise((resolve, reject) => {
    const inspected = withResolver(
      { imageId, facts: request.facts, systemPackages: systemPackagesOf(request), purpose },
      toolbox,
      ports,
      async (resolver) => {
        const settled = await runUv({ ...environment, resolver, judge }, ports);
        const answer = await advised(settled, { resolver, request, faultsIn, interim }, ports);
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

/** The lock of an earlier plan. A fault that nobody knew of when it was made is reason to resolve again. */
async function recalledLock(
  environment: EnvironmentInput,
  base: LockBase,
  ports: Ports,
): Promise<UvAnswer | undefined> {
  if (base.refresh) return undefined;
  const answer = await recallLock(ports.cache, keyOf(environment, base, ports));
  if (answer === undefined) return undefined;
  const { request } = environment;
  const faults = base.faultsIn(request, chosenVersions(answer, request));
  const isKnown = ({ about }: VersionFault) => answer.advice.unmended.includes(about);
  return faults.every(isKnown) ? answer : undefined;
}

function keyOf({ request }: EnvironmentInput, { imageId, interim = false }: LockBase, ports: Ports): string {
  return lockKey(request, { declared: imageId === undefined, interim }, ports.network);
}
