import { describe, expect, test } from "vitest";
import { parseIndexPage } from "../../../../src/wheels/index/index-page.ts";
import { threadMilliseconds } from "../../../support/thread-time.ts";

const HASH = "a".repeat(64);
const address = "https://index.example/simple/demo/";

function page(body: string, contentType: string) {
  return parseIndexPage({ address, contentType, body: new TextEncoder().encode(body) });
}

describe("files of a project's page", () => {
  test("in JSON, as PEP 691 writes it", () => {
    const file = {
      filename: "demo-1.0-py3-none-any.whl",
      url: "../../files/demo.whl",
      hashes: { sha256: HASH },
    };
    const files = [file, { filename: "demo-1.0.tar.gz", url: "https://other.example/d.tar.gz", hashes: {} }];

    expect(page(JSON.stringify({ files }), "application/vnd.pypi.simple.v1+json")).toEqual([
      { name: file.filename, url: "https://index.example/files/demo.whl", sha256: HASH },
      { name: "demo-1.0.tar.gz", url: "https://other.example/d.tar.gz", sha256: undefined },
    ]);
  });

  test("in HTML, as PEP 503 writes it: the name is the address's, the hash its fragment's", () => {
    const body = `<html><body>
      <a href="/files/demo-1.0%2Bcu128-py3-none-any.whl#sha256=${HASH.toUpperCase()}" data-requires-python="&gt;=3.8">demo</a><br>
      <A class="x"  HREF='https://cdn.example/a/demo-2.0.tar.gz?a=1&amp;b=2#md5=1'>demo</A>
    </body></html>`;

    expect(page(body, "text/html; charset=utf-8")).toEqual([
      {
        name: "demo-1.0+cu128-py3-none-any.whl",
        url: "https://index.example/files/demo-1.0%2Bcu128-py3-none-any.whl",
        sha256: HASH,
      },
      { name: "demo-2.0.tar.gz", url: "https://cdn.example/a/demo-2.0.tar.gz?a=1&b=2", sha256: undefined },
    ]);
  });

  test.each([
    ["a proxy's own page", "<html><body><h1>Sign in</h1></body></html>", "text/html"],
    ["JSON that is cut short", '{"files": [{"filename": "x"', "application/json"],
    ["JSON of something else", '{"message": "no"}', "application/json"],
    [
      "an address of another kind",
      '<a href="file:///etc/passwd">x</a><a href="ftp://x/y">y</a>',
      "text/html",
    ],
    ["nothing", "", ""],
  ])("none in %s", (_, body, contentType) => {
    expect(page(body, contentType)).toEqual([]);
  });

  test("soon, in a page that was made to be slow", () => {
    const body = `<a ${"href ".repeat(200_000)}`;
    const started = threadMilliseconds();
    expect(page(body, "text/html")).toEqual([]);
    expect(threadMilliseconds() - started).toBeLessThan(3000);
  });
});
