import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const SOURCE = new URL("../../../../src/host/", import.meta.url).href;

/** Runs a snippet in a process of its own, because the toolkit writes to the real standard output. */
async function outputOf(body: string): Promise<string> {
  const script = `
    const { createActionsLogger } = await import("${SOURCE}terminal/actions-logger.ts");
    const { createSystemClock } = await import("${SOURCE}system-clock.ts");
    const log = createActionsLogger({ env: { GITHUB_WORKSPACE: "/w" }, clock: createSystemClock() });
    ${body}`;
  const cwd = fileURLToPath(SOURCE);
  const args = ["--input-type=module", "--no-warnings", "--eval", script];
  return (await promisify(execFile)(process.execPath, args, { cwd })).stdout;
}

describe("createActionsLogger", () => {
  it("annotates the user's line by its path in the repository", async () => {
    const output = await outputOf(
      `log.error("wrong unit", { file: "/w/a/install.yml", line: 6, column: 14 });`,
    );
    expect(output).toBe("::error file=a/install.yml,line=6,col=14::wrong unit\n");
  });

  it("makes ten annotations of a kind and lines of the rest", async () => {
    const output = await outputOf(`for (let i = 0; i < 12; i++) { log.warn("w" + i); log.error("e" + i); }`);
    expect(output.match(/^::warning::/gmu)).toHaveLength(10);
    expect(output.match(/^::error::/gmu)).toHaveLength(10);
    expect(output).toContain("\nwarning: w10\nerror: e10\n");
  });

  it("groups once, whatever is nested", async () => {
    const output = await outputOf(
      `await log.group("Build", async () => { await log.group("audio", async () => log.info("x")); log.info("y"); });`,
    );
    expect(output).toBe("::group::Build\naudio\nx\ny\n::endgroup::\n");
  });

  it("lets no foreign text through as a command, in lines, titles and statuses", async () => {
    const attack = String.raw`\r  ::stop-commands::x\nfoo ##[add-mask]bar`;
    const output = await outputOf(`
      log.info("${attack}"); log.debug("${attack}"); log.warn("${attack}");
      await log.group("${attack}", async () => {});
      await log.task("${attack}", async (report) => { report("${attack}"); await new Promise((r) => setTimeout(r, 1100)); });
    `);
    const own = /^::(?:warning|debug|group|endgroup)[: ]/u;
    const foreign = output.split(/\r\n|\r|\n/u).filter((line) => !own.test(line));
    expect(foreign.length).toBeGreaterThan(5);
    expect(foreign.filter((line) => line.trimStart().startsWith("::") || line.includes("##["))).toEqual([]);
    expect(output).not.toMatch(/##\[|^\s*::stop/mu);
  });
});
