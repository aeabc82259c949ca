import { formatBytes } from "../text/units/format-bytes.ts";
import type { PlannedDistribution } from "./plan.ts";

/**
 * What it costs that a phase shares nothing: the distributions that the image holds elsewhere, too, the largest by name.
 * @param elsewhere names of what the base and the other phases hold.
 */
export function isolationPrice(own: readonly PlannedDistribution[], elsewhere: ReadonlySet<string>): string {
  const again = own.filter((one) => elsewhere.has(one.name));
  const largest = again.reduce<PlannedDistribution | undefined>(
    (best, one) => (best && best.installedBytes >= one.installedBytes ? best : one),
    undefined,
  );
  if (!largest) return "isolated: brings nothing that the rest of the image has, too";
  const lead = again.find((one) => one.name === "torch") ?? largest;
  const bytes = formatBytes(again.reduce((sum, one) => sum + one.installedBytes, 0));
  const others = again.length - 1;
  const more = others === 0 ? "" : ` and ${others} more that the rest of the image has, too`;
  return `isolated: brings its own ${lead.name} ${lead.version}${more}, ${bytes}`;
}
