/** Commands that a runner knows, whichever way they are written. */
const KNOWN: ReadonlySet<string> = new Set([
  ...["set-env", "set-output", "save-state", "add-path", "add-mask", "add-matcher", "remove-matcher", "echo"],
  ...["debug", "warning", "error", "notice", "group", "endgroup", "stop-commands", "internal-set-repo-path"],
]);

/**
 * The commands that a runner would execute of what a step prints, by the runner's own rules written anew: `::name …::` after any
 * blanks at the start of a line, `##[name …]` anywhere in it; between `stop-commands` and its token, none.
 */
export function executedCommands(output: string): readonly string[] {
  const executed: string[] = [];
  let stopped: string | undefined;
  for (const line of output.split(/\r\n|\r|\n/)) {
    if (stopped !== undefined) {
      if (line.trimStart().startsWith(`::${stopped}::`)) stopped = undefined;
      continue;
    }
    const command = newForm(line) ?? oldForm(line);
    if (!command) continue;
    executed.push(line);
    if (command.name === "stop-commands") stopped = command.data;
  }
  return executed;
}

interface Command {
  readonly name: string;
  readonly data: string;
}

function newForm(line: string): Command | undefined {
  const text = line.trimStart();
  if (!text.startsWith("::")) return undefined;
  const end = text.indexOf("::", 2);
  return end < 0 ? undefined : known(text.slice(2, end), text.slice(end + 2));
}

function oldForm(line: string): Command | undefined {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  return end < 0 ? undefined : known(line.slice(start + 3, end), line.slice(end + 1));
}

function known(head: string, data: string): Command | undefined {
  const name = head.split(" ")[0]?.toLowerCase() ?? "";
  return KNOWN.has(name) ? { name, data } : undefined;
}
