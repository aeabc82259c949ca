import { posix } from "node:path";
import { parse } from "@babel/parser";

/** One module that a file names, in whatever way. */
export interface Import {
  /** Path of the importing file, from the root of the repository. */
  readonly from: string;
  /** Such a path too for a file of ours; otherwise the module's name as written. */
  readonly to: string;
  /** Nothing of the module runs: TypeScript erases the import as a whole. */
  readonly typeOnly: boolean;
}

interface Node {
  readonly type: string;
  readonly importKind?: string | null;
  readonly exportKind?: string | null;
  readonly source?: Node | null;
  readonly argument?: Node;
  readonly value?: unknown;
}

/** Every import of a file: static, for its effects only, re-exporting, dynamic, and in types. */
export function readImports(from: string, source: string): readonly Import[] {
  const { program } = parse(source, {
    sourceType: "module",
    plugins: ["typescript", "explicitResourceManagement"],
    createImportExpressions: true,
  });
  const found: Import[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value)) return;
    const target = value.type === "TSImportType" ? value.argument : value.source;
    if (/^(?:Import|Export|TSImport)/.test(value.type) && target) {
      found.push({ from, to: resolve(from, target), typeOnly: isTypeOnly(value) });
    }
    for (const child of Object.values(value)) visit(child);
  };
  visit(program.body);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** `import { type A }` still runs the module: only a whole `import type` is erased. */
function isTypeOnly({ type, importKind, exportKind }: Node): boolean {
  return type === "TSImportType" || importKind === "type" || exportKind === "type";
}

function resolve(from: string, target: Node): string {
  if (typeof target.value !== "string") throw new Error(`${from} imports what isn't a literal.`);
  return target.value.startsWith(".") ? posix.join(posix.dirname(from), target.value) : target.value;
}
