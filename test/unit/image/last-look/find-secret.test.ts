import { Readable } from "node:stream";
import { type Header, pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import { findSecret } from "../../../../src/image/last-look/find-secret.ts";
import { createRedactor } from "../../../../src/text/secrets/redactor.ts";

const SECRET = "hunter2hunter2";

function archiveOf(files: Readonly<Record<string, string | Buffer>>): Readable {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.entry({ name: "link", type: "symlink", linkname: "elsewhere" });
  archive.finalize();
  return Readable.from(archive);
}

async function found(files: Readonly<Record<string, string | Buffer>>) {
  const secrets = createRedactor();
  secrets.add([SECRET]);
  return await findSecret(archiveOf(files), secrets);
}

describe("a layer's files", () => {
  test("that hold no secret are all looked at", async () => {
    expect(await found({ "app/one": "nothing", "app/two": Buffer.alloc(3_000_000, 97) })).toBeUndefined();
  });

  test.each([
    ["as it is", `KEY=${SECRET}\n`],
    ["in base64", Buffer.from(`me:${SECRET}`).toString("base64")],
    ["across two pieces", Buffer.concat([Buffer.alloc(1024 * 1024 - 5, 0xff), Buffer.from(SECRET)])],
    [
      "behind much else",
      Buffer.concat([Buffer.alloc(5_000_000), Buffer.from(SECRET), Buffer.alloc(5_000_000)]),
    ],
  ])("that hold a secret are named: %s", async (_how, content) => {
    expect(await found({ "./app/one": "nothing", "./app/.env": content, "./app/two": "x" })).toBe(
      "/app/.env",
    );
  });

  test.each<readonly [string, Partial<Header> & { readonly name: string }]>([
    ["a name", { name: `app/${SECRET}.txt` }],
    ["a folder's name", { name: `app/${SECRET}/`, type: "directory" }],
    ["a link's target", { name: "app/link", type: "symlink", linkname: `/run/${SECRET}` }],
    ["an attribute", { name: "app/x", pax: { "SCHILY.xattr.user.note": SECRET } }],
  ])("that have a secret in %s are named", async (_what, header) => {
    const archive = pack();
    archive.entry(header, "");
    archive.finalize();
    const secrets = createRedactor();
    secrets.add([SECRET]);
    expect(await findSecret(Readable.from(archive), secrets)).toBe(`/${header.name}`);
  });

  test("in an archive that is cut short are no proof", async () => {
    const secrets = createRedactor();
    secrets.add([SECRET]);
    const whole = Buffer.concat(await archiveOf({ one: Buffer.alloc(10_000) }).toArray());

    await expect(findSecret(Readable.from([whole.subarray(0, 2000)]), secrets)).rejects.toThrow();
  });
});
