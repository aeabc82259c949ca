import { basename, join } from "node:path";
import * as z from "zod";
import type { Files } from "../../ports/machine.ts";

/** `what` of a registry that was started. */
export const REGISTRY = "registry";

const STARTED = z.object({
  what: z.string(),
  address: z.string().optional(),
  /** The process that the quickstart started; absent for a system service or a container. */
  process: z.object({ pid: z.number(), program: z.string(), logFile: z.string() }).optional(),
  /** Command that stops what was started. */
  stop: z.string(),
});

const STATE = z.object({
  version: z.literal(1),
  started: z.array(STARTED).default([]),
  /** The last time that the public base image could not be pulled. */
  refusedPull: z.object({ image: z.string(), at: z.iso.datetime(), reason: z.string() }).optional(),
});

/** Something that the quickstart started and that runs on after its end. */
export type Started = Readonly<z.infer<typeof STARTED>>;
type QuickstartState = Readonly<z.infer<typeof STATE>>;

/** The quickstart's memory between runs. */
export interface StateStore {
  readonly folder: string;
  current(): QuickstartState;
  /** Replaces an older entry with the same `what`. */
  addStarted(started: Started): Promise<void>;
  setRefusedPull(refused: QuickstartState["refusedPull"]): Promise<void>;
}

/** Reads the state of earlier runs, without programs that have ended since. A broken file counts as none. */
export async function openState(folder: string, files: Files): Promise<StateStore> {
  const path = join(folder, "quickstart.json");
  let state = await load(path, files);
  const save = async (change: Partial<QuickstartState>): Promise<void> => {
    state = { ...state, ...change };
    await files.write(path, `${JSON.stringify(state, null, 2)}\n`);
  };
  return {
    folder,
    current: () => state,
    addStarted: (started) =>
      save({ started: [...state.started.filter((other) => other.what !== started.what), started] }),
    setRefusedPull: (refusedPull) => save({ refusedPull }),
  };
}

async function load(path: string, files: Files): Promise<QuickstartState> {
  try {
    const state = STATE.parse(JSON.parse(await files.readText(path)));
    const alive = await Promise.all(state.started.map((started) => isAlive(started, files)));
    return { ...state, started: state.started.filter((_, index) => alive[index]) };
  } catch {
    return { version: 1, started: [] };
  }
}

/** Also compares the program's name, because process ids are used again. */
async function isAlive(started: Started, files: Files): Promise<boolean> {
  if (!started.process) return true;
  const { pid, program } = started.process;
  const commandLine = await files.readText(`/proc/${pid}/cmdline`).catch(() => "");
  return commandLine.includes(basename(program));
}

/** A line for each thing that runs on, with the command that stops it. */
export function describeStarted(started: readonly Started[]): readonly string[] {
  return started.map(({ what, address, process, stop }) => {
    const where = address === undefined ? "" : ` at ${address}`;
    const log = process ? ` (process ${process.pid}, log ${process.logFile})` : "";
    return `${what}${where}${log}; stop it with: ${stop}`;
  });
}
