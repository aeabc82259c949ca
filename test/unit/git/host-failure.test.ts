import { describe, expect, test } from "vitest";
import { hostFailure, isOutage } from "../../../src/git/host-failure.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";

const ASKED = { subject: "demo", url: "https://git.example/demo.git" };

/** git 2.39's own words, and what hosts say through it. */
describe("what a host's refusal means", () => {
  test.each([
    [4, false, "fatal: repository 'https://git.example/demo.git/' not found"],
    [4, false, "remote: Repository not found.\nfatal: Authentication failed for 'https://git.example/'"],
    [4, false, "ERROR: Repository not found.\nfatal: Could not read from remote repository."],
    [6, false, "fatal: could not read Username for 'https://git.example': terminal prompts disabled"],
    [
      6,
      false,
      "git@git.example: Permission denied (publickey).\nfatal: Could not read from remote repository.",
    ],
    [6, false, "fatal: unable to access 'https://git.example/': The requested URL returned error: 403"],
    [
      6,
      false,
      "fatal: unable to access 'https://git.example/': SSL certificate problem: certificate has expired",
    ],
    [6, true, "fatal: unable to access 'https://git.example/': Could not resolve host: git.example"],
    [6, true, "fatal: unable to access 'https://git.example/': The requested URL returned error: 503"],
    [6, true, "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF"],
    [
      6,
      true,
      "ssh: connect to host git.example port 22: Connection timed out\nfatal: Could not read from remote repository.",
    ],
    [6, false, "fatal: something that nobody has seen yet"],
  ])("exit code %i, outage %s: %s", (exitCode, outage, stderr) => {
    const error = hostFailure(ASKED, stderr);

    expect(error.exitCode).toBe(exitCode);
    expect(error.remedy).toBeTruthy();
    expect(error.evidence).toContain(stderr.split("\n")[0]);
    expect(isOutage(stderr)).toBe(outage);
    expect(error.cause !== undefined).toBe(outage);
  });

  test("never repeats a login that the machine puts into addresses", () => {
    const stderr =
      "fatal: unable to access 'https://robot:s3cret@git.example/': The requested URL returned error: 500";
    const error = hostFailure(ASKED, stderr);

    expect(`${error.message} ${error.evidence} ${error.remedy}`).not.toContain("s3cret");
  });

  test("is read quickly, whatever was printed", () => {
    const started = threadMilliseconds();
    hostFailure(ASKED, `repository '${"'a ".repeat(400_000)}`);
    expect(threadMilliseconds() - started).toBeLessThan(500);
  });
});
