import { isAlias, isMap, isNode, isScalar, type Node, type Pair, visit } from "yaml";
import type { Problem } from "../text/errors.ts";
import { quote } from "../text/quote.ts";
import type { ManifestDocument } from "./document.ts";
import { toLocation } from "./locate.ts";

/** Problems that YAML allows: keys given twice, tags, aliases without an anchor, and a key that JavaScript would misread. */
export function structureProblems(document: ManifestDocument): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  visit(document.yaml, (_, node) => {
    if (isMap(node)) problems.push(...keyProblems(document, node.items));
    if (!isNode(node)) return;
    if ("anchor" in node && node.anchor !== undefined) anchors.add(node.anchor);
    const message = nodeFault(node, anchors);
    if (message !== undefined)
      problems.push({ message, location: toLocation(document, node.range?.[0] ?? 0) });
  });
  return problems;
}

function nodeFault(node: Node, anchors: ReadonlySet<string>): string | undefined {
  if (isAlias(node)) {
    return anchors.has(node.source)
      ? undefined
      : `the alias ${quote(`*${node.source}`)} has no anchor \`&\` before it; write the value`;
  }
  return node.tag === undefined ? undefined : "YAML tags (`!…`) aren't supported; remove the tag";
}

function keyProblems(document: ManifestDocument, pairs: readonly Pair[]): Problem[] {
  const lines = new Map<unknown, number | undefined>();
  const problems: Problem[] = [];
  for (const { key } of pairs) {
    if (!isScalar(key)) continue;
    const location = toLocation(document, key.range?.[0] ?? 0);
    const name = quote(String(key.value));
    if (key.value === "__proto__") problems.push({ message: `unknown key ${name}; remove it`, location });
    else if (lines.has(key.value)) {
      const message = `${name} is already given on line ${lines.get(key.value)}; keep one of the two`;
      problems.push({ message, location });
    } else lines.set(key.value, location.line);
  }
  return problems;
}
