import { describe, expect, test } from "vitest";
import { ManifestError } from "../../../src/errors.ts";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { good, head, problemsOf } from "./manifest-text.ts";

const FULL = `version: 1
name: quickstart
base: { image: "registry.example:5000/team/python:3.12-slim@sha256:${"0a".repeat(32)}" }
keep: [Torch, torch_audio]
indexes:
  - { name: pytorch, url: https://index.example/whl/cpu, packages: [Torch, torch_audio] }
phases:
  - name: audio
    packages: ["soundfile>=0.13,<1", "uvicorn[standard] (>=0.3)", 'numpy ~= 2.0 ; python_version < "3.13"']
    imports: [soundfile, google.cloud.speech]
  - name: speech
    packages: [pocketsphinx==5.1.1, numpy<2]
    optional: true
    binary_for: [Torch]
    wheels: https://files.example/pocketsphinx-{version}-{python_tag}-{python_tag}-{platform}.whl
    source_build: allowed
    requires: { gpu_memory: 6GiB, disk: 3.5GiB, python: ">=3.8", cuda: true }
files:
  - { from: app, to: /app }
  - { from: ../runtime/surelayer_runtime, to: /app/surelayer_runtime }
env: { LANGUAGE: "en", EMPTY_TOKEN: "", PATH: /opt/bin:/usr/bin }
workdir: /app
command: [python, -u, /app/handler.py]
verify:
  timings: { audio: test/sample.wav, text: test/sample.txt, coverage: 1 }
  on_no_gpu: skip
disk: { reserve: 1.5GiB }
image: { bytecode: none, max_layer: 2GB }
runpod: { gpu_pools: [ADA_24, "-NVIDIA GeForce RTX 4090"] }
`;

describe("a good manifest", () => {
  test("has everything that was declared", () => {
    expect(parseManifest(FULL, "m.yml").manifest).toEqual({
      version: 1,
      name: "quickstart",
      base: { image: `registry.example:5000/team/python:3.12-slim@sha256:${"0a".repeat(32)}` },
      keep: ["torch", "torch-audio"],
      indexes: [
        { name: "pytorch", url: "https://index.example/whl/cpu", packages: ["torch", "torch-audio"] },
      ],
      phases: [
        {
          name: "audio",
          packages: [
            "soundfile>=0.13,<1",
            "uvicorn[standard] (>=0.3)",
            'numpy ~= 2.0 ; python_version < "3.13"',
          ],
          imports: ["soundfile", "google.cloud.speech"],
          optional: false,
          binary_for: [],
        },
        {
          name: "speech",
          packages: ["pocketsphinx==5.1.1", "numpy<2"],
          imports: [],
          optional: true,
          binary_for: ["torch"],
          wheels: "https://files.example/pocketsphinx-{version}-{python_tag}-{python_tag}-{platform}.whl",
          source_build: "allowed",
          requires: { gpu_memory: 6 * 2 ** 30, disk: 3.5 * 2 ** 30, python: ">=3.8", cuda: true },
        },
      ],
      files: [
        { from: "app", to: "/app" },
        { from: "../runtime/surelayer_runtime", to: "/app/surelayer_runtime" },
      ],
      env: { LANGUAGE: "en", EMPTY_TOKEN: "", PATH: "/opt/bin:/usr/bin" },
      workdir: "/app",
      command: ["python", "-u", "/app/handler.py"],
      verify: {
        timings: { audio: "test/sample.wav", text: "test/sample.txt", coverage: 1 },
        on_no_gpu: "skip",
      },
      disk: { reserve: 1.5 * 2 ** 30 },
      image: { bytecode: "none", max_layer: 2e9 },
      runpod: { gpu_pools: ["ADA_24", "-NVIDIA GeForce RTX 4090"] },
    });
  });

  test("has the default of everything left out", () => {
    expect(parseManifest(good(), "m.yml").manifest).toEqual({
      version: 1,
      name: "app",
      base: { image: "python:3.12-slim" },
      keep: ["torch", "torchaudio", "torchvision", "triton"],
      indexes: [],
      phases: [{ name: "light", packages: ["torch"], imports: [], optional: false, binary_for: [] }],
      files: [],
      env: {},
      workdir: "/",
      verify: {},
      disk: { reserve: 1e9 },
      image: { bytecode: "all", max_layer: 4e9 },
    });
  });

  test("survives JSON", () => {
    const { manifest } = parseManifest(FULL, "m.yml");
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  });

  test.each([
    ["a byte order mark", `\ufeff${good()}`],
    ["line ends of Windows", good().replaceAll("\n", "\r\n")],
    ["a shared list", head("keep: &list [torch]\nphases:\n  - { name: light, packages: *list }\n")],
    ["coverage left out", good("verify: { timings: { audio: a.wav, text: a.txt } }\n")],
    ["an allocator", good("env: { LD_PRELOAD: /usr/lib/libtcmalloc.so.4 }\n")],
    ["another specifier in a later phase", good("  - { name: later, packages: [torch==2.8.0] }\n")],
  ])("may have %s", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

test.each([
  "http://index.example/simple",
  "http://127.0.0.1:3141/simple",
  "https://[::1]/simple",
  "https://devpi/simple",
])("a private index is taken where that is allowed: %s", (url) => {
  const text = good(`indexes: [{ name: a, url: "${url}", packages: [torch] }]\n`);
  expect(problemsOf(text, { allowPrivateIndex: true })).toEqual([]);
  expect(problemsOf(text)).toHaveLength(1);
});

test("credentials in an index are refused even where private indexes are allowed", () => {
  const text = good('indexes: [{ name: a, url: "https://u:p@10.0.0.1/", packages: [torch] }]\n');
  expect(problemsOf(text, { allowPrivateIndex: true })).toHaveLength(1);
});

describe("problems", () => {
  test("are all told, in the order of the file", () => {
    const text = good("  - { name: light, packages: [torch, -r x], optional: 1 }\nwrkdir: /app\nname: b\n");
    expect(problemsOf(text)).toEqual([
      "7:13: the phase on line 5 is called `light`, too; give each phase a name of its own",
      "7:31: `torch` is already asked for on line 6; keep one of the two",
      "7:38: `phases[1].packages[1]`: `-r x` is an installer option; write a distribution's name and version",
      "7:55: `phases[1].optional` must be `true` or `false`, not a number; write `optional: true` without quotes",
      "8:1: unknown key `wrkdir`; did you mean `workdir`?",
      "9:1: `name` is already given on line 2; keep one of the two",
    ]);
  });

  test("of what an alias stands for are told where the alias is used, too", () => {
    expect(problemsOf(head("keep: &list [-x]\nphases:\n  - { name: light, packages: *list }\n"))).toEqual([
      "4:14: `keep[0]`: `-x` isn't the name of a distribution; write letters, digits and `-`, such as `torch`",
      "6:30: `phases[0].packages[0]`: `-x` is an installer option; write a distribution's name and version",
    ]);
  });

  test("end after a hundred with the number of the others", () => {
    const told = problemsOf(good(Array.from({ length: 150 }, (_, index) => `k-${index}: 1\n`).join("")));
    expect(told).toHaveLength(100);
    expect(told.at(-1)).toBe("106:1: 51 more problems follow; correct these first");
  });

  test("are one error with file, line, column and exit code", () => {
    expect(() => parseManifest("", "folder/install.yml")).toThrow(ManifestError);
    expect(() => parseManifest("", "folder/install.yml")).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^folder\/install\.yml:1:1: the manifest is empty/),
        exitCode: 2,
        location: { file: "folder/install.yml", line: 1, column: 1 },
      }),
    );
  });
});

describe("locate", () => {
  const { locate } = parseManifest(FULL, "m.yml");

  test.each([
    [[], 1, 1],
    [["phases", 1], 11, 5],
    [["phases", 1, "name"], 11, 11],
    [["phases", 1, "packages", 1], 12, 37],
    [["env", "LANGUAGE"], 21, 18],
    [["verify", "timings", "audio"], 25, 21],
    [["phases", 1, "imports"], 11, 5],
    [["phases", 9], 8, 3],
    [["elsewhere"], 1, 1],
  ] as const)("%j", (path, line, column) => {
    expect(locate(path)).toEqual({ file: "m.yml", line, column });
  });
});
