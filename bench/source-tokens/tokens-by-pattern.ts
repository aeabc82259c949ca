import type { TokenListener } from "../../src/wheels/sampling/source-tokens.ts";

const STRING =
  /[rbufRBUF]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*')/.source;
const TOKEN = new RegExp(
  `(#[^\\n]*)|(${STRING})|([\\p{L}_][\\p{L}\\p{N}_]*)|(\\d[\\w.]*)|(\\n)|([^\\s\\\\])`,
  "gu",
);

/** What `readTokens` does, said by one regular expression: the measure of its truth and of its speed. */
export function tokensByPattern(text: string, listener: TokenListener): void {
  for (const match of text.matchAll(TOKEN)) {
    const [, comment, string, name, number, line, operator] = match;
    if (comment !== undefined) continue;
    if (line !== undefined) listener.endLine(match.index);
    else if (string !== undefined) listener.string(string, match.index);
    else if (name !== undefined) listener.name(name, match.index);
    else if (number !== undefined) listener.number(number, match.index);
    else if (operator !== undefined) listener.operator(operator, match.index);
  }
}
