import { type InstalledDistribution, installedDistributions } from "../base/installed-distributions.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import type { PlannedPhase } from "./plan.ts";

/** What is wrong with the metadata of the base's own packages, and what it means for the image; whole sentences. */
export function baseRemarks(facts: BaseFacts): readonly string[] {
  const installed = [...installedDistributions(facts).values()];
  const shadowing = installed.filter((one) => one.entries.length > 1 && !one.ambiguous);
  return [
    ...installed.filter((one) => one.ambiguous).map(ambiguous),
    ...(shadowing.length > 0 ? [shadowed(shadowing)] : []),
    ...facts.distributions
      .filter((one) => one.version === null)
      .map(
        (one) =>
          `The base's metadata of ${one.name} can't be read (${one.location ?? "unknown folder"}/${one.entry ?? one.name}): no installer knows its version, so a phase that needs it installs it again.`,
      ),
  ];
}

function ambiguous({ name, entries }: InstalledDistribution): string {
  const folder = entries[0]?.location ?? "one folder";
  const names = entries
    .filter((one) => one.location === folder)
    .map((one) => one.entry ?? one.name)
    .sort();
  return `The base has ${name} several times in ${folder} (${names.join(", ")}): an install was interrupted or written over another, and whose files are there isn't known. A phase that needs ${name} installs it again.`;
}

/** Not a fault: a distribution's own packages beside pip's. Worth knowing when an import finds another version than expected. */
function shadowed(installed: readonly InstalledDistribution[]): string {
  const each = installed.map(({ name, entries }) => {
    const [first, ...others] = entries.map((one) => one.version ?? "unreadable");
    return `${name} ${first} before ${others.join(", ")}`;
  });
  return `The base holds some packages in several folders, of which Python imports the first: ${each.join("; ")}.`;
}

/** What a plan can't know of a base that isn't local; whole sentences. */
export function declaredRemarks(
  manifest: Manifest,
  reference: string,
  phases: readonly Pick<PlannedPhase, "distributions">[],
): readonly string[] {
  const sources = phases.flatMap((phase) => phase.distributions).filter((one) => one.kind === "sdist");
  const system = [manifest, ...manifest.phases].flatMap((one) => one.system_packages);
  return [
    `Unverified: ${reference} isn't in the engine and was not pulled. Its Python, CUDA and packages are those that \`base.provides\` declares; the build pulls and probes it, and refuses where they differ.`,
    "Not known without the image: its size, which its pull takes on top of these numbers, and packages that it holds beside the declared ones: a phase that needs one is planned to install it. Assumed: CPython on x86-64 with glibc 2.28 or newer.",
    ...(sources.length > 0
      ? [
          `Not built for this plan, because a package's code runs in containers only: ${sources.map((one) => `${one.name} ${one.version}`).join(", ")}. What they require is what their archives state, or the lock; the build checks it.`,
        ]
      : []),
    ...(system.length > 0
      ? [
          `What the system packages (${[...new Set(system)].join(", ")}) come to is not known and not in these numbers: only the base's own apt can say it.`,
        ]
      : []),
  ];
}
