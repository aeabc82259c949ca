import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { OwnerVerdict } from "../ports/machine.ts";

/** A new id of a run: random lower-case letters and digits. */
export function newRunId(): string {
  return randomBytes(6).toString("hex");
}

/** Where process ids have a meaning; a part is empty where the system doesn't tell it. */
export interface ProcessTable {
  /** Of this boot of the kernel; containers of one machine share it. */
  readonly bootId: string;
  /** The PID namespace, e.g. `pid:[4026531836]`. */
  readonly namespace: string;
  /** When a process began, in the kernel's ticks; undefined where none runs, empty where it can't be read. */
  startOf(pid: number): string | undefined;
}

/** This process, in words that any other process can judge: `host/pid/start/namespace/boot id`. */
export function thisOwner(): string {
  const { pid } = process;
  const { namespace, bootId } = thisTable();
  return [hostname(), pid, startOf(pid) ?? "", namespace, bootId].join("/");
}

/**
 * What became of an owner. Its host's name doesn't count, because several machines may share one.
 * - Another boot id: another machine, or this one before it was started anew. Unknown.
 * - Another PID namespace: its ids name other processes than ours do. Unknown.
 * - Either of them not told, or words of another version: unknown.
 * - No process of that id, or one that has ended and that nobody collects: dead. So it is where an ended namespace left its
 *   number to ours, because all its processes have ended.
 * - A process of that id that began at another time: the id was given away again. Dead.
 * - A process of that id and start, or one whose start can't be read: alive.
 */
export function judgeOwner(owner: string, table: ProcessTable = thisTable()): OwnerVerdict {
  const [, pid = "", start, namespace, bootId] = owner.split("/");
  if (!/^[1-9]\d*$/.test(pid) || !bootId || !namespace) return "unknown";
  if (bootId !== table.bootId || namespace !== table.namespace) return "unknown";
  const found = table.startOf(Number(pid));
  if (found === undefined) return "dead";
  return found === "" || !start || found === start ? "alive" : "dead";
}

/** Linux tells all of it. On another system every owner but this process is unknown. */
function thisTable(): ProcessTable {
  const own = told(() => readlinkSync("/proc/self")) === String(process.pid);
  return {
    bootId: told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    // A /proc that was mounted in another namespace tells other processes than those that signals reach.
    namespace: own ? told(() => readlinkSync("/proc/self/ns/pid")) : "",
    startOf,
  };
}

function startOf(pid: number): string | undefined {
  try {
    // Asked first: /proc may hide processes of other users.
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ESRCH") return undefined;
  }
  // "4711 (any (name)) S 1 …": state is the third field, the start the twenty-second.
  const stat = told(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return /^[ZX]$/.test(state) ? undefined : (fields[18] ?? "");
}

function told(ask: () => string): string {
  try {
    return ask();
  } catch {
    return "";
  }
}
