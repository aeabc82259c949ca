import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommitScene, project } from "../support/commit-scene.ts";
import { expectRefusal } from "../support/refusal.ts";

let scene: CommitScene;
beforeAll(async () => {
  scene = await CommitScene.open();
});
afterAll(() => scene?.close());

const planned = async (name: string) => (await scene.place.report(name)).plan?.phases[0]?.distributions ?? [];

describe.each(["uv", "pip"])("commits that a manifest names, installed by %s", (installer) => {
  const keys = { install: { installer } };

  test("by tag, by id and by a folder are installed and imported, without git or a trace of their host", async () => {
    const name = `all-${installer}`;
    const demo = scene.host.repository(`demo-${installer}`);
    const tagged = demo.commit(project({ name: "demo", requires: ["part"], module: "import part\n" }));
    demo.tag("v1.0");
    const sub = project({ name: "inner", version: "2.0", module: "import outer_text\n" });
    const inside = Object.fromEntries(Object.entries(sub).map(([path, text]) => [`python/inner/${path}`, text]));
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
    expect(plan?.warnings).toEqual([]);
    expect(built.stdout).toContain(`takes demo from ${scene.address(`demo-${installer}`, "@v1.0")}, commit ${tagged}`);
    expect(image?.phases.map((one) => one.actualBytes)).toEqual(image?.phases.map((one) => one.predictedBytes));
    const { names, text } = await scene.contents(name);
    expect(names.filter((one) => /direct_url\.json|uv_cache\.json|\.git/.test(one))).toEqual([]);
    for (const trace of [scene.place.folder, "/dev/surelayer", scene.host.address, tagged, commit]) {
      expect(text).not.toContain(trace);
    }
  });
});
