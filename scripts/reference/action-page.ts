import { parse } from "yaml";
import { generatedNote, table } from "./markdown.ts";

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

const INTRODUCTION = `# GitHub Action

${generatedNote("action.yml")}

[Use it in a workflow](../how-to/workflow.md) shows whole workflows. The job summary shows predicted and actual layers, the
checks, and the words with their times.
`;

/** docs/reference/action.md. @param text action.yml */
export function renderActionPage(text: string): string {
  const { inputs, outputs } = parse(text) as ActionFile;
  const given = Object.entries(inputs).map(([name, one]) => [
    `\`${name}\``,
    one.description,
    one.default === "" ? "" : `\`${one.default}\``,
  ]);
  const made = Object.entries(outputs).map(([name, one]) => [`\`${name}\``, one.description]);
  return `${INTRODUCTION}
## Inputs

${table(["input", "meaning", "default"], given)}

## Outputs

${table(["output", "meaning"], made)}
`;
}
