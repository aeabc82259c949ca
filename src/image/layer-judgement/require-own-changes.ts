import { matchesPath } from "../../manifest/path-pattern.ts";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { askContents, walkChanges } from "./ask-contents.ts";
import { endProcesses } from "./end-processes.ts";
import { judgeChanges, told } from "./judge-changes.ts";
import { judgeLayer, type LayerFault } from "./judge-layer.ts";
import type { LayerBefore, LayerContents, LayerKind, Records } from "./layer-facts.ts";
import { layerRefused } from "./layer-refused.ts";

export const CHANGED_RECORD = "was changed after the installation";

/** A layer that is ready to be committed. */
interface FilledLayer {
  readonly phase: string;
  readonly kind: LayerKind;
  /** Our own Python, which no package can change. */
  readonly python: readonly string[];
  readonly distributions: readonly PlannedDistribution[];
  readonly before: LayerBefore;
  /** RECORDs as the installer left them. */
  readonly records: Records;
  /** See `askContents`. */
  readonly doneAt: string;
  readonly compiledAt: string | null;
  readonly comparedAt: string | null;
  readonly wrong: readonly string[];
  /** What the plan says of files that two distributions bring: `winner loser`. */
  readonly wins: ReadonlySet<string>;
  /** Patterns of `allow_changes`. */
  readonly allowed: readonly string[];
}

/** What `allow_changes` let through, and whether files were removed. */
interface Judgement {
  readonly allowed: readonly LayerFault[];
  readonly removed: boolean;
}

/**
 * The last step before a commit: nothing runs in the container, and what changed in it is what the layer's packages and commands
 * answer for. No program is believed that a package could have changed.
 * @throws BuildError that names the paths.
 */
export async function requireOwnChanges(
  container: Container,
  layer: FilledLayer,
  ports: Pick<Ports, "clock" | "log" | "signal">,
): Promise<Judgement> {
  const started = ports.clock.monotonic();
  const { phase, kind, before, records, distributions, wins } = layer;
  await endProcesses(container, phase, ports);
  const walk = { python: layer.python, before, tell: told(kind, before.tools) };
  const changes = await walkChanges(container, walk, ports.signal);
  const certain = sift(layer, judgeChanges(changes, kind, before.tools));
  const { tools: _tools, at: _at, digest: _digest, ...known } = before;
  const asked = { ...layer, ...known, folders: Object.keys(records) };
  const contents = await askContents(container, asked, ports.signal);
  const built = new Set(
    distributions.filter((one) => one.kind === "sdist").map((one) => normaliseName(one.name)),
  );
  const faults = [...changedRecords(records, contents), ...judgeLayer(contents.facts, { kind, built, wins })];
  const allowed = [...certain, ...sift(layer, faults, contents.more)];
  tell(layer, contents, allowed, ports);
  const seconds = (ports.clock.monotonic() - started) / 1000;
  ports.log.debug(`The layer of ${phase} was compared with its packages in ${seconds.toFixed(1)} s.`);
  return { allowed, removed: contents.stray + contents.temporary.length > 0 };
}

/** The faults, if the manifest lets all of them through. @throws BuildError for the others. */
function sift(
  { allowed, phase, distributions }: FilledLayer,
  faults: readonly LayerFault[],
  more = 0,
): readonly LayerFault[] {
  const refused = faults.filter(({ path }) => !allowed.some((pattern) => matchesPath(pattern, path)));
  if (refused.length === 0 && more === 0) return faults;
  const brings = distributions.map((one) => `${one.name} ${one.version}`);
  throw layerRefused({ phase, brings }, refused, more);
}

/** RECORDs that something changed after the installer had written them, to make its own changes look good. */
function changedRecords(records: Records, contents: LayerContents): readonly LayerFault[] {
  return Object.entries(contents.records)
    .filter(([folder, digest]) => records[folder] !== digest)
    .map(([folder]) => ({ path: `${folder}/RECORD`, what: CHANGED_RECORD }));
}

function tell(
  { phase }: FilledLayer,
  { compared, stray, temporary }: LayerContents,
  allowed: readonly LayerFault[],
  { log }: Pick<Ports, "log">,
): void {
  log.debug(
    `The layer of ${phase}: ${compared} files compared with RECORDs, ${stray} stray files of bytecode removed.`,
  );
  if (temporary.length > 0) log.debug(`Temporary files of ${phase} removed: ${temporary.join(", ")}`);
  if (allowed.length === 0) return;
  const paths = allowed.map(({ path, what }) => `${path} ${what}`);
  log.info(
    `Phase ${phase}: allow_changes lets ${allowed.length} paths through: ${paths.slice(0, 10).join("; ")}`,
  );
}
