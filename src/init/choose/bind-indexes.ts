import { slug } from "../../manifest/settings/image-reference.ts";
import { isDistributionName, normaliseName } from "../../python/distribution-name.ts";
import { indexUrlFault, privateIndexFault } from "../../python/index-url.ts";
import type { DraftIndex } from "../draft.ts";
import type { IndexMention, Note } from "../outline.ts";
import { shown } from "../without-secrets.ts";
import { BESIDE_TORCH, TORCH_FAMILY } from "./known-packages.ts";

/**
 * Binds each index to the packages that come from it, because a manifest takes no index without package names.
 * @param wanted names of all packages that are asked for.
 * @param byFile names of packages that come from a file of their own. No index may be bound to these.
 */
export function bindIndexes(
  mentions: readonly IndexMention[],
  wanted: ReadonlySet<string>,
  byFile: ReadonlySet<string>,
): { readonly indexes: readonly DraftIndex[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const byUrl = new Map<string, DraftIndex>();
  for (const mention of mentions) {
    const fault = indexUrlFault(mention.url) ?? privateIndexFault(mention.url);
    const packages = packagesOf(mention, wanted).filter((name) => !byFile.has(name));
    if (fault !== undefined)
      notes.push({ message: `the index ${shown(mention.url)}: it ${fault}`, at: mention.at });
    else if (packages.length === 0) notes.push(unbound(mention));
    else notes.push(...bind(mention, packages, byUrl));
  }
  return { indexes: [...byUrl.values()], notes };
}

/** PyTorch's indexes and their mirrors end with `/whl/` and the kind of GPU. Their copies of other packages are old. */
const TORCH_INDEX = /\/whl\/(?:[\w.-]+\/)?(?:cpu|cu\d{2,3}|rocm[\d.]+|xpu)\/?$/;

/** Binds an index to those packages that no other index has yet. */
function bind(mention: IndexMention, packages: readonly string[], byUrl: Map<string, DraftIndex>): Note[] {
  const { url } = mention;
  const others = [...byUrl.values()].filter((index) => index.url !== url);
  const free = packages.filter((name) => !others.some((other) => other.packages.includes(name)));
  const index = byUrl.get(url) ?? { name: nameOf(mention, byUrl), url, packages: [] };
  if (free.length > 0) byUrl.set(url, { ...index, packages: [...new Set([...index.packages, ...free])] });
  return free.length < packages.length ? [claimed(mention, packages, free)] : [];
}

function packagesOf({ url, name, packages }: IndexMention, wanted: ReadonlySet<string>): readonly string[] {
  const said = (packages ?? []).filter(isDistributionName).map(normaliseName);
  // A project that names an index lists its packages, too.
  if (name !== undefined && said.length > 0) return said;
  if (!TORCH_INDEX.test(url)) return said;
  const own = said.filter((one) => TORCH_FAMILY.includes(one) || BESIDE_TORCH.includes(one));
  // What another command installs, it takes from elsewhere.
  if (own.length > 0) return [...new Set([...own, ...TORCH_FAMILY.filter((one) => !wanted.has(one))])];
  return [...TORCH_FAMILY, ...BESIDE_TORCH.filter((one) => !TORCH_FAMILY.includes(one) && wanted.has(one))];
}

function nameOf({ url, name }: IndexMention, known: ReadonlyMap<string, DraftIndex>): string {
  const last = TORCH_INDEX.test(url) ? "pytorch" : new URL(url).hostname.split(".").at(-2);
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
