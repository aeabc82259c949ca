import type * as z from "zod";

type RawIssue = z.core.$ZodRawIssue;

/** Settings for a schema: the message for a missing value, and for a value that isn't `noun`. */
export function expected(noun: string, example: string): { error: (issue: RawIssue) => string | undefined } {
  return { error: (issue) => wrongType(issue, noun, example) };
}

/** Makes a refinement from a function that names fault and remedy. The message begins with the key. */
export function without<T>(fault: (value: T) => string | undefined) {
  return (value: T, context: z.RefinementCtx): void => {
    const message = fault(value);
    if (message !== undefined) context.addIssue({ code: "custom", params: { fault: message } });
  };
}

/** The message of a `without` refinement. zod knows the path only now. */
export function faultSentence(issue: RawIssue): string | undefined {
  const fault = issue.code === "custom" ? issue["params"]?.["fault"] : undefined;
  return typeof fault === "string" ? aboutValue(issue.path ?? [], fault) : undefined;
}

/** Puts the key in front of a fault. The fault either quotes the value or continues the sentence that the key begins. */
export function aboutValue(path: readonly PropertyKey[], fault: string): string {
  if (path.length === 0) return fault;
  return `${describePath(path)}${fault.startsWith("`") ? ":" : ""} ${fault}`;
}

/** `phases[0].packages` in backticks. */
export function describePath(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
  return `\`${parts.join("").replace(/^\./, "")}\``;
}

/** A value's kind, in the words of YAML's users. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return Number.isFinite(value) ? "a number" : "`.nan` or `.inf`";
    case "bigint":
      return "a number";
    case "boolean":
      return `\`${value}\``;
    default:
      return "a map";
  }
}

function wrongType(issue: RawIssue, noun: string, example: string): string | undefined {
  if (issue.code !== "invalid_type" && issue.code !== "too_small") return undefined;
  const where = describePath(issue.path ?? []);
  if (issue.code === "too_small") return `${where} has no entries; write ${example}`;
  if (issue.input === undefined) return `${where} is missing; write ${example}`;
  if (issue.input === null) return `${where} is empty; write ${example} or remove the key`;
  const quotable = noun === "text" && ["number", "boolean", "bigint"].includes(typeof issue.input);
  const remedy = quotable ? "put it in quotes" : `write ${example}`;
  return `${where} must be ${noun}, not ${kindOf(issue.input)}; ${remedy}`;
}
