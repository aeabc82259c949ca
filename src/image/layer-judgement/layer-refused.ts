import { failureClassById } from "../../failures/failure-table.ts";
import { BuildError } from "../../text/errors.ts";
import { holdsControlCharacter, quote } from "../../text/quote.ts";
import type { LayerFault } from "./judge-layer.ts";

const MOST_PATHS = 10;

/** The layer holds, or lacks, what no package of it answers for. */
export function layerRefused(
  layer: { readonly phase: string; readonly brings: readonly string[] },
  faults: readonly LayerFault[],
  more = 0,
): BuildError {
  const found = failureClassById("W4");
  const shown = faults.slice(0, MOST_PATHS);
  const left = faults.length - shown.length + more;
  const lines = shown.map(({ path, what }) => `${shownPath(path)} ${what}.`);
  const packages = layer.brings.slice(0, MOST_PATHS).join(", ");
  const rest = layer.brings.length > MOST_PATHS ? ` and ${layer.brings.length - MOST_PATHS} more` : "";
  return new BuildError(`Phase ${layer.phase} changed what isn't its own; the layer was not committed.`, {
    evidence: [
      ...lines,
      ...(left > 0 ? [`… and ${left} more`] : []),
      ...(packages === "" ? [] : [`The layer brings ${packages}${rest}.`]),
    ].join("\n"),
    remedy: `${found.remedy} Write: allow_changes: ${JSON.stringify(shown.map((one) => one.path))}. More: docs/TROUBLESHOOTING.md#${found.anchor}.`,
    failureClass: found,
  });
}

/** A name may hold line breaks, and look like lines of ours. */
function shownPath(path: string): string {
  return holdsControlCharacter(path) ? quote(path) : path;
}
