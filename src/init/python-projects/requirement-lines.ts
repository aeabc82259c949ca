import type { SourceLocation } from "../../text/errors.ts";
import { type Asked, EMPTY_REQUEST, type Note, type PipRequest } from "../outline.ts";
import { splitFile } from "./direct-request.ts";
import { readPipArguments } from "./pip-arguments.ts";

/** No requirement is so long, even with all its hashes. */
const LONGEST = 50_000;

interface LogicalLine {
  readonly text: string;
  readonly at: SourceLocation;
}

/** The content of a requirements file. Files that it includes are only named. */
export function readRequirementLines(text: string, file: string): PipRequest {
  const requests: PipRequest[] = [];
  const hashed: SourceLocation[] = [];
  for (const { text: line, at } of logicalLines(text, file)) {
    if (line.length > LONGEST) {
      const message = `a line of ${line.length} characters, which is no requirement`;
      requests.push({ ...EMPTY_REQUEST, notes: [{ message, at }] });
    } else if (line.startsWith("-")) requests.push(readPipArguments(line.split(/\s+/), at));
    else {
      const { asked, hashes } = requirementOf(line, at);
      requests.push({ ...EMPTY_REQUEST, asked: [asked] });
      if (hashes) hashed.push(at);
    }
  }
  const request = merge(requests);
  const [first] = hashed;
  if (first === undefined) return request;
  return { ...request, notes: [...request.notes, hashNote(hashed.length, first)] };
}

function hashNote(lines: number, at: SourceLocation): Note {
  const message = `the hashes of ${lines} ${lines === 1 ? "requirement" : "requirements"}: the plan's own lock holds the hash of every file`;
  return { message, at };
}

/** Joins lines that end with `\`, and drops comments and empty lines. */
function* logicalLines(text: string, file: string): Generator<LogicalLine> {
  let joined = "";
  let start = 0;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (joined === "") start = index + 1;
    // Pip's rule: a comment doesn't end a line that goes on.
    const isComment = /^\s*#/.test(raw);
    if (!isComment && raw.endsWith("\\")) {
      joined += `${raw.slice(0, -1)} `;
      continue;
    }
    const line = (isComment ? joined : joined + raw).replace(/(?:^|\s)#.*$/, "").trim();
    joined = "";
    if (line !== "") yield { text: line, at: { file, line: start } };
  }
  const rest = joined.replace(/(?:^|\s)#.*$/, "").trim();
  if (rest !== "") yield { text: rest, at: { file, line: start } };
}

/** Splits a requirement from the options behind it. */
function requirementOf(
  line: string,
  at: SourceLocation,
): { readonly asked: Asked; readonly hashes: boolean } {
  const options = /\s--[a-z]/.exec(line);
  const text = options ? line.slice(0, options.index).trim() : line;
  const hashed = withHash(text, line);
  return { asked: { text: hashed ?? text, at }, hashes: hashed === undefined && line.includes("--hash") };
}

/** Moves the hash of a file at an address into the address, because no index gives that hash. */
function withHash(text: string, line: string): string | undefined {
  const target = splitFile(text)?.target ?? "";
  const hashes = [...line.matchAll(/--hash[= ]sha256:([0-9a-f]{64})(?![0-9a-f])/g)];
  if (!/^https?:[^#]*$/.test(target) || hashes.length !== 1) return undefined;
  return text.replace(target, () => `${target}#sha256=${hashes[0]?.[1]}`);
}

function merge(requests: readonly PipRequest[]): PipRequest {
  return {
    asked: requests.flatMap(({ asked }) => asked),
    constraints: requests.flatMap(({ constraints }) => constraints),
    requirementFiles: requests.flatMap(({ requirementFiles }) => requirementFiles),
    constraintFiles: requests.flatMap(({ constraintFiles }) => constraintFiles),
    indexes: requests.flatMap(({ indexes }) => indexes),
    torchBackends: requests.flatMap(({ torchBackends }) => torchBackends),
    notes: requests.flatMap(({ notes }) => notes),
  };
}
