/**
 * What a cleanup takes, on a base that people have worked in: `run.ts`. Starts an engine of its own (root). Prints a table for
 * the phase's own layer, whole and until enough is free, and for the whole view, and writes bench/results/cleanup.json.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cleanContainer } from "../../src/image/cleanup/clean-container.ts";
import { cleanupHeadline, cleanupTable } from "../../src/report/cleanup-view.ts";
import { terminalTable } from "../../src/report/table.ts";
import { IN_BASE, IN_LAYER, NEEDED, openCleanupScene } from "../../test/support/cleanup-scene.ts";
import { standing } from "../../test/support/planted-files.ts";

await using scene = await openCleanupScene();
const { python } = scene.small;
const results: object[] = [];
const cases = [{ scope: "layer" }, { scope: "layer", targetBytes: 7_000_000 }, { scope: "view" }] as const;
for (const { scope, ...target } of cases) {
  await scene.phase(async (container) => {
    const files = scope === "layer" ? IN_LAYER : [...IN_BASE, ...IN_LAYER];
    const all = [...IN_BASE, ...IN_LAYER];
    const before = await standing(container, python, all);
    const request = { interpreter: python, level: "critical", scope, needed: NEEDED, ...target } as const;
    const layerBefore = await container.diffBytes();
    const result = await cleanContainer(container, request, scene.small.ports());
    const { share } = await scene.judge(container, files, before);
    const { changed } = await scene.judge(container, all, before);
    const layerFreedBytes = layerBefore - (await container.diffBytes());
    console.log(`${scope}: ${cleanupHeadline(result)}`);
    console.log(terminalTable(cleanupTable(result)));
    console.log(
      `${(share * 100).toFixed(1)} % of the removable bytes are gone, ${changed.length} files that should stay changed; the engine says that the layer lost ${layerFreedBytes} bytes\n`,
    );
    results.push({ scope, removableShareGone: share, changed: changed.length, layerFreedBytes, result });
  });
}
const file = fileURLToPath(new URL("../results/cleanup.json", import.meta.url));
await writeFile(file, `${JSON.stringify(results, null, 1)}\n`);
