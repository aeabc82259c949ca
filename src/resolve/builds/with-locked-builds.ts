import { forbidsSourceBuilds } from "../../manifest/manifest.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BuildLock } from "../../python/sources/build-lock.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { FaultyWheel } from "../../wheels/faulty-wheel.ts";
import { type Distribution, environmentsOf, type Resolution } from "../../wheels/resolution.ts";
import { withResolver } from "../environment/with-resolver.ts";
import { systemPackagesOf } from "../request.ts";
import { type BuiltSource, lockBuilds } from "./lock-builds.ts";
import { type BuildsInput, recallBuild, rememberBuild } from "./remembered-builds.ts";
import { UnsolvedBuild } from "./solve-build.ts";

/**
 * The resolution, in which each source that is built has a lock of what it is built with: the one of a given lock, of an earlier
 * plan, or a new one. A source whose build can't be had gets a fault.
 */
export async function withLockedBuilds<T extends Resolution>(
  resolution: T,
  input: BuildsInput,
  toolbox: Toolbox,
  ports: Ports,
): Promise<T> {
  const sources = builtSources(resolution, input);
  const found = new Map<string, BuildLock | UnsolvedBuild | undefined>();
  if (!input.refresh) {
    for (const { name, file } of sources) {
      const known = await recallBuild({ name, sha256: file.sha256 }, input, ports);
      if (known) found.set(file.sha256, known);
    }
  }
  const missing = sources.filter((one) => !found.has(one.file.sha256));
  for (const [sha256, lock] of await lockNew(missing, input, toolbox, ports)) found.set(sha256, lock);
  const locked = (distributions: readonly Distribution[]) =>
    distributions.map((one) => withBuild(one, found.get(one.file.sha256)));
  return {
    ...resolution,
    distributions: locked(resolution.distributions),
    isolated: resolution.isolated.map((one) => ({ ...one, distributions: locked(one.distributions) })),
  };
}

/** Each source once that a phase needs and may build, and that has no lock of its own. */
function builtSources(resolution: Resolution, { request }: BuildsInput): readonly BuiltSource[] {
  const forbidden = new Set(request.phases.flatMap((one) => (forbidsSourceBuilds(one) ? one.name : [])));
  const sources = environmentsOf(resolution).flatMap(({ phases, distributions }) => {
    const allowed = phases.filter((phase) => !forbidden.has(phase.name));
    const needed = new Set(allowed.flatMap((phase) => phase.needs));
    return distributions.filter(
      (one) => one.kind === "sdist" && one.build === undefined && needed.has(one.name),
    );
  });
  const unique = new Map(sources.map((one) => [one.file.sha256, one]));
  const bounds = request.pins?.builds ?? {};
  return [...unique.values()].map(({ name, version, file }) => ({
    ...{ name, version, file, bounds: bounds[name] ?? [] },
  }));
}

async function lockNew(
  sources: readonly BuiltSource[],
  input: BuildsInput,
  toolbox: Toolbox,
  ports: Ports,
): Promise<ReadonlyMap<string, BuildLock | UnsolvedBuild | undefined>> {
  if (sources.length === 0) return new Map();
  const { request, imageId } = input;
  const base = {
    imageId,
    facts: request.facts,
    systemPackages: systemPackagesOf(request),
    purpose: "builds",
  };
  const title = `lock what ${sources.length === 1 ? sources[0]?.name : `${sources.length} sources`} ${sources.length === 1 ? "is" : "are"} built with`;
  const locks = await ports.log.task(title, () =>
    withResolver(base, toolbox, ports, (resolver) => lockBuilds(sources, { request, resolver }, ports)),
  );
  for (const { name, file } of sources) {
    const lock = locks.get(file.sha256);
    if (lock === undefined || lock instanceof UnsolvedBuild) continue;
    await rememberBuild({ name, sha256: file.sha256 }, lock, { input, ports });
  }
  return locks;
}

function withBuild(one: Distribution, found: BuildLock | UnsolvedBuild | undefined): Distribution {
  if (found === undefined) return one;
  return found instanceof UnsolvedBuild
    ? { ...one, fault: one.fault ?? unbuildable(one, found) }
    : { ...one, build: found };
}

function unbuildable({ name, version }: Distribution, { message, evidence }: UnsolvedBuild): FaultyWheel {
  return {
    classId: "R3",
    message: `${name} ${version} can't be built from source, because what its build requires can't be had: ${message}.`,
    evidence,
  };
}
