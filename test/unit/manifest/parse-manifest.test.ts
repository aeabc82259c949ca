import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { parseRequirement } from "../../../src/python/requirement.ts";
import { good, head, problemsOf } from "./manifest-text.ts";

const PROVIDES = '{ python: "3.12", cuda: "12.8", packages: { Torch: 2.8.0+cu128 } }';
const FULL = `version: 1
name: quickstart
base: { image: "registry.example:5000/team/python:3.12-slim@sha256:${"0a".repeat(32)}", provides: ${PROVIDES} }
keep: [Torch, torch_audio]
indexes:
  - { name: pytorch, url: https://index.example/whl/cpu, packages: [Torch, torch_audio] }
phases:
  - name: audio
    packages: ["soundfile>=0.13,<1", "uvicorn[standard] (>=0.3)", 'numpy ~= 2.0 ; python_version < "3.13"']
    imports: [soundfile, google.cloud.speech]
    system_packages: [libsndfile1, g++]
    run: [[python, -c, "print('a && b; $HOME')"], [ldconfig]]
    run_size: 1.5MB
  - name: speech
    packages: [pocketsphinx==5.1.1, numpy<2]
    optional: true
    binary_for: [Torch]
    environment: isolated
    wheels: https://files.example/pocketsphinx-{version}-{python_tag}-{python_tag}-{platform}.whl
    source_build: allowed
    requires: { gpu_memory: 6GiB, disk: 3.5GiB, python: ">=3.8", cuda: true }
files:
  - { from: app, to: /app }
  - { from: ../runtime/surelayer_runtime, to: /app/surelayer_runtime }
env: { LANGUAGE: "en", EMPTY_TOKEN: "", PATH: /opt/bin:/usr/bin }
workdir: /app
command: [python, -u, /app/handler.py]
system_packages: [ffmpeg, "sox=14.4.2+git20190427-3.5", "libssl3=1:3.0.11~deb12u2"]
build_constraints: [setuptools<81]
verify:
  timings: { audio: test/sample.wav, text: test/sample.txt, coverage: 1 }
  on_no_gpu: skip
disk: { reserve: 1.5GiB, before: 2GB, critical: 600MB, after_cleanup: 0.7GB, interval: 500ms, max_used: 87.5% }
install: { installer: pip, attempts: 5, first_delay: 1s, factor: 1.5, max_delay: 30s, bridge: 2m, torch_backend: cpu }
allow_changes: [/etc/demo.conf, "/opt/demo/**"]
image: { bytecode: none, max_layer: 2GB, strip: [tests, static-libraries] }
runpod: { gpu_pools: [ADA_24, "-NVIDIA GeForce RTX 4090"] }
file_clashes: refuse
`;

describe("a good manifest", () => {
  test("has everything that was declared", () => {
    expect(parseManifest(FULL, "m.yml").manifest).toEqual({
      version: 1,
      name: "quickstart",
      base: {
        image: `registry.example:5000/team/python:3.12-slim@sha256:${"0a".repeat(32)}`,
        provides: { python: "3.12", cuda: "12.8", packages: { Torch: "2.8.0+cu128" } },
      },
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
          ].map(parseRequirement),
          imports: ["soundfile", "google.cloud.speech"],
          optional: false,
          binary_for: [],
          environment: "shared",
          system_packages: ["libsndfile1", "g++"],
          run: [["python", "-c", "print('a && b; $HOME')"], ["ldconfig"]],
          run_size: 1.5e6,
        },
        {
          name: "speech",
          packages: ["pocketsphinx==5.1.1", "numpy<2"].map(parseRequirement),
          imports: [],
          optional: true,
          binary_for: ["torch"],
          environment: "isolated",
          wheels: "https://files.example/pocketsphinx-{version}-{python_tag}-{python_tag}-{platform}.whl",
          source_build: "allowed",
          requires: { gpu_memory: 6 * 2 ** 30, disk: 3.5 * 2 ** 30, python: ">=3.8", cuda: true },
          system_packages: [],
          run: [],
        },
      ],
      system_packages: ["ffmpeg", "sox=14.4.2+git20190427-3.5", "libssl3=1:3.0.11~deb12u2"],
      files: [
        { from: "app", to: "/app" },
        { from: "../runtime/surelayer_runtime", to: "/app/surelayer_runtime" },
      ],
      env: { LANGUAGE: "en", EMPTY_TOKEN: "", PATH: "/opt/bin:/usr/bin" },
      workdir: "/app",
      command: ["python", "-u", "/app/handler.py"],
      build_constraints: ["setuptools<81"],
      file_clashes: "refuse",
      allow_changes: ["/etc/demo.conf", "/opt/demo/**"],
      verify: {
        timings: { audio: "test/sample.wav", text: "test/sample.txt", coverage: 1 },
        on_no_gpu: "skip",
      },
      install: {
        installer: "pip",
        attempts: 5,
        first_delay: 1000,
        factor: 1.5,
        max_delay: 30_000,
        bridge: 120_000,
        prefetch: true,
        torch_backend: "cpu",
      },
      disk: {
        ...{ reserve: 1.5 * 2 ** 30, before: 2e9, critical: 6e8, after_cleanup: 7e8 },
        ...{ interval: 500, max_used: 0.875 },
      },
      image: { bytecode: "none", max_layer: 2e9, strip: ["tests", "static-libraries"] },
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
      phases: [
        {
          name: "light",
          packages: [parseRequirement("torch")],
          imports: [],
          optional: false,
          binary_for: [],
          environment: "shared",
          system_packages: [],
          run: [],
        },
      ],
      system_packages: [],
      build_constraints: [],
      file_clashes: "last_wins",
      allow_changes: [],
      files: [],
      env: {},
      workdir: "/",
      verify: {},
      install: {
        installer: "uv",
        attempts: 3,
        first_delay: 5000,
        factor: 2,
        max_delay: 60_000,
        bridge: 120_000,
        prefetch: true,
        torch_backend: "none",
      },
      disk: { reserve: 1e9, before: 1e9, critical: 5e8, after_cleanup: 5e8, interval: 1000, max_used: 0.8 },
      image: { bytecode: "all", max_layer: 4e9, strip: [] },
    });
  });

  test.each([
    ["a small reserve", "reserve: 10MB", [1e7, 5e6, 5e6]],
    ["no reserve", "reserve: 0B", [0, 0, 0]],
    ["a large reserve", "reserve: 50GB", [1e9, 5e8, 5e8]],
    ["a small `before`", "before: 100MB", [1e8, 1e8, 5e8]],
    ["a large `critical`", "critical: 900MB", [1e9, 9e8, 9e8]],
  ])("has a watch that never asks for more than the plan grants: %s", (_, disk, expected) => {
    const { before, critical, after_cleanup } = parseManifest(good(`disk: { ${disk} }\n`), "m.yml").manifest
      .disk;
    expect([before, critical, after_cleanup]).toEqual(expected);
  });

  test("may name a lock", () => {
    expect(parseManifest(good("lock: locks/pylock.toml\n"), "m.yml").manifest.lock).toBe("locks/pylock.toml");
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
    [
      "the same requirement in an environment of its own",
      good("  - { name: own, packages: [torch], environment: isolated }\n"),
    ],
    ["a phase of system packages only", good("  - { name: tools, system_packages: [ffmpeg] }\n")],
    ["a phase of commands only", good("  - { name: models, packages: [], run: [[ldconfig]] }\n")],
    [
      "the same system package in two phases",
      good("    system_packages: [sox]\n  - { name: b, packages: [b], system_packages: [sox] }\n"),
    ],
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

describe("locate", () => {
  const { locate } = parseManifest(FULL, "m.yml");

  test.each([
    [[], 1, 1],
    [["phases", 1], 14, 5],
    [["phases", 1, "name"], 14, 11],
    [["phases", 1, "packages", 1], 15, 37],
    [["env", "LANGUAGE"], 25, 18],
    [["verify", "timings", "audio"], 31, 21],
    [["phases", 1, "imports"], 14, 5],
    [["phases", 9], 8, 3],
    [["elsewhere"], 1, 1],
  ] as const)("%j", (path, line, column) => {
    expect(locate(path)).toEqual({ file: "m.yml", line, column });
  });
});
