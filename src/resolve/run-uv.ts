import type { Ports } from "../ports/ports.ts";
import { parseLock } from "../python/lock.ts";
import type { SdistMetadata } from "../python/sources/static-metadata.ts";
import { BuildError, RegistryError } from "../text/errors.ts";
import type { TextResult } from "../toolbox/exec-text.ts";
import { lastLines } from "../toolbox/run-probe.ts";
import { resolutionError } from "./conflicts/resolution-error.ts";
import { mayNeedSystemPackage } from "./conflicts/source-build-failure.ts";
import { Unsolved, unsolved } from "./conflicts/unsolved.ts";
import { parseUrlDependency, type UrlDependency } from "./conflicts/url-dependency.ts";
import { directNames } from "./direct/direct-url-requirements.ts";
import type { ResolverEnvironment, ResolverRun } from "./environment/resolver-environment.ts";
import { lockedPreferences, preferredLock } from "./preferences.ts";
import { explainUnsolved } from "./remedies/explain-unsolved.ts";
import type { JudgeVersions } from "./remedies/judgement.ts";
import { type UvAnswer, uvAnswer } from "./remembered-lock.ts";
import type { ResolveRequest } from "./request.ts";
import { resolveWithoutBuilds, type Settled } from "./resolve-without-builds.ts";
import {
  ALL_GROUP,
  INDEX_PIN_GROUP,
  indirectIndexPins,
  KEPT_FOLDER,
  keptConstraints,
  torchFlags,
  type UvProjectInputs,
  uvProject,
} from "./uv-project.ts";

/** Name of the file that uv writes. uv also prints its content, unless it is told to be quiet. */
const ANNOTATED = "annotated.txt";

export interface UvInput {
  readonly resolver: ResolverEnvironment;
  readonly request: ResolveRequest;
}

interface UvAsk extends UvInput {
  /** Whether there is an answer, and a better one is looked for. */
  readonly isAgain: boolean;
}

/** With what a failure is explained by. */
interface ExplainedUvInput extends UvInput {
  readonly judge: JudgeVersions;
  /** The phase that has the environment for itself. */
  readonly isolated?: string | undefined;
}

/** After so long an ask that only looks for something better is given up. */
const AGAIN_SECONDS = 30;

/** Resolves all phases together, for the base's Python. @throws ConflictError when there is no solution; RegistryError when the index doesn't answer. */
export async function runUv(input: ExplainedUvInput, ports: Ports): Promise<Settled> {
  await writeCandidates(input);
  try {
    return await solve(input, undefined, ports);
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error;
    ports.log.debug(error.stderr);
    throw await explainUnsolved(error, input, ports);
  }
}

/**
 * The answer for a request whose candidates are written.
 * @param before an answer that a better one is looked for: its sources are taken from the beginning
 *
 * uv takes a bound package from its index only if the project itself asks for the package. If only a dependency asks for a
 * bound package, the project asks for it too, and uv resolves again. The first answer, or the first failure, is dropped.
 * @throws Unsolved in uv's words; RegistryError where a better answer is looked for and the index is down.
 */
export async function solve(input: UvInput, before: Settled | undefined, ports: Ports): Promise<Settled> {
  const { request } = input;
  const isAgain = before !== undefined;
  const ask = (indexPins: readonly string[]) =>
    resolveWithoutBuilds(
      (sdists) => resolveWithUrlDependencies({ ...input, isAgain }, indexPins, sdists),
      ports,
      before?.sdists,
    ).catch((error: unknown) => error);
  const first = await ask([]);
  const indexPins = indirectIndexPins(request, isSettled(first) ? first.answer.graph : undefined);
  const last = indexPins.length > 0 ? await ask(indexPins) : first;
  if (isSettled(last)) return last;
  throw (isAgain && last instanceof Unsolved ? outageIn(last, input) : undefined) ?? last;
}

/** An index that is down says nothing of versions: it is waited for, as in the first resolution. */
function outageIn({ stderr }: Unsolved, { resolver, request }: UvInput): RegistryError | undefined {
  const error = resolutionError(stderr, request, resolver.onMachine);
  return error instanceof RegistryError ? error : undefined;
}

function isSettled(result: unknown): result is Settled {
  return typeof result === "object" && result !== null && !(result instanceof Error);
}

/**
 * A package may ask for another one by an address if the manifest names the same address. The first try doesn't tell uv that
 * address, and fails. The next try tells uv the address. For a commit it overrides the requirement by the archive that was
 * packed, because uv would call git, which isn't there.
 */
async function resolveWithUrlDependencies(
  input: UvAsk,
  indexPins: readonly string[],
  sdists: readonly SdistMetadata[],
): Promise<UvAnswer> {
  const urlDependencies = new Map<string, UrlDependency>();
  for (;;) {
    try {
      return await ask(input, { indexPins, sdists, urlDependencies });
    } catch (error) {
      const wanted = error instanceof Unsolved ? parseUrlDependency(error.stderr) : undefined;
      const named = input.request.wheels.find((one) => one.distribution === wanted?.name)?.direct;
      if (wanted === undefined || urlDependencies.has(wanted.name) || named !== wanted.address) throw error;
      urlDependencies.set(wanted.name, wanted);
    }
  }
}

async function ask(
  { resolver, request, isAgain }: UvAsk,
  { indexPins, sdists, urlDependencies }: Required<UvProjectInputs>,
): Promise<UvAnswer> {
  const content = uvProject(request, { indexPins, sdists, urlDependencies });
  const project = { name: "pyproject.toml", content };
  const preferred = { name: "pylock.toml", content: preferredLock(request.facts) };
  await resolver.write([project, preferred]);
  const beside = indexPins.length > 0 ? [INDEX_PIN_GROUP] : [];
  const limits = isAgain ? { seconds: AGAIN_SECONDS } : {};
  const compile = async (groups: readonly string[], extra: readonly string[]): Promise<TextResult> => {
    const command = [
      ...[resolver.uv, "pip", "compile", ...resolver.pythonFlags()],
      ...resolver.buildFlags(sdists.map((one) => one.name)),
      ...torchFlags(request),
      ...request.releasesOnly.flatMap((name) => ["--prerelease-package", `${name}=disallow`]),
      ...[...groups, ...beside].flatMap((group) => ["--group", group]),
      ...extra,
    ];
    const result = await withSystemPackages(resolver, command, limits);
    const failed = unsolved(result, sdists);
    if (failed !== undefined) throw failed;
    return result;
  };
  const format = ["--quiet", "--format", "pylock.toml", "--output-file", "pylock.toml"];
  await compile([ALL_GROUP], format);
  const lock = await resolver.run(["cat", `${resolver.folder}/pylock.toml`]);
  if (lock.exitCode !== 0) {
    throw new BuildError("The lock that the resolver wrote can't be read back.", { evidence: lock.stderr });
  }
  // The second pass adds which phase wants what; everything it needs is in uv's cache by now.
  const locked = parseLock(lock.stdout);
  await resolver.write([{ name: ANNOTATED, content: lockedPreferences(locked) }]);
  const phases = request.phases.map((phase) => phase.name);
  const style = ["--annotation-style", "line", "--no-header"];
  // uv's cache treats files from an address as stale after a short time, and doesn't use them offline.
  const offline = urlDependencies.size === 0 ? ["--offline"] : [];
  const annotated = await compile(phases, [...offline, ...style, "--output-file", ANNOTATED]);
  return uvAnswer({ lock: lock.stdout, annotations: annotated.stdout });
}

/** A source whose build fails on the bare base may need the manifest's system packages: they are installed only then. */
async function withSystemPackages(
  resolver: ResolverEnvironment,
  command: readonly string[],
  limits: ResolverRun,
): Promise<TextResult> {
  const result = await resolver.run(command, limits);
  if (result.exitCode === 0 || !mayNeedSystemPackage(result.stderr)) return result;
  return (await resolver.installSystemPackages()) ? resolver.run(command, limits) : result;
}

/** Offers the resolver the base's kept packages, even if no index has their versions, and the wheels by address. */
export async function writeCandidates({ resolver, request }: UvInput): Promise<void> {
  const { wheels } = request;
  const kept = keptConstraints(request);
  if (kept.length === 0 && directNames(request).size === 0 && wheels.length === 0) return;
  const candidates = wheels.map(({ file, content }) =>
    "archive" in content
      ? { name: `${KEPT_FOLDER}/${file.name}`, content: content.archive }
      : { name: `${KEPT_FOLDER}/${file.name}.metadata`, content: content.metadata },
  );
  await resolver.write([{ name: KEPT_FOLDER }, ...candidates]);
  const result = await resolver.runProbe("kept_wheels.py", [`${resolver.folder}/${KEPT_FOLDER}`, ...kept]);
  if (result.exitCode === 0) return;
  throw new BuildError("The base's kept packages and wheels by address can't be offered to the resolver.", {
    evidence: lastLines(result.stderr, 1),
  });
}
