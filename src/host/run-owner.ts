import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** A new id of a run: random lower-case letters and digits. */
export function newRunId(): string {
  return randomBytes(6).toString("hex");
}

/** This process, in words that another process on this machine can check. */
export function thisOwner(): string {
  return `${hostname()}/${process.pid}`;
}

/** Whether the owner was a process of this machine and has ended. An owner on another machine never counts as dead. */
export function isDeadOwner(owner: string): boolean {
  const [host, pid] = owner.split("/");
  if (host !== hostname() || !/^\d+$/.test(pid ?? "")) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === "ESRCH";
  }
}
