import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createNodeHttp } from "../../../../src/host/network/node-http.ts";
import type { Http } from "../../../../src/ports/machine.ts";
import { RegistryError } from "../../../../src/text/errors.ts";
import { openRangedFile } from "../../../../src/wheels/fetch/ranged-file.ts";
import { serveFiles } from "../../../support/file-server.ts";
import { SelfMovingClock } from "../../../support/self-moving-clock.ts";

const KIB = 1024;
const CONTENT = randomBytes(100 * KIB);
const http = createNodeHttp();
const ports = { http, clock: new SelfMovingClock() };

describe("a file host that answers ranges", () => {
  test("any part of the file reads as it lies on the host", async () => {
    await using server = await serveFiles({ file: CONTENT });
    const file = await openRangedFile(ports, `${server.origin}/file`, CONTENT.length);

    const parts = [
      [0, 10],
      [50 * KIB, 30 * KIB],
      [60 * KIB, 40 * KIB - 1],
      [CONTENT.length - 5, 5],
    ] as const;
    const read = await Promise.all(parts.map(([offset, count]) => file.read(offset, count)));

    for (const [index, [offset, count]] of parts.entries()) {
      expect(Buffer.from(read[index] ?? []).equals(CONTENT.subarray(offset, offset + count))).toBe(true);
    }
  });

  test("only the tail is fetched to begin with, and never again", async () => {
    await using server = await serveFiles({ file: CONTENT });

    const file = await openRangedFile(ports, `${server.origin}/file`, CONTENT.length);
    await file.read(CONTENT.length - 1000, 1000);

    expect(server.requests).toEqual([`GET bytes=${84 * KIB}-${100 * KIB - 1} /file`]);
    expect(file.fetchedBytes()).toBe(16 * KIB);
  });

  test("the length is asked for where the lock doesn't know it", async () => {
    await using server = await serveFiles({ file: CONTENT });

    const file = await openRangedFile(ports, `${server.origin}/file`, undefined);

    expect(await file.getLength()).toBe(CONTENT.length);
    expect(server.sentBytes()).toBe(1 + 16 * KIB);
  });

  test("redirects are followed with the range", async () => {
    await using server = await serveFiles({ file: CONTENT });
    server.manner = "redirect";

    const file = await openRangedFile(ports, `${server.origin}/file`, CONTENT.length);
    const read = await file.read(CONTENT.length - 3, 3);

    expect([...read]).toEqual([...CONTENT.subarray(-3)]);
    expect(server.sentBytes()).toBe(16 * KIB);
  });

  test("a redirect to another host is followed with the range", async () => {
    await using other = await serveFiles({ file: CONTENT });
    await using server = await serveFiles({ file: CONTENT });
    Object.assign(server, { manner: "redirect", target: other.origin });

    const file = await openRangedFile(ports, `${server.origin}/file`, CONTENT.length);
    const read = await file.read(CONTENT.length - 3, 3);

    expect([...read]).toEqual([...CONTENT.subarray(-3)]);
    expect(other.requests).toEqual([`GET bytes=${84 * KIB}-${100 * KIB - 1} /moved/file`]);
  });

  test("what lies beyond the end isn't asked for", async () => {
    await using server = await serveFiles({ file: CONTENT });
    const file = await openRangedFile(ports, `${server.origin}/file`, CONTENT.length);

    await expect(file.read(10, 2 ** 40)).rejects.toThrow("it names bytes beyond its end");
    expect(server.requests).toHaveLength(1);
  });

  test("an empty file reads as nothing", async () => {
    await using server = await serveFiles({ file: new Uint8Array() });

    const file = await openRangedFile(ports, `${server.origin}/file`, 0);

    expect(await file.read(0, 10)).toHaveLength(0);
  });
});

test("a host that knows no ranges is asked once, and every part comes from that answer", async () => {
  await using server = await serveFiles({ file: CONTENT });
  server.manner = "whole";

  const file = await openRangedFile(ports, `${server.origin}/file`, CONTENT.length);
  const head = await file.read(0, 100);
  const tail = await file.read(CONTENT.length - 100, 100);

  expect([...head, ...tail]).toEqual([...CONTENT.subarray(0, 100), ...CONTENT.subarray(-100)]);
  expect(server.requests).toHaveLength(1);
  expect(file.fetchedBytes()).toBe(CONTENT.length);
});

describe("a file host that answers wrongly", () => {
  test.each([
    ["fewer bytes than asked for", "cut" as const, /answered 8192 bytes of .* where 16384 were asked for/],
    ["an empty answer", "empty" as const, /answered 0 bytes of .* where 16384 were asked for/],
    ["404", 404, /answered 404 for/],
    ["410", 410, /answered 410 for/],
    ["503", 503, /answered 503 for/],
    ["403", 403, /answered 403 for/],
    ["501 for ranges", 501, /answered 501 for/],
    ["429", 429, /answered 429 for/],
    ["416", 416, /answered 416 for/],
    [
      "another place of the file",
      "elsewhere" as const,
      /answered "bytes 0-16383\/102401" of .* where "bytes 86016-102399\/102400" were/,
    ],
    ["bytes without saying which", "unsaid" as const, /answered "no range" of .* were asked for/],
    ["an empty file", "nothing" as const, /answered 0 bytes of .* where a file of 102400 were/],
  ])("%s is an error of the host", async (_, manner, message) => {
    await using server = await serveFiles({ file: CONTENT });
    server.manner = manner;

    const opening = openRangedFile(ports, `${server.origin}/file`, CONTENT.length);

    const error = await opening.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RegistryError);
    expect((error as RegistryError).message).toMatch(message);
    expect((error as RegistryError).evidence).toContain(`GET ${server.origin}/file`);
    expect((error as RegistryError).remedy).toBeTruthy();
    expect((error as RegistryError).exitCode).toBe(6);
  });

  test("silence is an error of the host after it was asked four times", async () => {
    await using server = await serveFiles({ file: CONTENT });
    server.manner = "silent";
    const hasty: Http = { request: (url, request) => http.request(url, { ...request, timeoutMs: 40 }) };

    const opening = openRangedFile({ ...ports, http: hasty }, `${server.origin}/file`, CONTENT.length);

    const error = await opening.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RegistryError);
    expect((error as RegistryError).message).toContain("silence for 0.04 s");
    expect((error as RegistryError).remedy).toBeTruthy();
    expect(server.requests).toHaveLength(4);
  });

  test("an address with a login or a signature isn't repeated", async () => {
    await using server = await serveFiles({});
    const address = `${server.origin.replace("//", "//user:secret@")}/file?signature=secret`;

    const error = await openRangedFile(ports, address, 10).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(RegistryError);
    expect(JSON.stringify(error) + String(error)).not.toContain("secret");
  });

  test("a lock that names more bytes than the file has is an error of the host", async () => {
    await using server = await serveFiles({ file: CONTENT });

    const opening = openRangedFile(ports, `${server.origin}/file`, CONTENT.length + 7);

    await expect(opening).rejects.toThrow(/answered 16377 bytes of .* where 16384 were asked for/);
  });

  test.each([
    [404, /Resolve anew/],
    [410, /Resolve anew/],
    [403, /credentials/],
    [401, /login/],
    [416, /--refresh/],
    [429, /Run again later/],
    [503, /Run again later/],
  ])("what to do about %d is said", async (status, remedy) => {
    await using server = await serveFiles({ file: CONTENT });
    server.manner = status;

    const opening = openRangedFile(ports, `${server.origin}/file`, undefined);

    const error = await opening.catch((thrown: unknown) => thrown);
    expect((error as RegistryError).remedy).toMatch(remedy);
  });

  test("a closed port is an error of the host", async () => {
    const server = await serveFiles({});
    await server[Symbol.asyncDispose]();

    const opening = openRangedFile(ports, `${server.origin}/file`, 10);

    await expect(opening).rejects.toBeInstanceOf(RegistryError);
  });
});

test("an aborted signal ends the reading with its own reason", async () => {
  await using server = await serveFiles({ file: CONTENT });
  const controller = new AbortController();
  controller.abort(new Error("stopped by hand"));

  const opening = openRangedFile(ports, `${server.origin}/file`, CONTENT.length, controller.signal);

  await expect(opening).rejects.toThrow("stopped by hand");
});
