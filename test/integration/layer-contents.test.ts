import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { packing } from "../support/packing-backend.ts";
import { type PackageFile, sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const SITE = "/usr/local/lib/python3.11/dist-packages";

/** What package code does to a container, by what it is called here. */
const DEEDS = {
  beside: `open("${SITE}/beside.py", "w").write("evil = 1\\n")`,
  pth: `open("${SITE}/evil.pth", "w").write("import sys\\n")`,
  quiet: `path, kept = "/etc/group", os.stat("/etc/group"); file = open(path, "r+"); file.write("ROOT"); file.close(); os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))`,
  base: 'open("/etc/passwd", "a").write("evil:x:0:0::/:/bin/sh\\n")',
  overwrite: `open("${SITE}/victim/__init__.py", "w").write("evil = 1\\n")`,
  remove: `os.remove("${SITE}/lost/__init__.py")`,
  setuid: 'shutil.copy("/bin/true", "/usr/local/bin/evil"); os.chmod("/usr/local/bin/evil", 0o4755)',
  link: `os.symlink("/etc/shadow", "${SITE}/link.py")`,
  daemon: `subprocess.Popen([sys.executable, "-c", ${JSON.stringify("import time\nwhile True:\n    open('/opt/daemon', 'a').write('x')\n    time.sleep(0.05)")}], start_new_session=True, stdin=-3, stdout=-3, stderr=-3)`,
  preload: 'open("/etc/ld.so.preload", "w").write("/opt/evil.so\\n")',
  python: 'open("/usr/lib/python3.11/this.py", "a").write("# evil\\n")',
} as const;
/** Overwrites a wheel of its own layer, and what that wheel says of its files. */
const FORGERY = `import base64, hashlib, os
site = "${SITE}"
evil = b"evil = 1\\n"
open(site + "/bystander/__init__.py", "wb").write(evil)
digest = base64.urlsafe_b64encode(hashlib.sha256(evil).digest()).rstrip(b"=").decode()
record = site + "/bystander-1.0.dist-info/RECORD"
lines = open(record).read().splitlines()
lines = ["bystander/__init__.py,sha256=" + digest + "," + str(len(evil)) if "__init__" in one else one for one in lines]
open(record, "w").write("\\n".join(lines) + "\\n")`;

type Deed = keyof typeof DEEDS;

const PLACES: Readonly<Record<Deed, string>> = {
  ...{
    beside: `${SITE}/beside.py`,
    pth: `${SITE}/evil.pth`,
    base: "/etc/passwd",
    quiet: "/etc/group",
    link: `${SITE}/link.py`,
  },
  ...{ overwrite: `${SITE}/victim/__init__.py`, remove: `${SITE}/lost/__init__.py` },
  ...{ setuid: "/usr/local/bin/evil", daemon: "/opt/daemon", preload: "/etc/ld.so.preload" },
  python: "/usr/lib/python3.11/this.py",
};

/** Python that does these things, in several lines. */
function evil(deeds: readonly Deed[]): string {
  return ["import os, shutil, subprocess, sys", ...deeds.map((one) => DEEDS[one])].join("\n");
}

function evilSource(name: string, deeds: readonly Deed[]): Promise<PackageFile> {
  const files = { [`${name}/__init__.py`]: "", "csrc/fast.c": "int fast;\n" };
  return sourceDistribution(name, `${evil(deeds)}\n${packing(name)}`, { files });
}

/** A wheel with another file than its RECORD says, and with a claim to a file of the base. */
function lying(name: string): PackageFile {
  const info = `${name}-1.0.dist-info`;
  const rows = [`${name}/__init__.py,sha256=${"A".repeat(43)},9`, "../../../../../etc/shadow,,"];
  const own = ["METADATA", "WHEEL", "RECORD"].map((file) => `${info}/${file},,`);
  return wheel({ name, record: `${[...rows, ...own].join("\n")}\n` });
}

const MANY: readonly Deed[] = [
  ...(["beside", "pth", "base", "quiet", "overwrite", "remove", "setuid", "link", "daemon"] as const),
];
let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const importing = (name: string, deeds: readonly Deed[]) =>
    wheel({ name, files: { [`${name}/__init__.py`]: `${evil(deeds)}\n${FORGERY}\n` } });
  const files = [
    wheel({ name: "victim" }),
    wheel({ name: "lost", files: { "lost/__init__.py": "", "lost/more.py": "" } }),
    await evilSource("manydeeds", MANY),
    await evilSource("toolsmith", ["preload", "python"]),
    await evilSource("allowed", ["beside", "base"]),
    importing("importer", ["beside", "overwrite", "base"]),
    lying("liar"),
    wheel({ name: "bystander" }),
    await sourceDistribution("forger", `${FORGERY}\n${packing("forger")}`, {
      files: { "forger/__init__.py": "", "csrc/fast.c": "int fast;\n" },
    }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

/** Builds two phases: one with packages that attack nobody, then one with the attacker. */
async function build(name: string, more: object = {}) {
  const phases = [
    { name: "earlier", packages: ["victim", "lost"], imports: ["victim", "lost"] },
    { name: "attack", packages: [name, "bystander"], imports: [name], source_build: "allowed" },
  ];
  const manifest = { version: 1, name, base: { image: place.base }, phases, ...more };
  await place.write(`${name}/install.yml`, manifest);
  const run = await place.run(["build", "--verbose"], {
    cwd: place.path(name),
    env: { PIP_INDEX_URL: index.url },
  });
  return { ...run, report: await place.report(name) };
}

async function refused(name: string, deeds: readonly Deed[]) {
  const run = await build(name);
  expect(run.stderr).toContain(
    "error: Phase attack changed what isn't its own; the layer was not committed.",
  );
  for (const deed of deeds) expect(run.stderr).toContain(PLACES[deed]);
  expect(run.stderr).toMatch(new RegExp(`The layer brings .*${name} 1.0`));
  expect(run.stderr).toContain("allow_changes");
  expect(run.exitCode).toBe(1);
  expect(run.report.failure?.class?.id).toBe("W4");
  expect(run.report.journal.attempts).toEqual([]);
  return run;
}

describe("a layer that holds what none of its packages brings isn't committed", () => {
  test("where the build of a source writes everywhere, and leaves a program running", async () => {
    const { stderr } = await refused("manydeeds", MANY);

    expect(stderr).toContain("Phase attack left programs running, which are ended now: ");
    expect(stderr).toContain(`${PLACES.overwrite} was changed, and is a file of victim 1.0.`);
    expect(stderr).toContain(`${PLACES.remove} was removed, and is a file of lost 1.0.`);
    expect(stderr).toContain(`${PLACES.beside} is a file of no package.`);
    expect(stderr).toContain(`${PLACES.base} was changed, and is a file of the base.`);
    expect(stderr).toContain(`${PLACES.setuid} has the setuid bit`);
  });

  variation("where it changes what our own look runs on", () => refused("toolsmith", ["preload", "python"]));
  variation("where an import writes, also into a RECORD", async () => {
    const { stderr } = await refused("importer", ["beside", "overwrite", "base"]);
    expect(stderr).toContain(`${SITE}/bystander-1.0.dist-info/RECORD was changed after the installation.`);
  });
  variation("where a source rewrites a wheel of its layer, and that wheel's RECORD with it", async () => {
    const run = await build("forger");
    expect(run.stderr).toContain(
      `${SITE}/bystander-1.0.dist-info/RECORD was changed after the installation.`,
    );
    expect(run.exitCode).toBe(1);
  });
  variation("where a file isn't what its RECORD says", async () => {
    const run = await build("liar");
    expect(run.stderr).toContain(`${SITE}/liar/__init__.py isn't what the RECORD of liar 1.0 says.`);
    expect(run.exitCode).toBe(1);
  });
});

variation("what `allow_changes` names is let through, and said", async () => {
  const { exitCode, stdout, stderr, report } = await build("allowed", {
    allow_changes: [PLACES.beside, "/etc/pass*"],
  });
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  expect(stdout + stderr).toContain("allow_changes lets 2 paths through: ");
  expect(report.journal.allowed).toEqual([
    { phase: "attack", paths: expect.arrayContaining([PLACES.beside, "/etc/passwd"]) },
  ]);
});
