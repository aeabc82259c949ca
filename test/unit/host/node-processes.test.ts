import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodeProcesses } from "../../../src/host/node-processes.ts";

const processes = createNodeProcesses({ PATH: "/usr/bin:/bin", FROM: "parent" });
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surelayer-processes-"));
});
afterEach(() => rm(folder, { recursive: true }));

const isAlive = async (pid: number): Promise<boolean> =>
  // A zombie's command line is empty.
  readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text !== "",
    () => false,
  );

describe("run", () => {
  it("answers exit code and output, and hands arguments on as they are", async () => {
    const args = ["%s|", "a b", "$HOME", "'; rm -rf x", "*", ""];
    expect(await processes.run("printf", args)).toEqual({
      exitCode: 0,
      stdout: "a b|$HOME|'; rm -rf x|*||",
      stderr: "",
    });
    expect(await processes.run("sh", ["-c", "echo bad >&2; exit 3"])).toEqual({
      exitCode: 3,
      stdout: "",
      stderr: "bad\n",
    });
  });

  it("gives only those variables of the machine that are named", async () => {
    const all = createNodeProcesses({ PATH: "/usr/bin:/bin", SECRET: "s", HOME: "/home/one" });
    const options = { inherit: ["PATH", "HOME", "ABSENT"], env: { ADDED: "a" } };

    const { stdout } = await all.run("env", [], options);

    expect(stdout.trim().split("\n").sort()).toEqual(["ADDED=a", "HOME=/home/one", "PATH=/usr/bin:/bin"]);
  });

  it("gives input, environment and folder", async () => {
    const script = "cat; echo $FROM $ADDED; pwd";
    const result = await processes.run("sh", ["-c", script], {
      input: "in\n",
      env: { ADDED: "child" },
      cwd: folder,
    });
    expect(result.stdout).toBe(`in\nparent child\n${folder}\n`);
  });

  it("doesn't mind a program that ignores its input", async () => {
    expect((await processes.run("true", [], { input: "x".repeat(1_000_000) })).exitCode).toBe(0);
  });

  it("reports lines of both streams as they come", async () => {
    const lines: string[] = [];
    await processes.run("sh", ["-c", "printf 'a\\nb'; sleep 0.1; printf 'c\\n' >&2"], {
      onLine: (line) => lines.push(line),
    });
    expect(lines.sort()).toEqual(["a", "b", "c"]);
  });

  it("throws when there is no such program", async () => {
    await expect(processes.run("surelayer-no-such", [])).rejects.toMatchObject({ code: "ENOENT" });
    await expect(processes.run("surelayer-no-such", [])).rejects.toThrow(
      "surelayer-no-such can't be started",
    );
  });

  it("stops a program and what it started when it is aborted", async () => {
    const controller = new AbortController();
    let inner = 0;
    const onLine = (line: string): void => {
      inner = Number(line);
      controller.abort(new Error("Ctrl-C"));
    };
    const running = processes.run("sh", ["-c", "sleep 60 & echo $!; wait"], {
      signal: controller.signal,
      onLine,
    });
    await expect(running).rejects.toThrow("Ctrl-C");
    expect(await isAlive(inner)).toBe(false);
    await expect(processes.run("true", [], { signal: controller.signal })).rejects.toThrow("Ctrl-C");
  });

  it("lets a program clean up, and ends one that doesn't want to end", async () => {
    const controller = new AbortController();
    const script = `trap 'echo cleaned > ${folder}/done; while :; do sleep 0.1; done' TERM; echo up; while :; do sleep 0.1; done`;
    const start = performance.now();
    const options = { signal: controller.signal, onLine: () => controller.abort(new Error("stop")) };
    await expect(processes.run("sh", ["-c", script], options)).rejects.toThrow("stop");
    expect(await readFile(join(folder, "done"), "utf8")).toBe("cleaned\n");
    expect(performance.now() - start).toBeGreaterThan(1900);
  });

  it("says 128 + 9 for a killed program", async () => {
    expect((await processes.run("sh", ["-c", "kill -9 $$"])).exitCode).toBe(137);
  });
});

describe("which", () => {
  it("finds executable files only", async () => {
    await writeFile(join(folder, "tool"), "#!/bin/sh\n", { mode: 0o755 });
    await writeFile(join(folder, "text"), "", { mode: 0o644 });
    const here = createNodeProcesses({ PATH: `${folder}:/bin` });
    expect(await here.which("tool")).toBe(join(folder, "tool"));
    expect(await here.which("text")).toBeUndefined();
    expect(await here.which("..")).toBeUndefined();
  });
});

describe("spawnDetached", () => {
  it("leaves a program running in a session of its own, its output in a file", async () => {
    const logFile = join(folder, "logs/out.log");
    const pid = await processes.spawnDetached("sh", ["-c", "echo out; echo err >&2; exec sleep 30"], {
      logFile,
    });
    await delay(200);
    expect(await readFile(logFile, "utf8")).toBe("out\nerr\n");
    const [, session] =
      /^\d+ \(.*\) \S \d+ \d+ (\d+)/u.exec(await readFile(`/proc/${pid}/stat`, "utf8")) ?? [];
    expect(Number(session)).toBe(pid);
    process.kill(pid, "SIGKILL");
  });

  it("throws when it can't be started", async () => {
    const options = { logFile: join(folder, "log") };
    await expect(processes.spawnDetached("surelayer-no-such", [], options)).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});
