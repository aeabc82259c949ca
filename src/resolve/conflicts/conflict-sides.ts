import { satisfies } from "@renovatebot/pep440";
import type { Demand, Explanation, Spec } from "./explanation.ts";
import type { NamedRequirement } from "./named-requirements.ts";
import { OR } from "./version-unions.ts";

/** What the base fixes: a kept distribution, or its interpreter under the name `python`. */
export interface KeptPackage {
  readonly name: string;
  readonly version: string;
}

/** One party of a conflict. */
interface ConflictSide {
  readonly text: string;
  readonly range: string;
  readonly heads: readonly NamedRequirement[];
}

/** Everyone who wants something of a distribution, the base included. */
export function sidesOf(
  name: string,
  explanation: Explanation,
  requirements: readonly NamedRequirement[],
  kept: readonly KeptPackage[],
): readonly ConflictSide[] {
  const keptPackage = kept.find((one) => one.name === name);
  const isPin = (range: string) => keptPackage !== undefined && range === `==${keptPackage.version}`;
  const demands = explanation.demands.filter((one) => one.wants.name === name && !isPin(one.wants.range));
  const asked = explanation.asked.filter((one) => one.name === name && !isPin(one.range));
  return [
    ...demands.map((demand) => demandSide(demand, explanation, requirements)),
    ...asked.flatMap((spec) => askedSide(spec, requirements)),
    ...(keptPackage
      ? [{ text: keptSentence(keptPackage), range: `==${keptPackage.version}`, heads: [] }]
      : []),
  ];
}

function keptSentence({ name, version }: KeptPackage): string {
  return name === "python" ? `the base has Python ${version}` : `the base's ${name} ${version} is kept`;
}

function demandSide(
  demand: Demand,
  explanation: Explanation,
  requirements: readonly NamedRequirement[],
): ConflictSide {
  const { name, range } = demand.wants;
  const wanted = name === "python" ? `Python ${range}` : `${name}${range}`;
  const { words, heads } = pathTo(demand.by, explanation, requirements, new Set());
  return { text: `${words} wants ${wanted}`, range: demand.wants.range, heads };
}

/** From the phase that asks, through whoever is between, to the one who wants. */
function pathTo(
  spec: Spec,
  explanation: Explanation,
  requirements: readonly NamedRequirement[],
  seen: ReadonlySet<string>,
): { readonly words: string; readonly heads: readonly NamedRequirement[] } {
  const heads = requirements.filter((one) => one.requirement.normalised === spec.name);
  if (heads.length > 0) {
    const texts = [...new Set(heads.map((one) => one.requirement.text))].join(" and ");
    return { words: `${phasesOf(heads)} asks for ${texts}, which`, heads };
  }
  const parent = explanation.demands.find((one) => one.wants.name === spec.name && !seen.has(one.by.name));
  if (!parent) return { words: `${spec.name}${spec.range}`, heads: [] };
  const above = pathTo(parent.by, explanation, requirements, new Set([...seen, spec.name]));
  return { words: `${above.words} wants ${spec.name}${parent.wants.range}, which`, heads: above.heads };
}

function askedSide(spec: Spec, requirements: readonly NamedRequirement[]): readonly ConflictSide[] {
  const named = requirements.filter((one) => one.requirement.normalised === spec.name);
  const exact = named.filter((one) => sameRange(one.range, spec.range));
  const heads = exact.length > 0 ? exact : named;
  if (heads.length === 0) return [];
  return [{ text: `${phasesOf(heads)} asks for ${spec.name}${spec.range}`, range: spec.range, heads }];
}

function phasesOf(heads: readonly NamedRequirement[]): string {
  const names = [...new Set(heads.map((one) => one.phase))];
  return names.length === 1 ? `phase ${names[0]}` : `each of the phases ${names.join(", ")}`;
}

function sameRange(one: string, other: string): boolean {
  return one.split(",").sort().join() === other.split(",").sort().join();
}

/** More sides weigh more; that two of them exclude each other outweighs any number. */
export function weight(sides: readonly ConflictSide[]): number {
  const ranges = sides.map((side) => side.range);
  const apart = ranges.some((one, index) => ranges.slice(index + 1).some((other) => excludes(one, other)));
  return sides.length + (apart ? 1000 : 0);
}

/** Whether no version is in both ranges, as far as the versions that they name show. */
function excludes(one: string, other: string): boolean {
  const named = `${one},${other}`.match(/\d[^\s,<>=!~]*/g) ?? [];
  const samples = named
    .map((version) => version.replace(/\.\*$/, ""))
    .flatMap((version) => [version, `${version}.1`]);
  const inside = (version: string, range: string) =>
    range.split(OR).some((part) => satisfies(version, part, { prereleases: true }));
  return (
    one !== "" &&
    other !== "" &&
    !["0", ...samples].some((version) => inside(version, one) && inside(version, other))
  );
}
