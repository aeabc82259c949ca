import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tokensByPattern } from "../../../../bench/source-tokens/tokens-by-pattern.ts";
import { readTokens } from "../../../../src/wheels/sampling/source-tokens.ts";

type Token = readonly [kind: string, text: string, at: number];

function collect(read: typeof readTokens, text: string): readonly Token[] {
  const tokens: Token[] = [];
  const keep = (kind: string) => (found: string, at: number) => tokens.push([kind, found, at]);
  read(text, {
    string: keep("string"),
    name: keep("name"),
    number: keep("number"),
    operator: keep("operator"),
    endLine: (at) => tokens.push(["line", "", at]),
  });
  return tokens;
}

test("takes apart what one regular expression takes apart", () => {
  const pieces = [
    ..."\n #\\'\"()=.,:rbufRB_x19\t\r\f\v",
    ...[
      '"""',
      "'''",
      'rb"',
      "Rf'''",
      "bru",
      "def",
      "é",
      "x́",
      "名",
      "\u00a0",
      "\ufeff",
      "𝛼",
      "💥",
      "\ud800",
      "²",
    ],
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

  fc.assert(
    fc.property(text, (source) => {
      expect(collect(readTokens, source)).toEqual(collect(tokensByPattern, source));
    }),
    { numRuns: 5000 },
  );
});

test("and so it is with Python that is in use", () => {
  const folder = join(import.meta.dirname, "../../../../images/probes");
  const files = readdirSync(folder).filter((name) => name.endsWith(".py"));
  expect(files.length).toBeGreaterThan(5);

  for (const name of files) {
    const source = readFileSync(join(folder, name), "utf8");
    expect(collect(readTokens, source)).toEqual(collect(tokensByPattern, source));
  }
});
