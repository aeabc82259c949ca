import { validRange } from "@renovatebot/pep440";
import { UsageError } from "../errors.ts";
import { isDistributionName, normaliseName } from "./distribution-name.ts";
import { holdsControlCharacter, quote } from "./quote.ts";
import { specifierFault } from "./specifier.ts";

const LONGEST = 500;
const MOST_SPECIFIERS = 16;

/** A dependency by name, as PEP 508 writes it; never a URL, a path or an option. */
export interface Requirement {
  /** As the user wrote it. */
  readonly name: string;
  /** Under PEP 503, for comparing. */
  readonly normalised: string;
  readonly extras: readonly string[];
  /** Each comparison without spaces, e.g. `>=2.8`. */
  readonly specifiers: readonly string[];
  /** The environment marker behind `;`, passed on to the installer as it is. */
  readonly marker: string | undefined;
}

/** @throws UsageError saying what is wrong and what to write instead. */
export function parseRequirement(text: string): Requirement {
  const requirement = split(text);
  const fault = refusal(text) ?? grammarFault(text, requirement);
  if (fault !== undefined) throw new UsageError(`The requirement ${fault}.`);
  return requirement;
}

/** What is wrong with a requirement, and what to write instead. */
export function requirementFault(text: string): string | undefined {
  return refusal(text) ?? grammarFault(text, split(text));
}

/** Equal for two requirements that say the same in different spelling. */
export function canonicalRequirement(requirement: Requirement): string {
  const extras = requirement.extras.map(normaliseName).sort().join(",");
  const specifiers = [...requirement.specifiers].sort().join(",");
  return `${requirement.normalised}[${extras}]${specifiers};${requirement.marker ?? ""}`;
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
  if (/^[a-z]+\+|:\/\/|^[^;'"<>=]*@/i.test(trimmed)) {
    return `${nameBeforeUrl(trimmed)}is asked for by URL; write a name and version, and the index that has it under \`indexes\``;
  }
  if (/^[./~\\]|^[A-Za-z]:[\\/]|^[^;]*[\\/]|\.(?:whl|txt|toml|tar\.gz|zip)$/.test(trimmed)) {
    return `${shown} is a file or folder; write a distribution's name and version, such as \`torch==2.8.0\``;
  }
  if (/\s#/.test(trimmed)) return `${shown} holds a comment; write the \`#\` outside the quotes`;
  return undefined;
}

/** URLs may carry credentials, so messages never repeat them. */
function nameBeforeUrl(text: string): string {
  const name = /^[\w.-]+(?=\s*(?:\[[^\]]*\]\s*)?@)/.exec(text)?.[0];
  return name === undefined ? "" : `${quote(name)} `;
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
  const semicolon = text.indexOf(";");
  const front = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  const afterName = front.slice(name.length).trim();
  const bracketed = /^\[([^\]]*)\]/.exec(afterName);
  const afterExtras = afterName.slice(bracketed?.[0].length ?? 0).trim();
  return {
    name,
    normalised: normaliseName(name),
    extras: list(bracketed?.[1] ?? ""),
    specifiers: list(/^\(([^()]*)\)$/.exec(afterExtras)?.[1] ?? afterExtras),
    marker: semicolon < 0 ? undefined : text.slice(semicolon + 1).trim(),
  };
}

function list(text: string): string[] {
  if (text.trim() === "") return [];
  // Only the space behind an operator goes: one inside a version is an error to be reported.
  return text.split(",").map((part) => part.trim().replace(/^([<>=!~]+)\s+/, "$1"));
}
