import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommitScene, project } from "../support/commit-scene.ts";
import { FULL, installers, variations } from "../support/full.ts";
import { lendInstaller } from "../support/installer-cache.ts";
import { expectRefusal } from "../support/refusal.ts";

let scene: CommitScene;
beforeAll(async () => {
  scene = await CommitScene.open();
});
afterAll(() => scene?.close());

const planned = async (name: string) => (await scene.place.report(name)).plan?.phases[0]?.distributions ?? [];

describe.each(installers("uv", "pip"))("commits that a manifest names, installed by %s", (installer) => {
  const keys = { install: { installer } };

  test("by tag, by id and by a folder are installed and imported, without git or a trace of their host", async () => {
    const name = `all-${installer}`;
    const demo = scene.host.repository(`demo-${installer}`);
    const tagged = demo.commit(project({ name: "demo", requires: ["part"], module: "import part\n" }));
    demo.tag("v1.0");
    const sub = project({ name: "inner", version: "2.0", module: "import outer_text\n" });
    const inside = Object.fromEntries(
      Object.entries(sub).map(([path, text]) => [`python/inner/${path}`, text]),
    );
    // Its back end reaches for what lies beside it.
    const reaching = `${sub["backend.py"]}\nbuild_own = build_wheel\n\ndef build_wheel(*given):\n    assert open("../../VERSION").read() == "beside"\n    open("outer_text.py", "w").close()\n    return build_own(*given)\n`;
    const other = scene.host.repository(`mono-${installer}`);
    const commit = other.commit({
      ...inside,
      "python/inner/backend.py": reaching,
      "python/inner/inner.py": "",
      VERSION: "beside",
    });
    const packages = [
      `demo @ ${scene.address(`demo-${installer}`, "@v1.0")}`,
      `inner @ ${scene.address(`mono-${installer}`, `@${commit}#subdirectory=python/inner`)}`,
    ];

    const built = await scene.run(name, packages, { phase: { imports: ["demo", "inner"] }, keys });

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    expect((await planned(name)).map((one) => [one.name, one.version, one.kind, one.file.url])).toEqual([
      ["demo", "1.0", "sdist", scene.address(`demo-${installer}`, `@${tagged}`)],
      ["inner", "2.0", "sdist", scene.address(`mono-${installer}`, `@${commit}#subdirectory=python/inner`)],
      ["part", "1.0", "wheel", expect.stringContaining("/files/part-1.0")],
    ]);
    const { plan, built: image } = await scene.place.report(name);
    expect(plan?.warnings.filter((one) => one.includes("commit"))).toEqual([]);
    expect(built.stdout).toContain(
      `takes demo from ${scene.address(`demo-${installer}`, "@v1.0")}, commit ${tagged}`,
    );
    const { predictedBytes, actualBytes } = image?.phases[0] ?? {};
    // uv notes how it built each of the two sources (`uv_build.json`, 80 bytes with its row in RECORD), and pip doesn't.
    expect(Math.abs((predictedBytes ?? 0) - (actualBytes ?? 1e9))).toBeLessThanOrEqual(
      installer === "uv" ? 0 : 200,
    );
    const { names, text } = await scene.contents(name);
    expect(names.filter((one) => /direct_url\.json|uv_cache\.json|\.git/.test(one))).toEqual([]);
    for (const trace of [scene.place.folder, "/dev/surelayer", scene.host.address, tagged, commit]) {
      expect(text).not.toContain(trace);
    }
  });
});

variations("a branch", () => {
  test("keeps its commit for the same packages, and is asked anew with --refresh or for others", async () => {
    const repository = scene.host.repository("moving");
    const first = repository.commit(project({ name: "demo", version: "1.0" }));
    const packages = [`demo @ ${scene.address("moving", "@main")}`];
    const plan = async (asked: readonly string[], ...args: readonly string[]) => {
      const run = await scene.run("moving", asked, { args: ["plan", ...args] });
      expect(run.exitCode).toBe(0);
      const { plan } = await scene.place.report("moving");
      const demo = plan?.phases[0]?.distributions.find((one) => one.name === "demo");
      const warnings = plan?.warnings.filter((one) => one.includes("commit"));
      return { version: demo?.version, url: demo?.file.url, warnings };
    };
    const before = await plan(packages);
    expect(before).toEqual({
      ...{ version: "1.0", url: scene.address("moving", `@${first}`) },
      warnings: [
        expect.stringMatching(`^\`main\` of demo is commit ${first} .* \`@${first}\` in its address`),
      ],
    });
    const second = repository.commit(project({ name: "demo", version: "2.0" }));
    scene.host.requests.length = 0;

    expect(await plan(packages)).toEqual(before);
    expect(scene.host.requests).toEqual([]);
    expect(await plan([...packages, "part"])).toMatchObject({ url: scene.address("moving", `@${second}`) });
    expect(await plan(packages)).toEqual(before);
    expect(await plan(packages, "--refresh")).toMatchObject({
      version: "2.0",
      url: scene.address("moving", `@${second}`),
    });
  });
});

variations("a project that asks git for its version", () => {
  test("gets it from the tag of its commit, or from the last one before", async () => {
    const repository = scene.host.repository("versioned");
    repository.commit({
      "pyproject.toml":
        '[build-system]\nrequires = ["setuptools>=77", "setuptools-scm>=8"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "versioned"\ndynamic = ["version"]\n[tool.setuptools_scm]\n',
      "src/versioned/__init__.py": "",
      // What git tracks is installed, also where there is no git.
      "src/versioned/words.txt": "in the package",
    });
    repository.tag("v1.4.0", "release");
    const packages = (revision: string) => [`versioned @ ${scene.address("versioned", revision)}`];
    const run = await scene.run("versioned", packages("@v1.4.0"), {
      real: true,
      phase: { imports: ["versioned"] },
    });
    expect(run.stderr).not.toContain("error:");
    expect(run.exitCode).toBe(0);
    expect((await planned("versioned"))[0]?.version).toBe("1.4.0");
    const { names } = await scene.contents("versioned");
    expect(names.filter((one) => one.endsWith("versioned/words.txt"))).toHaveLength(1);

    if (!FULL) return;
    const later = repository.commit({ "src/versioned/more.py": "" });
    const dev = await scene.run("versioned", packages(`@${later}`), { real: true, args: ["plan"] });
    expect(dev.exitCode).toBe(0);
    expect((await planned("versioned"))[0]?.version).toBe(`1.4.1.dev1+g${later.slice(0, 9)}`);
  });

  test("gets it in a folder of its repository, too, whose version is the repository's", async () => {
    const repository = scene.host.repository("folders");
    const pyproject = [
      '[build-system]\nrequires = ["setuptools>=77", "setuptools-scm>=8"]\nbuild-backend = "setuptools.build_meta"',
      '[project]\nname = "folded"\ndynamic = ["version"]',
      '[tool.setuptools]\npy-modules = ["folded"]\n[tool.setuptools_scm]\nroot = ".."\n',
    ];
    repository.commit({
      "python/pyproject.toml": pyproject.join("\n"),
      "python/folded.py": "",
    });
    repository.tag("v3.1");
    const packages = [`folded @ ${scene.address("folders", "@v3.1#subdirectory=python")}`];
    const run = await scene.run("folders", packages, { real: true, args: ["plan"] });
    expect(run.stderr).not.toContain("error:");
    expect(run.exitCode).toBe(0);
    expect((await planned("folders")).map((one) => one.version)).toEqual(["3.1"]);
  });
});

variations("a commit in a lock or plan", () => {
  test("is locked as what it is, installed from that lock, and refused where the manifest names another", async () => {
    const repository = scene.host.repository("locked");
    const commit = repository.commit(project({ name: "demo", requires: ["part"] }));
    const packages = (revision: string) => [`demo @ ${scene.address("locked", revision)}`];
    const write = await scene.run("locked", packages("@main"), {
      args: ["plan", "--write-lock", "pylock.toml"],
    });
    expect(write.exitCode).toBe(0);
    const lock = await scene.place.read("locked/pylock.toml");
    expect(lock).toContain(
      `[packages.vcs]\ntype = "git"\nurl = "${scene.host.url("locked.git")}"\nrequested-revision = "main"\ncommit-id = "${commit}"\n`,
    );
    repository.commit({ "demo.py": "moved = 1\n" });
    const keys = { lock: "pylock.toml" };

    const built = await scene.run("locked", packages("@main"), { keys, phase: { imports: ["demo"] } });

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    expect((await planned("locked"))[0]?.file.url).toBe(scene.address("locked", `@${commit}`));
    expect((await scene.run("locked", packages(`@${commit}`), { keys, args: ["plan"] })).exitCode).toBe(0);
    const other = await scene.run("locked", packages("@v2"), { keys, args: ["plan"] });
    await expectRefusal(
      scene.place,
      other,
      4,
      new RegExp(`names demo at \\S+@v2, and it is locked at commit ${commit}, for \`main\``),
    );
    const unnamed = await scene.run("locked", ["demo"], { keys, args: ["plan"] });
    await expectRefusal(
      scene.place,
      unnamed,
      4,
      /demo is locked as git\+\S+, which the manifest doesn't name/,
    );
  });

  test("is built from a plan on a machine that never saw it, and refused where it packs otherwise", async () => {
    const repository = scene.host.repository("planned");
    repository.commit(project({ name: "demo" }));
    const packages = [`demo @ ${scene.address("planned", "@main")}`];
    const make = await scene.run("planned", packages, { args: ["plan", "-o", "plan.json"] });
    expect(make.exitCode).toBe(0);
    const build = async (cache: string) => {
      await lendInstaller(scene.place.path(cache));
      const env = { XDG_CACHE_HOME: scene.place.path(cache) };
      return scene.run("planned", packages, { args: ["build", "--plan", "plan.json"], env });
    };

    const built = await build("another-machine");

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    const plan = await scene.place.read("planned/plan.json");
    await scene.place.write(
      "planned/plan.json",
      plan.replaceAll(/"sha256": "[0-9a-f]{64}"/g, `"sha256": "${"0".repeat(64)}"`),
    );
    await expectRefusal(
      scene.place,
      await build("third"),
      4,
      /another state: git\+\S+planned\.git@[0-9a-f]{40} changed since/,
    );
  });
});
