import { stringify } from "smol-toml";
import { installedDistributions } from "../base/installed-distributions.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import type { LockedDistribution } from "../python/lock.ts";

/** The base's distributions. The resolver prefers their versions: a version that fits needn't be installed again. */
export function preferredVersions(facts: BaseFacts): readonly (readonly [name: string, version: string])[] {
  return [...installedDistributions(facts).values()].flatMap(({ name, version, ambiguous }) =>
    version === null || ambiguous ? [] : [[name, version] as const],
  );
}

/**
 * The base's versions, written as the lock of an earlier resolution. uv keeps the versions of such a lock that still fit, and
 * passes over those that no index has.
 */
export function preferredLock(facts: BaseFacts): string {
  const packages = preferredVersions(facts).map(([name, version]) => ({ name, version }));
  return stringify({ "lock-version": "1.0", "created-by": "surelayer", packages });
}

/** A lock as the requirements file that uv would write for it: its next answer is the same one. */
export function lockedPreferences(locked: readonly LockedDistribution[]): string {
  return locked.map(({ name, version }) => `${name}==${version}\n`).join("");
}
