import { describe, expect, test } from "vitest";
import { judgeLayer } from "../../../../src/image/layer-judgement/judge-layer.ts";
import type { LayerFact, LayerKind, Owner } from "../../../../src/image/layer-judgement/layer-facts.ts";

const PATH = "/usr/local/lib/python3.11/dist-packages/demo/a.py";
const own = (state: Owner["state"], name = "demo"): Owner => ({ name, version: "1.0", layer: true, state });
const other = (state: Owner["state"], name = "torch"): Owner => ({
  name,
  version: "2.8",
  layer: false,
  state,
});

function fact(changes: Partial<LayerFact>): LayerFact {
  return { path: PATH, kind: "added", type: "file", special: [], owners: [], replaced: false, ...changes };
}

function said(changes: Partial<LayerFact>, kind: LayerKind = "distributions", built: string[] = []) {
  return judgeLayer([fact(changes)], { kind, built: new Set(built), wins: new Set(["planned loser"]) }).map(
    ({ what }) => what,
  );
}

describe("in a layer of distributions", () => {
  const refused: readonly [string, Partial<LayerFact>, string][] = [
    ["a file of nobody", {}, "is a file of no package"],
    ["a link of nobody", { type: "link", target: "/x" }, "(a link to /x) is a file of no package"],
    ["an edited file of the base", { kind: "changed" }, "was changed, and is a file of the base"],
    [
      "an edited file of another distribution",
      { kind: "changed", owners: [other("differs")] },
      "was changed, and is a file of torch 2.8",
    ],
    [
      "a removed file of another distribution",
      { kind: "removed", type: "gone", owners: [other("differs")] },
      "was removed, and is a file of torch 2.8",
    ],
    ["a removed file of the base", { kind: "removed", type: "gone" }, "was removed from the base"],
    ["another hash", { owners: [own("differs")] }, "isn't what the RECORD of demo 1.0 says"],
    [
      "a link in a file's place",
      { type: "link", target: "/x", owners: [own("differs")] },
      "is a link to /x, where demo 1.0 has a file",
    ],
    [
      "a missing file",
      { kind: "kept", type: "gone", owners: [own("differs")] },
      "is in the RECORD of demo 1.0, and is gone",
    ],
    [
      "an entry that leaves the environment",
      { type: "outside", owners: [own("unhashed")] },
      "is in the RECORD of demo 1.0, and lies outside of its environment",
    ],
    [
      "a setuid bit, even of a file that a distribution has",
      { special: ["setuid"], owners: [own("same")] },
      "has the setuid bit, which gives a program more rights than its caller has",
    ],
    ["what can't be looked at", { type: "gone" }, "can't be looked at"],
  ];
  test.each(refused)("%s is refused", (_, changes, what) => {
    expect(said(changes)).toEqual([what]);
  });

  test("a file over one that the plan says it replaces is let be, also where a source was built to it", () => {
    const owners = [own("same", "planned"), other("differs", "loser")];

    expect(said({ kind: "changed", owners }, "distributions", ["planned"])).toEqual([]);
    expect(
      said({ kind: "changed", owners: [own("same"), other("differs", "loser")] }, "distributions", ["demo"]),
    ).toHaveLength(1);
  });

  const built: readonly [string, Partial<LayerFact>, string][] = [
    [
      "over another distribution's",
      { kind: "changed", owners: [own("same"), other("differs")] },
      "of torch 2.8 was overwritten by demo 1.0",
    ],
    [
      "over a file of a wheel in its layer",
      { owners: [own("same"), own("differs", "victim")] },
      "of victim 1.0 was overwritten by demo 1.0",
    ],
    [
      "over the base's",
      { kind: "changed", owners: [own("same")] },
      "is a file of the base, and was overwritten by demo 1.0",
    ],
  ];
  test.each(built)("a file %s is refused where a source was built to it", (_, changes, what) => {
    expect(said(changes, "distributions", ["demo"])).toEqual([what]);
  });

  test.each<[string, Partial<LayerFact>, string[]]>([
    ["a wheel's over another wheel's", { owners: [own("same"), other("differs")] }, []],
    ["a wheel's over the base's", { kind: "changed", owners: [own("same")] }, []],
    ["one that several have alike", { kind: "changed", owners: [own("same"), other("same")] }, ["demo"]],
    ["one that an older version had", { kind: "changed", replaced: true, owners: [own("same")] }, ["demo"]],
    ["one without a hash", { owners: [own("unhashed")] }, ["demo"]],
    [
      "tests that several sources bring by mistake",
      {
        path: "/x/site-packages/tests/__init__.py",
        kind: "changed",
        owners: [own("same"), other("differs")],
      },
      ["demo"],
    ],
  ])("%s is let be", (_, changes, sources) => {
    expect(said(changes, "distributions", sources)).toEqual([]);
  });
});

describe("in a layer of commands", () => {
  test("a new file, or one of the base, may be anywhere", () => {
    expect(said({ path: "/etc/passwd", kind: "changed" }, "run")).toEqual([]);
    expect(said({ path: "/opt/model" }, "run")).toEqual([]);
  });

  test("no distribution breaks, and nothing gets more rights", () => {
    expect(said({ owners: [other("differs")] }, "run")).toEqual(["isn't what the RECORD of torch 2.8 says"]);
    expect(said({ kind: "removed", type: "gone", owners: [other("differs")] }, "run")).toEqual([
      "was removed, and is a file of torch 2.8",
    ]);
    expect(said({ special: ["capability"] }, "run")).toEqual([
      "has capabilities of a file, which gives a program more rights than its caller has",
    ]);
  });
});

test("in a layer of system packages, a folder of packages holds no file of nobody", () => {
  expect(said({}, "system")).toEqual(["is a file of no package"]);
});
