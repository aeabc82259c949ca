import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { printed } from "./source-files.ts";

const DIGEST = "a".repeat(64);
const KERNELS = "https://files.example/my_kernels-1.2-cp312-cp312-linux_x86_64.whl";

/** The manifest that init makes of these files; `parseManifest` is what `surelayer validate` does. */
async function made(texts: Readonly<Record<string, string>>, options = {}) {
  const text = await printed(texts, options);
  const { manifest } = parseManifest(text, "install.yml");
  return {
    text,
    manifest,
    packages: manifest.phases.flatMap((phase) => phase.packages.map((one) => one.text)),
  };
}

const requirements = (...lines: readonly string[]) => ({
  "/repo/requirements.txt": `${lines.join("\n")}\n`,
  "/repo/wheels/team_voices-3.0-py3-none-any.whl": "",
  "/repo/sources/fork.tar.gz": "",
});

describe("files that a requirements file names", () => {
  test.each([
    [`my-kernels @ ${KERNELS}`, `my-kernels @ ${KERNELS}`],
    [KERNELS, `my_kernels @ ${KERNELS}`],
    [
      `my-kernels[fast] @ ${KERNELS} ; python_version < "3.13"`,
      `my-kernels[fast] @ ${KERNELS} ; python_version < "3.13"`,
    ],
    [`my-kernels @ ${KERNELS} --hash=sha256:${DIGEST}`, `my-kernels @ ${KERNELS}#sha256=${DIGEST}`],
    [
      "https://git.example/fork/archive/main.zip#egg=fork",
      "fork @ https://git.example/fork/archive/main.zip",
    ],
    ["./wheels/team_voices-3.0-py3-none-any.whl", "./wheels/team_voices-3.0-py3-none-any.whl"],
    ["wheels/team_voices-3.0-py3-none-any.whl", "./wheels/team_voices-3.0-py3-none-any.whl"],
    ["file:///repo/wheels/team_voices-3.0-py3-none-any.whl", "./wheels/team_voices-3.0-py3-none-any.whl"],
    ["fork @ ./sources/fork.tar.gz", "fork @ ./sources/fork.tar.gz"],
  ])("%s is carried over", async (line, written) => {
    const { packages, text } = await made(requirements(line));

    expect(packages).toEqual([written]);
    expect(text).not.toContain("Not carried over");
  });

  test.each([
    ["git+https://git.example/team/fork@main", "without a name"],
    [`my-kernels @ https://dev:s3cret@files.example/my_kernels-1.2-py3-none-any.whl`, "credentials"],
    [`my-kernels @ ${KERNELS}?token=s3cret`, "a `?`"],
    ["my-kernels @ https://10.0.0.1/my_kernels-1.2-py3-none-any.whl", "--allow-private-index"],
    ["my-kernels @ http://files.example/my_kernels-1.2-py3-none-any.whl", "isn't encrypted"],
    ["https://files.example/my_kernels-1.2-cp312-cp312-win_amd64.whl", "for other machines"],
    ["https://files.example/my_kernels-1.2-cp312-cp312-manylinux_2_17_aarch64.whl", "for other machines"],
    ["https://files.example/main.zip", "without a name"],
    ["./wheels/gone-1.0-py3-none-any.whl", "a project or file beside the source"],
    ["../elsewhere/x-1.0-py3-none-any.whl", "a project or file beside the source"],
    ["-e .", "the editable project"],
    ["./sources", "a project or file beside the source"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pip's own way to name a variable
    ["team-voices @ ./${WHEELS}/team_voices-3.0-py3-none-any.whl", "asked for by URL"],
  ])("%s is listed", async (line, why) => {
    const { packages, text } = await made(requirements("runpod", line));

    expect(packages).toEqual(["runpod"]);
    expect(text).toContain(why);
    expect(text).not.toContain("s3cret");
  });

  test("of two for one name the first is taken", async () => {
    const other = KERNELS.replace("1.2", "1.3");

    const { packages, text } = await made(requirements(`my-kernels @ ${KERNELS}`, `my-kernels @ ${other}`));

    expect(packages).toEqual([`my-kernels @ ${KERNELS}`]);
    expect(text).toContain("another file or commit of the same name");
  });

  test("are named from the manifest's folder, and listed where they lie outside of it", async () => {
    const texts = {
      "/repo/.git/HEAD": "",
      "/repo/gpu/requirements.txt": "./a-1.0-py3-none-any.whl\n../b-1.0-py3-none-any.whl\n",
      "/repo/gpu/a-1.0-py3-none-any.whl": "",
      "/repo/b-1.0-py3-none-any.whl": "",
    };

    expect((await made(texts, { from: "gpu/requirements.txt" })).packages).toEqual([
      "./gpu/a-1.0-py3-none-any.whl",
      "./b-1.0-py3-none-any.whl",
    ]);
    const inside = await made(texts, { from: "requirements.txt", folder: "/repo/gpu" });
    expect(inside.packages).toEqual(["./a-1.0-py3-none-any.whl"]);
    expect(inside.text).toContain("outside the manifest's folder");
  });

  test("leave no name for an index to be bound to, and bring their own torch", async () => {
    const torch = "https://files.example/torch-2.8.0+cu128-cp312-cp312-linux_x86_64.whl";

    const { manifest } = await made(
      requirements("--extra-index-url https://torch.example/whl/cu128", `torch @ ${torch}`, "torchaudio"),
    );

    expect(manifest.indexes[0]?.packages).toEqual(["torchaudio", "torchvision", "triton"]);
    expect(manifest.base.image).not.toMatch(/torch/);
  });
});

test("a pyproject.toml's own and uv's files are carried over", async () => {
  const { packages, text } = await made({
    "/repo/pyproject.toml": `[project]
name = "worker"
dependencies = ["my-kernels @ ${KERNELS}", "team-voices[all]>=2; python_version > '3.9'", "fork", "local"]
[tool.uv.sources]
team-voices = { path = "wheels/team_voices-3.0-py3-none-any.whl" }
fork = { git = "https://git.example/fork" }
local = { path = "../local", editable = true }
`,
    "/repo/wheels/team_voices-3.0-py3-none-any.whl": "",
  });

  expect(packages).toEqual([
    `my-kernels @ ${KERNELS}`,
    "team-voices[all] @ ./wheels/team_voices-3.0-py3-none-any.whl ; python_version > '3.9'",
  ]);
  expect(text).toMatch(/`fork` from/);
  expect(text).toMatch(/`local` from/);
});

test("Poetry's files are carried over", async () => {
  const { packages } = await made({
    "/repo/pyproject.toml": `[tool.poetry]
name = "worker"
[tool.poetry.dependencies]
python = "^3.10"
my-kernels = { url = "${KERNELS}" }
team-voices = { path = "wheels/team_voices-3.0-py3-none-any.whl", python = ">=3.10" }
`,
    "/repo/wheels/team_voices-3.0-py3-none-any.whl": "",
  });

  expect(packages).toEqual([
    `my-kernels @ ${KERNELS}`,
    'team-voices @ ./wheels/team_voices-3.0-py3-none-any.whl ; python_version >= "3.10"',
  ]);
});

test("a Dockerfile's files are found where it copies them from", async () => {
  const { packages } = await made({
    "/repo/Dockerfile": `FROM python:3.12-slim
COPY docker/wheels /wheels
RUN pip install /wheels/team_voices-3.0-py3-none-any.whl ${KERNELS}
`,
    "/repo/docker/wheels/team_voices-3.0-py3-none-any.whl": "",
  });

  expect(packages).toEqual(["./docker/wheels/team_voices-3.0-py3-none-any.whl", `my_kernels @ ${KERNELS}`]);
});

test("a cog.yaml's files are carried over", async () => {
  const { packages } = await made({
    "/repo/cog.yaml": `build:\n  python_packages: ["my-kernels @ ${KERNELS}", ./wheels/a-1.0-py3-none-any.whl]\n`,
    "/repo/wheels/a-1.0-py3-none-any.whl": "",
  });

  expect(packages).toEqual([`my-kernels @ ${KERNELS}`, "./wheels/a-1.0-py3-none-any.whl"]);
});

describe("the torch backend", () => {
  test.each([
    ["Dockerfile", "FROM python:3.12-slim\nRUN uv pip install --torch-backend=cu128 torch\n"],
    ["Dockerfile", "FROM python:3.12-slim\nENV UV_TORCH_BACKEND=cu128\nRUN uv pip install torch\n"],
    ["Dockerfile", "FROM python:3.12-slim\nARG UV_TORCH_BACKEND=cu128\nRUN uv pip install torch\n"],
    ["Dockerfile", "FROM python:3.12-slim\nRUN UV_TORCH_BACKEND=cu128 uv pip install torch\n"],
    [
      "pyproject.toml",
      '[project]\nname = "a"\ndependencies = ["torch"]\n[tool.uv]\ntorch-backend = "cu128"\n',
    ],
    [
      "pyproject.toml",
      '[project]\nname = "a"\ndependencies = ["torch"]\n[tool.uv.pip]\ntorch-backend = "cu128"\n',
    ],
    ["cog.yaml", "build: { gpu: true, run: [uv pip install --torch-backend cu128 torch] }"],
  ])("of a %s goes into `install` (%#)", async (name, content) => {
    const { manifest, text } = await made({ [`/repo/${name}`]: content });

    expect(manifest.install.torch_backend).toBe("cu128");
    expect(manifest.env).toEqual({});
    expect(text).not.toContain("Not carried over");
  });

  test.each([
    ["--torch-backend=auto", "`auto` asks the machine that plans"],
    ["--torch-backend=cu1280", "no backend that uv knows"],
    [
      "--torch-backend=cu128 --extra-index-url https://torch.example/whl/cu121",
      "an index of torch says another one",
    ],
  ])("%s is listed", async (flags, why) => {
    const { manifest, text } = await made({
      "/repo/Dockerfile": `FROM python:3.12-slim\nRUN uv pip install ${flags} torch\n`,
    });

    expect(manifest.install.torch_backend).toBe("none");
    expect(text).toContain(why);
  });
});
