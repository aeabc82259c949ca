const STRING =
  /[rbufRBUF]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*')/.source;
const TOKEN = new RegExp(
  `(#[^\\n]*)|(${STRING})|([\\p{L}_][\\p{L}\\p{N}_]*)|(\\d[\\w.]*)|(\\n)|([^\\s\\\\])`,
  "gu",
);
/** Is told of what stands in a source, and at which of its characters. Comments are left out, and where lines end in a string. */
export interface TokenListener {
  string(text: string, at: number): void;
  /** A name or a keyword. */
  name(text: string, at: number): void;
  number(text: string, at: number): void;
  /** One character. */
  operator(text: string, at: number): void;
  endLine(at: number): void;
}

/** Takes a source apart with just enough of Python to tell code, text and comments apart. */
export function readTokens(text: string, listener: TokenListener): void {
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
