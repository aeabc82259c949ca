import { compare } from "@renovatebot/pep440";
import { closureOf } from "../../python/dependency-graph.ts";
import type { Moved } from "../../wheels/advice.ts";
import type { UvAnswer } from "../remembered-lock.ts";
import type { ResolveRequest } from "../request.ts";
import type { ChosenVersions } from "./version-faults.ts";

/** What an answer chose, as it is judged. */
export function chosenVersions({ locked, graph }: UvAnswer, { phases }: ResolveRequest): ChosenVersions {
  const closures = phases.map(({ name }) => ({ name, needs: new Set(closureOf(graph, name)) }));
  return {
    versions: new Map(locked.map((one) => [one.name, one.version])),
    phaseOf: (name) => closures.find((one) => one.needs.has(name))?.name,
  };
}

/** Packages that the phases name and that the second answer has in an older version than the first. */
export function namedGoneBack(
  first: UvAnswer,
  second: UvAnswer,
  request: ResolveRequest,
): readonly { readonly name: string; readonly from: string; readonly to: string }[] {
  const versions = new Map(first.locked.map((one) => [one.name, one.version]));
  const named = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  return second.locked.flatMap(({ name, version }) => {
    const before = versions.get(name);
    if (before === undefined || !named.has(name) || compare(version, before) >= 0) return [];
    return [{ name, from: before.replace(/\+.*$/, ""), to: version }];
  });
}

/** What the second answer has in another version than the first, named packages first. */
export function movedBetween(first: UvAnswer, second: UvAnswer, request: ResolveRequest): readonly Moved[] {
  const [before, after] = [first, second].map(
    ({ locked }) => new Map(locked.map((one) => [one.name, one.version])),
  );
  const named = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  return [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
    .map((name) => ({ name, from: before?.get(name) ?? null, to: after?.get(name) ?? null }))
    .filter((one) => one.from !== one.to)
    .sort((a, b) => Number(named.has(b.name)) - Number(named.has(a.name)) || (a.name < b.name ? -1 : 1));
}
