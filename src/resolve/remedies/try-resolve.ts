import type { Ports } from "../../ports/ports.ts";
import { type LockedDistribution, parseLock } from "../../python/lock.ts";
import type { SdistMetadata } from "../../python/sources/static-metadata.ts";
import { ConflictError, RegistryError } from "../../text/errors.ts";
import { neverWheels, resolutionError } from "../conflicts/resolution-error.ts";
import { OutOfTime, Unsolved, unsolved } from "../conflicts/unsolved.ts";
import type { ResolverEnvironment } from "../environment/resolver-environment.ts";
import type { ResolveRequest } from "../request.ts";
import { resolveWithoutBuilds } from "../resolve-without-builds.ts";
import {
  ALL_GROUP,
  INDEX_PIN_GROUP,
  indirectIndexPins,
  KEPT_FOLDER,
  torchFlags,
  uvProject,
} from "../uv-project.ts";

/** A request changed in one way, resolved to see whether the change helps. */
export interface Trial {
  readonly request: ResolveRequest;
  /** Another Python than the base's, e.g. `3.12`. */
  readonly python?: string;
  /** The phase that has this environment for itself. */
  readonly isolated?: string | undefined;
  /** Only what is named, without what that asks for. */
  readonly alone?: boolean;
}

export type TrialResult =
  | { readonly solved: true; readonly locked: readonly LockedDistribution[] }
  | {
      readonly solved: false;
      readonly explanation: string;
      /** Why nobody knows whether the change helps: an index didn't answer, or the resolution took too long. */
      readonly why?: "unreachable" | "late" | undefined;
    };

/** Resolves for real, installs nothing. */
export type TryResolve = (trial: Trial, signal?: AbortSignal) => Promise<TrialResult>;

/**
 * Trials in the resolver environment in which a first resolution (`runUv`) failed: its cache and the kept packages are there. Each
 * asks the index: what uv has in its cache depends on which trials ran before, and so would the answer. That a package has no
 * wheel in any version is a fact that later trials needn't find out.
 */
export function trialsIn(resolver: ResolverEnvironment, ports: Ports): TryResolve {
  let count = 0;
  const wheelless = new Map<string, SdistMetadata>();
  return async (trial, given) => {
    count += 1;
    const folder = `trial-${count}`;
    const signal = given ? AbortSignal.any([given, ports.signal]) : ports.signal;
    const ask = (sdists: readonly SdistMetadata[]) =>
      rememberWheelless(wheelless, sdists, askUv(resolver, { trial, folder, sdists, signal }));
    try {
      const { answer } = await resolveWithoutBuilds(ask, { ...ports, signal }, [...wheelless.values()]);
      return { solved: true, locked: answer.locked };
    } catch (error) {
      if (error instanceof Unsolved) {
        return { solved: false, explanation: error.stderr, why: whyUnknown(error, trial) };
      }
      // A source that states nothing, or whose host doesn't answer.
      const isJudged = error instanceof ConflictError || error instanceof RegistryError;
      if (!isJudged || signal.aborted) throw error;
      const why = error instanceof RegistryError ? "unreachable" : undefined;
      return { solved: false, explanation: error.message, why };
    }
  };
}

/** Keeps what an answer says of packages that have no wheel, and what was read of their archives. */
async function rememberWheelless<T>(
  wheelless: Map<string, SdistMetadata>,
  sdists: readonly SdistMetadata[],
  answer: Promise<T>,
): Promise<T> {
  for (const one of sdists) if (wheelless.has(one.name)) wheelless.set(one.name, one);
  return await answer.catch((error: unknown) => {
    const names = error instanceof Unsolved ? neverWheels(error.stderr) : [];
    for (const name of names) wheelless.set(name, { name, version: undefined, requires: [], extras: [] });
    throw error;
  });
}

function whyUnknown(error: Unsolved, { request }: Trial): "unreachable" | "late" | undefined {
  if (error instanceof OutOfTime) return "late";
  return resolutionError(error.stderr, request) instanceof RegistryError ? "unreachable" : undefined;
}

interface TrialQuestion {
  readonly trial: Trial;
  readonly folder: string;
  readonly sdists: readonly SdistMetadata[];
  readonly signal: AbortSignal;
}

/** @throws Unsolved in uv's words. */
async function askUv(resolver: ResolverEnvironment, { trial, folder, sdists, signal }: TrialQuestion) {
  const { request, python, alone = false } = trial;
  const indexPins = alone ? [] : indirectIndexPins(request, undefined);
  const groups = [ALL_GROUP, ...(indexPins.length > 0 ? [INDEX_PIN_GROUP] : [])];
  // The kept packages lie beside the first resolution's project, one folder up.
  const project = uvProject(requestOn(trial), { indexPins, sdists }).replaceAll(
    `"./${KEPT_FOLDER}"`,
    `"../${KEPT_FOLDER}"`,
  );
  await resolver.write([{ name: folder }, { name: `${folder}/pyproject.toml`, content: project }]);
  const result = await resolver.run(
    [
      ...[resolver.uv, "pip", "compile", "--quiet", "--format", "pylock.toml"],
      ...resolver.pythonFlags(python),
      ...resolver.buildFlags(sdists.map((one) => one.name)),
      ...torchFlags(request),
      ...(alone ? ["--no-deps"] : []),
      ...groups.flatMap((group) => ["--group", group]),
    ],
    { within: folder, signal, seconds: TRIAL_SECONDS },
  );
  const failed = unsolved(result, sdists);
  if (failed !== undefined) throw failed;
  return { locked: parseLock(result.stdout) };
}

/** What is asked for, on the Python of the trial. Another Python takes other wheels, whose names nobody looked for. */
export function requestOn({ request, python }: Trial): ResolveRequest {
  if (python === undefined) return request;
  const { facts } = request;
  return { ...request, facts: { ...facts, python: { ...facts.python, version: `${python}.0` } }, wheels: [] };
}

/** One that goes back through a package's versions without end helps nobody. */
export const TRIAL_SECONDS = 30;
