import { runStepFault } from "../../manifest/settings/run-step.ts";
import { systemPackageFault } from "../../manifest/settings/system-package.ts";
import type { SourceLocation } from "../../text/errors.ts";
import { holdsControlCharacter } from "../../text/quote.ts";
import { type Asked, EMPTY_REQUEST, type Note, type PipRequest } from "../outline.ts";
import { readPipArguments } from "../python-projects/pip-arguments.ts";
import { holdsSecret, shown } from "../without-secrets.ts";
import type { ShellCommand } from "./shell-commands.ts";

/** The part of a command that a manifest can express. */
export interface RunEffect {
  readonly request: PipRequest;
  readonly systemPackages: readonly Asked[];
  /** The words of the command, if a phase can run it. */
  readonly run?: readonly string[];
  /** The manifest has nothing of the command. */
  readonly leftOut?: true;
  /** The words of a command that removes files, which a manifest needs only beside the commands that made them. */
  readonly removes?: readonly string[];
}

/** Commands that clean, update or test an image. Surelayer does this in its own way. */
const HOUSEKEEPING =
  /^(?:\[|test\b|rm\b|apt(?:-get)? (?:-\S+ )*(?:update|clean|autoclean|autoremove|upgrade|dist-upgrade)\b|(?:\S*pip\d?|uv) cache\b|set\b|true$|:$|echo\b|cd\b|find \S+ .*-delete$|ldconfig$|(?:\S*python[\d.]* -m )?pip\d* (?:check|list|freeze|--version)|which\b|nvcc --version|python[\d.]* --version|export (?:DEBIAN_FRONTEND|PIP_\w+|UV_\w+)=)/;

const INSTALLERS: readonly RegExp[] = [
  /^(?:\S*\/)?pip[\d.]* (?:-\S+ )*install(?: |$)/,
  /^(?:\S*\/)?python[\d.]* (?:-[uEsIB]+ )*-m pip (?:-\S+ )*install(?: |$)/,
  /^(?:(?:\S*\/)?python[\d.]* -m )?(?:\S*\/)?uv (?:-\S+ )*pip (?:-\S+ )*install(?: |$)/,
];

const SYSTEM_INSTALLER = /^(?:apt|apt-get|aptitude) (?:-\S+ )*install(?: |$)/;

/** Reads the commands of a script. Its steps are carried over all or not at all, because each may need the others. */
export function readScript(commands: readonly ShellCommand[], at: SourceLocation): readonly RunEffect[] {
  const effects = commands.map((command) => ({ command, effect: readCommand(command, at) }));
  if (!effects.some(({ effect }) => effect.run)) return effects.map(({ effect }) => effect);
  const isWhole = effects.every(
    ({ command, effect }) => !effect.leftOut && (!effect.removes || isExactStep(command)),
  );
  return effects.map(({ command, effect }) => {
    const words = effect.run ?? effect.removes;
    if (words === undefined) return effect;
    return isWhole ? { ...effect, run: words } : leaveOut(command, words, at);
  });
}

function isExactStep({ plain, exact, words }: ShellCommand): boolean {
  return plain && exact && isStep(words);
}

function leaveOut(command: ShellCommand, words: readonly string[], at: SourceLocation): RunEffect {
  const { message, ...place } = leftOutNote(command, words, at);
  const why = isExactStep(command)
    ? ", as another command of the same instruction can't be carried over"
    : "";
  const request = { ...EMPTY_REQUEST, notes: [{ message: `${message}${why}`, ...place }] };
  return { request, systemPackages: [], leftOut: true };
}

/** Reads a command of a Dockerfile's RUN or of cog's `run`. */
function readCommand(command: ShellCommand, at: SourceLocation): RunEffect {
  const { words, variables } = withoutPrefix(command.words);
  const line = words.join(" ");
  const nothing = { request: EMPTY_REQUEST, systemPackages: [] };
  if (line === "" || HOUSEKEEPING.test(line))
    return removesOwnFiles(words) ? { ...nothing, removes: words } : nothing;
  const length = command.plain
    ? INSTALLERS.map((installer) => wordsOf(installer, line)).find(Boolean)
    : undefined;
  if (length !== undefined) {
    const request = readPipArguments(words.slice(length), at);
    const others = variables.filter((name) => name !== TORCH_BACKEND);
    return {
      request: {
        ...request,
        ...(command.mayFail && { mayFail: true }),
        torchBackends: [...request.torchBackends, ...backendBefore(command.words, at)],
        notes: [...request.notes, ...installNotes(command, others, at)],
      },
      systemPackages: [],
    };
  }
  const system = command.plain ? wordsOf(SYSTEM_INSTALLER, line) : undefined;
  if (system !== undefined) return readSystemPackages(words.slice(system), at);
  if (command.plain && command.exact && variables.length === 0 && isStep(words)) {
    return { ...nothing, run: words };
  }
  const notes = [leftOutNote(command, words, at)];
  return { ...nothing, leftOut: true, request: { ...EMPTY_REQUEST, notes } };
}

/** Folders that Surelayer empties, or whose files no image needs. */
const CACHES =
  /^(?:\/var\/(?:lib\/apt\/lists|cache|log)|(?:\/root|~|\$\{?HOME\}?)\/\.(?:cache|npm)|\/usr\/share\/(?:doc|man))(?:\/|$)/;

/** Whether a command removes something else than caches. */
function removesOwnFiles(words: readonly string[]): boolean {
  const paths = words.slice(1).filter((word) => !word.startsWith("-"));
  return words[0] === "rm" && !paths.every((path) => CACHES.test(path));
}

/** Not steps: package managers, because a manifest declares packages; and commands of a shell that change only its session. */
const NO_STEPS =
  /^(?:\S*\/)?(?:apt|apt-get|aptitude|apt-key|add-apt-repository|dpkg|yum|dnf|apk|pip[\d.]*|uv|conda|mamba|micromamba|poetry|pdm|npm|yarn|git|cd|pushd|popd|export|unset|source|\.|eval|alias|umask|ulimit|trap|su|sudo|exit|return|wait|read|printf|\(|\{)$/;
/** A file of the repository, which a phase's commands don't see, or a relative path. */
const REPOSITORY_FILE =
  /^\.{1,2}(?:\/|$)|^(?![-/]|[a-z]+:\/\/)[^=\s]*\/|\.(?:py|sh|bash|txt|toml|cfg|ini|json|ya?ml|ipynb|whl|deb|patch)$/i;
const MOST_WORDS = 100;

/** Whether a phase can run the command: after the packages are installed, without files of the repository. */
function isStep(words: readonly string[]): boolean {
  const [program = ""] = words;
  const line = words.join(" ");
  if (NO_STEPS.test(program) || hint(line) !== "" || words.length > MOST_WORDS) return false;
  if (/^(?:\S*\/)?python[\d.]* -m pip\b/.test(line) || words.some(holdsControlCharacter)) return false;
  const reads = words.some((word) => REPOSITORY_FILE.test(word) && !/^[a-z]+:\/\//.test(word));
  return !reads && !holdsSecret(line) && !words.some(holdsSecret) && runStepFault(words) === undefined;
}

/** Number of words that `pattern` matches; undefined if it doesn't. */
function wordsOf(pattern: RegExp, line: string): number | undefined {
  return pattern.exec(line)?.[0].trim().split(" ").length;
}

/** Splits `sudo FLAG=1 pip …` into `pip …` and its variables. */
function withoutPrefix(words: readonly string[]): {
  readonly words: readonly string[];
  readonly variables: string[];
} {
  const start = words.findIndex((word) => !/^(?:sudo|exec|time|env|command|[A-Za-z_]\w*=.*)$/s.test(word));
  const prefix = start < 0 ? words : words.slice(0, start);
  const variables = prefix.filter((word) => word.includes("=")).map((word) => word.split("=")[0] ?? "");
  return { words: start < 0 ? [] : words.slice(start), variables };
}

/** The variable that names torch's backend for uv. */
export const TORCH_BACKEND = "UV_TORCH_BACKEND";

function backendBefore(words: readonly string[], at: SourceLocation): readonly Asked[] {
  const word = words.find((one) => one.startsWith(`${TORCH_BACKEND}=`));
  return word === undefined ? [] : [{ text: word.slice(TORCH_BACKEND.length + 1), at }];
}

function installNotes(command: ShellCommand, variables: readonly string[], at: SourceLocation): Note[] {
  const set = variables.map((name) => ({ message: `the variable ${shown(name)} of an installation`, at }));
  const redirected = command.unquoted.map((text) => ({
    message: `${shown(text)} as a shell reads it, which is a redirection and any version: it is carried over as it was meant`,
    at,
  }));
  return [...set, ...redirected];
}

function readSystemPackages(words: readonly string[], at: SourceLocation): RunEffect {
  const names = words.filter((word) => !word.startsWith("-") && !/^\d+$/.test(word));
  const good = names.filter((name) => systemPackageFault(name) === undefined);
  const odd = names.filter((name) => !good.includes(name));
  const notes = odd.map((name) => ({ message: `the system package ${shown(name)}`, at }));
  return { request: { ...EMPTY_REQUEST, notes }, systemPackages: good.map((text) => ({ text, at })) };
}

function leftOutNote(command: ShellCommand, words: readonly string[], at: SourceLocation): Note {
  // Word by word, because a value with spaces looks like several words once they are joined.
  const line = words.map((word) => (holdsSecret(word) ? word.replace(/=.*$/s, "=…") : word)).join(" ");
  const why = command.plain ? hint(line) : ", which runs only under a condition or inside of another command";
  return { message: `the command ${shown(line)}${why}`, at };
}

function hint(line: string): string {
  if (/\b(?:uv sync|uv add|poetry install|pdm install)\b/.test(line)) {
    return ": `surelayer init --from pyproject.toml` reads what it installs";
  }
  if (/^(?:conda|mamba|micromamba)\b/.test(line))
    return ": name the packages of the Python index that it stands for";
  if (/\bvenv\b|\bvirtualenv\b/.test(line)) return ": packages go into the base's own Python";
  if (/^git clone\b/.test(line)) return ": copy the code with `files`, or install a released version";
  return "";
}
