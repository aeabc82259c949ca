import type { PlannedPhase } from "../../plan/plan.ts";
import type { BuildRun } from "../build-run.ts";
import type { PythonImports } from "../check-phase.ts";
import type { LayerContent } from "./phase-content.ts";

/** Everything that the installation of one layer needs. */
export interface LayerJob extends LayerContent {
  readonly build: BuildRun;
  readonly phase: PlannedPhase;
  /** Modules of this and earlier phases, which must import afterwards. */
  readonly imports: readonly PythonImports[];
  readonly parent: string;
  readonly key: string;
  /** File on this machine for the installer's output. */
  readonly logFile: string;
  /** Whether this is the phase's first layer, which makes the environment of an isolated phase. */
  readonly first: boolean;
  /**
   * Set for the phase's last layer, with which the phase is complete and is proved. `problemsBefore` are requirements that were
   * broken before the phase; undefined to ask for them now.
   */
  readonly proof: { readonly problemsBefore: readonly string[] | undefined } | undefined;
}
