import { expect, test } from "vitest";
import { type InitOptions, initManifest } from "../../../src/init/init-manifest.ts";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { UsageError } from "../../../src/text/errors.ts";
import { printed, sourceFiles } from "./source-files.ts";

function setUp(texts: Readonly<Record<string, string>>) {
  const files = sourceFiles(texts);
  const told: string[] = [];
  const ports = { files, log: { info: (line: string) => void told.push(line) }, print: () => undefined };
  const run = (options: Partial<InitOptions> = {}) =>
    initManifest(
      {
        from: undefined,
        context: undefined,
        output: "install.yml",
        force: false,
        folder: "/repo",
        ...options,
      },
      ports,
    );
  return { files, told, run };
}

test("writes beside the source and says how much it left out", async () => {
  const { files, told, run } = setUp({ "/repo/requirements.txt": "runpod\n-e .\n" });
  await run();
  expect(parseManifest(files.all.get("/repo/install.yml") ?? "", "m").manifest.name).toBe("repo");
  expect(told).toEqual([
    "install.yml is written from requirements.txt, with 1 phase; it begins with the 1 thing that it can't hold.",
  ]);
});

test("overwrites nothing without --force", async () => {
  const { files, run } = setUp({ "/repo/requirements.txt": "runpod\n", "/repo/install.yml": "mine" });
  await expect(run()).rejects.toThrow("install.yml is there already, and nothing was changed.");
  expect(files.all.get("/repo/install.yml")).toBe("mine");
  await run({ force: true });
  expect(files.all.get("/repo/install.yml")).toContain("runpod");
});

test("prints with -o - even where a manifest is, and writes nothing", async () => {
  const texts = { "/repo/requirements.txt": "runpod\n", "/repo/install.yml": "mine" };
  expect(await printed(texts)).toContain("runpod");
});

test("a failing write is a usage error and leaves nothing", async () => {
  const { files, run } = setUp({ "/repo/requirements.txt": "runpod\n" });
  files.write = async () => {
    throw new Error("EACCES: permission denied");
  };
  await expect(run()).rejects.toThrow(UsageError);
  expect([...files.all.keys()]).toEqual(["/repo/requirements.txt"]);
});

test("paths are relative to the manifest, wherever it is written", async () => {
  const { files, run } = setUp({
    "/repo/.git/HEAD": "",
    "/repo/worker/Dockerfile":
      "FROM python:3.12-slim\nRUN pip install runpod\nCOPY src /app\nCOPY /LICENSE /app/\n",
    "/repo/worker/src/a.py": "",
    "/repo/LICENSE": "",
  });
  await run({ from: "worker/Dockerfile", output: "images/gpu/install.yml" });
  const { manifest } = parseManifest(files.all.get("/repo/images/gpu/install.yml") ?? "", "m");
  expect(manifest.files).toEqual([
    { from: "../../worker/src", to: "/app" },
    { from: "../../LICENSE", to: "/app/LICENSE" },
  ]);
});

test("takes the most telling source and names the others", async () => {
  const { told, run } = setUp({
    "/repo/Dockerfile": "FROM python:3.12-slim\nRUN pip install runpod\n",
    "/repo/pyproject.toml": "[tool.ruff]\n",
    "/repo/requirements.txt": "numpy\n",
  });
  await run();
  expect(told[0]).toBe("Made from Dockerfile; also here: requirements.txt (`--from` chooses).");
});

test("takes a folder for --from", async () => {
  expect(
    await printed({ "/repo/worker/cog.yaml": "build: { python_packages: [numpy] }" }, { from: "worker" }),
  ).toContain("packages: [numpy]");
});

test("writes a manifest to begin with where there is nothing", async () => {
  const { manifest } = parseManifest(await printed({}, { folder: "/home/dev/My Worker" }), "m");
  expect(manifest.name).toBe("my-worker");
});

test.each([
  ["nothing.txt", "`nothing.txt` can't be read: ENOENT"],
  ["README.md", "The name `README.md` doesn't say what is in it."],
  ["zeros.txt", "`zeros.txt` isn't a text file."],
  ["large.txt", "`large.txt` is larger than 1000 kB."],
  ["Dockerfile.large", "`Dockerfile.large` is larger than 200 kB."],
  ["bad.toml", "`bad.toml` can't be read as TOML."],
  ["bad.yaml", "`bad.yaml` can't be read as YAML."],
  ["deep.yaml", "`deep.yaml` can't be read as YAML."],
  ["laughs.yaml", "`laughs.yaml` can't be read as YAML."],
])("refuses %s in words", async (name, message) => {
  const laughs = Array.from({ length: 10 }, (_, n) => `a${n}: &a${n} [${n ? `*a${n - 1},`.repeat(9) : "x"}]`);
  const texts = {
    "/repo/README.md": "# Hello",
    "/repo/zeros.txt": "numpy\0\n",
    "/repo/large.txt": "# x\n".repeat(300_000),
    "/repo/Dockerfile.large": "# x\n".repeat(100_000),
    "/repo/bad.toml": "[project\n",
    "/repo/bad.yaml": "build: [\n",
    "/repo/deep.yaml": "[".repeat(100_000),
    "/repo/laughs.yaml": laughs.join("\n"),
  };
  const attempt = printed(texts, { from: name });
  await expect(attempt).rejects.toThrow(UsageError);
  await expect(attempt).rejects.toThrow(message);
});

test("tells the line of what can't be read", async () => {
  const attempt = printed({ "/repo/bad.toml": "[project]\nname = \n" }, { from: "bad.toml" });
  await expect(attempt).rejects.toMatchObject({ location: { file: "bad.toml", line: 2 } });
});
