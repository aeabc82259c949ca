import * as z from "zod";
import { DESCRIPTIONS } from "../../src/manifest/descriptions.ts";
import { Manifest } from "../../src/manifest/manifest.ts";
import { Duration, Percentage, Size } from "../../src/text/units/measures.ts";

/** One key that a manifest may have. */
export interface ManifestKey {
  /** As descriptions name it, such as `phases.requires.cuda`. */
  readonly path: string;
  /** As a reader sees it, with `[]` behind each list of maps, such as `phases[].requires.cuda`. */
  readonly title: string;
  readonly type: string;
  readonly required: boolean;
  /** The default as YAML's flow style writes it; undefined where the key has none. */
  readonly fallback: string | undefined;
  readonly description: string;
}

/** The parts of a JSON Schema that say what a key takes. */
interface Node {
  readonly title?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** JSON Schema knows only text for these, so their names are put where a schema has a title. */
const MEASURES = new Map<unknown, string>([
  [Size, "size"],
  [Duration, "duration"],
  [Percentage, "percentage"],
]);

/** Every key of a manifest, nested ones behind the key that holds them, in the schema's order. */
export function manifestKeys(): readonly ManifestKey[] {
  const schema = z.toJSONSchema(Manifest, {
    io: "input",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      const measure = MEASURES.get(zodSchema);
      if (measure !== undefined) jsonSchema.title = measure;
    },
  });
  return keysOf(schema as Node, { path: "", title: "" });
}

function keysOf(node: Node, above: { path: string; title: string }): readonly ManifestKey[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, property]) => {
    const here = { path: join(above.path, key), title: join(above.title, key) };
    const own: ManifestKey = {
      ...here,
      type: typeOf(property),
      required: node.required?.includes(key) ?? false,
      fallback: fallbackOf(here.path, property),
      description: DESCRIPTIONS.get(here.path) ?? "",
    };
    const entries = property.items ?? {};
    return [own, ...keysOf(property, here), ...keysOf(entries, { ...here, title: `${here.title}[]` })];
  });
}

function join(above: string, key: string): string {
  return above === "" ? key : `${above}.${key}`;
}

function typeOf(node: Node): string {
  if (node.title !== undefined) return node.title;
  if (node.const !== undefined) return `always ${code(node.const)}`;
  if (node.enum) return oneOf(node.enum.map(code));
  if (node.items) return `list of ${itemType(node.items)}${count(node)}`;
  if (typeof node.additionalProperties === "object") return "map of text to text";
  const plain: Record<string, string> = {
    object: "map",
    string: "text",
    boolean: "`true` or `false`",
    integer: `whole number${range(node)}`,
    number: `number${range(node)}`,
  };
  return plain[node.type ?? ""] ?? "";
}

function itemType(items: Node): string {
  if (items.items) return `lists of ${itemType(items.items)}`;
  return items.properties ? "maps" : typeOf(items);
}

function count({ minItems, maxItems }: Node): string {
  const bounds = [
    ...(minItems === undefined ? [] : [`at least ${minItems}`]),
    ...(maxItems === undefined ? [] : [`at most ${maxItems}`]),
  ];
  return bounds.length === 0 ? "" : `, ${bounds.join(", ")}`;
}

function range({ minimum, maximum }: Node): string {
  return minimum === undefined || maximum === undefined ? "" : ` from ${minimum} to ${maximum}`;
}

/** `a, b or c`. */
function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** A list whose entries are normalised has its default only behind the schema: in a parsed manifest. */
function fallbackOf(path: string, node: Node): string | undefined {
  const given = node.default ?? (node.items ? defaultList(path) : undefined);
  if (given === undefined || (typeof given === "object" && !Array.isArray(given))) return undefined;
  return Array.isArray(given) ? `\`[${given.join(", ")}]\`` : code(given);
}

function defaultList(path: string): unknown {
  const minimal = Manifest.parse({
    ...{ version: 1, name: "app", base: { image: "python:3.12-slim" } },
    phases: [{ name: "speech" }],
  });
  let value: unknown = { ...minimal, phases: minimal.phases[0] };
  if (path === "phases") return undefined;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}
