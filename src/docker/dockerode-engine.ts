import type { Readable } from "node:stream";
import type Docker from "dockerode";
import type {
  Container,
  ContainerSpec,
  ContainerSummary,
  Engine,
  EngineInfo,
  Image,
  ImageStore,
  Labels,
  TransferOptions,
  VolumeSummary,
} from "../ports/engine.ts";
import type { Clock } from "../ports/machine.ts";
import { EngineError } from "../text/errors.ts";
import { type AskedCall, type ContainerHost, DockerodeContainer } from "./dockerode-container.ts";
import { explainEngineError } from "./engine-error.ts";
import { isAbsent, refusalOf } from "./engine-refusal.ts";
import { hardenedHostConfig } from "./host-config.ts";
import { describeImage } from "./image.ts";
import { hasLabels, labelFilters } from "./labels.ts";
import { pullQuery, pushQuery, tagQuery } from "./reference-query.ts";
import { followTransfer } from "./transfer.ts";

/** The engine behind a dockerode client. No call names an API version, because engines accept different versions. */
export class DockerodeEngine implements Engine, ContainerHost {
  readonly docker: Docker;
  readonly clock: Pick<Clock, "sleep">;
  readonly #address: string;

  constructor(docker: Docker, address: string, clock: Pick<Clock, "sleep">) {
    this.docker = docker;
    this.clock = clock;
    this.#address = address;
  }

  async info(): Promise<EngineInfo> {
    const ask = async () => await Promise.all([this.docker.version(), this.docker.info()]);
    const [version, info] = await this.ask({ doing: "describe itself" }, ask);
    return {
      version: version.Version,
      apiVersion: version.ApiVersion,
      operatingSystem: info.OperatingSystem,
      architecture: version.Arch,
      dataRoot: info.DockerRootDir,
      imageStore: imageStoreOf(info.DriverStatus),
      // Docker Desktop has its socket here, but its disk in a virtual machine.
      local: this.#address.startsWith("unix:") && info.OperatingSystem !== "Docker Desktop",
      memoryBytes: info.MemTotal,
      cpus: info.NCPU,
      runtimes: Object.keys(info.Runtimes ?? {}),
      now: Date.parse(info.SystemTime),
    };
  }

  async findImage(reference: string): Promise<Image | undefined> {
    return await this.ask({ doing: `look at the image ${reference}` }, () =>
      orAbsent(() => describeImage(this.docker, reference)),
    );
  }

  async listImages(labels: Labels): Promise<readonly Image[]> {
    const found = await this.ask({ doing: "list images" }, () =>
      this.docker.listImages({ filters: { label: [...labelFilters(labels)] } }),
    );
    const matching = found.filter((image) => hasLabels(image.Labels, labels));
    const images = await Promise.all(matching.map((image) => this.findImage(image.Id)));
    return images.filter((image) => image !== undefined);
  }

  async pullImage(reference: string, options: TransferOptions = {}): Promise<Image> {
    const transfer = { direction: "pull", reference } as const;
    await this.ask({ doing: `pull ${reference}`, transfer, signal: options.signal }, async () => {
      const answer: Promise<NodeJS.ReadableStream> = this.docker.createImage(
        ...pullQuery(reference, options),
      );
      await followTransfer((await answer) as Readable, options.onProgress);
    });
    const image = await this.findImage(reference);
    if (!image) throw new EngineError(`The engine pulled ${reference} but does not hold it.`);
    return image;
  }

  async pushImage(reference: string, options: TransferOptions = {}): Promise<string | undefined> {
    const transfer = { direction: "push", reference } as const;
    return await this.ask({ doing: `push ${reference}`, transfer, signal: options.signal }, async () => {
      const { name, query } = pushQuery(reference, options);
      const answer: Promise<NodeJS.ReadableStream> = this.docker.getImage(name).push(query);
      return await followTransfer((await answer) as Readable, options.onProgress);
    });
  }

  async tagImage(image: string, reference: string): Promise<void> {
    await this.ask({ doing: `give ${image} the name ${reference}` }, () =>
      this.docker.getImage(image).tag(tagQuery(reference)),
    );
  }

  async removeImage(reference: string): Promise<void> {
    // Without force, the engine refuses to remove an id with several references.
    const query = { force: /^(sha256:)?[0-9a-f]{64}$/.test(reference), noprune: true };
    await this.ask({ doing: `remove the image ${reference}` }, () =>
      orAbsent(() => this.docker.getImage(reference).remove(query)),
    );
  }

  async createContainer(spec: ContainerSpec): Promise<Container> {
    const call = { doing: `create the container ${spec.name} from ${spec.image}` };
    const container = await this.ask(call, () =>
      this.docker.createContainer({
        name: spec.name,
        Image: spec.image,
        // The whole command is the entry point, so that a commit inherits no Cmd of ours.
        Entrypoint: [...spec.command],
        Cmd: [],
        Labels: { ...spec.labels },
        ...(spec.workdir !== undefined && { WorkingDir: spec.workdir }),
        HostConfig: hardenedHostConfig(spec),
      }),
    );
    return new DockerodeContainer(this, spec, container.id);
  }

  async listContainers(labels: Labels): Promise<readonly ContainerSummary[]> {
    const found = await this.ask({ doing: "list containers" }, () =>
      this.docker.listContainers({ all: true, filters: { label: [...labelFilters(labels)] } }),
    );
    return found
      .filter((container) => hasLabels(container.Labels, labels))
      .map((container) => ({
        id: container.Id,
        name: container.Names[0]?.replace(/^\//, "") ?? container.Id,
        labels: container.Labels,
        running: container.State === "running" || container.State === "paused",
        created: container.Created * 1000,
        volumes: volumesOf(container),
      }));
  }

  async removeContainer(id: string): Promise<void> {
    await this.ask({ doing: `remove the container ${id}` }, async () => {
      try {
        await orAbsent(() => this.docker.getContainer(id).remove({ force: true, v: true }));
      } catch (error) {
        if (!/removal of container .* is already in progress/.test(refusalOf(error)?.message ?? ""))
          throw error;
      }
    });
  }

  async createVolume(name: string, labels: Labels): Promise<void> {
    await this.ask({ doing: `create the volume ${name}` }, () =>
      this.docker.createVolume({ Name: name, Labels: { ...labels } }),
    );
  }

  async listVolumes(labels: Labels): Promise<readonly VolumeSummary[]> {
    const filters = JSON.stringify({ label: labelFilters(labels) });
    const found = await this.ask({ doing: "list volumes" }, () => this.docker.listVolumes({ filters }));
    return (found.Volumes ?? []).filter((volume) => hasLabels(volume.Labels, labels)).map(describeVolume);
  }

  async removeVolume(name: string): Promise<void> {
    await this.ask({ doing: `remove the volume ${name}` }, () =>
      orAbsent(() => this.docker.getVolume(name).remove()),
    );
  }

  async ask<T>(call: AskedCall, body: () => Promise<T>): Promise<T> {
    call.signal?.throwIfAborted();
    try {
      return await body();
    } catch (error) {
      // After an abort, the broken connection is only a symptom: the reason is the signal's.
      call.signal?.throwIfAborted();
      throw explainEngineError(error, { ...call, address: this.#address });
    }
  }
}

/** Podman leaves out empty fields. */
function volumesOf({ Mounts }: Partial<Docker.ContainerInfo>): readonly string[] {
  return (Mounts ?? []).flatMap(({ Type, Name }) => (Type === "volume" && Name ? [Name] : []));
}

/** The client library's types lack the time. */
function describeVolume(volume: Docker.VolumeInspectInfo & { readonly CreatedAt?: string }): VolumeSummary {
  return { name: volume.Name, labels: volume.Labels ?? {}, created: Date.parse(volume.CreatedAt ?? "") };
}

/** What the engine tells of its storage: pairs of names and values, or nothing. */
function imageStoreOf(status: unknown): ImageStore {
  const pairs: readonly unknown[] = Array.isArray(status) ? status : [];
  const named = pairs.some((pair) => Array.isArray(pair) && pair[1] === "io.containerd.snapshotter.v1");
  return named ? "containerd" : "graph-driver";
}

async function orAbsent<T>(body: () => Promise<T>): Promise<T | undefined> {
  try {
    return await body();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
