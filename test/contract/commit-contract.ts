import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { EngineError } from "../../src/text/errors.ts";
import { archiveOf, type ContractBench, run } from "./contract-bench.ts";

export function registerCommitContract(bench: () => ContractBench): void {
  describe("commit", () => {
    test("the image has the layer and the configuration asked for", async () => {
      const { engine } = bench();
      const base = await engine.findImage(bench().image);
      const container = await bench().running();
      await container.putArchive("/", archiveOf({ large: randomBytes(1_000_001) }));
      const reference = `${bench().name()}:1`;
      const config = {
        command: ["python3", "-c", "print('a b')"],
        entrypoint: [],
        env: { GREETING: 'a=b "c"\nLABEL evil=1' },
        workdir: "/usr",
        labels: { "org.example.note": "line\nLABEL evil=1" },
      };
      const image = await bench().commit(container, config, reference);
      expect(image).toMatchObject({ command: config.command, workdir: "/usr", os: "linux" });
      expect(image.env).toEqual({ ...base?.env, ...config.env });
      expect(image.labels).toMatchObject(config.labels);
      expect(image.labels["evil"]).toBeUndefined();
      expect(image.layers.slice(0, -1)).toEqual(base?.layers);
      const added = image.bytes - (base?.bytes ?? 0);
      expect(added).toBeGreaterThanOrEqual(1_000_001);
      expect(added).toBeLessThanOrEqual(await bench().most(1_000_001));
      expect(image.references).toEqual([reference]);
      expect(await engine.findImage(reference)).toEqual(image);
    });

    test("nothing of the build container is left in it", async () => {
      const base = await bench().engine.findImage(bench().image);
      const container = await bench().running({ workdir: "/tmp" });
      await run(container, ["true"], { env: { SECRET: "s3cret" } });
      const image = await bench().commit(container);
      expect(image).toMatchObject({ command: base?.command, env: base?.env, workdir: base?.workdir || "/" });
      expect(JSON.stringify(image)).not.toContain("s3cret");
    });

    test("a command that is emptied stays empty: the build container's own doesn't take its place", async () => {
      const image = await bench().commit(await bench().running(), { command: [], entrypoint: [] });
      expect(image.command).toEqual([]);
    });

    test("what a user starts from the image never looks like ours", async () => {
      const { engine, labels } = bench();
      const [ownLabel = ""] = Object.keys(labels);
      const image = await bench().commit(await bench().running());
      expect(image.labels[ownLabel]).toBe("");

      const users = await bench().created({ image: image.id, labels: { "org.example.user": bench().id } });
      const [listed] = await engine.listContainers({ "org.example.user": bench().id });
      expect(listed?.labels[ownLabel]).toBe("");
      for (const wanted of [labels, { [ownLabel]: "" }]) {
        const found = await engine.listContainers(wanted);
        expect(found.map(({ id }) => id)).not.toContain(users.id);
        expect((await engine.listImages(wanted)).map(({ id }) => id)).not.toContain(image.id);
      }
      await users.remove();
    });

    test("a second image inherits the first one's configuration and files", async () => {
      const first = await bench().running();
      await first.putArchive("/", archiveOf({ one: "1" }));
      const config = {
        command: ["true"],
        env: { A: "1" },
        workdir: "/usr",
        labels: { "org.example.a": "1" },
      };
      const parent = await bench().commit(first, config);
      const second = await bench().running({ image: parent.id });
      await second.putArchive("/", archiveOf({ two: "2" }));
      const child = await bench().commit(second, { env: { B: "2" }, labels: { "org.example.b": "2" } });
      expect(child).toMatchObject({ command: ["true"], workdir: "/usr" });
      expect(child.env).toEqual({ ...parent.env, B: "2" });
      expect(child.labels).toMatchObject({ "org.example.a": "1", "org.example.b": "2" });
      expect(child.layers).toHaveLength(parent.layers.length + 1);

      const third = await bench().running({ image: child.id });
      expect((await run(third, ["cat", "/one", "/two"])).stdout.toString()).toBe("12");
    });

    test("mounted volumes leave nothing behind", async () => {
      const mounts = [{ volume: await bench().volume(), target: "/dev/surelayer/work", readOnly: false }];
      const container = await bench().created({ mounts });
      await container.putArchive("/dev/surelayer/work", archiveOf({ a: "1" }));
      await container.start();
      await container.putArchive("/dev/surelayer/work", archiveOf({ b: "2" }));
      const image = await bench().commit(container);
      const next = await bench().created({ image: image.id });
      await expect(next.putArchive("/dev/surelayer", archiveOf({ c: "3" }))).rejects.toThrow(EngineError);
    });

    test("a layer that would hold mount points is refused", async () => {
      const mounts = [{ volume: await bench().volume(), target: "/dev/surelayer/work", readOnly: false }];
      const container = await bench().created({ mounts });
      await container.putArchive("/", archiveOf({ a: "1" }));
      await expect(bench().commit(container)).rejects.toThrow(EngineError);
    });
  });
}
