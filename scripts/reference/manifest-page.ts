import { parse } from "yaml";
import { type ManifestKey, manifestKeys } from "./manifest-keys.ts";
import { generatedNote, table } from "./markdown.ts";

const INTRODUCTION = `# Manifest

${generatedNote("src/manifest and scripts/reference/manifest-examples.yml")}

A manifest is a YAML file, \`install.yml\` by default. Each key has a section with its type, its default and an example.
An unknown key is an error, and the message suggests a known one.
\`surelayer schema\` prints the JSON Schema of the same keys, for editors.

- A **size** is a number and a unit: \`500MB\` is 500 · 10⁶ bytes, \`6GiB\` is 6 · 2³⁰ bytes.
- A **duration** is a number and \`ms\`, \`s\`, \`m\` or \`h\`, and at most a day.
- A **percentage** is a number and \`%\`.
- \`phases[].name\` is the key \`name\` in each entry of the list \`phases\`.

The shortest manifest that works:

\`\`\`yaml
version: 1
name: my-image
base: { image: "python:3.12-slim" }
phases:
  - name: speech
    packages: ["transformers>=4.48"]
\`\`\`
`;

/** An example for each key, by the key's path. @param text YAML: a map of paths to YAML fragments of a manifest. */
export function readExamples(text: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(parse(text) as Record<string, string>));
}

/**
 * docs/reference/manifest.md: a section for each key at the top level, and the keys beneath it in the same section.
 * @throws Error that names every key without an example.
 */
export function renderManifestPage(examples: ReadonlyMap<string, string>): string {
  const keys = manifestKeys();
  const without = keys.filter(({ path }) => !examples.has(path)).map(({ path }) => path);
  if (without.length > 0) throw new Error(`No example for ${without.join(", ")}.`);
  const sections = keys.map((key) => section(key, examples.get(key.path) ?? ""));
  return [INTRODUCTION, overview(keys), ...sections].join("\n");
}

/** The keys at the top level, each with the first sentence of its meaning. */
function overview(keys: readonly ManifestKey[]): string {
  const rows = keys
    .filter(({ path }) => !path.includes("."))
    .map((key) => [
      `[\`${key.path}\`](#${key.path})`,
      key.required ? "required" : "",
      key.description.split(/(?<=\.) /)[0] ?? "",
    ]);
  return `${table(["key", "", "meaning"], rows)}\n`;
}

function section(key: ManifestKey, example: string): string {
  const mark = key.path.includes(".") ? "###" : "##";
  const facts = [key.type, ...(key.required ? ["required"] : []), ...defaultOf(key)];
  return `${mark} \`${key.title}\`

_${facts.join("; ")}_

${key.description}

\`\`\`yaml
${example.trimEnd()}
\`\`\`
`;
}

const defaultOf = ({ fallback }: ManifestKey) => (fallback === undefined ? [] : [`default ${fallback}`]);
