import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNodeFiles } from "../../../../src/host/node-files.ts";
import { changedFiles, hashLocal } from "../../../../src/resolve/direct/read-direct.ts";
import { withLocalFiles } from "../../../../src/wheels/fetch/local-files-http.ts";
import { readWheelContents } from "../../../../src/wheels/read-wheel-contents.ts";
import { scratchFolder } from "../../../support/scratch-folder.ts";
import { testPorts } from "../../../support/test-ports.ts";
import { wheel } from "../../../support/wheel.ts";

const WHEEL = wheel({ name: "demo", files: { "demo.py": "x = 1\n" } });
const ADDRESS = `./${WHEEL.fileName}`;

async function withWheel() {
  const folder = await scratchFolder();
  await writeFile(join(folder.path, WHEEL.fileName), WHEEL.bytes);
  const elsewhere = { request: async (url: string) => Promise.reject(new Error(`${url} was asked for`)) };
  const ports = testPorts({ http: withLocalFiles(elsewhere, createNodeFiles(), folder.path) });
  return { folder, ports };
}

describe("a file beneath the manifest", () => {
  test("is read by ranges, as one of a host", async () => {
    const { folder, ports } = await withWheel();
    await using _ = folder;
    const file = { url: ADDRESS, name: WHEEL.fileName, sha256: WHEEL.sha256, bytes: undefined };

    const { contents } = await readWheelContents(file, ports);

    expect(contents.files.map((one) => one.path)).toContain("demo.py");
    const whole = await ports.http.request(ADDRESS);
    expect([whole.status, Buffer.from(whole.body).equals(WHEEL.bytes)]).toEqual([200, true]);
    const part = await ports.http.request(ADDRESS, { headers: { range: "bytes=2-4" } });
    expect([part.status, part.headers["content-range"]]).toEqual([206, `bytes 2-4/${WHEEL.bytes.length}`]);
    expect(Buffer.from(part.body)).toEqual(WHEEL.bytes.subarray(2, 5));
    expect(await hashLocal(ADDRESS, WHEEL.bytes.length, ports)).toBe(WHEEL.sha256);
  });

  test("that is absent is one that a host doesn't have, and any other address goes to the network", async () => {
    const { folder, ports } = await withWheel();
    await using _ = folder;

    expect((await ports.http.request("./gone.whl")).status).toBe(404);
    await expect(ports.http.request("https://files.example/a")).rejects.toThrow("files.example/a was asked");
  });

  test("is known to have changed by its content, or by its absence", async () => {
    const { folder, ports } = await withWheel();
    await using _ = folder;
    const files = [
      { url: ADDRESS, sha256: WHEEL.sha256 },
      { url: "./gone.whl", sha256: WHEEL.sha256 },
      { url: "https://files.example/a.whl", sha256: "0" },
    ];

    expect(await changedFiles(files, ports)).toEqual(["./gone.whl"]);
    const other = Buffer.from(WHEEL.bytes);
    other[0] = 0;
    await writeFile(join(folder.path, WHEEL.fileName), other);
    expect(await changedFiles(files, ports)).toEqual([ADDRESS, "./gone.whl"]);
  });
});
