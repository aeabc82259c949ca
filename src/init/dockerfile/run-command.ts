import { runStepFault } from "../../manifest/settings/run-step.ts";
import { systemPackageFault } from "../../manifest/settings/system-package.ts";
import type { SourceLocation } from "../../text/errors.ts";
import { type Asked, EMPTY_REQUEST, type Note, type PipRequest } from "../outline.ts";
import { readPipArguments } from "../python-projects/pip-arguments.ts";
import { holdsSecret, shown } from "../without-secrets.ts";
import type { ShellCommand } from "./shell-commands.ts";

/** What one command of a build adds to an image, as far as a manifest can say it. */
export interface RunEffect {
  readonly request: PipRequest;
  readonly systemPackages: readonly Asked[];
  /** The command itself, where a phase can run it by its words. */
  readonly run?: readonly string[];
  /** Nothing of it was carried over. */
  readonly leftOut?: true;
}

/** Commands that keep house in an image; Surelayer has its own ways for what they do. */
const HOUSEKEEPING =
  /^(?:\[|test\b|rm\b|apt(?:-get)? (?:-\S+ )*(?:update|clean|autoclean|autoremove|upgrade|dist-upgrade)\b|(?:\S*pip\d?|uv) cache\b|set\b|true$|:$|echo\b|cd\b|find \S+ .*-delete$|ldconfig$|(?:\S*python[\d.]* -m )?pip\d* (?:check|list|freeze|--version)|which\b|nvcc --version|python[\d.]* --version|export (?:DEBIAN_FRONTEND|PIP_\w+|UV_\w+)=)/;

const INSTALLERS: readonly RegExp[] = [
  /^(?:\S*\/)?pip[\d.]* (?:-\S+ )*install(?: |$)/,
  /^(?:\S*\/)?python[\d.]* (?:-[uEsIB]+ )*-m pip (?:-\S+ )*install(?: |$)/,
  /^(?:(?:\S*\/)?python[\d.]* -m )?(?:\S*\/)?uv (?:-\S+ )*pip (?:-\S+ )*install(?: |$)/,
];

const SYSTEM_INSTALLER = /^(?:apt|apt-get|aptitude) (?:-\S+ )*install(?: |$)/;

/** Reads the commands of one script: one that follows what is left out can't run without it. */
export function readScript(commands: readonly ShellCommand[], at: SourceLocation): readonly RunEffect[] {
  let whole = true;
  return commands.map((command) => {
    const effect = readCommand({ ...command, exact: command.exact && whole }, at);
    if (effect.leftOut) whole = false;
    return effect;
  });
}

/** Reads a command of a Dockerfile's RUN or of cog's `run`. */
function readCommand(command: ShellCommand, at: SourceLocation): RunEffect {
  const { words, variables } = withoutPrefix(command.words);
  const line = words.join(" ");
  const nothing = { request: EMPTY_REQUEST, systemPackages: [] };
  if (line === "" || HOUSEKEEPING.test(line)) return nothing;
  const length = command.plain
    ? INSTALLERS.map((installer) => wordsOf(installer, line)).find(Boolean)
    : undefined;
  if (length !== undefined) {
    const request = readPipArguments(words.slice(length), at);
    const others = variables.filter((name) => name !== TORCH_BACKEND);
    return {
      request: {
        ...request,
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
  const notes = [leftOut(command, words, at)];
  return { ...nothing, leftOut: true, request: { ...EMPTY_REQUEST, notes } };
}

/** Package managers, whose work a manifest declares; what a shell does itself; what changes the session, not the image. */
const NO_STEPS =
  /^(?:\S*\/)?(?:apt|apt-get|aptitude|apt-key|add-apt-repository|dpkg|yum|dnf|apk|pip[\d.]*|uv|conda|mamba|micromamba|poetry|pdm|npm|yarn|git|cd|pushd|popd|export|unset|source|\.|eval|alias|umask|ulimit|trap|su|sudo|exit|return|wait|read|printf|\(|\{)$/;
/** A file beside the source, which a phase's commands don't see, or a path that depends on the folder. */
const REPOSITORY_FILE =
  /^\.{1,2}(?:\/|$)|^(?![-/]|[a-z]+:\/\/)[^=\s]*\/|\.(?:py|sh|bash|txt|toml|cfg|ini|json|ya?ml|ipynb|whl|deb|patch)$/i;
const MOST_WORDS = 100;

/** Whether a phase may run a command as it stands: after the packages, before any file of the repository is there. */
function isStep(words: readonly string[]): boolean {
  const [program = ""] = words;
  const line = words.join(" ");
  if (NO_STEPS.test(program) || hint(line) !== "" || words.length > MOST_WORDS) return false;
  if (
    /^(?:\S*\/)?python[\d.]* -m pip\b/.test(line) ||
    words.some((word) => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(word))
  )
    return false;
  const reads = words.some((word) => REPOSITORY_FILE.test(word) && !/^[a-z]+:\/\//.test(word));
  return !reads && !holdsSecret(line) && !words.some(holdsSecret) && runStepFault(words) === undefined;
}

/** Number of words in front of the arguments, where `pattern` fits. */
function wordsOf(pattern: RegExp, line: string): number | undefined {
  return pattern.exec(line)?.[0].trim().split(" ").length;
}

/** `sudo FLAG=1 pip …` is `pip …` with variables. */
function withoutPrefix(words: readonly string[]): {
  readonly words: readonly string[];
  readonly variables: string[];
} {
  const start = words.findIndex((word) => !/^(?:sudo|exec|time|env|command|[A-Za-z_]\w*=.*)$/s.test(word));
  const prefix = start < 0 ? words : words.slice(0, start);
  const variables = prefix.filter((word) => word.includes("=")).map((word) => word.split("=")[0] ?? "");
  return { words: start < 0 ? [] : words.slice(start), variables };
}

/** How uv is told about torch by its environment. */
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
  return {
    request: { ...EMPTY_REQUEST, notes },
    systemPackages: good.map((text) => ({ text, at })),
  };
}

function leftOut(command: ShellCommand, words: readonly string[], at: SourceLocation): Note {
  // Word by word: a value may hold spaces, which don't show any more where words are joined.
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
