import { describe, expect, test } from "vitest";
import { EngineError } from "../../src/text/errors.ts";
import type { ContractBench } from "./contract-bench.ts";

export function registerListingContract(bench: () => ContractBench): void {
  describe("listing and names", () => {
    test("containers are found by one, several and any label", async () => {
      const { engine, id } = bench();
      const labels = { ...bench().labels, "org.example.kind": `k-${id}` };
      const idle = await bench().created({ labels });
      const busy = await bench().running();
      const names = async (wanted: Record<string, string>) =>
        (await engine.listContainers(wanted)).map(({ name }) => name).toSorted();
      expect(await names(bench().labels)).toEqual([idle.name, busy.name].toSorted());
      expect(await names(labels)).toEqual([idle.name]);
      expect(await names({ ...bench().labels, "org.example.kind": "" })).toEqual([idle.name]);
      expect(await names({ "org.example.kind": "other" })).toEqual([]);
      const states = (await engine.listContainers(bench().labels)).map(({ name, running }) => [
        name,
        running,
      ]);
      expect(Object.fromEntries(states)).toEqual({ [idle.name]: false, [busy.name]: true });
    });

    test("volumes are found by label, and made once", async () => {
      const { engine } = bench();
      const name = await bench().volume();
      await engine.createVolume(name, { "org.example.other": "1" });
      const created = expect.closeTo((await engine.info()).now, -5);
      expect(await engine.listVolumes(bench().labels)).toEqual([{ name, labels: bench().labels, created }]);
      const [label = ""] = Object.keys(bench().labels);
      expect((await engine.listVolumes({ [label]: "" })).map((volume) => volume.name)).toContain(name);
      await engine.removeVolume(name);
      expect(await engine.listVolumes(bench().labels)).toEqual([]);
    });

    test("a volume in use isn't removed, and is seen in the list beside the container that uses it", async () => {
      const { engine } = bench();
      const volume = await bench().volume();
      const { name } = await bench().created({ mounts: [{ volume, target: "/kept", readOnly: false }] });
      await expect(engine.removeVolume(volume)).rejects.toThrow(EngineError);
      const users = (await engine.listContainers({})).filter((one) => one.volumes.includes(volume));
      const created = expect.closeTo((await engine.info()).now, -5);
      expect(users).toMatchObject([{ name, created }]);
      await engine.removeContainer(name);
      await engine.removeVolume(volume);
      await engine.removeVolume(volume);
    });

    test("removing a reference leaves the others; removing the id takes them all", async () => {
      const { engine } = bench();
      const [one, two] = [`${bench().name()}:1`, `${bench().name()}:2`];
      const image = await bench().commit(await bench().running(), {}, one);
      await engine.tagImage(image.id, two);
      await engine.removeImage(one);
      expect((await engine.findImage(two))?.id).toBe(image.id);
      expect(await engine.findImage(one)).toBeUndefined();
      await engine.tagImage(image.id, one);
      for (const container of await engine.listContainers(bench().labels))
        await engine.removeContainer(container.id);
      await engine.removeImage(image.id);
      expect(await engine.findImage(two)).toBeUndefined();
      expect(await engine.findImage(image.id)).toBeUndefined();
    });

    test("removing an image leaves its parent, even one without a name", async () => {
      const { engine } = bench();
      const parent = await bench().commit(await bench().running());
      const container = await bench().running({ image: parent.id });
      const child = await bench().commit(container);
      await container.remove();
      await engine.removeImage(child.id);
      expect((await engine.findImage(parent.id))?.id).toBe(parent.id);
    });
  });
}
