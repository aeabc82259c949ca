import type { Variables } from "./shell-commands.ts";

/** A value that doubles with each line would otherwise fill the memory within a hundred lines. */
const LONGEST = 20_000;

/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`, as Docker does. Unknown variables stay as written. */
export function expandVariables(text: string, variables: Variables): string {
  let left = LONGEST;
  return text.replaceAll(/\\\$|\$(?:\{([^{}]*)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    if (whole === "\\$") return "$";
    const value = expandOne(braced ?? plain ?? "", variables);
    if (value === undefined || value.length > left) return whole;
    left -= value.length;
    return value;
  });
}

/** The value of the expression between `${` and `}`. */
export function expandOne(expression: string, variables: Variables): string | undefined {
  const [, name = "", operator, other = ""] = /^(\w+)(?::?([-+]))?(.*)$/s.exec(expression) ?? [];
  const value = variables(name);
  if (operator === "-") return value === undefined || value === "" ? other : value;
  if (operator === "+") return value === undefined || value === "" ? "" : other;
  return other === "" ? value : undefined;
}
