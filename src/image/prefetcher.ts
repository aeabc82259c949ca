import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports/ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { BuildJournal, Prefetch } from "./build-journal.ts";
import { prefetch } from "./install/prefetch.ts";
import { downloadBytes, prefetchable } from "./prefetch-budget.ts";

/** Downloads wheels of the next phase while a phase is installed, because the network is idle while the processor unpacks. */
export interface Prefetcher {
  /** Starts the downloads for the phase after `phase`, as far as there is room. Does so once for each phase. */
  startAfter(phase: PlannedPhase): void;
  /** Waits for the downloads of a phase; undefined if there are none. */
  of(phase: PlannedPhase): Promise<Prefetch | undefined>;
  /** Starts a count of the most bytes that downloads may write from now on. The count grows when further downloads start. */
  meter(): () => number;
  /** Stops downloads that still run. */
  close(): Promise<void>;
}

interface PrefetcherOptions {
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
  const chosen = new Map<string, readonly PlannedDistribution[]>();
  const bytes = { begun: 0, ended: 0 };
  const begin = async (
    name: string,
    distributions: readonly PlannedDistribution[],
  ): Promise<Prefetch | undefined> => {
    const result = await prefetch({ phase: name, distributions, base: plan.base }, toolbox, stoppable);
    bytes.ended += downloadBytes(distributions);
    if (result) journal.prefetches.push(result);
    return result;
  };
  return {
    startAfter(phase) {
      const index = plan.phases.findIndex((one) => one.name === phase.name);
      const next = plan.phases[index + 1];
      if (!manifest.install.prefetch || next === undefined || chosen.has(next.name)) return;
      const files = prefetchable(plan, index, chosen.get(phase.name) ?? []);
      const isWorthwhile = downloadBytes(files) >= FEWEST_BYTES;
      chosen.set(next.name, isWorthwhile ? files : []);
      if (!isWorthwhile) return;
      bytes.begun += downloadBytes(files);
      begun.set(next.name, begin(next.name, files));
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

/** For fewer bytes, a container takes more time than the download. */
const FEWEST_BYTES = 5e6;
