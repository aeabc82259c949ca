import type { Disk } from "../../manifest/settings/disk.ts";
import type { Ports } from "../../ports/ports.ts";
import { DoesNotFitError, messageOf } from "../../text/errors.ts";
import type { DiskGauge } from "../machine/engine-disk.ts";
import { DiskLooks } from "./disk-looks.ts";
import type { DiskReadings } from "./disk-readings.ts";
import { explainStop } from "./explain-stop.ts";
import { nextPause } from "./pace.ts";
import { type GuardedPhase, PhaseGuard, type Stop } from "./phase-guard.ts";
import { tooLittleBefore, tooLittleForCommit } from "./refusals.ts";

export interface WatchOptions {
  /** The manifest's. */
  readonly limits: Omit<Disk, "reserve">;
  /** The caller's to close, after the watch was stopped. */
  readonly gauge: DiskGauge;
}

/** Bytes that a commit needs besides the layer's copy: the image's configuration, directories of the engine. */
const COMMIT_MARGIN_BYTES = 32e6;

/** Watches the engine's file system during one build, from outside the build containers, until it is stopped. */
export class DiskWatch {
  readonly #limits: WatchOptions["limits"];
  readonly #ports: Pick<Ports, "clock" | "log" | "signal">;
  readonly #looks: DiskLooks;
  readonly #stopped = new AbortController();
  readonly #guards = new Set<PhaseGuard>();
  readonly #ended: Promise<void>;

  constructor({ limits, gauge }: WatchOptions, ports: Pick<Ports, "clock" | "log" | "signal">) {
    this.#limits = limits;
    this.#ports = ports;
    this.#looks = new DiskLooks(gauge, limits, ports);
    this.#ended = limits.interval > 0 ? this.#watch() : Promise.resolve();
  }

  readings(): DiskReadings {
    return this.#looks.readings();
  }

  /** Ends the watch; what it saw can still be read. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#ended;
  }

  /**
   * Runs a phase's installation: not at all where there is too little room for it, and no further than the danger. `body`
   * is given the signal to end by; what stopped the phase is thrown once it has ended.
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
      note: (kind, text) => this.#looks.warn(kind, text),
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
      const refusal = await explainStop(stopped, phase, growth, this.#ports.clock);
      this.#looks.note("stopped", refusal.message);
      throw refusal;
    } finally {
      this.#guards.delete(guard);
    }
  }

  /**
   * A commit copies the layer. Looks whether there is room for the copy while the container, and the chance to free
   * something, is still there.
   * @param layerBytes the larger of what the plan says the layer allocates and what the container has really written.
   * @throws DoesNotFitError with the numbers.
   */
  async requireRoomToCommit(
    phase: Pick<GuardedPhase, "name" | "makeRoom">,
    layerBytes: number,
  ): Promise<void> {
    // No more than what the plan left free: the margin must not refuse what the plan has allowed.
    const needed = layerBytes + Math.min(COMMIT_MARGIN_BYTES, this.#limits.critical);
    await this.#requireRoom(needed, phase, (free) => tooLittleForCommit(phase.name, free, needed));
  }

  #requireRoomToBegin(phase: GuardedPhase): Promise<number | undefined> {
    const { before, critical } = this.#limits;
    const needed = Math.max(before, (phase.peakBytes ?? phase.predictedBytes) + critical);
    return this.#requireRoom(needed, phase, (free) => tooLittleBefore(phase.name, free, needed));
  }

  /** Free bytes when there was room enough, after making some where there wasn't; undefined where it can't be measured. */
  async #requireRoom(
    needed: number,
    phase: Pick<GuardedPhase, "makeRoom">,
    refusal: (freeBytes: number) => DoesNotFitError,
  ): Promise<number | undefined> {
    let found = await this.#look();
    if (found !== undefined && found < needed && phase.makeRoom !== undefined) {
      await phase.makeRoom().catch((error) => this.#failed("make room", error));
      found = await this.#look();
    }
    if (found === undefined || found >= needed) return found;
    const error = refusal(found);
    this.#looks.note("refused", error.message);
    throw error;
  }

  async #watch(): Promise<void> {
    const { interval, critical } = this.#limits;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const free = await this.#look();
      const pause = free === undefined ? interval : nextPause(interval, free - critical);
      await this.#ports.clock.sleep(pause, signal, { background: true }).catch(() => undefined);
    }
  }

  /** What only helps may fail; whether there is room is measured anyhow. */
  #failed(doing: string, error: unknown): void {
    this.#ports.log.debug(`could not ${doing}: ${messageOf(error)}`);
  }

  async #look(): Promise<number | undefined> {
    const space = await this.#looks.look();
    if (space) for (const guard of this.#guards) guard.observe(space);
    return space?.freeBytes;
  }
}
