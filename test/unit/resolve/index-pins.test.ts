import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { parseAnnotations } from "../../../src/python/dependency-graph.ts";
import { resolveRequest } from "../../../src/resolve/request.ts";
import { indirectIndexPins } from "../../../src/resolve/uv-project.ts";
import { baseFacts } from "../../support/base-python.ts";

const { manifest } = parseManifest(
  `version: 1
name: bound
base: { image: "base.example/python:1" }
indexes:
  - { name: pytorch, url: "https://index.example/cu128", packages: [Torch, torch_audio, torchvision] }
phases:
  - { name: align, packages: ["whisperx>=3.8"] }
  - { name: vision, packages: ["torchvision==0.23.0"] }
`,
  "m.yml",
);
const request = resolveRequest(manifest, baseFacts());

describe("packages that are bound to an index", () => {
  test("count when only a dependency asks for them, under any spelling", () => {
    const annotations = [
      "torch==2.8.0  # via whisperx, torchvision",
      "torchvision==0.23.0  # via surelayer-plan (pyproject.toml:vision)",
      "whisperx==3.8.6  # via surelayer-plan (pyproject.toml:align)",
    ].join("\n");

    expect(indirectIndexPins(request, parseAnnotations(annotations))).toEqual(["torch"]);
  });

  test("count all without an answer, but those that a phase asks for itself", () => {
    expect(indirectIndexPins(request, undefined)).toEqual(["torch", "torch-audio"]);
  });

  test("don't count when nobody wants them", () => {
    expect(
      indirectIndexPins(
        request,
        parseAnnotations("six==1.17.0  # via surelayer-plan (pyproject.toml:align)"),
      ),
    ).toEqual([]);
  });
});
