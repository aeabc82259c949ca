import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { manifestSchema, renderSchema } from "../../../src/manifest/json-schema.ts";
import { good } from "./manifest-text.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Every install.yml of the repository. */
const examples = ["images", "test", "docs", "bench"].flatMap((folder) => {
  const names = readdirSync(root).includes(folder)
    ? readdirSync(join(root, folder), { recursive: true })
    : [];
  return names
    .map(String)
    .filter((name) => name.endsWith("install.yml"))
    .map((name) => join(folder, name));
});

const validate = new Ajv({ allErrors: true }).compile(manifestSchema());

test("install.schema.json is what the manifest's schema gives (npm run schema)", () => {
  expect(readFileSync(join(root, "install.schema.json"), "utf8")).toBe(renderSchema());
});

test("there are examples", () => {
  expect(examples).toContain("images/quickstart/install.yml");
});

test.each(examples)("%s is valid", (path) => {
  validate(parse(readFileSync(join(root, path), "utf8")));
  expect(validate.errors).toBeNull();
});

test.each([
  ["an unknown key", good("extra: 1\n")],
  ["a wrong type", good("env: [A]\n")],
  ["no phases", "version: 1\nname: app\nbase: { image: a }\n"],
  ["a wrong version", good().replace("version: 1", "version: 2")],
])("%s is not", (_, text) => {
  expect(validate(parse(text))).toBe(false);
});

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

function undescribed(node: SchemaNode, path: string): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, property]) => [
    ...(property.description ? [] : [`${path}${key}`]),
    ...undescribed(property, `${path}${key}.`),
  ]);
  const inner = [...(node.items ? [node.items] : []), ...(node.anyOf ?? [])];
  return [...own, ...inner.flatMap((one) => undescribed(one, path))];
}

describe("editors", () => {
  test("have something to say of every key (src/manifest/descriptions.ts)", () => {
    expect(undescribed(manifestSchema() as SchemaNode, "")).toEqual([]);
  });
});
