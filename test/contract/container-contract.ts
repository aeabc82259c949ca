import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { NameTakenError } from "../../src/ports/engine.ts";
import { EngineError } from "../../src/text/errors.ts";
import { archiveOf, type ContractBench, run } from "./contract-bench.ts";

export function registerContainerContract(bench: () => ContractBench): void {
  describe("containers", () => {
    test("the engine describes itself", async () => {
      const info = await bench().engine.info();
      expect(info.version).not.toBe("");
      expect(info.apiVersion).toMatch(/^\d+\.\d+$/);
      expect(info.dataRoot).toMatch(/^\//);
      expect(["graph-driver", "containerd"]).toContain(info.imageStore);
      expect(info.runtimes).toContain("runc");
      expect(info.now).toBeGreaterThan(Date.UTC(2026, 0));
    });

    test("an absent image is undefined, and nothing is created from it", async () => {
      const { engine } = bench();
      expect(await engine.findImage("surelayer/absent:1")).toBeUndefined();
      expect(await engine.findImage(`sha256:${"0".repeat(64)}`)).toBeUndefined();
      await expect(bench().created({ image: "surelayer/absent:1" })).rejects.toThrow(EngineError);
    });

    test("two containers can't share a name", async () => {
      const { name } = await bench().created();
      await expect(bench().created({ name })).rejects.toThrow(NameTakenError);
    });

    test("an archive can be put in before and after the start", async () => {
      const container = await bench().created();
      await container.putArchive("/", archiveOf({ early: "1" }));
      await container.start();
      await container.putArchive("/", archiveOf({ late: "2" }));
      expect((await run(container, ["cat", "/early", "/late"])).stdout.toString()).toBe("12");
    });

    test("an archive for a folder that isn't there is refused", async () => {
      const container = await bench().created();
      await expect(container.putArchive("/absent", archiveOf({ a: "1" }))).rejects.toThrow(EngineError);
    });

    test("the diff counts the bytes of files, or their blocks and those of their folders", async () => {
      const container = await bench().running();
      expect(await container.diffBytes()).toBeLessThanOrEqual(await bench().most(0));
      await run(container, ["mkdir", "/folder"]);
      await container.putArchive("/folder", archiveOf({ large: randomBytes(1_000_001) }));
      expect(await container.diffBytes()).toBeGreaterThanOrEqual(1_000_001);
      expect(await container.diffBytes()).toBeLessThanOrEqual(await bench().most(1_000_001));
    });

    test("nothing runs beside the first process, also after a restart, which keeps the files", async () => {
      const container = await bench().running();
      await run(container, ["truncate", "-s", "7", "/added"]);
      expect(await container.otherProcesses()).toEqual([]);
      await container.restart();
      expect(await container.otherProcesses()).toEqual([]);
      expect((await run(container, ["test", "-e", "/added"])).exitCode).toBe(0);
    });

    test("a volume outlives its container and is no part of the diff", async () => {
      const mounts = [{ volume: await bench().volume(), target: "/dev/surelayer/kept", readOnly: false }];
      const first = await bench().created({ mounts });
      await first.putArchive("/dev/surelayer/kept", archiveOf({ early: "1" }));
      await first.start();
      await run(first, ["truncate", "-s", "7", "/dev/surelayer/kept/late"]);
      expect(await first.diffBytes()).toBeLessThanOrEqual(await bench().most(0));
      await first.remove();

      const second = await bench().running({ mounts });
      const { stdout } = await run(second, ["cat", "/dev/surelayer/kept/early", "/dev/surelayer/kept/late"]);
      expect(stdout).toEqual(Buffer.from("1\0\0\0\0\0\0\0"));
    });

    test("a read-only volume can't be written to", async () => {
      const mounts = [{ volume: await bench().volume(), target: "/dev/surelayer/tools", readOnly: true }];
      const container = await bench().running({ mounts });
      expect((await run(container, ["truncate", "-s", "1", "/dev/surelayer/tools/x"])).exitCode).not.toBe(0);
      await expect(container.putArchive("/dev/surelayer/tools", archiveOf({ x: "1" }))).rejects.toThrow(
        EngineError,
      );
    });

    test("removing is quiet when the thing is gone", async () => {
      const { engine } = bench();
      const container = await bench().running();
      await container.remove();
      await container.remove();
      await engine.removeContainer("surelayer-contract-never-was");
      await engine.removeVolume("surelayer-contract-never-was");
      await engine.removeImage("surelayer/absent:1");
      await expect(container.start()).rejects.toThrow(EngineError);
    });
  });
}
