import * as z from "zod";
import { forbidsSources } from "../../manifest/settings/source-build.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { closureOf } from "../../python/dependency-graph.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { type LockedFile, wheelChooser } from "../../python/lock.ts";
import { targetTags } from "../../python/target-tags.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { recallContents, rememberContents, SourceContents } from "../../wheels/source-contents.ts";
import { heldOf } from "../provided.ts";
import type { UvAnswer } from "../remembered-lock.ts";
import { type EnvironmentInput, pythonOf } from "../separate-environments.ts";
import type { ResolverPlace } from "./resolver-place.ts";

interface SourcesQuestion extends EnvironmentInput {
  /** In which the resolution was just made: uv's cache there holds the unpacked sources. */
  readonly place: ResolverPlace;
  /** Look again at what an earlier plan only listed. */
  readonly refresh: boolean;
}

interface WantedSource {
  readonly name: string;
  readonly version: string;
  readonly file: LockedFile;
  /** Plans before this one in which its build wasn't ready in its time. */
  readonly late: number;
}

/** A machine that is busy now needn't be next time; one that is always too slow needn't try for ever. */
const MOST_LATE = 3;

/**
 * Finds out what source distributions will install, and remembers it for this and later plans. Nothing is fetched for it
 * but what their builds ask for, and a source that tells nothing is estimated: this never fails.
 */
export async function lookIntoSources(
  question: SourcesQuestion,
  answer: UvAnswer,
  ports: Ports,
): Promise<void> {
  const { place } = question;
  const python = pythonOf(question);
  const sources = await unknownSources(question, answer, python, ports);
  if (sources.length === 0) return;
  const title = `look into ${sources.length === 1 ? sources[0]?.name : `${sources.length} source distributions`}`;
  const result = await ports.log.task(title, () =>
    place.runProbe("source_contents.py", [
      ...[place.uv, python.purelib],
      ...sources.map(({ name, version }) => `${name}==${version}`),
    ]),
  );
  const seen = z.array(SourceContents).safeParse(jsonAnswer(result.stdout));
  if (!seen.success) ports.log.debug(`Sources weren't looked into: ${result.stderr.trim().slice(-500)}`);
  for (const contents of seen.data ?? []) {
    const source = sources.find((one) => one.name === normaliseName(contents.name));
    if (source === undefined) continue;
    const { sha256 } = source.file;
    const { late, ...rest } = contents;
    const counted = late === undefined ? rest : { ...rest, late: source.late + late };
    await rememberContents(ports.cache, { sha256, python }, counted);
  }
}

/** What will be built, as far as it may be: a phase that forbids it gets no source built for its plan, either. */
async function unknownSources(
  { request, refresh }: SourcesQuestion,
  { locked, graph }: UvAnswer,
  python: BaseFacts["python"],
  { cache }: Ports,
): Promise<readonly WantedSource[]> {
  const { facts } = request;
  const choose = wheelChooser(targetTags(facts.python));
  const held = heldOf(locked, facts);
  const building = request.phases.filter((phase) => !forbidsSources(phase));
  const allowed = new Set(building.flatMap((phase) => closureOf(graph, phase.name)));
  const sources = locked.flatMap(({ name, version, wheels, sdist }) =>
    sdist && allowed.has(name) && !held.has(name) && !choose(wheels) ? [{ name, version, file: sdist }] : [],
  );
  const known = await Promise.all(sources.map((one) => recallContents(cache, one.file.sha256, python)));
  return sources.flatMap((one, index) => {
    const before = known[index];
    const late = before?.late ?? 0;
    return isToBeSeen(before, refresh) ? [{ ...one, late }] : [];
  });
}

function isToBeSeen(before: SourceContents | undefined, refresh: boolean): boolean {
  if (before === undefined) return true;
  if (before.how === "built") return false;
  return refresh || (before.late !== undefined && before.late < MOST_LATE);
}
