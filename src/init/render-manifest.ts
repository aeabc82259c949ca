import { Document, isMap, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { importsOf } from "./choose/known-imports.ts";
import { BOUND_TO_TORCH } from "./choose/known-packages.ts";
import type { Draft, DraftPhase } from "./draft.ts";
import { groupComment, noteComment, plain } from "./render-notes.ts";
import { HEADER } from "./starter.ts";

/** Lists of at most this many characters are written on one line. */
const SHORT = 70;

/** The text of a manifest, with comments for the person who edits it. */
export function renderManifest(draft: Draft): string {
  const phases = draft.phases.length > 0 ? draft.phases : [STARTER];
  const data = {
    version: 1,
    name: draft.name,
    base: { image: draft.base.image },
    ...whenAny("indexes", draft.indexes),
    ...whenAny("system_packages", draft.systemPackages),
    phases: [...phases.map(phaseData), ...commandPhase(draft)],
    ...whenAny("files", draft.files),
    ...(Object.keys(draft.env).length > 0 ? { env: draft.env } : {}),
    ...(draft.workdir === undefined ? {} : { workdir: draft.workdir }),
    ...(draft.command === undefined ? {} : { command: draft.command }),
    ...(draft.torchBackend === undefined ? {} : { install: { torch_backend: draft.torchBackend } }),
  };
  // Editors that still read YAML 1.1 must not take `yes` for a boolean.
  const document = new Document(data, { compat: "yaml-1.1" });
  const root = document.contents as YAMLMap;
  flattenShortLists(root);
  comment(root, "base", draft.base.remarks);
  comment(root, "command", ["Runs without a shell and without the base's entry point."]);
  commentPhases(root.get("phases") as YAMLSeq, phases);
  commentCommands(root.get("phases") as YAMLSeq, draft);
  document.commentBefore = noteComment(draft);
  if (draft.groups.length > 0) document.comment = groupComment(draft.groups);
  return `${HEADER}\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`;
}

const STARTER: DraftPhase = {
  name: "runpod-sdk",
  wanted: [],
  why: "The source installs no Python package that could be carried over; a worker for RunPod needs at least this.",
};

function whenAny<T>(key: string, values: readonly T[]): Record<string, readonly T[]> {
  return values.length > 0 ? { [key]: values } : {};
}

function phaseData({ name, wanted, optional }: DraftPhase): Record<string, unknown> {
  if (wanted.length === 0) return { name, packages: ["runpod>=1.7"], imports: ["runpod"] };
  const imports = wanted.flatMap((one) =>
    one.requirement.marker === undefined ? importsOf(one.requirement.normalised) : [],
  );
  const isBound = wanted.every(({ requirement }) => BOUND_TO_TORCH.has(requirement.normalised));
  return {
    name,
    packages: wanted.map(({ text }) => text),
    ...whenAny("imports", [...new Set(imports)]),
    ...(isBound ? { binary_for: ["torch"] } : {}),
    ...(optional ? { optional } : {}),
  };
}

/** The source's commands as the last phase, with a name that no other phase has. */
function commandPhase({ run, phases }: Draft): readonly Record<string, unknown>[] {
  if (run.length === 0) return [];
  const name = phases.some((phase) => phase.name === "commands") ? "commands-of-source" : "commands";
  return [{ name, run }];
}

function commentCommands(nodes: YAMLSeq, { run }: Draft): void {
  const node = nodes.items.at(-1);
  if (run.length === 0 || !isMap(node)) return;
  node.commentBefore =
    " Commands of the source, by their words: no shell reads them. What they leave is unknown to the plan; `run_size: 2GB` says it.";
}

function commentPhases(nodes: YAMLSeq, phases: readonly DraftPhase[]): void {
  for (const [index, phase] of phases.entries()) {
    const node = nodes.items[index];
    if (!isMap(node)) continue;
    const unknown = phase.wanted.filter(({ requirement }) => importsOf(requirement.normalised).length === 0);
    const names = [...new Set(unknown.map(({ requirement }) => requirement.normalised))].join(", ");
    const add = `What Python imports for these isn't known here; add it to \`imports\`: ${names}`;
    node.commentBefore = commentOf(names === "" ? [phase.why] : [phase.why, add]);
  }
}

function comment(root: YAMLMap, key: string, lines: readonly string[]): void {
  const pair = root.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair === undefined || lines.length === 0) return;
  (pair.key as Scalar).commentBefore = commentOf(lines);
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => ` ${plain(line)}`).join("\n");
}

function flattenShortLists(node: unknown): void {
  if (isSeq(node) && node.items.every((item) => isScalar(item))) {
    node.flow = node.items.map((item) => String(item.value)).join(", ").length <= SHORT;
  } else if (isSeq(node)) for (const item of node.items) flattenShortLists(item);
  else if (isMap(node)) for (const pair of node.items) flattenShortLists(pair.value);
}
