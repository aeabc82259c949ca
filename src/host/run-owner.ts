import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** A run's id: lower-case letters and digits, unique without asking anybody. */
export function newRunId(): string {
  return randomBytes(6).toString("hex");
}

/** This process, in words that another process on this machine can check. */
export function thisOwner(): string {
  return `${hostname()}/${process.pid}`;
}

/** Whether an owner is a process of this machine that no longer lives. Owners on other machines are never called dead. */
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
