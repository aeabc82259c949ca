import { mkdir, symlink } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommitScene, project } from "../support/commit-scene.ts";
import { FULL, variation } from "../support/full.ts";
import { GitServer } from "../support/git-server.ts";
import { expectRefusal } from "../support/refusal.ts";

let scene: CommitScene;
let locked: GitServer;
beforeAll(async () => {
  scene = await CommitScene.open();
  const login = { username: "robot", password: "s3cret-token" };
  locked = await new GitServer({ root: scene.place.path("repositories"), login }).start();
  const demo = scene.host.repository("demo");
  demo.commit(project({ name: "demo" }));
  demo.tag("v1.0");
});
afterAll(async () => {
  await locked?.[Symbol.asyncDispose]();
  await scene?.close();
});

const plan = (name: string, packages: readonly string[], env = {}) =>
  scene.run(name, packages, { args: ["plan"], env });

describe("what a dependency names by a commit", () => {
  test("is refused with what to write, and taken where the manifest names the same", async () => {
    await expectRefusal(
      scene.place,
      await plan("chain", ["asking"]),
      4,
      /asking 1\.0 asks for demo by an address, which only the manifest may do/,
      /→ Look at that repository; then add to a phase: `demo @ git\+http:\S+\/demo\.git@v1\.0`/,
    );
    const named = await plan("named", ["asking", `demo @ ${scene.address("demo", "@v1.0")}`]);
    expect(named.stderr).not.toContain("error:");
    expect(named.exitCode).toBe(0);
    const { plan: made } = await scene.place.report("named");
    expect(made?.phases[0]?.distributions.map((one) => [one.name, one.kind])).toEqual([
      ["asking", "wheel"],
      ["demo", "sdist"],
    ]);
  });
});

describe("a commit that can't be had", () => {
  const gone = "0123456789abcdef0123456789abcdef01234567";
  const cases: readonly [string, () => string, number, readonly RegExp[]][] = [
    [
      "missing",
      () => scene.address("nowhere", "@v1.0"),
      4,
      [/no repository for demo at its address/, /not found/],
    ],
    [
      "no-ref",
      () => scene.address("demo", "@1.0"),
      4,
      [/has no tag, branch or commit `1\.0`/, /such as `v1\.0`/],
    ],
    [
      "gone",
      () => scene.address("demo", `@${gone}`),
      4,
      [new RegExp(`has no commit ${gone}`), /forced push/],
    ],
    [
      "login",
      () => `git+${locked.url("demo.git")}@v1.0`,
      6,
      [/repository of demo asks for a login, or isn't there/, /credential helper/],
    ],
    ["down", () => "git+http://127.0.0.1:9/demo.git@v1.0", 6, [/127\.0\.0\.1/]],
    ["folder", () => scene.address("demo", "@v1.0#subdirectory=python"), 4, [/no Python project in python/]],
  ];
  test.each(FULL ? cases : cases.slice(1, 2))("%s", async (name, address, exitCode, says) => {
    const run = await scene.run(name, [`demo @ ${address()}`], {
      args: ["plan"],
      keys: { install: { bridge: "1s" } },
    });
    await expectRefusal(scene.place, run, exitCode, ...says);
  });

  variation("is waited for while its host is down", async () => {
    // One more than git is called for at once.
    scene.host.busy = { status: 503, times: 4 };
    const packages = [`demo @ ${scene.address("demo", "@v1.0")}`, "part"];
    const run = await plan("outage", packages);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/The resolution: .*; trying again as soon as it answers/);
    const { journal } = await scene.place.report("outage");
    expect(journal?.attempts.map((one) => one.class.id)).toContain("N2");
  });

  variation("leaves its phase out where that is optional", async () => {
    const packages = [`demo @ ${scene.address("nowhere", "@v1.0")}`];
    const run = await scene.run("optional", packages, { phase: { optional: true }, args: ["plan"] });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/one is left out: .*no repository for demo/s);
  });

  variation("is said so where the machine has no git", async () => {
    const empty = scene.place.path("programs");
    await mkdir(empty);
    await symlink("/bin/true", scene.place.path("programs", "true"));
    const run = await plan("no-git", [`demo @ ${scene.address("demo", "@v1.0")}`], { PATH: empty });
    await expectRefusal(scene.place, run, 1, /this machine has no git/, /images need none/);
  });

  variation("of another project is refused", async () => {
    const run = await plan("misnamed", [`other @ ${scene.address("demo", "@v1.0")}`]);
    await expectRefusal(scene.place, run, 4, /asks for other by a commit of demo/);
  });
});

test("a login comes from the machine's git, and stands in no output, plan, lock or image", async () => {
  const helper = "!f() { echo username=robot; echo password=s3cret-token; }; f";
  const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "credential.helper", GIT_CONFIG_VALUE_0: helper };
  const packages = [`demo @ git+${locked.url("demo.git")}@v1.0`];
  const args = ["plan", "--write-lock", "pylock.toml"];
  const run = await scene.run("private", packages, { args, env });
  expect(run.exitCode).toBe(0);
  const written = await Promise.all(
    ["pylock.toml", ".surelayer/report.json"].map((file) => scene.place.read(`private/${file}`)),
  );
  for (const text of [run.stdout, run.stderr, ...written]) expect(text).not.toContain("s3cret");
});

test("a base that isn't here reads no commit: its build back end would run on this machine", async () => {
  const base = { image: "nowhere.example/base:1", provides: { python: "3.11" } };
  const run = await scene.run("declared", [`demo @ ${scene.address("demo", "@v1.0")}`], {
    args: ["plan"],
    keys: { base },
  });
  await expectRefusal(
    scene.place,
    run,
    4,
    /asks for demo by a commit, which is read in a container of the base/,
  );
  // A lock says what would have to be asked.
  const packages = [`demo @ ${scene.address("demo", "@v1.0")}`];
  const write = await scene.run("declared", packages, { args: ["plan", "--write-lock", "pylock.toml"] });
  expect(write.exitCode).toBe(0);
  const keys = { base, lock: "pylock.toml" };
  const again = await scene.run("declared", packages, { args: ["plan"], keys });
  expect(again.stderr).not.toContain("error:");
  expect(again.exitCode).toBe(0);
});
