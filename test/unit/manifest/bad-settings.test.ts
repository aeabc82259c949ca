import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

/** Settings that a manifest can't have: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "a faulty kept name",
      given: good('keep: ["torch==2.8", "a b"]\n'),
      says: [
        "7:8: `keep[0]`: `torch==2.8` is more than a name; write only `torch`",
        "7:22: `keep[1]`: `a b` isn't the name of a distribution; write letters, digits and `-`, such as `torch`",
      ],
    },
    {
      title: "bytecode of only what the smoke test imports",
      given: good("image: { bytecode: smoke }\n"),
      says: ["7:20: `image.bytecode`: `smoke` is not supported in this version yet; write `all` or `none`"],
    },
    {
      title: "a backend of the machine that plans",
      given: good("install: { torch_backend: auto }\n"),
      says: [
        "7:27: `install.torch_backend`: `auto` asks the machine that plans for its GPU, which isn't the one that the image runs on; write the CUDA that it is for, such as `cu128`",
      ],
    },
    {
      title: "a backend that uv doesn't know",
      given: good("install: { torch_backend: cuda-12.8 }\n"),
      says: [
        "7:27: `install.torch_backend`: `cuda-12.8` is no backend that uv knows; write one such as `cu128`, `cpu` or `none`",
      ],
    },
    {
      title: "a backend, misspelt",
      given: good("install: { torch_backend: cu_128 }\n"),
      says: ["7:27: `install.torch_backend`: `cu_128` is no backend that uv knows; did you mean `cu128`?"],
    },
    {
      title: "a backend beside an index that says otherwise",
      given: good(
        "indexes: [{ name: wheels, url: https://index.example/whl/cu126, packages: [Torch, numpy] }]\ninstall: { torch_backend: cu128 }\n",
      ),
      says: [
        "7:76: `torch` comes from this index, and `install.torch_backend: cu128` says another one; keep one of the two",
      ],
    },
    {
      title: "a backend beside an index of the same",
      given: good(
        "indexes: [{ name: wheels, url: https://index.example/whl/cu128/, packages: [torch] }]\ninstall: { torch_backend: cu128 }\n",
      ),
      says: [],
    },
    {
      title: "a lock beside a phase with an environment of its own",
      given: good("    environment: isolated\nlock: pylock.toml\n"),
      says: [
        "7:18: `phases[0].environment` can't be `isolated` beside `lock`, which holds one environment only; write `shared`, or take `lock` out",
      ],
    },
    {
      title: "bytecode of something else",
      given: good("image: { bytecode: true }\n"),
      says: ["7:20: `image.bytecode` must be `all` or `none`, not `true`"],
    },
    {
      title: "the base image at the top",
      given: good("image: python:3.12-slim\n"),
      says: [
        "7:8: `image` must be a map, not text; write `image: { bytecode: all }`, or for the base image `base: { image: … }`",
      ],
    },
    {
      title: "a command in one text",
      given: good("command: python -u /app/handler.py\n"),
      says: ["7:10: `command` must be a list, not text; write `command: [python, -u, /app/handler.py]`"],
    },
    {
      title: "an empty command",
      given: good("command: []\n"),
      says: ["7:10: `command` names no program; write `command: [python, -u, /app/handler.py]`"],
    },
    {
      title: "a number in a command",
      given: good("command: [sleep, 5]\n"),
      says: ["7:18: `command[1]` must be text, not a number; put it in quotes"],
    },
    {
      title: "a relative workdir",
      given: good("workdir: app\n"),
      says: ["7:10: `workdir`: `app` isn't absolute; write `/app`"],
    },
    {
      title: "a longer workdir than needed",
      given: good("workdir: /app/../srv/\n"),
      says: ["7:10: `workdir`: `/app/../srv/` isn't in its shortest form; write `/srv`"],
    },
    {
      title: "an absolute source",
      given: good("files: [{ from: /etc/passwd, to: /app }]\n"),
      says: [
        "7:17: `files[0].from`: `/etc/passwd` isn't relative; write a path relative to the manifest's folder",
      ],
    },
    {
      title: "a backslash",
      given: good("files: [{ from: 'a\\b', to: /app }]\n"),
      says: ["7:17: `files[0].from`: `a\\b` has a backslash; write `a/b`"],
    },
    {
      title: "a target over everything",
      given: good("files: [{ from: app, to: / }]\n"),
      says: ["7:26: `files[0].to`: `/` would put files over the whole image; write a folder such as `/app`"],
    },
    {
      title: "a target of the kernel",
      given: good("files: [{ from: app, to: /proc/1 }]\n"),
      says: [
        "7:26: `files[0].to`: `/proc/1` is made by the kernel and never part of an image; write a folder such as `/app`",
      ],
    },
    {
      title: "two entries for one target",
      given: good("files:\n  - { from: a, to: /app }\n  - { from: b, to: /app }\n"),
      says: ["9:20: `/app` is already written by the entry on line 8; copy to another path"],
    },
    {
      title: "a size without unit",
      given: good("disk: { reserve: 1000 }\n"),
      says: ["7:18: `disk.reserve` must be a size, not a number; write a number and a unit, such as `1GB`"],
    },
    {
      title: "a size without unit in quotes",
      given: good('disk: { reserve: "2" }\n'),
      says: ["7:18: `disk.reserve`: `2` has no unit; write `2MB` or `2GB`"],
    },
    {
      title: "a wrong unit",
      given: good("disk: { reserve: 1Gb }\n"),
      says: ["7:18: `disk.reserve`: `Gb` isn't a unit of size; write `1GB`"],
    },
    {
      title: "an unknown unit",
      given: good("disk: { reserve: 1 gig }\n"),
      says: ["7:18: `disk.reserve`: `gig` isn't a unit of size; write MB, GB, MiB or GiB, such as `1GB`"],
    },
    {
      title: "no size at all",
      given: good("disk: { reserve: much }\n"),
      says: ["7:18: `disk.reserve`: `much` isn't a size; write a number and a unit, such as `500MB`"],
    },
    {
      title: "something else to strip",
      given: good("image: { strip: [tests, tetss] }\n"),
      says: ["7:25: `image.strip[1]` must be `tests`, `docs`, `static-libraries`, not `tetss`"],
    },
    {
      title: "another word than fail, warn, skip",
      given: good("verify: { on_no_gpu: ignore }\n"),
      says: ["7:22: `verify.on_no_gpu` must be `fail`, `warn` or `skip`, not `ignore`"],
    },
    {
      title: "another word for clashes of files",
      given: good("file_clashes: warn\n"),
      says: ["7:15: `file_clashes` must be `last_wins` or `refuse`, not `warn`"],
    },
    {
      title: "timings without text",
      given: good("verify: { timings: { audio: a.wav } }\n"),
      says: ["7:20: `verify.timings.text` is missing; write a path relative to the manifest's folder"],
    },
    {
      title: "per cent",
      given: good("verify: { timings: { audio: a.wav, text: a.txt, coverage: 90 } }\n"),
      says: ["7:59: `verify.timings.coverage` must be from 0 to 1; write `0.9` for 90 %"],
    },
    {
      title: "per cent as text",
      given: good("verify: { timings: { audio: a.wav, text: a.txt, coverage: 90% } }\n"),
      says: ["7:59: `verify.timings.coverage` must be a number from 0 to 1, not text; write `coverage: 0.9`"],
    },
    {
      title: "nothing behind env",
      given: good("env:\n"),
      says: ['7:1: `env` is empty; write `env: { LANGUAGE: "en" }` or remove the key'],
    },
    {
      title: "values without quotes",
      given: good("env: { A: 1, B: true, C: }\n"),
      says: [
        "7:11: `env.A` must be text, not a number; put it in quotes",
        "7:17: `env.B` must be text, not `true`; put it in quotes",
        "7:23: `env.C` is empty; write a value in quotes or remove the key",
      ],
    },
    {
      title: "a variable that starts with a digit",
      given: good('env: { 1-A: "x" }\n'),
      says: ["7:8: `1-A` can't name an environment variable; write letters, digits and `_`, such as `_1_A`"],
    },
    {
      title: "variables of the build",
      given: good('env: { PIP_INDEX_URL: "x", UV_CACHE_DIR: "x", http_proxy: "x", PYTHONHOME: "x" }\n'),
      says: [
        "7:8: `PIP_INDEX_URL` steers the installer during the build; write the index under `indexes` or remove it",
        "7:28: `UV_CACHE_DIR` steers the installer during the build; write the index under `indexes` or remove it",
        "7:47: `http_proxy` describes the machine that builds and never enters an image; remove it",
        "7:64: `PYTHONHOME` moves Python away from the packages installed in the image; remove it",
      ],
    },
    {
      title: "a variable that names an isolated environment",
      given: good('    environment: isolated\nenv: { SURELAYER_ENV_LIGHT: "/opt/mine" }\n'),
      says: ["8:8: `SURELAYER_ENV_LIGHT` is Surelayer's own; write another name"],
    },
    {
      title: "another word than shared, isolated",
      given: good("    environment: own\n"),
      says: ["7:18: `phases[0].environment` must be `shared` or `isolated`, not `own`"],
    },
    {
      title: "secrets",
      given: good('env: { HF_TOKEN: "x", A: "hf_abcdefghijklmnopqrst" }\n'),
      says: [
        "7:18: `env.HF_TOKEN`: `HF_TOKEN` looks like a secret, and everyone who can pull the image could read it; remove it here and set it where the image runs",
        "7:26: `env.A`: `A` looks like a secret, and everyone who can pull the image could read it; remove it here and set it where the image runs",
      ],
    },
    {
      title: "an expansion in PATH",
      given: good('env: { PATH: "/opt/bin:$PATH" }\n'),
      says: ["7:14: `env.PATH` is taken literally; write every folder instead of `$`"],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
