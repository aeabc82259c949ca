import { explain } from "@renovatebot/pep440";
import { orUnsolved, Unsolved } from "../conflicts/unsolved.ts";
import type { ResolveRequest } from "../request.ts";
import type { Settled } from "../resolve-without-builds.ts";
import type { UvInput } from "../run-uv.ts";
import { newestReleases } from "./newest-releases.ts";
import type { Solve } from "./steer.ts";

/** A second pre-release may come for the first one; more of them aren't worth the time. */
const MOST_ROUNDS = 3;

/** Takes releases where uv took pre-releases that nobody asked for. */
export interface ReleasePreference {
  /** As `solve`, but a pre-release is taken only where a package has nothing else, or where nothing else resolves. */
  readonly solve: Solve;
  /** The same of an answer that is there already. */
  improve(settled: Settled, request: ResolveRequest): Promise<Settled>;
}

/**
 * uv takes a pre-release where the release doesn't go with the rest, also where only a source is in the way that it may not
 * build. So it is asked again without pre-releases of these packages.
 */
export function preferReleases(input: UvInput, solve: Solve): ReleasePreference {
  const disallowed = new Set<string>();

  async function improve(settled: Settled, request: ResolveRequest): Promise<Settled> {
    let best = settled;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const news = await withReleases(best, request);
      if (news.length === 0) return best;
      const next = await orUnsolved(solve(bounded(request, [...disallowed, ...news]), best));
      if (next instanceof Unsolved) return best;
      for (const name of news) disallowed.add(name);
      best = next;
    }
    return best;
  }

  async function withReleases({ answer }: Settled, request: ResolveRequest): Promise<readonly string[]> {
    const asked = namedPreReleases(request);
    const taken = answer.locked.filter((one) => isPreRelease(one.version)).map((one) => one.name);
    const names = taken.filter((name) => !(asked.has(name) || disallowed.has(name)));
    const newest = await newestReleases(input, names);
    return names.filter((name) => !isPreRelease(newest.get(name)?.version ?? "0rc1"));
  }

  return {
    improve,
    async solve(request, before) {
      if (disallowed.size === 0) return improve(await solve(request, before), request);
      const known = await orUnsolved(solve(bounded(request, [...disallowed]), before));
      return improve(known instanceof Unsolved ? await solve(request, before) : known, request);
    },
  };
}

function bounded(request: ResolveRequest, releasesOnly: readonly string[]): ResolveRequest {
  return { ...request, releasesOnly };
}

/** Who names a pre-release means it. */
function namedPreReleases({ phases }: ResolveRequest): ReadonlySet<string> {
  const named = phases.flatMap((phase) => phase.packages);
  const meant = named.filter((one) =>
    one.specifiers.some((text) => isPreRelease(text.replace(/^[<>=!~]+/, "").replace(/\.\*$/, ""))),
  );
  return new Set(meant.map((one) => one.normalised));
}

function isPreRelease(version: string): boolean {
  return explain(version)?.is_prerelease === true;
}
