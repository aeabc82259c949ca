import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

/** Keys that a manifest can't have: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "a misspelt key",
      given: good("commnd: [a]\n"),
      says: ["7:1: unknown key `commnd`; did you mean `command`?"],
    },
    {
      title: "another style of writing",
      given: good("verify: { onNoGpu: fail }\n"),
      says: ["7:11: unknown key `onNoGpu`; did you mean `on_no_gpu`?"],
    },
    {
      title: "another tool's word",
      given: good("entrypoint: [a]\n"),
      says: ["7:1: unknown key `entrypoint`; did you mean `command`?"],
    },
    {
      title: "a key of a phase at the top",
      given: good("packages: [torch]\n"),
      says: ["7:1: unknown key `packages`; it belongs to an entry of `phases`"],
    },
    {
      title: "a key like nothing known",
      given: good("colour: red\n"),
      says: [
        "7:1: unknown key `colour`; the top level takes `version`, `name`, `base`, `keep`, `indexes`, `system_packages`, `build_constraints`, `file_clashes`, `phases`, `allow_changes`, `lock`, `files`, `env`, `workdir`, `command`, `verify`, `install`, `disk`, `image`, `runpod`",
      ],
    },
    {
      title: "keys of a phase",
      given: good("    import: [torch]\n    requirements: [torch]\n"),
      says: [
        "7:5: unknown key `import`; did you mean `imports`?",
        "8:5: unknown key `requirements`; did you mean `packages`?",
      ],
    },
    {
      title: "keys of every other place",
      given: good().replace("image: python:3.12-slim", "image: python, tags: x"),
      says: ["3:24: unknown key `tags`; `base` takes `image`, `provides`"],
    },
    {
      title: "keys of nested maps",
      given: good(
        "disk: { reserv: 1GB }\nverify: { timings: { audio: a, text: b, coverag: 1 } }\nfiles: [{ source: a, from: a, to: /a }]\n",
      ),
      says: [
        "7:9: unknown key `reserv`; did you mean `reserve`?",
        "8:41: unknown key `coverag`; did you mean `coverage`?",
        "9:11: unknown key `source`; did you mean `from`?",
      ],
    },
    {
      title: "keys for later at the top",
      given: good("indexes: []\ngate: {}\n"),
      says: ["8:1: `gate` is not supported in this version yet; remove it"],
    },
    {
      title: "keys for later in a phase",
      given: good("    layers: auto\n"),
      says: ["7:5: `layers` is not supported in this version yet; remove it"],
    },
    {
      title: "keys for later elsewhere",
      given: good("runpod: { category: audio, gpu_pool: [ADA_24] }\n"),
      says: [
        "7:11: `category` is not supported in this version yet; remove it",
        "7:28: unknown key `gpu_pool`; did you mean `gpu_pools`?",
      ],
    },
    {
      title: "keys of the base's facts",
      given: good().replace("python:3.12-slim", 'python, provides: { python: "3.12", torch: 2.8.0 }'),
      says: ["3:52: unknown key `torch`; `provides` takes `python`, `cuda`, `packages`"],
    },
    {
      title: "a misspelt key for later",
      given: good("gat: {}\n"),
      says: ["7:1: unknown key `gat`; `gate` is not supported in this version yet"],
    },
    {
      title: "an invisible character in a key",
      given: good('"work\\u200bdir\\n": /app\n'),
      says: ["7:1: unknown key `work\\u{200b}dir\\u{a}`; did you mean `workdir`?"],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
