import type { Readable } from "node:stream";
import type { Credentials } from "./registry.ts";

/** Labels of an image, container or volume. */
export type Labels = Readonly<Record<string, string>>;

export interface EngineInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly operatingSystem: string;
  readonly architecture: string;
  /** Folder that holds layers and volumes, as the engine names it; on a remote engine it isn't on this machine. */
  readonly dataRoot: string;
  readonly storageDriver: string;
  /** The socket or address is on this machine, so that `dataRoot` can be looked at directly. */
  readonly local: boolean;
  /** Names of the container runtimes, e.g. `runc`, `nvidia`. */
  readonly runtimes: readonly string[];
}

export interface Image {
  /** `sha256:…` of the image's configuration. */
  readonly id: string;
  readonly references: readonly string[];
  /** `name@sha256:…` of the registries that it came from or went to. */
  readonly digests: readonly string[];
  readonly labels: Labels;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly workdir: string;
  readonly os: string;
  readonly architecture: string;
  /** Bytes of all its layers, unpacked. */
  readonly bytes: number;
  readonly layers: readonly string[];
}

/** Progress of a pull or push over all its layers. */
export interface TransferProgress {
  readonly bytes: number;
  /** 0 while unknown. */
  readonly totalBytes: number;
  readonly status: string;
}

export interface TransferOptions {
  readonly credentials?: Credentials | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface VolumeMount {
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** Containers are always hardened: no-new-privileges, bounded pids, no host mounts, devices, capabilities or host namespaces. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** Exactly what runs; the image's entry point is not used. */
  readonly command: readonly string[];
  readonly labels: Labels;
  readonly mounts?: readonly VolumeMount[];
  readonly workdir?: string;
  /** All GPUs of the engine. Never set for a container that is committed. */
  readonly gpus?: boolean;
}

export interface ExecSpec {
  readonly command: readonly string[];
  /** Known to this command only; never part of a committed image. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  /** Run as the image's own user; otherwise as root, whatever the image says. */
  readonly asImageUser?: boolean;
  /** A promise that it answers is awaited before the next chunk is read: a slow reader holds the program back. */
  readonly onOutput?: (chunk: Uint8Array, stream: "stdout" | "stderr") => unknown;
  readonly signal?: AbortSignal | undefined;
}

/** What is left out stays as in the container's image. */
export interface ImageConfig {
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly labels: Labels;
}

export interface CommitSpec {
  readonly comment: string;
  readonly config: ImageConfig;
  /** `repository:tag` given to the new image. */
  readonly reference?: string;
}

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly running: boolean;
}

export interface VolumeSummary {
  readonly name: string;
  readonly labels: Labels;
}

export interface Container {
  readonly id: string;
  readonly name: string;
  start(): Promise<void>;
  /**
   * Runs a command in the started container and answers its exit code; 127 when there is no such program, whatever the engine says.
   * @throws EngineError when the container isn't running or the engine is lost.
   */
  exec(spec: ExecSpec): Promise<number>;
  /**
   * Unpacks an uncompressed tar archive below `path`, which must exist; works before the start, too.
   * A path inside a mounted volume fills the volume and leaves the container's own files alone.
   */
  putArchive(path: string, archive: Readable): Promise<void>;
  /** Bytes of the files that the container added or changed (apparent size; directories and deletions count nothing). */
  diffBytes(): Promise<number>;
  /**
   * Makes an image of it. Once per container: a second commit would merge layers. Labels of the container itself stay in
   * the image with an empty value, which no listing below matches.
   * @throws EngineError also for a container with GPUs, or with volumes *and* archives put elsewhere than into them:
   * the image would hold driver stubs or the mount points.
   */
  commit(spec: CommitSpec): Promise<Image>;
  /** Kills and removes it with its anonymous volumes; nothing happens when it is gone already. */
  remove(): Promise<void>;
}

/**
 * A container engine in our own words (Docker Engine API 1.41 and newer; Podman's compatible socket, best effort).
 * Every method throws EngineError when the engine doesn't answer or refuses, unless it says otherwise.
 */
export interface Engine {
  info(): Promise<EngineInfo>;
  /** By reference or id; undefined when the engine doesn't hold it. */
  findImage(reference: string): Promise<Image | undefined>;
  /** Images that have all these labels; an empty value asks for any value that isn't empty. */
  listImages(labels: Labels): Promise<readonly Image[]>;
  /** @throws RegistryError when the registry has no such image, refuses, or can't be reached. */
  pullImage(reference: string, options?: TransferOptions): Promise<Image>;
  /** Answers the manifest digest that the registry took. @throws RegistryError, also for errors inside the stream. */
  pushImage(reference: string, options?: TransferOptions): Promise<string>;
  tagImage(image: string, reference: string): Promise<void>;
  /** Removes a reference, or an image by id with all its references, but never its parents; nothing happens when it is gone already. */
  removeImage(reference: string): Promise<void>;
  createContainer(spec: ContainerSpec): Promise<Container>;
  /** Running or not, by labels as in `listImages`. */
  listContainers(labels: Labels): Promise<readonly ContainerSummary[]>;
  /** By id or name; nothing happens when it is gone already. */
  removeContainer(id: string): Promise<void>;
  /** Nothing happens when a volume of that name is there already. */
  createVolume(name: string, labels: Labels): Promise<void>;
  listVolumes(labels: Labels): Promise<readonly VolumeSummary[]>;
  removeVolume(name: string): Promise<void>;
}
