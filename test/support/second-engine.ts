import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, open, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Docker from "dockerode";
import { openEngine } from "../../src/docker/address/open-engine.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import type { EngineInfo } from "../../src/ports/engine.ts";

/**
 * A second engine on a small disk of its own, for what can't be done to the engine that everybody uses. It lives in a network
 * of its own: an engine that starts beside another one in the same network takes that one's bridge away. Needs root.
 */
export class SecondEngine {
  readonly docker: Docker;
  /** For DOCKER_HOST. */
  readonly address: string;
  /** Address of this machine that its containers reach. */
  readonly gateway: string;
  readonly #folder: string;
  readonly #stops: (() => Promise<unknown> | unknown)[] = [];
  /** Starts its daemon, at first and after it was killed. */
  #startDaemon: () => Promise<void> = () => Promise.reject(new Error("it was never started"));
  #endDaemon: (signal: NodeJS.Signals) => Promise<void> = async () => undefined;

  private constructor(folder: string, gateway: string) {
    this.#folder = folder;
    this.gateway = gateway;
    const socketPath = join(folder, "docker.sock");
    this.address = `unix://${socketPath}`;
    this.docker = new Docker({ socketPath });
  }

  /**
   * @param megabytes size of its disk, which is memory.
   * @param daemonOptions further options of dockerd, made of the address that its containers reach this machine by.
   */
  static async start(
    megabytes: number,
    daemonOptions: (gateway: string) => readonly string[] = () => [],
  ): Promise<SecondEngine> {
    const folder = await mkdtemp(join(tmpdir(), "surelayer-engine-"));
    const octet = claimNetwork();
    const engine = new SecondEngine(folder, `10.213.${octet}.1`);
    try {
      await engine.#start(megabytes, networkName(octet), daemonOptions(engine.gateway));
    } catch (error) {
      await engine.stop();
      throw error;
    }
    return engine;
  }

  async #start(megabytes: number, name: string, daemonOptions: readonly string[]): Promise<void> {
    this.#stops.push(() => run("ip", "netns", "del", name));
    this.#stops.push(() => rm(this.#folder, { recursive: true, force: true }));
    run("ip", "link", "add", name, "type", "veth", "peer", "name", "uplink", "netns", name);
    run("ip", "addr", "add", `${this.gateway}/30`, "dev", name);
    run("ip", "link", "set", name, "up");
    const inside = (...command: string[]) => run("ip", "-n", name, ...command);
    inside("addr", "add", this.gateway.replace(/1$/, "2/30"), "dev", "uplink");
    inside("link", "set", "uplink", "up");
    inside("link", "set", "lo", "up");
    inside("route", "add", "default", "via", this.gateway);

    await mkdir(this.#data);
    run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "surelayer-test", this.#data);
    this.#stops.push(() => run("umount", "--lazy", this.#data));
    this.#startDaemon = () => this.#spawnDaemon(name, daemonOptions);
    await this.#startDaemon();
  }

  /** As a crash or the kernel's out-of-memory killer ends it: its image store stays as it is. */
  async kill(): Promise<void> {
    await this.#endDaemon("SIGKILL");
  }

  /** As a service manager ends it. */
  async shutDown(): Promise<void> {
    await this.#endDaemon("SIGTERM");
  }

  async startAgain(): Promise<void> {
    await this.#startDaemon();
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  async #spawnDaemon(name: string, daemonOptions: readonly string[]): Promise<void> {
    const log = await open(join(this.#folder, "dockerd.log"), "a");
    const place = (path: string) => join(this.#folder, path);
    // Not `ip netns exec`: it mounts another /sys, and there the engine finds no cgroups.
    const daemon = spawn(
      "nsenter",
      [
        ...[`--net=/var/run/netns/${name}`, "dockerd", "--host", this.address],
        ...["--data-root", this.#data, ...daemonOptions],
        ...["--exec-root", place("exec"), "--pidfile", place("pid")],
        ...["--containerd-namespace", name, "--containerd-plugins-namespace", `${name}-plugins`],
      ],
      { stdio: ["ignore", log.fd, log.fd] },
    );
    const closed = once(daemon, "close");
    const end = async (signal: NodeJS.Signals) => {
      daemon.kill(signal);
      await closed;
    };
    this.#endDaemon = end;
    this.#stops.push(async () => {
      await end("SIGTERM");
      await log.close();
    });
    for (const end = Date.now() + 60_000; ; await sleep(200)) {
      if (await this.docker.ping().catch(() => false)) return;
      if (daemon.exitCode !== null || Date.now() > end) throw new Error("the second dockerd doesn't answer");
    }
  }

  /** An engine that ends waits ten seconds for containers that don't listen to SIGTERM. */
  async #killContainers(): Promise<void> {
    const running = await this.docker.listContainers().catch(() => []);
    await Promise.all(
      running.map(({ Id }) =>
        this.docker
          .getContainer(Id)
          .kill()
          .catch(() => undefined),
      ),
    );
  }

  /** What the product learns of it. */
  async info(): Promise<EngineInfo> {
    const engine = await openEngine({ url: this.address, source: "the test" }, createSystemClock());
    return await engine.info();
  }

  async load(image: NodeJS.ReadableStream): Promise<void> {
    const stream = await this.docker.loadImage(image);
    await new Promise((resolve, reject) => {
      this.docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve(undefined)));
    });
  }

  /** Writes a file on its disk until so much is left; the answer frees it again. */
  async fillDisk(leaveBytes: number): Promise<() => Promise<void>> {
    const path = join(this.#data, `filler-${randomBytes(3).toString("hex")}`);
    const { free } = await this.disk();
    run("fallocate", "-l", String(free - leaveBytes), path);
    return () => rm(path, { force: true });
  }

  /** Bytes of its disk. */
  async disk(): Promise<{ readonly total: number; readonly free: number }> {
    const { blocks, bavail, bsize } = await statfs(this.#data);
    return { total: blocks * bsize, free: bavail * bsize };
  }

  /** Gives its disk another size while it works, not below what it holds. */
  resize(bytes: number): void {
    run("mount", "-o", `remount,size=${Math.ceil(bytes / 1024)}k`, this.#data);
  }

  async stop(): Promise<void> {
    await this.#killContainers();
    for (const stop of this.#stops.toReversed()) await stop();
  }
}

/**
 * Makes a network namespace for a subnet that no other engine has, also where several start at once: of two that make the
 * same namespace one fails. Two engines with one subnet would take each other's packets.
 */
function claimNetwork(): number {
  const first = randomBytes(1)[0] ?? 0;
  for (let tries = 0; tries < 256; tries++) {
    const octet = (first + tries) % 256;
    if (spawnSync("ip", ["netns", "add", networkName(octet)], { stdio: "ignore" }).status === 0) return octet;
  }
  throw new Error(
    "no subnet of 10.213.0.0/16 is free: remove the network namespaces that killed tests left (ip netns)",
  );
}

function networkName(octet: number): string {
  return `surelayer-${octet}`;
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
}
