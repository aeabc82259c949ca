import { type Document, isScalar, Lexer, LineCounter, Parser, parseDocument } from "yaml";
import { ManifestError } from "../text/errors.ts";
import { sortProblems } from "./sort-problems.ts";
import { syntaxProblems } from "./syntax.ts";

const LARGEST = 1_000_000;
const MOST_TOKENS = 20_000;
const DEEPEST = 64;

/** A manifest's YAML with what is needed to say where in the file something stands. */
export interface ManifestDocument {
  readonly yaml: Document;
  readonly lineCounter: LineCounter;
  readonly file: string;
}

/** @throws ManifestError when the text can't be read as one YAML document with a map at its top. */
export function readDocument(text: string, file: string): ManifestDocument {
  refuse(oversize(text), file);
  const lineCounter = new LineCounter();
  // Duplicate keys are looked for in structure.ts: the library compares each key with each, and names only one place.
  const yaml = parseDocument(text, {
    lineCounter,
    merge: false,
    prettyErrors: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: false,
    version: "1.2",
    logLevel: "error",
  });
  const problems = syntaxProblems(yaml, lineCounter, file);
  if (problems.length > 0) throw new ManifestError(sortProblems(problems));
  refuse(emptiness(text, yaml), file);
  return { yaml, lineCounter, file };
}

/**
 * The library recurses into nested collections (a stack overflow inside of it can end the process, not only the call) and takes
 * seconds for a hostile megabyte. Its lexer and parser don't recurse, so they are asked first.
 */
function oversize(text: string): string | undefined {
  if (text.length > LARGEST) return "the manifest is larger than 1 MB; write a smaller one";
  if (text.includes("\0")) return "the manifest isn't a text file; write it as YAML in UTF-8";
  const parser = new Parser();
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MOST_TOKENS) return "the manifest holds far more than a manifest needs; write a smaller one";
    Array.from(parser.next(token));
    if (parser.stack.length > DEEPEST)
      return "the manifest is nested too deeply; write it as the reference shows";
  }
  return undefined;
}

function emptiness(text: string, yaml: Document): string | undefined {
  const nothing = yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null);
  if (!nothing) return undefined;
  const start = "write at least `version`, `name`, `base` and `phases`";
  if (text.trim() === "") return `the manifest is empty; ${start}`;
  return /^\s*#/m.test(text)
    ? `the manifest holds only comments; ${start}`
    : `the manifest holds nothing; ${start}`;
}

function refuse(message: string | undefined, file: string): void {
  if (message !== undefined) throw new ManifestError([{ message, location: { file, line: 1, column: 1 } }]);
}
