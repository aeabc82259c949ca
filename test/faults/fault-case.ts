import type { Report } from "../../src/report/report.ts";
import type { CertificateFault } from "../support/certificates.ts";
import type { FaultIndex } from "../support/fault-index.ts";
import type { Oracle } from "../support/oracle.ts";
import type { PackageFile } from "../support/python-packages.ts";
import type { SecondEngine } from "../support/second-engine.ts";
import type { Outcome } from "../support/surelayer-process.ts";

/** Packages of an index and the phases that are made of them. Its fault-free build is what the others are compared with. */
export interface Scene {
  readonly name: string;
  readonly files: () => Promise<readonly PackageFile[]> | readonly PackageFile[];
  /** `{index}` stands for the address of the index. */
  readonly phases: readonly object[];
  /** Further arguments of the build. */
  readonly args?: readonly string[];
  /** Further keys of the manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Files beside the manifest. */
  readonly folder?: Readonly<Record<string, Uint8Array>>;
  /** Can't be built even without a fault from outside, so there is nothing to compare with. */
  readonly broken?: boolean;
}

/** What a case may change before its build starts, and while it runs. */
export interface Injection {
  readonly index: FaultIndex;
  readonly engine: SecondEngine;
  /** From 0 to below 1, by the run's seed: where between its bounds this run's fault strikes. */
  readonly random: () => number;
  /** Called when the build has ended. */
  readonly afterwards: (action: () => Promise<void> | void) => void;
}

export interface Expected {
  readonly outcome: "recovered" | "failed" | "degraded";
  /** Ids that failed attempts may have, one of which a failed build must have; with none, it has none either. */
  readonly classes: readonly string[];
  /** Of a failed build. */
  readonly exitCode?: number;
  /** Attempts at a phase beyond the first. */
  readonly extraAttempts: number;
  /** Its image stays although the build failed: it was whole before its smoke test. */
  readonly image?: true;
}

/** One build as it went. */
export interface FaultRun extends Outcome {
  readonly report: Report | undefined;
  readonly index: FaultIndex;
  /** Highest resident memory of the process, bytes. */
  readonly peakBytes: number;
  readonly logFolder: string;
  readonly image: string;
}

export interface FaultCase {
  /** Id in the fault matrix. */
  readonly fault: string;
  readonly title: string;
  readonly scene: Scene;
  /** Seconds that the fault lasts by itself; nothing can be faster. */
  readonly outageSeconds?: number;
  readonly inject: (injection: Injection) => Promise<void> | void;
  /** The index speaks TLS, with something wrong about its certificate. */
  readonly certificate?: CertificateFault | "unknown-authority";
  /** What is run: the program as it stands by default, or the bundle, for what its users' machines see. */
  readonly entry?: "cli";
  /** Variables of the build. */
  readonly env?: Readonly<Record<string, string>>;
  readonly expected: Expected;
  /** What else must hold, each broken promise in one line. */
  readonly judge?: (run: FaultRun, oracle: Oracle) => Promise<readonly string[]> | readonly string[];
  /** Repetitions in the whole matrix, where the usual number would take too long. */
  readonly repetitions?: number;
}
