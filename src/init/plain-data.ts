/** Reads parsed TOML and YAML, where any value may have any type. */
export function table(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function texts(value: unknown): readonly string[] {
  return list(value).filter((entry) => typeof entry === "string");
}

/** A text, or a number that was meant as text; undefined for other types. */
export function text(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** Walks down nested tables. */
export function below(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (Object.hasOwn(table(at), key) ? table(at)[key] : undefined),
    value,
  );
}
