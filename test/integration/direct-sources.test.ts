import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO, DirectScene, LOCAL, PART } from "../support/direct-scene.ts";
import { installers, variation, variations } from "../support/full.ts";
import { wheel } from "../support/python-packages.ts";
import { expectRefusal } from "../support/refusal.ts";

let scene: DirectScene;
beforeAll(async () => {
  scene = await DirectScene.open();
});
afterAll(() => scene?.close());

variations.each(installers("uv", "pip"))("files that a manifest names, installed by %s", (installer) => {
  const name = `all-${installer}`;
  const phase = { imports: ["demo", "my_local", "built"] };
  const keys = { install: { installer } };

  test("are those files, with what they require", async () => {
    await scene.putLocal(name);
    const built = await scene.run(name, scene.all(), { phase, keys });

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    const { plan, built: image } = await scene.place.report(name);
    const planned = plan?.phases[0]?.distributions ?? [];
    expect(planned.map((one) => [one.name, one.version, one.kind, one.sizeSource])).toEqual([
      ["built", "3.0", "sdist", installer === "uv" ? "built" : "learned"],
      ["demo", "1.0", "wheel", "central-directory"],
      ["my-local", "2.0", "wheel", "central-directory"],
      ["part", "1.0", "wheel", "central-directory"],
    ]);
    expect(planned.map((one) => [one.file.url, one.file.sha256]).slice(0, 3)).toEqual([
      [scene.address("0123abcd.tar.gz"), scene.archive.sha256],
      [scene.address("demo-1.0-py3-none-any.whl"), DEMO.sha256],
      ["./wheels/my_local-2.0-py3-none-any.whl", LOCAL.sha256],
    ]);
    expect(plan?.warnings.join("\n")).toContain(`#sha256=${scene.archive.sha256}`);
    expect(plan?.warnings.join("\n")).not.toContain("The address of demo");
    expect(image?.phases[0]?.status).toBe("installed");
    // Nothing of the image says where its files lay: neither a path nor the address of a machine.
    const { names, text } = await scene.contents(name);
    expect(names.filter((one) => /direct_url\.json|uv_cache\.json/.test(one))).toEqual([]);
    expect(text).not.toContain(scene.place.folder);
    expect(text).not.toContain("/dev/surelayer");
    expect(text).not.toContain(scene.host.address);
  });

  variation("are found again where none of them changed, and installed anew where one did", async () => {
    expect((await scene.run(name, scene.all(), { phase, keys })).exitCode).toBe(0);
    expect((await scene.place.report(name)).built?.phases[0]?.status).toBe("cached");
    const other = wheel({ name: "my-local", version: "2.0", files: { "my_local.py": "changed = 1\n" } });
    await scene.putLocal(name, other.content);

    expect((await scene.run(name, scene.all(), { phase, keys })).exitCode).toBe(0);

    const { plan, built } = await scene.place.report(name);
    expect(built?.phases[0]?.status).toBe("installed");
    expect(plan?.phases[0]?.distributions.map((one) => one.file.sha256)).toContain(other.sha256);
  });
});

describe("wheels that a manifest names", () => {
  test("are predicted to the byte, and taken though the base holds that version", async () => {
    await scene.putLocal("exact");
    const packages = [`demo @ ${scene.address(DEMO.name)}`, `./wheels/${LOCAL.name}`];

    expect((await scene.run("exact", packages)).exitCode).toBe(0);

    const { built, plan } = await scene.place.report("exact");
    expect(built?.phases.map((one) => one.actualBytes)).toEqual(
      built?.phases.map((one) => one.predictedBytes),
    );
    expect(plan?.totals.download).toBe(DEMO.content.length + PART.content.length);
    // On the finished image as base, what comes from the index is there, and what the manifest names may be another file.
    const again = await scene.run("exact", packages, {
      args: ["plan", "--base", built?.references[0] ?? ""],
    });
    expect(again.exitCode).toBe(0);
    const phase = (await scene.place.report("exact")).plan?.phases[0];
    expect(phase?.distributions.map((one) => one.name)).toEqual(["demo", "my-local"]);
    expect(phase?.shared).toEqual(["part"]);
    const kept = await scene.run("exact", packages, {
      args: ["plan", "--base", built?.references[0] ?? ""],
      keys: { keep: ["demo"] },
    });
    await expectRefusal(
      scene.place,
      kept,
      4,
      /asks for demo by a file of its own, and `keep` protects the base's demo 1\.0/,
    );
  });

  variation("are locked, and installed from that lock", async () => {
    await scene.putLocal("locked");
    const write = ["plan", "--write-lock", "locks/pylock.toml"];
    expect((await scene.run("locked", scene.all(), { args: write })).exitCode).toBe(0);
    const lock = await scene.place.read("locked/locks/pylock.toml");
    expect(lock).toContain(`path = "../wheels/${LOCAL.name}"`);
    expect(lock).not.toContain(scene.place.folder);
    scene.index.requests.length = 0;

    const built = await scene.run("locked", scene.all(), { keys: { lock: "locks/pylock.toml" } });

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    expect(scene.index.requests.filter((one) => one.url.includes("/simple/"))).toEqual([]);
    const other = scene.all().slice(1).concat("demo @ https://files.example/demo-1.0-py3-none-any.whl");
    const moved = await scene.run("locked", other, { keys: { lock: "locks/pylock.toml" } });
    await expectRefusal(scene.place, moved, 4, /the manifest names demo at https:\/\/files\.example/);
    await scene.putLocal("locked", DEMO.content);
    const changed = await scene.run("locked", scene.all(), { keys: { lock: "locks/pylock.toml" } });
    await expectRefusal(
      scene.place,
      changed,
      4,
      /\.\/wheels\/my_local-2\.0-py3-none-any\.whl isn't the file that is locked/,
    );
  });

  variation("must be what they were when the plan was made that is built", async () => {
    await scene.putLocal("planned");
    const packages = [`./wheels/${LOCAL.name}`];
    expect((await scene.run("planned", packages, { args: ["plan", "-o", "plan.json"] })).exitCode).toBe(0);
    expect((await scene.run("planned", packages, { args: ["build", "--plan", "plan.json"] })).exitCode).toBe(
      0,
    );
    await scene.putLocal("planned", DEMO.content);

    const refused = await scene.run("planned", packages, { args: ["build", "--plan", "plan.json"] });

    await expectRefusal(
      scene.place,
      refused,
      4,
      /another state: \.\/wheels\/my_local-2\.0-py3-none-any\.whl changed since/,
    );
  });

  variation("live in an environment of their own, too", async () => {
    await scene.putLocal("direct-apart");
    const phase = { environment: "isolated", imports: ["my_local"] };
    expect((await scene.run("direct-apart", [`./wheels/${LOCAL.name}`], { phase })).exitCode).toBe(0);
    const { built } = await scene.place.report("direct-apart");
    expect(built?.phases[0]?.actualBytes).toBe(built?.phases[0]?.predictedBytes);
  });
});
