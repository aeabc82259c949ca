import type { Document, LineCounter, YAMLError } from "yaml";
import type { Problem } from "../text/errors.ts";

type Code = YAMLError["code"];

/** The library's words are for people who write YAML parsers. */
const BY_CODE: ReadonlyMap<Code, string> = new Map<Code, string>([
  ["BAD_ALIAS", "this alias (`*`) can't be used; write its value out"],
  ["BAD_DQ_ESCAPE", "the backslash begins an escape that YAML doesn't know; use single quotes here"],
  ["BAD_INDENT", "the indentation is wrong; line up the keys of one map under each other"],
  ["BAD_SCALAR_START", "text can't begin with this character; put it in quotes"],
  [
    "BLOCK_AS_IMPLICIT_KEY",
    "there is a second `: ` where a plain value should stand; put text that holds `: ` in quotes, and nested keys on lines of their own",
  ],
  [
    "BLOCK_IN_FLOW",
    "inside `[ ]` and `{ }` entries are separated by commas, not by lines and `- `; write commas",
  ],
  [
    "KEY_OVER_1024_CHARS",
    "a key is longer than 1024 characters; is a line break or a closing quote missing?",
  ],
  [
    "MULTILINE_IMPLICIT_KEY",
    "this line has no `: ` behind its key, or the line after it is indented wrongly; write `key: value`",
  ],
  ["MULTIPLE_DOCS", "a second document begins here; write one manifest per file, without `---` between"],
  ["NON_STRING_KEY", "a key must be plain text; write it in quotes"],
  ["TAB_AS_INDENT", "there is a tab in the indentation; write spaces"],
]);

/** One code stands for several mistakes; these tell them apart by the library's message. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/^Flow .* end with/, "a `[` or `{` is opened and not closed before this; close it"],
  [/closing ['"]quote/, "a quote is opened and not closed before this; close it"],
  [
    /without - indicator/,
    "this line is neither indented like the entry above it nor begun with `- `; line it up",
  ],
  [
    /on same line with key/,
    "a list can't begin on its key's line; write `- ` on the next line, or use `[ ]`",
  ],
  [/flow-(?:map|seq)-end/, "a closing bracket has no opening one; remove it"],
  [
    /^Unexpected/,
    "this can't follow what stands before it; is a quote, a line break or indentation missing?",
  ],
  [/Missing , /, "a comma is missing between two entries; write it"],
  [/^Implicit map keys/, "a `:` and a space are missing behind a key; write `key: value`"],
];

/** Everything that keeps the text from being one YAML 1.2 document; one problem a line, as the rest only follows from it. */
export function syntaxProblems(yaml: Document, lineCounter: LineCounter, file: string): Problem[] {
  const problems = new Map<number, Problem>();
  for (const error of yaml.errors) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    if (!problems.has(line))
      problems.set(line, { message: sentence(error), location: { file, line, column: col } });
  }
  if (yaml.directives?.yaml.explicit === true) {
    const message = "a `%YAML` line isn't supported; remove it (YAML 1.2 is understood)";
    problems.set(1, { message, location: { file, line: 1, column: 1 } });
  }
  return [...problems.values()];
}

function sentence(error: YAMLError): string {
  const told = BY_MESSAGE.find(([pattern]) => pattern.test(error.message))?.[1] ?? BY_CODE.get(error.code);
  return told ?? "this isn't valid YAML; compare it with the lines around it, or put it in quotes";
}
