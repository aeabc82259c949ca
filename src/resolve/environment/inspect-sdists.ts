import * as z from "zod";
import { forbidsSourceBuilds } from "../../manifest/manifest.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { closureOf } from "../../python/dependency-graph.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { type LockedFile, wheelChooser } from "../../python/lock.ts";
import { targetTags } from "../../python/target-tags.ts";
import { messageOf } from "../../text/errors.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import {
  recallSdistContents,
  rememberSdistContents,
  SdistContents,
} from "../../wheels/sdist/sdist-contents.ts";
import { installedInBase } from "../already-satisfied.ts";
import type { UvAnswer } from "../remembered-lock.ts";
import { systemPackagesOf } from "../request.ts";
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

const BUILD_CONSTRAINTS = "build-constraints.txt";

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
  const first = await readContents(sdists, input, ports);
  const failed = first.filter((one) => one.failed !== undefined);
  const again = failed.length > 0 && (await installSystemPackages(resolver, ports)) ? failed : [];
  const others = sdists.filter((one) => again.some(({ name }) => one.name === normaliseName(name)));
  const all = [
    ...first.filter((one) => !again.includes(one)),
    ...(others.length > 0 ? await readContents(others, input, ports) : []),
  ];
  for (const contents of all) {
    const sdist = sdists.find((one) => one.name === normaliseName(contents.name));
    if (sdist === undefined) continue;
    const { sha256 } = sdist.file;
    const { late, failed: _, ...rest } = contents;
    const counted = {
      ...rest,
      ...(late !== undefined && { late: sdist.late + late }),
      ...(contents.failed !== undefined && { failed: buildInputs(input.request) }),
    };
    await rememberSdistContents(ports.cache, { sha256, python }, counted);
  }
}

async function readContents(
  sdists: readonly UninspectedSdist[],
  input: InspectInput,
  ports: Ports,
): Promise<readonly SdistContents[]> {
  const { resolver, request } = input;
  const constraints = { name: BUILD_CONSTRAINTS, content: requirementsText(request.buildConstraints) };
  await resolver.write([constraints]);
  const title = `look into ${sdists.length === 1 ? sdists[0]?.name : `${sdists.length} source distributions`}`;
  const result = await ports.log.task(title, () =>
    resolver.runProbe("source_contents.py", [
      ...[resolver.uv, pythonOf(input).purelib, `${resolver.folder}/${BUILD_CONSTRAINTS}`],
      ...sdists.map(({ name, version }) => `${name}==${version}`),
    ]),
  );
  const seen = z.array(SdistContents).safeParse(jsonAnswer(result.stdout));
  if (!seen.success) ports.log.debug(`Sources weren't looked into: ${result.stderr.trim().slice(-500)}`);
  return seen.data ?? [];
}

/** What apt says against it, the plan asks for later and says itself. */
async function installSystemPackages(resolver: ResolverEnvironment, ports: Ports): Promise<boolean> {
  try {
    return await resolver.installSystemPackages();
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`Sources are listed without the system packages: ${messageOf(error)}`);
    return false;
  }
}

/** All that the manifest gives to a build, in one text. */
function buildInputs(request: EnvironmentInput["request"]): string {
  return [...systemPackagesOf(request), ...request.buildConstraints].join(" ");
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
    return needsInspection(before, buildInputs(request), refresh) ? [{ ...one, late }] : [];
  });
}

function needsInspection(before: SdistContents | undefined, inputs: string, refresh: boolean): boolean {
  if (before === undefined) return true;
  if (before.how === "built") return false;
  if (before.failed !== undefined && before.failed !== inputs) return true;
  return refresh || (before.late !== undefined && before.late < MOST_LATE);
}

function requirementsText(requirements: readonly string[]): string {
  return requirements.map((one) => `${one}\n`).join("");
}
