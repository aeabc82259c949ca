import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { printed } from "./source-files.ts";

async function manifestOf(requirements: string) {
  const text = await printed({ "/repo/requirements.txt": requirements }, { from: "requirements.txt" });
  return parseManifest(text, "m").manifest;
}

async function phasesOf(requirements: string): Promise<Record<string, readonly string[]>> {
  const { phases } = await manifestOf(requirements);
  return Object.fromEntries(phases.map(({ name, packages }) => [name, packages.map((one) => one.text)]));
}

describe("phases", () => {
  test("torch comes first where the base lacks it, what is bound to it last", async () => {
    const phases = await phasesOf("flash-attn\nwhisperx\nnumpy\ntorch==2.5.1\n");
    expect(Object.keys(phases)).toEqual(["torch", "libraries", "whisperx", "flash-attn"]);
  });

  test("torch stays with the others where the base holds it", async () => {
    expect(await phasesOf("numpy\ntorch>=2\n")).toEqual({ libraries: ["numpy", "torch>=2"] });
  });

  test("one package in several versions for several platforms is one phase", async () => {
    const lines = ["vllm==0.11.0; python_version < '3.12'", "vllm==0.12.0; python_version >= '3.12'"];
    expect(await phasesOf(lines.join("\n"))).toEqual({ vllm: lines });
  });

  test("a package called like a phase of ours has a phase of another name", async () => {
    expect(Object.keys(await phasesOf("numpy\ntts\n"))).toEqual(["libraries", "tts"]);
  });

  test("imports are left out for requirements that don't hold everywhere", async () => {
    const { phases } = await manifestOf('numpy\npandas; sys_platform == "win32"\n');
    expect(phases[0]?.imports).toEqual(["numpy"]);
  });
});

describe("base", () => {
  test.each([
    ["numpy", "python:3.12-slim"],
    ["whisperx", "runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204"],
    ["torch==2.7.1", "runpod/pytorch:1.0.7-cu1281-torch271-ubuntu2204"],
    ["torch==2.8.0+cu126", "runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204"],
    ["torch<2.7", "runpod/pytorch:1.0.7-cu1281-torch260-ubuntu2204"],
    ["torch==2.1.0", "runpod/base:1.0.7-cuda1281-ubuntu2204"],
    ["vllm", "runpod/base:1.0.7-cuda1281-ubuntu2204"],
  ])("%s is installed on %s", async (requirement, image) => {
    expect((await manifestOf(requirement)).base.image).toBe(image);
  });
});

describe("constraints", () => {
  test("become a part of the requirement that they bound", async () => {
    const text = await printed({
      "/repo/requirements.txt": "-c c.txt\nnumpy>=1\ntorch[x]; python_version < '3.13'\n",
      "/repo/c.txt": "Numpy<2\ntorch<3\npandas<3\nscipy @ https://a.example/x\n",
    });
    const { phases } = parseManifest(text, "m").manifest;
    expect(phases.flatMap(({ packages }) => packages.map((one) => one.text))).toEqual([
      "numpy>=1,<2",
      "torch[x]<3; python_version < '3.13'",
    ]);
    expect(text).toContain(
      "c.txt:3: the constraint `pandas<3` of a package that nothing here asks for by name",
    );
    expect(text).toContain(
      "c.txt:4: the constraint `scipy @ https://a.example/x`, which is asked for by an address that ends in none of",
    );
  });
});

describe("indexes", () => {
  test("PyTorch's serve its family only, even where they stand in for the default one", async () => {
    const text =
      "FROM python:3.12-slim\nRUN pip install torch numpy --index-url https://a.example/whl/cu128\n";
    const { indexes } = parseManifest(await printed({ "/repo/Dockerfile": text }), "m").manifest;
    expect(indexes).toEqual([
      {
        name: "pytorch",
        url: "https://a.example/whl/cu128",
        packages: ["torch", "torchaudio", "torchvision", "triton"],
      },
    ]);
  });

  test("another that stands in for the default one serves what is named beside it", async () => {
    const text =
      "FROM python:3.12-slim\nRUN pip install team-a==1 team_b -i https://packages.team.example/simple\n";
    const { indexes } = parseManifest(await printed({ "/repo/Dockerfile": text }), "m").manifest;
    expect(indexes).toEqual([
      { name: "team", url: "https://packages.team.example/simple", packages: ["team-a", "team-b"] },
    ]);
  });

  test("a second one for the same packages is told", async () => {
    const lines = [
      "--extra-index-url https://a.example/whl/cu128",
      "--extra-index-url https://b.example/whl/cu126",
      "torch",
    ];
    const text = await printed({ "/repo/requirements.txt": lines.join("\n") });
    expect(text).toContain("requirements.txt:2: the index `https://b.example/whl/cu126` for `torch`");
  });
});
