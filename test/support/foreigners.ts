import type Docker from "dockerode";
import { expect } from "vitest";
import type { Workplace } from "./workplace.ts";
import { ignoreAbsent } from "./workplace.ts";

/** A container, an image and a volume of somebody else, on the engine that the tests use. */
export class Foreigners {
  readonly #place: Workplace;
  readonly #docker: Docker;
  readonly #name: string;

  private constructor(place: Workplace, docker: Docker) {
    this.#place = place;
    this.#docker = docker;
    this.#name = `somebody-elses-${place.id}`;
  }

  /** @param docker another engine than the workplace's, which holds its base image. */
  static async open(place: Workplace, docker: Docker = place.docker): Promise<Foreigners> {
    const foreigners = new Foreigners(place, docker);
    await foreigners.#create();
    return foreigners;
  }

  async #create(): Promise<void> {
    const docker = this.#docker;
    await this.#place.derive(this.#place.base, `${this.#name}:1`, {}, docker);
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
    const docker = this.#docker;
    const { State } = await docker.getContainer(this.#name).inspect();
    expect(State.Running).toBe(true);
    expect((await docker.getVolume(this.#name).inspect()).Name).toBe(this.#name);
    expect((await docker.getImage(`${this.#name}:1`).inspect()).RepoTags).toEqual([`${this.#name}:1`]);
  }

  /** Runs an image as its user would and answers what it prints. */
  async runOnce(image: string, command?: readonly string[]): Promise<string> {
    const container = await this.#docker.createContainer({
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
    const docker = this.#docker;
    await docker.getContainer(this.#name).remove({ force: true }).catch(ignoreAbsent);
    await docker.getVolume(this.#name).remove().catch(ignoreAbsent);
    await docker.getImage(`${this.#name}:1`).remove({ force: true }).catch(ignoreAbsent);
  }
}
