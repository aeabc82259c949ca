import type { DiskSpace } from "../../ports/machine.ts";
import type { Ports } from "../../ports/ports.ts";
import { messageOf } from "../../text/errors.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import type { DiskGauge } from "../machine/engine-disk.ts";
import type { DiskEvent, DiskReadings } from "./disk-readings.ts";
import { createRecorder, type Recorder, usedShare } from "./recorder.ts";

/** Looks at the disk and keeps what was seen. */
export class DiskLooks {
  readonly #gauge: DiskGauge;
  readonly #maxUsed: number;
  readonly #ports: Pick<Ports, "clock" | "log">;
  readonly #recorder: Recorder;
  #failing = false;
  #warned = false;

  constructor(
    gauge: DiskGauge,
    limits: { readonly interval: number; readonly max_used: number },
    ports: Pick<Ports, "clock" | "log">,
  ) {
    const began = ports.clock.monotonic();
    this.#gauge = gauge;
    this.#maxUsed = limits.max_used;
    this.#ports = ports;
    this.#recorder = createRecorder(limits.interval, () => (ports.clock.monotonic() - began) / 1000);
  }

  /** Undefined where it can't be measured just now: that is no reason to lose a build. */
  async look(): Promise<DiskSpace | undefined> {
    let space: DiskSpace;
    try {
      space = await this.#gauge.read();
    } catch (error) {
      this.#recorder.failure();
      // Once, not each second.
      if (!this.#failing) this.#ports.log.debug(`the engine's disk can't be looked at: ${messageOf(error)}`);
      this.#failing = true;
      return undefined;
    }
    this.#failing = false;
    this.#warnOfUse(space, this.#recorder.look(space));
    return space;
  }

  /** Keeps something that happened, and says it. */
  warn(kind: DiskEvent["kind"], text: string): void {
    this.note(kind, text);
    this.#ports.log.warn(text);
  }

  note(kind: DiskEvent["kind"], text: string): void {
    this.#recorder.event(kind, text);
  }

  readings(): DiskReadings {
    return this.#recorder.readings();
  }

  /** Only where this build has passed the mark: a disk that was fuller before is not its doing. */
  #warnOfUse(space: DiskSpace, first: DiskSpace): void {
    const used = usedShare(space);
    if (this.#warned || used <= this.#maxUsed || usedShare(first) > this.#maxUsed) return;
    this.#warned = true;
    this.warn(
      "much-used",
      `The engine's disk is ${percent(used)} full, more than the ${percent(this.#maxUsed)} of disk.max_used: ${formatBytes(space.freeBytes)} of ${formatBytes(space.totalBytes)} are free.`,
    );
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
