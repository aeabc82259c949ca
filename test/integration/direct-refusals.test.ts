import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO, DirectScene } from "../support/direct-scene.ts";
import { FULL, variation, variations } from "../support/full.ts";
import { expectRefusal } from "../support/refusal.ts";

let scene: DirectScene;
beforeAll(async () => {
  scene = await DirectScene.open();
});
afterAll(() => scene?.close());

describe("what a dependency names by an address", () => {
  test("is refused with who names it", async () => {
    const refused = await scene.run("chain", ["asking"], { args: ["plan"] });
    await expectRefusal(
      scene.place,
      refused,
      4,
      /error: mid 1\.0 asks for demo by an address, which only the manifest may do\.\n/,
      /`mid` \(v1\.0\) was included because `asking` \(v1\.0\) depends on `mid`/,
      /→ Look at that file; then add to a phase: `demo @ http:\/\/[\d.]+:\d+\/files\/demo-1\.0-py3-none-any\.whl`/,
    );
  });

  variation("is taken where the manifest names the same", async () => {
    const packages = ["asking", `demo @ ${scene.address(DEMO.name)}`];
    const built = await scene.run("named", packages, { phase: { imports: ["demo"] } });
    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    const { plan } = await scene.place.report("named");
    expect(plan?.phases[0]?.distributions.map((one) => one.name)).toEqual(["asking", "demo", "mid", "part"]);
  });

  variation("is refused where the manifest names another", async () => {
    const packages = ["elsewhere", `demo @ ${scene.address(DEMO.name)}`];
    const refused = await scene.run("other", packages, { args: ["plan"] });
    await expectRefusal(
      scene.place,
      refused,
      4,
      /elsewhere 1\.0 asks for demo by another address than phase one/,
    );
  });
});

variations("a wheel by address", () => {
  test("is a conflict where it can't live with the rest, and named with what it requires", async () => {
    const packages = [`picky @ ${scene.address("picky-1.0-py3-none-any.whl")}`, "lib<2"];
    const refused = await scene.run("conflict", packages, { args: ["plan"] });
    await expectRefusal(scene.place, refused, 4, /error: .*lib/, /picky.*lib>=2/s, /→ /);
  });
});

test("a host that has no address doesn't hide what is wrong with the rest", async () => {
  const packages = [
    "demo @ https://nowhere.invalid/demo-1.0-py3-none-any.whl",
    "native @ https://nowhere.invalid/native-1.0-cp37-cp37m-win_amd64.whl",
    "lib==9",
  ];
  const refused = await scene.run("hidden", packages, { args: ["plan"] });
  await expectRefusal(
    scene.place,
    refused,
    4,
    /Phase one names a wheel for another Python or platform than the base's/,
    /The index has no lib==9/,
    /GET https:\/\/nowhere\.invalid\/demo-1\.0-py3-none-any\.whl got no answer/,
  );
  expect(refused.stderr).not.toContain("trying again");
});

describe("a file that can't be had", () => {
  const cases: readonly [string, () => string, number, readonly RegExp[]][] = [
    [
      "absent",
      () => `gone @ ${scene.address("gone-1.0-py3-none-any.whl")}`,
      4,
      [/asks for a file that isn't there: gone-1\.0/, /answered 404/],
    ],
    [
      "for-others",
      () => `native @ ${scene.address("native-1.0-cp37-cp37m-win_amd64.whl")}`,
      4,
      [/a wheel for another Python or platform/, /the base has Python 3\.11/],
    ],
    [
      "no-wheel",
      () => `damaged @ ${scene.address("damaged-1.0-py3-none-any.whl")}`,
      1,
      [/damaged-1\.0-py3-none-any\.whl is no readable wheel/],
    ],
    [
      "misnamed",
      () => `other @ ${scene.address("0123abcd.tar.gz")}`,
      4,
      [/asks for other by a source archive of built/, /`built @ …`/],
    ],
    [
      "other-archive",
      () => `built @ ${scene.address("0123abcd.tar.gz")}#sha256=${"0".repeat(64)}`,
      4,
      [/isn't the one that the manifest names/],
    ],
    [
      "empty",
      () => `empty @ ${scene.address("empty.tar.gz")}`,
      1,
      [
        /The source archive of empty can't be read as a Python project/,
        /does not appear to be a Python project/,
      ],
    ],
    [
      "missing",
      () => "./wheels/my_lokal-2.0-py3-none-any.whl",
      2,
      [
        /install\.yml:\d+:\d+: .*there is no `wheels\/my_lokal.*Did you mean `my_local-2\.0-py3-none-any\.whl`\?/,
      ],
    ],
  ];
  test.each(FULL ? cases : cases.slice(0, 1))("%s", async (name, requirement, exitCode, says) => {
    await scene.putLocal(name);
    const refused = await scene.run(name, [requirement()], { args: ["plan"] });
    await expectRefusal(scene.place, refused, exitCode, ...says);
  });

  variation("ends the build where it can't be built", async () => {
    const refused = await scene.run("unbuildable", [`broken @ ${scene.address("broken-1.0.tar.gz")}`]);
    await expectRefusal(scene.place, refused, 1, /it needs a compiler/);
  });

  variation(
    "ends the build where its hash is another, and is left out where its phase is optional",
    async () => {
      const wrong = `demo @ ${scene.address(DEMO.name)}#sha256=${"0".repeat(64)}`;
      const refused = await scene.run("hash", [wrong]);
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toMatch(/hash/i);

      const packages = [`gone @ ${scene.address("gone-1.0-py3-none-any.whl")}`];
      expect((await scene.run("optional", packages, { phase: { optional: true } })).exitCode).toBe(0);
      const { outcome, built } = await scene.place.report("optional");
      expect(outcome).toBe("degraded");
      expect(built?.phases[0]?.failure).toContain("answered 404");
    },
  );
});
