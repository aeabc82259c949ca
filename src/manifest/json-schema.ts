import * as z from "zod";
import { DESCRIPTIONS } from "./descriptions.ts";
import { Manifest } from "./manifest.ts";

interface SchemaNode {
  description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** The JSON Schema of what a manifest may hold, as its text is written: editors complete and explain by it. */
export function manifestSchema(): object {
  // Draft 7 is what every editor's YAML support understands.
  const schema = z.toJSONSchema(Manifest, { io: "input", target: "draft-7" });
  describe(schema as SchemaNode, "");
  return {
    ...schema,
    title: "Surelayer install manifest",
    description: "What an image is made of: its base, the phases of packages on top, and what has to hold.",
  };
}

/** The schema as the text of a file. */
export function renderSchema(): string {
  return `${JSON.stringify(manifestSchema(), null, 2)}\n`;
}

/** Puts descriptions at the keys that have none of their own. */
function describe(node: SchemaNode, path: string): void {
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    const here = path === "" ? key : `${path}.${key}`;
    const description = property.description ?? DESCRIPTIONS.get(here);
    if (description !== undefined) property.description = description;
    describe(property, here);
  }
  if (node.items) describe(node.items, path);
  for (const branch of node.anyOf ?? []) describe(branch, path);
}
