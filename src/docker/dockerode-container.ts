import type { Readable } from "node:stream";
import type Docker from "dockerode";
import type { CommitSpec, Container, ContainerSpec, ExecSpec, Image } from "../ports/engine.ts";
import type { Clock } from "../ports/machine.ts";
import { EngineError } from "../text/errors.ts";
import { commitImage } from "./commit.ts";
import type { EngineCall } from "./engine-error.ts";
import { runExec } from "./exec.ts";
import { PROCESS_COLUMNS, processesBeside } from "./inside-container.ts";
import { fillVolume, mountAt } from "./volume-archive.ts";

/** A call to the engine; after an abort of its signal, the call fails with the signal's reason. */
export type AskedCall = Omit<EngineCall, "address"> & { readonly signal?: AbortSignal | undefined };

/** The engine, as far as a container needs it. */
export interface ContainerHost {
  readonly docker: Docker;
  readonly clock: Pick<Clock, "sleep">;
  /** Runs a call to the engine and explains its failure. */
  ask<T>(call: AskedCall, body: () => Promise<T>): Promise<T>;
  removeContainer(id: string): Promise<void>;
}

/** A container that this program created. */
export class DockerodeContainer implements Container {
  readonly id: string;
  readonly name: string;
  readonly #host: ContainerHost;
  readonly #spec: ContainerSpec;
  readonly #container: Docker.Container;
  #holdsMountPoints = false;

  constructor(host: ContainerHost, spec: ContainerSpec, id: string) {
    this.id = id;
    this.name = spec.name;
    this.#host = host;
    this.#spec = spec;
    this.#container = host.docker.getContainer(id);
  }

  async start(): Promise<void> {
    await this.#ask("start", () => this.#container.start());
  }

  async exec(spec: ExecSpec): Promise<number> {
    const verb = `run ${spec.command[0] ?? "a command"} in`;
    return await this.#ask(verb, () => runExec(this.#container, spec, this.#host.clock), spec.signal);
  }

  async putArchive(path: string, archive: Readable): Promise<void> {
    await this.#ask(`put files into ${path} of`, async () => {
      const mounts = this.#spec.mounts ?? [];
      const mount = mountAt(mounts, path);
      if (mount) return await fillVolume(this.#host.docker, this.#spec, mount, { path, archive });
      // For this call the engine mounts the volumes onto the layer, and their mount points stay in the layer.
      this.#holdsMountPoints ||= mounts.length > 0;
      await this.#container.putArchive(archive, { path });
    });
  }

  async diffBytes(): Promise<number> {
    // The client library's types lack the parameter and its answer.
    const options: object = { size: true };
    type Measured = Docker.ContainerInspectInfo & { readonly SizeRw?: number };
    const info: Measured = await this.#ask("measure", () => this.#container.inspect(options));
    return info.SizeRw ?? 0;
  }

  async otherProcesses(): Promise<readonly string[] | undefined> {
    const { State } = await this.#ask("look at", () => this.#container.inspect());
    // Engines ask the `ps` of their machine, which may be missing or know other columns.
    const table = await this.#container.top({ ps_args: PROCESS_COLUMNS }).catch(() => undefined);
    return table && processesBeside(table, State.Pid);
  }

  async restart(): Promise<void> {
    await this.#ask("restart", () => this.#container.restart({ t: 0 }));
  }

  async commit(spec: CommitSpec): Promise<Image> {
    if (this.#spec.gpus) {
      throw new EngineError(
        `The container ${this.name} has seen a GPU: its files don't belong into an image.`,
      );
    }
    if (this.#holdsMountPoints) {
      throw new EngineError(
        `The layer of container ${this.name} would hold the mount points of its volumes.`,
        { remedy: "Put the files into a container without volumes." },
      );
    }
    return await this.#ask("commit", () =>
      commitImage(this.#host.docker, this.#container, this.#spec.labels, spec),
    );
  }

  async remove(): Promise<void> {
    await this.#host.removeContainer(this.id);
  }

  #ask<T>(verb: string, body: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#host.ask({ doing: `${verb} the container ${this.name}`, signal }, body);
  }
}
