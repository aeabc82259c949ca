import type { Place } from "./place-table.ts";
import { readTokens, type TokenListener } from "./source-tokens.ts";
import type { StandInBytecode } from "./stand-in-bytecode.ts";

/**
 * What of a Python source decides the size of its bytecode: names are stored once, each use is an instruction, comments
 * are gone, documentation stays. The order is that of the coefficients in bytecode-coefficients.ts.
 */
export const FEATURES = [
  "files",
  "names",
  "keywords",
  "functions",
  "classes",
  "lambdas",
  "calls",
  "attributes",
  "assignments",
  "operators",
  "commas",
  "colons",
  "numbers",
  "statements",
  "stringBytes",
  "strings",
  "documentationBytes",
  "comprehensions",
  "distinctNames",
  "distinctNameBytes",
] as const;
export type Feature = (typeof FEATURES)[number];

const ESCAPE = /\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|N\{[^}]*\}|[\s\S])/gi;

const KEYWORDS = new Map(
  "and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield None True False"
    .split(" ")
    .map((keyword, index) => [keyword, index]),
);

type Counts = Record<Feature, number>;
type Token = "string" | "name" | "number" | "operator";

/**
 * Counts a source's features with a lexer that knows just enough of Python to tell code, text and comments apart.
 * @param code is given what stands in the source, too.
 */
export function sourceFeatures(text: string, code?: StandInBytecode): readonly number[] {
  const lexer = new Lexer(code);
  readTokens(text, lexer);
  const counts = lexer.counts();
  return FEATURES.map((feature) => counts[feature]);
}

class Lexer implements TokenListener {
  readonly #counts = Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as Counts;
  readonly #names = new Set<string>();
  readonly #strings = new Set<string>();
  readonly #code: StandInBytecode | undefined;
  #depth = 0;
  #statementStarts = true;
  #defines = false;
  #previous = ":";
  #previousKind: Token = "operator";
  #line = 0;
  #lineStart = 0;

  constructor(code: StandInBytecode | undefined) {
    this.#code = code;
  }

  counts(): Counts {
    let bytes = 0;
    for (const name of this.#names) bytes += name.length;
    return { ...this.#counts, files: 1, distinctNames: this.#names.size, distinctNameBytes: bytes };
  }

  endLine(at: number): void {
    this.#line += 1;
    this.#lineStart = at + 1;
    if (this.#depth === 0) this.#statementStarts = true;
  }

  string(text: string, at: number): void {
    if (this.#statementStarts && this.#depth === 0) {
      // A string that is a statement: documentation after `:` or at the top, else the compiler drops it.
      if (this.#previous === ":" && this.#isNew(text)) this.#counts.documentationBytes += text.length;
    } else {
      if (this.#isNew(text)) {
        this.#counts.stringBytes += text.replace(ESCAPE, ".").length;
        this.#counts.strings += 1;
      }
      this.#code?.loadConstant(this.#place(text, at));
    }
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
      this.#line += 1;
      this.#lineStart = at + end + 1;
    }
    this.#saw("string", "s");
  }

  name(name: string, at: number): void {
    const counts = this.#counts;
    const keyword = KEYWORDS.get(name);
    if (this.#defines) this.#code?.begin(name);
    this.#defines = name === "def" || name === "class";
    if (keyword === undefined) {
      this.#names.add(name);
      counts.names += 1;
      this.#code?.name(name, this.#previous === ".", this.#place(name, at));
    } else {
      counts.keywords += 1;
      this.#code?.keyword(keyword, this.#place(name, at));
    }
    if (name === "def") counts.functions += 1;
    else if (name === "class") counts.classes += 1;
    else if (name === "lambda") counts.lambdas += 1;
    else if (name === "for" && this.#depth > 0) counts.comprehensions += 1;
    this.#saw("name", name);
  }

  number(text: string, at: number): void {
    this.#counts.numbers += 1;
    this.#code?.number(text);
    this.#code?.loadConstant(this.#place(text, at));
    this.#saw("number", "n");
  }

  operator(text: string, at: number): void {
    const counts = this.#counts;
    if ("([{".includes(text)) {
      if (text === "(" && this.#previousKind === "name") {
        counts.calls += 1;
        this.#code?.call(this.#place(text, at));
      }
      this.#depth += 1;
    } else if (")]}".includes(text)) this.#depth = Math.max(0, this.#depth - 1);
    else if (text === ".") counts.attributes += 1;
    else if (text === ",") counts.commas += 1;
    else if (text === ":") counts.colons += 1;
    else {
      if (text === "=") counts.assignments += 1;
      else counts.operators += 1;
      this.#code?.operator(text, this.#place(text, at));
    }
    this.#saw("operator", text);
  }

  /** Equal constants of a module are one, whichever functions they stand in. */
  #isNew(text: string): boolean {
    const isNew = !this.#strings.has(text);
    this.#strings.add(text);
    this.#code?.string(text, isNew);
    return isNew;
  }

  #place(text: string, at: number): Place {
    return { line: this.#line, column: at - this.#lineStart, length: text.length };
  }

  #saw(kind: Token, text: string): void {
    if (this.#statementStarts) this.#counts.statements += 1;
    this.#statementStarts = false;
    this.#previous = text;
    this.#previousKind = kind;
  }
}
