import { DoesNotFitError } from "../../text/errors.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";

const FREE_SPACE =
  "Free space on the engine's disk (`docker system df` shows what it holds; finished layers are kept as `surelayer-layer` images), or move its data root to a larger one. What is finished is kept: the next run goes on from there.";

/** What is known of who wrote how much while a phase ran. Undefined: the engine didn't say. */
export interface Written {
  readonly predictedBytes: number;
  readonly ownBytes: number | undefined;
  /** By how much the disk got fuller since the phase began. */
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

/** What an engine writes beside a phase: its own records, the container's files. */
export const SLACK_BYTES = 32e6;
/** A disk allocates whole blocks: by so much more than a phase's own bytes, where its files are many and small. */
const ROUNDING = 0.25;

/** Bytes that can't have been the phase; 0 where they could be what a disk allocates beside the phase's own bytes. */
export function writtenByOthers({ ownBytes, growthBytes }: Written): number {
  if (ownBytes === undefined) return 0;
  const others = growthBytes - ownBytes;
  return others > SLACK_BYTES + ROUNDING * ownBytes ? others : 0;
}

/** Who has filled the disk, as far as it is known. */
export function whoWrote(phase: string, written: Written): string {
  const { ownBytes, predictedBytes, growthBytes } = written;
  if (ownBytes === undefined)
    return `The disk has taken ${formatBytes(growthBytes)} since the phase began; ${formatBytes(predictedBytes)} were predicted.`;
  const others = writtenByOthers(written);
  const own = `Phase ${phase} has written ${formatBytes(ownBytes)} of ${formatBytes(predictedBytes)} predicted`;
  return others > 0
    ? `${own}; something else on this disk wrote ${formatBytes(others)} since it began.`
    : `${own}.`;
}
