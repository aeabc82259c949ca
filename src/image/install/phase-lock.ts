import { stringify } from "smol-toml";
import type { PlannedDistribution } from "../../plan/plan.ts";

/** PEP 751 lock of exactly the files that one phase installs: the installer asks no index and chooses nothing. */
export function phaseLock(distributions: readonly PlannedDistribution[], local: LocalFiles): string {
  return stringify({
    "lock-version": "1.0",
    "created-by": "surelayer",
    packages: distributions.map((one) => {
      const file = {
        name: one.file.name,
        ...place(one, local),
        ...(one.file.bytes === null ? {} : { size: one.file.bytes }),
        hashes: { sha256: one.file.sha256 },
      };
      const source = one.kind === "wheel" ? { wheels: [file] } : { sdist: file };
      return { name: one.name, version: one.version, ...source };
    }),
  });
}

/** Files that lie in the container already: their paths by SHA-256. */
export type LocalFiles = ReadonlyMap<string, string>;

function place({ file }: PlannedDistribution, local: LocalFiles): { path: string } | { url: string } {
  const path = local.get(file.sha256);
  return path === undefined ? { url: file.url } : { path };
}
