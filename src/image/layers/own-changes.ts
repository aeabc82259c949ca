import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import type { Compiled } from "../compile-phase.ts";
import { askBefore, askRecords } from "../layer-judgement/ask-contents.ts";
import type { InstalledRecord, LayerBefore, LayerKind, Records } from "../layer-judgement/layer-facts.ts";
import { layerRefused } from "../layer-judgement/layer-refused.ts";
import { CHANGED_RECORD, requireOwnChanges } from "../layer-judgement/require-own-changes.ts";
import type { LayerJob } from "./layer-job.ts";

/** A layer that holds everything it is to hold. */
export interface Filled {
  readonly before: LayerBefore;
  /** Undefined where no distribution was installed. */
  readonly compiled: Compiled | undefined;
}

/** What is known of the container before any package of the layer runs in it. */
export function beforePackages(container: Container, job: LayerJob, ports: Ports): Promise<LayerBefore> {
  const { build, phase, first } = job;
  const { interpreter: python, purelib } = build.plan.base;
  // Made meanwhile, in a container of its own; its fault is told where it is needed.
  build.toolbox.ownPython().catch(() => undefined);
  // Commands run with the base's Python, whatever the phase's own is.
  const environment = kindOf(job) === "run" ? null : phase.environment;
  const asked = {
    ...{ python, purelib: environment?.purelib ?? purelib, environment: environment?.path ?? null },
    ...{ fresh: first, names: namesOf(job) },
  };
  return askBefore(container, asked, ports.signal);
}

/** The RECORDs after `image.strip`, which rewrites them; as the installer wrote them where nothing is stripped. */
export async function recordsOf(
  container: Container,
  job: LayerJob,
  { before, compiled }: Filled,
  ports: Ports,
): Promise<readonly InstalledRecord[]> {
  if (compiled === undefined || job.build.manifest.image.strip.length === 0) return compiled?.records ?? [];
  return (await askRecords(container, { ...(await asked(job, before)), compare: false }, ports.signal))
    .records;
}

/** The RECORDs of the layer's wheels, before the code of its sources runs. */
export async function wheelRecords(
  container: Container,
  job: LayerJob,
  before: LayerBefore,
  ports: Ports,
): Promise<readonly InstalledRecord[]> {
  const wheels = job.distributions.filter((one) => one.kind === "wheel");
  if (wheels.length === 0) return [];
  const question = { ...(await asked({ ...job, distributions: wheels }, before)), compare: false };
  return (await askRecords(container, question, ports.signal)).records;
}

/** @throws BuildError where the build of a source rewrote what a wheel says about its files. */
export function requireSameRecords(
  wheels: readonly InstalledRecord[],
  compiled: Compiled | undefined,
  { phase, distributions }: LayerJob,
): void {
  const now = new Map(compiled?.records.map((one) => [one.folder, one.digest]));
  const changed = wheels.filter((one) => now.get(one.folder) !== one.digest);
  if (changed.length === 0) return;
  const brings = distributions.map((one) => `${one.name} ${one.version}`);
  const faults = changed.map((one) => ({ path: `${one.folder}/RECORD`, what: CHANGED_RECORD }));
  throw layerRefused({ phase: phase.name, brings }, faults);
}

/** What was seen of a layer while its imports were proved. */
interface Seen extends Filled {
  readonly records: readonly InstalledRecord[];
  /** Files that aren't what their RECORD says; undefined where that has to be found out when nothing runs any more. */
  readonly wrong: readonly string[] | undefined;
}

/**
 * Compares the files of wheels with their RECORDs, beside something else. What changes after that is compared again. Where a
 * source was built, its code could have changed files before: so these are compared when nothing runs any more.
 * @returns undefined where they have to be compared later.
 */
export async function compareEarly(
  container: Container,
  job: LayerJob,
  { before, compiled }: Filled,
  ports: Ports,
): Promise<readonly string[] | undefined> {
  const isEarly = compiled !== undefined && job.distributions.every((one) => one.kind === "wheel");
  if (!isEarly) return undefined;
  // An import can end this program, too.
  const answer = askRecords(container, { ...(await asked(job, before)), compare: true }, ports.signal);
  return await answer.then(
    ({ wrong }) => wrong,
    () => undefined,
  );
}

/** @returns whether files were removed that nobody needs. @throws BuildError for what isn't the layer's own. */
export async function judgeOwnChanges(
  container: Container,
  job: LayerJob,
  { before, compiled, records, wrong }: Seen,
  ports: Ports,
): Promise<boolean> {
  const { build, phase, distributions } = job;
  const doneAt = compiled?.doneAt ?? before.at;
  const layer = {
    ...{ before, distributions, phase: phase.name, kind: kindOf(job) },
    ...{ python: await build.toolbox.ownPython(), allowed: build.manifest.allow_changes },
    records: digestsOf(records, job),
    wins: new Set(build.plan.clashes.map(({ winner, loser }) => `${winner.name} ${loser.name}`)),
    doneAt,
    compiledAt: compiled?.hasBytecode ? doneAt : null,
    ...(wrong === undefined ? { comparedAt: null, wrong: [] } : { comparedAt: doneAt, wrong }),
  };
  const { allowed, removed } = await requireOwnChanges(container, layer, ports);
  const paths = allowed.map(({ path }) => path);
  if (paths.length > 0) build.journal.allowed.push({ phase: phase.name, paths });
  return removed;
}

async function asked(job: LayerJob, { sites }: LayerBefore) {
  return { python: await job.build.toolbox.ownPython(), names: namesOf(job), sites };
}

function namesOf({ distributions }: LayerJob): readonly string[] {
  return distributions.map((one) => normaliseName(one.name));
}

/** Of several distributions of one name, only the planned version is the layer's. */
function digestsOf(records: readonly InstalledRecord[], { distributions }: LayerJob): Records {
  const rows = distributions.flatMap(({ name, version }) => {
    const named = records.filter((one) => one.name === normaliseName(name));
    const planned = named.filter((one) => one.version === version);
    return planned.length > 0 ? planned : named;
  });
  return Object.fromEntries(rows.map(({ folder, digest }) => [folder, digest]));
}

/** A layer that installs nothing is judged like one of packages: their imports run in it. */
function kindOf({ run, system }: LayerJob): LayerKind {
  if (run !== null) return "run";
  return system.packages.length > 0 ? "system" : "distributions";
}
