import type { Clock } from "../../ports/machine.ts";
import type { DoesNotFitError } from "../../text/errors.ts";
import type { GuardedPhase, Stop } from "./phase-guard.ts";
import { diskCritical, overPrediction } from "./refusals.ts";

/** How long a phase that is being stopped may be asked what it wrote: its processes go on until its container goes. */
const LAST_QUESTION_MS = 5000;

/** What is said of a phase that was stopped, and of who filled the disk. @param growthBytes since the phase began. */
export async function explainStop(
  stop: Stop,
  phase: GuardedPhase,
  growthBytes: number,
  clock: Clock,
): Promise<DoesNotFitError> {
  const { predictedBytes, name } = phase;
  if (stop.because === "over-prediction")
    return overPrediction(name, { ...stop, predictedBytes, growthBytes });
  const answered = new AbortController();
  const silence = clock.sleep(LAST_QUESTION_MS, answered.signal, { background: true });
  const ownBytes = await Promise.race([
    phase.ownBytes().catch(() => undefined),
    silence.then(
      () => undefined,
      () => undefined,
    ),
  ]);
  answered.abort();
  return diskCritical(name, stop.freeBytes, stop.limitBytes, { predictedBytes, ownBytes, growthBytes });
}
