import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { initManifest } from "../../../src/init/init-manifest.ts";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";

const samples = fileURLToPath(new URL("samples", import.meta.url));
const names = readdirSync(samples).sort();

/** Stands in every place of the samples where a secret would. */
const SECRETS = /s3cretpassword|hf_abcdef/;

async function initialise(folder: string): Promise<string> {
  let printed = "";
  const print = (text: string) => {
    printed = text;
  };
  const ports = { files: createNodeFiles(), log: { info: () => undefined }, print };
  await initManifest({ from: undefined, context: undefined, output: "-", force: false, folder }, ports);
  return printed;
}

test("there are enough samples", () => {
  expect(names.length).toBeGreaterThanOrEqual(12);
});

describe.each(names)("%s", (name) => {
  test("becomes the manifest that is kept beside it", async () => {
    const text = await initialise(join(samples, name));
    await expect(text).toMatchFileSnapshot(join(samples, name, "install.yml"));
  });

  test("becomes a manifest that is good as it stands", async () => {
    const text = await initialise(join(samples, name));
    expect(() => parseManifest(text, "install.yml")).not.toThrow();
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\/install\.schema\.json\n/);
  });

  test("keeps its secrets", async () => {
    expect(await initialise(join(samples, name))).not.toMatch(SECRETS);
  });
});
