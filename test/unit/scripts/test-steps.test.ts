import { spawnSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scratchFolder } from "../../support/scratch-folder.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const PLANTED = {
  "vitest.config.ts": `export default { test: { projects: [{ test: { name: "planted", include: ["test/planted/*.test.ts"] } }] } };`,
  "test/planted/place.test.ts": `import { beforeAll, describe, expect, test } from "vitest";
    beforeAll(() => { throw new Error("no place to test in"); });
    test("one", () => {});
    describe("a group", () => { test("two", () => {}); });`,
  "test/planted/group.test.ts": `import { beforeAll, describe, expect, test } from "vitest";
    describe("a broken group", () => { beforeAll(() => { throw new Error("no index"); }); test("three", () => {}); });
    test("passes", () => {});
    test("fails", () => expect(1).toBe(2));
    test("has a reason", (context) => context.skip("no GPU"));
    test.skip("has none", () => {});`,
  "test/planted/loads-not.test.ts": `import "./nowhere.ts";`,
};

/** Runs a planted suite as npm test does, and answers what npm test counts. */
async function runPlanted(root: string) {
  await mkdir(join(root, "test/planted"), { recursive: true });
  for (const [path, text] of Object.entries(PLANTED)) await writeFile(join(root, path), text);
  for (const name of ["node_modules", "scripts"]) await symlink(join(ROOT, name), join(root, name));
  const script = `import { runSuite } from ${JSON.stringify(join(ROOT, "scripts/test-steps.mjs"))};
    const context = { root: ${JSON.stringify(root)}, env: process.env, signal: new AbortController().signal };
    console.log("\\n" + JSON.stringify(await runSuite({ name: "planted", required: true }, context)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  return JSON.parse(last.startsWith("{") ? last : `{"failures":[${JSON.stringify(stdout + stderr)}]}`);
}

test("tests behind a beforeAll that fails are that one failure", { timeout: 60_000 }, async () => {
  await using scratch = await scratchFolder();

  const outcome = await runPlanted(scratch.path);

  expect(outcome.failures.toSorted()).toEqual([
    "fails",
    "has none: skipped without a reason (use context.skip)",
    "test/planted/group.test.ts > a broken group: no index (1 behind it not run)",
    expect.stringMatching(/^test\/planted\/loads-not\.test\.ts: .*nowhere/),
    "test/planted/place.test.ts: no place to test in (2 behind it not run)",
  ]);
  expect(outcome).toMatchObject({
    passed: 1,
    failed: 5,
    skipped: [{ name: "has a reason", reason: "no GPU" }],
  });
  expect(outcome.times.map((one: { name: string }) => one.name)).toContain("passes");
});
