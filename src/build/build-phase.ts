import { EngineError, InterruptedError, SurelayerError } from "../errors.ts";
import type { Install } from "../manifest/install.ts";
import type { Plan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { FailedAttempt } from "./attempts/failed-attempt.ts";
import type { NetworkBudget } from "./attempts/network-budget.ts";
import type { BuildJournal } from "./build-journal.ts";
import type { PhaseResult } from "./built-image.ts";
import { dependencyProblems } from "./check-phase.ts";
import { installLayer } from "./install-layer.ts";
import { findLayer, layerBytes, layerKey } from "./layer-cache.ts";
import { type PhaseContent, phaseContent } from "./phase-content.ts";
import type { Prefetcher } from "./prefetcher.ts";

export interface PhaseStep {
  readonly plan: Plan;
  readonly phase: PlannedPhase;
  /** Image id that this phase goes on top of. */
  readonly parent: string;
  readonly before: readonly PhaseResult[];
  /** The phase after this one. */
  readonly next: PlannedPhase | undefined;
  readonly logFolder: string;
  readonly toolbox: Toolbox;
  readonly install: Install;
  readonly budget: NetworkBudget;
  readonly journal: BuildJournal;
  readonly prefetcher: Prefetcher;
}

/** Finds or makes the layers of one phase; an optional phase that fails, or that the plan leaves out, says why. */
export async function buildPhase(step: PhaseStep, ports: Ports): Promise<PhaseResult> {
  const started = ports.clock.monotonic();
  const { plan, phase } = step;
  const content = phaseContent(plan, phase, step.before);
  const result = (outcome: Omit<PhaseResult, "name" | "predictedBytes" | "seconds">): PhaseResult => ({
    name: phase.name,
    predictedBytes: content.predictedBytes,
    seconds: (ports.clock.monotonic() - started) / 1000,
    ...outcome,
  });
  const leftOut = (failure: string) =>
    result({ status: "left-out", actualBytes: null, imageId: null, failure });
  if (phase.leftOut) return leftOut(phase.reason);
  try {
    return result(await buildLayers(step, content, ports));
  } catch (error) {
    if (!(phase.optional && isPhaseFailure(error))) throw error;
    ports.log.warn(`Optional phase ${phase.name} is left out: ${error.message}`);
    // The first line of what shows it: the message alone names the module, not why it failed.
    const [evidence = ""] = error.evidence?.split("\n") ?? [];
    return leftOut(`${error.message} ${evidence}`.trimEnd());
  }
}

type Built = Pick<PhaseResult, "status" | "actualBytes" | "imageId" | "failure">;

async function buildLayers(step: PhaseStep, content: PhaseContent, ports: Ports): Promise<Built> {
  const { plan, phase, logFolder, toolbox, install, budget, journal } = step;
  const logFile = `${logFolder}/${step.before.length + 1}-${phase.name}.log`;
  let parent = step.parent;
  let actualBytes = 0;
  let status: Built["status"] = "cached";
  let baseline: readonly string[] | undefined;
  for (const [index, distributions] of content.layers.entries()) {
    const last = index === content.layers.length - 1;
    const imports = last ? content.imports : [];
    const key = layerKey(parent, keyContent(step, distributions, imports));
    const found = await findLayer(ports.engine, key);
    if (found) {
      actualBytes += layerBytes(found);
      parent = found.id;
      continue;
    }
    status = "installed";
    step.prefetcher.start(step.next);
    const prefetched = step.prefetcher.of(phase);
    if (last && index > 0) baseline = await problemsOf(step, ports);
    const proof = last ? { problemsBefore: baseline } : undefined;
    const recordFailure = (attempt: FailedAttempt) => void journal.attempts.push(attempt);
    const what = { plan, phase, distributions, imports, parent, key, logFile, proof, prefetched };
    const { image, bytes } = await installLayer({ ...what, install, budget, recordFailure }, toolbox, ports);
    actualBytes += bytes;
    parent = image.id;
  }
  return { status, actualBytes, imageId: parent, failure: null };
}

/** What decides a layer besides its parent. */
function keyContent(
  { plan, install }: PhaseStep,
  distributions: readonly PlannedDistribution[],
  imports: readonly string[],
) {
  return {
    installer: install.installer,
    interpreter: plan.base.interpreter,
    files: distributions.map((one) => [one.name, one.version, one.file.sha256]),
    imports,
    bytecode: plan.bytecode,
  };
}

/** Requirements that are broken before the phase: a half-installed phase has more of them, for a while. */
function problemsOf(step: PhaseStep, ports: Ports): Promise<readonly string[]> {
  return step.toolbox.open(step.parent, `before-${step.phase.name}`, (container) =>
    dependencyProblems(container, step.plan, ports.signal),
  );
}

/** A broken engine or Ctrl-C isn't the phase's fault: leaving the phase out would hide it. */
function isPhaseFailure(error: unknown): error is SurelayerError {
  const notOurs = error instanceof EngineError || error instanceof InterruptedError;
  return error instanceof SurelayerError && !notOurs;
}
