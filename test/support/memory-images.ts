import { createHash } from "node:crypto";
import type { Image } from "../../src/ports/engine.ts";
import { EngineError } from "../../src/text/errors.ts";
import { formatReference, parseReference } from "../../src/text/reference.ts";
import type { FileTree } from "./memory-files.ts";

/** What an image is made of, in memory. */
export interface StoredImage {
  readonly image: Image;
  readonly layers: readonly FileTree[];
}

const BASE: Omit<Image, "id"> = {
  references: [],
  digests: [],
  labels: {},
  env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
  command: [],
  workdir: "",
  os: "linux",
  architecture: "amd64",
  bytes: 0,
  layers: [],
};

/** The images of an in-memory engine and their names. */
export class MemoryImages {
  readonly #images = new Map<string, StoredImage>();
  readonly #references = new Map<string, string>();
  #count = 0;

  /** Puts an image in; what isn't said is a plain base image's. */
  add(image: Partial<Image>, layers: readonly FileTree[], reference?: string): Image {
    const id = image.id ?? this.nextId();
    this.#images.set(id, { image: { ...BASE, layers: [digestOf(id)], ...image, id }, layers });
    if (reference !== undefined) this.name(id, reference);
    return this.describe(id);
  }

  name(id: string, reference: string): void {
    this.#references.set(formatReference(parseReference(reference)), id);
  }

  all(): readonly Image[] {
    return [...this.#images.keys()].map((id) => this.describe(id));
  }

  idOf(reference: string): string | undefined {
    if (this.#images.has(reference)) return reference;
    if (reference.startsWith("sha256:")) return undefined;
    return this.#references.get(formatReference(parseReference(reference)));
  }

  stored(reference: string): StoredImage {
    const stored = this.#images.get(this.idOf(reference) ?? "");
    if (!stored) throw new EngineError(`The engine holds no image ${reference}.`);
    return stored;
  }

  describe(id: string): Image {
    const references = [...this.#references]
      .filter(([, target]) => target === id)
      .map(([name]) => familiar(name));
    return { ...this.stored(id).image, references };
  }

  /** Removes one name, or an id with all its names; an image goes with its last name. */
  remove(reference: string): void {
    const id = this.idOf(reference);
    if (id === undefined) return;
    const names = [...this.#references].filter(([, target]) => target === id).map(([name]) => name);
    const doomed = id === reference ? names : [formatReference(parseReference(reference))];
    for (const name of doomed) this.#references.delete(name);
    if (doomed.length === names.length) this.#images.delete(id);
  }

  nextId(): string {
    this.#count += 1;
    return digestOf(`image ${this.#count}`);
  }
}

/** Engines leave out the default registry when they name an image. */
function familiar(name: string): string {
  return name.replace(/^docker\.io\/(library\/)?/, "");
}

export function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
