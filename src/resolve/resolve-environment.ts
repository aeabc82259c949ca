import { BuildError, ConflictError } from "../errors.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { BaseFacts } from "./base-facts.ts";
import { closureOf, type DependencyGraph } from "./dependency-graph.ts";
import { directNames } from "./direct-asks.ts";
import { chooseWheel, type LockedDistribution, type LockedFile } from "./lock.ts";
import { heldOf, judgeProvided } from "./provided.ts";
import { readWheelDirectory } from "./read-wheel-directory.ts";
import type { Distribution, PhaseResolution, Resolution } from "./resolution.ts";
import type { EnvironmentInput } from "./separate-environments.ts";
import type { TakenLock } from "./take-lock.ts";
import { targetTags } from "./target-tags.ts";
import { BOUND_GROUP } from "./uv-project.ts";
import { orVanished } from "./vanished.ts";
import type { WheelDirectory } from "./wheel-directory.ts";

/** What a lock means for the phases of one environment. */
export type EnvironmentResolution = Pick<
  Resolution,
  "distributions" | "locked" | "phases" | "remarks" | "fetchedBytes"
>;

interface LockedEnvironment {
  readonly environment: EnvironmentInput;
  readonly imageId: string | undefined;
  readonly lock: TakenLock;
}

/** What of the lock is installed, and what each file holds. The base provides nothing to an isolated phase: it holds nothing of the base. */
export async function resolveEnvironment(
  { environment, imageId, lock }: LockedEnvironment,
  toolbox: Toolbox,
  ports: Ports,
): Promise<EnvironmentResolution> {
  const { manifest, facts } = environment;
  const { locked, graph, keptHeld } = lock;
  // The base's own of the same version may be another file.
  const direct = directNames(manifest);
  const same = [...heldOf(locked, facts)].filter((name) => !direct.has(name));
  const held = new Set([...same, ...keptHeld]);
  const question = { manifest, base: { imageId, facts }, held, graph };
  const { names: provided, remarks } = await judgeProvided(question, toolbox, ports);
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
  return { distributions, locked, phases, remarks, fetchedBytes };
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
      const read =
        wheel && (await orVanished(one, readWheelDirectory(wheel, ports, ports.signal)).catch(giveUp));
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
