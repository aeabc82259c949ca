import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Plan } from "../../src/plan/plan.ts";
import { privateCertificate } from "../support/certificates.ts";
import { EngineEvents } from "../support/engine-events.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const NOWHERE = "nowhere.example/team/base:1";
const PASSWORD = "canary/pass:word+4712";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [
    wheel({ name: "app", requires: ["part>=1"] }),
    wheel({ name: "part", version: "1.0" }),
    wheel({ name: "part", version: "2.0" }),
    await sourceDistribution("only-source", canary(), { requires: ["part<2"] }),
    await sourceDistribution("only-address", canary(), {
      requires: ["part @ https://files.example/part.whl"],
    }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

const app = { name: "one", packages: ["app"], imports: ["app"] };

interface Given {
  readonly provides?: object;
  readonly phases?: readonly object[];
}

/** What a hostile package does when it is built. */
function canary(): string {
  return `open(${JSON.stringify(place.path("canary"))}, "w").write("ran")\nraise SystemExit(1)`;
}

async function write(name: string, { provides, phases = [app] }: Given): Promise<void> {
  const base = { image: NOWHERE, provides: provides ?? { python: "3.11" } };
  await place.write(`${name}/install.yml`, { version: 1, name, base, phases });
}

async function run(name: string, args: readonly string[], env: Record<string, string> = {}) {
  return await place.run(args, { cwd: place.path(name), env: { PIP_INDEX_URL: index.url, ...env } });
}

describe("a base that is nowhere", () => {
  test("plans from what is declared: nothing is pulled, no container is made, and the plan says so", async () => {
    await using watch = await EngineEvents.open(place);
    const provides = { python: "3.12", cuda: "12.8", packages: { torch: "2.8.0+cu128", Part: "1.0" } };
    const phases = [
      { name: "held", packages: ["part"], imports: ["part"] },
      app,
      { name: "apart", packages: ["app"], environment: "isolated" },
    ];
    await write("nowhere", { provides, phases });

    const done = await run("nowhere", ["plan", "--json"]);

    expect(done.exitCode).toBe(0);
    const { plan } = JSON.parse(done.stdout) as { plan: Plan };
    expect(Plan.parse(plan)).toEqual(plan);
    expect(plan.base).toMatchObject({ facts: "declared", python: "3.12", imageId: null, bytes: null });
    expect(plan.kept).toEqual(["torch==2.8.0+cu128"]);
    const installed = plan.phases.map((one) =>
      one.distributions.map((each) => `${each.name} ${each.version}`),
    );
    expect(installed).toEqual([[], ["app 1.0"], ["app 1.0", "part 2.0"]]);
    expect(plan.verdict).toMatchObject({ fits: true });
    expect(plan.base).toHaveProperty("unverified.0", expect.stringMatching(/^Unverified: nowhere\.example/));
    expect(plan.warnings.join("\n")).toMatch(
      /Phase held installs nothing.*part can be imported there is unverified/,
    );
    expect(done.stderr).toContain("(Python 3.12, declared and unverified, size unknown)");
    expect(await place.read("nowhere/.surelayer/summary.md")).toContain("declared and unverified");
    expect(await watch.ofProcess(done.pid)).toEqual([]);
    expect(await watch.ofImage(NOWHERE)).toEqual([]);
    expect(await place.leftBy(done.pid)).toEqual([]);
  });

  test("plans without any engine: whether it fits is not known", async () => {
    await write("engineless", {});

    const done = await run("engineless", ["plan"], { DOCKER_HOST: `unix://${place.path("no.sock")}` });

    expect(done.exitCode).toBe(0);
    expect(done.stderr).toContain("Planned without an engine: No container engine answers");
    const { plan } = await place.report("engineless");
    expect(plan?.verdict).toMatchObject({ fits: null, freeBytes: null });
    expect(done.stdout).toMatch(/not known whether it fits: needs .* the engine's disk isn't known/);
  });

  test("is needed by a build, which says so", async () => {
    await write("unbuildable", {});

    const done = await run("unbuildable", ["build"]);

    expect(done.exitCode).toBe(6);
    expect(done.stderr).toContain("nowhere.example");
  });

  test("runs nobody's code on this machine: a source is taken with what its archive states, or refused", async () => {
    await write("source", { phases: [{ name: "one", packages: ["only-source"] }] });
    await write("address", { phases: [{ name: "one", packages: ["only-address"] }] });

    const source = await run("source", ["plan"]);
    const address = await run("address", ["plan"]);

    expect(source.stderr).not.toContain("error");
    const { plan } = await place.report("source");
    expect(plan?.phases[0]?.distributions).toMatchObject([
      { name: "only-source", kind: "sdist" },
      { name: "part", version: "1.0" },
    ]);
    expect(source.stdout).toContain("Not built for this plan");
    expect(address.exitCode).toBe(4);
    expect(address.stderr).toContain(
      "only-address 1.0 exists only as source, and its archive only_address-1.0.tar.gz states no",
    );
    expect(address.stderr).toContain("lock: pylock.toml");
    await expect(readFile(place.path("canary"))).rejects.toThrow("ENOENT");
  });

  variation("a conflict is explained with changes that were seen to resolve", async () => {
    await write("conflict", { phases: [{ name: "one", packages: ["app", "part<1"] }] });

    const done = await run("conflict", ["plan"]);

    expect(done.exitCode).toBe(4);
    expect(done.stderr).toMatch(/phase one asks for part<1/);
    expect(done.stderr).toMatch(/tried and resolves:\n\s+1\. In phase one, write `part` instead of `part<1`/);
  });

  test("the machine's index settings reach the resolver, and stay secret", async () => {
    const host = await place.gateway();
    const authority = privateCertificate(host);
    const login = { username: "canary-user", password: PASSWORD };
    const files = [wheel({ name: "app" })];
    const private_ = new PackageIndex({ host, files, tls: authority, login });
    await private_.start();
    try {
      const ca = await place.write("ca.pem", authority.ca);
      await write("private", {});
      const url = private_.url.replace(PASSWORD, encodeURIComponent(PASSWORD));

      const done = await run("private", ["plan", "--verbose"], { PIP_INDEX_URL: url, SSL_CERT_FILE: ca });

      expect(done.stderr).not.toContain("error");
      expect(done.exitCode).toBe(0);
      const written = await place.read("private/.surelayer/plan.json");
      for (const canary of [PASSWORD, encodeURIComponent(PASSWORD)]) {
        expect([done.stdout, done.stderr, written].filter((one) => one.includes(canary))).toEqual([]);
      }
    } finally {
      await private_.stop();
    }
  });
});

describe("this machine's own tools", () => {
  test("uv is fetched by this machine's pip where no run has kept it", async () => {
    await write("first-time", { phases: [{ name: "one", packages: ["six"] }] });

    const done = await place.run(["plan"], {
      cwd: place.path("first-time"),
      env: { XDG_CACHE_HOME: place.path("empty-cache") },
    });

    expect(done.stderr).not.toContain("error");
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toContain("six");
  });

  test("a machine without Python is told what to do", async () => {
    await write("pythonless", {});

    const done = await run("pythonless", ["plan", "--refresh"], { PATH: place.path("nothing-here") });

    expect(done.exitCode).toBe(1);
    expect(done.stderr).toContain("This machine has no Python 3");
    expect(done.stderr).toContain("docker pull");
  });
});
