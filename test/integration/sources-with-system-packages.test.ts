import { afterAll, beforeAll, expect, test } from "vitest";
import { deriveAptBase } from "../support/apt-base.ts";
import { AptMirror } from "../support/apt-mirror.ts";
import { debianPackage } from "../support/debian-package.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { packing } from "../support/packing-backend.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const NEEDS_PROGRAM = 'import subprocess\nsubprocess.run(["word-config"], check=True)\n';
/** Metadata that an installer doesn't trust before it has built it. */
const UNBUILT = {
  "PKG-INFO": "Metadata-Version: 2.1\nName: unbuilt\nVersion: 1.0\n",
  "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
};

let place: Workplace;
let index: PackageIndex;
let mirror: AptMirror;
let base: string;
beforeAll(async () => {
  place = await Workplace.open();
  const host = await place.gateway();
  const module = (name: string) => ({ [`${name}/__init__.py`]: "words = 1\n" });
  index = new PackageIndex({
    host,
    files: [
      wheel({ name: "core" }),
      await sourceDistribution("unbuilt", `${NEEDS_PROGRAM}${packing("unbuilt")}`, {
        files: { ...module("unbuilt"), ...UNBUILT },
      }),
      await sourceDistribution("stated", `${NEEDS_PROGRAM}${packing("stated")}`, { files: module("stated") }),
    ],
  });
  await index.start();
  const program = { "/usr/bin/word-config": "#!/bin/sh\nexit 0\n" };
  mirror = new AptMirror(host, [
    await debianPackage({ name: "word-dev", files: program }),
    await debianPackage({ name: "clashing", fields: { Depends: "nowhere" } }),
  ]);
  await mirror.start();
  base = await deriveAptBase(place, mirror, "sources");
});
afterAll(async () => {
  await mirror?.stop();
  await index?.stop();
  await place?.close();
});

async function run(verb: "plan" | "build", name: string, more: object) {
  const manifest = { version: 1, name: "source", base: { image: base }, ...more };
  await place.write(`${name}/install.yml`, manifest);
  const outcome = await place.run([verb], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return { ...outcome, plan: (await place.report(name)).plan };
}

function archivesFetched(): number {
  return mirror.requests.filter(({ path }) => path.endsWith(".deb")).length;
}

test("a source whose metadata can't be built without a system package is planned and built with it", async () => {
  const phases = [{ name: "words", packages: ["unbuilt"], imports: ["unbuilt"] }];
  const without = await run("plan", "without", { phases });
  expect(without.exitCode).toBe(1);
  expect(without.stderr).toContain("No such file or directory: 'word-config'");

  const { exitCode, plan } = await run("build", "with", { system_packages: ["word-dev"], phases });
  expect(exitCode).toBe(0);
  expect(plan?.phases.at(-1)?.distributions).toMatchObject([{ name: "unbuilt", sizeSource: "built" }]);
});

variation("the phase's own system packages are there for it, too", async () => {
  const phases = [{ name: "words", packages: ["unbuilt"], system_packages: ["word-dev"] }];
  const { exitCode } = await run("plan", "own", { phases });
  expect(exitCode).toBe(0);
});

variation("a source that states its metadata is built for its size with the system packages", async () => {
  const phases = [{ name: "words", packages: ["stated"] }];
  const without = await run("plan", "listed", { phases });
  expect(without.plan?.phases[0]?.distributions).toMatchObject([{ name: "stated", sizeSource: "listed" }]);

  const { plan } = await run("plan", "sized", { system_packages: ["word-dev"], phases });
  expect(plan?.phases.at(-1)?.distributions).toMatchObject([{ name: "stated", sizeSource: "built" }]);
});

variation("where nothing fails without them, a plan installs no system package", async () => {
  const before = archivesFetched();
  const phases = [{ name: "core", packages: ["core"] }];
  const { exitCode } = await run("plan", "wheels", { system_packages: ["word-dev"], phases });
  expect(exitCode).toBe(0);
  expect(archivesFetched()).toBe(before);
});

variation(
  "a system package that can't be installed for a build is apt's refusal, not the build's",
  async () => {
    const phases = [{ name: "words", packages: ["unbuilt"] }];
    const { exitCode, stderr } = await run("plan", "clashing", { system_packages: ["clashing"], phases });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Depends: nowhere");
  },
);
