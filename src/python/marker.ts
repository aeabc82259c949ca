import { satisfies, valid, validRange } from "@renovatebot/pep440";
import { type BaseFacts, minorVersion } from "./base-facts.ts";
import { normaliseName } from "./distribution-name.ts";

/** Values of the marker variables for the base's interpreter (PEP 508). The sets are those of PEP 751, for `in`. */
export type MarkerEnvironment = Readonly<Record<string, string | ReadonlySet<string>>>;

/** The marker has a syntax error, or uses a variable whose value a plan can't know. */
export class MarkerError extends Error {}

/** Longer than any that a build backend writes. */
const LONGEST = 2000;

export function markerEnvironment(python: BaseFacts["python"]): MarkerEnvironment {
  const version = python.version.replace(/\+$/, "");
  return {
    os_name: "posix",
    sys_platform: "linux",
    platform_system: "Linux",
    platform_machine: python.machine,
    platform_python_implementation: python.implementation === "cpython" ? "CPython" : "PyPy",
    implementation_name: python.implementation,
    implementation_version: version,
    python_version: minorVersion(version),
    python_full_version: version,
    extra: "",
    extras: new Set<string>(),
    dependency_groups: new Set<string>(),
  };
}

/** Whether a marker holds. @throws MarkerError */
export function evaluateMarker(marker: string, environment: MarkerEnvironment): boolean {
  if (marker.length > LONGEST) throw new MarkerError("the marker is too long");
  const tokens = tokenise(marker);
  const result = alternatives(tokens, environment);
  if (tokens.length > 0) throw new MarkerError(`${tokens[0]} is out of place`);
  return result;
}

/** Whether a requirement's marker holds. One that can't be judged holds: what it guards is looked for rather than left out. */
export function markerHolds(marker: string | undefined, environment: MarkerEnvironment): boolean {
  if (marker === undefined) return true;
  try {
    return evaluateMarker(marker, environment);
  } catch (error) {
    if (error instanceof MarkerError) return true;
    throw error;
  }
}

const TOKEN = /\s*(?:([()])|("[^"]*"|'[^']*')|(===|[<>=!~]=|[<>])|([A-Za-z_][A-Za-z0-9_.]*))/y;

function tokenise(marker: string): string[] {
  const tokens: string[] = [];
  const text = marker.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new MarkerError(`it can't be read from character ${at + 1} on`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function alternatives(tokens: string[], environment: MarkerEnvironment): boolean {
  let result = conjunction(tokens, environment);
  while (tokens[0] === "or") {
    tokens.shift();
    // Both sides are read, whatever the first says.
    const next = conjunction(tokens, environment);
    result = result || next;
  }
  return result;
}

function conjunction(tokens: string[], environment: MarkerEnvironment): boolean {
  let result = term(tokens, environment);
  while (tokens[0] === "and") {
    tokens.shift();
    const next = term(tokens, environment);
    result = result && next;
  }
  return result;
}

function term(tokens: string[], environment: MarkerEnvironment): boolean {
  if (tokens[0] === "(") {
    tokens.shift();
    const inner = alternatives(tokens, environment);
    if (tokens.shift() !== ")") throw new MarkerError("a `)` is missing");
    return inner;
  }
  const left = operand(tokens.shift(), environment);
  const operator = operatorOf(tokens);
  const right = operand(tokens.shift(), environment);
  return compare(left, operator, right);
}

interface Operand {
  readonly value: string | ReadonlySet<string>;
  readonly isVersion: boolean;
  /** Extras have several spellings (PEP 685). */
  readonly isName: boolean;
}

const VERSION = /^(?:python|python_full|implementation)_version$/;

function operand(token: string | undefined, environment: MarkerEnvironment): Operand {
  if (token === undefined) throw new MarkerError("it ends too early");
  if (/^["']/.test(token)) return { value: token.slice(1, -1), isVersion: false, isName: false };
  const value = Object.hasOwn(environment, token) ? environment[token] : undefined;
  if (value === undefined) throw new MarkerError(`${token} isn't known of the base`);
  return { value, isVersion: VERSION.test(token), isName: token === "extra" };
}

function operatorOf(tokens: string[]): string {
  const token = tokens.shift() ?? "";
  if (token === "not" && tokens[0] === "in") {
    tokens.shift();
    return "not in";
  }
  if (token !== "in" && !/^[<>=!~]/.test(token))
    throw new MarkerError(`${token || "its end"} is no comparison`);
  return token;
}

function compare(left: Operand, operator: string, right: Operand): boolean {
  if (operator === "in" || operator === "not in") {
    return includes(right.value, String(left.value)) === (operator === "in");
  }
  const spelt = left.isName || right.isName ? normaliseName : (text: string) => text;
  const [a, b] = [spelt(String(left.value)), spelt(String(right.value))];
  if (left.isVersion && validRange(`${operator}${b}`)) return inRange(a, `${operator}${b}`);
  if (right.isVersion && valid(a)) return inRange(b, `${MIRRORED[operator] ?? operator}${a}`);
  switch (operator) {
    case "==":
    case "===":
      return a === b;
    case "!=":
      return a !== b;
    default:
      throw new MarkerError(`\`${a} ${operator} ${b}\` compares no versions`);
  }
}

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

function inRange(version: string, range: string): boolean {
  return satisfies(version, range, { prereleases: true });
}

function includes(whole: string | ReadonlySet<string>, part: string): boolean {
  return typeof whole === "string" ? whole.includes(part) : whole.has(part);
}
