import { describe, expect, test } from "vitest";
import type { TransferProgress } from "../../src/ports/engine.ts";
import { EngineError, RegistryError } from "../../src/text/errors.ts";
import { archiveOf, type ContractBench } from "./contract-bench.ts";

/** Nothing listens on port 1 of the loopback. */
const REFUSING = "127.0.0.1:1/surelayer/contract";

export function registerTransferContract(bench: () => ContractBench): void {
  describe("pull and push", () => {
    test("a pull from a registry that isn't there is the registry's fault", async () => {
      const pull = bench().engine.pullImage(`${REFUSING}:1`);
      await expect(pull).rejects.toThrow(RegistryError);
      await expect(pull).rejects.toThrow("127.0.0.1:1");
    });

    test("a push to a registry that isn't there is, too", async () => {
      const { engine, image } = bench();
      await engine.tagImage(image, `${REFUSING}:1`);
      try {
        await expect(engine.pushImage(`${REFUSING}:1`)).rejects.toThrow(RegistryError);
      } finally {
        await engine.removeImage(`${REFUSING}:1`);
      }
    });

    test("a push of an image that the engine doesn't hold is not", async () => {
      await expect(bench().engine.pushImage(`${REFUSING}:absent`)).rejects.toThrow(EngineError);
    });

    test("what was pushed can be pulled again (needs SURELAYER_TEST_REGISTRY)", async (context) => {
      const { engine, registry } = bench();
      if (!registry) return context.skip("SURELAYER_TEST_REGISTRY is not set");
      const reference = `${registry}/${bench().name()}:1`;
      const container = await bench().running();
      await container.putArchive("/", archiveOf({ content: bench().id }));
      const image = await bench().commit(container, {}, reference);
      await container.remove();
      const seen: TransferProgress[] = [];
      const digest = await engine.pushImage(reference, { onProgress: (progress) => seen.push(progress) });
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.totalBytes);
      await engine.removeImage(image.id);

      const pinned = reference.replace(/:1$/, `@${digest}`);
      expect(await engine.pullImage(pinned)).toMatchObject({ id: image.id, labels: image.labels });
      expect(await engine.pullImage(reference)).toMatchObject({ id: image.id });
      await expect(engine.pullImage(`${registry}/surelayer/absent:1`)).rejects.toThrow(RegistryError);
    });

    test("an aborted transfer gives the reason back", async () => {
      const reason = new Error("stopped");
      const pull = bench().engine.pullImage(`${REFUSING}:1`, { signal: AbortSignal.abort(reason) });
      await expect(pull).rejects.toBe(reason);
    });
  });
}
