import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BuildScene, buildScene } from "../../support/build-scene.ts";
import { build, failureOf } from "../../support/scene-builds.ts";

const PATH = "/opt/surelayer/envs/two";

/** `one` brings alpha and shared, and `two` has beta and shared in an environment of its own. */
async function scene(more = ""): Promise<BuildScene> {
  const made = await buildScene("");
  await writeFile(
    join(made.folder, "install.yml"),
    `version: 1
name: demo
base: { image: base.example/python:1 }
phases:
  - { name: two, packages: [beta], imports: [beta], environment: isolated${more} }
  - { name: one, packages: [alpha], imports: [alpha] }
env: { LANGUAGE: "en" }
`,
  );
  made.base.answers = ({ wheel }, phases) => {
    const mine = phases.includes("two") ? "beta" : "alpha";
    return wheel.fileName.startsWith(mine) || wheel.fileName.startsWith("shared");
  };
  return made;
}

/** Commands of the build by what they begin with, each as one line. */
async function commandsOf(made: BuildScene, start: RegExp): Promise<readonly string[]> {
  const seen: string[] = [];
  const overrides = { ...made.base.overrides };
  for (const words of ["uv venv", "uv pip install", "uv pip check", "python imports", "python compile"]) {
    overrides[words] = (exec) => {
      seen.push(exec.spec.command.join(" "));
      return;
    };
  }
  made.base.overrides = overrides;
  await build(made);
  return seen.filter((line) => start.test(line));
}

describe("an isolated phase", () => {
  test("is made on the base's Python, and installed, compiled and checked with its own", async () => {
    await using made = await scene();

    const commands = await commandsOf(made, /two/);

    const own = `${PATH}/bin/python`;
    expect(commands).toEqual([
      expect.stringMatching(new RegExp(`uv venv .*--clear --python /usr/bin/python3 ${PATH}$`)),
      expect.stringContaining(`uv pip install --no-config --preview-features pylock --python ${own} `),
      expect.stringMatching(new RegExp(`^${own} -I -S .*compile\\.py ${PATH}/\\S+ all beta shared$`)),
      expect.stringContaining(`uv pip check --quiet --no-config --python ${own}`),
      expect.stringMatching(new RegExp(`^${own} -B .*imports\\.py beta$`)),
    ]);
  });

  test("checks what is before it again, with the Python that this has", async () => {
    await using made = await scene();

    expect(await commandsOf(made, /imports\.py/)).toEqual([
      expect.stringMatching(/^\/usr\/bin\/python3 .*imports\.py alpha$/),
      expect.stringMatching(/^\/usr\/bin\/python3 .*imports\.py alpha$/),
      expect.stringMatching(/^\/opt\/.*imports\.py beta$/),
    ]);
  });

  test("brings again what another phase has brought", async () => {
    await using made = await scene();

    const { report } = await build(made);

    expect(report.plan?.phases.map((one) => one.distributions.map(({ name }) => name))).toEqual([
      ["alpha", "shared"],
      ["beta", "shared"],
    ]);
  });

  test("is found by a variable of the image", async () => {
    await using made = await scene();

    const { report } = await build(made);

    const image = await made.engine.findImage(report.built?.references[0] ?? "");
    expect(image?.env).toMatchObject({ LANGUAGE: "en", SURELAYER_ENV_TWO: PATH });
  });

  test("that is left out has no variable", async () => {
    await using made = await scene(", optional: true");
    made.base.overrides = {
      ...made.base.overrides,
      "uv venv": (exec) => {
        exec.print("error: no room\n", "stderr");
        return 2;
      },
    };

    const { report } = await build(made);

    expect(report.outcome).toBe("degraded");
    const image = await made.engine.findImage(report.built?.references[0] ?? "");
    expect(Object.keys(image?.env ?? {})).not.toContain("SURELAYER_ENV_TWO");
  });

  test("whose environment can't be made fails with what uv says", async () => {
    await using made = await scene();
    made.base.overrides = {
      ...made.base.overrides,
      "uv venv": (exec) => {
        exec.print("error: no such folder\n", "stderr");
        return 2;
      },
    };

    expect(await failureOf(made)).toMatchObject({
      kind: "BuildError",
      message: `The environment ${PATH} could not be made.`,
      evidence: "error: no such folder",
    });
  });

  test("has another layer than the same files in the base's own environment", async () => {
    await using made = await scene();
    made.base.answers = ({ wheel }) => wheel.fileName.startsWith("beta");
    const statuses = async () => (await build(made)).report.built?.phases.map((one) => one.status);
    const manifest = join(made.folder, "install.yml");
    const alone = (await readFile(manifest, "utf8")).replace(/.*packages: \[alpha\].*\n/, "");
    await writeFile(manifest, alone.replace(", environment: isolated", ""));
    expect(await statuses()).toEqual(["installed"]);

    await writeFile(manifest, alone);

    expect(await statuses()).toEqual(["installed"]);
    expect(await statuses()).toEqual(["cached"]);
  });
});
