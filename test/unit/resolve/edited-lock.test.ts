import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import { createDiskCache } from "../../../src/host/disk-cache.ts";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { sealCache } from "../../../src/host/sealed-cache.ts";
import { userKey } from "../../../src/host/secrets/user-key.ts";
import { buildScene } from "../../support/build-scene.ts";
import { testPorts } from "../../support/test-ports.ts";

test.each([
  ["lock", /(?<=sha256 = \\")[0-9a-f]{64}/g, "6".repeat(64), "uv pip compile"],
  ["fact of a base", /\/usr\/bin\/python3/g, "/tmp/python3", "python base-facts"],
])("a remembered %s that somebody edited in the cache folder isn't taken", async (_, what, edit, again) => {
  await using scene = await buildScene();
  const folder = join(scene.folder, "cache");
  const ports = testPorts({ engine: scene.engine });
  const key = () => userKey({ state: join(scene.folder, "state"), cache: folder }, ports.log);
  const cache = sealCache(createDiskCache(folder, createNodeFiles()), key, ports.log);
  const plan = async () => {
    scene.base.commands.length = 0;
    const options = scene.options({ command: "plan" });
    const report = await runCommand({ id: "r1", owner: "host/1" }, options, { ...ports, cache }, "0.0.0");
    return JSON.stringify([report.plan?.base, report.plan?.phases.map((one) => one.distributions)]);
  };
  const first = await plan();
  expect(await plan()).toBe(first);
  expect(scene.base.commands).not.toContain(again);

  let edited = 0;
  for (const path of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const file = join(path.parentPath, path.name);
    const text = await readFile(file, "utf8");
    if (text.search(what) < 0) continue;
    edited += 1;
    await writeFile(file, text.replaceAll(what, edit));
  }

  expect(edited).toBe(1);
  expect(await plan()).toBe(first);
  expect(scene.base.commands).toContain(again);
  expect(ports.log.said("warn").filter((one) => one.includes("isn't what was kept"))).toHaveLength(1);
});
