import { describe, expect, test } from "vitest";
import { runLayer, systemLayer } from "../../../src/plan/system-sizes.ts";
import type { SystemFile } from "../../../src/resolve/system/system-resolution.ts";
import { stackSizes } from "../../../src/sizes/phase-sizes.ts";

const DISK = { keepsCompressed: false };
const systemSizes = (files: readonly SystemFile[]) => stackSizes([systemLayer(files)], DISK);
const runSizes = (bytes: number | null) => stackSizes([runLayer(bytes)], DISK);

/** Layers that `apt-get install` made of these on bookworm: what its lists said, and what the layer then held. */
const MEASURED = [
  {
    set: "hello",
    packages: 1,
    download: 53_080,
    said: 283_648,
    held: 1_174_846,
    blocks: 1_929_216,
    gzip: 318_386,
  },
  {
    set: "espeak-ng, sox",
    packages: 39,
    download: 10_527_328,
    said: 35_957_760,
    held: 35_951_698,
    blocks: 40_394_752,
    gzip: 13_173_562,
  },
  {
    set: "build-essential, git, curl",
    packages: 61,
    download: 85_134_768,
    said: 367_097_856,
    held: 363_947_961,
    blocks: 382_943_232,
    gzip: 130_608_829,
  },
];

function filesOf({ packages, download, said }: (typeof MEASURED)[number], name = "lib"): SystemFile[] {
  return Array.from({ length: packages }, (_, index) => ({
    name: `${name}${index}`,
    version: "1",
    architecture: "amd64",
    bytes: download / packages,
    sha256: null,
    installedBytes: said / packages,
    replaces: null,
  }));
}

describe.each(MEASURED)("the layer of $set", (measured) => {
  const sizes = systemSizes(filesOf(measured));

  test("held what was predicted, within the margin that is stated", () => {
    expect(Math.abs(sizes.installed - measured.held)).toBeLessThanOrEqual(sizes.margin);
    expect(sizes.margin).toBeLessThan(0.05 * measured.said + 1e6);
  });

  test("took the predicted blocks, to a twentieth", () => {
    expect(Math.abs(sizes.blocks - measured.blocks) / measured.blocks).toBeLessThan(0.05);
  });

  test("was pushed in about the predicted bytes", () => {
    expect(Math.abs(sizes.compressed - measured.gzip) / measured.gzip).toBeLessThan(0.2);
  });
});

test("Debian compiles its Python packages, which its lists don't say: the margin does", () => {
  const [one = MEASURED[0]] = MEASURED.slice(1);
  if (!one) throw new Error("no measurement");
  expect(systemSizes(filesOf(one, "python3-")).margin).toBeGreaterThan(5 * systemSizes(filesOf(one)).margin);
});

test("a commit needs the layer twice, an installation the archives and apt's lists beside it", () => {
  const [, , large = MEASURED[0]] = MEASURED;
  if (!large) throw new Error("no measurement");
  const sizes = systemSizes(filesOf(large));
  expect(sizes.peak).toBeGreaterThan(2 * sizes.blocks);
  const [small = MEASURED[0]] = MEASURED;
  if (!small) throw new Error("no measurement");
  expect(systemSizes(filesOf(small)).peak).toBeGreaterThan(60e6);
});

test("what commands leave is what the manifest says, and nothing where it doesn't", () => {
  expect(runSizes(2e9)).toMatchObject({ installed: 2e9, blocks: 2e9, margin: 0, download: 0 });
  expect(runSizes(2e9).peak).toBeGreaterThan(4e9);
  expect(runSizes(null)).toMatchObject({ installed: 0, blocks: 0, compressed: 0 });
});
