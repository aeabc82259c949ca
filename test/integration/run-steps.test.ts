import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;

beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  const maker = "import os, pathlib\npathlib.Path('made').write_text(os.environ['COLOUR'])\n";
  index = new PackageIndex({
    host: await place.gateway(),
    files: [wheel({ name: "maker", files: { "maker.py": maker } }), wheel({ name: "core" })],
  });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

async function build(name: string, manifest: object) {
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, ...manifest });
  const run = await place.run(["build"], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return { ...run, report: await place.report(name) };
}

test("commands run after the packages, by their words, in the manifest's folder and environment", async () => {
  const words = "import sys; open('/root/words', 'w').write('|'.join(sys.argv[1:]))";
  const manifest = {
    workdir: "/app/data",
    env: { COLOUR: "blue & $HOME" },
    phases: [
      {
        name: "made",
        packages: ["maker"],
        run: [
          ["python3", "-m", "maker"],
          ["python3", "-c", words, "a && b", "$HOME", "*", "; rm -rf /"],
          ["python3", "-c", "import os; open(os.path.join(os.environ['TMPDIR'], 'left'), 'w').write('x')"],
        ],
        run_size: "1MB",
      },
    ],
  };
  const { exitCode, stderr, report, pid } = await build("commands", manifest);
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  const image = "surelayer/commands:built";
  expect(await foreigners.runOnce(image, ["cat", "/app/data/made", "/root/words"])).toBe(
    "blue & $HOMEa && b|$HOME|*|; rm -rf /",
  );
  const left = "find / -xdev -newer /etc/os-release -name left; find / -xdev -name '*surelayer*'";
  expect(await foreigners.runOnce(image, ["sh", "-c", left])).toBe("");
  expect(report.built?.phases[0]?.predictedBytes).toBeGreaterThan(1e6);
  expect(report.plan?.warnings.join("\n")).not.toContain("unknown");
  expect(await place.leftBy(pid)).toEqual([]);

  const again = await build("commands", manifest);
  expect(again.report.built?.phases[0]?.status).toBe("cached");
  const changed = await build("commands", { ...manifest, env: { COLOUR: "red" } });
  expect(changed.report.built?.phases[0]?.status).toBe("installed");
  expect(await foreigners.runOnce(image, ["cat", "/app/data/made"])).toBe("red");
});

/** As much as a small model, and time for the disk watch to see it. */
const DOWNLOAD = "import time; open('/model', 'wb').write(bytes(200 * 10**6)); time.sleep(3)";

describe("commands that write 200 MB beside a phase's packages", () => {
  const phase = { name: "model", packages: ["core"], run: [["python3", "-c", DOWNLOAD]] };

  test("aren't stopped where nobody has said how much they write", async () => {
    const { exitCode, stdout, stderr, report } = await build("unknown-size", { phases: [phase] });
    expect(stderr).not.toMatch(/error|predicted/);
    expect(exitCode).toBe(0);
    expect(report.built?.phases[0]?.actualBytes).toBeGreaterThan(200e6);
    expect(report.built?.phases[0]?.predictedBytes).toBeNull();
    expect(stdout).toMatch(/^model +installed +— +\d+ MB +— +/m);
  });

  variation("are counted where `run_size` says so", async () => {
    // Other commands: the layer of the test above would be found again.
    const run = [...phase.run, ["true"]];
    const phases = [{ ...phase, run, run_size: "200MB" }];
    const { exitCode, report } = await build("known-size", { phases });
    expect(exitCode).toBe(0);
    expect(report.built?.phases[0]).toMatchObject({
      predictedBytes: report.plan?.totals.installed,
      actualBytes: report.plan?.totals.installed,
    });
  });
});

/** As much as a small language model: random bytes, which no layer's compression makes smaller. */
const MODEL = `import os
with open('/model', 'wb') as file:
    for _ in range(2000):
        file.write(os.urandom(10**6))
`;

variations("commands that write 2 GB", () => {
  test.each([
    ["said", { run_size: "2GB" }],
    ["unsaid", {}],
  ])("are built where their size is %s", async (name, size) => {
    const run = [["python3", "-c", `${MODEL}# ${name}`]];
    const phases = [{ name: "model", packages: ["core"], imports: ["core"], run, ...size }];
    const { exitCode, stderr, report, pid } = await build(`model-${name}`, { phases });
    expect(stderr).not.toMatch(/error|predicted/);
    expect(exitCode).toBe(0);
    const { predictedBytes, actualBytes } = report.built?.phases[0] ?? {};
    expect(actualBytes).toBeGreaterThanOrEqual(2e9);
    expect(actualBytes).toBeLessThan(2.01e9);
    expect(predictedBytes).toBe(name === "said" ? report.plan?.totals.installed : null);
    expect(await place.leftBy(pid)).toEqual([]);
  });
});

test("a command that fails fails its phase with its last words, and leaves no layer of it", async () => {
  const fails = "import sys; print('before'); print('no model there', file=sys.stderr); sys.exit(7)";
  const { exitCode, stdout, stderr, pid } = await build("fails", {
    phases: [
      { name: "made", packages: ["maker"], run: [["true"], ["python3", "-c", fails], ["touch", "/never"]] },
    ],
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Phase made failed: its command 2 \(python3 -c .*\) ended with exit code 7\./);
  expect(stderr).toContain("no model there");
  expect(stdout).toContain("What the commands of phase made leave in the image is unknown");
  const log = await place.read("fails/.surelayer/logs/1-made.log");
  expect(log).toMatch(/\+ true\n\+ python3 -c [\s\S]*before[\s\S]*no model there/);
  expect(log).not.toContain("/never");
  expect(await place.leftBy(pid)).toEqual([]);
});

variation("a shell's line is told from a program's name", async () => {
  const { exitCode, stderr } = await build("shell", { phases: [{ name: "made", run: [["cd", "/app"]] }] });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/exit code 127[\s\S]*no such program[\s\S]*A shell's own words/);
});

/** Its bytecode would still be imported, were it not made anew. */
const VANDALISM = "import core; open(core.__file__, 'w').write('raise ImportError(\"vandalised\")')";

variation(
  "commands that break an earlier phase's imports fail their own phase, which may be optional",
  async () => {
    const { exitCode, report } = await build("breaks", {
      phases: [
        { name: "core", packages: ["core"], imports: ["core"] },
        {
          name: "vandal",
          optional: true,
          run: [["python3", "-c", VANDALISM]],
        },
      ],
    });
    expect(exitCode).toBe(0);
    expect(report.outcome).toBe("degraded");
    expect(report.built?.phases[1]).toMatchObject({ status: "left-out" });
    expect(report.built?.phases[1]?.failure).toMatch(/core can't be imported.*vandalised/);
    expect(await foreigners.runOnce("surelayer/breaks:built", ["python3", "-c", "import core"])).toBe("");
  },
);
