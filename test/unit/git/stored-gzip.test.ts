import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { storedGzip } from "../../../src/git/stored-gzip.ts";

test.each([0, 1, 65_535, 65_536, 200_000])("%i bytes come out as they went in", (length) => {
  const content = Buffer.alloc(length, "surelayer");

  expect(gunzipSync(storedGzip(content)).equals(content)).toBe(true);
});

test("the bytes are no zlib's choice", () => {
  expect(Buffer.from(storedGzip(Buffer.from("abc"))).toString("hex")).toBe(
    "1f8b08000000000000ff010300fcff616263c241243503000000",
  );
});
