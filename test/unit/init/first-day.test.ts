import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { printed } from "./source-files.ts";

/** Reductions of real files. Each was read wrongly once. */
async function made(texts: Readonly<Record<string, string>>, options: Parameters<typeof printed>[1] = {}) {
  const text = await printed(texts, options);
  return { text, manifest: parseManifest(text, "install.yml").manifest };
}

const dockerfile = (text: string) => made({ "/repo/Dockerfile": text });

describe("a Dockerfile's command that may fail", () => {
  test("becomes an optional phase, whatever excuses it", async () => {
    const { manifest } = await dockerfile(`FROM python:3.12-slim
RUN pip install runpod
RUN pip install flash-attn --no-build-isolation || true
RUN pip install sageattention || echo skipped
RUN pip install x-transformers && pip install vocos || :
`);
    expect(manifest.phases.map((one) => [one.name, one.optional])).toEqual([
      ["libraries", false],
      ["x-transformers", true],
      ["vocos", true],
      ["flash-attn", true],
      ["sageattention", true],
    ]);
  });

  test("stays required where another one asks for the same without an excuse", async () => {
    const { manifest } = await dockerfile(
      "FROM python:3.12-slim\nRUN pip install runpod || true\nRUN pip install runpod\n",
    );
    expect(manifest.phases.map((one) => one.optional)).toEqual([false]);
  });

  test("makes what its requirements file names optional, too", async () => {
    const { manifest } = await made({
      "/repo/Dockerfile": "FROM python:3.12-slim\nCOPY extra.txt /x.txt\nRUN pip install -r /x.txt || true\n",
      "/repo/extra.txt": "sageattention\n",
    });
    expect(manifest.phases.map((one) => [one.name, one.optional])).toEqual([["sageattention", true]]);
  });
});

describe("a chain of a Dockerfile's commands", () => {
  test("keeps its `rm`: the link would fail, and the archive would stay in the layer", async () => {
    const { manifest, text } = await dockerfile(`FROM nvidia/cuda:12.3.2-cudnn9-runtime-ubuntu22.04
RUN rm -f /usr/bin/python3 && ln -s /usr/bin/python3.10 /usr/bin/python3
RUN wget -O /tmp/m.zip https://files.example/m.zip && unzip /tmp/m.zip -d /models && rm /tmp/m.zip
`);
    expect(manifest.phases.at(-1)?.run.map((words) => words.join(" "))).toEqual([
      "rm -f /usr/bin/python3",
      "ln -s /usr/bin/python3.10 /usr/bin/python3",
      "wget -O /tmp/m.zip https://files.example/m.zip",
      "unzip /tmp/m.zip -d /models",
      "rm /tmp/m.zip",
    ]);
    expect(text).not.toContain("Left out");
  });

  test("is left out whole where a part of it can't be carried over, and each command is said", async () => {
    const { manifest, text } = await dockerfile(`FROM python:3.12-slim
RUN wget -O /tmp/m.zip https://files.example/m.zip && unzip /tmp/m.zip -d /models && rm -rf /tmp/*
`);
    expect(manifest.phases.flatMap((one) => one.run)).toEqual([]);
    for (const command of ["wget", "unzip", "rm -rf"]) expect(text).toContain(`the command \`${command}`);
    expect(text).toContain("as another command of the same instruction can't be carried over");
  });

  test("drops only what Surelayer does itself", async () => {
    const { manifest } = await dockerfile(`FROM python:3.12-slim
RUN apt-get update && apt-get install -y ffmpeg && ldconfig /opt && rm -rf /var/lib/apt/lists/* /root/.cache
`);
    expect(manifest.system_packages).toEqual(["ffmpeg"]);
    expect(manifest.phases.at(-1)?.run).toEqual([["ldconfig", "/opt"]]);
  });
});

describe("a variable of a Dockerfile", () => {
  test("is split into words as a shell does, unless it is quoted", async () => {
    const { manifest } = await dockerfile(`FROM python:3.12-slim
ARG DEPS="ffmpeg libsndfile1"
ARG SET="numpy<3 scipy"
RUN apt-get update && apt-get install -y $DEPS
RUN pip install \${SET} "$SET"
`);
    expect(manifest.system_packages).toEqual(["ffmpeg", "libsndfile1"]);
    expect(manifest.phases[0]?.packages.map((one) => one.text)).toEqual(["numpy<3", "scipy"]);
  });
});

describe("the index", () => {
  test("of PyTorch is known by its kind of GPU; any other is noted", async () => {
    const other = await made({
      "/repo/requirements.txt":
        "--extra-index-url https://wheels.example/whl/\ntorch==2.8.0\nflashinfer-cubin==0.6.18\n",
    });
    expect(other.manifest.indexes).toEqual([]);
    expect(other.text).toContain("https://wheels.example/whl/");
    for (const kind of ["cu128", "cpu", "rocm6.4", "nightly/cu130"]) {
      const url = `https://wheels.example/whl/${kind}`;
      const { manifest } = await made({ "/repo/requirements.txt": `--extra-index-url ${url}\ntorch\n` });
      expect(manifest.indexes).toMatchObject([{ name: "pytorch", url }]);
    }
  });

  test("of one command serves what that command installs, and not another's packages", async () => {
    const { manifest } = await dockerfile(`FROM pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime
RUN pip install torchcodec
RUN pip install --index-url https://wheels.example/whl/cu128 torch
`);
    expect(manifest.indexes[0]?.packages).toContain("torch");
    expect(manifest.indexes[0]?.packages).not.toContain("torchcodec");
  });

  test("of an extra is CUDA's, for all packages, and an explicit one serves only what names it", async () => {
    const { manifest } = await made({
      "/repo/pyproject.toml": `[project]
name = "tts"
dependencies = ["torch==2.8.0", "torchaudio==2.8.0"]
[project.optional-dependencies]
cpu = ["torch==2.8.0"]
cu128 = ["torch==2.8.0"]
[tool.uv.sources]
torch = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cu128", extra = "cu128" }]
torchaudio = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cu128", extra = "cu128" }]
[[tool.uv.index]]
name = "pytorch-cpu"
url = "https://wheels.example/whl/cpu"
explicit = true
[[tool.uv.index]]
name = "pytorch-cu128"
url = "https://wheels.example/whl/cu128"
explicit = true
`,
    });
    expect(manifest.indexes).toEqual([
      { name: "pytorch-cu128", url: "https://wheels.example/whl/cu128", packages: ["torch", "torchaudio"] },
    ]);
  });
});

describe("the context of a Dockerfile", () => {
  const files = {
    "/repo/docker/Dockerfile":
      "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app /app/\n",
    "/repo/requirements.txt": "numpy==2.2.5\n",
    "/repo/app/main.py": "",
  };

  test("is the folder that holds what it copies", async () => {
    const { manifest, text } = await made(files, { from: "docker/Dockerfile" });
    expect(manifest.phases[0]?.packages.map((one) => one.text)).toEqual(["numpy==2.2.5"]);
    expect(manifest.files).toEqual([{ from: "app", to: "/app" }]);
    expect(text).not.toContain("isn't there");
  });

  test("is the one that is named", async () => {
    const elsewhere = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path.replace("/repo/app", "/repo/src/app"), text]),
    );
    const { manifest } = await made(
      { ...elsewhere, "/repo/.git/HEAD": "" },
      { from: "docker/Dockerfile", context: "src" },
    );
    expect(manifest.files).toEqual([{ from: "src/app", to: "/app" }]);
  });
});
