import { expect, test } from "vitest";
import { judgeVersions } from "../../../../src/plan/guards/judge-versions.ts";
import { explainFileGone } from "../../../../src/resolve/remedies/explain-file-gone.ts";
import { RegistryError } from "../../../../src/text/errors.ts";
import { withToolbox } from "../../../../src/toolbox/toolbox.ts";
import { FileGone, orFileGone } from "../../../../src/wheels/file-gone.ts";
import { readWheelContents } from "../../../../src/wheels/read-wheel-contents.ts";
import { baseFacts } from "../../../support/base-python.ts";
import { serveFiles } from "../../../support/file-server.ts";
import { requestOf } from "../../../support/manifests.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { SimulatedBase } from "../../../support/simulated-base.ts";
import { testPorts } from "../../../support/test-ports.ts";

const GONE = { name: "gone", version: "1.0", wheels: [], sdist: undefined };

async function readingWith(status: number): Promise<unknown> {
  await using server = await serveFiles({});
  server.manner = status;
  const wheel = { name: "gone.whl", url: `${server.origin}/gone.whl`, sha256: "1", bytes: 100 };
  return await orFileGone(GONE, readWheelContents(wheel, testPorts())).catch((error: unknown) => error);
}

test.each([404, 410])("a file that its host answers %i for has vanished", async (status) => {
  const error = await readingWith(status);

  expect(error).toBeInstanceOf(FileGone);
  expect(error).toMatchObject({ distribution: GONE, answer: expect.any(RegistryError) });
});

test.each([401, 403])("a file that its host answers %i for has not", async (status) => {
  expect(await readingWith(status)).toBeInstanceOf(RegistryError);
});

/** Trials are over before the time for them is. */
function untilAborted(_: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}

/** What is said where these versions resolve. */
async function explained(solves: (project: string) => string | undefined) {
  const base = new SimulatedBase([], baseFacts(), {
    "uv pip compile": (exec) => {
      const project = Buffer.from(exec.files.read(`${exec.workdir}/pyproject.toml`) ?? []).toString();
      const answer = solves(project);
      exec.print(answer ?? "No solution found when resolving", answer === undefined ? "stderr" : "stdout");
      return answer === undefined ? 1 : 0;
    },
  });
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = testPorts({ engine, clock: { ...testPorts().clock, sleep: untilAborted } });
  const question = {
    ...{ request: requestOf({ one: ["gone>=0.5"] }), file: "pylock.toml" },
    imageId: id,
    judge: judgeVersions,
  };
  const gone = new FileGone(GONE, { cause: new RegistryError("The package index answered 404 for x.") });
  return await withToolbox(
    { id: "r1", owner: "host/1" },
    { image: id, python: "python3" },
    ports,
    (toolbox) => explainFileGone(gone, question, toolbox, ports),
  );
}

function lockOf(version: string): string {
  return `lock-version = "1.0"\n[[packages]]\nname = "gone"\nversion = "${version}"\n`;
}

test("names the versions that resolve in its place, next to the one that is gone", async () => {
  const error = await explained((project) => {
    if (project.includes('"gone<1.0"')) return lockOf("0.9");
    return project.includes('"gone>1.0"') ? lockOf("1.1") : undefined;
  });

  expect(error).toMatchObject({
    message: "gone 1.0, which pylock.toml locks, is gone from its index.",
    evidence: "The package index answered 404 for x.",
    remedy: expect.stringMatching(/1\. take `gone==0\.9`\n2\. take `gone==1\.1`/),
  });
});

test("says so where none does", async () => {
  expect((await explained(() => undefined)).remedy).toMatch(/^No other version of gone was found/);
});
