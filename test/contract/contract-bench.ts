import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import type {
  Container,
  ContainerSpec,
  Engine,
  ExecSpec,
  Image,
  ImageConfig,
} from "../../src/ports/engine.ts";

/** What the contract is tried on: an engine, and an image in it with the usual small programs of a Linux. */
export interface ContractSubject {
  readonly engine: Engine;
  readonly image: string;
  /** A registry that takes pushes, where there is one. */
  readonly registry?: string | undefined;
}

interface Outcome {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Bytes of the folders and the file's end that a contract's layer has at most. */
const FEW_BLOCKS = 6 * 4096;
const CONTRACT_LABEL = "dev.surelayer.contract";
const OWN_LABEL = "dev.surelayer.contract-container";

/** Makes containers, volumes and images under one label, and removes them all. */
export class ContractBench {
  readonly engine: Engine;
  readonly image: string;
  readonly registry: string | undefined;
  readonly id = randomBytes(4).toString("hex");
  /** Labels of the containers and volumes made here. */
  readonly labels = { [OWN_LABEL]: this.id };
  #count = 0;

  constructor({ engine, image, registry }: ContractSubject) {
    this.engine = engine;
    this.registry = registry;
    this.image = image;
  }

  name(): string {
    this.#count += 1;
    return `surelayer-contract-${this.id}-${this.#count}`;
  }

  async created(spec: Partial<ContainerSpec> = {}): Promise<Container> {
    const command = ["sleep", "600"];
    return await this.engine.createContainer({
      name: this.name(),
      image: this.image,
      command,
      labels: this.labels,
      ...spec,
    });
  }

  async running(spec: Partial<ContainerSpec> = {}): Promise<Container> {
    const container = await this.created(spec);
    await container.start();
    return container;
  }

  async volume(): Promise<string> {
    const name = this.name();
    await this.engine.createVolume(name, this.labels);
    return name;
  }

  async commit(container: Container, config: Partial<ImageConfig> = {}, reference?: string): Promise<Image> {
    const labels = { [CONTRACT_LABEL]: this.id, ...config.labels };
    return await container.commit({
      comment: "contract",
      config: { ...config, labels },
      ...(reference && { reference }),
    });
  }

  /** Most that an engine may say for a layer of so many bytes: with containerd it counts blocks, and those of folders. */
  async most(bytes: number): Promise<number> {
    const { imageStore } = await this.engine.info();
    return imageStore === "containerd" ? bytes + FEW_BLOCKS : bytes;
  }

  async clear(): Promise<void> {
    for (const container of await this.engine.listContainers(this.labels))
      await this.engine.removeContainer(container.id);
    for (const volume of await this.engine.listVolumes(this.labels))
      await this.engine.removeVolume(volume.name);
    // Children first: an engine keeps an image that another one is built on.
    const images = await this.engine.listImages({ [CONTRACT_LABEL]: this.id });
    for (const image of images.toSorted((a, b) => b.layers.length - a.layers.length)) {
      await this.engine.removeImage(image.id);
    }
  }
}

/** Runs a command and gathers what it says. */
export async function run(
  container: Container,
  command: readonly string[],
  spec: Partial<ExecSpec> = {},
): Promise<Outcome> {
  const chunks: { stdout: Uint8Array[]; stderr: Uint8Array[] } = { stdout: [], stderr: [] };
  const exitCode = await container.exec({
    command,
    onOutput: (chunk, stream) => chunks[stream].push(Uint8Array.from(chunk)),
    ...spec,
  });
  return { exitCode, stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) };
}

/** A tar archive of files. */
export function archiveOf(files: Readonly<Record<string, string | Uint8Array>>): Readable {
  const archive = pack();
  for (const [name, content] of Object.entries(files))
    archive.entry({ name, mode: 0o755 }, Buffer.from(content));
  archive.finalize();
  return Readable.from(archive);
}
