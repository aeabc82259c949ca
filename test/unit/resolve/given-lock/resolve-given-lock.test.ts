import { describe, expect, test } from "vitest";
import { baseFacts, installed, PYTHON } from "../../../support/base-python.ts";
import { faultsOf, type Scene, take, taken } from "../../../support/given-lock.ts";
import { manifestOf } from "../../../support/manifests.ts";

describe("who needs what of a lock", () => {
  test("is read from the wheels, with extras and markers", async () => {
    const { graph, locked } = await taken({
      manifest: manifestOf({ one: ["app[speech]"], two: ["tool; python_version >= '3.8'"] }),
      packages: [
        { name: "app", requires: ["lib (>=1)", 'voice>=1 ; extra == "speech"', 'wincolor; os_name == "nt"'] },
        { name: "lib" },
        { name: "tool", requires: ["lib"] },
        { name: "voice" },
      ],
    });

    expect(locked.map((one) => one.name)).toEqual(["app", "lib", "tool", "voice"]);
    expect(graph.phases).toEqual({ one: ["app"], two: ["tool"] });
    expect(graph.distributions).toMatchObject({ app: ["lib", "voice"], tool: ["lib"] });
  });

  test("is read beside the wheels where the host has it there (PEP 658)", async () => {
    const packages = [{ name: "app", requires: ["lib"] }, { name: "lib" }];

    const { outcome, requests } = await take({ packages, beside: true });

    expect(outcome).toMatchObject({ graph: { distributions: { app: ["lib"] } } });
    expect(requests.every((one) => one.endsWith(".metadata"))).toBe(true);
  });

  test("is taken from the lock where it says so, and nothing is fetched", async () => {
    const entries = { app: 'dependencies = [{ name = "lib" }]', lib: "dependencies = []" };

    const { outcome, requests } = await take({ packages: [{ name: "app" }, { name: "lib" }], entries });

    expect(outcome).toMatchObject({ graph: { distributions: { app: ["lib"] } } });
    expect(requests).toEqual([]);
  });

  test("leaves out what is for other machines", async () => {
    const { locked } = await taken({
      packages: [{ name: "app" }, { name: "wincolor" }],
      entries: { wincolor: "marker = \"sys_platform == 'win32'\"" },
    });

    expect(locked.map((one) => one.name)).toEqual(["app"]);
  });

  test("ends at a kept package, whose version in the base stands for the lock's", async () => {
    const { graph, keptInstalled, locked } = await taken({
      manifest: manifestOf({ one: ["app"] }),
      facts: baseFacts({ distributions: [installed("torch", "2.8.0+cu128")] }),
      packages: [
        { name: "app", requires: ["torch>=2.8"] },
        { name: "torch", version: "2.8.0", requires: ["nvidia-part"] },
        { name: "nvidia-part" },
      ],
    });

    expect([...keptInstalled]).toEqual(["torch"]);
    expect(locked.map((one) => one.name)).toEqual(["app", "torch"]);
    expect(graph.distributions).toEqual({ app: ["torch"], "nvidia-part": [] });
  });

  test("may be answered by the base", async () => {
    const { graph } = await taken({
      facts: baseFacts({ distributions: [installed("numpy", "2.1")] }),
      packages: [{ name: "app", requires: ["numpy>=2"] }],
    });

    expect(graph.distributions).toEqual({ app: [] });
  });

  test("ends where packages need each other", async () => {
    const packages = [
      { name: "app", requires: ["lib"] },
      { name: "lib", requires: ["app"] },
    ];

    expect((await taken({ packages })).graph.distributions).toEqual({ app: ["lib"], lib: ["app"] });
  });
});

describe("a lock that doesn't go with manifest and base", () => {
  const app = { name: "app" };
  test.each<[string, Scene, readonly string[]]>([
    [
      "a version that a phase doesn't take",
      { manifest: manifestOf({ one: ["app>=2"] }), packages: [app] },
      ["4: phase one asks for app>=2, and it holds app 1.0"],
    ],
    [
      "a package that isn't in it",
      { manifest: manifestOf({ one: ["app", "more"] }), packages: [app] },
      [" phase one asks for more, which it doesn't hold"],
    ],
    [
      "a dependency that isn't in it, and is too old in the base",
      {
        facts: baseFacts({ distributions: [installed("numpy", "1.0")] }),
        packages: [{ name: "app", requires: ["numpy>=2"] }],
      },
      ["4: app 1.0 needs numpy>=2, which it doesn't hold, and the base's 1.0 isn't that"],
    ],
    [
      "a package that nobody needs",
      { packages: [app, { name: "stray" }] },
      ["9: no phase needs stray; ask for it in `packages`, or take it out of the lock"],
    ],
    [
      "a kept package in another version",
      {
        facts: baseFacts({ distributions: [installed("torch", "2.8.0+cu128")] }),
        packages: [
          { name: "app", requires: ["torch"] },
          { name: "torch", version: "2.9.0" },
        ],
      },
      [
        "9: it would move torch from the base's 2.8.0+cu128 to 2.9.0, and `keep` protects it; lock torch==2.8.0+cu128, or take it out of `keep`",
      ],
    ],
    [
      "another Python",
      { packages: [app], head: 'requires-python = ">=3.12"' },
      [" it is for Python >=3.12; the base has 3.11.2"],
    ],
    [
      "a package for another Python",
      { packages: [app], entries: { app: 'requires-python = "<3.10"' } },
      ["4: app 1.0 is for Python <3.10; the base has 3.11.2"],
    ],
    [
      "other machines",
      { packages: [app], head: "environments = [\"sys_platform == 'win32'\"]" },
      [" it is for other machines (sys_platform == 'win32'); the base is Linux on x86_64 with Python 3.11.2"],
    ],
    [
      "a package twice",
      { packages: [app, app] },
      ["4: app is in it twice for this base; keep one of the two"],
    ],
    [
      "another index than the bound one",
      {
        manifest: manifestOf(
          { one: ["app"] },
          "indexes: [{ name: mine, url: https://index.example/mine, packages: [app] }]\n",
        ),
        packages: [app],
        entries: { app: 'index = "https://index.example/other/"' },
      },
      [
        "4: app is locked from https://index.example/other, and `indexes` binds it to https://index.example/mine",
      ],
    ],
    [
      "a marker that can't be judged",
      { packages: [app], entries: { app: "marker = \"platform_release > '5'\"" } },
      ["4: the marker of app can't be judged: platform_release isn't known of the base"],
    ],
  ])("%s is named with its line", async (_, scene, says) => {
    expect(await faultsOf(scene)).toEqual(says);
  });

  test("names the first in its message and says how to lock anew", async () => {
    const { outcome } = await take({ manifest: manifestOf({ one: ["app>=2"] }), packages: [app] });

    expect(outcome).toMatchObject({
      message:
        "The lock pylock.toml doesn't go with the manifest and its base: phase one asks for app>=2, and it holds app 1.0.",
      location: { file: "pylock.toml", line: 4 },
      remedy: expect.stringContaining("surelayer plan --write-lock"),
    });
  });
});

test("prereleases of the base's interpreter count as what they are", async () => {
  const facts = baseFacts({ python: { ...PYTHON, version: "3.13.0+" } });

  const { locked } = await taken({
    facts,
    packages: [{ name: "app" }],
    head: 'requires-python = ">=3.13"',
  });

  expect(locked).toHaveLength(1);
});
