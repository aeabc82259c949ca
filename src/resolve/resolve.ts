import { BuildError, ConflictError } from "../errors.ts";
import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { BaseFacts } from "./base-facts.ts";
import { closureOf, type DependencyGraph, parseAnnotations } from "./dependency-graph.ts";
import { chooseWheel, type LockedDistribution, type LockedFile, parseLock } from "./lock.ts";
import type { OfferedWheel } from "./offered-wheel.ts";
import { readWheelDirectory } from "./read-wheel-directory.ts";
import { lockKey, recallLock, rememberLock, type UvAnswer } from "./remembered-lock.ts";
import type { Distribution, PhaseResolution, Resolution } from "./resolution.ts";
import { runUv } from "./run-uv.ts";
import { targetTags } from "./target-tags.ts";
import { BOUND_GROUP } from "./uv-project.ts";
import type { WheelDirectory } from "./wheel-directory.ts";

/** What is resolved on. */
export interface ResolveBase {
  readonly imageId: string;
  readonly facts: BaseFacts;
  /** Wheels by address; their packages come from nowhere else. */
  readonly wheels: readonly OfferedWheel[];
  /** Resolve anew even if the lock of an earlier plan would do. */
  readonly refresh: boolean;
}

/** One lock for all phases together, the file of each distribution, and what that file holds. */
export async function resolve(
  manifest: Manifest,
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<Resolution> {
  const { facts } = base;
  const answer = await lockPhases(manifest, base, toolbox, ports);
  const locked = takeOffered(parseLock(answer.lock), base.wheels);
  const held = new Map(facts.distributions.map((one) => [normaliseName(one.name), one.version]));
  const provided = new Set(locked.filter((one) => held.get(one.name) === one.version).map((one) => one.name));
  const graph = parseAnnotations(answer.annotations);
  const onlyBound = onlyForBinding(graph, manifest);
  const wanted = locked.filter((one) => !(provided.has(one.name) || onlyBound.has(one.name)));
  const { distributions, fetchedBytes } = await readDirectories(wanted, facts, ports);
  const phases = manifest.phases.map((phase): PhaseResolution => {
    const needs = closureOf(graph, phase.name);
    return {
      name: phase.name,
      needs: needs.filter((name) => !provided.has(name)),
      provided: needs.filter((name) => provided.has(name)),
      direct: Object.fromEntries(needs.map((name) => [name, graph.distributions[name] ?? []])),
    };
  });
  requireAllPlaced(distributions, phases);
  return { base: facts, distributions, phases, fetchedBytes };
}

/** The resolver saw stand-ins of the offered wheels: what is installed are the real files. */
function takeOffered(
  locked: readonly LockedDistribution[],
  offered: readonly OfferedWheel[],
): readonly LockedDistribution[] {
  const files = new Map(offered.map((one) => [one.distribution, one.file]));
  return locked.map((one) => {
    const file = files.get(one.name);
    return file ? { ...one, wheels: [file], sdist: undefined } : one;
  });
}

/** What came into the lock only because a bound package was asked for beside the phases. */
function onlyForBinding(graph: DependencyGraph, manifest: Manifest): ReadonlySet<string> {
  const claimed = new Set(manifest.phases.flatMap((phase) => closureOf(graph, phase.name)));
  return new Set(closureOf(graph, BOUND_GROUP).filter((name) => !claimed.has(name)));
}

/** A distribution that no phase claims would silently be missing from the image. */
function requireAllPlaced(distributions: readonly Distribution[], phases: readonly PhaseResolution[]): void {
  const placed = new Set(phases.flatMap((phase) => phase.needs));
  const lost = distributions.filter((one) => !placed.has(one.name)).map((one) => one.name);
  if (lost.length === 0) return;
  throw new BuildError(`The resolver's lock holds distributions that no phase asks for: ${lost.join(", ")}.`);
}

/** The lock of an earlier plan of the same input, or a new one. */
export async function lockPhases(
  manifest: Manifest,
  base: ResolveBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<UvAnswer> {
  if (manifest.phases.length === 0) return { lock: 'lock-version = "1.0"', annotations: "" };
  const { facts, wheels } = base;
  const key = lockKey(manifest, facts, wheels, ports.network);
  const recalled = base.refresh ? undefined : await recallLock(ports.cache, key);
  if (recalled) return recalled;
  const answer = await ports.log.task("resolve all phases", () =>
    toolbox.open(base.imageId, "resolve", (container) =>
      runUv({ container, manifest, facts, wheels }, ports),
    ),
  );
  await rememberLock(ports.cache, key, answer);
  return answer;
}

const CONCURRENT_READS = 16;

async function readDirectories(
  locked: readonly LockedDistribution[],
  facts: BaseFacts,
  ports: Ports,
): Promise<{ distributions: readonly Distribution[]; fetchedBytes: number }> {
  const tags = targetTags(facts.python);
  const distributions: Distribution[] = [];
  let fetchedBytes = 0;
  const waiting = [...locked];
  // One that fails ends all: the others shall not go on asking behind the error's back.
  const giveUp = (error: unknown): never => {
    waiting.length = 0;
    throw error;
  };
  const work = async (report: (status: string) => void) => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      ports.signal.throwIfAborted();
      const wheel = chooseWheel(one.wheels, tags);
      const read = wheel && (await readWheelDirectory(wheel, ports, ports.signal).catch(giveUp));
      fetchedBytes += read?.fetchedBytes ?? 0;
      distributions.push(distribution(one, wheel, read?.directory));
      report(`${distributions.length} of ${locked.length} wheels`);
    }
  };
  await ports.log.task("read the wheels' directories", (report) =>
    Promise.all(Array.from({ length: CONCURRENT_READS }, () => work(report))),
  );
  return { distributions: distributions.sort((a, b) => (a.name < b.name ? -1 : 1)), fetchedBytes };
}

function distribution(
  locked: LockedDistribution,
  wheel: LockedFile | undefined,
  directory: WheelDirectory | undefined,
): Distribution {
  const file = wheel ?? locked.sdist;
  if (!file) {
    throw new ConflictError(
      `${locked.name} ${locked.version} has no wheel for this base image and no source.`,
      {
        evidence: `offered: ${locked.wheels.map((one) => one.name).join(", ") || "nothing"}`,
        remedy: `Use a base image with another Python, or pin a version of ${locked.name} that has a wheel for it.`,
      },
    );
  }
  const bytes = file.bytes ?? directory?.fileBytes;
  const kind = wheel ? "wheel" : "sdist";
  return { name: locked.name, version: locked.version, kind, file: { ...file, bytes }, directory };
}
