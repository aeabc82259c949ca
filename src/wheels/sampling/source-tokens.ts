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

const [TAB, NEWLINE, CARRIAGE_RETURN, SPACE, BACKSLASH] = [9, 10, 13, 32, 92];
const [DOUBLE_QUOTE, HASH, SINGLE_QUOTE, DOT] = [34, 35, 39, 46];

/** What a character below 128 begins or goes on with, as flags. */
const BEGINS_NAME = 1;
const DIGIT = 2;
const PREFIX = 4;
const BLANK = 8;
const KINDS = new Uint8Array(128).map((_, code) => {
  const character = String.fromCharCode(code);
  return (
    (/[A-Za-z_]/.test(character) ? BEGINS_NAME : 0) |
    (/\d/.test(character) ? DIGIT : 0) |
    (/[rbufRBUF]/.test(character) ? PREFIX : 0) |
    (/[\s\\]/.test(character) ? BLANK : 0)
  );
});

const FOREIGN_NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const FOREIGN_BLANK = /\s/y;

/**
 * Takes a source apart with just enough of Python to tell code, text and comments apart. It goes by the numbers of characters:
 * the same as one regular expression takes two to three times as long (bench/source-tokens), and a plan reads megabytes.
 */
export function readTokens(text: string, listener: TokenListener): void {
  const { length } = text;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (KINDS[code] ?? 0) : 0;
    if (code === SPACE || code === TAB || code === CARRIAGE_RETURN || code === BACKSLASH) at += 1;
    else if (code === NEWLINE) listener.endLine(at++);
    else if (code === HASH) at = endOfLine(text, at);
    else if ((kind & BLANK) !== 0) at += 1;
    else at = readToken(text, at, kind, listener);
  }
}

/** @returns where it ends. */
function readToken(text: string, at: number, kind: number, listener: TokenListener): number {
  const stringEnds = endOfString(text, at, kind);
  if (stringEnds > at) {
    listener.string(text.slice(at, stringEnds), at);
    return stringEnds;
  }
  const nameEnds = endOfName(text, at, kind);
  if (nameEnds > at) {
    listener.name(text.slice(at, nameEnds), at);
    return nameEnds;
  }
  if ((kind & DIGIT) !== 0) {
    const end = endOfNumber(text, at);
    listener.number(text.slice(at, end), at);
    return end;
  }
  if (matchEnd(FOREIGN_BLANK, text, at) > at) return at + 1;
  const end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  listener.operator(text.slice(at, end), at);
  return end;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Of a string with its prefix; `at` where none begins, or where it doesn't end. */
function endOfString(text: string, at: number, kind: number): number {
  let quoteAt = at;
  if ((kind & PREFIX) !== 0) quoteAt += kindAt(text, at + 1) & PREFIX ? 2 : 1;
  const quote = text.charCodeAt(quoteAt);
  if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return at;
  const mark = quote === DOUBLE_QUOTE ? '"""' : "'''";
  const end = text.startsWith(mark, quoteAt) ? text.indexOf(mark, quoteAt + mark.length) : -1;
  return end < 0 ? endOfLineString(text, quoteAt, quote, at) : end + mark.length;
}

/** Of one that ends in its line; `otherwise` where it doesn't. */
function endOfLineString(text: string, quoteAt: number, quote: number, otherwise: number): number {
  for (let index = quoteAt + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) return index + 1;
    if (code === NEWLINE) return otherwise;
    if (code === BACKSLASH) index += 1;
  }
  return otherwise;
}

function endOfName(text: string, at: number, kind: number): number {
  let end = at;
  if ((kind & BEGINS_NAME) !== 0) {
    do end += 1;
    while (kindAt(text, end) & (BEGINS_NAME | DIGIT));
  }
  return text.charCodeAt(end) < 128 || end >= text.length ? end : matchEnd(FOREIGN_NAME, text, at);
}

function endOfNumber(text: string, at: number): number {
  let end = at + 1;
  while (kindAt(text, end) & (BEGINS_NAME | DIGIT) || text.charCodeAt(end) === DOT) end += 1;
  return end;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (KINDS[code] ?? 0) : 0;
}

/** Where what matches at this place ends; `at` itself where nothing does. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
