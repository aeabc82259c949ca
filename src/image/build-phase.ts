import type { PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports/ports.ts";
import { EngineError, InterruptedError, SurelayerError } from "../text/errors.ts";
import type { BuildRun } from "./build-run.ts";
import type { PhaseResult } from "./built-image.ts";
import { dependencyProblems } from "./dependency-problems.ts";
import { installLayer } from "./layers/install-layer.ts";
import { layerBytes, takeLayer } from "./layers/layer-cache.ts";
import { keyOfLayer } from "./layers/layer-content-key.ts";
import { needingLayer } from "./layers/layer-gone.ts";
import { makeOnce } from "./layers/make-once.ts";
import { type PhaseContent, phaseContent } from "./layers/phase-content.ts";

interface PhaseStep {
  readonly build: BuildRun;
  readonly phase: PlannedPhase;
  /** Id of the image below this phase. */
  readonly parent: string;
  readonly before: readonly PhaseResult[];
}

/** Finds or makes the layers of one phase. If an optional phase fails or the plan leaves it out, the result says why. */
export async function buildPhase(step: PhaseStep, ports: Ports): Promise<PhaseResult> {
  const started = ports.clock.monotonic();
  const { build, phase } = step;
  const content = phaseContent(build.plan, phase, step.before);
  const result = (outcome: Omit<PhaseResult, "name" | "predictedBytes" | "seconds">): PhaseResult => ({
    name: phase.name,
    predictedBytes: phase.run?.bytes === null ? null : content.predictedBytes,
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
    // The message names only the module; the first line of the evidence says why its import failed.
    const [evidence = ""] = error.evidence?.split("\n") ?? [];
    return leftOut(`${error.message} ${evidence}`.trimEnd());
  }
}

type Built = Pick<PhaseResult, "status" | "actualBytes" | "imageId" | "failure">;

async function buildLayers(step: PhaseStep, content: PhaseContent, ports: Ports): Promise<Built> {
  const { build, phase } = step;
  const logFile = `${build.logFolder}/${step.before.length + 1}-${phase.name}.log`;
  let parent = step.parent;
  let actualBytes = 0;
  let status: Built["status"] = "cached";
  // A new environment has no broken requirements.
  let baseline: readonly string[] | undefined = phase.environment ? [] : undefined;
  for (const [index, layer] of content.layers.entries()) {
    const last = index === content.layers.length - 1;
    const imports = last ? content.imports : [];
    const key = keyOfLayer(build, phase, content, { index, parent });
    const found = await takeLayer(ports, key);
    if (found) {
      actualBytes += layerBytes(found);
      parent = found.id;
      continue;
    }
    build.prefetcher.startAfter(phase);
    if (last && index > 0) baseline ??= await problemsOf(step, ports);
    const proof = last ? { problemsBefore: baseline } : undefined;
    const position = { parent, key, logFile, first: index === 0 };
    const job = { ...layer, ...position, build, phase, imports, proof };
    const making = { run: build.run, key, parent, phase: phase.name };
    const onto = { imageId: parent, base: build.plan.base.imageId };
    const result = await needingLayer(onto, ports, () =>
      makeOnce(making, ports, () => installLayer(job, ports)),
    );
    if ("made" in result) status = "installed";
    const { image, bytes } =
      "made" in result ? result.made : { image: result.found, bytes: layerBytes(result.found) };
    actualBytes += bytes;
    parent = image.id;
  }
  return { status, actualBytes, imageId: parent, failure: null };
}

/** Requirements that are broken before the phase. Taken here, because a half-installed phase has more of them for a while. */
function problemsOf({ build, phase, parent }: PhaseStep, ports: Ports): Promise<readonly string[]> {
  const { interpreter, imageId: base } = build.plan.base;
  return needingLayer({ imageId: parent, base }, ports, () =>
    build.toolbox.open(parent, `before-${phase.name}`, (container) =>
      dependencyProblems(container, interpreter, ports.signal),
    ),
  );
}

/** Whether the phase itself failed. A broken engine or Ctrl-C is another failure, which leaving out the phase would hide. */
function isPhaseFailure(error: unknown): error is SurelayerError {
  const notOurs = error instanceof EngineError || error instanceof InterruptedError;
  return error instanceof SurelayerError && !notOurs;
}
