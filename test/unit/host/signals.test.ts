import { spawn } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import { type SignalSource, watchSignals } from "../../../src/host/signals.ts";
import { createSystemClock } from "../../../src/host/system-clock.ts";
import { InterruptedError } from "../../../src/text/errors.ts";

describe("watchSignals", () => {
  it("aborts with the signal's error, takes npm's copy of a Ctrl-C for the same one, and leaves at a later one", async () => {
    const listeners: ((signal: "SIGINT" | "SIGTERM") => void)[] = [];
    const exit = vi.fn<(code: number) => void>();
    const source: SignalSource = {
      on: (_signal, listener) => listeners.push(listener),
      off: () => undefined,
      exit,
    };
    const said: string[] = [];
    const { signal } = watchSignals((text) => said.push(text), source);
    listeners[0]?.("SIGINT");
    expect(said).toEqual([
      expect.stringMatching(/^Stopping: waits until .* are removed\. Once more ends it at once/),
    ]);
    expect(signal.reason).toBeInstanceOf(InterruptedError);
    expect(signal.reason).toMatchObject({
      exitCode: 130,
      remedy: expect.stringContaining("goes on from there"),
    });
    listeners[0]?.("SIGINT");
    expect(exit).not.toHaveBeenCalled();
    expect(said).toHaveLength(1);
    await createSystemClock().sleep(520);
    listeners[1]?.("SIGTERM");
    expect(exit).toHaveBeenCalledWith(143);
  });

  it("lets many listen without Node taking them for a leak", async () => {
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => warnings.push(warning);
    process.on("warning", onWarning);
    const watch = watchSignals(() => undefined);

    for (let count = 0; count < 40; count++) watch.signal.addEventListener("abort", () => undefined);
    await createSystemClock().sleep(20);

    process.off("warning", onWarning);
    watch.stop();
    expect(warnings).toEqual([]);
  });

  it("lets a real process end in order at the first signal", async () => {
    const module = new URL("../../../src/host/signals.ts", import.meta.url).href;
    const script = `const { watchSignals } = await import("${module}"); const watch = watchSignals(() => undefined);
      watch.signal.addEventListener("abort", () => { console.log(watch.signal.reason.message); process.exitCode = watch.signal.reason.exitCode; clearInterval(alive); });
      const alive = setInterval(() => {}, 1000); console.log("up");`;
    const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "--eval", script]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      if (output === "up\n") child.kill("SIGTERM");
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, output]).toEqual([143, "up\nTerminated.\n"]);
  });
});
