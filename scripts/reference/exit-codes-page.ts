import { FAILURE_RULES } from "../../src/failures/failure-table.ts";
import { EXIT_CODES } from "../../src/failures/render-troubleshooting.ts";
import * as errors from "../../src/text/errors.ts";
import { generatedNote, table } from "./markdown.ts";

const INTRODUCTION = `# Exit codes

${generatedNote("src/text/errors.ts and src/failures")}

The command line and the step of a workflow end with these. \`report.json\` names the error's kind as \`failure.kind\`, and
the class of a failed installation as \`failure.class\`. The classes are explained in
[Troubleshooting](../TROUBLESHOOTING.md).
`;

/** What each exit code means, and what to do. */
const MEANINGS = new Map<number, readonly [string, string]>([
  [0, ["Done.", ""]],
  [1, ["A phase, the smoke test or another required check failed.", "Read the class of the failure."]],
  [2, ["Wrong flags, inputs or manifest, or a base that isn't as declared.", "Correct what is named."]],
  [3, ["The image doesn't fit on the disk.", "See [Small disks](../how-to/small-disks.md)."]],
  [4, ["The packages can't be installed together, or at all.", "Take one of the proposed changes."]],
  [5, ["A check needs a GPU, and the machine has none that works.", "Run on a GPU runner."]],
  [6, ["A registry or an index refused or is away, or a login is missing.", "Run again later, or log in."]],
  [7, ["The container engine is away or refused.", "Start the engine, then run again."]],
  [130, ["Interrupted by SIGINT.", "Run again: finished layers are kept."]],
  [143, ["Terminated by SIGTERM.", "Run again: finished layers are kept."]],
]);

type ErrorClass = new (argument: never) => errors.SurelayerError;

/** The names of the errors that end with each exit code, found by making one of each. */
export function kindsByCode(): ReadonlyMap<number, readonly string[]> {
  const kinds = new Map<number, string[]>();
  for (const [name, value] of Object.entries(errors)) {
    if (!isErrorClass(value)) continue;
    const codes = name === "InterruptedError" ? ["SIGINT", "SIGTERM"] : [[]];
    for (const argument of codes) {
      const { exitCode } = new value(argument as never);
      kinds.set(exitCode, [...(kinds.get(exitCode) ?? []), name]);
    }
  }
  return kinds;
}

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === "function" && value.prototype instanceof errors.SurelayerError;
}

/**
 * docs/reference/exit-codes.md
 * @throws Error when an error's exit code has no meaning here, or a meaning has no error.
 */
export function renderExitCodesPage(): string {
  const kinds = kindsByCode();
  const unknown = [...kinds.keys()].filter((code) => !MEANINGS.has(code));
  if (unknown.length > 0) throw new Error(`Exit codes without a meaning: ${unknown.join(", ")}.`);
  const unused = [...MEANINGS.keys()].filter((code) => code !== 0 && !kinds.has(code));
  if (unused.length > 0) throw new Error(`Exit codes that no error has: ${unused.join(", ")}.`);
  const rows = [...MEANINGS].map(([code, [meaning, advice]]) => [
    String(code),
    meaning,
    advice,
    (kinds.get(code) ?? [])
      .toSorted()
      .map((kind) => `\`${kind}\``)
      .join(", "),
    classesOf(code),
  ]);
  return `${INTRODUCTION}
${table(["code", "meaning", "what you do", "error", "failure classes"], rows)}
`;
}

function classesOf(code: number): string {
  const classes = FAILURE_RULES.map((rule) => rule.class).filter(({ error }) => EXIT_CODES[error] === code);
  return classes.map(({ id, anchor }) => `[${id}](../TROUBLESHOOTING.md#${anchor})`).join(", ");
}
