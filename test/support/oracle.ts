import { createHash } from "node:crypto";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { type Extract, extract } from "tar-stream";

/** Path → what stands there: type, mode, owner, and the sha256 of its content or the target of a link. */
export type FileTree = ReadonlyMap<string, string>;

/** Names of what an engine holds. */
export interface Belongings {
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Says what is true of an image and of an engine. Shares no code with the product: it asks the engine, and in the image pip. Modification times are not compared, because they are those of the install; nothing else is left out.
 */
export class Oracle {
  readonly #docker: Docker;

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  /** Every file of an image, the base's included. */
  async files(image: string): Promise<FileTree> {
    const container = await this.#docker.createContainer({ Image: image, Cmd: ["true"] });
    try {
      return await readTree(await container.export());
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  /** What pip says of the installed distributions of an image; empty when every requirement is met. */
  async brokenRequirements(image: string, python = "python3"): Promise<string> {
    const { status, output } = await this.run(image, [python, "-m", "pip", "check"]);
    return status === 0 ? "" : output;
  }

  /** Runs a program in a container of an image, as its user would. */
  async run(
    image: string,
    command: readonly string[],
  ): Promise<{ readonly status: number; readonly output: string }> {
    const container = await this.#docker.createContainer({
      Image: image,
      Entrypoint: [],
      Cmd: [...command],
      Tty: true,
    });
    try {
      await container.start();
      const { StatusCode } = await container.wait();
      const output = await container.logs({ stdout: true, stderr: true });
      return { status: StatusCode, output: output.toString().replaceAll("\r\n", "\n") };
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  async belongings(): Promise<Belongings> {
    const containers = await this.#docker.listContainers({ all: true });
    const { Volumes } = await this.#docker.listVolumes();
    const networks = await this.#docker.listNetworks();
    return {
      containers: containers.flatMap((one) => one.Names).toSorted(),
      volumes: (Volumes ?? []).map((one) => one.Name).toSorted(),
      networks: networks.map((one) => one.Name).toSorted(),
    };
  }
}

/** Lines of what differs: a path, what stands there in the one and in the other. */
export function differences(actual: FileTree, expected: FileTree): readonly string[] {
  const paths = new Set([...actual.keys(), ...expected.keys()]);
  return [...paths]
    .filter((path) => actual.get(path) !== expected.get(path))
    .toSorted()
    .map((path) => `${path}: ${actual.get(path) ?? "absent"} instead of ${expected.get(path) ?? "absent"}`);
}

/** What an engine or a folder holds that it didn't before. */
export function added(before: Belongings, now: Belongings): readonly string[] {
  return (["containers", "volumes", "networks"] as const).flatMap((kind) =>
    now[kind].filter((name) => !before[kind].includes(name)).map((name) => `${kind}: ${name}`),
  );
}

/** Reads the archive as it comes: unpacking 10,000 files to a disk costs ten times as much. */
async function readTree(archive: NodeJS.ReadableStream): Promise<FileTree> {
  const entries = extract();
  const [tree] = await Promise.all([readEntries(entries), pipeline(archive, entries)]);
  return tree;
}

async function readEntries(entries: Extract): Promise<FileTree> {
  const tree = new Map<string, string>();
  for await (const entry of entries) {
    const { name, type, mode = 0, uid, gid, linkname } = entry.header;
    const path = join("/", name);
    const facts = `${type} ${mode.toString(8)} ${uid}:${gid}`;
    const hash = createHash("sha256");
    for await (const part of entry) hash.update(part as Buffer);
    if (type === "file") tree.set(path, `${facts} ${hash.digest("hex")}`);
    else if (type === "symlink") tree.set(path, `${facts} → ${linkname}`);
    else if (type === "link") tree.set(path, tree.get(join("/", linkname ?? "")) ?? `${facts} → ${linkname}`);
    else tree.set(path, facts);
  }
  return tree;
}
