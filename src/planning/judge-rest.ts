import type { Manifest } from "../manifest/manifest.ts";
import type { Finding } from "../plan/guards/finding.ts";
import { guardedEnvironments } from "../plan/guards/guarded-environment.ts";
import { runGuards } from "../plan/guards/run-guards.ts";
import { gotNoAnswer, isBusy } from "../ports/no-answer.ts";
import type { Ports } from "../ports/ports.ts";
import { closureOf } from "../python/dependency-graph.ts";
import { wheelChooser } from "../python/lock.ts";
import { targetTags } from "../python/target-tags.ts";
import { type LockBase, lockEnvironments } from "../resolve/lock-environments.ts";
import { isFileFault, type MissingFile } from "../resolve/missing-file.ts";
import type { UvAnswer } from "../resolve/remembered-lock.ts";
import type { ResolveRequest } from "../resolve/request.ts";
import type { ResolveBase } from "../resolve/resolve.ts";
import { type EnvironmentInput, pythonOf, separateEnvironments } from "../resolve/separate-environments.ts";
import { ConflictError, type SurelayerError } from "../text/errors.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { Distribution, PhaseResolution, Resolution } from "../wheels/resolution.ts";
import { everyFault } from "./every-fault.ts";

interface Rest {
  readonly manifest: Manifest;
  /** With what stands for what can't be had. */
  readonly request: ResolveRequest;
  readonly base: LockBase & Pick<ResolveBase, "lock">;
  /** What can't be had. */
  readonly missing: readonly MissingFile[];
}

/** Selects more, or says what is missing together with why that failed. */
export async function orAlsoSay<T>(missing: readonly MissingFile[], select: () => Promise<T>): Promise<T> {
  try {
    return await select();
  } catch (error) {
    if (!isFileFault(error)) throw error;
    const errors = missing.map((one) => one.error);
    throw everyFault(dueToUnknown(error, missing) ? errors : [...errors, error]);
  }
}

/**
 * Resolves, if every file can be had. Otherwise a user sees everything that is wrong at once, and not one fault after each repair.
 * @throws an error that names the missing files and what is wrong beside them.
 */
export async function resolveOrSayAll<T>(
  rest: Rest,
  toolbox: Toolbox,
  ports: Ports,
  resolve: () => Promise<T>,
): Promise<T> {
  const errors = rest.missing.map((one) => one.error);
  if (errors.length > 0) throw everyFault([...errors, ...(await judgeRest(rest, toolbox, ports))]);
  try {
    return await resolve();
  } catch (error) {
    // An index answered, and the host of its files doesn't. A lock of the manifest's own leaves nothing to resolve.
    if (!(gotNoAnswer(error) || isBusy(error)) || rest.base.lock !== undefined) throw error;
    throw everyFault([error, ...(await judgeRest(rest, toolbox, ports))]);
  }
}

/** What is wrong beside, as far as versions and names of files tell: contents aren't read. */
async function judgeRest(
  { manifest, request, base, missing }: Rest,
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly SurelayerError[]> {
  const environments = separateEnvironments(request);
  const judge = (answers: readonly UvAnswer[]) =>
    runGuards(guardedEnvironments(manifest, knownOf(environments, answers, request))).filter(isError);
  try {
    const locks = await lockEnvironments(environments, { ...base, interim: true }, toolbox, ports);
    await Promise.all(locks.map((lock) => lock.inspected));
    return judge(locks.map((lock) => lock.answer)).map(asError);
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!isFileFault(error)) throw error;
    // Without versions of the rest, names can be held against a torch that nobody may move.
    const bound = request.keep.includes("torch") ? judge([]).filter((one) => BOUND.has(one.id)) : [];
    return [...(dueToUnknown(error, missing) ? [] : [error]), ...bound.map(asError)];
  }
}

const BOUND: ReadonlySet<string> = new Set(["bound-to-other-torch", "other-cxx11-abi"]);

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function asError({ message, source, remedy }: Finding): ConflictError {
  return new ConflictError(message, { evidence: source, remedy });
}

/** A package that wasn't asked for may be missed by another one. */
function dueToUnknown({ message, evidence = "" }: SurelayerError, missing: readonly MissingFile[]): boolean {
  return missing.some(
    (one) => one.standIn === undefined && `${message}\n${evidence}`.includes(one.distribution),
  );
}

/** The resolution without what only the files' contents tell. */
function knownOf(
  environments: readonly EnvironmentInput[],
  answers: readonly UvAnswer[],
  request: ResolveRequest,
): Resolution {
  const read = environments.map((environment, index) => knownEnvironment(environment, answers[index]));
  const shared = read.find((one) => one.isolated === undefined);
  return {
    ...{ base: request.facts, distributions: shared?.distributions ?? [], phases: shared?.phases ?? [] },
    isolated: read.flatMap(({ isolated, phases: [phase], distributions }) =>
      isolated === undefined || !phase ? [] : [{ phase, distributions }],
    ),
    ...{ locked: [], remarks: [], advice: [], fetchedBytes: 0 },
  };
}

interface KnownEnvironment {
  readonly isolated: string | undefined;
  readonly distributions: readonly Distribution[];
  readonly phases: readonly PhaseResolution[];
}

function knownEnvironment(environment: EnvironmentInput, answer: UvAnswer | undefined): KnownEnvironment {
  const { request, isolated } = environment;
  const choose = wheelChooser(targetTags(pythonOf(environment)));
  const offered = new Map(request.wheels.map((one) => [one.distribution, one.file]));
  const named = request.wheels.map(({ distribution: name, version, file }) => ({
    name,
    version,
    wheels: [file],
    sdist: undefined,
  }));
  const distributions = (answer?.locked ?? named).flatMap(
    ({ name, version, wheels, sdist }): Distribution[] => {
      const file = offered.get(name) ?? choose(wheels) ?? sdist;
      return file ? [{ name, version, kind: "wheel", file, contents: undefined }] : [];
    },
  );
  const phases = request.phases.map(({ name }) => {
    const needs = answer ? closureOf(answer.graph, name) : [];
    return { name, needs, satisfied: [], direct: {} };
  });
  return { isolated, distributions, phases };
}
