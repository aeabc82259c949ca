import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { QuickstartPorts, QuickstartSettings } from "../../src/app/quickstart/quickstart-ports.ts";
import { createNodeHttp } from "../../src/host/network/node-http.ts";
import { createNodeFiles } from "../../src/host/node-files.ts";
import { createNodeProcesses } from "../../src/host/node-processes.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import { createConsoleLogger } from "../../src/host/terminal/console-logger.ts";
import type { EngineInfo } from "../../src/ports/engine.ts";
import type { Files } from "../../src/ports/machine.ts";
import { EngineError } from "../../src/text/errors.ts";
import { MemoryEngine } from "./memory-engine.ts";

/** An engine of this machine that answers once a file is there, as a real one does once it has started. */
export class StartableEngine extends MemoryEngine {
  /** The file; undefined for an engine that answers from the start. */
  readonly marker: string | undefined;

  constructor(marker?: string) {
    super({ registries: [] });
    this.marker = marker;
  }

  override async info(): Promise<EngineInfo> {
    if (this.marker !== undefined && !(await createNodeFiles().exists(this.marker))) {
      throw new EngineError("No container engine answers at unix:///somewhere.");
    }
    return { ...(await super.info()), local: true };
  }
}

/** A machine whose programs are scripts in a folder of its own: real processes, files and servers. */
export interface Machine {
  readonly folder: string;
  readonly ports: QuickstartPorts;
  readonly settings: QuickstartSettings;
  /** What was logged so far. */
  text(): string;
  /** A script for `/bin/sh`, or for Node where it starts with `//`. */
  addProgram(name: string, script: string): Promise<string>;
}

/** Files below these folders are the test's own, whatever system it runs on. */
const SYSTEM = /^\/(?:etc|run|var)\//u;

function filesOf(system: Readonly<Record<string, string>>): Files {
  const files = createNodeFiles();
  const missing = (path: string) => Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
  return {
    ...files,
    exists: async (path) => (SYSTEM.test(path) ? path in system : files.exists(path)),
    async readText(path) {
      if (!SYSTEM.test(path)) return files.readText(path);
      const text = system[path];
      if (text === undefined) throw missing(path);
      return text;
    },
  };
}

/** System files of a Debian without systemd. */
export const DEBIAN = { "/etc/os-release": "ID=debian\nVERSION_CODENAME=bookworm\n" };

export async function makeMachine(
  engine: MemoryEngine,
  settings: Partial<QuickstartSettings> = {},
  system: Readonly<Record<string, string>> = DEBIAN,
): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), "surelayer-quickstart-"));
  const bin = join(folder, "bin");
  await mkdir(bin);
  const writes: string[] = [];
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const clock = createSystemClock();
  const ports: QuickstartPorts = {
    engine,
    clock,
    assets: join(folder, "assets"),
    files: filesOf(system),
    http: createNodeHttp(),
    log: createConsoleLogger({ stream: { write: (text) => writes.push(text) }, env: {}, clock }),
    // Its own PATH, so that the programs of the machine that runs the tests don't matter.
    processes: createNodeProcesses({ ...env, PATH: bin }),
    signal: new AbortController().signal,
  };
  return {
    folder,
    ports,
    settings: { stateFolder: join(folder, "state"), isRoot: true, engineIsNamed: false, ...settings },
    text: () => writes.join(""),
    async addProgram(name, script) {
      const path = join(bin, name);
      const shell = "#!/bin/sh\nPATH=/usr/bin:/bin\nexport PATH\n";
      await writeFile(path, `${script.startsWith("//") ? `#!${process.execPath}\n` : shell}${script}\n`);
      await chmod(path, 0o755);
      return path;
    },
  };
}
