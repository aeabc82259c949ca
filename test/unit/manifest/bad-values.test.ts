import { expect, test } from "vitest";
import { good, head, problemsOf } from "./manifest-text.ts";

/** Values that a manifest can't have: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "no version",
      given: good().replace("version: 1\n", ""),
      says: ["1:1: `version` is missing; write `version: 1` as the first line"],
    },
    {
      title: "another version",
      given: good().replace("version: 1", "version: 2"),
      says: ["1:10: `version` is one that this Surelayer doesn't know; write `version: 1`"],
    },
    {
      title: "a version in quotes",
      given: good().replace("version: 1", 'version: "1"'),
      says: ["1:10: `version` must be the number 1; write `version: 1` without quotes"],
    },
    {
      title: "a number for a name",
      given: good().replace("name: app", "name: 1.5"),
      says: ["2:7: `name` must be text, not a number; put it in quotes"],
    },
    {
      title: "a name with capitals",
      given: good().replace("name: app", "name: My App"),
      says: [
        "2:7: `name`: `My App` can't name an image; write lower-case letters, digits and `-`, such as `my-app`",
      ],
    },
    {
      title: "a name with registry and tag",
      given: good().replace("name: app", "name: registry.example/app:1"),
      says: [
        "2:7: `name`: `registry.example/app:1` is more than a name; registry and tag are given when pushing: write `app`",
      ],
    },
    {
      title: "no base",
      given: good().replace("base: { image: python:3.12-slim }\n", ""),
      says: ["1:1: `base` is missing; write `base: { image: python:3.12-slim }`"],
    },
    {
      title: "text for the base",
      given: good().replace("{ image: python:3.12-slim }", "python:3.12-slim"),
      says: ["3:7: `base` must be a map, not text; write `base: { image: python:3.12-slim }`"],
    },
    {
      title: "a base with capitals",
      given: good().replace("python:", "Python:"),
      says: ["3:16: `base.image`: `Python:3.12-slim` has capital letters in its name; write it as `python`"],
    },
    {
      title: "a base as web address",
      given: good().replace("python:3.12-slim", "https://index.example/python"),
      says: [
        "3:16: `base.image` is a web address; write the image without `https://`, such as `python:3.12-slim`",
      ],
    },
    {
      title: "a base with a short digest",
      given: good().replace("python:3.12-slim", '"python@sha256:12"'),
      says: [
        "3:16: `base.image`: `python@sha256:12` has a wrong digest; write `@sha256:` and its 64 digits behind the name",
      ],
    },
    {
      title: "a base with a wrong tag",
      given: good().replace("python:3.12-slim", '"python:-"'),
      says: [
        "3:16: `base.image`: `python:-` has a wrong tag; write letters, digits, `.`, `_` and `-` behind the `:`",
      ],
    },
    {
      title: "a base with a space",
      given: good().replace("python:3.12-slim", '"python 3"'),
      says: ["3:16: `base.image`: `python 3` holds a space or a strange character; write it without"],
    },
    {
      title: "no phases",
      given: head(),
      says: ['1:1: `phases` is missing; write `phases: [{ name: speech, packages: ["torch==2.8.0"] }]`'],
    },
    {
      title: "no entries in phases",
      given: head("phases: []\n"),
      says: [
        '4:9: `phases` has no entries; write at least one phase, such as `- { name: speech, packages: ["torch==2.8.0"] }`',
      ],
    },
    {
      title: "nothing behind phases",
      given: head("phases:\n"),
      says: [
        '4:1: `phases` is empty; write `phases: [{ name: speech, packages: ["torch==2.8.0"] }]` or remove the key',
      ],
    },
    {
      title: "a map for phases",
      given: head("phases: { light: [torch] }\n"),
      says: [
        '4:9: `phases` must be a list of phases, not a map; write `phases: [{ name: speech, packages: ["torch==2.8.0"] }]`',
      ],
    },
    {
      title: "text for a phase",
      given: head("phases:\n  - torch\n"),
      says: ["5:5: `phases[0]` must be a map, not text; write `{ name: …, packages: […] }`"],
    },
    {
      title: "a phase without packages",
      given: head("phases:\n  - name: light\n"),
      says: ['5:5: `phases[0].packages` is missing; write `packages: ["torch==2.8.0"]`'],
    },
    {
      title: "no entries in packages",
      given: head("phases:\n  - { name: light, packages: [] }\n"),
      says: [
        '5:30: `phases[0].packages` has no entries; write `packages: ["torch==2.8.0"]` or remove the phase',
      ],
    },
    {
      title: "a phase name with capitals",
      given: head("phases:\n  - { name: Language Models, packages: [torch] }\n"),
      says: [
        "5:13: `phases[0].name`: `Language Models` can't be a name here; write lower-case letters, digits and `-`, such as `language-models`",
      ],
    },
    {
      title: "a distribution for a module",
      given: good("    imports: [flash-attn]\n"),
      says: [
        "7:15: `phases[0].imports[0]`: `flash-attn` isn't the name of a Python module; write what Python imports, such as `flash_attn`",
      ],
    },
    {
      title: "a statement for a module",
      given: good("    imports: [import torch]\n"),
      says: [
        "7:15: `phases[0].imports[0]`: `import torch` isn't the name of a Python module; write what Python imports, such as `torch`",
      ],
    },
    {
      title: "yes for true",
      given: good("    optional: yes\n"),
      says: [
        "7:15: `phases[0].optional` must be `true` or `false`, not text; write `optional: true` without quotes",
      ],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
