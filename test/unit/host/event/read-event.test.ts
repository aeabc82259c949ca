import { describe, expect, test } from "vitest";
import { requireAdmitted } from "../../../../src/host/event/admit-event.ts";
import { isHosted, readTrust } from "../../../../src/host/event/read-event.ts";
import { UsageError } from "../../../../src/text/errors.ts";
import { FOREIGN_EVENTS, FORK, type GithubEvent, OWN, OWN_EVENTS } from "../../../support/github-events.ts";

const RUNNERS = ["github-hosted", "self-hosted", undefined, "", "GitHub-hosted"];
const PATH = "/runner/event.json";

const environment = ({ name }: GithubEvent, changes = {}) => ({
  GITHUB_ACTIONS: "true",
  GITHUB_EVENT_NAME: name,
  GITHUB_EVENT_PATH: PATH,
  GITHUB_REPOSITORY: OWN,
  ...changes,
});
const trustOf = (event: GithubEvent, changes = {}) =>
  readTrust(environment(event, changes), {
    readText: async (path) => {
      if (event.text === undefined || path !== PATH) throw new Error(`ENOENT: ${path}`);
      return event.text;
    },
  });

/** `in`, or the error that keeps the event out. */
async function admission(event: GithubEvent, runner: string | undefined, allowForks: boolean) {
  const trust = await trustOf(event);
  try {
    requireAdmitted(trust, { hosted: isHosted({ RUNNER_ENVIRONMENT: runner }), allowForks });
    return "in";
  } catch (error) {
    return error;
  }
}

const byRunner = (events: Readonly<Record<string, GithubEvent>>) =>
  Object.entries(events).flatMap(([what, event]) =>
    RUNNERS.map((runner) => [what, runner ?? "no", runner, event] as const),
  );

describe("own code", () => {
  test.each(Object.entries(OWN_EVENTS))("is that of %s", async (_, event) => {
    expect(await trustOf(event)).toEqual({ kind: "trusted" });
  });

  test.each(byRunner(OWN_EVENTS))("of %s is let in on %s runner", async (_, _name, runner, event) => {
    expect(await admission(event, runner, false)).toBe("in");
  });

  test("is whatever a person starts outside of a workflow", async () => {
    const trust = await readTrust({}, { readText: () => Promise.reject(new Error("no file is read")) });
    expect(trust).toEqual({ kind: "trusted" });
  });
});

describe("foreign code", () => {
  test.each(Object.entries(FOREIGN_EVENTS))("is that of %s", async (_, event) => {
    expect(await trustOf(event)).toEqual({ kind: "foreign", repository: event.from });
  });

  test.each(byRunner(FOREIGN_EVENTS))(
    "of %s is let in on %s runner where that is hosted or its owner allows it",
    async (_, _name, runner, event) => {
      const refused = expect.any(UsageError);
      expect(await admission(event, runner, false)).toEqual(runner === "github-hosted" ? "in" : refused);
      expect(await admission(event, runner, true)).toBe("in");
    },
  );

  test("is refused with the repository and the way to allow it", async () => {
    const error = await admission(
      FOREIGN_EVENTS["a pull request of a fork"] as GithubEvent,
      "self-hosted",
      false,
    );
    expect(error).toMatchObject({
      exitCode: 2,
      message: `This runner is self-hosted, and the event brings code of another repository, ${FORK}.`,
      remedy: expect.stringMatching(/runs-on: ubuntu-latest[\s\S]*allow-forks: true/),
    });
  });

  test.each([
    ["the repository", { GITHUB_REPOSITORY: undefined }, "a pull request of the same repository"],
    ["the event's name", { GITHUB_EVENT_NAME: undefined }, "a push"],
    ["the event's file", { GITHUB_EVENT_PATH: undefined }, "a push"],
  ])("is any where the runner doesn't say %s", async (_, changes, what) => {
    const trust = await trustOf(OWN_EVENTS[what] as GithubEvent, changes);
    expect(trust.kind).toBe("foreign");
  });

  test.each(["false", "1", "True", undefined])("is judged where GITHUB_ACTIONS is %s", async (value) => {
    const event = FOREIGN_EVENTS["a pull request of a fork"] as GithubEvent;
    expect(await trustOf(event, { GITHUB_ACTIONS: value })).toEqual({ kind: "foreign", repository: FORK });
  });

  test("is that of a repository whose name only begins like the own one", async () => {
    const event = OWN_EVENTS["a pull request of the same repository"] as GithubEvent;
    expect((await trustOf(event, { GITHUB_REPOSITORY: `${OWN}-fork` })).kind).toBe("foreign");
  });
});
