import type { BaseDistribution, BaseFacts } from "../python/base-facts.ts";
import { normaliseName } from "../python/distribution-name.ts";

/** A name among the base's distributions, with all metadata of that name. */
export interface InstalledDistribution {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** In the order in which Python finds them; the first is the one that is imported. */
  readonly entries: readonly BaseDistribution[];
  /** Of the first; null where its metadata is absent or broken. */
  readonly version: string | null;
  /** One folder has several metadata of this name, so that nobody knows whose files are there. */
  readonly ambiguous: boolean;
}

/** What the base holds, by normalised name. */
export function installedDistributions(facts: BaseFacts): ReadonlyMap<string, InstalledDistribution> {
  const groups = new Map<string, BaseDistribution[]>();
  for (const one of facts.distributions) {
    const name = normaliseName(one.name);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return new Map([...groups].map(([name, entries]) => [name, installedDistribution(name, entries)]));
}

function installedDistribution(name: string, entries: readonly BaseDistribution[]): InstalledDistribution {
  const [first] = entries;
  const beside = entries.filter((one) => one.location !== null && one.location === first?.location);
  return { name, entries, version: first?.version ?? null, ambiguous: beside.length > 1 };
}

/** Kept distributions that the base holds, as `name==version`, local version included. */
export function keptPins(keep: readonly string[], facts: BaseFacts): readonly string[] {
  const kept = new Set(keep);
  return [...installedDistributions(facts).values()].flatMap(({ name, version }) =>
    kept.has(name) && version !== null ? [`${name}==${version}`] : [],
  );
}
