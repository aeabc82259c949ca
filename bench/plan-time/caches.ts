import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** Empties a cache and fills it with what any earlier plan left: the installer and the facts of the base. */
export async function startCold(cache: string, seed: string): Promise<void> {
  await rm(cache, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await cp(seed, cache, { recursive: true });
}

/** As `startCold`, and the locks of another cache: what was resolved is known, and nothing of the wheels. */
export async function startWithLock(cache: string, seed: string, known: string): Promise<void> {
  const locks: string[] = [];
  for (const path of await readdir(known, { recursive: true })) {
    if (path.endsWith(".json") && (await readFile(join(known, path), "utf8")).startsWith('{"lock":'))
      locks.push(path);
  }
  if (locks.length === 0) throw new Error(`no lock is remembered in ${known}`);
  await startCold(cache, seed);
  for (const path of locks) await cp(join(known, path), join(cache, path));
}
