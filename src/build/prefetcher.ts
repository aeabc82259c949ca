import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { BuildJournal } from "./build-journal.ts";
import { type Prefetch, prefetch } from "./install/prefetch.ts";

/** Downloads the next phase's wheels while a phase is installed: the network is idle while the processor unpacks. */
export interface Prefetcher {
  /** Begins with a phase's downloads, once, where there is room for them. */
  start(phase: PlannedPhase | undefined): void;
  /** Ends when the phase's downloads have ended; at once where none were begun. */
  of(phase: PlannedPhase): Promise<Prefetch | undefined>;
  /** Most that its downloads take on the disk from now on, as a count that goes on while they go on. */
  meter(): () => number;
  /** Stops what still goes on. */
  close(): Promise<void>;
}

export interface PrefetcherOptions {
  readonly manifest: Pick<Manifest, "install">;
  readonly plan: BuildablePlan;
  readonly toolbox: Toolbox;
  readonly journal: BuildJournal;
}

export function openPrefetcher(options: PrefetcherOptions, ports: Ports): Prefetcher {
  const { manifest, plan, toolbox, journal } = options;
  const abort = new AbortController();
  const stoppable = { ...ports, signal: AbortSignal.any([ports.signal, abort.signal]) };
  const begun = new Map<string, Promise<Prefetch | undefined>>();
  const bytes = { begun: 0, ended: 0 };
  const begin = async (phase: PlannedPhase): Promise<Prefetch | undefined> => {
    const { name, distributions } = phase;
    const result = await prefetch({ phase: name, distributions, base: plan.base }, toolbox, stoppable);
    bytes.ended += phase.sizes.download;
    if (result) journal.prefetches.push(result);
    return result;
  };
  return {
    start(phase) {
      if (!manifest.install.prefetch || phase === undefined || begun.has(phase.name)) return;
      if (!isWorthwhile(plan, phase)) return;
      bytes.begun += phase.sizes.download;
      begun.set(phase.name, begin(phase));
    },
    of: async (phase) => begun.get(phase.name),
    meter() {
      const { ended } = bytes;
      return () => bytes.begun - ended;
    },
    async close() {
      abort.abort();
      await Promise.allSettled(begun.values());
    },
  };
}

/** Below this a container costs more time than the download. */
const FEWEST_BYTES = 5e6;

/** The wheels lie on the engine's disk beside everything that the plan has counted. */
function isWorthwhile({ verdict }: BuildablePlan, phase: PlannedPhase): boolean {
  const room = (verdict.freeBytes ?? 0) - verdict.reserveBytes - verdict.neededBytes;
  return !phase.leftOut && phase.sizes.download >= FEWEST_BYTES && phase.sizes.download <= room;
}
