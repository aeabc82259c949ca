import { normaliseName } from "../manifest/distribution-name.ts";
import type { Asked, IndexMention, Note, PipRequest } from "./outline.ts";
import { below, list, table, text, texts } from "./plain-data.ts";
import type { SourceLines } from "./source-lines.ts";
import { shown } from "./without-secrets.ts";

/** Puts what `tool.uv` says about a project's dependencies into its request. */
export function readUv(request: PipRequest, data: unknown, lines: SourceLines): PipRequest {
  const uv = below(data, "tool", "uv");
  const sources = readSources(below(uv, "sources"), lines);
  const constraints = texts(below(uv, "constraint-dependencies")).map((entry) => ({
    text: entry,
    at: lines.find(entry),
  }));
  const overrides = texts(below(uv, "override-dependencies")).map((entry) => ({
    message: `the override ${shown(entry)}: write it as a requirement of a phase, if everything else allows it`,
    at: lines.find(entry),
  }));
  const fromElsewhere = new Set(sources.elsewhere.map(({ name }) => name));
  const asked = request.asked.filter((one) => !fromElsewhere.has(nameOf(one)));
  return {
    ...request,
    asked,
    constraints: [...request.constraints, ...constraints],
    indexes: [...request.indexes, ...indexes(below(uv, "index"), sources.byIndex, lines)],
    notes: [...request.notes, ...overrides, ...sources.elsewhere.map(({ note }) => note)],
  };
}

function nameOf({ text: requirement }: Asked): string {
  return normaliseName(/^\s*([\w.-]*)/.exec(requirement)?.[1] ?? "");
}

interface Sources {
  readonly byIndex: ReadonlyMap<string, readonly string[]>;
  readonly elsewhere: readonly { readonly name: string; readonly note: Note }[];
}

function readSources(value: unknown, lines: SourceLines): Sources {
  const byIndex = new Map<string, string[]>();
  const elsewhere: { name: string; note: Note }[] = [];
  for (const [name, entry] of Object.entries(table(value))) {
    // Several sources for several platforms: the first is as good a guess as any, and the index is in sight.
    const index = (Array.isArray(entry) ? entry : [entry])
      .map((one) => text(below(one, "index")))
      .find(Boolean);
    if (index !== undefined) byIndex.set(index, [...(byIndex.get(index) ?? []), name]);
    else elsewhere.push({ name: normaliseName(name), note: elsewhereNote(name, entry, lines) });
  }
  return { byIndex, elsewhere };
}

function elsewhereNote(name: string, entry: unknown, lines: SourceLines): Note {
  const where = text(below(entry, "git")) ?? text(below(entry, "url")) ?? text(below(entry, "path"));
  const from = where === undefined ? "this workspace" : shown(where);
  return {
    message: `${shown(name)} from ${from}: install a released version, or copy its code with \`files\``,
    at: lines.find(name),
  };
}

function indexes(value: unknown, byIndex: Sources["byIndex"], lines: SourceLines): IndexMention[] {
  return list(value).flatMap((entry) => {
    const url = text(below(entry, "url"));
    const name = text(below(entry, "name"));
    if (url === undefined) return [];
    return [{ url, name, packages: name === undefined ? undefined : byIndex.get(name), at: lines.find(url) }];
  });
}
