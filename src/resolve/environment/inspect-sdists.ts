import * as z from "zod";
import { forbidsSourceBuilds } from "../../manifest/manifest.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { closureOf } from "../../python/dependency-graph.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { type LockedFile, wheelChooser } from "../../python/lock.ts";
import { targetTags } from "../../python/target-tags.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { recallSdistContents, rememberSdistContents, SdistContents } from "../../wheels/sdist-contents.ts";
import { installedInBase } from "../already-satisfied.ts";
import type { UvAnswer } from "../remembered-lock.ts";
import { type EnvironmentInput, pythonOf } from "../separate-environments.ts";
import type { ResolverEnvironment } from "./resolver-environment.ts";

interface InspectInput extends EnvironmentInput {
  /** In which the resolution was just made: uv's cache there holds the unpacked sources. */
  readonly resolver: ResolverEnvironment;
  /** Look again at what an earlier plan only listed. */
  readonly refresh: boolean;
}

interface UninspectedSdist {
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
export async function inspectSdists(input: InspectInput, answer: UvAnswer, ports: Ports): Promise<void> {
  const { resolver } = input;
  const python = pythonOf(input);
  const sdists = await uninspectedSdists(input, answer, python, ports);
  if (sdists.length === 0) return;
  const title = `look into ${sdists.length === 1 ? sdists[0]?.name : `${sdists.length} source distributions`}`;
  const result = await ports.log.task(title, () =>
    resolver.runProbe("source_contents.py", [
      ...[resolver.uv, python.purelib],
      ...sdists.map(({ name, version }) => `${name}==${version}`),
    ]),
  );
  const seen = z.array(SdistContents).safeParse(jsonAnswer(result.stdout));
  if (!seen.success) ports.log.debug(`Sources weren't looked into: ${result.stderr.trim().slice(-500)}`);
  for (const contents of seen.data ?? []) {
    const sdist = sdists.find((one) => one.name === normaliseName(contents.name));
    if (sdist === undefined) continue;
    const { sha256 } = sdist.file;
    const { late, ...rest } = contents;
    const counted = late === undefined ? rest : { ...rest, late: sdist.late + late };
    await rememberSdistContents(ports.cache, { sha256, python }, counted);
  }
}

/** What will be built, as far as it may be: a phase that forbids it gets no source built for its plan, either. */
async function uninspectedSdists(
  { request, refresh }: InspectInput,
  { locked, graph }: UvAnswer,
  python: BaseFacts["python"],
  { cache }: Ports,
): Promise<readonly UninspectedSdist[]> {
  const { facts } = request;
  const choose = wheelChooser(targetTags(facts.python));
  const installed = installedInBase(locked, facts);
  const building = request.phases.filter((phase) => !forbidsSourceBuilds(phase));
  const allowed = new Set(building.flatMap((phase) => closureOf(graph, phase.name)));
  const sdists = locked.flatMap(({ name, version, wheels, sdist }) =>
    sdist && allowed.has(name) && !installed.has(name) && !choose(wheels)
      ? [{ name, version, file: sdist }]
      : [],
  );
  const known = await Promise.all(sdists.map((one) => recallSdistContents(cache, one.file.sha256, python)));
  return sdists.flatMap((one, index) => {
    const before = known[index];
    const late = before?.late ?? 0;
    return needsInspection(before, refresh) ? [{ ...one, late }] : [];
  });
}

function needsInspection(before: SdistContents | undefined, refresh: boolean): boolean {
  if (before === undefined) return true;
  if (before.how === "built") return false;
  return refresh || (before.late !== undefined && before.late < MOST_LATE);
}
