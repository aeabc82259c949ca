import type { Readable } from "node:stream";
import { EngineError } from "../text/errors.ts";
import type { Credentials } from "./registry.ts";

/** Labels of an image, container or volume. */
export type Labels = Readonly<Record<string, string>>;

/**
 * How the engine keeps images. `containerd`, the default of new installs since Docker 29, keeps a compressed copy of each
 * layer beside the unpacked one, an image's id is the digest of its manifest, and sizes count blocks of 4,096 bytes.
 */
export type ImageStore = "graph-driver" | "containerd";

export interface EngineInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly operatingSystem: string;
  readonly architecture: string;
  /** The engine's folder for layers and volumes; a folder of the engine's machine, which may not be this one. */
  readonly dataRoot: string;
  readonly imageStore: ImageStore;
  /** The engine runs on this machine, so that `dataRoot` can be read directly. */
  readonly local: boolean;
  /** Of the engine's machine. */
  readonly memoryBytes: number;
  readonly cpus: number;
  /** Names of the container runtimes, e.g. `runc`, `nvidia`. */
  readonly runtimes: readonly string[];
  /** The engine's own clock, in milliseconds since 1970; NaN where it doesn't tell. */
  readonly now: number;
}

export interface Image {
  /** `sha256:…` of the image's configuration. */
  readonly id: string;
  readonly references: readonly string[];
  /** `name@sha256:…` in every registry that the image was pulled from or pushed to. */
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
  /** The whole command; the image's entry point doesn't run. */
  readonly command: readonly string[];
  readonly labels: Labels;
  readonly mounts?: readonly VolumeMount[];
  readonly workdir?: string;
  /** Id of a running container whose network it shares; by default it has one of its own. */
  readonly network?: string;
  /** All GPUs of the engine. Never set for a container that is committed. */
  readonly gpus?: boolean;
}

export interface ExecSpec {
  readonly command: readonly string[];
  /** Visible to this command only; never part of a committed image. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  /** Runs as the image's own user; by default as root. */
  readonly asImageUser?: boolean;
  /** May return a promise, which delays the next chunk: a slow reader slows the program down. */
  readonly onOutput?: (chunk: Uint8Array, stream: "stdout" | "stderr") => unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Settings of a new image. A setting that is left out stays as in the container's image. */
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
  /** By the engine's clock, as `EngineInfo.now`. */
  readonly created: number;
  /** Names of the volumes that are mounted into it. */
  readonly volumes: readonly string[];
}

export interface VolumeSummary {
  readonly name: string;
  readonly labels: Labels;
  /** By the engine's clock, as `EngineInfo.now`. */
  readonly created: number;
}

/** Another container has the name, maybe one that is being removed and isn't listed any more. */
export class NameTakenError extends EngineError {}

export interface Container {
  readonly id: string;
  readonly name: string;
  start(): Promise<void>;
  /**
   * Runs a command in the started container. @returns the exit code; 127 if the program doesn't exist, on every engine.
   * @throws EngineError when the container isn't running or the engine is lost.
   */
  exec(spec: ExecSpec): Promise<number>;
  /**
   * Unpacks an uncompressed tar archive below `path`, which must exist; works before the start, too.
   * If the path lies in a mounted volume, the files go into the volume, not into the container.
   */
  putArchive(path: string, archive: Readable): Promise<void>;
  /**
   * What the container's own layer takes, as the engine measures it: with a graph driver the bytes of the files that were added
   * or changed, with the containerd store the blocks of these files and of their folders.
   */
  diffBytes(): Promise<number>;
  /**
   * Command lines of the processes beside the container's first one. Processes that have ended and wait to be collected don't
   * count. Undefined where the engine can't tell.
   */
  otherProcesses(): Promise<readonly string[] | undefined>;
  /** Kills all processes of the container, and starts its first one again. */
  restart(): Promise<void>;
  /**
   * Makes an image of the container. Allowed once per container, because a second commit would merge layers. The container's
   * own labels stay in the image with empty values, which no listing below matches.
   * @throws EngineError also for a container with GPUs, because the image would hold driver stubs; and for a container with
   * volumes that got an archive outside of them, because the image would hold mount points.
   */
  commit(spec: CommitSpec): Promise<Image>;
  /** Kills and removes the container with its anonymous volumes; does nothing if it is gone already. */
  remove(): Promise<void>;
}

/**
 * A container engine (Docker Engine API 1.41 and newer; Podman's compatible socket, without a promise).
 * Every method throws EngineError when the engine doesn't answer or refuses, unless it says otherwise.
 */
export interface Engine {
  info(): Promise<EngineInfo>;
  /** By reference or id; undefined if the engine has no such image. */
  findImage(reference: string): Promise<Image | undefined>;
  /** Images that have all these labels; an empty value asks for any value that isn't empty. */
  listImages(labels: Labels): Promise<readonly Image[]>;
  /** @throws RegistryError when the registry has no such image, refuses, or can't be reached. */
  pullImage(reference: string, options?: TransferOptions): Promise<Image>;
  /**
   * @returns the manifest's digest in the registry; undefined where the engine doesn't name it.
   * @throws RegistryError, also for errors within the stream.
   */
  pushImage(reference: string, options?: TransferOptions): Promise<string | undefined>;
  tagImage(image: string, reference: string): Promise<void>;
  /** Removes a reference, or an image by id with all its references, but never its parents; does nothing if it is gone already. */
  removeImage(reference: string): Promise<void>;
  /** @throws NameTakenError where another container has that name. */
  createContainer(spec: ContainerSpec): Promise<Container>;
  /** Running or not, by labels as in `listImages`. */
  listContainers(labels: Labels): Promise<readonly ContainerSummary[]>;
  /** By id or name; does nothing if the container is gone already, or is being removed by another client. */
  removeContainer(id: string): Promise<void>;
  /** Does nothing if there is a volume of that name already. */
  createVolume(name: string, labels: Labels): Promise<void>;
  listVolumes(labels: Labels): Promise<readonly VolumeSummary[]>;
  /** Does nothing if the volume is gone already. @throws EngineError also while a container uses it. */
  removeVolume(name: string): Promise<void>;
}
