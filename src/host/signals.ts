import { setMaxListeners } from "node:events";
import { InterruptedError } from "../text/errors.ts";

type Signal = "SIGINT" | "SIGTERM";

/** What of Node's `process` is used. */
export interface SignalSource {
  on(signal: Signal, listener: (signal: Signal) => void): unknown;
  off(signal: Signal, listener: (signal: Signal) => void): unknown;
  exit(code: number): void;
}

export interface SignalWatch {
  /** Aborted by the first signal, its reason an InterruptedError. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** `npm run` hands on the Ctrl-C that the terminal has sent to all its programs already: one key press, two signals. */
const SAME_KEY_PRESS_MS = 500;

/** Lets the first SIGINT or SIGTERM end the run in order; a second one ends it at once. */
export function watchSignals(source: SignalSource = process): SignalWatch {
  const controller = new AbortController();
  // Each download, exec and wait listens; Node takes more than ten for a leak and says so on standard error.
  setMaxListeners(0, controller.signal);
  let first: number | undefined;
  const onSignal = (name: Signal): void => {
    const error = new InterruptedError(name);
    if (first === undefined) {
      first = performance.now();
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
