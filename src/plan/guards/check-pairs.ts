import { satisfies } from "@renovatebot/pep440";
import type { Finding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";
import { UNTIED_PAIRS, type UntiedPair } from "./untied-pairs.ts";

/** Pairs that resolve and can't be imported together. */
export function checkPairs(environment: GuardedEnvironment): readonly Finding[] {
  const versions = new Map([...environment.installed.values()].map((one) => [one.name, one.version]));
  return brokenPairs(versions).map(({ pair, version, other }) => {
    const phase =
      environment.installed.get(pair.name)?.phase ?? environment.installed.get(pair.beside)?.phase;
    return {
      id: "untied-pair",
      severity: "error",
      message: `${pair.name} ${version} doesn't work beside ${pair.beside} ${other}: ${pair.otherwise}. Their metadata doesn't say so.`,
      remedy: pairRemedy(pair, other),
      phase,
      source: `${pair.source} (checked ${pair.checked})`,
    };
  });
}

/** For versions that a resolution tried: what would break, in half sentences. */
export function pairRemarks(versions: Readonly<Record<string, string>>): readonly string[] {
  return brokenPairs(new Map(Object.entries(versions))).map(
    ({ pair, version, other }) =>
      `${pair.name} ${version} doesn't work beside ${pair.beside} ${other}: ${pairRemedy(pair, other)
        .replace(/^\S/, (first) => first.toLowerCase())
        .replace(/\.$/, "")}`,
  );
}

interface BrokenPair {
  readonly pair: UntiedPair;
  readonly version: string;
  readonly other: string;
}

function brokenPairs(versions: ReadonlyMap<string, string>): readonly BrokenPair[] {
  return UNTIED_PAIRS.flatMap((pair) => {
    const version = versions.get(pair.name);
    const other = versions.get(pair.beside);
    if (version === undefined || other === undefined || !within(version, pair.versions)) return [];
    return within(other, pair.works) ? [] : [{ pair, version, other }];
  });
}

/** What to add to the manifest: the other versions that go with what is there, or what goes with these. */
function pairRemedy({ name, beside, works }: UntiedPair, other: string): string {
  const fitting = UNTIED_PAIRS.filter(
    (pair) => pair.name === name && pair.beside === beside && within(other, pair.works),
  ).map((pair) => `\`${name}${pair.versions}\``);
  const moveOther = `\`${beside}${works}\``;
  if (fitting.length === 0) return `Add ${moveOther} to the phase's packages.`;
  return `Add ${fitting.join(" or ")} to the phase's packages, or ${moveOther}.`;
}

/** A pre-release counts as the version that it precedes. */
function within(version: string, range: string): boolean {
  return satisfies(version, range, { prereleases: true });
}
