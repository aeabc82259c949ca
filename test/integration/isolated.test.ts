import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { Foreigners } from "../support/foreigners.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import type { Outcome } from "../support/surelayer-process.ts";
import { Workplace } from "../support/workplace.ts";

const ENVIRONMENT = "/opt/surelayer/envs/word-times";

/** Two that want different versions of a third; each knows which one it sees, and one has a script. */
const FILES = [
  wheel({ name: "numbers-lib", version: "1.9", files: module("numbers_lib", "1.9", 200_000) }),
  wheel({ name: "numbers-lib", version: "2.1", files: module("numbers_lib", "2.1", 300_000) }),
  wheel({
    name: "voices",
    requires: ["numbers-lib<2"],
    files: { "voices.py": "from numbers_lib import version\nassert version == '1.9', version\n" },
  }),
  wheel({
    name: "aligner",
    requires: ["numbers-lib>=2"],
    files: {
      "aligner.py":
        "from numbers_lib import version\nassert version == '2.1', version\n\ndef main():\n    print('aligned with', version)\n",
      "aligner-1.0.dist-info/entry_points.txt": "[console_scripts]\nalign = aligner:main\n",
    },
  }),
];

function module(name: string, version: string, bytes: number): Readonly<Record<string, string | Uint8Array>> {
  const data = Uint8Array.from({ length: bytes }, (_, index) => (index * 7919) % 251);
  return { [`${name}/__init__.py`]: `version = ${JSON.stringify(version)}\n`, [`${name}/data.bin`]: data };
}

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  index = new PackageIndex({ host: await place.gateway(), files: FILES });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

async function run(verb: "plan" | "build", name: string, alone: object, more: readonly object[] = []) {
  const phases = [
    { name: "word-times", packages: ["aligner==1.0"], imports: ["aligner"], ...alone },
    { name: "voices", packages: ["voices==1.0"], imports: ["voices", "numbers_lib"] },
    ...more,
  ];
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  const env = { PIP_INDEX_URL: index.url };
  const outcome = await place.run([verb], { cwd: place.path(name), env });
  return { ...outcome, report: await place.report(name) };
}

variation(
  "two phases that can't share an environment are refused with the one that then resolves",
  async () => {
    const { exitCode, stderr, report } = await run("plan", "together", {});

    expect(exitCode).toBe(4);
    expect(report.failure).toMatchObject({
      kind: "ConflictError",
      message:
        "The phases' packages can't be installed together: they want different versions of numbers-lib.",
    });
    expect(stderr).toContain("tried and resolves");
    expect(report.failure?.remedy).toContain("Give phase word-times `environment: isolated`.");
    expect(report.failure?.remedy).toContain("Give phase voices `environment: isolated`.");
  },
);

describe("with an environment of its own for one of them", () => {
  let outcome: Outcome & { pid: number; report: Report };
  beforeAll(async () => {
    outcome = await run("build", "apart", { environment: "isolated" });
    expect(outcome.stderr + outcome.stdout).toContain("surelayer/apart:built");
  });

  test("the plan puts it last, says what it brings again, and the order of the others knows nothing of it", () => {
    const { plan } = outcome.report;
    const [voices, aligned] = plan?.phases ?? [];

    expect(voices).toMatchObject({ name: "voices", environment: null });
    expect(aligned).toMatchObject({
      name: "word-times",
      shared: [],
      environment: { path: ENVIRONMENT, variable: "SURELAYER_ENV_WORD_TIMES" },
    });
    expect(aligned?.distributions.map((one) => `${one.name} ${one.version}`)).toEqual([
      "aligner 1.0",
      "numbers-lib 2.1",
    ]);
    expect(aligned?.reason).toMatch(
      /^complex: an environment of its own; goes last; isolated: brings its own numbers-lib 2\.1, /,
    );
    expect(outcome.stdout).toContain("word-times (isolated)");
    expect(plan?.constraints).toEqual([]);
  });

  test("each imports with its own Python, in the image as it was committed", async () => {
    const python = (program: string, code: string) =>
      foreigners.runOnce("surelayer/apart:built", [program, "-c", code]);
    const environment = `${ENVIRONMENT}/bin/python`;

    expect(await python("python3", "import voices, numbers_lib; print('sees', numbers_lib.version)")).toBe(
      "sees 1.9\n",
    );
    expect(await python(environment, "import aligner, numbers_lib; print('sees', numbers_lib.version)")).toBe(
      "sees 2.1\n",
    );
    // Nothing of the one is seen from the other.
    const missing = (name: string) => `import importlib.util as u; print(u.find_spec("${name}"))`;
    expect(await python("python3", missing("aligner"))).toBe("None\n");
    expect(await python(environment, missing("voices"))).toBe("None\n");
    expect(await python(environment, missing("pip"))).toBe("None\n");
  });

  test("its variable leads there, its scripts run with its Python, and its activation works", async () => {
    const { Config } = await place.docker.getImage("surelayer/apart:built").inspect();
    expect(Config.Env).toContain(`SURELAYER_ENV_WORD_TIMES=${ENVIRONMENT}`);
    const inShell = (script: string) => foreigners.runOnce("surelayer/apart:built", ["sh", "-c", script]);

    expect(await inShell("$SURELAYER_ENV_WORD_TIMES/bin/align")).toBe("aligned with 2.1\n");
    expect(await inShell(". $SURELAYER_ENV_WORD_TIMES/bin/activate && align")).toBe("aligned with 2.1\n");
    expect(await inShell("ls -A $SURELAYER_ENV_WORD_TIMES | xargs")).toBe("bin lib lib64 pyvenv.cfg\n");
  });

  test("the layer is as large as predicted, the second time to the byte", async () => {
    const built = outcome.report.built?.phases.find((phase) => phase.name === "word-times");
    const { predictedBytes = 0, actualBytes } = built ?? {};
    expect(Math.abs((predictedBytes ?? 0) / (actualBytes ?? 0) - 1)).toBeLessThan(0.01);

    const { report } = await run("plan", "apart", { environment: "isolated" });

    expect(report.plan?.phases.find((phase) => phase.name === "word-times")?.sizes).toMatchObject({
      installed: actualBytes,
      margin: 0,
    });
  });

  test("built again, everything is found", async () => {
    const { report } = await run("build", "apart", { environment: "isolated" });

    expect(report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "cached"]);
  });

  test("nothing is left behind", async () => {
    expect(await place.leftBy(outcome.pid)).toEqual([]);
  });
});

variation("an environment that breaks takes nothing else with it, and leaves no variable", async () => {
  const { exitCode, report } = await run("build", "broken", {
    environment: "isolated",
    optional: true,
    imports: ["aligner", "voices"],
  });

  expect(exitCode).toBe(0);
  expect(report.built?.phases.map(({ name, status }) => `${name} ${status}`)).toEqual([
    "voices cached",
    "word-times left-out",
  ]);
  expect(report.built?.phases[1]?.failure).toContain("No module named 'voices'");
  const { Config } = await place.docker.getImage("surelayer/broken:built").inspect();
  expect(Config.Env?.filter((one) => one.startsWith("SURELAYER_"))).toEqual([]);
});

variation("a phase that is split still makes its environment once", async () => {
  const name = "split";
  const phases = [
    { name: "word-times", packages: ["aligner"], imports: ["aligner"], environment: "isolated" },
  ];
  const image = { max_layer: "250kB" };
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, image, phases });
  const { exitCode } = await place.run(["build"], {
    cwd: place.path(name),
    env: { PIP_INDEX_URL: index.url },
  });
  const report = await place.report(name);

  expect(exitCode).toBe(0);
  expect(report.plan?.phases[0]?.layers).toEqual([["numbers-lib"], ["aligner"]]);
  const [built] = report.built?.phases ?? [];
  expect(Math.abs((built?.predictedBytes ?? 0) / (built?.actualBytes ?? 1) - 1)).toBeLessThan(0.01);
});
