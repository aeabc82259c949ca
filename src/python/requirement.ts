import { validRange } from "@renovatebot/pep440";
import { UsageError } from "../text/errors.ts";
import { holdsControlCharacter, quote } from "../text/quote.ts";
import { directFault } from "./direct-fault.ts";
import {
  addressedFile,
  type DirectSource,
  type DirectText,
  directSource,
  fileDistribution,
  splitDirect,
} from "./direct-source.ts";
import { isDistributionName, normaliseName } from "./distribution-name.ts";
import { specifierFault } from "./specifier.ts";

const LONGEST = 500;
const MOST_SPECIFIERS = 16;

/** A dependency as PEP 508 writes it, by versions or by the address of its file; never an option. */
export interface Requirement {
  /** The whole of it as it was written, for messages and files. */
  readonly text: string;
  /** As the user wrote it. */
  readonly name: string;
  /** Under PEP 503, for comparing. */
  readonly normalised: string;
  readonly extras: readonly string[];
  /** Each comparison without spaces, e.g. `>=2.8`. */
  readonly specifiers: readonly string[];
  /** The environment marker behind `;`, passed on to the installer as it is. */
  readonly marker: string | undefined;
  /** Where its file lies, when it is asked for by that. */
  readonly source?: DirectSource;
}

/** A requirement, or what is wrong with it and what to write instead. */
export function readRequirement(
  text: string,
): { readonly requirement: Requirement } | { readonly fault: string } {
  const requirement = split(text);
  const fault = refusal(text) ?? grammarFault(text, requirement);
  return fault === undefined ? { requirement } : { fault };
}

/** @throws UsageError saying what is wrong and what to write instead. */
export function parseRequirement(text: string): Requirement {
  const read = readRequirement(text);
  if ("fault" in read) throw new UsageError(`The requirement ${read.fault}.`);
  return read.requirement;
}

/** What is wrong with a requirement, and what to write instead. */
export function requirementFault(text: string): string | undefined {
  const read = readRequirement(text);
  return "fault" in read ? read.fault : undefined;
}

/**
 * A requirement out of foreign metadata, as far as it can be read. Old metadata holds addresses and ranges that aren't any:
 * the name is what matters, and the installer judges the rest.
 */
export function requirementLeniently(text: string): Requirement {
  const read = readRequirement(text);
  if ("requirement" in read) return read.requirement;
  const name = /^[A-Za-z0-9][\w.-]*/.exec(text.trim())?.[0] ?? "";
  const marker = / ;(.*)$/.exec(text)?.[1];
  return { text, name, normalised: normaliseName(name), extras: [], specifiers: [], marker };
}

/** The same requirement for other versions. @param range comparisons between commas; empty for any version. */
export function withRange(requirement: Requirement, range: string): Requirement {
  const [, before = requirement.name, after = ""] =
    /^\s*([A-Za-z0-9._-]+\s*(?:\[[^\]]*\])?)[^;]*(;.*)?$/.exec(requirement.text) ?? [];
  const text = `${before.trim()}${range}${after === "" ? "" : ` ${after}`}`;
  return { ...requirement, text, specifiers: list(range) };
}

/** A distribution without extras and markers, in any version. @param name normalised (PEP 503) */
export function anyVersion(name: string): Requirement {
  return { text: name, name, normalised: name, extras: [], specifiers: [], marker: undefined };
}

/** Equal for two requirements that say the same in different spelling. */
export function canonicalRequirement(requirement: Requirement): string {
  const extras = requirement.extras.map(normaliseName).sort().join(",");
  const specifiers = [...requirement.specifiers].sort().join(",");
  const { address = "" } = requirement.source ?? {};
  return `${requirement.normalised}[${extras}]${specifiers}${address};${requirement.marker ?? ""}`;
}

/** Things an installer would take, but that bypass the lock, the index rules or the argument list. */
function refusal(text: string): string | undefined {
  if (holdsControlCharacter(text)) {
    return `${quote(text)} holds a line break or another control character; write one requirement per list entry`;
  }
  const trimmed = text.trim();
  const shown = quote(trimmed);
  if (trimmed === "") return "is empty; write a distribution's name, such as `torch`";
  if (trimmed.length > LONGEST) return `${shown} is longer than ${LONGEST} characters; write one requirement`;
  if (trimmed.startsWith("-"))
    return `${shown} is an installer option; write a distribution's name and version`;
  const direct = splitDirect(trimmed);
  if (direct) return directFault(direct);
  if (/^[^;'"]*[<>=!~][^;'"]*@/.test(trimmed)) {
    return `${shown} asks for versions and for a file; keep one of the two`;
  }
  if (/^[./~\\]|^[A-Za-z]:[\\/]|^[^;]*[\\/]|\.(?:whl|txt|toml|tar\.gz|zip)$/.test(trimmed)) {
    return `${shown} is a file or folder; write a distribution's name and version, such as \`torch==2.8.0\`, or the path of a wheel such as \`./wheels/demo-1.0-py3-none-any.whl\``;
  }
  if (/\s#/.test(trimmed)) return `${shown} holds a comment; write the \`#\` outside the quotes`;
  return undefined;
}

function grammarFault(text: string, { name, extras, specifiers, marker }: Requirement): string | undefined {
  if (!isDistributionName(name)) {
    return `${quote(text)} doesn't begin with a distribution's name; write one such as \`torch==2.8.0\``;
  }
  if (/\[[^\]]*$/.test(text.split(";")[0] ?? "")) {
    return `${quote(text)} has a \`[\` without its \`]\`; write extras such as \`${name}[cpu,dev]\``;
  }
  const extra = extras.find((candidate) => !isDistributionName(candidate));
  if (extra !== undefined) {
    return `${quote(text)} has a wrong extra ${quote(extra)}; write extras such as \`${name}[cpu,dev]\``;
  }
  if (specifiers.length > MOST_SPECIFIERS) {
    return `${quote(text)} has more than ${MOST_SPECIFIERS} version comparisons; write a range such as \`>=2.8,<3\``;
  }
  const wrong = specifiers.find((specifier) => specifier === "" || !validRange(specifier));
  if (wrong !== undefined) return specifierFault(text.trim(), name, wrong);
  if (marker !== undefined && !/[<>=]|\bin\b/.test(marker)) {
    return `${quote(text)} has no marker behind \`;\`; write one such as \`; python_version < "3.13"\` or remove the \`;\``;
  }
  return undefined;
}

/** Takes a requirement apart without judging the parts. */
function split(text: string): Requirement {
  const direct = splitDirect(text);
  if (direct) return splitSource(text, direct);
  const semicolon = text.indexOf(";");
  const front = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  const afterName = front.slice(name.length).trim();
  const bracketed = /^\[([^\]]*)\]/.exec(afterName);
  const afterExtras = afterName.slice(bracketed?.[0].length ?? 0).trim();
  return {
    text,
    name,
    normalised: normaliseName(name),
    extras: list(bracketed?.[1] ?? ""),
    specifiers: list(/^\(([^()]*)\)$/.exec(afterExtras)?.[1] ?? afterExtras),
    marker: semicolon < 0 ? undefined : text.slice(semicolon + 1).trim(),
  };
}

/** A bare path is called as its file is. */
function splitSource(text: string, { front, target, marker }: DirectText): Requirement {
  const source = directSource(target);
  const name = front === "" ? (fileDistribution(addressedFile(source.address)) ?? "") : front;
  return { ...split(name), text, specifiers: [], marker, source };
}

function list(text: string): string[] {
  if (text.trim() === "") return [];
  // Only the space behind an operator goes: one inside a version is an error to be reported.
  return text.split(",").map((part) => part.trim().replace(/^([<>=!~]+)\s+/, "$1"));
}
