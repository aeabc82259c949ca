import { type ParseEntry, parse } from "shell-quote";

/** No person writes longer scripts. */
const LONGEST = 20_000;

/** One command of a script, which ends at `&&`, `;` or the line's end. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Whether the command runs exactly once: not in `if`, a loop or a substitution, and not behind `||`. */
  readonly plain: boolean;
  /** Whether the words alone give the same result: no shell and no earlier command changes them. */
  readonly exact: boolean;
  /** Whether the script goes on where it fails: `… || true`, `… || echo skipped`. */
  readonly mayFail: boolean;
  /** Comparisons without quotes, such as `torch>=2`, which a shell takes for a redirection. */
  readonly unquoted: readonly string[];
}

/** The value of a variable; undefined if only the running script knows the value. */
export type Variables = (name: string) => string | undefined;

/** Splits a shell script into commands, as far as this is possible without a shell. */
export function shellCommands(script: string, variables: Variables): ShellCommand[] {
  if (script.length > LONGEST) return [unreadable(script)];
  const lines = script.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/);
  const all = lines.flatMap((line) => lineCommands(line, variables));
  const commands: ShellCommand[] = [];
  let depth = 0;
  let prepared = false;
  for (const command of all.filter(({ words }) => words.length > 0)) {
    const [first = ""] = command.words;
    if (OPENING.test(first)) depth += 1;
    if (CLOSING.test(first)) depth = Math.max(0, depth - 1);
    else
      commands.push({
        ...command,
        words: withoutKeywords(command.words),
        plain: command.plain && depth === 0,
        exact: command.exact && depth === 0 && !prepared,
      });
    prepared ||= PREPARING.test(first);
  }
  return commands;
}

const OPENING = /^(?:if|for|while|until|case|\{|function)$/;
/** Commands that change how later commands run. */
const PREPARING = /^(?:cd|pushd|popd|export|unset|source|\.|eval|alias|umask|ulimit|trap|[A-Za-z_]\w*=.*)$/s;
const CLOSING = /^(?:fi|done|esac|\})$/;

/** `then pip install torch` without its `then`. */
function withoutKeywords(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^(?:if|then|else|elif|while|until|do|!)$/.test(word));
  return start < 0 ? [] : words.slice(start);
}

function unreadable(text: string): ShellCommand {
  return { words: [text.trim().slice(0, 200)], plain: false, exact: false, mayFail: false, unquoted: [] };
}

function lineCommands(line: string, variables: Variables): ShellCommand[] {
  const entries = parseLine(line, variables);
  if (entries === undefined) return [unreadable(line)];
  const commands: LineCommand[] = [];
  let current = emptyCommand("");
  const left = entries.values();
  for (const entry of left) {
    const word = wordOf(entry);
    const op = operatorOf(entry);
    if (word !== undefined) addWord(current, word);
    else if (/^(?:&&|;|;;|&|\|\||\|)$/.test(op)) {
      current.exact &&= isChained(op);
      commands.push(current);
      current = emptyCommand(op);
    } else if (/^[\d<>&|-]*[<>]/.test(op) && !op.includes("(")) redirect(current, op, left.next().value);
    else if (op !== "") current.plain = false;
    if (typeof entry === "object" && op !== "&&" && op !== ";") current.exact = false;
  }
  commands.push(current);
  return withoutShrugs(commands);
}

/** Marks what `|| true` excuses, which is the whole chain of `&&` before it, and drops the excuse. */
function withoutShrugs(commands: readonly LineCommand[]): ShellCommand[] {
  const isShrug = (at: number) =>
    commands[at]?.before === "||" && /^(?:true|:|echo|printf)$/.test(commands[at]?.words[0] ?? "");
  const mayFail = (at: number): boolean => {
    const next = commands[at + 1];
    return isShrug(at + 1) || (next?.before === "&&" && mayFail(at + 1));
  };
  return commands
    .map((command, at) => ({ ...command, mayFail: mayFail(at) }))
    .filter((_, at) => !isShrug(at));
}

function parseLine(line: string, variables: Variables): readonly ParseEntry[] | undefined {
  try {
    // The library takes a `#` inside a word for a comment, but URLs have some.
    const escaped = line.replaceAll(/(?<=[^\s;&|(])#/g, "\\#");
    return parse(splitVariables(escaped, variables), (name) => variables(name) ?? `\${${name}}`);
  } catch {
    return undefined;
  }
}

/**
 * Writes the values of variables outside of quotes into the line, because a shell splits them into words. Their other characters
 * mean nothing to a shell.
 */
function splitVariables(line: string, variables: Variables): string {
  const part = /\\.|'[^']*'|"(?:\\.|[^"\\])*"|\$(?:\{([^{}]*)\}|(\w+))/gs;
  return line.replaceAll(part, (whole, braced?: string, plain?: string) => {
    const value = whole.startsWith("$") ? variables(braced ?? plain ?? "") : undefined;
    return value === undefined ? whole : value.replaceAll(/[^\w\s./:=@%+,-]/g, "\\$&");
  });
}

/** The text of a word. `==2.*` looks like a pattern, and is also a word. */
function wordOf(entry: ParseEntry | undefined): string | undefined {
  if (typeof entry === "string") return entry;
  return entry !== undefined && "op" in entry && entry.op === "glob" ? entry.pattern : undefined;
}

/** The operator, or nothing for words and comments. */
function operatorOf(entry: ParseEntry): string {
  return typeof entry === "object" && "op" in entry ? entry.op : "";
}

interface LineCommand extends ShellCommand {
  words: string[];
  plain: boolean;
  exact: boolean;
  unquoted: string[];
  /** The operator in front of it. */
  readonly before: string;
}

function emptyCommand(before: string): LineCommand {
  const exact = before === "" || isChained(before);
  return { words: [], plain: before !== "||", exact, mayFail: false, unquoted: [], before };
}

function isChained(op: string): boolean {
  return op === "&&" || op === ";";
}

function addWord(command: LineCommand, word: string): void {
  const text = word.replaceAll("\\#", "#");
  if (text.includes("`")) command.plain = false;
  // A variable that only the running script knows, or a home folder.
  if (/`|\$|^~/.test(text)) command.exact = false;
  command.words.push(text);
}

/** Drops a redirection and its target. */
function redirect(command: LineCommand, op: string, next: ParseEntry | undefined): void {
  const target = wordOf(next);
  const last = command.words.at(-1);
  if (/^\d$/.test(last ?? "")) command.words.pop();
  else if (target !== undefined && /^[<>]$/.test(op) && /^=|^\d/.test(target) && last !== undefined) {
    command.words.splice(-1, 1, `${last}${op}${target}`);
    command.unquoted.push(`${last}${op}${target}`);
  }
}
