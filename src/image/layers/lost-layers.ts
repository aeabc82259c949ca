import { RECOVERY_WORDS } from "../../failures/failure-class.ts";
import { failureClassById } from "../../failures/failure-table.ts";
import type { Ports } from "../../ports/ports.ts";
import { EngineError } from "../../text/errors.ts";
import type { BuildRun } from "../build-run.ts";
import type { PhaseResult } from "../built-image.ts";
import { LayerGone, mayBeThere } from "./layer-gone.ts";

interface Interrupted {
  readonly build: Pick<BuildRun, "plan" | "manifest" | "journal">;
  /** Those that are finished. */
  readonly phases: readonly PhaseResult[];
  /** How long it took until the failure. */
  readonly seconds: number;
}

/**
 * The phases from whose layers the build can go on after a failure. Records what was removed.
 * @throws the error itself where no layer is gone; EngineError where something removes the same layers again and again.
 */
export async function remainingPhases(
  error: unknown,
  { build, phases, seconds }: Interrupted,
  ports: Ports,
): Promise<readonly PhaseResult[]> {
  if (!(error instanceof LayerGone)) throw error;
  const remaining = await stillThere(phases, ports);
  const phase = build.plan.phases[remaining.length]?.name ?? build.manifest.name;
  const { attempts } = build.journal;
  const found = failureClassById("X5");
  const { id, name } = found;
  const same = attempts.filter((one) => one.phase === phase && one.class.id === id);
  const number = same.length + 1;
  const recovery = number < build.manifest.install.attempts ? found.recovery : null;
  const record = { phase, number, class: { id, name }, line: error.message, recovery, seconds };
  attempts.push({ ...record, waitSeconds: 0, answered: false });
  if (recovery === null) {
    throw new EngineError(`${phase} failed ${number} times the same way: ${name}.`, {
      evidence: error.message,
      remedy: `${found.remedy} More: docs/TROUBLESHOOTING.md#${found.anchor}.`,
      failureClass: found,
      cause: error.cause,
    });
  }
  ports.log.warn(`${phase}: ${name}; ${RECOVERY_WORDS[recovery]}. ${error.message}`);
  return remaining;
}

/** Without the phases whose layer is gone, and without those above: they go on from another layer now. */
async function stillThere(phases: readonly PhaseResult[], ports: Ports): Promise<readonly PhaseResult[]> {
  let remaining = phases;
  for (const [index, { imageId }] of [...phases.entries()].reverse()) {
    if (imageId === null) continue;
    if (await mayBeThere(imageId, ports)) break;
    remaining = phases.slice(0, index);
  }
  return remaining;
}
