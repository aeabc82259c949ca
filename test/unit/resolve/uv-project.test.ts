import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { withCandidates } from "../../../src/resolve/request.ts";
import { keptConstraints, uvProject } from "../../../src/resolve/uv-project.ts";
import { baseFacts, installed, PYTHON } from "../../support/base-python.ts";
import { requestOf } from "../../support/manifests.ts";

const INDEX =
  "indexes: [{ name: wheels, url: https://index.example/cu128, packages: [torch, Torch_Audio] }]\n";

describe("the project that uv resolves", () => {
  test("has a group for each phase, with its requirements as written, and one with all of them in their order", () => {
    const requirements = ["torch>=2.8", 'jsonschema[format]; python_version < "3.13"'];
    const request = requestOf({ speech: requirements, words: ["tqdm"] });

    const project = parse(uvProject(request));

    const all = [...requirements, "tqdm"];
    expect(project["dependency-groups"]).toEqual({
      ...{ speech: requirements, words: ["tqdm"] },
      "surelayer-all-phases": all,
    });
  });

  test("asks a named index for its own packages only", () => {
    const project = parse(uvProject(requestOf({ speech: ["torch"] }, INDEX)));

    expect(project).toMatchObject({
      tool: {
        uv: {
          index: [{ name: "wheels", url: "https://index.example/cu128", explicit: true }],
          sources: { torch: { index: "wheels" }, "torch-audio": { index: "wheels" } },
        },
      },
    });
  });

  test("bounds what sources are built with, and asks for none of it", () => {
    const project = parse(uvProject(requestOf({ words: ["tqdm"] }, "build_constraints: [setuptools<81]\n")));
    expect(project).toMatchObject({ tool: { uv: { "build-constraint-dependencies": ["setuptools<81"] } } });
    expect(project["dependency-groups"]).toMatchObject({ "surelayer-all-phases": ["tqdm"] });
  });

  test("states what a source requires in any version, so that none is built to learn it", () => {
    const sdists = [{ name: "jieba", version: "0.42.1", requires: ["six>=1"], extras: ["fast"] }];

    const project = parse(uvProject(requestOf({ speech: ["jieba"] }), { sdists }));

    expect(project["tool"]).toMatchObject({
      uv: {
        "dependency-metadata": [{ name: "jieba", "requires-dist": ["six>=1"], "provides-extra": ["fast"] }],
      },
    });
    expect(project).not.toHaveProperty(["tool", "uv", "dependency-metadata", 0, "version"]);
  });

  test.each([
    ["3.11.2", ">=3.11.2"],
    ["3.13.0+", ">=3.13.0"],
    ["3.14.0rc2", ">=3.14.0rc2"],
  ])("is for the base's Python %s", (version, specifier) => {
    const facts = baseFacts({ python: { ...PYTHON, version } });

    const project = parse(uvProject(requestOf({ speech: ["torch"] }, "", facts)));

    expect(project).toMatchObject({ project: { "requires-python": specifier } });
  });
});

describe("wheels by address", () => {
  const candidate = {
    ...{
      phase: "speech",
      distribution: "torch-audio",
      version: "2.8.0+cu128",
      content: { metadata: "" },
      chosenBy: "",
    },
    file: { url: "https://files.example/a.whl", name: "a.whl", sha256: "0".repeat(64), bytes: 1 },
  };

  test("are the only files that will do, and lie beside the project", () => {
    const text = uvProject(withCandidates(requestOf({ speech: ["torch"] }, INDEX), [candidate]));

    expect(parse(text)).toMatchObject({
      tool: {
        uv: {
          "constraint-dependencies": ["torch-audio==2.8.0+cu128"],
          "find-links": ["./kept"],
          sources: { torch: { index: "wheels" } },
        },
      },
    });
    expect(text).not.toContain("[tool.uv.sources.torch-audio]");
  });
});

describe("files that a phase names", () => {
  const request = requestOf({
    one: [
      "demo[x] @ https://files.example/demo-1.0-py3-none-any.whl ; python_version > '3'",
      "./lib-2.0.zip",
    ],
  });

  test("come from the folder beside the project and from no index", () => {
    const project = parse(uvProject(request));

    const names = ["demo[x] ; python_version > '3'", "lib"];
    expect(project["dependency-groups"]).toEqual({ one: names, "surelayer-all-phases": names });
    expect(project).toMatchObject({
      tool: {
        uv: {
          index: [{ name: "surelayer-direct-files", url: "./kept", format: "flat", explicit: true }],
          sources: {
            demo: { index: "surelayer-direct-files" },
            lib: { index: "surelayer-direct-files" },
          },
        },
      },
    });
  });

  test("are named by their address where a package asks for the same", () => {
    const address = "https://files.example/demo-1.0-py3-none-any.whl";
    const urlDependencies = new Map([["demo", { name: "demo", address, extras: [], by: "x==1" }]]);
    const project = parse(uvProject(request, { urlDependencies }));

    expect(project).toMatchObject({
      tool: { uv: { sources: { demo: { url: "https://files.example/demo-1.0-py3-none-any.whl" } } } },
    });
  });

  test("stand for a commit that a package asks for: there is no git where uv runs", () => {
    const address = "git+https://git.example/demo.git@v1.0";
    const asked = { name: "demo", address, extras: ["more"], by: "x==1" };
    const file = { url: address, name: "demo-1.0.tar.gz", sha256: "0".repeat(64), bytes: 1 };
    const content = { archive: new Uint8Array() };
    const candidate = {
      phase: "own",
      distribution: "demo",
      version: "1.0",
      file,
      content,
      chosenBy: "its address",
    };
    const project = parse(
      uvProject(withCandidates(request, [candidate]), { urlDependencies: new Map([["demo", asked]]) }),
    );

    expect(project).toMatchObject({
      tool: {
        uv: {
          "override-dependencies": ["demo[more]==1.0"],
          sources: { demo: { index: "surelayer-direct-files" } },
        },
      },
    });
  });
});

describe("kept packages", () => {
  const request = requestOf({ speech: ["x"] }, "keep: [torch, Flash_Attn]\n");

  test("are held at exactly the base's version, whatever the spelling", () => {
    const facts = baseFacts({
      distributions: [
        installed("torch", "2.8.0+cu128"),
        installed("flash_attn", "2.8.3"),
        installed("numpy", "2.0"),
      ],
    });

    expect(keptConstraints({ ...request, facts })).toEqual(["torch==2.8.0+cu128", "flash-attn==2.8.3"]);
  });

  test("without a readable version hold nothing", () => {
    expect(
      keptConstraints({ ...request, facts: baseFacts({ distributions: [installed("torch", null)] }) }),
    ).toEqual([]);
  });
});
