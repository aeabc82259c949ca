import { privateGitFault } from "../../python/index-url.ts";
import { canonicalRequirement, readRequirement, requirementFault } from "../../python/requirement.ts";
import type { Wanted } from "../draft.ts";
import type { Asked, Note } from "../outline.ts";
import { directRequest, leadingName } from "../python-projects/direct-request.ts";
import { shown } from "../without-secrets.ts";
import { BESIDE_TORCH, BUILD_TOOLS } from "./known-packages.ts";

/** No image asks for so many packages by name, and a manifest must stay readable. */
const MOST = 800;

/** Separates requirements that a manifest takes from those that it doesn't, and adds each constraint to its requirement. */
export function judgeRequirements(
  asked: readonly Asked[],
  constraints: readonly Asked[],
): { readonly wanted: readonly Wanted[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const good = new Map<string, Wanted>();
  const bounds = constraintsByName(constraints, notes);
  const used = new Set<string>();
  const files = new Map<string, string>();
  for (const one of asked) {
    const note = (message: string) => void notes.push({ message, at: one.at });
    const wanted = judge(one);
    if ("message" in wanted) {
      notes.push(wanted);
      continue;
    }
    const fault = whyNot(wanted, one.text, files);
    if (fault !== undefined) note(fault);
    else if (!isAnySetuptools(wanted)) {
      const { normalised } = wanted.requirement;
      used.add(normalised);
      const bounded = withBounds(wanted, bounds.get(normalised) ?? []);
      const key = canonicalRequirement(bounded.requirement);
      if (good.size < MOST || good.has(key)) good.set(key, merged(good.get(key), bounded, one));
      else note(`${shown(one.text)}, one more than the ${MOST} that a manifest is given`);
    }
  }
  return { wanted: [...good.values()], notes: [...notes, ...unused(constraints, used)] };
}

/** A requirement that was asked for once without an excuse is required. */
function merged(known: Wanted | undefined, bounded: Wanted, { optional }: Asked): Wanted {
  const { optional: excused, ...wanted } = known ?? bounded;
  return optional && (known === undefined || excused) ? { ...wanted, optional } : wanted;
}

/** Takes a commit of git, but not of the packages that PyTorch's indexes are bound to. */
function judgeCommit({ text, at }: Asked): Wanted | Note | undefined {
  const trimmed = text.trim();
  if (!trimmed.includes("git+")) return undefined;
  const wanted = wantedOf(trimmed);
  const { git } = wanted?.requirement.source ?? {};
  if (!wanted || !git || BESIDE_TORCH.includes(wanted.requirement.normalised)) return undefined;
  const fault = privateGitFault(git.url);
  return fault === undefined ? wanted : { message: `${shown(trimmed)}: it ${fault}`, at };
}

/** Undefined for a text with a fault. */
function wantedOf(text: string): Wanted | undefined {
  const read = readRequirement(text);
  return "fault" in read ? undefined : { text, requirement: read.requirement };
}

function judge(asked: Asked): Wanted | Note {
  return judgeCommit(asked) ?? judgeOther(asked);
}

function judgeOther(asked: Asked): Wanted | Note {
  const { text, at } = asked;
  const trimmed = text.trim();
  const direct = directRequest(asked);
  if (direct !== undefined && "fault" in direct) return { message: `${shown(trimmed)}, ${direct.fault}`, at };
  const wanted = direct ?? wantedOf(trimmed);
  // A source that `directRequest` didn't take is a file that doesn't exist.
  if (wanted && (direct || wanted.requirement.source === undefined)) return wanted;
  return { message: refusal(trimmed), at };
}

function refusal(text: string): string {
  // The fault says what the commit's requirement lacks, mostly its name.
  if (/^git\+/i.test(text)) return `${shown(text)}: it ${requirementFault(text) ?? "asks for a commit"}`;
  if (/^[a-z]+\+|:\/\/|^[^;'"<>=]*@/i.test(text)) {
    return `${shown(text)}, asked for by URL: write a name and version, and the index that has it under \`indexes\`, or \`name @ address\` of a wheel, source archive or commit of git`;
  }
  if (/^\.{1,2}(?:$|[/[])|^[^;]*[\\/]|\.(?:whl|tar\.gz|zip)$/.test(text)) {
    return `${shown(text)}, a project or file beside the source: copy its code with \`files\``;
  }
  if (text.includes("${")) return `${shown(text)}, which holds a variable: write its value`;
  // The fault quotes the text itself, and leaves out secrets in URLs.
  return requirementFault(text) ?? "";
}

/** An environment can have only one file of a name, and only a person can tell which of two is meant. */
function isSecondFile({ requirement }: Wanted, files: Map<string, string>): boolean {
  const { normalised, source } = requirement;
  if (source === undefined) return false;
  const first = files.get(normalised) ?? source.address;
  files.set(normalised, first);
  return first !== source.address;
}

/** Why a manifest has no use for a requirement that it could take. */
function whyNot(wanted: Wanted, text: string, files: Map<string, string>): string | undefined {
  if (isSecondFile(wanted, files))
    return `${shown(text)}, as another file or commit of the same name comes before it: keep one of the two`;
  return BUILD_TOOLS.has(wanted.requirement.normalised)
    ? `${shown(text)}: Surelayer brings its own installer`
    : undefined;
}

/** setuptools without a version needs no place in a manifest. With one it does: some packages need an old one at run time. */
function isAnySetuptools({ requirement }: Wanted): boolean {
  return requirement.normalised === "setuptools" && requirement.specifiers.length === 0;
}

function constraintsByName(constraints: readonly Asked[], notes: Note[]): Map<string, Wanted[]> {
  const bounds = new Map<string, Wanted[]>();
  for (const one of constraints) {
    const wanted = judge(one);
    if ("message" in wanted) notes.push({ message: `the constraint ${wanted.message}`, at: one.at });
    else if (wanted.requirement.source !== undefined) {
      const message = `the constraint ${shown(one.text)} to one file: ask for it in a phase`;
      notes.push({ message, at: one.at });
    } else {
      const { normalised } = wanted.requirement;
      bounds.set(normalised, [...(bounds.get(normalised) ?? []), wanted]);
    }
  }
  return bounds;
}

/** Adds the versions of each constraint that has no marker or the requirement's own marker. */
function withBounds(wanted: Wanted, bounds: readonly Wanted[]): Wanted {
  const { requirement } = wanted;
  if (requirement.source !== undefined) return wanted;
  const more = bounds
    .map((bound) => bound.requirement)
    .filter(({ marker }) => marker === undefined || marker === requirement.marker)
    .flatMap(({ specifiers }) => specifiers)
    .filter((specifier) => !requirement.specifiers.includes(specifier));
  if (more.length === 0) return wanted;
  const extras = requirement.extras.length > 0 ? `[${requirement.extras.join(",")}]` : "";
  const marker = requirement.marker === undefined ? "" : `; ${requirement.marker}`;
  const text = `${requirement.name}${extras}${[...new Set([...requirement.specifiers, ...more])].join(",")}${marker}`;
  return wantedOf(text) ?? wanted;
}

function unused(constraints: readonly Asked[], used: ReadonlySet<string>): Note[] {
  return constraints
    .filter(({ text }) => !used.has(leadingName(text)))
    .map(({ text, at }) => ({
      message: `the constraint ${shown(text)} of a package that nothing here asks for by name: add it to a phase to keep it`,
      at,
    }));
}
