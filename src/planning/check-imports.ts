import { baseImports } from "../base/base-imports.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Finding } from "../plan/guards/finding.ts";
import { isSlip, unbroughtFindings, unbroughtImports } from "../plan/guards/imports/unbrought-imports.ts";
import type { Ports } from "../ports/ports.ts";
import { normaliseName } from "../python/distribution-name.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { Resolution } from "../wheels/resolution.ts";
import type { InspectedBase } from "./inspect-base.ts";

/** A warning for each module in `imports` that nothing brings. The base is asked where it is local. */
export async function checkImports(
  { manifest, resolution }: { readonly manifest: Manifest; readonly resolution: Resolution },
  { image, facts }: Pick<InspectedBase, "image" | "facts">,
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly Finding[]> {
  const absent = unbroughtImports(manifest, resolution);
  const asked = absent.filter((one) => one.seesBase).map((one) => one.module);
  if (image === undefined) {
    // It may hold any module.
    const held = facts.distributions.map((one) => normaliseName(one.name));
    return unbroughtFindings(absent.filter((one) => !one.seesBase || isSlip(one, held)));
  }
  const outcomes =
    asked.length > 0 ? await baseImports({ imageId: image.id, facts }, asked, toolbox, ports) : [];
  const lacking = new Set(outcomes.filter((one) => isMissing(one)).map((one) => one.module));
  return unbroughtFindings(absent.filter((one) => !one.seesBase || lacking.has(one.module)));
}

/** Any other failure has a cause of its own, which a phase's packages may mend. */
function isMissing({ module, ok, error }: { module: string; ok: boolean; error: string | null }): boolean {
  const [, named = ""] = /^ModuleNotFoundError: No module named '([\w.]+)'/.exec(error ?? "") ?? [];
  return !ok && named !== "" && `${module}.`.startsWith(`${named}.`);
}
