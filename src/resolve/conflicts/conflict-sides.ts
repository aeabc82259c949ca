import { satisfies } from "@renovatebot/pep440";
import type { DirectRequirement } from "./direct-requirements.ts";
import type { Demand, Explanation, Spec } from "./explanation.ts";

/** What the base fixes: a kept distribution, or its interpreter under the name `python`. */
export interface Kept {
  readonly name: string;
  readonly version: string;
}

/** One party of a conflict. */
interface Side {
  readonly text: string;
  readonly range: string;
  readonly heads: readonly DirectRequirement[];
}

/** Everyone who wants something of a distribution, the base included. */
export function sidesOf(
  name: string,
  explanation: Explanation,
  direct: readonly DirectRequirement[],
  kept: readonly Kept[],
): readonly Side[] {
  const held = kept.find((one) => one.name === name);
  const isPin = (range: string) => held !== undefined && range === `==${held.version}`;
  const demands = explanation.demands.filter((one) => one.wants.name === name && !isPin(one.wants.range));
  const asked = explanation.asked.filter((one) => one.name === name && !isPin(one.range));
  return [
    ...demands.map((demand) => demandSide(demand, explanation, direct)),
    ...asked.flatMap((spec) => askedSide(spec, direct)),
    ...(held ? [{ text: heldSentence(held), range: `==${held.version}`, heads: [] }] : []),
  ];
}

function heldSentence({ name, version }: Kept): string {
  return name === "python" ? `the base has Python ${version}` : `the base's ${name} ${version} is kept`;
}

function demandSide(demand: Demand, explanation: Explanation, direct: readonly DirectRequirement[]): Side {
  const { name, range } = demand.wants;
  const wanted = name === "python" ? `Python ${range}` : `${name}${range}`;
  const { words, heads } = pathTo(demand.by, explanation, direct, new Set());
  return { text: `${words} wants ${wanted}`, range: demand.wants.range, heads };
}

/** From the phase that asks, through whoever is between, to the one who wants. */
function pathTo(
  spec: Spec,
  explanation: Explanation,
  direct: readonly DirectRequirement[],
  seen: ReadonlySet<string>,
): { readonly words: string; readonly heads: readonly DirectRequirement[] } {
  const heads = direct.filter((one) => one.requirement.normalised === spec.name);
  if (heads.length > 0) {
    const texts = [...new Set(heads.map((one) => one.requirement.text))].join(" and ");
    return { words: `${phasesOf(heads)} asks for ${texts}, which`, heads };
  }
  const parent = explanation.demands.find((one) => one.wants.name === spec.name && !seen.has(one.by.name));
  if (!parent) return { words: `${spec.name}${spec.range}`, heads: [] };
  const above = pathTo(parent.by, explanation, direct, new Set([...seen, spec.name]));
  return { words: `${above.words} wants ${spec.name}${parent.wants.range}, which`, heads: above.heads };
}

function askedSide(spec: Spec, direct: readonly DirectRequirement[]): readonly Side[] {
  const named = direct.filter((one) => one.requirement.normalised === spec.name);
  const exact = named.filter((one) => sameRange(one.range, spec.range));
  const heads = exact.length > 0 ? exact : named;
  if (heads.length === 0) return [];
  return [{ text: `${phasesOf(heads)} asks for ${spec.name}${spec.range}`, range: spec.range, heads }];
}

function phasesOf(heads: readonly DirectRequirement[]): string {
  const names = [...new Set(heads.map((one) => one.phase))];
  return names.length === 1 ? `phase ${names[0]}` : `each of the phases ${names.join(", ")}`;
}

function sameRange(one: string, other: string): boolean {
  return one.split(",").sort().join() === other.split(",").sort().join();
}

/** More sides weigh more; that two of them exclude each other outweighs any number. */
export function weight(sides: readonly Side[]): number {
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
    range.split(" or ").some((part) => satisfies(version, part, { prereleases: true }));
  return (
    one !== "" &&
    other !== "" &&
    !["0", ...samples].some((version) => inside(version, one) && inside(version, other))
  );
}
