import { expect } from "vitest";
import type { Workplace } from "./workplace.ts";
import { ignoreAbsent } from "./workplace.ts";

/** A container, an image and a volume of somebody else, on the engine that the tests use. */
export class Foreigners {
  readonly #place: Workplace;
  readonly #name: string;

  private constructor(place: Workplace) {
    this.#place = place;
    this.#name = `somebody-elses-${place.id}`;
  }

  static async open(place: Workplace): Promise<Foreigners> {
    const foreigners = new Foreigners(place);
    await foreigners.#create();
    return foreigners;
  }

  async #create(): Promise<void> {
    const { docker, base } = this.#place;
    await this.#place.derive(base, `${this.#name}:1`);
    await docker.createVolume({ Name: this.#name });
    const container = await docker.createContainer({
      name: this.#name,
      Image: `${this.#name}:1`,
      Cmd: ["sleep", "3600"],
      HostConfig: { Binds: [`${this.#name}:/data`], Init: true },
    });
    await container.start();
  }

  async expectUntouched(): Promise<void> {
    const { docker } = this.#place;
    const { State } = await docker.getContainer(this.#name).inspect();
    expect(State.Running).toBe(true);
    expect((await docker.getVolume(this.#name).inspect()).Name).toBe(this.#name);
    expect((await docker.getImage(`${this.#name}:1`).inspect()).RepoTags).toEqual([`${this.#name}:1`]);
  }

  /** Runs an image as its user would and answers what it prints. */
  async runOnce(image: string, command?: readonly string[]): Promise<string> {
    const container = await this.#place.docker.createContainer({
      Image: image,
      Tty: true,
      ...(command && { Cmd: [...command] }),
    });
    try {
      await container.start();
      await container.wait();
      const output = await container.logs({ stdout: true, stderr: true });
      return output.toString().replaceAll("\r\n", "\n");
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  async close(): Promise<void> {
    const { docker } = this.#place;
    await docker.getContainer(this.#name).remove({ force: true }).catch(ignoreAbsent);
    await docker.getVolume(this.#name).remove().catch(ignoreAbsent);
    await docker.getImage(`${this.#name}:1`).remove({ force: true }).catch(ignoreAbsent);
  }
}
