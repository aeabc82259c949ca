import { installedDistributions } from "../../base/installed-distributions.ts";
import { KEPT_BY_DEFAULT, type Manifest } from "../../manifest/manifest.ts";
import { didYouMean } from "../../text/spelling.ts";
import type { Resolution } from "../../wheels/resolution.ts";
import type { Finding } from "./finding.ts";

const SOURCE = "the base's packages and the resolved phases";

/** Names of distributions in `keep` and `binary_for` that have no effect, because nothing of that name will be there. */
export function absentNames(manifest: Manifest, resolution: Resolution): readonly Finding[] {
  const base = new Set([...installedDistributions(resolution.base).values()].map((one) => one.name));
  const all = new Set([...base, ...broughtBy(resolution)]);
  return [...unkept(manifest, base), ...unbound(manifest, all)];
}

function broughtBy({ distributions, isolated }: Resolution): readonly string[] {
  return [...distributions, ...isolated.flatMap((one) => one.distributions)].map((one) => one.name);
}

/** What everybody keeps by default may be missing in silence. */
function unkept({ keep }: Manifest, base: ReadonlySet<string>): readonly Finding[] {
  if (keep.join() === KEPT_BY_DEFAULT.join()) return [];
  return keep
    .filter((name) => !base.has(name))
    .map((name) => ({
      id: "keep-absent",
      severity: "warning",
      message: `\`keep\` names ${name}, which the base doesn't hold: nothing is kept.${didYouMean(name, base)}`,
      remedy: `Take ${name} out of \`keep\`, or pin its version in a phase.`,
      source: SOURCE,
    }));
}

function unbound({ phases }: Manifest, all: ReadonlySet<string>): readonly Finding[] {
  return phases.flatMap((phase) =>
    phase.binary_for
      .filter((name) => !all.has(name))
      .map((name) => ({
        id: "binary-for-absent",
        severity: "warning" as const,
        message: `Phase ${phase.name} has binaries for ${name}, which neither the base nor a phase brings.${didYouMean(name, all)}`,
        remedy: `Correct the name in \`binary_for\`, or add ${name} to a phase.`,
        phase: phase.name,
        source: SOURCE,
      })),
  );
}
