import { readFile } from "node:fs/promises";
import type { Container } from "../../src/ports/engine.ts";
import { archiveOf } from "../../src/toolbox/archive.ts";
import { TOOLS } from "../../src/toolbox/container-paths.ts";
import { livedIn } from "./lived-in-base.ts";
import { type PlantedFile, plant, type Standing, standing } from "./planted-files.ts";
import { type SmallEngine, startSmallEngine } from "./small-engine.ts";

const IMAGE = "lived-in:1";
export const IN_BASE = livedIn("base", 3);
/** What a build has written is new, whatever date it bears: nothing of it is temporary and old. */
export const IN_LAYER = livedIn("phase", 0);
/** What the image needs, as its environment would name it; HOME and `/` among it, as they always are. */
export const NEEDED = ["/tmp/needed", "/root/.cache/needed", "/root", "/"];

/** A base that people have worked in, on an engine of its own, and containers of phases on top of it. */
export interface CleanupScene extends AsyncDisposable {
  readonly small: SmallEngine;
  /** A container in which a phase has left its files. */
  phase<T>(body: (container: Container) => Promise<T>, files?: readonly PlantedFile[]): Promise<T>;
  /** By the test's own list: the share of bytes that should go and are gone, and what should have stayed and didn't. */
  judge(container: Container, files: readonly PlantedFile[], before: Standing): Promise<Judgement>;
}

export interface Judgement {
  readonly share: number;
  readonly changed: readonly PlantedFile[];
  readonly after: Standing;
}

export async function openCleanupScene(): Promise<CleanupScene> {
  const small = await startSmallEngine(900);
  const { engine } = small.ports();
  const start = async (name: string, image: string) => {
    const mounts = [{ volume: "tools", target: TOOLS, readOnly: false }];
    const command = ["sleep", "infinity"];
    const container = await engine.createContainer({ name, image, command, labels: {}, mounts });
    await container.start();
    return container;
  };
  const base = await start("base", small.image);
  await plant(base, small.python, IN_BASE);
  await base.commit({ comment: "lived in", config: { labels: {} }, reference: IMAGE });
  await base.remove();
  return {
    small,
    async phase(body, files = IN_LAYER) {
      const container = await start("phase", IMAGE);
      try {
        await container.putArchive(TOOLS, archiveOf(await probes()));
        await plant(container, small.python, files);
        return await body(container);
      } finally {
        await container.remove();
      }
    },
    async judge(container, files, before) {
      const after = await standing(container, small.python, files);
      const size = (of: readonly PlantedFile[]) =>
        of.reduce((sum, one) => sum + 1000 * (one.kilobytes ?? 0), 0);
      const removable = files.filter((one) => one.fate === "goes");
      return {
        share: size(removable.filter((one) => after[one.path] === undefined)) / size(removable),
        changed: files.filter((one) => one.fate === "stays" && after[one.path] !== before[one.path]),
        after,
      };
    },
    [Symbol.asyncDispose]: () => small[Symbol.asyncDispose](),
  };
}

function probes() {
  const names = ["", "_places", "_limits", "_removal"].map((part) => `cleanup${part}.py`);
  return Promise.all(
    names.map(async (name) => ({
      name,
      content: await readFile(new URL(`../../images/probes/${name}`, import.meta.url)),
    })),
  );
}
