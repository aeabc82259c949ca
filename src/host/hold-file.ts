import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HeldError } from "../ports/machine.ts";
import { isDeadOwner, thisOwner } from "./run-owner.ts";

/** A file of a killed process is removed once; whoever made it anew meanwhile lives. */
const TRIES = 2;

/** See `Files.hold`. */
export async function holdFile<T>(path: string, body: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  for (let tries = 1; !(await claim(path)); tries++) {
    const holder = await readFile(path, "utf8").catch(() => "");
    if (tries >= TRIES || !isDeadOwner(holder)) throw new HeldError(path, holder);
    await rm(path, { force: true });
  }
  try {
    return await body();
  } finally {
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
