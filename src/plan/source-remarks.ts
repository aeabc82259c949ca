import type { WheelsElsewhere } from "../wheels/advice.ts";
import type { PlannedDistribution } from "./plan.ts";

/** Why something is built from source, and that its size is an estimate; whole sentences. */
export function sourceRemark(
  { name, version }: PlannedDistribution,
  wheels: Omit<WheelsElsewhere, "name"> | undefined,
  python: string,
): string {
  if (wheels === undefined)
    return `${name} ${version} is built from source, because none of the files that are known of it is a wheel that fits: its size is an estimate.`;
  if (!wheels.any)
    return `${name} ${version} exists only as source: its size is an estimate.${firstOf(wheels)}`;
  const others = wheels.pythons.length > 0 ? `for Python ${listed(wheels.pythons)}` : "for other systems";
  const minor = python.split(".").slice(0, 2).join(".");
  return `${name} ${version} has wheels ${others}, and none for this base's Python ${minor}: it is built from source, and its size is an estimate.${firstOf(wheels)}`;
}

function firstOf(wheels: Pick<WheelsElsewhere, "first">): string {
  return wheels.first ? ` The first version with a wheel that fits is ${wheels.first}.` : "";
}

/** `3.8, 3.9 and 3.10`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
