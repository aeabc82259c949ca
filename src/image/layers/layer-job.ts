import type { PlannedPhase } from "../../plan/plan.ts";
import type { BuildRun } from "../build-run.ts";
import type { PythonImports } from "../check-phase.ts";
import type { LayerContent } from "./phase-content.ts";

/** A layer with what it brings. */
export interface LayerJob extends LayerContent {
  readonly build: BuildRun;
  readonly phase: PlannedPhase;
  /** Modules that must import afterwards: this phase's and those of the phases before it. */
  readonly imports: readonly PythonImports[];
  readonly parent: string;
  readonly key: string;
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
  /** The phase's first layer, which makes the environment of an isolated phase. */
  readonly first: boolean;
  /** The phase is this layer. */
  readonly only: boolean;
  /**
   * With the phase's last layer the phase is whole, and is proved: requirements that were broken before it are none of its
   * doing. Undefined for the layers before, which can't stand by themselves.
   */
  readonly proof: { readonly problemsBefore: readonly string[] | undefined } | undefined;
}
