import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkRooms } from "./check-rooms.ts";
import type { Room } from "./house.ts";
import { readImports } from "./read-imports.ts";
import { readSources, readTable } from "./source-files.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const TABLE: readonly Room[] = [
  { room: "cli.ts", floor: 4, says: "" },
  { room: "image", floor: 3, says: "" },
  { room: "plan", floor: 2, says: "", pure: true },
  { room: "sizes", floor: 2, says: "", pure: true },
  { room: "docker", floor: 1, says: "", edge: true, open: ["push"], owns: ["dockerode"] },
  { room: "ports", floor: 0, says: "" },
];

/** A small house that keeps every rule. */
const HOUSE: Readonly<Record<string, string>> = {
  "src/cli.ts": `import { readFile } from "node:fs/promises"; import "./docker/client.ts"; await import("./image/build.ts");`,
  "src/image/build.ts": `import { join } from "node:path"; import type { Engine } from "../ports/engine.ts";
    import { order } from "../plan/order.ts"; import { push } from "../docker/push/push.ts";`,
  "src/image/record.ts": `import * as z from "zod"; import type { Engine } from "../ports/engine.ts";`,
  "src/image/loop.ts": "",
  "src/plan/order.ts": `import * as z from "zod"; import type { push } from "../docker/push/push.ts";`,
  "src/sizes/bytes.ts": "",
  "src/docker/client.ts": `import Docker from "dockerode"; import { request } from "node:http"; import type { Engine } from "../ports/engine.ts";`,
  "src/docker/push/push.ts": `import { Readable } from "node:stream"; import type { Engine } from "../../ports/engine.ts";`,
  "src/ports/engine.ts": "",
};

/** What is said when these files are added. */
function check(planted: Readonly<Record<string, string>>, table = TABLE): readonly string[] {
  return checkRooms(new Map(Object.entries({ ...HOUSE, ...planted })), table);
}

const VIA_PORTS =
  "take the interface in src/ports/. src/app/real-ports.ts, src/cli.ts, src/index.ts pass it in.";

const PLANTED: readonly (readonly [rule: string, file: string, source: string, says: string])[] = [
  [
    "an arrow upward",
    "src/sizes/a.ts",
    `export { build } from "../image/record.ts";`,
    "src/sizes/a.ts imports src/image/record.ts, which goes upward: sizes is on floor 2, image on floor 3.",
  ],
  [
    "an arrow sideways, of types only",
    "src/plan/a.ts",
    `import type { Bytes } from "../sizes/bytes.ts";`,
    "src/plan/a.ts imports src/sizes/bytes.ts, which goes sideways: plan is on floor 2, sizes on floor 2.",
  ],
  ["a folder without a row", "src/attic/a.ts", "", "src/attic has no row in lint/rooms.json."],
  ["a file at the root without a row", "src/main.ts", "", "src/main.ts has no row in lint/rooms.json."],
  [
    "an adapter",
    "src/image/a.ts",
    `import type { Client } from "../docker/client.ts";`,
    `src/image/a.ts imports src/docker/client.ts: ${VIA_PORTS}`,
  ],
  [
    "an adapter, from the open folder of its room",
    "src/docker/push/a.ts",
    `await import("../client.ts");`,
    `src/docker/push/a.ts imports src/docker/client.ts: ${VIA_PORTS}`,
  ],
  [
    "a package of another room",
    "src/image/a.ts",
    `import "dockerode/lib/util";`,
    "src/image/a.ts imports dockerode/lib/util: only docker may.",
  ],
  [
    "a package of another room, from an entrance",
    "src/cli.ts",
    `import "./ports/engine.ts"; export * from "dockerode";`,
    "src/cli.ts imports dockerode: only docker may.",
  ],
  [
    "an effect",
    "src/image/a.ts",
    `import { spawn } from "node:child_process";`,
    "src/image/a.ts imports node:child_process: effects go through src/ports/.",
  ],
  [
    "an effect, from the open folder of an edge",
    "src/docker/push/a.ts",
    `import "node:fs";`,
    "src/docker/push/a.ts imports node:fs: effects go through src/ports/.",
  ],
  [
    "a module of Node in a pure room, as a type in a type",
    "src/plan/a.ts",
    `export type Path = import("node:path").ParsedPath;`,
    "src/plan/a.ts imports node:path: plan is pure.",
  ],
  [
    "a port in a pure room",
    "src/plan/a.ts",
    `import type { Engine } from "../ports/engine.ts";`,
    "src/plan/a.ts imports src/ports/engine.ts: plan is pure.",
  ],
  [
    "a package in a pure room that doesn't only compute",
    "src/sizes/a.ts",
    `import { type Options, retry } from "p-retry";`,
    "src/sizes/a.ts imports p-retry: sizes is pure.",
  ],
  [
    "a file of another room that comes to the outside",
    "src/plan/a.ts",
    `import { push } from "../docker/push/push.ts";`,
    "src/plan/a.ts imports src/docker/push/push.ts → node:stream: plan is pure.",
  ],
];

describe("the check of the rooms", () => {
  it("finds nothing where the rules are kept", () => {
    expect(check({})).toEqual([]);
  });

  it.each(PLANTED)("sees %s", (_rule, file, source, says) => {
    expect(check({ [file]: source })).toEqual([says]);
  });

  it("sees rooms that import each other in a circle", () => {
    const faults = check({ "src/ports/a.ts": `import "../image/loop.ts";` });
    expect(faults).toContain("Rooms import each other in a circle: ports → image → ports.");
  });

  it("sees a row without a folder", () => {
    expect(check({}, [...TABLE, { room: "gate", floor: 9, says: "" }])).toEqual([
      "lint/rooms.json has a row for gate, but there is no src/gate.",
    ]);
  });

  it("sees a folder with too many files", () => {
    const many = Array.from({ length: 16 }, (_, index) => [`src/image/f${index}.ts`, `import "zod";`]);
    expect(check(Object.fromEntries(many))).toEqual(["src/image holds 19 files, more than 16."]);
  });

  it("sees that it read nothing, or too little", () => {
    expect(checkRooms(new Map(), [])).toEqual(["No file of src/ was read."]);
    expect(checkRooms(new Map([["src/ports/engine.ts", ""]]), TABLE.slice(-1))).toEqual([
      "Only 0 imports were read in 1 files: some were missed.",
    ]);
  });

  it("reads every kind of import, and what looks like one is none", () => {
    const source = `
      // import "./comment.ts";
      import a, { type B } from "./static.ts";
      import type { C } from "./type.ts";
      import "./effect.ts";
      export { d } from "../re-export.ts";
      export type { E } from "./re-exported-type.ts";
      export * from "zod";
      const text = 'import "./string.ts"';
      using f = await import("./dynamic.ts");
      let g: import("./in-type.ts").G;`;
    expect(readImports("src/plan/a.ts", source).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
      ["src/plan/static.ts", false],
      ["src/plan/type.ts", true],
      ["src/plan/effect.ts", false],
      ["src/re-export.ts", false],
      ["src/plan/re-exported-type.ts", true],
      ["zod", false],
      ["src/plan/dynamic.ts", false],
      ["src/plan/in-type.ts", true],
    ]);
    expect(() => readImports("src/a.ts", "await import(name);")).toThrow(
      "src/a.ts imports what isn't a literal.",
    );
  });
});

it("the rooms of src/ keep the rules of lint/rooms.json", () => {
  expect(checkRooms(readSources(ROOT), readTable(ROOT))).toEqual([]);
});
