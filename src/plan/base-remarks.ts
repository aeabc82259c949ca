import { type HeldDistribution, heldDistributions } from "../base/held-distributions.ts";
import type { BaseFacts } from "../python/base-facts.ts";

/** What is wrong with the metadata of the base's own packages, and what it means for the image; whole sentences. */
export function baseRemarks(facts: BaseFacts): readonly string[] {
  const held = [...heldDistributions(facts).values()];
  const shadowing = held.filter((one) => one.entries.length > 1 && !one.ambiguous);
  return [
    ...held.filter((one) => one.ambiguous).map(ambiguous),
    ...(shadowing.length > 0 ? [shadowed(shadowing)] : []),
    ...facts.distributions
      .filter((one) => one.version === null)
      .map(
        (one) =>
          `The base's metadata of ${one.name} can't be read (${one.location ?? "unknown folder"}/${one.entry ?? one.name}): no installer knows its version, so a phase that needs it installs it again.`,
      ),
  ];
}

function ambiguous({ name, entries }: HeldDistribution): string {
  const folder = entries[0]?.location ?? "one folder";
  const names = entries
    .filter((one) => one.location === folder)
    .map((one) => one.entry ?? one.name)
    .sort();
  return `The base has ${name} several times in ${folder} (${names.join(", ")}): an install was interrupted or written over another, and whose files are there isn't known. A phase that needs ${name} installs it again.`;
}

/** Not a fault: a distribution's own packages beside pip's. Worth knowing when an import finds another version than expected. */
function shadowed(held: readonly HeldDistribution[]): string {
  const each = held.map(({ name, entries }) => {
    const [first, ...others] = entries.map((one) => one.version ?? "unreadable");
    return `${name} ${first} before ${others.join(", ")}`;
  });
  return `The base holds some packages in several folders, of which Python imports the first: ${each.join("; ")}.`;
}
