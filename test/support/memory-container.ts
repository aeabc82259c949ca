import type { Readable } from "node:stream";
import { orAborted } from "../../src/docker/exec.ts";
import type { CommitSpec, Container, ContainerSpec, ExecSpec, Image } from "../../src/ports/engine.ts";
import { EngineError } from "../../src/text/errors.ts";
import { type FileTree, type FileView, fileView, type MountedTree, unpack } from "./memory-files.ts";
import type { StoredImage } from "./memory-images.ts";
import { type ExecHandler, type MemoryExec, runProgram } from "./memory-programs.ts";

/** How an in-memory container sees its engine. */
export interface MemoryHost {
  readonly onExec: ExecHandler | undefined;
  holds(container: MemoryContainer): boolean;
  commit(container: MemoryContainer, spec: CommitSpec): Image;
  removeContainer(id: string): Promise<void>;
  /** Throws what a test has planted for this call. */
  strike(call: string): void;
}

interface MemoryContent {
  readonly spec: ContainerSpec;
  readonly base: StoredImage;
  readonly mounts: readonly MountedTree[];
  readonly created: number;
}

export class MemoryContainer implements Container {
  readonly id: string;
  readonly name: string;
  readonly spec: ContainerSpec;
  readonly base: StoredImage;
  readonly own: FileTree = new Map();
  /** Every exec so far, for tests to look at. */
  readonly execs: ExecSpec[] = [];
  /** By its engine's clock. */
  readonly created: number;
  running = false;
  readonly #host: MemoryHost;
  readonly #files: FileView;
  #holdsMountPoints = false;
  #others: readonly string[] = [];

  constructor(host: MemoryHost, id: string, { spec, base, mounts, created }: MemoryContent) {
    this.id = id;
    this.name = spec.name;
    this.spec = spec;
    this.base = base;
    this.created = created;
    this.#host = host;
    this.#files = fileView(base.layers, this.own, mounts);
  }

  async start(): Promise<void> {
    this.#enter("start");
    this.running = true;
  }

  async exec(spec: ExecSpec): Promise<number> {
    spec.signal?.throwIfAborted();
    this.#enter("exec");
    if (!this.running)
      throw new EngineError(`The engine could not run ${spec.command[0]} in the container ${this.name}.`);
    this.execs.push(spec);
    const exec: MemoryExec = {
      container: this.name,
      image: this.spec.image,
      spec,
      env: { ...this.base.image.env, ...spec.env },
      workdir: spec.workdir ?? this.spec.workdir ?? (this.base.image.workdir || "/"),
      files: this.#files,
      print: (output, stream = "stdout") => {
        if (!spec.signal?.aborted) spec.onOutput?.(Buffer.from(output), stream);
      },
    };
    return await orAborted(this.#run(exec), spec.signal);
  }

  async putArchive(path: string, archive: Readable): Promise<void> {
    this.#enter("putArchive");
    const mounts = this.spec.mounts ?? [];
    const inVolume = mounts.some(({ target }) => path === target || path.startsWith(`${target}/`));
    this.#holdsMountPoints ||= mounts.length > 0 && !inVolume;
    await unpack(archive, path, this.#files);
  }

  async diffBytes(): Promise<number> {
    this.#enter("diffBytes");
    return [...this.own.values()].reduce((bytes, content) => bytes + (content?.length ?? 0), 0);
  }

  async otherProcesses(): Promise<readonly string[] | undefined> {
    this.#enter("otherProcesses");
    return this.#others;
  }

  async restart(): Promise<void> {
    this.#enter("restart");
    this.#others = [];
  }

  /** Leaves a program running beside the first one. */
  leaveRunning(command: string): void {
    this.#others = [...this.#others, command];
  }

  async commit(spec: CommitSpec): Promise<Image> {
    this.#enter("commit");
    if (this.spec.gpus) throw new EngineError(`The container ${this.name} has seen a GPU.`);
    if (this.#holdsMountPoints)
      throw new EngineError(`The layer of ${this.name} would hold the mount points of its volumes.`);
    return this.#host.commit(this, spec);
  }

  async remove(): Promise<void> {
    await this.#host.removeContainer(this.id);
  }

  async #run(exec: MemoryExec): Promise<number> {
    return (await this.#host.onExec?.(exec)) ?? (await runProgram(exec));
  }

  #enter(call: string): void {
    this.#host.strike(call);
    if (!this.#host.holds(this)) throw new EngineError(`There is no container ${this.name}.`);
  }
}
