import { slug } from "../manifest/settings/image-reference.ts";
import { imagePathFault, relativePathFault, targetPathFault } from "../manifest/settings/paths.ts";
import { isDistributionName } from "../python/distribution-name.ts";
import { bindIndexes } from "./choose/bind-indexes.ts";
import { chooseBackend } from "./choose/choose-backend.ts";
import { chooseBase } from "./choose/choose-base.ts";
import { judgeRequirements } from "./choose/judge-requirements.ts";
import { splitPhases } from "./choose/split-phases.ts";
import type { Draft, Wanted } from "./draft.ts";
import type { Asked, Copied, Note, Outline } from "./outline.ts";
import { holdsSecret, shown } from "./without-secrets.ts";

const MOST_SYSTEM_PACKAGES = 300;
const MOST_FILES = 100;
const MOST_VARIABLES = 200;

/** Turns an outline into a draft of a manifest. @param folderName name of a project that doesn't name itself. */
export function makeDraft(outline: Outline, from: string, folderName: string): Draft {
  const packages = goodPackages(outline);
  const { wanted, bound, torch } = packages;
  const base = chooseBase(outline, wanted);
  const files = goodFiles(outline.files);
  const command = goodCommand(outline.command);
  const run = goodRun(outline);
  const env = Object.entries(outline.env);
  const notes = [
    ...outline.notes,
    ...outline.requests.flatMap((request) => request.notes),
    ...packages.notes,
    ...files.notes,
    ...command.notes,
    ...run.notes,
    ...tooMany("variables", env.length, MOST_VARIABLES),
    ...tooMany("system packages", outline.systemPackages.length, MOST_SYSTEM_PACKAGES),
  ];
  const { workdir } = outline;
  return {
    from,
    name: slug(outline.name ?? folderName),
    base,
    indexes: bound.indexes,
    systemPackages: unique(outline.systemPackages).slice(0, MOST_SYSTEM_PACKAGES),
    phases: splitPhases(wanted, base.image),
    torchBackend: torch.backend,
    run: run.run,
    files: files.files,
    env: Object.fromEntries(env.slice(0, MOST_VARIABLES)),
    workdir: workdir === undefined || imagePathFault(workdir) !== undefined ? undefined : workdir,
    command: command.command,
    groups: outline.groups,
    notes: inSourceOrder(notes),
  };
}

/** The packages to install, and the indexes and the backend that they come from. */
function goodPackages({ requests }: Outline) {
  const { wanted, notes } = judgeRequirements(
    requests.flatMap((request) => request.asked),
    requests.flatMap((request) => request.constraints),
  );
  const nameOf = ({ requirement }: Wanted) => requirement.normalised;
  const bound = bindIndexes(
    requests.flatMap((request) => request.indexes),
    new Set(wanted.map(nameOf).filter(isDistributionName)),
    new Set(wanted.filter(({ requirement }) => requirement.source !== undefined).map(nameOf)),
  );
  const torch = chooseBackend(
    requests.flatMap((request) => request.torchBackends),
    bound.indexes,
  );
  return { wanted, bound, torch, notes: [...notes, ...bound.notes, ...torch.notes] };
}

/** Sorts notes by file and line. Notes without a place come last. */
function inSourceOrder(notes: readonly Note[]): readonly Note[] {
  const files = [...new Set(notes.flatMap(({ at }) => at?.file ?? []))];
  const rank = ({ at }: Note) => (at === undefined ? files.length : files.indexOf(at.file));
  return notes.toSorted((a, b) => rank(a) - rank(b) || (a.at?.line ?? 0) - (b.at?.line ?? 0));
}

function unique(asked: readonly Asked[]): string[] {
  return [...new Set(asked.map(({ text }) => text))];
}

function goodFiles(copied: readonly Copied[]) {
  const files = new Map<string, Copied>();
  const notes: Note[] = [];
  for (const file of copied) {
    const fault = relativePathFault(file.from) ?? targetPathFault(file.to);
    const what = `the copy of ${shown(file.from)} to ${shown(file.to)}`;
    if (fault !== undefined) notes.push({ message: `${what}: the path ${fault}` });
    else if (files.has(file.to))
      notes.push({ message: `${what}, where another copy goes: put both into one folder` });
    else if (files.size >= MOST_FILES)
      notes.push({ message: `${what}, one more than ${MOST_FILES}: copy a folder` });
    else files.set(file.to, file);
  }
  return { files: [...files.values()], notes };
}

function goodCommand(command: readonly string[] | undefined) {
  if (command === undefined) return { command, notes: [] };
  const text = command.join(" ");
  const isShort = command.length <= 200;
  if (command[0]?.trim() !== "" && isShort && command.every(isPlain) && !holdsSecret(text))
    return { command, notes: [] };
  const message = `the command ${shown(text)}, as it is empty, holds a secret or isn't plain text`;
  return { command: undefined, notes: [{ message }] };
}

const MOST_COMMANDS = 100;

/** Leaves out commands that read files of the repository, which are copied after all phases. */
function goodRun({ run, files }: Outline) {
  const isCopied = (word: string) => files.some(({ to }) => word === to || word.startsWith(`${to}/`));
  const good = run.filter(({ words }) => !words.some(isCopied) && words.every(isPlain));
  const notes = run
    .filter((command) => !good.includes(command))
    .map(({ words, at }) => ({
      message: `the command ${shown(words.join(" "))}, which reads files of the repository: they are copied after all phases`,
      at,
    }));
  return {
    run: good.slice(0, MOST_COMMANDS).map(({ words }) => words),
    notes: [...notes, ...tooMany("commands", good.length, MOST_COMMANDS)],
  };
}

function isPlain(part: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is its purpose
  return !holdsSecret(part) && !/[\u0000-\u0008\u000b-\u001f]/.test(part);
}

function tooMany(what: string, count: number, most: number): Note[] {
  return count > most
    ? [{ message: `${count - most} more ${what} than the ${most} that a manifest is given` }]
    : [];
}
