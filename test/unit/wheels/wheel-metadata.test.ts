import { describe, expect, test } from "vitest";
import type { LockedFile } from "../../../src/python/lock.ts";
import { parseRequirement } from "../../../src/python/requirement.ts";
import { BuildError } from "../../../src/text/errors.ts";
import { metadataReader } from "../../../src/wheels/wheel-metadata.ts";
import { serveFiles } from "../../support/file-server.ts";
import { wheel } from "../../support/python-packages.ts";
import { testPorts } from "../../support/test-ports.ts";

const APP = wheel({ name: "app", requires: ["lib>=1", 'voice ; extra == "speech"'] });
const LIB = wheel({ name: "lib" });
const REQUIRES = ["lib>=1", 'voice ; extra == "speech"'].map(parseRequirement);
const BESIDE =
  "Metadata-Version: 2.1\r\nName: app\r\nRequires-Dist: other\r\nRequires-Python: >=3.9\r\n\r\nRequires-Dist: not-this\r\n";

const at = (origin: string, file: typeof APP, query = ""): LockedFile => ({
  ...{ name: file.name, url: `${origin}/${file.name}${query}`, sha256: file.sha256 },
  bytes: file.content.length,
});

/** A file host with both wheels and, where given, something beside the first. */
const host = (beside?: string) =>
  serveFiles({
    [APP.name]: APP.content,
    [LIB.name]: LIB.content,
    ...(beside !== undefined && { [`${APP.name}.metadata`]: Buffer.from(beside) }),
  });

describe("what a wheel asks for", () => {
  test("is read beside it, headers only", async () => {
    await using server = await host(BESIDE);

    const read = metadataReader(testPorts());

    expect(await read(at(server.origin, APP))).toEqual({
      requires: [parseRequirement("other")],
      requiresPython: ">=3.9",
    });
    expect(server.requests).toHaveLength(1);
  });

  test("is read inside it where the host has nothing beside, which is asked once", async () => {
    await using server = await host();
    const read = metadataReader(testPorts());

    expect((await read(at(server.origin, APP))).requires).toEqual(REQUIRES);
    expect((await read(at(server.origin, LIB))).requires).toEqual([]);

    expect(server.requests.filter((one) => one.endsWith(".metadata"))).toHaveLength(1);
  });

  test.each([
    ["a page that answers everything", "<html>Metadata-Version: none of it</html>"],
    ["nothing", ""],
  ])("isn't taken from %s", async (_, beside) => {
    await using server = await host(beside);

    expect((await metadataReader(testPorts())(at(server.origin, APP))).requires).toEqual(REQUIRES);
  });

  test("is fetched once, ever", async () => {
    await using server = await host();
    const ports = testPorts();
    await metadataReader(ports)(at(server.origin, APP));
    const asked = server.requests.length;

    expect((await metadataReader(ports)(at(server.origin, APP))).requires).toEqual(REQUIRES);
    expect(server.requests).toHaveLength(asked);
  });

  test("isn't there in a file that is no wheel", async () => {
    await using server = await serveFiles({ [APP.name]: Buffer.from("x".repeat(100)) });
    const file = { ...at(server.origin, APP), bytes: 100 };

    const error = await metadataReader(testPorts())(file).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).message).toContain("is no readable wheel");
  });
});
