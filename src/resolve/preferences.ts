import { stringify } from "smol-toml";
import { heldDistributions } from "../base/held-distributions.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import type { LockedDistribution } from "../python/lock.ts";

/** What the base holds, as `[name, version]`: what is there and will do needn't be installed again. */
export function preferredVersions(facts: BaseFacts): readonly (readonly [name: string, version: string])[] {
  return [...heldDistributions(facts).values()].flatMap(({ name, version, ambiguous }) =>
    version === null || ambiguous ? [] : [[name, version] as const],
  );
}

/**
 * The base's versions as the answer of an earlier resolution: uv keeps those that still fit, as it does with every lock that
 * it finds in its place, and passes over versions that no index has.
 */
export function preferredLock(facts: BaseFacts): string {
  const packages = preferredVersions(facts).map(([name, version]) => ({ name, version }));
  return stringify({ "lock-version": "1.0", "created-by": "surelayer", packages });
}

/** A lock as the requirements file that uv would write for it: its next answer is the same one. */
export function sameAgain(locked: readonly LockedDistribution[]): string {
  return locked.map(({ name, version }) => `${name}==${version}\n`).join("");
}
