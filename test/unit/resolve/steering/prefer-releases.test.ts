import { expect, test } from "vitest";
import { Unsolved } from "../../../../src/resolve/conflicts/unsolved.ts";
import type { ResolverEnvironment } from "../../../../src/resolve/environment/resolver-environment.ts";
import { preferReleases } from "../../../../src/resolve/steering/prefer-releases.ts";
import type { Solve } from "../../../../src/resolve/steering/steer.ts";
import { lockOf, request, settled, type Versions } from "./answers.ts";

/** An index of which uv tells the newest releases, in a place in which nothing is built. */
function resolver(newest: Versions): ResolverEnvironment {
  let project = "";
  return {
    ...{ folder: "/work", uv: "uv", python: "python3", onMachine: true },
    pythonFlags: () => [],
    buildFlags: () => [],
    async write(entries) {
      for (const { content } of entries) if (typeof content === "string") project = content;
    },
    async run() {
      const asked = Object.entries(newest).filter(([name]) => project.includes(`"${name}"`));
      return { exitCode: 0, stdout: lockOf(Object.fromEntries(asked)), stderr: "" };
    },
    installSystemPackages: async () => false,
    runProbe: () => Promise.reject(new Error("no probe")),
  };
}

/** Answers by the packages of which no pre-release is taken, and notes them. */
function preference(newest: Versions, answers: Readonly<Record<string, Versions>>, ...packages: string[]) {
  const asked: string[] = [];
  const solve: Solve = async ({ releasesOnly }) => {
    asked.push(releasesOnly.join(" "));
    const versions = answers[releasesOnly.join(" ")];
    if (versions === undefined) throw new Unsolved("no");
    return settled(versions);
  };
  const asking = request(...packages);
  return { asked, asking, ...preferReleases({ resolver: resolver(newest), request: asking }, solve) };
}

const versionsOf = (one: Awaited<ReturnType<Solve>>) => one.answer.locked.map((each) => each.version);

test("a pre-release that nobody asked for gives way to the release, here and in what is solved later", async () => {
  const answers = { "": { hydra: "1.4.0rc3" }, hydra: { hydra: "1.3.8" } };
  const { asked, asking, improve, solve } = preference({ hydra: "1.3.8" }, answers, "tts");

  const first = await improve(settled({ hydra: "1.4.0rc3" }), asking);
  const second = await solve(asking, first);

  expect([versionsOf(first), versionsOf(second)]).toEqual([["1.3.8"], ["1.3.8"]]);
  expect(asked).toEqual(["hydra", "hydra"]);
});

test("it stays where nothing else resolves, and what needs it is solved as before", async () => {
  const { asking, improve, solve } = preference({ hydra: "1.3.8" }, { "": { hydra: "1.4.0rc3" } }, "tts");

  const first = await improve(settled({ hydra: "1.4.0rc3" }), asking);

  expect(versionsOf(first)).toEqual(["1.4.0rc3"]);
  expect(versionsOf(await solve(asking, first))).toEqual(["1.4.0rc3"]);
});

test.each([
  ["a package has nothing else", { words: "0.0.1b1" }, "tts"],
  ["a phase names one", { words: "0.0.1" }, "words>=0.0.1b1"],
])("nothing is asked where %s", async (_, newest, named) => {
  const { asked, asking, improve } = preference(newest, {}, named);

  await improve(settled({ words: "0.0.1b1" }), asking);

  expect(asked).toEqual([]);
});
