import type { Plan, PlannedDistribution, PlannedPhase } from "../plan.ts";

type Numbers = Readonly<Record<string, number>>;

/**
 * Where a written plan's sizes aren't those that are derived, in words. Sizes that both sides read from the same kind of source
 * must be the same. Where one side measured what the other estimated, they must be near each other.
 * @param derived with the same phases and distributions.
 */
export function numberDifferences(written: Plan, derived: Plan): readonly string[] {
  const pairs = written.phases.flatMap((phase) => {
    const given = derived.phases.find((one) => one.name === phase.name);
    return given ? [{ phase, given }] : [];
  });
  const each = pairs.flatMap(({ phase, given }) => distributionsOf(phase, given));
  const slack = each.reduce((sum, one) => sum + (one.isNearEnough ? one.slack : 0), 0);
  return [
    ...each.flatMap(({ name, told, expected, isNearEnough }) =>
      isNearEnough ? farFrom(name, told, expected) : unequal(name, told, expected, 0),
    ),
    ...pairs.flatMap(({ phase, given }) => [
      ...unequal(`phase.${phase.name}.sizes`, phase.sizes, given.sizes, slack),
      ...layersOf(phase).flatMap(({ name, numbers }, index) =>
        unequal(name, numbers, given.disk[index] ?? {}, slack),
      ),
    ]),
    ...unequal("totals", written.totals, derived.totals, slack),
  ];
}

function layersOf({ name, disk }: PlannedPhase) {
  return disk.map((numbers, index) => ({ name: `phase.${name}.disk.${index}`, numbers }));
}

function distributionsOf(phase: PlannedPhase, given: PlannedPhase) {
  return phase.distributions.flatMap((told) => {
    const expected = given.distributions.find((one) => one.name === told.name);
    if (expected === undefined) return [];
    const isNearEnough = !isSameSource(told, expected) && mayDiffer(told, expected);
    // A commit holds a layer twice.
    const slack = 4 * Math.max(told.blockBytes, expected.blockBytes);
    const name = `phase.${phase.name}.distribution.${told.name}`;
    return { name, told: sizesOf(told), expected: sizesOf(expected), isNearEnough, slack };
  });
}

function isSameSource(a: PlannedDistribution, b: PlannedDistribution): boolean {
  return a.sizeSource === b.sizeSource && a.bytecodeSource === b.bytecodeSource;
}

/** An earlier build on one of the machines measured it, or one could build a source that the other only looked into. */
function mayDiffer(told: PlannedDistribution, expected: PlannedDistribution): boolean {
  const learned = [told, expected].some(
    (one) => one.sizeSource === "learned" || one.bytecodeSource === "learned",
  );
  return learned || told.kind === "sdist";
}

function sizesOf({ installedBytes, bytecodeBytes, blockBytes, marginBytes }: PlannedDistribution): Numbers {
  return { installedBytes, bytecodeBytes, blockBytes, marginBytes };
}

function unequal(name: string, told: Numbers, expected: Numbers, slack: number): readonly string[] {
  return Object.entries(told).flatMap(([key, value]) => {
    const wanted = expected[key] ?? 0;
    return Math.abs(value - wanted) <= slack ? [] : [saying(`${name}.${key}`, value, wanted)];
  });
}

const NEAR_BYTES = 1024 * 1024;

/** More than twice or less than half of what is derived, or more bytecode or margin than there are bytes. */
function farFrom(name: string, told: Numbers, expected: Numbers): readonly string[] {
  const installed = 2 * (expected["installedBytes"] ?? 0);
  return Object.entries(told).flatMap(([key, value]) => {
    const wanted = expected[key] ?? 0;
    const isWhole = key === "installedBytes" || key === "blockBytes";
    const [least, most] = isWhole ? [wanted / 2, 2 * wanted] : [0, Math.max(installed, 2 * wanted)];
    const isNear = value <= most + NEAR_BYTES && value >= least - NEAR_BYTES;
    return isNear ? [] : [saying(`${name}.${key}`, value, wanted)];
  });
}

function saying(name: string, told: number, given: number): string {
  return `${name}: the plan says ${told} bytes; the files give ${given}`;
}
