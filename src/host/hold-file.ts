import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HeldError } from "../ports/machine.ts";
import { judgeOwner, thisOwner } from "./run-owner.ts";

/** How often a holder touches its file. */
const RENEW_MS = 30_000;
/** A file of a process that can't be judged from here counts for nothing when it wasn't touched for so long. */
const LEASE_MS = 5 * 60_000;

/** See `Files.hold`. */
export async function holdFile<T>(path: string, body: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  if (!(await claim(path)) && !(await takeOver(path))) throw new HeldError(path, await holderOf(path));
  const touch = () => utimes(path, new Date(), new Date()).catch(() => undefined);
  const renewing = setInterval(touch, RENEW_MS).unref();
  try {
    return await body();
  } finally {
    clearInterval(renewing);
    await rm(path, { force: true });
  }
}

async function claim(path: string): Promise<boolean> {
  try {
    await writeFile(path, thisOwner(), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "EEXIST") return false;
    throw error;
  }
}

/** One process at a time looks and removes. Else the second of two would remove what the first one has just claimed. */
async function takeOver(path: string): Promise<boolean> {
  const taking = `${path}.taking`;
  if (!(await claim(taking))) {
    // Of a process that was killed while it took over: out of the way for the next one.
    if (await isLeft(taking)) await rm(taking, { force: true });
    return false;
  }
  try {
    if (!(await isLeft(path))) return false;
    await rm(path, { force: true });
    return await claim(path);
  } finally {
    await rm(taking, { force: true });
  }
}

/** Whether its holder has ended: by its process, or else by the time since it touched the file. */
async function isLeft(path: string): Promise<boolean> {
  const verdict = judgeOwner(await holderOf(path));
  if (verdict !== "unknown") return verdict === "dead";
  const touched = await stat(path).catch(() => undefined);
  return touched === undefined || Date.now() - touched.mtimeMs > LEASE_MS;
}

async function holderOf(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
