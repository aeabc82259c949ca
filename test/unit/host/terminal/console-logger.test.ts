import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createConsoleLogger } from "../../../../src/host/terminal/console-logger.ts";
import { fitWidth } from "../../../../src/host/terminal/status-line.ts";
import { createRedactor } from "../../../../src/text/secrets/redactor.ts";

function setUp(options: { isTTY?: boolean; env?: Record<string, string>; verbose?: boolean } = {}) {
  const writes: string[] = [];
  const stream = { write: (text: string) => writes.push(text), isTTY: options.isTTY ?? false, columns: 40 };
  const redactor = createRedactor();
  const logger = createConsoleLogger({
    stream,
    env: options.env ?? {},
    clock: { monotonic: () => Date.now() },
    redact: redactor.redact,
    verbose: options.verbose ?? false,
  });
  return { logger, writes, redactor, text: () => writes.join("") };
}

/** Time passes only by `advance`. */
const delay = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const advance = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe("createConsoleLogger", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("writes plain lines, groups and locations where there is no terminal", async () => {
    const { logger, text } = setUp();
    await logger.group("Plan", async () => {
      logger.info("two\nlines");
      logger.warn("careful", { file: "install.yml", line: 3, column: 5 });
    });
    logger.error("broken");
    logger.debug("hidden");
    expect(text()).toBe("Plan\n  two\n  lines\n  install.yml:3:5: warning: careful\nerror: broken\n");
  });

  it("neutralises what it is given and takes secrets out", () => {
    const { logger, redactor, text } = setUp();
    redactor.add(["hunter2hunter2"]);
    logger.info("\u001b[31mred\u0007 https://u:hunter2hunter2@index.example ##[error]x");
    expect(text()).toBe("red https://u:***@index.example # #[error]x\n");
  });

  it.each([
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{}, true, true],
    [{ TERM: "dumb" }, true, false],
    [{}, false, false],
  ])("colours by %j on a terminal: %s → %s", (env, isTTY, coloured) => {
    const { logger, text } = setUp({ env: env as Record<string, string>, isTTY });
    logger.error("x");
    expect(text().includes("\u001b[31m")).toBe(coloured);
  });

  it("says nothing of quick tasks, and says the status and seconds of long ones", async () => {
    const { logger, text } = setUp();
    await logger.task("quick", async () => 1);
    expect(text()).toBe("");
    const pull = logger.task("Pull", async (report) => {
      report("1 MB\nof 2 MB");
      await delay(1250);
    });
    await advance(1250);
    await pull;
    expect(text()).toMatch(/^Pull: 1 MB of 2 MB \(1\.\d s\)\nPull: done in 1\.\d s\n$/u);
  });

  it("says that a long task failed and hands on its error", async () => {
    const { logger, text } = setUp();
    const failing = logger.task("Push", async () => {
      await delay(1050);
      throw new Error("refused");
    });
    await Promise.all([expect(failing).rejects.toThrow("refused"), advance(1050)]);
    expect(text()).toMatch(/Push: failed in 1\.\d s\n$/u);
  });

  it("keeps one live line on a terminal, redrawn ten times a second at most and cut to its width", async () => {
    const { logger, writes, text } = setUp({ isTTY: true, env: { NO_COLOR: "1" } });
    const download = logger.task("Download", async (report) => {
      for (let count = 0; count < 1000; count++) {
        report(`${count} ${"x".repeat(100)}`);
        if (count % 100 === 0) await delay(50);
      }
      logger.info("a line in between");
    });
    await advance(500);
    await download;
    const drawn = writes.filter((write) => write.includes("Download"));
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn.length).toBeLessThanOrEqual(8);
    for (const write of drawn) expect(write.replace("\r\u001b[2K", "").length).toBeLessThan(40);
    expect(text()).toContain("\r\u001b[2Ka line in between\n");
    expect(writes.at(-1)).toBe("a line in between\n");
  });
});

describe("fitWidth", () => {
  it("keeps what fits and marks what doesn't", () => {
    expect(fitWidth("abc", 10)).toBe("abc");
    expect(fitWidth("abcdefghij", 5)).toBe("abc…");
    expect(fitWidth("漢字漢字", 6)).toBe("漢字…");
    expect(fitWidth("abcd", 5)).toBe("abcd");
  });
});
