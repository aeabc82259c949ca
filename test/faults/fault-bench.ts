import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { privateCertificate } from "../support/certificates.ts";
import { FaultIndex } from "../support/fault-index.ts";
import { Foreigners } from "../support/foreigners.ts";
import { FULL } from "../support/full.ts";
import { lendInstaller } from "../support/installer-cache.ts";
import { type FileTree, Oracle } from "../support/oracle.ts";
import type { PackageFile } from "../support/python-packages.ts";
import { SecondEngine } from "../support/second-engine.ts";
import { Workplace } from "../support/workplace.ts";
import type { FaultCase, FaultRun, Scene } from "./fault-case.ts";
import { runBuild } from "./run-build.ts";

/** The whole matrix waits as long as users' builds do. */
const EVERYDAY_INSTALL = FULL ? {} : { first_delay: "500ms" };

/** A fault-free build of a scene. */
export interface CleanBuild {
  /** False for packages that can't be built. */
  readonly built: boolean;
  readonly files: readonly PackageFile[];
  readonly seconds: number;
  readonly tree: FileTree;
  readonly downloaded: number;
}

export interface BenchOptions {
  /** Of the engine's disk. */
  readonly megabytes?: number;
  readonly daemonOptions?: (gateway: string) => readonly string[];
  /** Name that builds know their index by. */
  readonly indexName?: string;
  /** Makes the base of the builds from the workplace's, and answers its reference. */
  readonly prepareBase?: (place: Workplace, engine: SecondEngine) => Promise<string>;
  /** A command that runs each build in its own place. */
  readonly within?: (bench: FaultBench) => readonly string[];
}

/** An engine of its own with the base image and somebody else's things in it: whatever is left there was left by a build. */
export class FaultBench {
  readonly place: Workplace;
  readonly engine: SecondEngine;
  readonly oracle: Oracle;
  readonly foreigners: Foreigners;
  readonly #options: BenchOptions;
  readonly #clean = new Map<Scene, Promise<CleanBuild>>();
  #base: string;
  #builds = 0;

  private constructor(place: Workplace, engine: SecondEngine, foreigners: Foreigners, options: BenchOptions) {
    this.#options = options;
    this.place = place;
    this.#base = place.base;
    this.engine = engine;
    this.oracle = new Oracle(engine.docker);
    this.foreigners = foreigners;
  }

  static async open(options: BenchOptions = {}): Promise<FaultBench> {
    const place = await Workplace.open();
    const engine = await SecondEngine.start(options.megabytes ?? 1500, options.daemonOptions);
    await engine.load(await place.docker.getImage(place.base).get());
    const bench = new FaultBench(place, engine, await Foreigners.open(place, engine.docker), options);
    if (options.prepareBase) bench.#base = await options.prepareBase(place, engine);
    return bench;
  }

  async close(): Promise<void> {
    await this.foreigners.close();
    await this.engine.stop();
    await this.place.close();
  }

  /** The fault-free build of a scene, made once. */
  clean(scene: Scene): Promise<CleanBuild> {
    const known = this.#clean.get(scene) ?? this.#buildClean(scene);
    this.#clean.set(scene, known);
    return known;
  }

  /** What a build that has to fail is compared with: nothing. */
  async unbuilt(scene: Scene): Promise<CleanBuild> {
    return { built: false, files: await scene.files(), seconds: 0, tree: new Map(), downloaded: 0 };
  }

  async #buildClean(scene: Scene): Promise<CleanBuild> {
    if (scene.broken) return await this.unbuilt(scene);
    const files = await scene.files();
    const free = { scene, inject: () => {} };
    const run = await this.build(free, files, Math.random);
    if (run.exitCode !== 0) throw new Error(`The fault-free build of ${scene.name} failed:\n${run.stderr}`);
    const tree = await this.oracle.files(run.image);
    await this.forgetImages();
    return {
      ...{ built: true, files, tree },
      seconds: run.milliseconds / 1000,
      downloaded: sum(run.index.traffic.downloaded().values()),
    };
  }

  /** Builds a scene on a base of its own, so that no layer of another build is found again. */
  async build(
    subject: Pick<FaultCase, "scene" | "inject" | "env" | "certificate" | "entry">,
    files: readonly PackageFile[],
    random: () => number,
  ): Promise<FaultRun> {
    const id = `${this.place.id}-${++this.#builds}`;
    const base = `surelayer-fault-base:${id}`;
    await this.place.derive(this.#base, base, {}, this.engine.docker);
    const tls = subject.certificate && this.#certificate(subject.certificate);
    const name = this.#options.indexName;
    const index = new FaultIndex({
      host: this.engine.gateway,
      files,
      ...(name && { name }),
      ...(tls && { tls }),
    });
    await index.start();
    const endings: (() => Promise<void> | void)[] = [() => index.stop()];
    try {
      const { engine } = this;
      await subject.inject({ index, engine, random, afterwards: (action) => endings.push(action) });
      const folder = await this.#prepareFolder(id, base, index, subject.scene);
      const trusted = tls && subject.certificate !== "unknown-authority";
      if (trusted) await this.place.write(`${id}/ca.pem`, tls.ca);
      const env = { ...subject.env, ...(trusted && { SSL_CERT_FILE: join(folder, "ca.pem") }) };
      const within = this.#options.within?.(this) ?? [];
      const { entry = "source", scene } = subject;
      const place = { folder, name: `fault-${id}`, index, host: engine.address };
      return await runBuild({ ...place, env, within, entry, args: scene.args ?? [] });
    } finally {
      // One may add another: what goes on beside a build may end after it.
      for (let end = endings.pop(); end; end = endings.pop()) await end();
    }
  }

  #certificate(fault: NonNullable<FaultCase["certificate"]>) {
    return privateCertificate(this.engine.gateway, fault === "unknown-authority" ? undefined : fault);
  }

  async #prepareFolder(id: string, base: string, index: FaultIndex, scene: Scene): Promise<string> {
    const folder = this.place.path(id);
    const phases = JSON.parse(JSON.stringify(scene.phases).replaceAll("{index}", `http://${index.address}`));
    await this.place.write(`${id}/install.yml`, {
      ...{ version: 1, name: `fault-${id}`, base: { image: base }, phases },
      ...{ disk: { reserve: "10MB" }, ...scene.manifest },
      install: { ...EVERYDAY_INSTALL, ...(scene.manifest?.["install"] as object | undefined) },
    });
    for (const [path, content] of Object.entries(scene.folder ?? {})) {
      await this.place.write(join(id, path), content);
    }
    await lendInstaller(join(folder, "cache"));
    await mkdir(join(folder, "temp"), { recursive: true });
    return folder;
  }

  /** Removes the images that builds made, so that the disk is as it was. */
  async forgetImages(): Promise<void> {
    const { docker } = this.engine;
    const made = /^surelayer(-layer|-fault-base|\/fault-[^:]+):/;
    for (let pass = 0; pass < 8; pass++) {
      const tags = (await docker.listImages()).flatMap((one) => one.RepoTags ?? []);
      const ours = tags.filter((tag) => made.test(tag));
      if (ours.length === 0) return;
      // An image that another one is built on goes when that one has gone.
      for (const tag of ours)
        await docker
          .getImage(tag)
          .remove({ force: true })
          .catch(() => {});
    }
  }
}

export function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, one) => total + one, 0);
}
