import { posix } from "node:path";
import type { Instruction, ModifiableInstruction, PropertyInstruction } from "dockerfile-ast";
import { environmentNameFault, environmentValueFault } from "../../manifest/settings/environment.ts";
import type { SourceLocation } from "../../text/errors.ts";
import { EMPTY_REQUEST } from "../outline.ts";
import { holdsSecret, shown } from "../without-secrets.ts";
import { type DockerWalk, lineOf, mapVariables } from "./docker-outline.ts";
import { readCopy, readMounts } from "./dockerfile-copy.ts";
import { expandOne, expandVariables } from "./expand-variables.ts";
import { readScript, TORCH_BACKEND } from "./run-command.ts";
import { shellCommands } from "./shell-commands.ts";

/** Adds one instruction to the outline, or a note that it is left out. */
export function applyInstruction(walk: DockerWalk, instruction: Instruction): void {
  const at = { file: walk.file, line: lineOf(instruction) };
  switch (instruction.getKeyword()) {
    case "ARG":
      setArgument(walk, instruction as PropertyInstruction, at);
      break;
    case "ENV":
      setEnvironment(walk, instruction as PropertyInstruction, at);
      break;
    case "WORKDIR":
      setWorkdir(walk, instruction.getArgumentsContent() ?? "", at);
      break;
    case "RUN":
      run(walk, instruction as ModifiableInstruction, at);
      break;
    case "COPY":
    case "ADD":
      readCopy(walk, instruction as ModifiableInstruction, at);
      break;
    case "CMD":
      walk.outline.command = commandOf(instruction);
      break;
    case "ENTRYPOINT":
      walk.outline.entrypoint = commandOf(instruction);
      // Docker's rule: a new entry point removes the command of an earlier stage.
      walk.outline.command = undefined;
      break;
    default:
      walk.outline.notes.push({ message: `the instruction ${shown(instruction.toString())}`, at });
  }
}

function setArgument(walk: DockerWalk, instruction: PropertyInstruction, at: SourceLocation): void {
  for (const property of instruction.getProperties()) {
    const name = property.getName();
    const value = property.getValue();
    const given =
      value === null ? walk.initial.get(name) : expandVariables(value, mapVariables(walk.variables));
    if (given !== undefined && !walk.outline.env.has(name)) walk.variables.set(name, given);
    if (given !== undefined && name === TORCH_BACKEND) setBackend(walk, given, at);
  }
}

function setEnvironment(walk: DockerWalk, instruction: PropertyInstruction, at: SourceLocation): void {
  for (const property of instruction.getProperties()) {
    const name = property.getName();
    const value = expandVariables(property.getValue() ?? "", mapVariables(walk.variables));
    walk.variables.set(name, value);
    const fault = variableFault(name, value);
    if (name === TORCH_BACKEND) setBackend(walk, value, at);
    else if (fault === undefined) walk.outline.env.set(name, value);
    else walk.outline.notes.push({ message: `the variable ${shown(name)}, ${fault}`, at });
  }
}

/** Keeps the backend for the installation only; the image's environment doesn't need it. */
function setBackend(walk: DockerWalk, value: string, at: SourceLocation): void {
  walk.outline.requests.push({ ...EMPTY_REQUEST, torchBackends: [{ text: value, at }] });
}

/** Why a variable is left out. Never shows the value. */
function variableFault(name: string, value: string): string | undefined {
  const nameFault = environmentNameFault(name);
  if (nameFault !== undefined) return `which ${nameFault.replace(/^`[^`]*` /, "")}`;
  if (name === "__proto__") return "which no manifest takes";
  if (environmentValueFault(name, value) !== undefined || holdsSecret(value)) {
    return name === "PATH"
      ? "whose other folders only the base knows"
      : "which looks like a secret or isn't plain text";
  }
  return value.includes("$") ? "whose value only the base knows" : undefined;
}

function setWorkdir(walk: DockerWalk, text: string, at: SourceLocation): void {
  const folder = expandVariables(text.trim().replaceAll(/^["']|["']$/g, ""), mapVariables(walk.variables));
  if (/[$\p{Cc}]/u.test(folder) || folder === "")
    walk.outline.notes.push({ message: `the folder ${shown(text)}`, at });
  else walk.outline.workdir = posix.resolve(walk.outline.workdir ?? "/", folder);
}

function run(walk: DockerWalk, instruction: ModifiableInstruction, at: SourceLocation): void {
  readMounts(walk, instruction, at);
  const raw = instruction.getRawArgumentsContent() ?? "";
  const script =
    exec(raw)?.map(quoted).join(" ") ??
    heredoc(raw) ??
    (isOtherHeredoc(raw) ? undefined : joined(raw, walk.escape));
  if (script === undefined) {
    walk.outline.notes.push({ message: `the command ${shown(raw.split("\n")[0] ?? "")}`, at });
    return;
  }
  const variables = (name: string) => expandOne(name, mapVariables(walk.variables));
  // Only this RUN sees a mount's files, so its commands can't run elsewhere.
  const alone = instruction.getFlags().length === 0;
  const commands = shellCommands(script, variables).map((one) => ({ ...one, exact: one.exact && alone }));
  for (const effect of readScript(commands, at)) {
    walk.outline.requests.push(effect.request);
    walk.outline.systemPackages.push(...effect.systemPackages);
    if (effect.run) walk.outline.run.push({ words: effect.run, at });
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The script of a RUN that consists of one here-document for the shell. */
function heredoc(raw: string): string | undefined {
  const [, , script] = /^\s*<<-?["']?(\w+)["']?[ \t]*\r?\n([\s\S]*?)\r?\n[ \t]*\1\s*$/.exec(raw) ?? [];
  return script;
}

/** Whether another program than the shell reads a here-document. */
function isOtherHeredoc(raw: string): boolean {
  return /<<-?["']?[A-Za-z_]\w*["']?[^\n]*\n/.test(raw);
}

/** Joins lines that end with the escape character, and drops comments between them. */
function joined(raw: string, mark: string): string {
  const lines = raw.split(/\r?\n/).filter((line, index) => index === 0 || !/^\s*(?:#.*)?$/.test(line));
  return lines.map((line) => (line.trimEnd().endsWith(mark) ? line.trimEnd().slice(0, -1) : line)).join(" ");
}

/** The list of an exec form, or undefined for a shell form. */
function exec(text: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text.replaceAll(/\\\r?\n/g, " "));
    return Array.isArray(list) && list.every((part) => typeof part === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

/** The words of a CMD or ENTRYPOINT. A shell form that needs no shell is split into its words. */
function commandOf(instruction: Instruction): readonly string[] {
  const raw = instruction.getRawArgumentsContent() ?? "";
  const list = exec(raw);
  if (list !== undefined) return list;
  const text = raw.replaceAll(/\\\r?\n/g, " ").trim();
  return /^[\w./=:@%+,-]+(?: +[\w./=:@%+,-]+)*$/.test(text) ? text.split(/ +/) : ["/bin/sh", "-c", text];
}
