import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  announcePost,
  capSummary,
  leaveToPost,
  leftToPost,
  writeOutputs,
  writeSummary,
} from "../../../src/host/action-outputs.ts";

describe("outputs, state and summary", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "surelayer-action-"));
    for (const name of ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"]) {
      writeFileSync(join(folder, name), "");
      vi.stubEnv(name, join(folder, name));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const fileOf = (name: string): string => readFileSync(join(folder, name), "utf8");
  const handStateOver = (): void => {
    for (const [, name, , value = ""] of fileOf("GITHUB_STATE").matchAll(/^(\w+)<<(\S+)\n(.*)\n\2$/gmu)) {
      vi.stubEnv(`STATE_${name}`, value);
    }
  };

  it("sets the outputs that there are, and a value with newlines stays one value", () => {
    writeOutputs({ digest: "sha256:1", imageid: undefined, "report-file": "a\nEVIL=b" });
    expect(fileOf("GITHUB_OUTPUT")).toMatch(
      /^digest<<(\S+)\nsha256:1\n\1\nreport-file<<(\S+)\na\nEVIL=b\n\2\n$/u,
    );
  });

  it.each([true, false])(
    "tells the post step about the main step's run, and whether to save: %s",
    (saveCache) => {
      expect(leftToPost()).toBeUndefined();
      announcePost();
      leaveToPost({ runId: "r1", saveCache });
      handStateOver();
      expect(leftToPost()).toEqual({ runId: "r1", saveCache });
    },
  );

  it("leaves nothing to the post step where the main step ended before its run", () => {
    announcePost();
    handStateOver();
    expect(leftToPost()).toBe("nothing");
  });

  it("writes a summary where there is one to write", async () => {
    expect(await writeSummary("# a", {})).toBe(false);
    expect(await writeSummary("# a", { GITHUB_STEP_SUMMARY: "x", DOCKER_BUILD_SUMMARY: "false" })).toBe(
      false,
    );
    expect(await writeSummary("# a", process.env)).toBe(true);
    expect(fileOf("GITHUB_STEP_SUMMARY")).toBe("# a\n");
  });

  it("cuts a summary at a line below the runner's limit, closes what is open, and says so", () => {
    expect(capSummary("short")).toBe("short");
    const long = `<details>\n\`\`\`\n${"é line\n".repeat(200_000)}`;
    const capped = capSummary(long);
    expect(Buffer.byteLength(capped)).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.byteLength(capped)).toBeGreaterThan(1_000_000);
    expect(capped).toMatch(/é line\n```\n\n<\/details>\n\n\n_Cut here/u);
    expect(capped).not.toContain("\ufffd");
  });
});
