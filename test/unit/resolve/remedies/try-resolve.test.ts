import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type {
  ResolverEnvironment,
  ResolverRun,
} from "../../../../src/resolve/environment/resolver-environment.ts";
import { trialsIn } from "../../../../src/resolve/remedies/try-resolve.ts";
import { archiveOf } from "../../../../src/toolbox/archive.ts";
import type { TextResult } from "../../../../src/toolbox/exec-text.ts";
import { serveFiles } from "../../../support/file-server.ts";
import { requestOf } from "../../../support/manifests.ts";
import { testPorts } from "../../../support/test-ports.ts";

const REQUEST = requestOf({ libraries: ["app"] });

/** A place in which nothing is built; `answer` is uv. */
function resolver(answer: (project: string, command: readonly string[]) => Partial<TextResult>) {
  const runs: ResolverRun[] = [];
  let project = "";
  const environment: ResolverEnvironment = {
    ...{
      onMachine: true,
      python: "python3",
      installSystemPackages: async () => false,
      folder: "/work",
      uv: "uv",
      pythonFlags: () => [],
    },
    buildFlags: (sdists) => ["--only-binary", ":all:", ...sdists.map((name) => `--no-binary=${name}`)],
    async write(entries) {
      for (const { content } of entries) if (typeof content === "string") project = content;
    },
    async run(command, options = {}) {
      runs.push(options);
      return { exitCode: 0, stdout: "", stderr: "", ...answer(project, command) };
    },
    runProbe: () => Promise.reject(new Error("no probe")),
  };
  return { environment, runs };
}

function lockOf(...packages: readonly string[]): string {
  return `lock-version = "1.0"\n${packages.join("")}`;
}

const APP = `[[packages]]\nname = "app"\nversion = "1.0"\n`;
const WHEELS_REQUIRED =
  "error: No solution found when resolving dependencies\nhint: Wheels are required for `dictionary` because building from source is disabled for all packages";

async function dictionary(): Promise<Buffer> {
  const content = "Metadata-Version: 2.2\nName: dictionary\nVersion: 1.0\nRequires-Dist: part>=1\n\n";
  return gzipSync(await buffer(archiveOf([{ name: "dictionary-1.0/PKG-INFO", content }])));
}

test("a trial where nothing is built reads sources by the same rounds as a first resolution", async () => {
  const content = await dictionary();
  await using server = await serveFiles({ "dictionary-1.0.tar.gz": content });
  const sha256 = createHash("sha256").update(content).digest("hex");
  const source = `[[packages]]\nname = "dictionary"\nversion = "1.0"\nsdist = { url = "${server.origin}/dictionary-1.0.tar.gz", hashes = { sha256 = "${sha256}" } }\n`;
  const projects: string[] = [];
  const { environment } = resolver((project, command) => {
    projects.push(project);
    if (command.includes("--no-binary=dictionary")) return { stdout: lockOf(APP, source) };
    return { exitCode: 1, stderr: WHEELS_REQUIRED };
  });

  const result = await trialsIn(environment, testPorts())({ request: REQUEST });

  expect(result).toMatchObject({
    solved: true,
    locked: [
      { name: "app", version: "1.0" },
      { name: "dictionary", version: "1.0" },
    ],
  });
  expect(projects.at(-1)).toContain("part>=1");
});

test("a source that states nothing is no remedy", async () => {
  const { environment } = resolver((_, command) =>
    command.includes("--no-binary=dictionary")
      ? { stdout: lockOf(`[[packages]]\nname = "dictionary"\nversion = "1.0"\n`) }
      : { exitCode: 1, stderr: WHEELS_REQUIRED },
  );

  expect(await trialsIn(environment, testPorts())({ request: REQUEST })).toMatchObject({
    solved: false,
    explanation: expect.stringMatching(/dictionary 1\.0 exists only as source/),
  });
});

test.each([
  ["there is no answer", { exitCode: 1, stderr: "error: No solution found when resolving" }, undefined],
  [
    "an index didn't answer",
    { exitCode: 1, stderr: "error: Failed to fetch: `x`\n dns error" },
    "unreachable",
  ],
  ["the environment ended it", { exitCode: 124 }, "late"],
])("says whether anybody knows: %s", async (_, answer, why) => {
  const { environment } = resolver(() => answer);

  expect(await trialsIn(environment, testPorts())({ request: REQUEST })).toMatchObject({
    solved: false,
    why,
  });
});

test("asks the index each time: what is in uv's cache depends on who asked before", async () => {
  const commands: (readonly string[])[] = [];
  const { environment } = resolver((_, command) => {
    commands.push(command);
    return { stdout: lockOf(APP) };
  });

  await trialsIn(environment, testPorts())({ request: REQUEST });

  expect(commands).toHaveLength(1);
  expect(commands.flat()).not.toContain("--offline");
});

test("a package without any wheel is found out once", async () => {
  const asked: boolean[] = [];
  const { environment } = resolver((_, command) => {
    const isSource = command.includes("--no-binary=dictionary");
    asked.push(isSource);
    const stderr = `Because all versions of dictionary have no usable wheels\n${WHEELS_REQUIRED}`;
    return isSource ? { stdout: lockOf(APP) } : { exitCode: 1, stderr };
  });
  const tryResolve = trialsIn(environment, testPorts());

  await tryResolve({ request: REQUEST });
  await tryResolve({ request: REQUEST });

  expect(asked).toEqual([false, true, true]);
});
