import { createHash } from "node:crypto";
import * as z from "zod";
import type { Ports } from "../ports/ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { ImportOutcome, importOutcomes } from "./import-outcomes.ts";

interface BaseImage {
  readonly imageId: string;
  readonly facts: { readonly python: { readonly executable: string } };
}

const Outcomes = z.array(ImportOutcome);

/** What comes of importing these modules in the base image itself; remembered, because an image never changes. */
export async function baseImports(
  base: BaseImage,
  modules: readonly string[],
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly ImportOutcome[]> {
  const python = base.facts.python.executable;
  const asked = [...new Set(modules)].sort();
  const key = keyOf([base.imageId, python, asked]);
  const known = await recall(key, ports);
  if (known) return known;
  const outcomes = await ports.log.task("try the imports of what the base holds", () =>
    toolbox.open(base.imageId, "imports", (container) =>
      importOutcomes(container, python, asked, ports.signal),
    ),
  );
  // A slow machine isn't the image's fault: what took too long is tried again.
  if (outcomes.every((one) => one.exitCode !== null)) {
    await ports.cache.write(key, new TextEncoder().encode(JSON.stringify(outcomes)));
  }
  return outcomes;
}

function keyOf(input: unknown): string {
  return `base-imports/${createHash("sha256").update(JSON.stringify(input)).digest("hex")}.json`;
}

async function recall(key: string, ports: Ports): Promise<readonly ImportOutcome[] | undefined> {
  const bytes = await ports.cache.read(key);
  if (!bytes) return undefined;
  try {
    return Outcomes.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined; // cut short or of another version: ask again
  }
}
