import { copyFile, mkdir, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UV_VERSION } from "../../src/toolbox/uv.ts";
import { CACHE } from "./surelayer-process.ts";

/** Paths of the installer in the cache that the processes of all tests share. */
async function installerPaths(): Promise<readonly string[]> {
  const paths = await readdir(CACHE, { recursive: true }).catch(() => []);
  return paths.filter((path) => basename(path).startsWith(`uv-${UV_VERSION}-`));
}

/** Whether an earlier test has fetched the installer. */
export async function isInstallerCached(): Promise<boolean> {
  return (await installerPaths()).length > 0;
}

/** Makes a cache that has the installer and nothing else. */
export async function lendInstaller(cache: string): Promise<void> {
  for (const path of await installerPaths()) {
    await mkdir(dirname(join(cache, path)), { recursive: true });
    await copyFile(join(CACHE, path), join(cache, path));
  }
}
