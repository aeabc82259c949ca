import { afterAll, beforeAll, describe, test } from "vitest";
import { FULL, variation } from "../support/full.ts";
import { expectRefusal } from "../support/refusal.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(async () => {
  await place?.close();
});

const good = (more: string) => `version: 1\nname: bad\nbase: { image: BASE }\n${more}`;
const PHASES = 'phases:\n  - { name: one, packages: ["known"] }\n';

const manifests: readonly { readonly what: string; readonly text: string; readonly says: RegExp }[] = [
  { what: "an empty file", text: "", says: /^install\.yml:1:1: error: the manifest is empty; write / },
  {
    what: "wrong YAML",
    text: "version: 1\nname: [a\nbase: b\n",
    says: /^install\.yml:3:1: error: a `\[` or `\{` .* close it/,
  },
  { what: "a tab", text: "version: 1\n\tname: a\n", says: /^install\.yml:2:1: error: there is a tab/ },
  {
    what: "an unknown key",
    text: good(`${PHASES}commandd: [sh]\n`),
    says: /^install\.yml:6:1: error: unknown key `commandd`; did you mean `command`\?/,
  },
  {
    what: "a key given twice",
    text: good(`name: again\n${PHASES}`),
    says: /^install\.yml:4:1: error: `name` is already given on line 2/,
  },
  {
    what: "a wrong unit",
    text: good(`${PHASES}disk: { reserve: 1 gigabyte }\n`),
    says: /^install\.yml:6:18: error: `disk\.reserve`: `gigabyte` isn't a unit of size; write MB, GB/,
  },
  {
    what: "no phases",
    text: good("phases: []\n"),
    says: /^install\.yml:4:9: error: `phases` has no entries; write /,
  },
  {
    what: "a file that isn't there",
    text: good(`${PHASES}files: [{ from: nowhere, to: /app }]\n`),
    says: /^install\.yml:6:17: error: there is no `nowhere` beside the manifest/,
  },
  {
    what: "a private index that nobody allowed",
    text: good(`${PHASES}indexes: [{ name: own, url: "https://10.0.0.1/simple", packages: [known] }]\n`),
    says: /^install\.yml:6:29: error: .*--allow-private-index/,
  },
];

describe("a manifest", () => {
  test.each(FULL ? manifests : manifests.slice(0, 1))("with $what", async ({ text: manifest, says }) => {
    await place.write("install.yml", manifest.replace("BASE", place.base));
    await expectRefusal(place, await place.run(["build"]), 2, says);
  });

  test("that is missing", async () => {
    const run = await place.run(["build", "nowhere/install.yml"]);
    await expectRefusal(
      place,
      run,
      2,
      /^error: The manifest nowhere\/install\.yml can't be read: it doesn't exist\.\n {2}→ Name /,
    );
  });

  variation("that is a folder", async () => {
    await expectRefusal(
      place,
      await place.run(["build", "."]),
      2,
      /^error: The manifest \. can't be read: it is a folder\./,
    );
  });

  variation("that is no text", async () => {
    await place.write("binary.yml", Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0, 0]));
    await expectRefusal(place, await place.run(["build", "binary.yml"]), 2, /^binary\.yml:1:\d+: error: /);
  });
});

variation.each([
  { what: "an unknown option", args: ["build", "--foo"], says: /^error: unknown option '--foo'/ },
  { what: "an unknown verb", args: ["frobnicate"], says: /^error: unknown command 'frobnicate'/ },
  {
    what: "a push to nowhere",
    args: ["build", "--push"],
    says: /^error: There is nothing to push to: no tag was given\.\n {2}→ /,
  },
  {
    what: "a tag that is no reference",
    args: ["build", "--push", "--tag", "Team/Worker:1"],
    says: /^error: "Team\/Worker:1" is not an image reference\.\n {2}→ /,
  },
])("$what", async ({ args, says }) => {
  await place.write("install.yml", good(PHASES).replace("BASE", place.base));
  await expectRefusal(place, await place.run(args), 2, says);
});
