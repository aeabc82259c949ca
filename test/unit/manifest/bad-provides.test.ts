import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

const base = (provides: string) =>
  good().replace("image: python:3.12-slim", `image: python, provides: ${provides}`);

/** Facts that can't be declared: each with everything that is said of it, as line:column and message. */
test.each([
  [
    "no map",
    "3.12",
    '3:34: `base.provides` must be a map, not a number; write `provides: { python: "3.12", packages: { torch: 2.8.0+cu128 } }`',
  ],
  ["no Python", '{ cuda: "12.8" }', '3:34: `base.provides.python` is missing; write `python: "3.12"`'],
  [
    "a number, which loses the zero of 3.10",
    "{ python: 3.10 }",
    "3:44: `base.provides.python` must be text, not a number; put it in quotes",
  ],
  [
    "a range of Pythons",
    '{ python: ">=3.12" }',
    "3:44: `base.provides.python`: `>=3.12` isn't a version of Python 3; write one such as `3.12` or `3.12.4`",
  ],
  [
    "a Python without minor",
    '{ python: "3" }',
    "3:44: `base.provides.python`: `3` isn't a version of Python 3; write one such as `3.12` or `3.12.4`",
  ],
  [
    "a Python that is too old",
    '{ python: "3.7" }',
    "3:44: `base.provides.python`: `3.7` is older than 3.8, the oldest Python that can be built on; choose another base",
  ],
  [
    "a torch backend instead of CUDA's version",
    '{ python: "3.12", cuda: cu128 }',
    "3:58: `base.provides.cuda`: `cu128` isn't a version of CUDA; write one such as `12.8`, or leave `cuda` out for a base without it",
  ],
  [
    "a list of requirements",
    '{ python: "3.12", packages: [torch==2.8.0] }',
    "3:62: `base.provides.packages` must be a map of names to versions, not a list; write `packages: { torch: 2.8.0+cu128 }`",
  ],
  [
    "a number as version",
    '{ python: "3.12", packages: { torch: 2.8 } }',
    "3:71: `base.provides.packages.torch` must be text, not a number; put it in quotes",
  ],
  [
    "a range of versions",
    '{ python: "3.12", packages: { torch: ==2.8.0 } }',
    "3:71: `base.provides.packages.torch`: `==2.8.0` isn't one version; write exactly what the base holds, such as `2.8.0`",
  ],
  [
    "no version",
    '{ python: "3.12", packages: { torch: newest } }',
    "3:71: `base.provides.packages.torch`: `newest` isn't one version; write exactly what the base holds, such as `2.8.0+cu128`",
  ],
  [
    "no distribution's name",
    '{ python: "3.12", packages: { "torch[cuda]": 2.8.0 } }',
    "3:64: `torch[cuda]` is more than a name; write only `torch`",
  ],
  [
    "two spellings of one name",
    '{ python: "3.12", packages: { flash-attn: 2.8.0, Flash_Attn: 2.8.3 } }',
    "3:95: `base.provides.packages.Flash_Attn` is the same distribution as `flash-attn`; keep one of the two",
  ],
])("%s", (_, provides, says) => {
  expect(problemsOf(base(provides))).toEqual([says]);
});
