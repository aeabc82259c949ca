import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const MODULE = new URL("../../../src/host/code-cache.ts", import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surelayer-test-"));
  await writeFile(join(folder, "loaded.mjs"), "export const loaded = 1;\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** In a process of its own: a cache holds for the whole process. */
function load(cache: string): string {
  const loaded = JSON.stringify(pathToFileURL(join(folder, "loaded.mjs")).href);
  const script = `
    const { keepCompiledCode } = await import(${JSON.stringify(MODULE)});
    keepCompiledCode(${JSON.stringify(cache)});
    const { loaded } = await import(${loaded});
    console.log(loaded);`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim();
}

test("what is loaded afterwards is kept compiled", () => {
  const cache = join(folder, "cache/code");

  expect(load(cache)).toBe("1");

  expect(readdirSync(cache, { recursive: true }).length).toBeGreaterThan(1);
});

test("a folder that can't be made costs nothing else", async () => {
  await mkdir(join(folder, "cache"));
  await writeFile(join(folder, "cache/code"), "a file");

  expect(load(join(folder, "cache/code"))).toBe("1");
});
