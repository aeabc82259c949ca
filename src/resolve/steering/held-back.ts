import { compare, satisfies } from "@renovatebot/pep440";
import type { Ports } from "../../ports/ports.ts";
import { type LockedDistribution, wheelChooser } from "../../python/lock.ts";
import { markerEnvironment, markerHolds } from "../../python/marker.ts";
import { type Requirement, requirementLeniently, withRange } from "../../python/requirement.ts";
import { targetTags } from "../../python/target-tags.ts";
import type { Advice, HeldBack } from "../../wheels/advice.ts";
import { metadataReader } from "../../wheels/wheel-metadata.ts";
import { parseExplanation } from "../conflicts/explanation.ts";
import { findConflict } from "../conflicts/find-conflict.ts";
import { Unsolved } from "../conflicts/unsolved.ts";
import { keptPackages } from "../remedies/remedies.ts";
import type { UvAnswer } from "../remembered-lock.ts";
import type { ResolveRequest } from "../request.ts";
import type { Settled } from "../resolve-without-builds.ts";
import type { UvInput } from "../run-uv.ts";
import { keptConstraints } from "../uv-project.ts";
import { movedBetween } from "./chosen-versions.ts";
import { newestReleases } from "./newest-releases.ts";
import { type Solve, steer } from "./steer.ts";
import type { FaultsIn } from "./version-faults.ts";

/** What is held back is said anyway. Nobody is kept waiting longer for the line that gets it: that takes resolutions. */
const MOST_MILLISECONDS = 20_000;

interface HeldInput extends UvInput {
  readonly settled: Settled;
  readonly solve: Solve;
  readonly faultsIn: FaultsIn;
}

/** A package that a phase names, with what the set has of it and what there is. */
interface Held {
  readonly phase: string;
  readonly requirement: Requirement;
  readonly chosen: string;
  readonly newest: LockedDistribution;
}

/** The packages that the phases name, allow in their newest release, and don't get so. */
export async function heldBack(input: HeldInput, ports: Ports): Promise<readonly HeldBack[]> {
  const held = await heldIn(input);
  const end = ports.clock.monotonic() + MOST_MILLISECONDS;
  const said: HeldBack[] = [];
  for (const one of held) {
    const known = { ...namesOf(one), chain: await contradictions(one, input, ports), remedy: null };
    said.push(await explained(one, known, { ...input, isLate: () => ports.clock.monotonic() > end }));
  }
  return said;
}

async function heldIn(input: HeldInput): Promise<readonly Held[]> {
  const { request, settled } = input;
  const versions = new Map(settled.answer.locked.map((one) => [one.name, one.version]));
  const named = movable(request, settled.answer.advice);
  const newest = await newestReleases(input, [...named.keys()]);
  return [...named].flatMap(([name, { phase, requirement }]) => {
    const chosen = versions.get(name);
    const release = newest.get(name);
    if (chosen === undefined || release === undefined || compare(release.version, chosen) <= 0) return [];
    const range = requirement.specifiers.join(",");
    if (range !== "" && !satisfies(release.version, range, { prereleases: true })) return [];
    return [{ phase, requirement, chosen, newest: release }];
  });
}

/** What neither the base, nor an address, nor a `wheels` template, nor a bound fixes that is said anyway. */
function movable(request: ResolveRequest, { bounds }: Advice) {
  const fixed = new Set([
    ...bounds.map(({ constraint }) => requirementLeniently(constraint).normalised),
    ...keptConstraints(request).map((pin) => pin.split("==")[0]),
    ...request.wheels.map((one) => one.distribution),
  ]);
  return new Map(
    request.phases.flatMap((phase) =>
      phase.packages
        .filter((one) => one.source === undefined && !fixed.has(one.normalised))
        .map((requirement) => [requirement.normalised, { phase: phase.name, requirement }] as const),
    ),
  );
}

function namesOf({ requirement, phase, chosen, newest }: Held) {
  return { name: requirement.normalised, phase, chosen, newest: newest.version };
}

/** What the newest release requires that the set has in another version. */
async function contradictions(
  { newest }: Held,
  { request, settled }: HeldInput,
  ports: Ports,
): Promise<readonly string[]> {
  const { python } = request.facts;
  const wheel = wheelChooser(targetTags(python))(newest.wheels);
  if (wheel === undefined) return [];
  const metadata = await metadataReader(ports)(wheel).catch(() => undefined);
  const environment = markerEnvironment(python);
  const versions = new Map(settled.answer.locked.map((one) => [one.name, one.version]));
  return (metadata?.requires ?? []).flatMap(({ normalised, specifiers, marker }) => {
    const version = versions.get(normalised);
    const range = specifiers.join(",");
    if (version === undefined || range === "" || !markerHolds(marker, environment)) return [];
    if (satisfies(version, range, { prereleases: true })) return [];
    return [
      `${newest.name} ${newest.version} requires ${normalised}${range}, and the set has ${normalised} ${version}`,
    ];
  });
}

/** With a requirement that was seen to get a newer release, or with who stands against it. */
async function explained(
  one: Held,
  known: HeldBack,
  input: HeldInput & { readonly isLate: () => boolean },
): Promise<HeldBack> {
  const { request, settled } = input;
  for (const wanted of newerRequirements(one)) {
    if (input.isLate()) break;
    const changed = withRequirement(request, one, wanted);
    try {
      const { answer } = await steer(
        await input.solve(changed, settled),
        changed,
        input.solve,
        input.faultsIn,
      );
      const isWorse = answer.advice.unmended.length > settled.answer.advice.unmended.length;
      // uv takes a pre-release where the release doesn't go with the rest: nobody asked for one.
      if (isWorse || beyondNewest(answer, one)) continue;
      const moved = movedBetween(settled.answer, answer, request);
      return { ...known, remedy: { requirement: wanted.text, moved } };
    } catch (error) {
      if (!(error instanceof Unsolved)) throw error;
      return { ...known, chain: chainOf(error, changed) ?? known.chain };
    }
  }
  return known;
}

function beyondNewest({ locked }: UvAnswer, { newest }: Held): boolean {
  return locked.some(({ name, version }) => name === newest.name && compare(version, newest.version) > 0);
}

/** Who stands against the change; undefined where uv's words don't show it. */
function chainOf({ stderr }: Unsolved, changed: ResolveRequest): readonly string[] | undefined {
  return findConflict(parseExplanation(stderr), changed, keptPackages(changed))?.chain;
}

/** From the newest release's minor version on, where the set's version is older than that; or exactly the newest. */
function newerRequirements({ requirement, chosen, newest }: Held): readonly Requirement[] {
  const release = newest.version.replace(/\+.*$/, "");
  const minor = /^\d+\.\d+/.exec(release)?.[0] ?? release;
  const from = compare(chosen, minor) < 0 ? minor : release;
  const others = requirement.specifiers.filter((one) => !/^>=?/.test(one));
  return [withRange(requirement, [`>=${from}`, ...others].join(",")), withRange(requirement, `==${release}`)];
}

function withRequirement(
  request: ResolveRequest,
  { requirement }: Held,
  wanted: Requirement,
): ResolveRequest {
  const phases = request.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.map((one) => (one === requirement ? wanted : one)),
  }));
  return { ...request, phases };
}
