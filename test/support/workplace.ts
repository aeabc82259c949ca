import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Docker from "dockerode";
import type { Report } from "../../src/report/report.ts";
import { isInstallerCached } from "./installer-cache.ts";
import { openRealEngine, realClientOptions } from "./real-engine.ts";
import { type Outcome, type StartOptions, SurelayerProcess } from "./surelayer-process.ts";

const TEST_LABEL = "dev.surelayer.test";
const OWNER_LABEL = "dev.surelayer.owner";

/**
 * A folder and a base image of its own for the tests of one file. Whatever is built on that base inherits its label, so that
 * nothing built here is found in another file's cache, and all of it can be removed without touching anybody's images.
 */
export class Workplace {
  readonly id = randomBytes(4).toString("hex");
  readonly docker: Docker;
  /** Reference of the base image. */
  readonly base = `surelayer-test-base:${this.id}`;
  readonly folder: string;
  readonly #env: StartOptions["env"];
  readonly #pids = new Set<number>();

  private constructor(docker: Docker, folder: string, engine: string | undefined) {
    this.docker = docker;
    this.folder = folder;
    this.#env = engine === undefined ? {} : { DOCKER_HOST: engine };
  }

  /** @param engine another engine than this machine's, as DOCKER_HOST names it, which holds the base image. */
  static async open(engine?: string): Promise<Workplace> {
    const { image } = await openRealEngine(engine);
    const folder = await mkdtemp(join(tmpdir(), "surelayer-workplace-"));
    const workplace = new Workplace(new Docker(await realClientOptions(engine)), folder, engine);
    await workplace.derive(image, workplace.base);
    await workplace.#fetchInstaller();
    return workplace;
  }

  /** Tests with an index of their own need uv in the cache already: theirs doesn't have it. */
  async #fetchInstaller(): Promise<void> {
    if (await isInstallerCached()) return;
    const phases = [{ name: "one", packages: ["six"] }];
    await this.write("first/install.yml", { version: 1, name: "first", base: { image: this.base }, phases });
    const run = await this.run(["plan"], { cwd: this.path("first") });
    if (run.exitCode !== 0) throw new Error(`The installer can't be fetched:\n${run.stderr}`);
  }

  /** Gives an image another name and this workplace's label. */
  async derive(
    image: string,
    reference: string,
    changes: object = {},
    docker: Docker = this.docker,
  ): Promise<void> {
    const container = await docker.createContainer({ Image: image, Cmd: ["true"] });
    const [repo, tag] = reference.split(":");
    await container.commit({
      _query: { container: container.id, repo, tag },
      _body: { Labels: { [TEST_LABEL]: this.id }, ...changes },
    });
    await container.remove();
  }

  /**
   * Address of this machine that containers reach. In its first start an engine names the subnet of its bridge alone, and
   * gives the bridge that subnet's first address.
   */
  async gateway(): Promise<string> {
    const { IPAM } = await this.docker.getNetwork("bridge").inspect();
    for (const { Gateway, Subnet } of IPAM?.Config ?? []) {
      if (Gateway) return Gateway;
      const [, network, last] = /^(\d+\.\d+\.\d+\.)(\d+)\//.exec(Subnet ?? "") ?? [];
      if (network !== undefined) return `${network}${Number(last) + 1}`;
    }
    throw new Error("the engine's network `bridge` names no subnet");
  }

  registry(): string {
    const address = process.env["SURELAYER_TEST_REGISTRY"];
    if (!address) throw new Error("SURELAYER_TEST_REGISTRY is not set: run this suite with npm test");
    return address;
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  async write(path: string, content: string | Uint8Array | object): Promise<string> {
    const full = this.path(path);
    await mkdir(dirname(full), { recursive: true });
    const plain = typeof content === "string" || content instanceof Uint8Array;
    // JSON is YAML.
    await writeFile(full, plain ? content : JSON.stringify(content, null, 2));
    return full;
  }

  async read(path: string): Promise<string> {
    return await readFile(this.path(path), "utf8");
  }

  /** The report of the last run in a folder of this workplace. */
  async report(folder = "."): Promise<Report> {
    return JSON.parse(await this.read(join(folder, ".surelayer/report.json")));
  }

  start(args: readonly string[], options: Partial<StartOptions> = {}): SurelayerProcess {
    const env = { ...this.#env, ...options.env };
    const run = new SurelayerProcess(args, { cwd: this.folder, ...options, env });
    this.#pids.add(run.pid);
    return run;
  }

  async run(
    args: readonly string[],
    options: Partial<StartOptions> = {},
  ): Promise<Outcome & { pid: number }> {
    const started = this.start(args, options);
    return { ...(await started.outcome), pid: started.pid };
  }

  /** Names of the containers and volumes that a process made and left. */
  async leftBy(pid: number): Promise<readonly string[]> {
    const { containers, volumes } = await this.#ownedBy(pid);
    return [
      ...containers.map((one) => `container ${one.Names[0]}`),
      ...volumes.map((one) => `volume ${one.Name}`),
    ].toSorted();
  }

  /** Images built on this workplace's base. */
  async images(): Promise<readonly Docker.ImageInfo[]> {
    return await this.docker.listImages({ filters: { label: [`${TEST_LABEL}=${this.id}`] } });
  }

  async close(): Promise<void> {
    for (const pid of this.#pids) await this.#removeLeftovers(pid);
    // Children first: an engine keeps an image that another one is built on.
    const images = await Promise.all(
      (await this.images()).map(async ({ Id }) => {
        const { RootFS, RepoTags } = await this.docker.getImage(Id).inspect();
        return { names: RepoTags.length > 0 ? RepoTags : [Id], layers: RootFS.Layers?.length ?? 0 };
      }),
    );
    for (const { names } of images.toSorted((a, b) => b.layers - a.layers)) {
      for (const name of names) await this.docker.getImage(name).remove({ force: true }).catch(ignoreAbsent);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #ownedBy(pid: number) {
    const filters = { label: [OWNER_LABEL] };
    const isIts = ({ Labels }: { readonly Labels: Readonly<Record<string, string>> }) =>
      isOwnedBy(Labels[OWNER_LABEL], pid);
    const { Volumes } = await this.docker.listVolumes({ filters });
    return {
      containers: (await this.docker.listContainers({ all: true, filters })).filter(isIts),
      volumes: (Volumes ?? []).filter(isIts),
    };
  }

  async #removeLeftovers(pid: number): Promise<void> {
    const { containers, volumes } = await this.#ownedBy(pid);
    for (const { Id } of containers) {
      await this.docker.getContainer(Id).remove({ force: true, v: true }).catch(ignoreAbsent);
    }
    for (const { Name } of volumes) {
      await this.docker.getVolume(Name).remove().catch(ignoreAbsent);
    }
  }
}

/** Whether an owner label names a process of this machine. */
export function isOwnedBy(owner: string | undefined, pid: number): boolean {
  return owner?.startsWith(`${hostname()}/${pid}/`) ?? false;
}

/** Another one removed it in between. */
export function ignoreAbsent(error: unknown): void {
  if ((error as { statusCode?: unknown }).statusCode !== 404) throw error;
}
