import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCommit } from "../../../src/git/find-commit.ts";
import { withGit } from "../../../src/git/git-program.ts";
import { createNodeProcesses } from "../../../src/host/node-processes.ts";
import { GitServer } from "../../support/git-server.ts";
import { type ScratchFolder, scratchFolder } from "../../support/scratch-folder.ts";
import { testPorts } from "../../support/test-ports.ts";

let folder: ScratchFolder;
let server: GitServer;
const ids = { first: "", second: "" };
beforeAll(async () => {
  folder = await scratchFolder();
  server = await new GitServer({ root: folder.path }).start();
  const repository = server.repository("demo");
  ids.first = repository.commit({ a: "1" });
  repository.tag("v1.0", "annotated");
  repository.tag("nightly");
  repository.tag("v1.1");
  repository.git("branch", "feature/x");
  repository.git("branch", "v1.1", "--force");
  repository.git("update-ref", "refs/pull/7/head", ids.first);
  ids.second = repository.commit({ a: "2" });
  repository.git("branch", "v1.1", "--force");
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

function find(revision: string | undefined, url = server.url("demo.git")) {
  const ports = testPorts({ processes: createNodeProcesses(process.env) });
  const { clock, signal } = ports;
  return withGit(ports, (git) =>
    findCommit({ git, repository: join(git.folder, "asked"), subject: "demo", url, clock, signal }, revision),
  );
}

describe("a revision", () => {
  test.each([
    ["v1.0", "first", true],
    ["v1.1", "first", true],
    ["nightly", "first", false],
    ["main", "second", false],
    ["feature/x", "first", false],
    ["refs/pull/7/head", "first", false],
    [undefined, "second", false],
  ] as const)("%s is the %s commit", async (revision, which, lasting) => {
    expect(await find(revision)).toEqual({ commit: ids[which], lasting });
  });

  test("that is a whole commit id needs no question", async () => {
    expect(await find(ids.first, "https://nowhere.invalid/")).toEqual({ commit: ids.first, lasting: true });
  });

  test("may be the beginning of a commit id", async () => {
    expect(await find(ids.first.slice(0, 8))).toEqual({ commit: ids.first, lasting: false });
    await expect(find("0000000")).rejects.toThrow("no tag, branch or commit `0000000`");
  });

  test("that isn't there is answered with those that are", async () => {
    await expect(find("v2.0")).rejects.toMatchObject({
      evidence: `${server.url("demo.git")}: 3 branches and 3 tags, none of that name`,
      remedy: expect.stringMatching(/^Write one that it has, such as `v1\.0`, .* or a whole commit id\.$/),
    });
    await expect(find("refs/pull/8/head")).rejects.toThrow("no tag, branch or commit `refs/pull/8/head`");
  });
});

test("a machine without git is told so", async () => {
  await expect(withGit(testPorts(), async () => "never")).rejects.toMatchObject({
    message: "A phase asks for a commit from git, and this machine has no git.",
    exitCode: 1,
  });
});
