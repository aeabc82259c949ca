import type { Argument, Command, Option } from "commander";
import { program } from "../../src/app/verbs.ts";
import { generatedNote, table } from "./markdown.ts";

const INTRODUCTION = `# Command line

${generatedNote("src/app/verbs.ts")}

The program is \`node path/of/surelayer/dist/cli.js\`; below it is called \`surelayer\`.
Results go to standard output, and what happens meanwhile goes to standard error.
With \`--json\`, standard output holds the JSON result alone.
The [exit code](exit-codes.md) says how it ended.
`;

const nothing = async () => {};

/** docs/reference/cli.md: every verb with its arguments and options, as commander knows them. */
export function renderCliPage(): string {
  const cli = program({ run: nothing, quickstart: nothing, init: nothing, schema: nothing });
  return [INTRODUCTION, ...cli.commands.map(section)].join("\n");
}

function section(verb: Command): string {
  const rows = [
    ...verb.registeredArguments.map((one) => [`\`[${one.name()}]\``, one.description, defaultOf(one)]),
    ...verb.options.map((one) => [`\`${one.flags}\``, one.description, defaultOf(one)]),
  ];
  return `## \`surelayer ${verb.name()}\`

${sentence(verb.description())}

\`\`\`
surelayer ${verb.name()} ${verb.usage()}
\`\`\`
${rows.length === 0 ? "" : `\n${table(["argument or option", "meaning", "default"], rows)}\n`}`;
}

/** A flag that commander sets to true when its `--no-` form isn't given has no default that a reader could write. */
function defaultOf({ defaultValue }: Argument | Option): string {
  return typeof defaultValue === "string" ? `\`${defaultValue}\`` : "";
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
