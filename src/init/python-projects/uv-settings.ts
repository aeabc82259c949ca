import { normaliseName } from "../../python/distribution-name.ts";
import type { Asked, IndexMention, Note, PipRequest } from "../outline.ts";
import { below, list, table, text, texts } from "../plain-data.ts";
import type { SourceLines } from "../source-lines.ts";
import { shown } from "../without-secrets.ts";
import { isFileName, leadingName } from "./direct-request.ts";

/** Adds the settings of `tool.uv` about a project's dependencies to its request. */
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
  const asked = request.asked
    .filter((one) => !fromElsewhere.has(leadingName(one.text)))
    .map((one) => atSource(one, sources.files.get(leadingName(one.text))));
  return {
    ...request,
    asked,
    constraints: [...request.constraints, ...constraints],
    indexes: [...request.indexes, ...indexes(below(uv, "index"), sources.byIndex, lines)],
    torchBackends: [...request.torchBackends, ...backends(uv, lines)],
    notes: [...request.notes, ...overrides, ...sources.elsewhere.map(({ note }) => note)],
  };
}

/** Replaces a requirement's versions by the file that `tool.uv.sources` names. */
function atSource(one: Asked, target: string | undefined): Asked {
  if (target === undefined) return one;
  const [, front = ""] = /^\s*([\w.-]+(?:\[[^\]]*\])?)/.exec(one.text) ?? [];
  const marker = one.text.includes(";") ? ` ;${one.text.slice(one.text.indexOf(";") + 1)}` : "";
  return { ...one, text: `${front} @ ${target}${marker}` };
}

/** The backends that `uv` and `uv pip` are set to. */
function backends(uv: unknown, lines: SourceLines): Asked[] {
  const named = [below(uv, "torch-backend"), below(uv, "pip", "torch-backend")].map(text);
  return named.flatMap((backend) =>
    backend === undefined ? [] : [{ text: backend, at: lines.find("torch-backend") }],
  );
}

interface Sources {
  /** Addresses and paths of single files, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly byIndex: ReadonlyMap<string, readonly string[]>;
  readonly elsewhere: readonly { readonly name: string; readonly note: Note }[];
}

function readSources(value: unknown, lines: SourceLines): Sources {
  const byIndex = new Map<string, string[]>();
  const elsewhere: { name: string; note: Note }[] = [];
  const files = new Map<string, string>();
  for (const [name, entry] of Object.entries(table(value))) {
    const index = chosenIndex(Array.isArray(entry) ? entry : [entry]);
    if (index !== undefined) byIndex.set(index, [...(byIndex.get(index) ?? []), name]);
    else if (fileOf(entry) !== undefined) files.set(normaliseName(name), fileOf(entry) ?? "");
    else elsewhere.push({ name: normaliseName(name), note: elsewhereNote(name, entry, lines) });
  }
  return { files, byIndex, elsewhere };
}

/**
 * The index of one of several sources: without an extra if there is one, else the first for CUDA, because the image is for a GPU.
 * With several for several platforms, the first is a guess, which the user can see in the manifest.
 */
function chosenIndex(entries: readonly unknown[]): string | undefined {
  const indexes = entries.flatMap((one) => {
    const name = text(below(one, "index"));
    const isExtra = below(one, "extra") !== undefined || below(one, "group") !== undefined;
    return name === undefined ? [] : [{ name, isExtra }];
  });
  const free = indexes.find((one) => !one.isExtra);
  return (free ?? indexes.find(({ name }) => /cu\d{2,3}/.test(name)) ?? indexes[0])?.name;
}

/** Address or path of a wheel or archive. Undefined for a folder, and for a source with a marker, which a manifest can't name. */
function fileOf(entry: unknown): string | undefined {
  if (["marker", "subdirectory"].some((key) => below(entry, key) !== undefined)) return undefined;
  const target = text(below(entry, "url")) ?? text(below(entry, "path"));
  return target !== undefined && isFileName(target) ? target : undefined;
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
    const isUnused = below(entry, "explicit") === true && (name === undefined || !byIndex.has(name));
    if (url === undefined || isUnused) return [];
    return [{ url, name, packages: name === undefined ? undefined : byIndex.get(name), at: lines.find(url) }];
  });
}
