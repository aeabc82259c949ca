import * as z from "zod";
import { keepJson, keyFor, recallJson } from "../ports/kept-json.ts";
import type { Ports } from "../ports/ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { ImportOutcome, importOutcomes } from "./import-outcomes.ts";

interface BaseImage {
  readonly imageId: string;
  readonly facts: { readonly python: { readonly executable: string } };
}

const Outcomes = z.array(ImportOutcome);

/** Imports these modules in the base image. The results are remembered, because an image never changes. */
export async function baseImports(
  base: BaseImage,
  modules: readonly string[],
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly ImportOutcome[]> {
  const python = base.facts.python.executable;
  const asked = [...new Set(modules)].sort();
  const key = keyFor("base-imports", [base.imageId, python, asked]);
  const known = await recallJson(ports.cache, key, Outcomes);
  if (known) return known;
  const outcomes = await ports.log.task("try the imports of what the base holds", () =>
    toolbox.open(base.imageId, "imports", (container) =>
      importOutcomes(container, python, asked, ports.signal),
    ),
  );
  // A timeout may be the machine's fault, so nothing is remembered then.
  if (outcomes.every((one) => one.exitCode !== null)) {
    await keepJson(ports.cache, key, outcomes);
  }
  return outcomes;
}
