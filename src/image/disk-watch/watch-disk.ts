import type { Disk } from "../../manifest/settings/disk.ts";
import type { Ports } from "../../ports/ports.ts";
import { DoesNotFitError, messageOf } from "../../text/errors.ts";
import type { DiskGauge } from "../machine/engine-disk.ts";
import { diskCritical, overPrediction, tooLittleBefore, tooLittleForCommit } from "./disk-errors.ts";
import type { DiskReadings } from "./disk-readings.ts";
import { DiskSampler } from "./disk-sampler.ts";
import { type GuardedPhase, PhaseGuard, type Stop } from "./phase-guard.ts";

interface WatchOptions {
  /** As the manifest gives them. */
  readonly limits: Omit<Disk, "reserve">;
  /** The caller closes it after stopping the watch. */
  readonly gauge: DiskGauge;
}

/** Bytes that a commit needs besides the copy of the layer, for the image's configuration and the engine's directories. */
const COMMIT_MARGIN_BYTES = 32e6;
/** Bytes that a fast disk, or memory, takes in a millisecond. */
const FASTEST_WRITER = 2e6;
/** Most looks within one interval, however little room is left. */
const MOST_SAMPLES = 20;
/** A stopped phase may answer this long how much it wrote: its processes run on until its container goes. */
const LAST_QUESTION_MS = 5000;

/** Watches the engine's file system during one build, from outside the build containers. */
export class DiskWatch {
  readonly #limits: WatchOptions["limits"];
  readonly #ports: Pick<Ports, "clock" | "log" | "signal">;
  readonly #sampler: DiskSampler;
  readonly #stopped = new AbortController();
  readonly #guards = new Set<PhaseGuard>();
  readonly #ended: Promise<void>;

  constructor({ limits, gauge }: WatchOptions, ports: Pick<Ports, "clock" | "log" | "signal">) {
    this.#limits = limits;
    this.#ports = ports;
    this.#sampler = new DiskSampler(gauge, limits, ports);
    this.#ended = limits.interval > 0 ? this.#watch() : Promise.resolve();
  }

  readings(): DiskReadings {
    return this.#sampler.readings();
  }

  /** Ends the watch. Its readings stay. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#ended;
  }

  /**
   * Runs a phase's installation. Doesn't start it when the disk has too little room, and stops it when the disk is nearly
   * full or the phase writes far more than predicted.
   * @param body ends when its signal aborts; only then is the reason thrown.
   * @throws DoesNotFitError with the numbers.
   */
  async guard<T>(phase: GuardedPhase, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const free = await this.#requireRoomToBegin(phase);
    const cancel = new AbortController();
    let stopped: Stop | undefined;
    const guard = new PhaseGuard(phase, free, this.#limits, {
      stop: (stop) => {
        stopped = stop;
        cancel.abort(new DoesNotFitError(`Phase ${phase.name} is stopped because of the engine's disk.`));
      },
      note: (kind, text) => this.#sampler.warn(kind, text),
      failed: (doing, error) => this.#failed(doing, error),
    });
    this.#guards.add(guard);
    try {
      const result = await body(AbortSignal.any([this.#ports.signal, cancel.signal]));
      await guard.settled();
      return result;
    } catch (error) {
      this.#ports.signal.throwIfAborted();
      if (stopped === undefined) throw error;
      const growth = guard.growth(this.readings().lastFreeBytes ?? 0);
      const refusal = await this.#explainStop(stopped, phase, growth);
      this.#sampler.note("stopped", refusal.message);
      throw refusal;
    } finally {
      this.#guards.delete(guard);
    }
  }

  /**
   * Checks that the disk has room for the copy of the layer that a commit makes. While the container is there, something can
   * still be freed.
   * @param layerBytes the larger of the planned blocks of the layer and the bytes that the container has written.
   * @throws DoesNotFitError with the numbers.
   */
  async requireRoomToCommit(
    phase: Pick<GuardedPhase, "name" | "makeRoom">,
    layerBytes: number,
  ): Promise<void> {
    // The plan left `critical` bytes free. A larger margin would refuse a plan that fits.
    const needed = layerBytes + Math.min(COMMIT_MARGIN_BYTES, this.#limits.critical);
    await this.#requireRoom(needed, phase, (free) => tooLittleForCommit(phase.name, free, needed));
  }

  #requireRoomToBegin(phase: GuardedPhase): Promise<number | undefined> {
    const { before, critical } = this.#limits;
    const needed = Math.max(before, (phase.peakBytes ?? phase.predictedBytes) + critical);
    return this.#requireRoom(needed, phase, (free) => tooLittleBefore(phase.name, free, needed));
  }

  /** Free bytes, after making room if there was too little; undefined when the disk can't be measured. */
  async #requireRoom(
    needed: number,
    phase: Pick<GuardedPhase, "makeRoom">,
    refusal: (freeBytes: number) => DoesNotFitError,
  ): Promise<number | undefined> {
    let found = await this.#sample();
    if (found !== undefined && found < needed && phase.makeRoom !== undefined) {
      await phase.makeRoom().catch((error) => this.#failed("make room", error));
      found = await this.#sample();
    }
    if (found === undefined || found >= needed) return found;
    const error = refusal(found);
    this.#sampler.note("refused", error.message);
    throw error;
  }

  async #watch(): Promise<void> {
    const { interval, critical } = this.#limits;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const free = await this.#sample();
      // Looks sooner when a fast writer could reach the danger within the interval.
      const soonest = free === undefined ? interval : (free - critical) / FASTEST_WRITER;
      const pause = Math.max(interval / MOST_SAMPLES, Math.min(interval, soonest));
      await this.#ports.clock.sleep(pause, signal, { background: true }).catch(() => undefined);
    }
  }

  /** Says what stopped a phase and who filled the disk. @param growthBytes since the phase began. */
  async #explainStop(stop: Stop, phase: GuardedPhase, growthBytes: number): Promise<DoesNotFitError> {
    const { predictedBytes, name } = phase;
    if (stop.because === "over-prediction")
      return overPrediction(name, { ...stop, predictedBytes, growthBytes });
    const answered = new AbortController();
    const silence = this.#ports.clock.sleep(LAST_QUESTION_MS, answered.signal, { background: true });
    const nothing = () => undefined;
    const ownBytes = await Promise.race([phase.ownBytes().catch(nothing), silence.then(nothing, nothing)]);
    answered.abort();
    return diskCritical(name, stop.freeBytes, stop.limitBytes, { predictedBytes, ownBytes, growthBytes });
  }

  /** A cleanup may fail: the room is measured again afterwards in any case. */
  #failed(doing: string, error: unknown): void {
    this.#ports.log.debug(`could not ${doing}: ${messageOf(error)}`);
  }

  async #sample(): Promise<number | undefined> {
    const space = await this.#sampler.sample();
    if (space) for (const guard of this.#guards) guard.observe(space);
    return space?.freeBytes;
  }
}
