import type { Variables } from "./shell-commands.ts";

/** Values that double with every line would fill the memory before the hundredth. */
const LONGEST = 20_000;

/** `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`, as a Dockerfile knows them; unknown ones stay. */
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

/** The value of what stands between `${` and `}`. */
export function expandOne(expression: string, variables: Variables): string | undefined {
  const [, name = "", operator, other = ""] = /^(\w+)(?::?([-+]))?(.*)$/s.exec(expression) ?? [];
  const value = variables(name);
  if (operator === "-") return value === undefined || value === "" ? other : value;
  if (operator === "+") return value === undefined || value === "" ? "" : other;
  return other === "" ? value : undefined;
}
