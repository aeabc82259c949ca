import { describe, expect, test } from "vitest";
import type { Manifest } from "../../../../src/manifest/manifest.ts";
import { resolveSystemPackages } from "../../../../src/resolve/system/resolve-system-packages.ts";
import { withToolbox } from "../../../../src/toolbox/toolbox.ts";
import { baseFacts } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { type SimulatedApt, simulatedApt } from "../../../support/simulated-apt.ts";
import { SimulatedBase } from "../../../support/simulated-base.ts";
import { testPorts } from "../../../support/test-ports.ts";

const MANIFEST = manifestOf(
  { one: ["alpha"] },
  "  - { name: two, system_packages: [sox, bash] }\nsystem_packages: [ffmpeg]\n",
);

function scene(apt = packages()) {
  const base = new SimulatedBase([], baseFacts(), apt.overrides);
  const engine = new MemoryEngine({ onExec: base.onExec });
  const image = engine.addImage("base:1");
  const pauses: number[] = [];
  let now = Date.parse("2026-11-22T21:00:00Z");
  const clock = {
    now: () => new Date(now),
    monotonic: () => 0,
    jitter: () => 0.5,
    sleep: async (milliseconds: number) => void pauses.push(milliseconds),
  };
  const ports = testPorts({ engine, clock });
  const ask = (manifest: Manifest = MANIFEST, refresh = false) =>
    withToolbox({ id: "r1", owner: "h/1" }, { image: image.id, python: "python3" }, ports, (toolbox) =>
      resolveSystemPackages(manifest, { imageId: image.id, facts: base.facts, refresh }, toolbox, ports),
    );
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { apt, ask, engine, ports, pauses, pass };
}

function packages(): SimulatedApt {
  return simulatedApt(
    { ffmpeg: { needs: ["libav"] }, libav: { version: "7:5.1", kibibytes: 50 }, sox: { needs: ["libav"] } },
    { bash: "5.2" },
  );
}

describe("what system packages come to", () => {
  test("is exact versions and sizes of each list, what the base holds apart", async () => {
    const { ask, apt } = scene();
    const { files, groups } = await ask();
    expect(groups).toEqual([
      { phase: "system-packages", asked: ["ffmpeg"], needs: ["ffmpeg", "libav"], provided: [] },
      { phase: "two", asked: ["sox", "bash"], needs: ["libav", "sox"], provided: ["bash=5.2"] },
    ]);
    expect(files.map((one) => `${one.name} ${one.version} ${one.installedBytes}`)).toEqual([
      "ffmpeg 1.0 102400",
      "libav 7:5.1 51200",
      "sox 1.0 102400",
    ]);
    expect(
      apt.calls.filter((call) => /install/.test(call)).every((call) => call.includes("--simulate")),
    ).toBe(true);
    // All of them together have to be possible, too.
    expect(apt.calls).toContain("apt-get install --simulate --yes -- ffmpeg=1.0 libav=7:5.1 sox=1.0");
  });

  test("asks nothing where there are none", async () => {
    const { ask, apt, engine } = scene();
    expect(await ask(manifestOf({ one: ["alpha"] }))).toEqual({ files: [], groups: [] });
    expect(apt.calls).toEqual([]);
    expect(engine.containers.size).toBe(0);
  });

  test("is remembered for an hour, but not over --refresh, another base's question or a damaged entry", async () => {
    const { ask, apt, pass, ports } = scene();
    const updates = () => apt.calls.filter((call) => call === "apt-get update").length;
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(updates()).toBe(1);
    await ask(MANIFEST, true);
    expect(updates()).toBe(2);
    pass(61 * 60 * 1000);
    await ask();
    expect(updates()).toBe(3);
    for (const key of ports.cache.entries.keys()) {
      if (key.startsWith("system-packages/")) await ports.cache.write(key, Buffer.from("{"));
    }
    await ask();
    expect(updates()).toBe(4);
  });
});

describe("a mirror that stumbles", () => {
  test("is asked again in a fresh container, whose lists are fresh", async () => {
    const { ask, apt, pauses } = scene();
    let failures = 2;
    apt.fault = (call) => {
      if (call !== "apt-get update" || failures === 0) return;
      failures -= 1;
      return "E: Failed to fetch http://mirror.example/dists  503  Service Unavailable\n";
    };
    expect((await ask()).files).toHaveLength(3);
    expect(pauses).toEqual([5000, 10_000]);
  });

  test("and goes on stumbling is an unreachable registry, with what it said", async () => {
    const { ask, apt } = scene();
    apt.fault = (call) =>
      call === "apt-get update" ? "E: Failed to fetch http://mirror.example/x  503\n" : undefined;
    await expect(ask()).rejects.toMatchObject({
      exitCode: 6,
      message: "The base's package lists could not be fetched.",
      evidence: "E: Failed to fetch http://mirror.example/x  503",
    });
  });

  test("which an old apt only warns of, beside exit code 0, is none the less", async () => {
    const apt = packages();
    const { "apt-get ": usual } = apt.overrides;
    const overrides = {
      ...apt.overrides,
      "apt-get ": (exec: Parameters<NonNullable<typeof usual>>[0]) => {
        if (exec.spec.command.includes("update"))
          exec.print("W: Failed to fetch http://mirror.example/x  503\n", "stderr");
        return usual?.(exec);
      },
    };
    const old = scene({ ...apt, overrides });
    await expect(old.ask()).rejects.toMatchObject({ exitCode: 6 });
  });

  test("a package that is absent twice is absent", async () => {
    const { ask, pauses } = scene();
    const manifest = manifestOf({ one: ["alpha"] }, "system_packages: [ffmpegg]\n");
    await expect(ask(manifest)).rejects.toMatchObject({
      exitCode: 4,
      evidence: "E: Unable to locate package ffmpegg",
      remedy: expect.stringContaining("--refresh"),
    });
    expect(pauses).toEqual([5000]);
  });

  test("what can't be solved isn't asked twice", async () => {
    const { ask, apt, pauses } = scene();
    apt.fault = (call) =>
      call.includes("--simulate")
        ? "The following packages have unmet dependencies:\n sox : Depends: nowhere\n"
        : undefined;
    await expect(ask()).rejects.toMatchObject({ exitCode: 4, evidence: " sox : Depends: nowhere" });
    expect(pauses).toEqual([]);
  });
});

test("a virtual package's stand-in is shown instead of taken", async () => {
  const apt = packages();
  const { "apt-get ": usual } = apt.overrides;
  const overrides = {
    ...apt.overrides,
    "apt-get ": (exec: Parameters<NonNullable<typeof usual>>[0]) => {
      if (!exec.spec.command.includes("awk")) return usual?.(exec);
      exec.print("Note, selecting 'mawk' instead of 'awk'\nInst mawk (1.3 Debian:12/stable [amd64])\n");
      return 0;
    },
  };
  const { ask } = scene({ ...apt, overrides });
  await expect(ask(manifestOf({ one: ["alpha"] }, "system_packages: [awk]\n"))).rejects.toMatchObject({
    exitCode: 4,
    evidence: "Note, selecting 'mawk' instead of 'awk'",
  });
});

test("a base without dpkg is named by its system", async () => {
  const apt = packages();
  const { ask } = scene({ ...apt, overrides: { ...apt.overrides, "dpkg-query ": () => 127 } });
  await expect(ask()).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/can't take `system_packages`: it is \S+ .*, without apt/),
  });
});
