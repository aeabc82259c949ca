import { describe, expect, test } from "vitest";
import { EngineError } from "../../src/text/errors.ts";
import { archiveOf, type ContractBench, run } from "./contract-bench.ts";

const PROMPT = 3_000;

export function registerExecContract(bench: () => ContractBench): void {
  describe("exec", () => {
    test("stdout and stderr stay apart", async () => {
      const container = await bench().running();
      await container.putArchive("/", archiveOf({ greeting: "hello\n" }));
      const { exitCode, stdout, stderr } = await run(container, ["cat", "/greeting", "/absent"]);
      expect(exitCode).toBe(1);
      expect(stdout.toString()).toBe("hello\n");
      expect(stderr.toString()).toContain("/absent: No such file");
    });

    test("exit codes are the program's", async () => {
      const container = await bench().running();
      expect((await run(container, ["true"])).exitCode).toBe(0);
      expect((await run(container, ["false"])).exitCode).toBe(1);
    });

    test("a missing program is 127, and stderr says so", async () => {
      const container = await bench().running();
      const { exitCode, stdout, stderr } = await run(container, ["no-such-program"]);
      expect(exitCode).toBe(127);
      expect(stdout.toString()).toBe("");
      expect(stderr.toString()).toContain("no-such-program");
    });

    test("arguments reach the program as they are", async () => {
      const container = await bench().running();
      const text = "$HOME `id` ; * \"quoted\" 'single' ü\nnext";
      expect((await run(container, ["echo", text])).stdout.toString()).toBe(`${text}\n`);
    });

    test("the environment of one exec is that one's alone", async () => {
      const container = await bench().running();
      const first = await run(container, ["printenv", "SECRET"], { env: { SECRET: "a=b c" } });
      expect(first.stdout.toString()).toBe("a=b c\n");
      expect((await run(container, ["printenv", "SECRET"])).exitCode).toBe(1);
      expect((await run(container, ["printenv", "PATH"])).stdout.toString()).toContain("/bin");
    });

    test("it runs as root, in the folder asked for", async () => {
      const container = await bench().running({ workdir: "/tmp" });
      expect((await run(container, ["id", "-u"])).stdout.toString()).toBe("0\n");
      expect((await run(container, ["pwd"])).stdout.toString()).toBe("/tmp\n");
      expect((await run(container, ["pwd"], { workdir: "/usr" })).stdout.toString()).toBe("/usr\n");
    });

    test("large output is whole", async () => {
      const container = await bench().running();
      const { stdout } = await run(container, ["head", "-c", "5000000", "/dev/zero"]);
      expect(stdout.length).toBe(5_000_000);
    });

    test("bytes that are no text come through", async () => {
      const container = await bench().running();
      const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
      await container.putArchive("/", archiveOf({ bytes }));
      expect((await run(container, ["cat", "/bytes"])).stdout).toEqual(Buffer.from(bytes));
    });

    test("output arrives while the program runs, and an abort ends the wait at once with its reason", async () => {
      const container = await bench().running();
      const controller = new AbortController();
      const reason = new Error("enough");
      const answer = run(container, ["yes"], {
        signal: controller.signal,
        onOutput: () => controller.abort(reason),
      });
      await expect(answer).rejects.toBe(reason);
    });

    test("a silent program is aborted, too", async () => {
      const container = await bench().running();
      const started = performance.now();
      const answer = run(container, ["sleep", "60"], { signal: AbortSignal.timeout(300) });
      await expect(answer).rejects.toThrow(/timeout/i);
      expect(performance.now() - started).toBeLessThan(PROMPT);
      await container.remove();
      expect(performance.now() - started).toBeLessThan(2 * PROMPT);
    });

    test("nothing is started for a signal that is aborted already", async () => {
      const container = await bench().running();
      const reason = new Error("too late");
      const answer = run(container, ["truncate", "-s", "1", "/trace"], { signal: AbortSignal.abort(reason) });
      await expect(answer).rejects.toBe(reason);
      expect((await run(container, ["test", "-e", "/trace"])).exitCode).toBe(1);
    });

    test("a container that isn't running refuses", async () => {
      const container = await bench().created();
      await expect(run(container, ["true"])).rejects.toThrow(EngineError);
    });
  });
}
