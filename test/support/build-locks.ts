import type { BuildDistribution, BuildLock } from "../../src/python/sources/build-lock.ts";

/** A wheel that a build requires. */
export function buildWheel(name: string, version = "1.0", sha256 = "b".repeat(64)): BuildDistribution {
  const file = `${name}-${version}-py3-none-any.whl`;
  return { name, version, file: { url: `https://files.example/${file}`, name: file, sha256, bytes: 100 } };
}

export function buildLock(...distributions: readonly BuildDistribution[]): BuildLock {
  return { requires: distributions.map((one) => one.name), distributions };
}
