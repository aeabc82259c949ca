/** Where editors find what a manifest may hold. */
const SCHEMA = "https://raw.githubusercontent.com/surelayer/surelayer/v0/install.schema.json";

/** The first line of a manifest: editors with a YAML language server complete and explain by it. */
export function headerLine(): string {
  return `# yaml-language-server: $schema=${SCHEMA}`;
}
