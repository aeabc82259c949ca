import { expect, test } from "vitest";
import { runCommand } from "../../../../src/app/commands.ts";
import { buildScene } from "../../../support/build-scene.ts";
import { testPorts } from "../../../support/test-ports.ts";

const OWN = undefined;
const FORK = "foreign:stranger/worker";

/** Builds the same manifest for each of these, one after the other on one engine. */
async function buildsFor(domains: readonly (string | undefined)[]) {
  await using scene = await buildScene();
  const results: { readonly phases: string | undefined; readonly layers: readonly unknown[] }[] = [];
  for (const trustDomain of domains) {
    const ports = testPorts({ engine: scene.engine });
    const report = await runCommand(
      { id: "r1", owner: "host/1" },
      scene.options({ trustDomain }),
      ports,
      "0",
    );
    results.push({
      phases: report.built?.phases.map((phase) => phase.status).join(),
      layers: [...(report.built?.phases.map((phase) => phase.imageId) ?? []), report.built?.imageId],
    });
  }
  return results;
}

const shared = (one: readonly unknown[] = [], other: readonly unknown[] = []) =>
  one.filter((id) => other.includes(id));

test.each([
  ["a trusted build finds no layer of foreign code", FORK, OWN],
  ["foreign code finds no layer of a trusted build", OWN, FORK],
  ["a fork finds no layer of another fork", FORK, "foreign:other/worker"],
])("%s, although all else is the same", async (_, first, second) => {
  const [before, after] = await buildsFor([first, second]);
  expect(after?.phases).toBe("installed,installed");
  expect(shared(before?.layers, after?.layers)).toEqual([]);
});

test.each([OWN, FORK])("builds of one domain (%s) share their layers", async (domain) => {
  const [before, after] = await buildsFor([domain, domain]);
  expect(after?.phases).toBe("cached,cached");
  expect(after?.layers).toEqual(before?.layers);
});

test("a trusted build goes on with its own layers after foreign code built the same", async () => {
  const [first, , third] = await buildsFor([OWN, FORK, OWN]);
  expect(third?.phases).toBe("cached,cached");
  expect(third?.layers).toEqual(first?.layers);
});
