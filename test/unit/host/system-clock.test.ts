import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createSystemClock } from "../../../src/host/system-clock.ts";

describe("createSystemClock", () => {
  it("sleeps until it is aborted, with the reason", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("why")), 20);
    await expect(createSystemClock().sleep(5000, controller.signal)).rejects.toThrow("why");
  });

  it("lets the process end during a background sleep, and only then", () => {
    const clock = new URL("../../../src/host/system-clock.ts", import.meta.url).href;
    const seconds = (options: string) => {
      const program = `const { createSystemClock } = await import(${JSON.stringify(clock)});
        void createSystemClock().sleep(1500, undefined, ${options});`;
      const started = performance.now();
      execFileSync(process.execPath, ["--input-type=module", "-e", program]);
      return (performance.now() - started) / 1000;
    };
    const [background, foreground] = [seconds("{ background: true }"), seconds("{}")];
    expect(foreground).toBeGreaterThanOrEqual(1.5);
    expect(background).toBeLessThan(1.5);
  });
});
