import * as z from "zod";

/** What kind of layer it is: the user's own commands may do more than packages, and those of Debian something else. */
export type LayerKind = "distributions" | "run" | "system";

/** A file that came or changed, or a file or folder that is gone. */
export interface LayerChange {
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
}

/** A distribution whose RECORD names the path. */
const Owner = z.object({
  name: z.string(),
  version: z.string(),
  /** This layer brings it; else it was there before. */
  layer: z.boolean(),
  /** Whether the file is what that RECORD says. */
  state: z.enum(["same", "differs", "unhashed"]),
});
export type Owner = Readonly<z.infer<typeof Owner>>;

/** A change of the layer that isn't simply what one of its packages says. */
const LayerFact = z.object({
  path: z.string(),
  kind: z.enum(["added", "changed", "removed", "kept"]),
  /** `outside`: no file, but a RECORD's entry that leaves the folders of its environment. */
  type: z.enum(["file", "link", "folder", "other", "gone", "outside"]),
  /** Where a link leads. */
  target: z.string().optional(),
  special: z.array(z.enum(["setuid", "setgid", "capability"])),
  owners: z.array(Owner),
  /** It was a file of an older version of a distribution that this layer brings. */
  replaced: z.boolean().default(false),
});
export type LayerFact = Readonly<z.infer<typeof LayerFact>>;

/** An installed distribution, and the digest of its RECORD; null where that can't be read. */
export const InstalledRecord = z.object({
  folder: z.string(),
  name: z.string(),
  version: z.string(),
  digest: z.string().nullable(),
});
export type InstalledRecord = Readonly<z.infer<typeof InstalledRecord>>;

/** Digest of each RECORD by the folder that it is in. */
export type Records = Readonly<Record<string, string | null>>;

export const LayerContents = z.object({
  facts: z.array(LayerFact),
  /** Facts that weren't told, because there are too many. */
  more: z.number(),
  records: z.record(z.string(), z.string().nullable()),
  /** Files whose hash was compared with a RECORD's. */
  compared: z.number(),
  /** Files of bytecode that were removed, because nobody knows what made them. */
  stray: z.number(),
  /** Temporary files that were removed. */
  temporary: z.array(z.string()),
});
export type LayerContents = Readonly<z.infer<typeof LayerContents>>;

/** What is known of a container before packages run in it. */
export const LayerBefore = z.object({
  /** In nanoseconds of the kernel's clock. */
  at: z.string(),
  /** SHA-256 of the list of all paths. */
  digest: z.string(),
  tools: z.object({ files: z.array(z.string()), folders: z.array(z.string()) }),
  /** Folders that an installer writes into. */
  roots: z.array(z.string()),
  /** Folders of packages. */
  sites: z.array(z.string()),
  /** Files, and whole folders, of older versions of what the layer brings. */
  replaced: z.object({ files: z.array(z.string()), folders: z.array(z.string()) }),
  /** Files of an environment that was just made, each with what it is. */
  environment: z.record(z.string(), z.string()),
});
export type LayerBefore = Readonly<z.infer<typeof LayerBefore>>;
