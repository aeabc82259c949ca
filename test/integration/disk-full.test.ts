import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { SecondEngine } from "../support/second-engine.ts";
import { Workplace } from "../support/workplace.ts";

const DISK_MB = 600;

let place: Workplace;
let engine: SecondEngine;
let index: PackageIndex;
let fill: (() => Promise<void>) | undefined;
beforeAll(async () => {
  place = await Workplace.open();
  engine = await SecondEngine.start(DISK_MB);
  await engine.load(await place.docker.getImage(place.base).get());
  const files = [
    wheel({ name: "small" }),
    wheel({ name: "large", files: { "large/__init__.py": "", "large/noise": randomBytes(40_000_000) } }),
  ];
  const onDownload = (name: string) => (name.startsWith("large") ? fill?.() : undefined);
  index = new PackageIndex({ host: engine.gateway, files, onDownload });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await engine?.stop();
  await place?.close();
});

async function build(reserve: string) {
  const phases = [
    { name: "small", packages: ["small"], imports: ["small"] },
    { name: "large", packages: ["large"], imports: ["large"] },
  ];
  const base = { image: place.base };
  // The disk is filled when the large one is downloaded, which is not to happen before its phase.
  const install = { prefetch: false };
  await place.write("install.yml", {
    version: 1,
    name: "tight",
    base,
    phases,
    ...{ disk: { reserve }, install },
  });
  return await place.run(["build"], { env: { DOCKER_HOST: engine.address, PIP_INDEX_URL: index.url } });
}

async function left(): Promise<readonly string[]> {
  const containers = await engine.docker.listContainers({ all: true });
  const { Volumes } = await engine.docker.listVolumes();
  return [...containers.flatMap((one) => one.Names), ...(Volumes ?? []).map((one) => one.Name)];
}

test("a plan that doesn't fit is refused before anything is installed", async () => {
  const run = await build("1GB");
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toMatch(
    /error: tight does not fit: needs [\d.]+ MB at its peak and leaves 1\.00 GB free; [\d.]+ MB are free; [\d.]+ [GM]B are missing\./,
  );
  expect(run.stderr).toMatch(/ {2}→ .*docker system df/);
  expect(await left()).toEqual([]);
  expect((await engine.docker.listImages()).length).toBe(1);
});

variation(
  "a disk that somebody fills during the install ends it cleanly, and the next run goes on from there",
  async () => {
    let free: (() => Promise<void>) | undefined;
    fill = async () => {
      fill = undefined;
      free = await engine.fillDisk(5_000_000);
    };
    const run = await build("10MB");
    // Who notices first, the installer, the watch or the check before another try, is a matter of moments.
    expect(run.stderr).toMatch(/^error: Phase large (?:failed|was stopped|was not begun)/m);
    expect(run.stderr).toMatch(/No space left on device|are left on the engine's disk/i);
    expect(run.stderr).toMatch(/ {2}→ Free space/);
    expect(run.stderr).not.toMatch(/^\s+at |defect/m);
    expect(run.exitCode).toBe(3);
    expect(await left()).toEqual([]);

    await free?.();
    const again = await build("10MB");
    expect(again.stderr).not.toContain("error");
    expect(again.exitCode).toBe(0);
    expect((await place.report()).built?.phases.map((one) => one.status)).toEqual(["cached", "installed"]);
    expect(await left()).toEqual([]);
  },
);
