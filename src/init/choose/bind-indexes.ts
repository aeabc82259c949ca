import { slug } from "../../manifest/settings/image-reference.ts";
import { isDistributionName, normaliseName } from "../../python/distribution-name.ts";
import { indexUrlFault, privateIndexFault } from "../../python/index-url.ts";
import type { DraftIndex } from "../draft.ts";
import type { IndexMention, Note } from "../outline.ts";
import { shown } from "../without-secrets.ts";
import { BESIDE_TORCH, TORCH_FAMILY } from "./known-packages.ts";

export interface Bound {
  readonly indexes: readonly DraftIndex[];
  readonly notes: readonly Note[];
}

/**
 * Gives each index the packages that come from it; a manifest knows no index that is open to all.
 * @param wanted names that anything asks for.
 * @param byFile those of them that come from a file of their own, which no index may be bound to.
 */
export function bindIndexes(
  mentions: readonly IndexMention[],
  wanted: ReadonlySet<string>,
  byFile: ReadonlySet<string>,
): Bound {
  const notes: Note[] = [];
  const byUrl = new Map<string, DraftIndex>();
  for (const mention of mentions) {
    const fault = indexFault(mention.url);
    const packages = packagesOf(mention, wanted).filter((name) => !byFile.has(name));
    if (fault !== undefined)
      notes.push({ message: `the index ${shown(mention.url)}: it ${fault}`, at: mention.at });
    else if (packages.length === 0) notes.push(unbound(mention));
    else notes.push(...bind(mention, packages, byUrl));
  }
  return { indexes: [...byUrl.values()], notes };
}

/** Adds the packages that no other index has yet. */
function bind(mention: IndexMention, packages: readonly string[], byUrl: Map<string, DraftIndex>): Note[] {
  const { url } = mention;
  const others = [...byUrl.values()].filter((index) => index.url !== url);
  const free = packages.filter((name) => !others.some((other) => other.packages.includes(name)));
  const index = byUrl.get(url) ?? { name: nameOf(mention, byUrl), url, packages: [] };
  if (free.length > 0) byUrl.set(url, { ...index, packages: [...new Set([...index.packages, ...free])] });
  return free.length < packages.length ? [claimed(mention, packages, free)] : [];
}

function indexFault(url: string): string | undefined {
  return indexUrlFault(url) ?? privateIndexFault(url);
}

function packagesOf({ url, name, packages }: IndexMention, wanted: ReadonlySet<string>): readonly string[] {
  const said = (packages ?? []).filter(isDistributionName).map(normaliseName);
  // A name comes with a project's own list of what the index is for.
  if (name !== undefined && said.length > 0) return said;
  // PyTorch's own indexes and their mirrors end with `/whl/` and the kind of GPU; they carry stale copies of much else.
  if (!/\/whl(?:\/|$)/.test(url)) return said;
  return [...TORCH_FAMILY, ...BESIDE_TORCH.filter((one) => !TORCH_FAMILY.includes(one) && wanted.has(one))];
}

function nameOf({ url, name }: IndexMention, known: ReadonlyMap<string, DraftIndex>): string {
  const last = /\/whl(?:\/|$)/.test(url) ? "pytorch" : new URL(url).hostname.split(".").at(-2);
  const wish = slug(name ?? last ?? "", "index");
  const names = new Set([...known.values()].map((index) => index.name));
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? wish : `${wish}-${count}`;
    if (!names.has(candidate)) return candidate;
  }
}

function unbound({ url, at }: IndexMention): Note {
  return {
    message: `the index ${shown(url)}: add it under \`indexes\` with the names of the packages that come from it, or set it on the machine that builds`,
    at,
  };
}

function claimed({ url, at }: IndexMention, packages: readonly string[], free: readonly string[]): Note {
  const names = packages.filter((name) => !free.includes(name)).map(shown);
  return { message: `the index ${shown(url)} for ${names.join(", ")}, which another index already has`, at };
}
