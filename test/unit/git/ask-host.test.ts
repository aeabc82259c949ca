import { expect, test, vi } from "vitest";
import { askHost, tryHost } from "../../../src/git/ask-host.ts";
import { type GitPorts, withGit } from "../../../src/git/git-program.ts";
import { RegistryError } from "../../../src/text/errors.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { SteppedClock } from "../../support/stepped-clock.ts";
import { testPorts } from "../../support/test-ports.ts";

const URL = "https://git.example/demo.git";
const BUSY = `fatal: unable to access '${URL}/': The requested URL returned error: 503`;
const LOGIN = "fatal: could not read Username for 'https://git.example': terminal prompts disabled";

/** A host that git fails to reach with these words, one after the other, and reaches then. */
function scene(...words: readonly string[]) {
  const clock = new SelfMovingClock();
  const left = [...words];
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const stderr = left.shift();
    return { exitCode: stderr === undefined ? 0 : 128, stdout: "refs", stderr: stderr ?? "" };
  };
  const git = { folder: "/scratch", ask, work: async () => "", init: async () => undefined };
  const remote = { git, clock, repository: "/scratch/asked", subject: "demo", url: URL };
  return { remote, clock, asked: () => asked };
}

test("a host that is busy is asked again", async () => {
  const { remote, asked } = scene(BUSY);

  expect(await askHost(remote, ["ls-remote"])).toBe("refs");
  expect(asked()).toBe(2);
});

test("a host that stays busy is asked four times, on our own clock", async () => {
  const { remote, clock, asked } = scene(BUSY, BUSY, BUSY, BUSY, BUSY);

  expect(await tryHost(remote, ["ls-remote"])).toMatchObject({ exitCode: 128, stderr: BUSY });
  expect(asked()).toBe(4);
  expect(clock.sleeps).toEqual([450, 900, 1800]);
});

test("a refusal is taken as it is, at once", async () => {
  const { remote, clock } = scene(LOGIN);

  await expect(askHost(remote, ["ls-remote"])).rejects.toThrow("asks for a login");
  expect(clock.sleeps).toEqual([]);
});

test("a question to a host ends after a quarter of an hour", async () => {
  const clock = new SteppedClock();
  const run: GitPorts["processes"]["run"] = (_program, _args, { signal } = {}) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const ports = { ...testPorts(), clock, processes: { run, which: async () => "/usr/bin/git" } };
  let ended = false;

  const asked = withGit(ports, (git) => git.ask("/scratch/asked", ["fetch"]))
    .catch((error: unknown) => error)
    .finally(() => {
      ended = true;
    });
  // The scratch folder is made on the real disk.
  await vi.waitFor(() => expect(clock.sleepers).toBe(1));
  await clock.step(15 * 60_000 - 1);
  expect(ended).toBe(false);
  await clock.step(1);

  const error = await asked;
  expect(error).toBeInstanceOf(RegistryError);
  expect(error).toMatchObject({ message: "git didn't end within 15 minutes." });
});
