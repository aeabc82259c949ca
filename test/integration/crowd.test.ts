import { afterAll, beforeAll, expect, test } from "vitest";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [wheel({ name: "first" }), wheel({ name: "second" })];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
  const phases = ["first", "second"].map((name) => ({ name, packages: [name], imports: [name] }));
  await place.write("install.yml", { version: 1, name: "crowd", base: { image: place.base }, phases });
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

const build = (out: string) => place.run(["build", "--out", out], { env: { PIP_INDEX_URL: index.url } });

/** Wheels that were fetched whole, as installers do. */
function downloads(): readonly string[] {
  const whole = index.requests.filter((one) => one.method === "GET" && one.status === 200);
  return whole.flatMap((one) => /([a-z]+)-1\.0\S+\.whl$/.exec(one.url)?.[1] ?? []).toSorted();
}

test("two builds of one manifest at once do the work of each phase once, and both end well", async () => {
  const both = await Promise.all([build("one"), build("other")]);
  expect(both.map((one) => [one.exitCode, one.stderr.match(/^error.*/m)])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(downloads()).toEqual(["first", "second"]);
  for (const { pid } of both) expect(await place.leftBy(pid)).toEqual([]);
});

test("the second of two runs with one folder for results is refused, and says what to do", async () => {
  const both = await Promise.all([build("same"), build("same")]);
  expect(both.map((one) => one.exitCode).toSorted()).toEqual([0, 2]);
  const refused = both.find((one) => one.exitCode === 2);
  expect(refused?.stderr).toMatch(
    /Another run \(process \d+ on .+\) writes its results into same\.\n.*--out other/,
  );
});
