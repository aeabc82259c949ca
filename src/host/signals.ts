import { setMaxListeners } from "node:events";
import { InterruptedError } from "../text/errors.ts";

type Signal = "SIGINT" | "SIGTERM";

/** The used part of Node's `process`. */
export interface SignalSource {
  on(signal: Signal, listener: (signal: Signal) => void): unknown;
  off(signal: Signal, listener: (signal: Signal) => void): unknown;
  exit(code: number): void;
}

interface SignalWatch {
  /** Aborted by the first signal, its reason an InterruptedError. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** One Ctrl-C may give two signals: the terminal signals all its programs, and `npm run` passes its own signal on. */
const SAME_KEY_PRESS_MS = 500;

const ENDING =
  "Stopping: waits until this run's containers and volumes are removed. Once more ends it at once, and the next run removes them.";

/**
 * The first SIGINT or SIGTERM ends the run in order; a second one ends it at once.
 * @param say tells the user what the program still does.
 */
export function watchSignals(say: (text: string) => void, source: SignalSource = process): SignalWatch {
  const controller = new AbortController();
  // Every download, exec and wait adds a listener. Node warns of a leak after ten.
  setMaxListeners(0, controller.signal);
  let first: number | undefined;
  const onSignal = (name: Signal): void => {
    const error = new InterruptedError(name);
    if (first === undefined) {
      first = performance.now();
      say(ENDING);
      controller.abort(error);
    } else if (performance.now() - first >= SAME_KEY_PRESS_MS) source.exit(error.exitCode);
  };
  source.on("SIGINT", onSignal);
  source.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    stop() {
      source.off("SIGINT", onSignal);
      source.off("SIGTERM", onSignal);
    },
  };
}
