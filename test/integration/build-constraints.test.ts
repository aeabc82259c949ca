import { afterAll, beforeAll, expect, test } from "vitest";
import { installers, variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { legacySource } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

/** As openai-whisper 20240930 and many more: setuptools 81 took pkg_resources away from them. */
const OLD_BUILD = {
  "oldbuild/__init__.py": "words = 1\n",
  "pyproject.toml":
    '[build-system]\nrequires = ["setuptools", "wheel"]\nbuild-backend = "setuptools.build_meta"\n',
  "PKG-INFO": "Metadata-Version: 2.1\nName: oldbuild\nVersion: 1.0\n",
};
const PHASES = [{ name: "words", packages: ["oldbuild"], imports: ["oldbuild"] }];

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const source = await legacySource("oldbuild", 'packages=["oldbuild"]', OLD_BUILD, ["import pkg_resources"]);
  index = new PackageIndex({ host: await place.gateway(), files: [source] });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function run(verb: "plan" | "build", name: string, more: object) {
  const manifest = { version: 1, name, base: { image: place.base }, phases: PHASES, ...more };
  await place.write(`${name}/install.yml`, manifest);
  const outcome = await place.run([verb], {
    cwd: place.path(name),
    env: { PIP_EXTRA_INDEX_URL: index.url },
  });
  return { ...outcome, report: await place.report(name) };
}

variation("a build that misses pkg_resources is a class of its own, and its remedy was tried", async () => {
  const { exitCode, stderr } = await run("plan", "unbounded", {});
  expect(exitCode).toBe(1);
  expect(stderr).toContain("oldbuild 1.0 can't be built from source: setuptools too new.");
  expect(stderr).toContain("ModuleNotFoundError: No module named 'pkg_resources'");
  expect(stderr).toContain("It was tried: all phases then resolve.");
  expect(stderr).toContain("`build_constraints: ['setuptools<81']`");
  expect(stderr).not.toContain("Traceback");
});

test.each(installers("uv", "pip"))("with the bound it is planned, and %s builds it", async (installer) => {
  const { exitCode, report } = await run("build", `bounded-${installer}`, {
    build_constraints: ["setuptools<81"],
    install: { installer },
  });
  expect(exitCode).toBe(0);
  expect(report.plan?.phases[0]?.distributions[0]?.sizeSource).not.toBe("listed");
  expect(report.journal.attempts).toEqual([]);
});
