import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { type PackageFile, sourceDistribution, wheel } from "../support/python-packages.ts";
import { saveImage } from "../support/saved-image.ts";
import { Workplace } from "../support/workplace.ts";

/** A back end as an own distribution: what it builds says by whom it was built. */
function maker(version: string, says = `maker ${version}`): PackageFile {
  const text = [
    "import base64, hashlib, os, zipfile",
    `SAYS = ${JSON.stringify(says)}`,
    "def get_requires_for_build_wheel(config_settings=None):",
    '    return ["extra-tool"]',
    "def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):",
    "    import extra_tool, helper",
    '    name = open("PKG-INFO").read().split("Name: ")[1].split()[0]',
    '    info, rows = name + "-1.0.dist-info", []',
    '    wheel = zipfile.ZipFile(os.path.join(wheel_directory, name + "-1.0-py3-none-any.whl"), "w")',
    "    def add(path, text):",
    "        data = text.encode()",
    '        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()',
    '        rows.append("%s,sha256=%s,%d" % (path, digest, len(data)))',
    "        wheel.writestr(path, data)",
    '    add("made.py", "by = %r\\n" % SAYS)',
    '    add(info + "/METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: 1.0\\n" % name)',
    '    add(info + "/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")',
    '    wheel.writestr(info + "/RECORD", "\\n".join(rows + [info + "/RECORD,,", ""]))',
    "    wheel.close()",
    '    return name + "-1.0-py3-none-any.whl"',
  ].join("\n");
  return wheel({ name: "maker", version, files: { "maker.py": `${text}\n` }, requires: ["helper"] });
}

const PYPROJECT =
  '[build-system]\nrequires = ["maker>=1"]\nbuild-backend = "maker"\n[project]\nname = "demo"\nversion = "1.0"\n';

let place: Workplace;
let index: PackageIndex;
let files: PackageFile[];
beforeAll(async () => {
  place = await Workplace.open();
  const demo = await sourceDistribution("demo", "pass", { files: { "pyproject.toml": PYPROJECT } });
  files = [demo, maker("1.0"), wheel({ name: "helper" }), wheel({ name: "extra-tool" })];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function run(
  args: readonly string[],
  folder: string,
  { installer = "uv", user = folder, more = {} } = {},
) {
  const phases = [{ name: "source", packages: ["demo"], imports: ["made"] }];
  const manifest = { version: 1, name: folder, base: { image: place.base }, phases, install: { installer } };
  await place.write(`${folder}/install.yml`, { ...manifest, ...more });
  const env = { PIP_INDEX_URL: index.url, XDG_STATE_HOME: place.path(user) };
  return place.run(args, { cwd: place.path(folder), env });
}

async function madeBy(folder: string): Promise<string | undefined> {
  const { built } = await place.report(folder);
  const base = await place.docker.getImage(place.base).inspect();
  const { layers } = await saveImage(place.docker, built?.imageId ?? "", base.RootFS.Layers?.length ?? 0);
  return layers
    .flat()
    .find((one) => one.name.endsWith("/made.py"))
    ?.content.toString();
}

/** The index from now on: another file of that name, or more files. */
function publish(file: PackageFile): void {
  const at = files.findIndex((one) => one.name === file.name);
  if (at < 0) files.push(file);
  else files[at] = file;
}

describe("what a source is built with", () => {
  test("is in the plan with its hashes, also what the back end asks for, and the build asks no index for it", async () => {
    const planned = await run(["plan", "-o", "plan.json"], "planned");
    expect(planned.exitCode, planned.stderr).toBe(0);
    const plan = JSON.parse(await place.read("planned/plan.json")) as Plan;
    const build = plan.phases[0]?.distributions[0]?.build;
    expect(build?.requires).toEqual(["extra-tool", "maker>=1"]);
    const locked = build?.distributions.map((one) => [one.name, one.version, one.file.sha256]);
    const wanted = files
      .filter((one) => one.project !== "demo")
      .map((one) => [one.project, "1.0", one.sha256]);
    expect(locked?.toSorted()).toEqual(wanted.toSorted());
    expect(planned.stdout.replace(/\s+/g, " ")).toContain(
      "demo 1.0 is built from source with extra-tool 1.0, helper 1.0, maker 1.0",
    );

    publish(maker("2.0", "a newer maker"));
    index.requests.length = 0;
    const built = await run(["build", "--plan", "plan.json"], "planned");

    expect(built.exitCode, built.stderr).toBe(0);
    expect(await madeBy("planned")).toBe("by = 'maker 1.0'\n");
    expect(index.requests.filter(({ url }) => url.startsWith("/simple/"))).toEqual([]);
  });
});

variations("what a source is built with", () => {
  test.each(["uv", "pip"])("can't be replaced behind a plan's back, with %s", async (installer) => {
    const folder = `replaced-${installer}`;
    publish(maker("1.0"));
    const planned = await run(["plan", "-o", "plan.json", "--refresh"], folder, { installer });
    expect(planned.exitCode, planned.stderr).toBe(0);
    const plan = JSON.parse(await place.read(`${folder}/plan.json`)) as Plan;
    const locked = plan.phases[0]?.distributions[0]?.build?.distributions ?? [];
    const version = locked.find((one) => one.name === "maker")?.version ?? "";

    const good = files.find((one) => one.name === `maker-${version}-py3-none-any.whl`) ?? maker(version);
    publish(maker(version, "an attacker"));
    const { exitCode, stderr } = await run(["build", "--plan", "plan.json"], folder, { installer });

    expect(exitCode, stderr).not.toBe(0);
    expect(stderr).toContain(`maker-${version}-py3-none-any.whl: another file than the lock's`);
    publish(good);
    const again = await run(["build", "--plan", "plan.json"], folder, { installer });
    expect(again.exitCode, again.stderr).toBe(0);
    expect(await madeBy(folder)).not.toContain("attacker");
  });

  test("is bounded by `build_constraints`, and another version is another layer", async () => {
    publish(maker("3.0"));
    const more = { build_constraints: ["maker<3"] };
    const bounded = await run(["build", "--refresh"], "bounded", { more });
    expect(bounded.exitCode, bounded.stderr).toBe(0);
    expect(await madeBy("bounded")).not.toContain("maker 3.0");

    const free = await run(["build", "--refresh"], "bounded");
    expect(free.exitCode, free.stderr).toBe(0);
    expect(await madeBy("bounded")).toBe("by = 'maker 3.0'\n");
  });

  test("is in a lock, which a build on another machine takes it from", async () => {
    const planned = await run(["plan", "--write-lock", "pylock.toml", "--refresh"], "locked");
    expect(planned.exitCode, planned.stderr).toBe(0);
    const { version } = JSON.parse(
      await place.read("locked/.surelayer/plan.json"),
    ).phases[0].distributions[0].build.distributions.find((one: { name: string }) => one.name === "maker");
    publish(maker("4.0"));

    const built = await run(["build"], "locked", { user: "another", more: { lock: "pylock.toml" } });

    expect(built.exitCode, built.stderr).toBe(0);
    expect(await madeBy("locked")).not.toContain("maker 4.0");
    const again = (await place.report("locked")).plan?.phases[0]?.distributions[0]?.build;
    expect(again?.distributions.find((one) => one.name === "maker")?.version).toBe(version);
  });

  test("is what its own back end asks for where pyproject.toml requires nothing", async () => {
    const files = { "backend.py": "def get_requires_for_build_wheel(settings=None): return ['helper']\n" };
    publish(
      await sourceDistribution("asking", "pass", { files: { ...files, "csrc/fast.c": "int fast;\n" } }),
    );
    const phases = [{ name: "asking", packages: ["asking"] }];

    const planned = await run(["plan"], "asking", { more: { phases } });

    expect(planned.stdout.replace(/\s+/g, " ")).toContain("asking 1.0 is built from source with helper 1.0");
  });

  test("is a fault of the source where it can't be had: an optional phase is left out", async () => {
    const lost = '[build-system]\nrequires = ["nowhere"]\nbuild-backend = "nowhere"\n';
    publish(await sourceDistribution("lost", "pass", { files: { "pyproject.toml": lost } }));
    const phase = { name: "lost", packages: ["lost"], imports: [] };
    const refused = await run(["plan"], "lost", { more: { phases: [phase] } });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain(
      "lost 1.0 can't be built from source, because what its build requires can't be had",
    );
    expect(refused.stderr).toContain("nowhere");

    const phases = [
      { ...phase, optional: true },
      { name: "helper", packages: ["helper"] },
    ];
    const left = await run(["plan"], "lost", { more: { phases } });
    expect(left.exitCode, left.stderr).toBe(0);
    expect(left.stderr).toContain("Optional phase lost is left out");
  });
});

variation("a build that asks for something else than it said is refused with its own class", async () => {
  const fickle = [
    "import os",
    "def get_requires_for_build_wheel(config_settings=None):",
    '    return ["extra-tool"] if os.path.exists("/dev/surelayer/scratch/work/builds") else ["helper"]',
    "def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):",
    "    raise SystemExit(1)",
  ];
  const metadata = { "backend.py": `${fickle.join("\n")}\n`, "csrc/fast.c": "int fast;\n" };
  publish(await sourceDistribution("fickle", "pass", { files: metadata }));
  const phases = [{ name: "fickle", packages: ["fickle"] }];

  const { exitCode, stderr } = await run(["build"], "fickle", { more: { phases } });

  expect(exitCode).toBe(1);
  expect(stderr).toContain("build asks for what isn't locked");
  expect(stderr).toContain("helper");
});
