import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { deriveAptBase } from "../support/apt-base.ts";
import { AptMirror } from "../support/apt-mirror.ts";
import { debianPackage } from "../support/debian-package.ts";
import { Foreigners } from "../support/foreigners.ts";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
let mirror: AptMirror;
let base: string;

const says = (text: string) => `#!/bin/sh\necho ${text}\n`;

beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  const host = await place.gateway();
  index = new PackageIndex({ host, files: [wheel({ name: "core" })] });
  await index.start();
  mirror = new AptMirror(host, [
    await debianPackage({
      name: "libshared",
      version: "2:1.5-1",
      files: { "/usr/lib/libshared.txt": "shared" },
    }),
    await debianPackage({
      name: "speaker",
      fields: { Depends: "libshared (>= 1)", Recommends: "not-there" },
      files: { "/usr/bin/speaker": says("speaks") },
      // As debhelper writes it: a service is started only where the policy lets it.
      postinst: "invoke-rc.d --quiet speaker start; echo done > /usr/share/speaker-configured",
    }),
    await debianPackage({
      name: "listener",
      fields: { Depends: "libshared" },
      files: { "/usr/bin/listener": says("listens") },
    }),
    await debianPackage({ name: "enemy", fields: { Conflicts: "speaker" } }),
    await debianPackage({ name: "needy", fields: { Depends: "nowhere (>= 3)" } }),
    await debianPackage({ name: "remover", fields: { Conflicts: "python3-pip" } }),
    await debianPackage({ name: "broken", postinst: "echo the script gives up >&2; exit 3" }),
    await debianPackage({ name: "old", version: "1.0" }),
  ]);
  await mirror.start();
  base = await deriveAptBase(place, mirror, "base");
});
afterAll(async () => {
  await mirror?.stop();
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

async function run(name: string, args: readonly string[], manifest: object) {
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: base }, ...manifest });
  const started = Date.now();
  const outcome = await place.run(args, { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return { ...outcome, seconds: (Date.now() - started) / 1000, report: await place.report(name) };
}

const PHASES = [
  { name: "core", packages: ["core"], imports: ["core"], system_packages: ["listener"] },
  { name: "tail", system_packages: ["listener", "coreutils"], optional: true },
];

test("system packages go from the manifest through plan and build into the image, and nothing of apt's with them", async () => {
  const manifest = { system_packages: ["speaker"], phases: PHASES };
  const { exitCode, stdout, stderr, report, pid } = await run("whole", ["build"], manifest);
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);

  const planned = report.plan?.phases.map(({ name, system }) => ({
    name,
    brings: system.packages.map((one) => `${one.name}=${one.version}`),
    shared: system.shared,
    provided: system.provided.map((one) => one.replace(/=.*/, "")),
  }));
  expect(planned).toEqual([
    { name: "system-packages", brings: ["libshared=2:1.5-1", "speaker=1.0"], shared: [], provided: [] },
    { name: "core", brings: ["listener=1.0"], shared: ["libshared"], provided: [] },
    { name: "tail", brings: [], shared: ["libshared", "listener"], provided: ["coreutils"] },
  ]);
  expect(stdout).toMatch(/system-packages\s+apt: speaker\s+2 files/);
  for (const { predictedBytes, actualBytes } of report.built?.phases.slice(0, 2) ?? []) {
    expect(Math.abs((predictedBytes ?? 0) - (actualBytes ?? 0))).toBeLessThan(1e6);
  }

  const image = "surelayer/whole:built";
  expect(
    await foreigners.runOnce(image, ["sh", "-c", "speaker; listener; cat /usr/share/speaker-configured"]),
  ).toBe("speaks\nlistens\ndone\n");
  expect(await foreigners.runOnce(image, ["apt-mark", "showauto"])).toBe("libshared\n");
  expect(await foreigners.runOnce(image, ["dpkg", "--audit"])).toBe("");
  const traces =
    "ls /var/lib/apt/lists /var/cache/apt/archives/*.deb /usr/sbin/policy-rc.d /var/log/apt /var/log/dpkg.log /var/cache/ldconfig/aux-cache 2>/dev/null; find / -xdev -path '*surelayer*'";
  expect(await foreigners.runOnce(image, ["sh", "-c", `${traces}; true`])).toMatch(
    /^(?:\/var\/lib\/apt\/lists:?\s*)?$/,
  );
  expect(await place.leftBy(pid)).toEqual([]);

  const again = await run("whole", ["build"], manifest);
  expect(again.report.built?.phases.map((one) => one.status)).toEqual(["cached", "cached", "cached"]);
});

describe("refused before anything is installed", () => {
  const refused = async (name: string, packages: readonly string[]) => {
    const { exitCode, stderr } = await run(name, ["plan"], { system_packages: packages, phases: PHASES });
    return { exitCode, stderr };
  };

  variation("a package that removes another", async () => {
    const { exitCode, stderr } = await refused("removes", ["remover"]);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/remover can't be installed beside what the base holds[\s\S]*remove is disabled/);
  });

  test("two lists that exclude each other", async () => {
    const manifest = {
      system_packages: ["speaker"],
      phases: [{ name: "other", packages: ["core"], system_packages: ["enemy"] }],
    };
    const { exitCode, stderr } = await run("excludes", ["plan"], manifest);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/of all phases together can't be installed[\s\S]*Conflicts: speaker/);
  });

  variation("a dependency that isn't there", async () => {
    const { exitCode, stderr } = await refused("needy", ["needy"]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Depends: nowhere (>= 3)");
  });

  variation("a package that no source has, after fresh lists", async () => {
    const before = mirror.requests.filter(({ path }) => path.endsWith("/Packages")).length;
    const { exitCode, stderr } = await refused("unknown", ["speeker"]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Unable to locate package speeker");
    expect(mirror.requests.filter(({ path }) => path.endsWith("/Packages")).length - before).toBe(2);
  });

  variation("a base without apt", async () => {
    const container = await place.docker.createContainer({ Image: base, Cmd: ["rm", "/usr/bin/dpkg-query"] });
    await container.start();
    await container.wait();
    const tag = `${place.id}-bare`;
    await container.commit({
      _query: { container: container.id, repo: "surelayer-test-apt", tag },
      _body: {},
    });
    await container.remove();
    const manifest = {
      base: { image: `surelayer-test-apt:${tag}` },
      system_packages: ["speaker"],
      phases: PHASES,
    };
    const { exitCode, stderr } = await run("bare", ["plan"], manifest);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The base image can't take `system_packages`: it is debian 12, without apt.");
  });
});

variations("a mirror that fails", () => {
  variation("for a while is asked again by the plan, with fresh lists", async () => {
    mirror.fail({ kind: "half-index", without: ["listener"] }, 1);
    const { exitCode, stderr } = await run("half", ["plan", "--refresh"], { phases: PHASES.slice(0, 1) });
    mirror.heal();
    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
  });

  variation("for good ends the plan with what it answered", async () => {
    mirror.fail({ kind: "status", status: 503, paths: /Release|Packages/ });
    const { exitCode, stderr } = await run("down", ["plan", "--refresh"], { phases: PHASES.slice(0, 1) });
    mirror.heal();
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/package lists could not be fetched[\s\S]*503/);
  });

  test("with other bytes than its signed list names installs nothing of them", async () => {
    // One that no test before has installed: its layer would be found.
    mirror.publish(await debianPackage({ name: "altered", version: "1.0" }));
    mirror.fail({ kind: "wrong-hash" });
    const { exitCode, stderr, pid } = await run("tampered", ["build"], {
      phases: [{ name: "only", system_packages: ["altered"] }],
      install: { first_delay: "1s" },
    });
    mirror.heal();
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("Hash Sum mismatch");
    expect(await place.leftBy(pid)).toEqual([]);
  });

  variation("that drops a planned version leads to a new plan", async () => {
    const manifest = { phases: [{ name: "only", system_packages: ["old"] }] };
    const planned = await run("vanished", ["plan", "-o", "plan.json"], manifest);
    expect(planned.exitCode).toBe(0);
    mirror.publish(await debianPackage({ name: "old", version: "1.1" }));
    const { exitCode, stderr } = await run("vanished", ["build", "--plan", "plan.json"], manifest);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Version '1.0' for 'old' was not found");
    expect(stderr).toContain("--refresh");
    const fresh = await run("vanished", ["build", "--refresh"], manifest);
    expect(fresh.report.plan?.phases[0]?.system.packages[0]?.version).toBe("1.1");
    expect(fresh.exitCode).toBe(0);
  });
});

test("a package whose script fails fails its phase with the script's words, and leaves no layer", async () => {
  const { exitCode, stderr, report } = await run("script", ["build"], {
    phases: [{ name: "only", system_packages: ["broken"] }],
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/dpkg: error processing package broken/);
  expect(report.built).toBe(null);
  const log = await place.read("script/.surelayer/logs/1-only.log");
  expect(log).toContain("the script gives up");
});

variation(
  "a package of the base's own mirror is predicted within its margin",
  { timeout: 240_000 },
  async ({ skip }) => {
    const reach = [
      "sh",
      "-c",
      "apt-get -o APT::Update::Error-Mode=any update >/dev/null 2>&1 && echo yes || echo no",
    ];
    if ((await foreigners.runOnce(place.base, reach)) !== "yes\n")
      skip("containers reach no mirror of the base's own");
    const manifest = { base: { image: place.base }, phases: [{ name: "real", system_packages: ["hello"] }] };
    const { exitCode, report } = await run("real", ["build"], manifest);
    expect(exitCode).toBe(0);
    const plan = report.plan as Plan;
    const [{ predictedBytes = 0, actualBytes = 0 } = {}] = report.built?.phases ?? [];
    expect(Math.abs((predictedBytes ?? 0) - (actualBytes ?? 0))).toBeLessThanOrEqual(plan.totals.margin);
    expect(await foreigners.runOnce("surelayer/real:built", ["hello"])).toBe("Hello, world!\n");
  },
);
