import { satisfies } from "@renovatebot/pep440";
import type { BaseFacts } from "../python/base-facts.ts";
import { markerEnvironment, markerHolds } from "../python/marker.ts";
import { type Requirement, requirementLeniently } from "../python/requirement.ts";
import { installedDistributions } from "./installed-distributions.ts";

/** What a distribution of the base wants of another one, and gets there. */
export interface BaseRequirement {
  /** The one that wants it. */
  readonly by: { readonly name: string; readonly version: string };
  readonly requirement: Requirement;
}

/**
 * The requirements that the base's distributions have on each other, as far as the base meets them. A base that is broken already
 * doesn't forbid anything.
 */
export function baseRequirements(facts: BaseFacts): readonly BaseRequirement[] {
  const installed = installedDistributions(facts);
  const environment = markerEnvironment(facts.python);
  return [...installed.values()].flatMap(({ name, version, entries }) => {
    if (version === null) return [];
    return (entries[0]?.requires ?? [])
      .map(requirementLeniently)
      .filter(({ marker }) => markerHolds(marker, environment))
      .filter((requirement) => meets(installed.get(requirement.normalised)?.version, requirement))
      .map((requirement) => ({ by: { name, version }, requirement }));
  });
}

/** Whether a version fits a requirement that names versions. A pre-release counts as the version that it is. */
export function meets(version: string | null | undefined, { specifiers }: Requirement): boolean {
  if (!version || specifiers.length === 0) return false;
  return satisfies(version, specifiers.join(","), { prereleases: true });
}
