import { normaliseName } from "../../python/distribution-name.ts";
import { unionOf } from "./version-unions.ts";

/** A distribution and the versions of it that are meant, e.g. `numpy` and `>=2.0.2`; no range means any version. */
export interface Spec {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly range: string;
}

/** `by` depends on `wants`. */
export interface Demand {
  readonly by: Spec;
  readonly wants: Spec;
}

/** What uv says of a resolution that has no solution, taken apart into its facts; its conclusions are left out. */
export interface Explanation {
  readonly demands: readonly Demand[];
  /** What the phases ask for directly. */
  readonly asked: readonly Spec[];
  /** Versions that the index doesn't have. */
  readonly absent: readonly Spec[];
  /** Versions that their publisher withdrew. */
  readonly yanked: readonly Spec[];
  /** Distributions without a wheel for this Python, with the tag that is missing. */
  readonly wheelless: readonly { readonly of: Spec; readonly tag: string }[];
}

/** More than uv writes for any real set; a bound for the expressions below. */
const LONGEST = 200_000;

// Every repetition has a bound, so that hostile text takes linear time.
const COMPARISON = "(?:===|[<>]=?|[=!~]=)[^\\s,<>=!~]{1,100}";
const NAME = "(?<![A-Za-z0-9._-])[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?";
const SPEC = `${NAME}(?:\\[[^\\]\\s]{0,200}\\])?(?:\\{[^}]{0,400}\\})?(?:${COMPARISON}(?:,${COMPARISON}){0,15})?`;
const SPECS = `(${SPEC}(?: ${SPEC}){0,40}?)`;
// Several ranges stand behind each other, each with the name before it.
const UNION = `(?:one of: |all of: )?(${SPEC})`;
const DEMAND = new RegExp(`${SPECS} depends? on ${UNION}`, "g");
const ASKED = new RegExp(`you require ${UNION}`, "g");
const NEXT = new RegExp(`(,? and |, | )(${SPEC})`, "y");
const ABSENT = new RegExp(`there (?:is|are) no versions? of ${UNION}`, "g");
const ONLY_OTHERS = new RegExp(`only ${SPEC} (?:is|are) available and you require ${UNION}`, "g");
const YANKED = new RegExp(`(${SPEC}) was yanked`, "g");
const WHEELLESS = new RegExp(
  `(${SPEC}) has no wheels with a matching Python ABI tag \\(e\\.g\\., \`([^\`]{1,40})\`\\)`,
  "g",
);

/** Reads the text that `uv pip compile` 0.13 writes to its error stream. Unknown sentences are passed over. */
export function parseExplanation(stderr: string): Explanation {
  const text = premises(stderr.slice(0, LONGEST));
  return {
    demands: distinct([...text.matchAll(DEMAND)].flatMap((match) => demandsOf(match, text))),
    asked: distinct([...text.matchAll(ASKED)].flatMap((match) => listFrom(match, text))),
    absent: distinct([ABSENT, ONLY_OTHERS].flatMap((one) => specsOf(text, one))),
    yanked: distinct(specsOf(text, YANKED)),
    wheelless: [...text.matchAll(WHEELLESS)].map((match) => ({
      of: parseSpec(match[1] ?? ""),
      tag: match[2] ?? "",
    })),
  };
}

/** One line without hints, and without what uv concludes: that repeats the premises in other words. */
function premises(stderr: string): string {
  const [explanation = ""] = stderr.split(/\n\s{0,20}hint:/, 1);
  return explanation
    .replaceAll(/\s+/g, " ")
    .split(/(?<=[.)]) (?=(?:And because|Because) )/)
    .map((sentence) => sentence.split(/,? we can conclude that /, 1)[0])
    .join(" ");
}

function specsOf(text: string, sentence: RegExp): readonly Spec[] {
  return [...text.matchAll(sentence)].flatMap((match) => listFrom(match, text).slice(0, 1));
}

function demandsOf(match: RegExpMatchArray, text: string): readonly Demand[] {
  const [wants] = listFrom(match, text);
  if (wants === undefined) return [];
  // Several ranges of one distribution ("all of: a<2 a>3") are one demander.
  const by = (match[1] ?? "")
    .split(" ")
    .filter((word) => !NOISE.has(word))
    .map(parseSpec);
  const ranges = by.filter((spec) => spec.name === by.at(-1)?.name).map((spec) => spec.range);
  const name = by.at(-1)?.name;
  return name === undefined ? [] : [{ by: { name, range: unionOf(ranges) }, wants }];
}

/** Words that stand before a distribution's name and look like one. */
const NOISE: ReadonlySet<string> = new Set("Because because and And that the all of cause".split(" "));

/** The list that begins with the last thing that a sentence was matched for; the ranges of one distribution are one member. */
function listFrom(match: RegExpMatchArray, text: string): readonly Spec[] {
  const members = [[parseSpec(match.at(-1) ?? "")]];
  NEXT.lastIndex = (match.index ?? 0) + match[0].length;
  for (let count = 0; count < MOST_MEMBERS; count += 1) {
    const [, separator, word = ""] = NEXT.exec(text) ?? [];
    if (separator === undefined) break;
    const spec = parseSpec(word);
    const isRange = separator === " ";
    if (isRange && (spec.range === "" || spec.name !== members.at(-1)?.[0]?.name)) break;
    if (isRange) members.at(-1)?.push(spec);
    else members.push([spec]);
  }
  return members.map((specs) => ({
    name: specs[0]?.name ?? "",
    range: unionOf(specs.map((one) => one.range)),
  }));
}

/** More than uv lists of any real set. */
const MOST_MEMBERS = 200;

function parseSpec(text: string): Spec {
  const [, name = "", range = ""] = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:\{[^}]*\})?(.*)$/.exec(text) ?? [];
  return { name: normaliseName(name), range };
}

function distinct<T>(all: readonly T[]): readonly T[] {
  const seen = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}
