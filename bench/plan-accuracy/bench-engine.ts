import { execFileSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureEngineBuilt } from "../../scripts/engines/build-engine.mjs";
import { OWN, OWN_PROGRAMS } from "../../scripts/engines/own-engine.mjs";
import { startEngine } from "../../scripts/engines/start-engine.mjs";
import { startRegistry } from "../../scripts/test-environment.mjs";

/** Of a sparse file: takes what is written. */
const DISK_SIZE = "60G";

export interface BenchEngine {
  /** Where the engine's file system is mounted. */
  readonly disk: string;
  /** What makes a program use the engine. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Host and port of a registry on this machine, whose files are on another file system. */
  readonly registry: string;
  close(): Promise<void>;
}

/**
 * Starts an engine with a file system of its own and a base image, and a registry. Needs root, and the base image on the
 * engine of this machine.
 * @param name `own`, or one that `npm run engine` takes.
 * @param home an empty folder, removed at the end.
 */
export async function openBenchEngine(name: string, home: string, base: string): Promise<BenchEngine> {
  const stops = [async () => await rm(home, { recursive: true })];
  const close = async () => {
    for (const stop of stops.toReversed()) await stop();
  };
  try {
    const disk = join(home, "data");
    await mkdir(disk, { recursive: true });
    run("truncate", "--size", DISK_SIZE, `${disk}.ext4`);
    run("mkfs.ext4", "-q", "-m", "0", `${disk}.ext4`);
    run("mount", "-o", "loop,discard", `${disk}.ext4`, disk);
    stops.push(async () => run("umount", disk));

    const saved = join(home, "base.tar");
    run("docker", "save", "--output", saved, base);
    const engine = await startEngine(name === OWN ? OWN_PROGRAMS : ensureEngineBuilt(name), home);
    stops.push(async () => await engine.stop());
    run("docker", "--host", String(engine.env["DOCKER_HOST"]), "load", "--quiet", "--input", saved);
    await rm(saved);

    const registry = await startRegistry(home);
    stops.push(async () => await registry.stop());
    return { disk, env: engine.env, registry: registry.address, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
}
