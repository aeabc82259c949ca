import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { unpack } from "./unpack.ts";

/** Path → what stands there: type, mode, owner, and the sha256 of its content or the target of a link. */
export type FileTree = ReadonlyMap<string, string>;

/** Names of what an engine holds. */
export interface Belongings {
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Says what is true of an image and of an engine. Shares no code with the product: it asks the engine and `tar`, and in the image
 * pip. Modification times are not compared, because they are those of the install; nothing else is left out.
 */
export class Oracle {
  readonly #docker: Docker;

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  /** Every file of an image, the base's included. */
  async files(image: string): Promise<FileTree> {
    const folder = await mkdtemp(join(tmpdir(), "surelayer-oracle-"));
    const container = await this.#docker.createContainer({ Image: image, Cmd: ["true"] });
    try {
      await unpack(await container.export(), folder);
      return readTree(folder);
    } finally {
      await container.remove({ force: true, v: true });
      await rm(folder, { recursive: true, force: true });
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

/** One file after the other and without asking twice: nothing else goes on meanwhile. */
function readTree(root: string, folder = "", tree = new Map<string, string>()): FileTree {
  // A listing that goes down by itself would follow the image's links into this machine.
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    const stat = lstatSync(join(root, path));
    const facts = `${stat.mode.toString(8)} ${stat.uid}:${stat.gid}`;
    if (stat.isSymbolicLink()) tree.set(path, `${facts} → ${readlinkSync(join(root, path))}`);
    else if (stat.isFile()) tree.set(path, `${facts} ${sha256(readFileSync(join(root, path)))}`);
    else tree.set(path, facts);
    if (stat.isDirectory()) readTree(root, path, tree);
  }
  return tree;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
