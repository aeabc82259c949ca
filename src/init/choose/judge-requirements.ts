import { normaliseName } from "../../python/distribution-name.ts";
import { privateGitFault } from "../../python/index-url.ts";
import { canonicalRequirement, parseRequirement, requirementFault } from "../../python/requirement.ts";
import type { Wanted } from "../draft.ts";
import type { Asked, Note } from "../outline.ts";
import { directRequest } from "../python-projects/direct-request.ts";
import { shown } from "../without-secrets.ts";
import { BESIDE_TORCH, BUILD_TOOLS } from "./known-packages.ts";

/** More than any image asks for by name; a manifest must stay readable. */
const MOST = 800;

export interface Judged {
  readonly wanted: readonly Wanted[];
  readonly notes: readonly Note[];
}

/** Sorts what a manifest takes from what it doesn't, and gives constraints to the requirements that they bound. */
export function judgeRequirements(asked: readonly Asked[], constraints: readonly Asked[]): Judged {
  const notes: Note[] = [];
  const good = new Map<string, Wanted>();
  const bounds = constraintsByName(constraints, notes);
  const used = new Set<string>();
  const files = new Map<string, string>();
  for (const one of asked) {
    const wanted = judge(one);
    if ("message" in wanted) notes.push(wanted);
    else if (isSecondFile(wanted, files)) notes.push(secondFile(one));
    else if (isNeeded(wanted, one, notes)) {
      const { normalised } = wanted.requirement;
      used.add(normalised);
      const bounded = withBounds(wanted, bounds.get(normalised) ?? []);
      const key = canonicalRequirement(bounded.requirement);
      if (good.size < MOST) good.set(key, good.get(key) ?? bounded);
      else if (!good.has(key))
        notes.push({
          message: `${shown(one.text)}, one more than the ${MOST} that a manifest is given`,
          at: one.at,
        });
    }
  }
  return { wanted: [...good.values()], notes: [...notes, ...unused(constraints, used)] };
}

/** A commit of git is the same one wherever the manifest lies; none is taken of what indexes are bound to. */
function judgeCommit({ text, at }: Asked): Wanted | Note | undefined {
  const trimmed = text.trim();
  if (!trimmed.includes("git+")) return undefined;
  const requirement = requirementFault(trimmed) === undefined ? parseRequirement(trimmed) : undefined;
  const { git } = requirement?.source ?? {};
  if (!requirement || !git || BESIDE_TORCH.includes(requirement.normalised)) return undefined;
  const fault = privateGitFault(git.url);
  return fault === undefined
    ? { text: trimmed, requirement }
    : { message: `${shown(trimmed)}: it ${fault}`, at };
}

function judge(asked: Asked): Wanted | Note {
  return judgeCommit(asked) ?? judgeOther(asked);
}

function judgeOther(asked: Asked): Wanted | Note {
  const { text, at } = asked;
  const trimmed = text.trim();
  const direct = directRequest(asked);
  if (direct !== undefined && "fault" in direct) return { message: `${shown(trimmed)}, ${direct.fault}`, at };
  if (direct !== undefined) return { text: direct.text, requirement: parseRequirement(direct.text) };
  if (requirementFault(trimmed) === undefined) {
    const requirement = parseRequirement(trimmed);
    // One that isn't there.
    if (requirement.source === undefined) return { text: trimmed, requirement };
  }
  return { message: refusal(trimmed), at };
}

function refusal(text: string): string {
  // It says what is missing, mostly the name.
  if (/^git\+/i.test(text)) return `${shown(text)}: it ${requirementFault(text) ?? "asks for a commit"}`;
  if (/^[a-z]+\+|:\/\/|^[^;'"<>=]*@/i.test(text)) {
    return `${shown(text)}, asked for by URL: write a name and version, and the index that has it under \`indexes\`, or \`name @ address\` of a wheel, source archive or commit of git`;
  }
  if (/^\.{1,2}(?:$|[/[])|^[^;]*[\\/]|\.(?:whl|tar\.gz|zip)$/.test(text)) {
    return `${shown(text)}, a project or file beside the source: copy its code with \`files\``;
  }
  if (text.includes("${")) return `${shown(text)}, which holds a variable: write its value`;
  // Quotes the text itself, and without the secrets of URLs.
  return requirementFault(text) ?? "";
}

/** One environment holds one file of a name; which of two is meant for it, only a person can tell. */
function isSecondFile({ requirement }: Wanted, files: Map<string, string>): boolean {
  const { normalised, source } = requirement;
  if (source === undefined) return false;
  const first = files.get(normalised) ?? source.address;
  files.set(normalised, first);
  return first !== source.address;
}

function secondFile({ text, at }: Asked): Note {
  return {
    message: `${shown(text)}, as another file or commit of the same name comes before it: keep one of the two`,
    at,
  };
}

/** The installer's own tools aren't, unless a version of setuptools is asked for: packages need old ones when they run. */
function isNeeded({ requirement }: Wanted, { text, at }: Asked, notes: Note[]): boolean {
  const isTool = BUILD_TOOLS.has(requirement.normalised);
  const isAnySetuptools = requirement.normalised === "setuptools" && requirement.specifiers.length === 0;
  if (!isTool && !isAnySetuptools) return true;
  if (isTool) notes.push({ message: `${shown(text)}: Surelayer brings its own installer`, at });
  return false;
}

function constraintsByName(constraints: readonly Asked[], notes: Note[]): Map<string, Wanted[]> {
  const bounds = new Map<string, Wanted[]>();
  for (const one of constraints) {
    const wanted = judge(one);
    if ("message" in wanted) notes.push({ message: `the constraint ${wanted.message}`, at: one.at });
    else if (wanted.requirement.source !== undefined) {
      notes.push({
        message: `the constraint ${shown(one.text)} to one file: ask for it in a phase`,
        at: one.at,
      });
    } else {
      const { normalised } = wanted.requirement;
      bounds.set(normalised, [...(bounds.get(normalised) ?? []), wanted]);
    }
  }
  return bounds;
}

/** A constraint that holds under the same conditions becomes a part of the requirement. */
function withBounds(wanted: Wanted, bounds: readonly Wanted[]): Wanted {
  const { requirement } = wanted;
  if (requirement.source !== undefined) return wanted;
  const same = bounds.filter(
    (bound) => bound.requirement.marker === undefined || bound.requirement.marker === requirement.marker,
  );
  if (requirement.source !== undefined) return wanted;
  const more = same
    .flatMap((bound) => bound.requirement.specifiers)
    .filter((specifier) => !requirement.specifiers.includes(specifier));
  if (more.length === 0) return wanted;
  const extras = requirement.extras.length > 0 ? `[${requirement.extras.join(",")}]` : "";
  const marker = requirement.marker === undefined ? "" : `; ${requirement.marker}`;
  const text = `${requirement.name}${extras}${[...new Set([...requirement.specifiers, ...more])].join(",")}${marker}`;
  return requirementFault(text) === undefined ? { text, requirement: parseRequirement(text) } : wanted;
}

function unused(constraints: readonly Asked[], used: ReadonlySet<string>): Note[] {
  return constraints
    .filter(({ text }) => !used.has(normaliseName(/^\s*([\w.-]*)/.exec(text)?.[1] ?? "")))
    .map(({ text, at }) => ({
      message: `the constraint ${shown(text)} of a package that nothing here asks for by name: add it to a phase to keep it`,
      at,
    }));
}
