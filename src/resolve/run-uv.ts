import type { Ports } from "../ports/ports.ts";
import { parseAnnotations } from "../python/dependency-graph.ts";
import { parseLock } from "../python/lock.ts";
import type { StatedSource } from "../python/stated-requirements.ts";
import { BuildError } from "../text/errors.ts";
import type { TextResult } from "../toolbox/exec-text.ts";
import { indirectlyBound } from "./bound-packages.ts";
import { type AskedByAddress, askedByAddress } from "./conflicts/asked-by-address.ts";
import { explainUnsolved, Unsolved } from "./conflicts/unsolved.ts";
import type { RemarksOn } from "./conflicts/verified-remedies.ts";
import { directNames } from "./direct/direct-asks.ts";
import type { ResolverPlace } from "./place/resolver-place.ts";
import { preferredLock, sameAgain } from "./preferences.ts";
import type { UvAnswer } from "./remembered-lock.ts";
import type { ResolveRequest } from "./request.ts";
import { settleSources } from "./settle-sources.ts";
import { ALL_GROUP, BOUND_GROUP, KEPT_FOLDER, keptConstraints, torchFlags, uvProject } from "./uv-project.ts";

/** Name of the file that uv writes. uv also prints its content, unless it is told to be quiet. */
const ANNOTATED = "annotated.txt";

interface Question {
  readonly place: ResolverPlace;
  readonly request: ResolveRequest;
}

/** With what a failure is explained by. */
interface ExplainedQuestion extends Question {
  readonly remarksOn: RemarksOn;
}

/**
 * Resolves all phases together, for the base's Python.
 *
 * uv takes a bound package from its index only if the project itself asks for the package. If only a dependency asks for a
 * bound package, the project asks for it too, and uv resolves again. The first answer, or the first failure, is dropped.
 * @throws ConflictError when there is no solution; RegistryError when the index doesn't answer.
 */
export async function runUv(question: ExplainedQuestion, ports: Ports): Promise<UvAnswer> {
  const { request } = question;
  await offerWheels(question);
  const settle = (bound: readonly string[]) =>
    settleSources((sources) => askByAddress(question, bound, sources), ports).catch(
      (error: unknown) => error,
    );
  const first = await settle([]);
  const bound = indirectlyBound(request, isAnswer(first) ? first.graph : undefined);
  const last = bound.length > 0 ? await settle(bound) : first;
  if (isAnswer(last)) return last;
  throw last instanceof Unsolved ? await explainUnsolved(last, question, ports) : last;
}

function isAnswer(result: unknown): result is UvAnswer {
  return typeof result === "object" && result !== null && !(result instanceof Error);
}

/**
 * A package may ask for another one by an address if the manifest names the same address. The first try doesn't tell uv that
 * address, and fails. The next try tells uv the address. For a commit it overrides the requirement by the archive that was
 * packed, because uv would call git, which isn't there.
 */
async function askByAddress(
  question: Question,
  bound: readonly string[],
  sources: readonly StatedSource[],
): Promise<UvAnswer> {
  const byAddress = new Map<string, AskedByAddress>();
  for (;;) {
    try {
      return await ask(question, { bound, sources, byAddress });
    } catch (error) {
      const wanted = error instanceof Unsolved ? askedByAddress(error.stderr) : undefined;
      const named = question.request.wheels.find((one) => one.distribution === wanted?.name)?.direct;
      if (wanted === undefined || byAddress.has(wanted.name) || named !== wanted.address) throw error;
      byAddress.set(wanted.name, wanted);
    }
  }
}

interface Asked {
  readonly bound: readonly string[];
  readonly sources: readonly StatedSource[];
  readonly byAddress: ReadonlyMap<string, AskedByAddress>;
}

async function ask({ place, request }: Question, { bound, sources, byAddress }: Asked): Promise<UvAnswer> {
  const content = uvProject(request, { bound, sources, byAddress });
  const project = { name: "pyproject.toml", content };
  const preferred = { name: "pylock.toml", content: preferredLock(request.facts) };
  await place.write([project, preferred]);
  const beside = bound.length > 0 ? [BOUND_GROUP] : [];
  const compile = async (groups: readonly string[], extra: readonly string[]): Promise<TextResult> => {
    const result = await place.run([
      ...[place.uv, "pip", "compile", ...place.pythonFlags()],
      ...place.buildFlags(sources.map((one) => one.name)),
      ...torchFlags(request),
      ...[...groups, ...beside].flatMap((group) => ["--group", group]),
      ...extra,
    ]);
    if (result.exitCode !== 0) throw new Unsolved(result.stderr, sources);
    return result;
  };
  await compile([ALL_GROUP], ["--quiet", "--format", "pylock.toml", "--output-file", "pylock.toml"]);
  const lock = await place.run(["cat", `${place.folder}/pylock.toml`]);
  if (lock.exitCode !== 0) {
    throw new BuildError("The lock that the resolver wrote can't be read back.", { evidence: lock.stderr });
  }
  // The second pass adds which phase wants what; everything it needs is in uv's cache by now.
  const locked = parseLock(lock.stdout);
  const again = { name: ANNOTATED, content: sameAgain(locked) };
  await place.write([again]);
  const phases = request.phases.map((phase) => phase.name);
  const style = ["--annotation-style", "line", "--no-header"];
  // uv's cache treats files from an address as stale after a short time, and doesn't use them offline.
  const offline = byAddress.size === 0 ? ["--offline"] : [];
  const annotated = await compile(phases, [...offline, ...style, "--output-file", ANNOTATED]);
  const text = { lock: lock.stdout, annotations: annotated.stdout };
  return { text, locked, graph: parseAnnotations(text.annotations) };
}

/** Offers the resolver the base's kept packages, even if no index has their versions, and the wheels by address. */
export async function offerWheels({ place, request }: Question): Promise<void> {
  const { wheels } = request;
  const kept = keptConstraints(request);
  if (kept.length === 0 && directNames(request).size === 0 && wheels.length === 0) return;
  const offered = wheels.map(({ file, content }) =>
    "archive" in content
      ? { name: `${KEPT_FOLDER}/${file.name}`, content: content.archive }
      : { name: `${KEPT_FOLDER}/${file.name}.metadata`, content: content.metadata },
  );
  await place.write([{ name: KEPT_FOLDER }, ...offered]);
  const result = await place.runProbe("kept_wheels.py", [`${place.folder}/${KEPT_FOLDER}`, ...kept]);
  if (result.exitCode === 0) return;
  const evidence = result.stderr.trim().split("\n").at(-1) ?? "";
  throw new BuildError("The base's kept packages and wheels by address can't be offered to the resolver.", {
    evidence,
  });
}
