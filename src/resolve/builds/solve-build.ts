import type { Ports } from "../../ports/ports.ts";
import { wheelChooser } from "../../python/lock.ts";
import { type Requirement, readRequirement } from "../../python/requirement.ts";
import type { BuildDistribution } from "../../python/sources/build-lock.ts";
import { targetTags } from "../../python/target-tags.ts";
import { RegistryError } from "../../text/errors.ts";
import { resolutionError } from "../conflicts/resolution-error.ts";
import { Unsolved } from "../conflicts/unsolved.ts";
import type { ResolverEnvironment } from "../environment/resolver-environment.ts";
import { type ResolveRequest, systemPackagesOf } from "../request.ts";
import { solve } from "../run-uv.ts";

/** What builds need, resolved for themselves: they see nothing of the image. */
export interface SolvedBuild {
  readonly distributions: readonly BuildDistribution[];
  /** uv's own lock (PEP 751), to make an environment from. */
  readonly text: string;
}

/** What a source is built with can't be had. Its message goes on from "what its build requires can't be had: ". */
export class UnsolvedBuild extends Error {
  readonly evidence: string;

  constructor(why: string, { evidence, ...options }: ErrorOptions & { readonly evidence: string }) {
    super(why, options);
    this.name = "UnsolvedBuild";
    this.evidence = evidence;
  }
}

/**
 * Resolves what a build requires, with the manifest's indexes and `build_constraints`.
 * @param bounds of this source alone, such as the versions of a written plan.
 * @throws UnsolvedBuild where nothing resolves, or something is asked for by address; RegistryError when the index doesn't answer.
 */
export async function solveBuild(
  requires: readonly string[],
  { request, bounds }: { readonly request: ResolveRequest; readonly bounds: readonly string[] },
  resolver: ResolverEnvironment,
  ports: Ports,
): Promise<SolvedBuild> {
  if (requires.length === 0) return { distributions: [], text: EMPTY_LOCK };
  const asked = buildRequest(requires.map(readOrThrow), request, bounds);
  try {
    const { answer } = await solve({ resolver, request: asked }, undefined, ports);
    const choose = wheelChooser(targetTags(request.facts.python));
    const distributions = answer.locked.map((one) => {
      const file = choose(one.wheels) ?? one.sdist;
      if (file === undefined)
        throw new UnsolvedBuild(`${one.name} ${one.version} has no file for this base`, { evidence: "" });
      const { url, name, sha256, bytes = null } = file;
      return { name: one.name, version: one.version, file: { url, name, sha256, bytes } };
    });
    return { distributions, text: answer.text.lock };
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error;
    const explained = resolutionError(error.stderr, asked, resolver.onMachine);
    if (explained instanceof RegistryError) throw explained;
    const why = explained.message.replace(/\.$/, "");
    throw new UnsolvedBuild(why, { evidence: explained.evidence ?? error.stderr, cause: error });
  }
}

const EMPTY_LOCK = 'lock-version = "1.0"\ncreated-by = "surelayer"\npackages = []\n';

function buildRequest(
  packages: readonly Requirement[],
  request: ResolveRequest,
  bounds: readonly string[],
): ResolveRequest {
  const { facts, buildConstraints } = request;
  const phase = { name: "build", packages, imports: [], optional: false, environment: "shared" as const };
  return {
    ...request,
    phases: [{ ...phase, system_packages: [...systemPackagesOf(request)] }],
    facts: { ...facts, distributions: [] },
    constraints: [...buildConstraints, ...bounds],
    ...{ keep: [], wheels: [], releasesOnly: [], pins: undefined },
  };
}

function readOrThrow(text: string): Requirement {
  const read = readRequirement(text);
  if ("fault" in read) throw new UnsolvedBuild(`the requirement ${read.fault}`, { evidence: text });
  if (read.requirement.source === undefined) return read.requirement;
  throw new UnsolvedBuild("it asks for a file by address, which nobody vouches for", { evidence: text });
}
