import { LAYER_REPOSITORY } from "../image/layers/layer-cache.ts";
import type { BuildRequest } from "../pipeline.ts";
import type { Ports } from "../ports/ports.ts";
import { checkTargets } from "../registry/push/push-image.ts";
import { UsageError } from "../text/errors.ts";
import { DEFAULT_REGISTRY, formatReference, parseReference } from "../text/reference.ts";
import { OWN_BASE } from "./quickstart/ensure-base.ts";

/** Checks the image's names before anything is built. @throws UsageError that says what to write instead. */
export async function requireNames(
  { push, tags }: Pick<BuildRequest, "push" | "tags">,
  ports: Pick<Ports, "files">,
): Promise<void> {
  if (push && tags.length === 0) {
    throw new UsageError("There is nothing to push to: no tag was given.", {
      remedy: "Name where the image goes: --tag registry.example/team/image:1.0 (the Action's input `tags`).",
    });
  }
  for (const tag of tags) await requireNoFile(tag, ports);
  checkTargets(tags);
  const seen = new Map<string, string>();
  for (const tag of tags) {
    requireFree(tag);
    requireNew(tag, seen);
  }
}

async function requireNoFile(tag: string, { files }: Pick<Ports, "files">): Promise<void> {
  if (!(await files.isFile(tag))) return;
  throw new UsageError(`${tag} is a file here, so it is hardly meant as a name of the image.`, {
    remedy: `Each --tag takes one value. A manifest stands by itself: surelayer build ${tag} --tag NAME. For an image of that name, write its tag, too: NAME:1.0.`,
  });
}

/** Repositories without a registry that mean something else already, and to whom. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  [LAYER_REPOSITORY, "Surelayer names its finished layers so"],
  [OWN_BASE, "the quickstart names its base image so"],
  ["sha256", "engines read it as the id of an image"],
  ["scratch", "engines read it as no image at all"],
]);

function requireFree(tag: string): void {
  const { registry, repository } = parseReference(tag);
  const name = repository.replace(/^library\//, "");
  // Engines look for an id before they look for a name.
  const isId = /^[0-9a-f]{64}$/.test(tag);
  const reserved = isId ? "sha256" : name;
  const why = [DEFAULT_REGISTRY, "localhost"].includes(registry) ? RESERVED.get(reserved) : undefined;
  if (why === undefined) return;
  throw new UsageError(`The image can't be named ${tag}: ${why}.`, {
    remedy: `Write another name, such as registry.example/team/${name}:1.0.`,
  });
}

function requireNew(tag: string, seen: Map<string, string>): void {
  const full = formatReference(parseReference(tag));
  const before = seen.get(full);
  seen.set(full, tag);
  if (before === undefined) return;
  throw new UsageError(
    before === tag ? `The name ${tag} is given twice.` : `${before} and ${tag} are the same name: ${full}.`,
    { remedy: "Give each name once." },
  );
}
