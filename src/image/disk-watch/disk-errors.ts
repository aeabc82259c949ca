import { DoesNotFitError } from "../../text/errors.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";

const FREE_SPACE =
  "Free space on the engine's disk (`docker system df` shows what it holds; finished layers are kept as `surelayer-layer` images), or move its data root to a larger one. What is finished is kept: the next run goes on from there.";

/** Bytes that were written while a phase ran. */
export interface Written {
  readonly predictedBytes: number;
  /** Bytes that the phase wrote; undefined if the engine didn't say. */
  readonly ownBytes: number | undefined;
  /** Bytes by which the disk got fuller since the phase began. */
  readonly growthBytes: number;
}

export function tooLittleBefore(phase: string, freeBytes: number, neededBytes: number): DoesNotFitError {
  return new DoesNotFitError(
    `Phase ${phase} was not begun: ${formatBytes(freeBytes)} are free on the engine's disk, and it needs ${formatBytes(neededBytes)}.`,
    { remedy: FREE_SPACE },
  );
}

export function tooLittleForCommit(phase: string, freeBytes: number, neededBytes: number): DoesNotFitError {
  return new DoesNotFitError(
    `Phase ${phase} was not committed: a commit copies its layer and needs ${formatBytes(neededBytes)}, and ${formatBytes(freeBytes)} are free on the engine's disk.`,
    { remedy: FREE_SPACE },
  );
}

export function diskCritical(
  phase: string,
  freeBytes: number,
  limitBytes: number,
  written: Written,
): DoesNotFitError {
  return new DoesNotFitError(
    `Phase ${phase} was stopped before the disk was full: ${formatBytes(freeBytes)} are left on the engine's disk, and less than ${formatBytes(limitBytes)} is dangerous.`,
    { evidence: whoWrote(phase, written), remedy: FREE_SPACE },
  );
}

export function overPrediction(
  phase: string,
  written: Written & { readonly allowedBytes: number },
): DoesNotFitError {
  return new DoesNotFitError(
    `Phase ${phase} was stopped early: it has written ${formatBytes(written.ownBytes ?? written.growthBytes)} where ${formatBytes(written.predictedBytes)} were predicted, and goes on.`,
    {
      evidence: `More than ${formatBytes(written.allowedBytes)} can't be explained by what a prediction may be wrong by.`,
      remedy:
        "A package holds far more than its index says, or its build writes without end: look at the phase's log, leave the package out or pin another version of it.",
    },
  );
}

/** Bytes that an engine writes beside a phase, such as its own records. */
export const SLACK_BYTES = 32e6;
/** Share of a phase's bytes that a disk may allocate on top, because it allocates whole blocks and files may be small. */
const ROUNDING = 0.25;

/** Bytes that others must have written; 0 if rounding to blocks could explain the difference. */
export function writtenByOthers({ ownBytes, growthBytes }: Written): number {
  if (ownBytes === undefined) return 0;
  const others = growthBytes - ownBytes;
  return others > SLACK_BYTES + ROUNDING * ownBytes ? others : 0;
}

/** Says who filled the disk, as far as it is known. */
export function whoWrote(phase: string, written: Written): string {
  const { ownBytes, predictedBytes, growthBytes } = written;
  if (ownBytes === undefined)
    return `The disk has taken ${formatBytes(growthBytes)} since the phase began; ${formatBytes(predictedBytes)} were predicted.`;
  const others = writtenByOthers(written);
  // What commands without a `run_size` leave isn't predicted.
  const predicted = predictedBytes > 0 ? ` of ${formatBytes(predictedBytes)} predicted` : "";
  const own = `Phase ${phase} has written ${formatBytes(ownBytes)}${predicted}`;
  return others > 0
    ? `${own}; something else on this disk wrote ${formatBytes(others)} since it began.`
    : `${own}.`;
}
