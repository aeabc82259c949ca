import type { Disk } from "../../manifest/settings/disk.ts";
import type { DiskSpace } from "../../ports/machine.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import { SLACK_BYTES, type Written, whoWrote, writtenByOthers } from "./disk-errors.ts";
import type { DiskEvent } from "./disk-readings.ts";

/** A phase that is watched while it installs. */
export interface GuardedPhase {
  readonly name: string;
  /** Bytes that the phase is predicted to allocate. */
  readonly predictedBytes: number;
  /** Further bytes of builds from source: unpacked sources, copies of their files, wheels. */
  readonly buildBytes?: number;
  /** Bytes by which the prediction may be wrong, according to the plan. */
  readonly marginBytes?: number;
  /** Nobody can say what commands write before they have run: only the disk limits them. */
  readonly openEnded?: boolean;
  /** Most bytes that the phase needs at one moment, its commit included; `predictedBytes` by default. */
  readonly peakBytes?: number;
  /** Bytes that the container has written. Asked only past a threshold, because the engine walks over the whole layer. */
  ownBytes(): Promise<number>;
  /** Most bytes that this build writes elsewhere on the disk meanwhile: downloads of later phases. */
  besideBytes?(): number;
  /** Frees space that is provably ours. Called once at most. */
  makeRoom?(): Promise<void>;
}

/** Why a phase is stopped. */
export type Stop =
  | { readonly because: "critical"; readonly freeBytes: number; readonly limitBytes: number }
  | { readonly because: "over-prediction"; readonly allowedBytes: number; readonly ownBytes: number };

interface GuardActions {
  stop(stop: Stop): void;
  note(kind: DiskEvent["kind"], text: string): void;
  failed(doing: string, error: unknown): void;
}

/**
 * A phase that writes more than this multiple of its prediction has gone wrong. Over 22 package sets
 * (bench/results/plan-accuracy.json), the plan missed a layer's blocks by less than 1 %, and by 7 % where most of the layer
 * was bytecode of a kind that the model hadn't seen. Builds from source were smaller than estimated. A wheel that unpacks to
 * three times its size is well over the limit.
 */
const OVER = 1.5;

/** Judges each sample of the disk while one phase installs. */
export class PhaseGuard {
  readonly #phase: GuardedPhase;
  readonly #limits: Pick<Disk, "critical" | "after_cleanup">;
  readonly #actions: GuardActions;
  readonly #start: number | undefined;
  #cleanup: "not yet" | "running" | "just done" | "done" = "not yet";
  #asking = false;
  #cleaning: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Bytes that others are known to have written. */
  #others = 0;

  /** @param start free bytes when the phase began; undefined if the disk couldn't be measured. */
  constructor(
    phase: GuardedPhase,
    start: number | undefined,
    limits: Pick<Disk, "critical" | "after_cleanup">,
    actions: GuardActions,
  ) {
    this.#phase = phase;
    this.#start = start;
    this.#limits = limits;
    this.#actions = actions;
  }

  /** Bytes that the phase may write before it is stopped. */
  get allowedBytes(): number {
    const { predictedBytes, buildBytes = 0, marginBytes = 0, openEnded } = this.#phase;
    if (openEnded === true) return Number.POSITIVE_INFINITY;
    return OVER * (predictedBytes + buildBytes) + marginBytes + SLACK_BYTES;
  }

  /** Bytes by which the disk got fuller, without this build's own downloads for later phases. */
  growth(freeBytes: number): number {
    if (this.#start === undefined) return 0;
    return this.#start - freeBytes - (this.#phase.besideBytes?.() ?? 0);
  }

  /** Waits for a cleanup in the phase's container. */
  async settled(): Promise<void> {
    await this.#cleaning;
  }

  observe({ freeBytes }: DiskSpace): void {
    if (this.#stopped) return;
    const limit = this.#dangerLimit();
    if (freeBytes < limit) this.#danger(freeBytes, limit);
    if (!this.#stopped && this.growth(freeBytes) - this.#others > this.allowedBytes)
      void this.#askWhoWrote(freeBytes);
  }

  /** Free bytes below which the phase is in danger. Right after a cleanup the limit is higher. */
  #dangerLimit(): number {
    const { critical, after_cleanup } = this.#limits;
    if (this.#cleanup !== "just done") return critical;
    this.#cleanup = "done";
    return Math.max(critical, after_cleanup);
  }

  #danger(freeBytes: number, limitBytes: number): void {
    const clean = this.#cleanup === "not yet" && this.#phase.makeRoom !== undefined;
    // The phase writes on while the cleanup runs, so the guard waits only until half of the limit is left.
    const patient = this.#cleanup === "running" && freeBytes >= limitBytes / 2;
    if (patient) return;
    if (clean) this.#cleaning = this.#clean(freeBytes);
    else this.#stop({ because: "critical", freeBytes, limitBytes });
  }

  async #clean(freeBytes: number): Promise<void> {
    this.#cleanup = "running";
    this.#actions.note(
      "critical",
      `Only ${formatBytes(freeBytes)} are free on the engine's disk while phase ${this.#phase.name} installs: removing what is ours to remove.`,
    );
    try {
      await this.#phase.makeRoom?.();
      this.#actions.note("cleaned", `The emergency cleanup of phase ${this.#phase.name} is done.`);
    } catch (error) {
      this.#actions.failed(`make room for phase ${this.#phase.name}`, error);
    }
    this.#cleanup = "just done";
  }

  async #askWhoWrote(freeBytes: number): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#judge(await this.#phase.ownBytes(), freeBytes);
    } catch (error) {
      this.#actions.failed(`measure phase ${this.#phase.name}`, error);
      this.#others = this.growth(freeBytes);
    } finally {
      this.#asking = false;
    }
  }

  #judge(ownBytes: number, freeBytes: number): void {
    if (this.#stopped) return;
    const { allowedBytes } = this;
    const growthBytes = this.growth(freeBytes);
    if (ownBytes > allowedBytes) {
      this.#stop({ because: "over-prediction", allowedBytes, ownBytes });
      return;
    }
    this.#others = Math.max(this.#others, growthBytes - ownBytes);
    const written: Written = { ownBytes, growthBytes, predictedBytes: this.#phase.predictedBytes };
    // While the phase fits beside them, others' bytes are nobody's business.
    const { predictedBytes, peakBytes = predictedBytes } = this.#phase;
    const isEndangered = freeBytes - Math.max(0, peakBytes - ownBytes) < this.#limits.critical;
    if (!isEndangered || writtenByOthers(written) === 0) return;
    this.#actions.note("other-writer", whoWrote(this.#phase.name, written));
  }

  #stop(stop: Stop): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#actions.stop(stop);
  }
}
