import { expect, test } from "vitest";
import { good, head, problemsOf } from "./manifest-text.ts";

/** Text that isn't one YAML map: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "an empty file",
      given: "",
      says: ["1:1: the manifest is empty; write at least `version`, `name`, `base` and `phases`"],
    },
    {
      title: "only comments",
      given: "# later\n",
      says: ["1:1: the manifest holds only comments; write at least `version`, `name`, `base` and `phases`"],
    },
    {
      title: "only a document marker",
      given: "---\n",
      says: ["1:1: the manifest holds nothing; write at least `version`, `name`, `base` and `phases`"],
    },
    {
      title: "null",
      given: "~\n",
      says: ["1:1: the manifest holds nothing; write at least `version`, `name`, `base` and `phases`"],
    },
    {
      title: "a list at the top",
      given: "- version: 1\n",
      says: ["1:1: the manifest must be a map of keys such as `version: 1`, not a list"],
    },
    {
      title: "text at the top",
      given: "version 1\n",
      says: ["1:1: the manifest must be a map of keys such as `version: 1`, not text"],
    },
    {
      title: "a tab in the indentation",
      given: "base:\n\timage: python:3.12\n",
      says: ["2:1: there is a tab in the indentation; write spaces"],
    },
    {
      title: "two documents",
      given: good("---\nversion: 1\n"),
      says: ["7:1: a second document begins here; write one manifest per file, without `---` between"],
    },
    {
      title: "a YAML version line",
      given: "%YAML 1.1\n---\nversion: 1\n",
      says: ["1:1: a `%YAML` line isn't supported; remove it (YAML 1.2 is understood)"],
    },
    {
      title: "a key without its colon",
      given: "version: 1\nname app\n",
      says: ["2:1: a `:` and a space are missing behind a key; write `key: value`"],
    },
    {
      title: "a second colon",
      given: head("workdir: a: b\n"),
      says: [
        "4:10: there is a second `: ` where a plain value should stand; put text that holds `: ` in quotes, and nested keys on lines of their own",
      ],
    },
    {
      title: "an open bracket",
      given: head("keep: [torch\n"),
      says: ["5:1: a `[` or `{` is opened and not closed before this; close it"],
    },
    {
      title: "an open quote",
      given: head('workdir: "/app\n'),
      says: ["5:1: a quote is opened and not closed before this; close it"],
    },
    {
      title: "a stray bracket",
      given: head("keep: [torch]]\n"),
      says: ["4:14: a closing bracket has no opening one; remove it"],
    },
    {
      title: "an entry less indented than its keys",
      given: head("phases:\n  - name: light\n   packages: [torch]\n"),
      says: ["6:1: this line is neither indented like the entry above it nor begun with `- `; line it up"],
    },
    {
      title: "a list on its key's line",
      given: head("keep: - torch\n"),
      says: ["4:7: a list can't begin on its key's line; write `- ` on the next line, or use `[ ]`"],
    },
    {
      title: "text that begins with @",
      given: head("workdir: @app\n"),
      says: ["4:10: text can't begin with this character; put it in quotes"],
    },
    {
      title: "an unknown escape",
      given: head('workdir: "\\q"\n'),
      says: ["4:11: the backslash begins an escape that YAML doesn't know; use single quotes here"],
    },
    {
      title: "a key that is a list",
      given: good("? [a]\n: b\n"),
      says: ["7:3: a key must be plain text; write it in quotes"],
    },
    {
      title: "a duplicate key",
      given: good("name: other\n"),
      says: ["7:1: `name` is already given on line 2; keep one of the two"],
    },
    {
      title: "a duplicate key in a flow map",
      given: good('env: { A: "x", A: "y" }\n'),
      says: ["7:16: `A` is already given on line 7; keep one of the two"],
    },
    {
      title: "a custom tag",
      given: good("workdir: !!python/object /app\n"),
      says: ["7:26: YAML tags (`!…`) aren't supported; remove the tag"],
    },
    {
      title: "a tag on a map",
      given: good("env: !secret {}\n"),
      says: ["7:14: YAML tags (`!…`) aren't supported; remove the tag"],
    },
    {
      title: "an alias without anchor",
      given: good("workdir: *folder\n"),
      says: ["7:10: the alias `*folder` has no anchor `&` before it; write the value"],
    },
    {
      title: "an anchor inside of itself",
      given: good("keep: &k [*k]\n"),
      says: ["7:11: `keep[0]` must be text, not a list; write a distribution's name, such as `torch`"],
    },
    {
      title: "a merge key",
      given: good("<<: { workdir: /app }\n"),
      says: ["7:1: merge keys (`<<`) aren't supported; write the keys out"],
    },
    {
      title: "__proto__ as a key",
      given: good('__proto__: { workdir: /app }\nenv: { __proto__: "x" }\n'),
      says: ["7:1: unknown key `__proto__`; remove it", "8:8: unknown key `__proto__`; remove it"],
    },
    {
      title: "a NUL character",
      given: "version: 1\u0000\n",
      says: ["1:1: the manifest isn't a text file; write it as YAML in UTF-8"],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
