import type { Disk } from "../../manifest/settings/disk.ts";
import type { DiskSpace } from "../../ports/machine.ts";
import type { Ports } from "../../ports/ports.ts";
import { messageOf } from "../../text/errors.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import type { DiskGauge } from "../machine/engine-disk.ts";
import type { DiskEvent, DiskReadings } from "./disk-readings.ts";
import { createTimeSeries } from "./time-series.ts";

const MOST_POINTS = 2000;
const MOST_EVENTS = 100;

/** Measures the disk and keeps the readings in bounded memory. */
export class DiskSampler {
  readonly #gauge: DiskGauge;
  readonly #limits: Pick<Disk, "interval" | "max_used">;
  readonly #ports: Pick<Ports, "clock" | "log">;
  readonly #began: number;
  readonly #series = createTimeSeries(MOST_POINTS);
  readonly #events: DiskEvent[] = [];
  #taken = 0;
  #failed = 0;
  #first: DiskSpace | undefined;
  #last: DiskSpace | undefined;
  #lowest: { readonly seconds: number; readonly space: DiskSpace } | undefined;
  #failing = false;
  #warned = false;

  constructor(
    gauge: DiskGauge,
    limits: Pick<Disk, "interval" | "max_used">,
    ports: Pick<Ports, "clock" | "log">,
  ) {
    this.#gauge = gauge;
    this.#limits = limits;
    this.#ports = ports;
    this.#began = ports.clock.monotonic();
  }

  /** Undefined when the disk can't be measured just now: that is no reason to lose a build. */
  async sample(): Promise<DiskSpace | undefined> {
    let space: DiskSpace;
    try {
      space = await this.#gauge.read();
    } catch (error) {
      this.#failed += 1;
      // Once, not each second.
      if (!this.#failing) this.#ports.log.debug(`the engine's disk can't be looked at: ${messageOf(error)}`);
      this.#failing = true;
      return undefined;
    }
    this.#failing = false;
    this.#keep(space);
    this.#warnOfUse(space);
    return space;
  }

  #keep(space: DiskSpace): void {
    const seconds = this.#seconds();
    this.#taken += 1;
    this.#first ??= space;
    this.#last = space;
    if (this.#lowest === undefined || space.freeBytes < this.#lowest.space.freeBytes)
      this.#lowest = { seconds, space };
    this.#series.add([seconds, space.freeBytes]);
  }

  /** Records an event and shows it to the user. */
  warn(kind: DiskEvent["kind"], text: string): void {
    this.note(kind, text);
    this.#ports.log.warn(text);
  }

  /** Records an event. */
  note(kind: DiskEvent["kind"], text: string): void {
    if (this.#events.length < MOST_EVENTS) this.#events.push({ seconds: this.#seconds(), kind, text });
  }

  readings(): DiskReadings {
    const lowest = this.#lowest;
    return {
      intervalSeconds: this.#limits.interval / 1000,
      taken: this.#taken,
      failed: this.#failed,
      totalBytes: this.#last?.totalBytes ?? null,
      firstFreeBytes: this.#first?.freeBytes ?? null,
      lastFreeBytes: this.#last?.freeBytes ?? null,
      lowest: lowest ? { seconds: lowest.seconds, freeBytes: lowest.space.freeBytes } : null,
      highestUsed: lowest ? usedShare(lowest.space) : null,
      series: this.#series.points(),
      events: [...this.#events],
    };
  }

  /** Warns once, and only if the disk was below the mark when this build began. */
  #warnOfUse(space: DiskSpace): void {
    const used = usedShare(space);
    const { max_used } = this.#limits;
    if (this.#warned || used <= max_used || usedShare(this.#first ?? space) > max_used) return;
    this.#warned = true;
    this.warn(
      "much-used",
      `The engine's disk is ${percent(used)} full, more than the ${percent(max_used)} of disk.max_used: ${formatBytes(space.freeBytes)} of ${formatBytes(space.totalBytes)} are free.`,
    );
  }

  /** Seconds since the watch began, to the millisecond. */
  #seconds(): number {
    return Math.round(this.#ports.clock.monotonic() - this.#began) / 1000;
  }
}

function usedShare({ freeBytes, totalBytes }: DiskSpace): number {
  return totalBytes > 0 ? 1 - freeBytes / totalBytes : 1;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
