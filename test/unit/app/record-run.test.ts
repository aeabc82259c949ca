import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RecordedError, recordRun } from "../../../src/app/record-run.ts";
import { ConflictError, UsageError } from "../../../src/text/errors.ts";
import { planOf } from "../../support/plans.ts";
import { type ScratchFolder, scratchFolder } from "../../support/scratch-folder.ts";
import { testPorts } from "../../support/test-ports.ts";

function files(folder: ScratchFolder) {
  return {
    version: "0.1.0",
    reportFile: join(folder.path, "out", "report.json"),
    summaryFile: join(folder.path, "out", "summary.md"),
  };
}

const readJson = async (path: string) => JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;

describe("a run that succeeds", () => {
  test("is written down with what it found and how long it took", async () => {
    await using folder = await scratchFolder();

    const report = await recordRun(files(folder), testPorts(), async (progress) => {
      progress.name = "demo";
      progress.plan = planOf([]);
    });

    expect(report).toMatchObject({ name: "demo", outcome: "planned", seconds: 1, failure: null });
    expect(await readJson(files(folder).reportFile)).toEqual(report);
    expect(await readFile(files(folder).summaryFile, "utf8")).toContain("Surelayer: demo planned");
  });

  test("whose report can't be written says so", async () => {
    await using folder = await scratchFolder();
    await writeFile(join(folder.path, "out"), "a file where the folder should be");

    const running = recordRun(files(folder), testPorts(), async () => undefined);

    await expect(running).rejects.toBeInstanceOf(UsageError);
  });
});

describe("a run that fails", () => {
  const conflict = new ConflictError("They disagree.", { evidence: "a<2, a>=2", remedy: "Loosen one." });
  const fail = async (folder: ScratchFolder, error: unknown) => {
    const ports = testPorts();
    const running = recordRun(files(folder), ports, async (progress) => {
      progress.plan = planOf([]);
      throw error;
    });
    return { ports, thrown: await running.catch((thrown: unknown) => thrown) };
  };

  test("is written down as far as it came, and its error is thrown on", async () => {
    await using folder = await scratchFolder();

    const { thrown } = await fail(folder, conflict);

    expect(thrown).toBeInstanceOf(RecordedError);
    expect((thrown as RecordedError).cause).toBe(conflict);
    expect(await readJson(files(folder).reportFile)).toMatchObject({
      outcome: "failed",
      plan: { name: "demo" },
      built: null,
      failure: {
        kind: "ConflictError",
        message: "They disagree.",
        evidence: "a<2, a>=2",
        remedy: "Loosen one.",
        exitCode: 4,
      },
    });
  });

  test.each([
    ["a defect of ours", new TypeError("x is undefined"), "x is undefined"],
    ["anything else", "just text", "just text"],
  ])("of %s is written down, too", async (_, error, message) => {
    await using folder = await scratchFolder();

    const { thrown } = await fail(folder, error);

    expect((thrown as RecordedError).report.failure).toMatchObject({
      kind: "InternalError",
      message,
      exitCode: 1,
    });
  });

  test("keeps its own error when the report can't be written", async () => {
    await using folder = await scratchFolder();
    await mkdir(join(folder.path, "out", "report.json"), { recursive: true });

    const { ports, thrown } = await fail(folder, conflict);

    expect((thrown as RecordedError).cause).toBe(conflict);
    expect(ports.log.said("warn").join()).toContain("report.json can't be written");
  });
});
