import { EngineError, InterruptedError, SurelayerError } from "../errors.ts";
import type { Plan, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { PhaseResult } from "./built-image.ts";
import { installPhase } from "./install-phase.ts";
import { findLayer, layerBytes, layerKey } from "./layer-cache.ts";
import { phaseContent } from "./phase-content.ts";

export interface PhaseStep {
  readonly plan: Plan;
  readonly phase: PlannedPhase;
  /** Image id that this phase goes on top of. */
  readonly parent: string;
  readonly before: readonly PhaseResult[];
  readonly logFolder: string;
  readonly toolbox: Toolbox;
}

/** Finds or makes the layer of one phase; an optional phase that fails is left out and says why. */
export async function buildPhase(step: PhaseStep, ports: Ports): Promise<PhaseResult> {
  const started = ports.clock.monotonic();
  const { plan, phase, parent } = step;
  const content = phaseContent(plan, phase, step.before);
  const key = layerKey(parent, {
    interpreter: plan.base.interpreter,
    files: content.distributions.map((one) => [one.name, one.version, one.file.sha256]),
    imports: content.imports,
  });
  const result = (outcome: Omit<PhaseResult, "name" | "predictedBytes" | "seconds">): PhaseResult => ({
    name: phase.name,
    predictedBytes: content.predictedBytes,
    seconds: (ports.clock.monotonic() - started) / 1000,
    ...outcome,
  });

  const cached = await findLayer(ports.engine, key);
  if (cached) {
    return result({ status: "cached", actualBytes: layerBytes(cached), imageId: cached.id, failure: null });
  }
  const logFile = `${step.logFolder}/${step.before.length + 1}-${phase.name}.log`;
  try {
    const { image, bytes } = await installPhase({ ...step, ...content, key, logFile }, step.toolbox, ports);
    return result({ status: "installed", actualBytes: bytes, imageId: image.id, failure: null });
  } catch (error) {
    if (!(phase.optional && isPhaseFailure(error))) throw error;
    ports.log.warn(`Optional phase ${phase.name} is left out: ${error.message}`);
    return result({ status: "left-out", actualBytes: null, imageId: null, failure: error.message });
  }
}

/** A broken engine or Ctrl-C isn't the phase's fault: leaving the phase out would hide it. */
function isPhaseFailure(error: unknown): error is SurelayerError {
  const notOurs = error instanceof EngineError || error instanceof InterruptedError;
  return error instanceof SurelayerError && !notOurs;
}
