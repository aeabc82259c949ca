import { normaliseName } from "../../python/distribution-name.ts";

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
const DEMAND = new RegExp(`${SPECS} depends? on (?:one of: |all of: )?(${SPEC})`, "g");
const ASKED = new RegExp(`you require (${SPEC}(?:(?:,? and|,) ${SPEC}){0,40})`, "g");
const ABSENT = new RegExp(`there (?:is|are) no versions? of (${SPEC})`, "g");
const ONLY_OTHERS = new RegExp(`only ${SPEC} (?:is|are) available and you require (${SPEC})`, "g");
const YANKED = new RegExp(`(${SPEC}) was yanked`, "g");
const WHEELLESS = new RegExp(
  `(${SPEC}) has no wheels with a matching Python ABI tag \\(e\\.g\\., \`([^\`]{1,40})\`\\)`,
  "g",
);

/** Reads the text that `uv pip compile` 0.13 writes to its error stream. Unknown sentences are passed over. */
export function parseExplanation(stderr: string): Explanation {
  const text = premises(stderr.slice(0, LONGEST));
  return {
    demands: distinct([...text.matchAll(DEMAND)].flatMap(demandsOf)),
    asked: distinct([...text.matchAll(ASKED)].flatMap((match) => splitSpecs(match[1] ?? ""))),
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
  return [...text.matchAll(sentence)].map((match) => parseSpec(match[1] ?? ""));
}

function demandsOf(match: RegExpMatchArray): readonly Demand[] {
  const wants = parseSpec(match[2] ?? "");
  // Several ranges of one distribution ("all of: a<2 a>3") are one demander.
  const by = (match[1] ?? "")
    .split(" ")
    .filter((word) => !NOISE.has(word))
    .map(parseSpec);
  const ranges = by.filter((spec) => spec.name === by.at(-1)?.name).map((spec) => spec.range);
  const name = by.at(-1)?.name;
  return name === undefined ? [] : [{ by: { name, range: ranges.join(" or ") }, wants }];
}

/** Words that stand before a distribution's name and look like one. */
const NOISE: ReadonlySet<string> = new Set("Because because and And that the all of cause".split(" "));

function splitSpecs(text: string): readonly Spec[] {
  return text.split(/,? and |, /).map(parseSpec);
}

function parseSpec(text: string): Spec {
  const [, name = "", range = ""] = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:\{[^}]*\})?(.*)$/.exec(text) ?? [];
  return { name: normaliseName(name), range };
}

function distinct<T>(all: readonly T[]): readonly T[] {
  const seen = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}
