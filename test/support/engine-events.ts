import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { isOwnedBy, type Workplace } from "./workplace.ts";

export interface EngineEvent {
  readonly type: string;
  readonly action: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Of a container; the reference of an image. */
  readonly name: string;
  /** Label of whose container it is. */
  readonly owner: string | undefined;
}

/**
 * Everything that an engine did to containers and images since the watch was opened. It listens from then on, because an engine
 * remembers 256 events only, which other tests' builds soon push out.
 */
export class EngineEvents implements AsyncDisposable {
  readonly #place: Workplace;
  readonly #stream: NodeJS.ReadableStream & { destroy(): void };
  readonly #seen: EngineEvent[] = [];

  private constructor(place: Workplace, stream: NodeJS.ReadableStream) {
    this.#place = place;
    this.#stream = stream as NodeJS.ReadableStream & { destroy(): void };
    createInterface({ input: stream }).on("line", (line) => {
      const { Type, Action, timeNano, Actor } = JSON.parse(line);
      const { name, "dev.surelayer.owner": owner } = Actor.Attributes;
      this.#seen.push({ type: Type, action: Action, time: timeNano / 1e6, name: name ?? Actor.ID, owner });
    });
  }

  static async open(place: Workplace): Promise<EngineEvents> {
    const filters = { type: ["container" as const, "image" as const] };
    return new EngineEvents(place, await place.docker.getEvents({ filters }));
  }

  /** What a process did to containers. */
  async ofProcess(pid: number): Promise<readonly EngineEvent[]> {
    const all = await this.#upToNow();
    return all.filter((one) => one.type === "container" && isOwnedBy(one.owner, pid));
  }

  /** What was done with an image of this reference. */
  async ofImage(reference: string): Promise<readonly EngineEvent[]> {
    const all = await this.#upToNow();
    return all.filter((one) => one.type === "image" && one.name.includes(reference));
  }

  /** Events come in order: once that of a tag of our own is there, all before it are. */
  async #upToNow(): Promise<readonly EngineEvent[]> {
    const mark = { repo: "surelayer-test-mark", tag: randomBytes(4).toString("hex") };
    const name = `${mark.repo}:${mark.tag}`;
    await this.#place.docker.getImage(this.#place.base).tag(mark);
    while (!this.#seen.some((one) => one.action === "tag" && one.name === name)) await sleep(20);
    await this.#place.docker.getImage(name).remove();
    return this.#seen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stream.destroy();
  }
}
