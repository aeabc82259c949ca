import { satisfies } from "@renovatebot/pep440";
import { requirementLeniently } from "../../../python/requirement.ts";
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
    const bounds = pairBounds(pair, other);
    const phase =
      environment.installed.get(pair.name)?.phase ?? environment.installed.get(pair.beside)?.phase;
    return {
      id: "untied-pair",
      severity: wasRun ? "error" : "warning",
      message: `${pair.name} ${version} ${wasRun ? "doesn't" : "may not"} work beside ${pair.beside} ${other}: ${pair.otherwise}. Their metadata doesn't say so${wasRun ? "" : ", and exactly these versions weren't run"}.`,
      remedy: pairRemedy(bounds, environment),
      phase,
      source: `${pair.source} (checked ${pair.checked})`,
      steer: { about: `${pair.name} beside ${pair.beside}`, bounds },
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

/** What to write for one of the bounds. What a phase asks for by a range is changed, and everything else is added. */
function pairRemedy(bounds: readonly string[], { asked }: GuardedEnvironment): string {
  const ways = bounds.map((bound) => {
    const { normalised } = requirementLeniently(bound);
    const named = asked.find(
      ({ requirement }) => requirement.normalised === normalised && requirement.specifiers.length > 0,
    );
    return { bound, named };
  });
  const additions = ways.filter((one) => one.named === undefined).map((one) => `\`${one.bound}\``);
  const changes = ways.flatMap(({ bound, named }) =>
    named ? [`write \`${bound}\` instead of \`${named.requirement.text}\` in phase ${named.phase}`] : [],
  );
  const add = additions.length > 0 ? [`add ${additions.join(" or ")} to the phase's packages`] : [];
  const text = [...add, ...changes].join(", or ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A pre-release counts as the version that it precedes. */
function within(version: string, range: string): boolean {
  return satisfies(version, range, { prereleases: true });
}
