import { BuildError, ConflictError, DoesNotFitError, RegistryError, type SurelayerError } from "../errors.ts";

const NO_SPACE = /no space left on device|os error 28/i;
const GONE = /404 Not Found|410 Gone|HTTP status client error \(4(04|10)\b/i;
const REFUSED = /HTTP status client error \(40[13]\b/i;
const NETWORK =
  /error sending request|Failed to (fetch|download)|dns error|connection (refused|reset)|timed out|HTTP status server error|tls handshake|certificate/i;
const HASH = /hash mismatch/i;

/** What a failed install means, from what the installer printed. */
export function installError(
  phase: string,
  exitCode: number,
  tail: readonly string[],
  logFile: string,
): SurelayerError {
  // A build may fill the disk and says so itself; of the network, only uv's own chain of causes speaks.
  const text = tail.filter((line) => CHAIN.test(line)).join("\n");
  const evidence = evidenceOf(tail);
  const where = `The whole output is in ${logFile}.`;
  if (NO_SPACE.test(tail.join("\n"))) {
    return new DoesNotFitError(`Phase ${phase} filled the engine's disk.`, {
      evidence,
      remedy: `Free space on the engine's data root, or move it to a larger disk, and run again: finished phases are kept. ${where}`,
    });
  }
  if (GONE.test(text)) {
    return new ConflictError(`A file that phase ${phase} was planned with is gone from the index.`, {
      evidence,
      remedy: `Plan again: the index's next best version will be taken. ${where}`,
    });
  }
  if (HASH.test(text)) {
    return new BuildError(`A file of phase ${phase} isn't the one that was planned: its hash differs.`, {
      evidence,
      remedy: `Run again; if the same wrong hash comes back, somebody changed the file at the index. ${where}`,
    });
  }
  if (REFUSED.test(text)) {
    return new RegistryError(`The file host refused what phase ${phase} was planned with.`, {
      evidence,
      remedy: `Give this machine's pip or uv configuration a login for the index, then run again. ${where}`,
    });
  }
  if (NETWORK.test(text)) {
    return new RegistryError(`Phase ${phase} could not download what it needs.`, {
      evidence,
      remedy: `Run again when the index answers: finished phases are kept. ${where}`,
    });
  }
  return new BuildError(`Phase ${phase} failed: the installer ended with exit code ${exitCode}.`, {
    evidence,
    remedy: where,
  });
}

const CHAIN = /^\s*(?:error|cause):/;
const HEAD_LINES = 4;
const END_LINES = 6;

/** uv prints its chain of causes last; the first `error:` line of it is the headline, and a build says why at its end. */
function evidenceOf(tail: readonly string[]): string {
  const lines = tail.filter((line) => line.trim() !== "");
  const start = lines.findIndex((line) => /^\s*error:/.test(line));
  const shown = start === -1 ? lines.slice(-END_LINES) : lines.slice(start);
  if (shown.length <= HEAD_LINES + END_LINES) return shown.join("\n").trim();
  return [...shown.slice(0, HEAD_LINES), "…", ...shown.slice(-END_LINES)].join("\n").trim();
}
