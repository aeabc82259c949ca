import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureNode, promisedNodes } from "../../scripts/nodes.mjs";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { ENTRIES, type Outcome } from "../support/surelayer-process.ts";
import { Workplace } from "../support/workplace.ts";

/** Where each run's Node, verb, exit code and time are written to, if anywhere. */
const RECORD = process.env["SURELAYER_NODES_RECORD"];
const runs: object[] = [];

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  index = new PackageIndex({ host: await place.gateway(), files: [wheel({ name: "shown" })] });
  await index.start();
  await place.write("requirements.txt", "numpy>=2\nwhisperx==3.8.6\n");
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
  if (RECORD === undefined) return;
  await mkdir(dirname(RECORD), { recursive: true });
  await writeFile(RECORD, `${JSON.stringify({ at: new Date().toISOString(), runs }, null, 1)}\n`);
});

describe.each(promisedNodes())("Node %s", (version) => {
  // A bundle: only the tests' own Node reads TypeScript.
  const entry = ENTRIES.source.endsWith(".ts") ? ("cli" as const) : ("source" as const);
  const name = `on-${version.replaceAll(".", "-")}`;

  async function run(args: readonly string[]): Promise<Outcome> {
    const node = ensureNode(version);
    const outcome = await place.run(args, { entry, node, env: { PIP_INDEX_URL: index.url } });
    const { exitCode, milliseconds, stderr } = outcome;
    const failed = exitCode === 0 ? {} : { stderr };
    runs.push({ node: version, args, exitCode, milliseconds: Math.round(milliseconds), ...failed });
    // A deprecated or missing part of Node's library warns first.
    expect(stderr).not.toMatch(/\(node:\d+\)|Surelayer itself failed/);
    return outcome;
  }

  test("is that Node", async () => {
    const { execFileSync } = await import("node:child_process");
    expect(execFileSync(ensureNode(version), ["--version"], { encoding: "utf8" })).toBe(`v${version}\n`);
  });

  test("--help", async () => {
    expect((await run(["--help"])).stdout).toContain("  build ");
  });

  test("schema", async () => {
    const { stdout } = await run(["schema"]);
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(await readFile(new URL("../../install.schema.json", import.meta.url), "utf8")),
    );
  });

  test("init, then validate", async () => {
    const manifest = `${name}.yml`;
    expect((await run(["init", "--from", "requirements.txt", "-o", manifest])).exitCode).toBe(0);
    expect(await place.read(manifest)).toContain("whisperx==3.8.6");
    expect((await run(["validate", manifest])).exitCode).toBe(0);
    await place.write("wrong.yml", "version: 1\nnam: x\n");
    expect((await run(["validate", "wrong.yml"])).exitCode).toBe(2);
  });

  test("plan of a declared base, from the index", async () => {
    await place.write(`${name}-declared.yml`, {
      ...{ version: 1, name, base: { image: "absent.invalid/base:1", provides: { python: "3.11" } } },
      phases: [{ name: "only", packages: ["shown"], imports: ["shown"] }],
    });
    const { exitCode, stdout } = await run(["plan", `${name}-declared.yml`, "--refresh", "--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).plan.phases[0].distributions[0]).toMatchObject({ name: "shown" });
  });

  test("build", async () => {
    await place.write(`${name}-build.yml`, {
      ...{ version: 1, name, base: { image: place.base } },
      // Of its own, so that no other Node's layer is found.
      phases: [{ name: "only", packages: ["shown"], imports: ["shown"], run: [["true", version]] }],
    });
    const { exitCode, stdout } = await run(["build", `${name}-build.yml`]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`image surelayer/${name}:built`);
    const report = JSON.parse(await place.read(".surelayer/report.json"));
    expect(report).toMatchObject({
      name,
      outcome: "succeeded",
      built: { phases: [{ status: "installed" }] },
    });
  });
});
