import type { PlannedDistribution } from "../../plan/plan.ts";
import { UV } from "../../toolbox/container-paths.ts";
import type { InstallStep } from "./install-steps.ts";

/** A distribution whose files replace those of another one at the same paths, by name. */
export interface Win {
  readonly winner: string;
  readonly loser: string;
}

/**
 * Divides distributions so that each winner is installed after those that lose to it. One run of an installer writes its files
 * in an order of its own, and several at a time. Almost always, there is one batch.
 */
export function installBatches(
  distributions: readonly PlannedDistribution[],
  wins: readonly Win[],
): readonly (readonly PlannedDistribution[])[] {
  if (wins.length === 0) return [distributions];
  const losers = new Set(wins.map((one) => one.loser));
  const depths = distributions.map(({ name }) => depthOf(name, wins));
  const last = Math.max(0, ...depths);
  const batches: PlannedDistribution[][] = Array.from({ length: last + 1 }, () => []);
  for (const [index, one] of distributions.entries()) {
    // A source may be built against wheels of any batch.
    const waits = one.kind === "sdist" && !losers.has(one.name);
    batches[waits ? last : (depths[index] ?? 0)]?.push(one);
  }
  return batches.filter((batch) => batch.length > 0);
}

/** How many others lose to it, one to the other. @param seen ends a circle, which no plan of ours has. */
function depthOf(name: string, wins: readonly Win[], seen: readonly string[] = []): number {
  if (seen.includes(name)) return 0;
  const losers = wins.filter((one) => one.winner === name).map((one) => one.loser);
  return Math.max(0, ...losers.map((loser) => 1 + depthOf(loser, wins, [...seen, name])));
}

/**
 * Removes versions that the base holds of what is installed in later batches. uv would remove them then, and with them files
 * that an earlier batch has brought to the same paths.
 */
export function clearingStep(
  batches: readonly (readonly PlannedDistribution[])[],
  { installer, interpreter }: { readonly installer: "uv" | "pip"; readonly interpreter: string },
): InstallStep | undefined {
  const names = batches.slice(1).flatMap((batch) => batch.map((one) => one.name));
  if (installer === "pip" || names.length === 0) return undefined;
  const target = ["--python", interpreter, "--break-system-packages"];
  return { files: [], command: [UV, "pip", "uninstall", "--no-config", ...target, ...names] };
}
