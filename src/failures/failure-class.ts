import * as z from "zod";

/**
 * Who reported the failure. `http` is our own client on this machine. `command` is everything else that is neither an
 * installer nor the engine: import checks, `run` steps, smoke tests.
 */
export type FailingTool = "uv" | "pip" | "apt" | "http" | "command" | "engine";

export interface FailureEvidence {
  readonly tool: FailingTool;
  /** null where the tool didn't end by itself: the engine was lost, or it was stopped. */
  readonly exitCode: number | null;
  /** End of the log, bounded by the caller (≤ 1 MB), foreign text. pip: its `--log` debug file, not only what it prints. */
  readonly output: string;
  /**
   * By how much the kernel's count of out-of-memory kills of the container's cgroup rose: v1 `memory.oom_control`,
   * v2 `memory.events`.
   */
  readonly oomKills: number;
  /** It ran on this machine itself: no container had a part in it. */
  readonly onMachine?: boolean;
}

/**
 * How often the phase is tried again. `bridge`: until the network budget is used up; `attempts`: as the manifest's
 * `install.attempts` says; `once`: one more time, after the recovery.
 */
export type Retry = "bridge" | "attempts" | "once" | "never";

/** What is done before the next try. */
export const Recovery = z.enum([
  "none",
  "clean-disk",
  "fewer-jobs",
  "no-build-isolation",
  "fresh-package-lists",
  "fresh-download",
  "prebuilt-wheel",
  "other-source",
  "reconnect",
  "remake-layer",
]);
export type Recovery = z.infer<typeof Recovery>;

/** What a try after a recovery does differently, for people; goes on from "again". Empty where it does nothing differently. */
export const RECOVERY_WORDS: Readonly<Record<Recovery, string>> = {
  none: "",
  "clean-disk": "after freeing disk space",
  "fewer-jobs": "with one compile job",
  "no-build-isolation": "building against what is installed",
  "fresh-package-lists": "with fresh package lists",
  "fresh-download": "downloading anew",
  "prebuilt-wheel": "without compiling",
  "other-source": "from another index that has the same file",
  reconnect: "as soon as the engine is back",
  "remake-layer": "making removed layers again",
};

/** Which of src/errors.ts the build ends with, and so its exit code, when nothing helped. */
export type FailureError = "build" | "conflict" | "does-not-fit" | "registry" | "engine" | "gpu";

export interface FailureClass {
  /** Stable; letters and numbers as in the field notes, N1 … U. */
  readonly id: string;
  /** Short, for a table or a headline, e.g. `index unavailable`. */
  readonly name: string;
  /** What the user sees when it happens, for docs/TROUBLESHOOTING.md. */
  readonly seen: string;
  readonly retry: Retry;
  readonly recovery: Recovery;
  readonly error: FailureError;
  /** What the user does when the retries didn't help, or there are none. */
  readonly remedy: string;
  /** The same where no container had a part in it; `remedy` by default. */
  readonly machineRemedy?: string;
  /** In docs/TROUBLESHOOTING.md, without the `#`. */
  readonly anchor: string;
}

export interface ClassifiedFailure {
  readonly class: FailureClass;
  /** The line of the output that shows it; a sentence of our own where the output is silent. */
  readonly line: string;
  /** Address that failed, where the output names one; without a login. */
  readonly address: string | undefined;
  /** Seconds that the server asked to wait, where the output says so. */
  readonly retryAfterSeconds: number | undefined;
  /** Moment until which the server asked to wait, where it named one: milliseconds since 1970. */
  readonly retryAt: number | undefined;
  /**
   * What came instead of the expected file: its SHA-256, or its size where the installer says only that. The same wrong file in
   * two tries is no accident of the network: the caller stops then.
   */
  readonly gotFile: string | undefined;
}
