import { installedDistributions } from "../../base/installed-distributions.ts";
import type { KeptQuestion } from "../../base/kept-files.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import { inSitePackages } from "../../wheels/brought-modules.ts";
import type { Resolution } from "../../wheels/resolution.ts";

/** What to ask the base: kept packages into whose own folders phases bring files, and those files as RECORD names them. */
export function besideKept(
  { keep }: Pick<Manifest, "keep">,
  { base, distributions }: Pick<Resolution, "base" | "distributions">,
): KeptQuestion {
  const kept = [...installedDistributions(base).values()].filter((one) => keep.includes(one.name));
  const own = new Set(kept.flatMap(({ entries }) => entries[0]?.modules ?? []));
  if (own.size === 0) return { names: [], paths: [] };
  const paths = distributions
    .flatMap((one) => one.contents?.files ?? [])
    // A set has 40,000 files, nearly all of them at home.
    .filter(({ path }) => own.has(topOf(path)) || path.includes(".data/"))
    .flatMap(({ path }) => inSitePackages(path) ?? [])
    .filter((path) => own.has(topOf(path)));
  const tops = new Set(paths.map(topOf));
  const concerned = kept.filter(({ entries }) => entries[0]?.modules?.some((one) => tops.has(one)));
  return { names: concerned.map((one) => one.name), paths };
}

function topOf(path: string): string {
  const at = path.indexOf("/");
  return at < 0 ? path : path.slice(0, at);
}
