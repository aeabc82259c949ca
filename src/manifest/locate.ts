import { type Document, isAlias, isMap, isNode, isScalar, isSeq } from "yaml";
import type { SourceLocation } from "../text/errors.ts";
import type { ManifestDocument } from "./document.ts";

type Path = readonly PropertyKey[];

interface Step {
  /** Offset of the value, or of its key where there is no value to see. */
  readonly offset: number;
  readonly keyOffset: number;
  readonly node: unknown;
}

/** Place of the value at `path`. If there is no such value, the place of the nearest map or list around it. */
export function locate(document: ManifestDocument, path: Path): SourceLocation {
  return toLocation(document, walk(document.yaml, path).offset);
}

/** Where the key at the end of `path` stands. */
export function locateKey(document: ManifestDocument, path: Path): SourceLocation {
  return toLocation(document, walk(document.yaml, path).keyOffset);
}

/** Line and column of an offset into the text. */
export function toLocation({ lineCounter, file }: ManifestDocument, offset: number): SourceLocation {
  const { line, col } = lineCounter.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

function walk(yaml: Document, path: Path): Step {
  const start = startOf(yaml.contents) ?? 0;
  let step: Step = { offset: start, keyOffset: start, node: yaml.contents };
  for (const part of path) {
    // The value of an alias is placed where the alias is used. The anchor itself keeps its own place.
    const next = isAlias(step.node) ? undefined : descend(step.node, part);
    if (next === undefined) return step;
    step = next;
  }
  return step;
}

function descend(parent: unknown, part: PropertyKey): Step | undefined {
  if (isSeq(parent) && typeof part === "number") {
    const offset = startOf(parent.items[part]);
    return offset === undefined ? undefined : { offset, keyOffset: offset, node: parent.items[part] };
  }
  if (!isMap(parent)) return undefined;
  // The last of equal keys is the one whose value counts.
  const pair = parent.items.findLast(({ key }) => isScalar(key) && key.value === part);
  const keyOffset = startOf(pair?.key);
  if (pair === undefined || keyOffset === undefined) return undefined;
  const offset = isBlank(pair.value) ? keyOffset : (startOf(pair.value) ?? keyOffset);
  return { offset, keyOffset, node: pair.value };
}

function isBlank(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && !node.source);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
