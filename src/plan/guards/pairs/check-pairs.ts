import { satisfies } from "@renovatebot/pep440";
import type { GuardFinding } from "../finding.ts";
import type { GuardedEnvironment } from "../guarded-environment.ts";
import { seenBeside } from "./pair-runs.ts";
import { UNTIED_PAIRS, type UntiedPair } from "./untied-pairs.ts";

/**
 * Pairs that resolve and can't be imported together. Versions that were run and failed are an error. Versions that nobody ran are a
 * warning where the runs of others speak against them.
 */
export function checkPairs(environment: GuardedEnvironment): readonly GuardFinding[] {
  const versions = new Map([...environment.installed.values()].map((one) => [one.name, one.version]));
  return brokenPairs(versions).map(({ pair, version, other, wasRun }) => {
    const phase =
      environment.installed.get(pair.name)?.phase ?? environment.installed.get(pair.beside)?.phase;
    return {
      id: "untied-pair",
      severity: wasRun ? "error" : "warning",
      message: `${pair.name} ${version} ${wasRun ? "doesn't" : "may not"} work beside ${pair.beside} ${other}: ${pair.otherwise}. Their metadata doesn't say so${wasRun ? "" : ", and exactly these versions weren't run"}.`,
      remedy: pairRemedy(pair, other),
      phase,
      source: `${pair.source} (checked ${pair.checked})`,
      steer: { about: `${pair.name} beside ${pair.beside}`, bounds: pairBounds(pair, other) },
    };
  });
}

interface BrokenPair {
  readonly pair: UntiedPair;
  readonly version: string;
  readonly other: string;
  /** Exactly these versions, and they failed. */
  readonly wasRun: boolean;
}

function brokenPairs(versions: ReadonlyMap<string, string>): readonly BrokenPair[] {
  return UNTIED_PAIRS.flatMap((pair) => {
    const version = versions.get(pair.name);
    const other = versions.get(pair.beside);
    if (version === undefined || other === undefined || !within(version, pair.versions)) return [];
    const seen = seenBeside(pair.name, version, pair.beside, other);
    if (seen ?? within(other, pair.works)) return [];
    return [{ pair, version, other, wasRun: seen === false }];
  });
}

/** Rows' own versions that go with what is there, those that no row speaks against, and what goes with these. */
function pairBounds(pair: UntiedPair, other: string): readonly string[] {
  const { name, beside, works, versions } = pair;
  const beyond = /^<([\d.]+)$/.exec(versions)?.[1];
  return [
    ...(beyond === undefined ? [] : [`${name}>=${beyond}`]),
    ...rowsBeside(pair, other).map((one) => `${name}${one.versions}`),
    `${beside}${works}`,
  ];
}

function rowsBeside({ name, beside }: UntiedPair, other: string): readonly UntiedPair[] {
  return UNTIED_PAIRS.filter(
    (pair) => pair.name === name && pair.beside === beside && within(other, pair.works),
  );
}

/** What to add to the manifest: the other versions that go with what is there, or what goes with these. */
function pairRemedy(pair: UntiedPair, other: string): string {
  const { name, beside, works } = pair;
  const fitting = rowsBeside(pair, other).map((one) => `\`${name}${one.versions}\``);
  const moveOther = `\`${beside}${works}\``;
  if (fitting.length === 0) return `Add ${moveOther} to the phase's packages.`;
  return `Add ${fitting.join(" or ")} to the phase's packages, or ${moveOther}.`;
}

/** A pre-release counts as the version that it precedes. */
function within(version: string, range: string): boolean {
  return satisfies(version, range, { prereleases: true });
}
