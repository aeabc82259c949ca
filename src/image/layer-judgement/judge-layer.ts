import type { LayerFact, LayerKind, Owner } from "./layer-facts.ts";

/** A path that a layer may not have changed, or not in that way. */
export interface LayerFault {
  readonly path: string;
  /** Goes on from the path: what is wrong with it. */
  readonly what: string;
}

interface JudgedLayer {
  readonly kind: LayerKind;
  /** Normalised names of the distributions that were built from sources: the plan doesn't know their files. */
  readonly built: ReadonlySet<string>;
  /** Pairs of which the plan says that the first one's files replace the second one's: `winner loser`. */
  readonly wins: ReadonlySet<string>;
}

/** Top folders that many packages bring by mistake. Nobody imports them as theirs. */
const BESIDE = /\/(?:site|dist)-packages\/(?:tests?|docs?|examples?|benchmarks?|scripts|tools)\//;

const BITS = { setuid: "the setuid bit", setgid: "the setgid bit", capability: "capabilities of a file" };

/** What is wrong with a layer, by what was found in it. */
export function judgeLayer(facts: readonly LayerFact[], layer: JudgedLayer): readonly LayerFault[] {
  const judge = layer.kind === "distributions" ? judgePackage : judgeOther;
  return facts.flatMap((fact) => {
    const what = special(fact) ?? judge(fact, layer);
    return what === undefined ? [] : [{ path: fact.path, what }];
  });
}

function special({ special: bits }: LayerFact): string | undefined {
  if (bits.length === 0) return undefined;
  return `has ${bits.map((bit) => BITS[bit]).join(" and ")}, which gives a program more rights than its caller has`;
}

/** In a layer of distributions, a path is one distribution's own, unchanged. */
function judgePackage(fact: LayerFact, layer: JudgedLayer): string | undefined {
  const own = fact.owners.filter((one) => one.layer);
  const before = fact.owners.filter((one) => !one.layer);
  if (fact.type === "outside")
    return `is in the RECORD of ${names(own)}, and lies outside of its environment`;
  if (fact.kind === "removed") {
    return before.length > 0 ? `was removed, and is a file of ${names(before)}` : "was removed from the base";
  }
  if (fact.type === "gone") {
    return own.length > 0 ? `is in the RECORD of ${names(own)}, and is gone` : "can't be looked at";
  }
  if (own.length > 0) return judgeOwned(fact, { own, before }, layer);
  if (before.length > 0) return `was changed, and is a file of ${names(before)}`;
  if (fact.kind === "changed") return "was changed, and is a file of the base";
  const link = fact.type === "link" ? ` (a link to ${fact.target})` : "";
  return `${link === "" ? "" : `${link.trim()} `}is a file of no package`;
}

interface Owners {
  readonly own: readonly Owner[];
  readonly before: readonly Owner[];
}

function judgeOwned(
  fact: LayerFact,
  { own, before }: Owners,
  { built, wins }: JudgedLayer,
): string | undefined {
  if (fact.type === "link") return `is a link to ${fact.target}, where ${names(own)} has a file`;
  const right = own.filter((one) => one.state !== "differs");
  if (right.length === 0) return `isn't what the RECORD of ${names(own)} says`;
  // Wheels with one path are the plan's to judge: it knows their files.
  if (right.some((one) => !built.has(one.name)) || BESIDE.test(fact.path)) return undefined;
  const isPlanned = (one: Owner) => right.some((winner) => wins.has(`${winner.name} ${one.name}`));
  const lost = [...own, ...before].filter((one) => one.state === "differs" && !isPlanned(one));
  if (lost.length > 0) return `of ${names(lost)} was overwritten by ${names(right)}`;
  const isNew =
    fact.kind !== "changed" || fact.replaced || before.some((one) => one.state === "same" || isPlanned(one));
  return isNew ? undefined : `is a file of the base, and was overwritten by ${names(right)}`;
}

/** Commands and Debian's packages may write where they like, but break no distribution. */
function judgeOther(fact: LayerFact, { kind }: JudgedLayer): string | undefined {
  const { owners } = fact;
  if (fact.kind === "removed" && owners.length > 0) return `was removed, and is a file of ${names(owners)}`;
  if (owners.length > 0) return `isn't what the RECORD of ${names(owners)} says`;
  return kind === "system" ? "is a file of no package" : undefined;
}

function names(owners: readonly Owner[]): string {
  return [...new Set(owners.map((one) => `${one.name} ${one.version}`))].join(" and ");
}
