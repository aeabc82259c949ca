import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandOptions, commandOptions } from "../../src/app/commands.ts";
import { type FileServer, serveFiles } from "./file-server.ts";
import { manifestText } from "./manifests.ts";
import { MemoryEngine } from "./memory-engine.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { SimulatedBase } from "./simulated-base.ts";
import { wheel } from "./wheel.ts";

/** A repository with a manifest, an index with its wheels and an engine with the base: all that a build needs. */
export interface BuildScene extends AsyncDisposable {
  readonly folder: string;
  readonly engine: MemoryEngine;
  readonly base: SimulatedBase;
  readonly server: FileServer;
  options(changes?: Partial<CommandOptions>): CommandOptions;
}

const WHEELS = [
  { name: "alpha", via: "surelayer-plan (pyproject.toml:one)" },
  { name: "shared", via: "alpha, beta" },
  { name: "beta", via: "surelayer-plan (pyproject.toml:two)" },
];

export async function buildScene(more = "files: [{ from: app, to: /app }]\n"): Promise<BuildScene> {
  const scratch = await scratchFolder();
  const wheels = WHEELS.map((one) => ({
    ...one,
    wheel: wheel({ name: one.name, files: { [`${one.name}/__init__.py`]: "" } }),
  }));
  const server = await serveFiles(
    Object.fromEntries(wheels.map((one) => [one.wheel.fileName, one.wheel.bytes])),
  );
  const base = new SimulatedBase(
    wheels.map((one) => ({ ...one, url: `${server.origin}/${one.wheel.fileName}` })),
  );
  const engine = new MemoryEngine({ onExec: base.onExec, registries: ["registry.example"] });
  engine.addImage("base.example/python:1", { bytes: 190_000_000 });
  await mkdir(join(scratch.path, "app"));
  await writeFile(join(scratch.path, "app", "handler.py"), "print(1)\n");
  await writeFile(join(scratch.path, "install.yml"), manifestText({ one: ["alpha"], two: ["beta"] }, more));
  return {
    folder: scratch.path,
    engine,
    base,
    server,
    options: (changes) => ({
      ...commandOptions("build", join(scratch.path, "install.yml"), { out: join(scratch.path, "out") }),
      ...changes,
    }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await scratch[Symbol.asyncDispose]();
    },
  };
}
