import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDiskCache } from "../../src/host/disk-cache.ts";
import { createNodeFiles } from "../../src/host/node-files.ts";
import { archiveOf } from "../../src/toolbox/archive.ts";
import { SCRATCH, UV } from "../../src/toolbox/container-paths.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { installerEnv } from "../../src/toolbox/installer-env.ts";
import { withToolbox } from "../../src/toolbox/toolbox.ts";
import { variation } from "../support/full.ts";
import { pipLock } from "../support/lock-text.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { openRealEngine } from "../support/real-engine.ts";
import { testPorts } from "../support/test-ports.ts";
import { Workplace } from "../support/workplace.ts";

/** Where the runs of the tests keep uv. */
const CACHE = fileURLToPath(new URL("../../.test-results/cache/surelayer", import.meta.url));

const APP = wheel({ name: "app", requires: ["lib>=1", 'other; extra == "more"'] });
const LIB_1 = wheel({ name: "lib", version: "1.0" });
const LIB_2 = wheel({ name: "lib", version: "2.0" });
const OTHER = wheel({ name: "other" });
const GONE_1 = wheel({ name: "gone", version: "1.0" });
const GONE_2 = wheel({ name: "gone", version: "1.1" });

let place: Workplace;
let index: PackageIndex;
let files: string;
beforeAll(async () => {
  place = await Workplace.open();
  index = new PackageIndex({
    host: await place.gateway(),
    files: [APP, LIB_1, LIB_2, OTHER, GONE_1, GONE_2],
  });
  await index.start();
  files = `http://${index.address}/files`;
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

interface Asked {
  readonly packages: readonly string[];
  readonly lock?: string;
  readonly imports?: readonly string[];
  /** Further phases, as the manifest writes them. */
  readonly more?: readonly object[];
}

async function run(
  name: string,
  args: readonly string[],
  { packages, lock, imports = [], more = [] }: Asked,
) {
  const phases = [{ name: "one", packages, imports }, ...more];
  const manifest = { version: 1, name, base: { image: place.base }, phases };
  if (lock !== undefined) await place.write(`${name}/pylock.toml`, lock);
  await place.write(
    `${name}/install.yml`,
    lock === undefined ? manifest : { ...manifest, lock: "pylock.toml" },
  );
  const done = await place.run(args, { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return { ...done, report: await place.report(name) };
}

const versions = (report: Awaited<ReturnType<typeof run>>["report"]) =>
  report.plan?.phases.flatMap((phase) => phase.distributions.map((one) => `${one.name} ${one.version}`));

test("a plan writes a lock that uv installs, and that comes back as the same plan without asking the index", async () => {
  const wanted = ["app[more]", "lib<2"];
  const first = await run("written", ["plan", "--write-lock", "pylock.toml"], { packages: wanted });
  expect(first.stderr).not.toContain("error");
  const text = await place.read("written/pylock.toml");
  const { packages } = parse(text) as { packages: { name: string; dependencies: { name: string }[] }[] };
  expect(packages.map((one) => [one.name, one.dependencies.map((each) => each.name)])).toEqual([
    ["app", ["lib", "other"]],
    ["lib", []],
    ["other", []],
  ]);

  expect(await installWithUv(text)).toEqual(["app-1.0", "lib-1.0", "other-1.0"]);

  index.requests.length = 0;
  const again = await run("taken", ["build"], {
    packages: ["app[more]"],
    lock: text,
    imports: ["app", "lib", "other"],
  });
  expect(again.stderr).not.toContain("error");
  expect(again.exitCode).toBe(0);
  expect(versions(again.report)).toEqual(["app 1.0", "lib 1.0", "other 1.0"]);
  expect(again.report.plan?.phases[0]?.distributions).toEqual(first.report.plan?.phases[0]?.distributions);
  expect(index.requests.filter((one) => one.url.includes("/simple/"))).toEqual([]);
});

variation(
  "a lock that was written without an optional phase builds without it, and takes it back when it holds it",
  async () => {
    const packages = ["app"];
    const optional = { name: "extra", packages: ["other"], optional: true };
    const unmet = { ...optional, requires: { python: ">=3.99" } };
    const leftOut = (report: Awaited<ReturnType<typeof run>>["report"]) =>
      report.plan?.phases.flatMap((phase) => (phase.leftOut ? [phase.reason] : []));

    await run("without", ["plan", "--write-lock", "pylock.toml"], { packages, more: [unmet] });
    const lock = await place.read("without/pylock.toml");
    const degraded = await run("lock-degraded", ["build"], { packages, lock, more: [optional] });
    expect(degraded.exitCode, degraded.stderr).toBe(0);
    expect(leftOut(degraded.report)).toEqual([
      expect.stringContaining("pylock.toml doesn't hold what it asks for (other)"),
    ]);
    expect(degraded.report.outcome).toBe("degraded");

    const required = await run("needed", ["plan"], {
      packages,
      lock,
      more: [{ ...optional, optional: false }],
    });
    expect(required.exitCode).toBe(4);
    expect(required.stderr).toMatch(/pylock\.toml: phase extra asks for other, which it doesn't hold/);

    await run("whole", ["plan", "--write-lock", "pylock.toml"], { packages, more: [optional] });
    const full = await place.read("whole/pylock.toml");
    const elsewhere = await run("elsewhere", ["plan"], { packages, lock: full, more: [unmet] });
    expect(elsewhere.exitCode, elsewhere.stderr).toBe(0);
    expect(versions(elsewhere.report)).toEqual(["app 1.0", "lib 2.0"]);
  },
);

/** Distributions that uv installs from a lock in a container of the base. */
async function installWithUv(lock: string): Promise<readonly string[]> {
  const { engine } = await openRealEngine();
  const ports = { ...testPorts({ engine }), cache: createDiskCache(CACHE, createNodeFiles()) };
  const image = await engine.findImage(place.base);
  const base = { image: image?.id ?? "", python: "python3" };
  const script = `${SCRATCH}/work`;
  return withToolbox({ id: place.id, owner: "test/0" }, base, ports, (toolbox) =>
    toolbox.open(base.image, "uv", async (container) => {
      await container.putArchive(script, archiveOf([{ name: "pylock.toml", content: lock }]));
      const flags = ["--quiet", "--no-config", "--python", "python3", "--target", `${script}/out`];
      const installed = await execText(container, {
        command: [UV, "pip", "install", ...flags, "-r", `${script}/pylock.toml`],
        env: installerEnv({ caBundle: undefined, installerEnv: {} }),
      });
      expect(installed).toMatchObject({ exitCode: 0, stderr: "" });
      const listed = await execText(container, { command: ["ls", `${script}/out`] });
      return [...listed.stdout.matchAll(/(\S+)\.dist-info/g)].map((match) => match[1] ?? "").toSorted();
    }),
  );
}

test("pip's lock, which doesn't say who needs what, is read by the wheels' own metadata", async () => {
  const lock = pipLock([APP, LIB_1], files);

  const { exitCode, stderr, report } = await run("pip", ["plan"], { packages: ["app"], lock });

  expect(exitCode, stderr).toBe(0);
  expect(versions(report)).toEqual(["app 1.0", "lib 1.0"]);
});

test("a lock that doesn't match is refused by file and line, with everything that is wrong", async () => {
  const lock = pipLock([APP, LIB_1, OTHER], files);

  const { exitCode, stderr, pid } = await run("mismatch", ["build"], { packages: ["app", "lib>=2"], lock });

  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain("phase one asks for lib>=2, and it holds lib 1.0");
  expect(stderr).toMatch(/pylock\.toml:16: phase one asks for lib>=2/);
  expect(stderr).toMatch(/pylock\.toml:27: no phase needs other/);
  expect(stderr).toContain("--write-lock");
  expect(await place.leftBy(pid)).toEqual([]);
});

variation("a locked version that vanished names the next best, which was seen to resolve", async () => {
  index.withdraw(GONE_1.name);

  const { exitCode, stderr } = await run("vanished", ["plan"], {
    packages: ["gone"],
    lock: pipLock([GONE_1], files),
  });

  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain("gone 1.0, which pylock.toml locks, is gone from its index");
  expect(stderr).toContain("take `gone==1.1`");
});

test("a lock that isn't one is refused before the engine is asked for anything", async () => {
  const { exitCode, stderr } = await run("broken", ["plan"], {
    packages: ["app"],
    lock: 'lock-version = "1.0"\n[[packages]]\nname = "app"\nversion = 1\n',
  });

  expect(exitCode, stderr).toBe(2);
  expect(stderr).toMatch(/pylock\.toml/);
});
