import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultIndex } from "../support/fault-index.ts";
import { FULL } from "../support/full.ts";
import { SurelayerProcess } from "../support/surelayer-process.ts";
import type { FaultRun } from "./fault-case.ts";

/** What an installer waits for the next byte: not as long as by default, and not as long as this machine may be set to. */
export const READ_TIMEOUT_SECONDS = FULL ? 10 : 6;

/** A build that hasn't ended by then hangs. */
const MOST_MINUTES = 8;

export interface BuildOrder {
  /** Holds the manifest, `cache` and `temp`. */
  readonly folder: string;
  readonly name: string;
  readonly index: FaultIndex;
  /** The engine's address. */
  readonly host: string;
  readonly env: Readonly<Record<string, string>>;
  readonly within: readonly string[];
  readonly entry: "source" | "cli";
  /** Further arguments of the build. */
  readonly args: readonly string[];
}

/** Runs the CLI as its users do and reads what it reports. */
export async function runBuild(order: BuildOrder): Promise<FaultRun> {
  const { folder, name, index, host, env, within, entry } = order;
  const run = new SurelayerProcess(["build", ...order.args], {
    ...{ cwd: folder, within, entry },
    env: {
      ...{ DOCKER_HOST: host, PIP_INDEX_URL: index.url, PIP_DEFAULT_TIMEOUT: `${READ_TIMEOUT_SECONDS}` },
      ...{ TMPDIR: join(folder, "temp"), XDG_CACHE_HOME: join(folder, "cache"), ...env },
    },
  });
  const limit = setTimeout(() => run.kill("SIGKILL"), MOST_MINUTES * 60_000);
  const [outcome, peakBytes] = await Promise.all([run.outcome, watchMemory(run)]);
  clearTimeout(limit);
  const text = await readFile(join(folder, ".surelayer/report.json"), "utf8").catch(() => undefined);
  return {
    ...outcome,
    index,
    peakBytes,
    report: text === undefined ? undefined : JSON.parse(text),
    logFolder: join(folder, ".surelayer"),
    image: `surelayer/${name}:built`,
  };
}

/** Highest resident memory that the kernel saw of a process, bytes. */
async function watchMemory(run: SurelayerProcess): Promise<number> {
  let ended = false;
  void run.outcome.then(() => {
    ended = true;
  });
  let peak = 0;
  while (!ended) {
    const status = await readFile(`/proc/${run.pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    peak = Math.max(peak, Number(kilobytes ?? 0) * 1024);
    await sleep(200);
  }
  return peak;
}
