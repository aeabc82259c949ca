import type * as z from "zod";

type RawIssue = z.core.$ZodRawIssue;

/** Settings for a schema: what is said when something else than `noun` is given, or nothing. */
export function expected(noun: string, example: string): { error: (issue: RawIssue) => string | undefined } {
  return { error: (issue) => wrongType(issue, noun, example) };
}

/** A refinement out of a function that names the fault and the remedy; the key goes in front. */
export function without<T>(fault: (value: T) => string | undefined) {
  return (value: T, context: z.RefinementCtx): void => {
    const message = fault(value);
    if (message !== undefined) context.addIssue({ code: "custom", params: { fault: message } });
  };
}

/** The sentence for a `without` refinement, now that zod knows the path. */
export function faultSentence(issue: RawIssue): string | undefined {
  const fault = issue.code === "custom" ? issue["params"]?.["fault"] : undefined;
  return typeof fault === "string" ? aboutValue(issue.path ?? [], fault) : undefined;
}

/** Puts the key in front of a fault, as `fault` either quotes the value or goes on from the key. */
export function aboutValue(path: readonly PropertyKey[], fault: string): string {
  if (path.length === 0) return fault;
  return `${describePath(path)}${fault.startsWith("`") ? ":" : ""} ${fault}`;
}

/** `phases[0].packages` in backticks. */
export function describePath(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
  return `\`${parts.join("").replace(/^\./, "")}\``;
}

/** A value's kind, in the words of someone who writes YAML. */
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
