import { describe, expect, test } from "vitest";
import { installSystemPackages } from "../../../src/image/system/install-system-packages.ts";
import type { Http } from "../../../src/ports/machine.ts";
import { FailedCommand } from "../../../src/retry/tool-failure.ts";
import { build, failureOf } from "../../support/scene-builds.ts";
import { rawFailure, systemScene as scene } from "../../support/system-scene.ts";
import { testPorts } from "../../support/test-ports.ts";

describe("system packages", () => {
  test("are installed in the planned versions, the ones that nobody asked for marked so, and checked", async () => {
    await using one = await scene();
    const { report } = await build(one);
    expect(report.built?.phases.map((phase) => `${phase.name} ${phase.status}`)).toEqual([
      "system-packages installed",
      "one installed",
      "two installed",
    ]);
    const calls = one.apt.calls.filter((call) => !/simulate|dpkg-query|touch|apt-cache/.test(call));
    expect(calls.slice(1)).toEqual([
      expect.stringMatching(/^ln -s \S+ \/usr\/sbin\/policy-rc\.d$/),
      "apt-get update",
      "apt-get install --yes -- ffmpeg=1.0 libav=1.0",
      "apt-mark auto libav",
      expect.stringMatching(/^apt-get check/),
      "dpkg --audit",
      expect.stringMatching(/^ln /),
      "apt-get update",
      "apt-get install --yes -- sox=1.0",
      expect.stringMatching(/^apt-get check/),
      "dpkg --audit",
    ]);
    const removed = one.base.commands.filter((command) => command.startsWith("rm -f /usr/sbin/policy-rc.d"));
    expect(removed).toHaveLength(2);
  });

  test("are found again; another version of one makes its layer and those above anew", async () => {
    await using one = await scene();
    await build(one);
    const again = await build(one);
    expect(again.report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "cached", "cached"]);
    one.apt.packages["sox"] = { version: "2.0", needs: ["libav"] };
    const moved = await build({ ...one, options: (changes) => one.options({ ...changes, refresh: true }) });
    expect(moved.report.built?.phases.map((phase) => phase.status)).toEqual([
      "cached",
      "installed",
      "installed",
    ]);
  });

  test("that apt says it installed, but are not what was planned, are not committed", async () => {
    await using one = await scene();
    // The planned libav, and something that nobody planned.
    const { "apt-get ": usual } = one.base.overrides;
    one.base.overrides = {
      ...one.base.overrides,
      "apt-get ": (exec) => {
        const code = usual?.(exec);
        const installs = exec.spec.command.includes("--yes") && !exec.spec.command.includes("--simulate");
        if (installs) {
          exec.files.write(
            "/var/lib/dpkg/simulated",
            Buffer.from('{"ffmpeg":"1.0","libav":"0.9","stray":"3"}'),
          );
        }
        return code;
      },
    };
    const failure = await failureOf(one);
    expect(failure).toMatchObject({
      exitCode: 1,
      evidence: "libav: planned 1.0, found 0.9\nstray: planned absent, found 3",
    });
  });

  test("that make ssh host keys don't leave them in the image, unlike what the base had before", async () => {
    await using one = await scene();
    let asked = 0;
    one.base.overrides = {
      ...one.base.overrides,
      "ls ": (exec) => {
        asked += 1;
        const made = asked === 2 ? "/etc/ssh/ssh_host_rsa_key\n/etc/ssh/ssh_host_rsa_key.pub\n" : "";
        exec.print(`/var/log/alternatives.log\n${made}`);
        return 2;
      },
    };
    const { ports } = await build(one);
    const [removed = ""] = one.base.commands.filter((command) =>
      command.startsWith("rm -f /usr/sbin/policy-rc.d"),
    );
    expect(removed).toContain(" /etc/ssh/ssh_host_rsa_key /etc/ssh/ssh_host_rsa_key.pub ");
    expect(removed).not.toContain("alternatives.log");
    expect(ports.log.lines).toContainEqual({
      level: "info",
      message: expect.stringContaining("`ssh-keygen -A` makes new ones"),
    });
  });

  test("that dpkg finds half done are not committed", async () => {
    await using one = await scene();
    one.base.overrides = {
      "dpkg --audit": (exec) => {
        exec.print("The following packages are only half configured:\n ffmpeg\n");
        return 0;
      },
      ...one.base.overrides,
    };
    expect(await failureOf(one)).toMatchObject({
      exitCode: 1,
      evidence: "The following packages are only half configured:\n ffmpeg",
    });
  });

  test("that fail say what apt said, and hand on its raw end", async () => {
    const said =
      "Err:1 http://mirror.example\nE: Failed to fetch http://mirror.example/x  503  Service Unavailable\n";
    await using one = await scene();
    one.apt.fault = (call) => (call.startsWith("apt-get install --yes -- ffmpeg=") ? said : undefined);
    // The mirror stays busy for as long as it is asked.
    const real = testPorts({ engine: one.engine });
    const busy = { status: 503, headers: {}, body: new Uint8Array() };
    const http: Http = {
      request: async (url, request) =>
        url.includes("mirror.example") ? busy : await real.http.request(url, request),
    };
    expect(await failureOf(one, testPorts({ engine: one.engine, http }))).toMatchObject({
      exitCode: 6,
      message: "The system packages of phase system-packages could not be fetched.",
      evidence: said.trim(),
      remedy: expect.stringMatching(/1-system-packages\.log/),
    });
    const error = await rawFailure(one, (container, ports) =>
      installSystemPackages(container, SYSTEM_JOB, ports, () => undefined),
    );
    expect(error).toBeInstanceOf(FailedCommand);
    expect(error).toMatchObject({ evidence: { tool: "apt", exitCode: 100, output: said.trim() } });
  });
});

const SYSTEM_JOB = {
  phase: { name: "x" },
  system: {
    asked: ["ffmpeg"],
    packages: [
      {
        name: "ffmpeg",
        version: "1.0",
        architecture: "all",
        bytes: 1,
        sha256: null,
        installedBytes: 1,
        replaces: null,
      },
    ],
  },
  logFile: "/dev/null",
};
