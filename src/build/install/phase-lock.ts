import { stringify } from "smol-toml";
import type { PlannedDistribution } from "../../plan/plan.ts";

/** PEP 751 lock of exactly the files that one phase installs: the installer asks no index and chooses nothing. */
export function phaseLock(distributions: readonly PlannedDistribution[]): string {
  return stringify({
    "lock-version": "1.0",
    "created-by": "surelayer",
    packages: distributions.map((one) => {
      const file = {
        name: one.file.name,
        url: one.file.url,
        ...(one.file.bytes === null ? {} : { size: one.file.bytes }),
        hashes: { sha256: one.file.sha256 },
      };
      const source = one.kind === "wheel" ? { wheels: [file] } : { sdist: file };
      return { name: one.name, version: one.version, ...source };
    }),
  });
}
