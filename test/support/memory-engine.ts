import { committedLabels, hasLabels } from "../../src/docker/labels.ts";
import {
  type CommitSpec,
  type Container,
  type ContainerSpec,
  type ContainerSummary,
  type Engine,
  type EngineInfo,
  type Image,
  type Labels,
  NameTakenError,
  type TransferOptions,
  type VolumeSummary,
} from "../../src/ports/engine.ts";
import { EngineError, RegistryError } from "../../src/text/errors.ts";
import { formatReference, parseReference } from "../../src/text/reference.ts";
import { MemoryContainer, type MemoryHost } from "./memory-container.ts";
import type { FileTree } from "./memory-files.ts";
import { digestOf, MemoryImages, type StoredImage } from "./memory-images.ts";
import type { ExecHandler } from "./memory-programs.ts";

interface MemoryEngineOptions {
  /** Says what commands do; where it answers undefined, a small set of programs takes over. */
  readonly onExec?: ExecHandler;
  /** Registries that can be pushed to and pulled from; every other one refuses connections. */
  readonly registries?: readonly string[];
}

interface MemoryVolume extends VolumeSummary {
  readonly tree: FileTree;
}

/** An engine that lives in this process; the contract suite holds it to what a real one does. */
export class MemoryEngine implements Engine, MemoryHost {
  readonly onExec: ExecHandler | undefined;
  /** Its own clock, which stands still unless a test moves it. */
  now = Date.UTC(2026, 10, 22, 21);
  readonly containers = new Map<string, MemoryContainer>();
  readonly volumes = new Map<string, MemoryVolume>();
  readonly #registries: readonly string[];
  readonly #images = new MemoryImages();
  readonly #pushed = new Map<string, StoredImage>();
  readonly #faults = new Map<string, Error[]>();

  constructor({ onExec, registries = [] }: MemoryEngineOptions = {}) {
    this.onExec = onExec;
    this.#registries = registries;
  }

  /** Puts an image into the engine, as if it had been built elsewhere. */
  addImage(reference: string, image: Partial<Image> = {}, files: FileTree = new Map()): Image {
    return this.#images.add(image, [files], reference);
  }

  /** The next call of this name throws the error instead of doing anything; several queue up. */
  failNext(call: keyof Engine | keyof Container, error: Error): void {
    this.#faults.set(call, [...(this.#faults.get(call) ?? []), error]);
  }

  strike(call: string): void {
    const error = this.#faults.get(call)?.shift();
    if (error) throw error;
  }

  async info(): Promise<EngineInfo> {
    this.strike("info");
    return {
      version: "0.0.0-memory",
      apiVersion: "1.41",
      operatingSystem: "memory",
      architecture: "amd64",
      dataRoot: "/var/lib/memory",
      imageStore: "graph-driver",
      local: false,
      memoryBytes: 16e9,
      cpus: 4,
      runtimes: ["runc"],
      now: this.now,
    };
  }

  async findImage(reference: string): Promise<Image | undefined> {
    this.strike("findImage");
    const id = this.#images.idOf(reference);
    return id === undefined ? undefined : this.#images.describe(id);
  }

  async listImages(labels: Labels): Promise<readonly Image[]> {
    this.strike("listImages");
    return this.#images.all().filter((image) => hasLabels(image.labels, labels));
  }

  async pullImage(reference: string, options: TransferOptions = {}): Promise<Image> {
    this.#transfer("pullImage", reference, options);
    const stored = this.#pushed.get(formatReference(parseReference(reference)));
    if (!stored) throw new RegistryError(`The registry has no image ${reference}.`);
    return this.#images.add(stored.image, stored.layers, reference);
  }

  async pushImage(reference: string, options: TransferOptions = {}): Promise<string | undefined> {
    this.#transfer("pushImage", reference, options);
    const stored = this.#images.stored(reference);
    const parsed = parseReference(reference);
    const digest = digestOf(`manifest of ${stored.image.id}`);
    this.#pushed.set(formatReference(parsed), stored);
    this.#pushed.set(formatReference({ ...parsed, tag: undefined, digest }), stored);
    options.onProgress?.({
      bytes: stored.image.bytes,
      totalBytes: stored.image.bytes,
      status: "1 of 1 layers",
    });
    return digest;
  }

  async tagImage(image: string, reference: string): Promise<void> {
    this.strike("tagImage");
    this.#images.name(this.#images.stored(image).image.id, reference);
  }

  async removeImage(reference: string): Promise<void> {
    this.strike("removeImage");
    this.#images.remove(reference);
  }

  async createContainer(spec: ContainerSpec): Promise<Container> {
    this.strike("createContainer");
    const base = this.#images.stored(spec.image);
    if ([...this.containers.values()].some(({ name }) => name === spec.name)) {
      throw new NameTakenError(`The container name ${spec.name} is already in use.`);
    }
    const mounts = (spec.mounts ?? []).map(({ volume, target, readOnly }) => {
      this.#ensureVolume(volume, {});
      return { target, readOnly, tree: this.volumes.get(volume)?.tree ?? new Map() };
    });
    const container = new MemoryContainer(this, this.#images.nextId().slice("sha256:".length), {
      spec,
      base,
      mounts,
      created: this.now,
    });
    this.containers.set(container.id, container);
    return container;
  }

  async listContainers(labels: Labels): Promise<readonly ContainerSummary[]> {
    this.strike("listContainers");
    return [...this.containers.values()]
      .map(({ id, name, base, spec, running, created }) => ({
        id,
        name,
        labels: { ...base.image.labels, ...spec.labels },
        running,
        created,
        volumes: (spec.mounts ?? []).map(({ volume }) => volume),
      }))
      .filter((container) => hasLabels(container.labels, labels));
  }

  async removeContainer(id: string): Promise<void> {
    this.strike("removeContainer");
    const found = [...this.containers.values()].find(
      (container) => container.id === id || container.name === id,
    );
    if (found) this.containers.delete(found.id);
  }

  async createVolume(name: string, labels: Labels): Promise<void> {
    this.strike("createVolume");
    this.#ensureVolume(name, labels);
  }

  async listVolumes(labels: Labels): Promise<readonly VolumeSummary[]> {
    this.strike("listVolumes");
    return [...this.volumes.values()]
      .filter((volume) => hasLabels(volume.labels, labels))
      .map(({ name, labels: found, created }) => ({ name, labels: found, created }));
  }

  async removeVolume(name: string): Promise<void> {
    this.strike("removeVolume");
    const users = [...this.containers.values()].filter(({ spec }) =>
      spec.mounts?.some(({ volume }) => volume === name),
    );
    if (users.length > 0) throw new EngineError(`The volume ${name} is in use.`);
    this.volumes.delete(name);
  }

  holds(container: MemoryContainer): boolean {
    return this.containers.has(container.id);
  }

  commit(container: MemoryContainer, { config, reference }: CommitSpec): Image {
    const { image, layers } = container.base;
    const id = this.#images.nextId();
    const added = [...container.own.values()].reduce((bytes, content) => bytes + (content?.length ?? 0), 0);
    const committed: Image = {
      ...image,
      id,
      labels: { ...image.labels, ...committedLabels(container.spec.labels, config.labels) },
      env: { ...image.env, ...config.env },
      command: config.command ?? image.command,
      workdir: config.workdir ?? (image.workdir || "/"),
      bytes: image.bytes + added,
      layers: [...image.layers, digestOf(id)],
    };
    return this.#images.add(committed, [...layers, new Map(container.own)], reference);
  }

  #ensureVolume(name: string, labels: Labels): void {
    if (!this.volumes.has(name)) this.volumes.set(name, { name, labels, tree: new Map(), created: this.now });
  }

  #transfer(call: string, reference: string, { signal }: TransferOptions): void {
    signal?.throwIfAborted();
    this.strike(call);
    if (call === "pushImage") this.#images.stored(reference);
    const { registry } = parseReference(reference);
    if (!this.#registries.includes(registry))
      throw new RegistryError(`The engine can't reach the registry ${registry}.`);
  }
}
