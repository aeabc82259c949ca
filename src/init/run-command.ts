import type { SourceLocation } from "../errors.ts";
import { type Asked, EMPTY_REQUEST, type Note, type PipRequest } from "./outline.ts";
import { readPipArguments } from "./pip-arguments.ts";
import type { ShellCommand } from "./shell-commands.ts";
import { holdsSecret, shown } from "./without-secrets.ts";

/** What one command of a build adds to an image, as far as a manifest can say it. */
export interface RunEffect {
  readonly request: PipRequest;
  readonly systemPackages: readonly Asked[];
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

/** Reads a command of a Dockerfile's RUN or of cog's `run`. */
export function readCommand(command: ShellCommand, at: SourceLocation): RunEffect {
  const { words, variables } = withoutPrefix(command.words);
  const line = words.join(" ");
  const nothing = { request: EMPTY_REQUEST, systemPackages: [] };
  if (line === "" || HOUSEKEEPING.test(line)) return nothing;
  const length = command.plain
    ? INSTALLERS.map((installer) => wordsOf(installer, line)).find(Boolean)
    : undefined;
  if (length !== undefined) {
    const request = readPipArguments(words.slice(length), at);
    return {
      request: { ...request, notes: [...request.notes, ...installNotes(command, variables, at)] },
      systemPackages: [],
    };
  }
  const system = command.plain ? wordsOf(SYSTEM_INSTALLER, line) : undefined;
  if (system !== undefined) return readSystemPackages(words.slice(system), at);
  return { ...nothing, request: { ...EMPTY_REQUEST, notes: [leftOut(command, words, at)] } };
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

function installNotes(command: ShellCommand, variables: readonly string[], at: SourceLocation): Note[] {
  const set = variables.map((name) => ({ message: `the variable ${shown(name)} of an installation`, at }));
  const redirected = command.unquoted.map((text) => ({
    message: `${shown(text)} as a shell reads it, which is a redirection and any version: it is carried over as it was meant`,
    at,
  }));
  return [...set, ...redirected];
}

function readSystemPackages(words: readonly string[], at: SourceLocation): RunEffect {
  const names = words
    .filter((word) => !word.startsWith("-") && !/^\d+$/.test(word))
    .map((word) => word.split("=")[0] ?? "");
  const good = names.filter((name) => /^[a-z0-9][a-z0-9+.-]*(?::[a-z0-9]+)?$/.test(name));
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
