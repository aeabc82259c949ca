import { expect, test } from "vitest";
import { lazyHttp } from "../../../../src/host/network/lazy-http.ts";

test("is opened by its first request, and once", async () => {
  let opened = 0;
  const http = lazyHttp(async () => {
    opened += 1;
    return { request: async (url) => ({ status: 200, headers: { url }, body: new Uint8Array() }) };
  });
  expect(opened).toBe(0);

  const answers = await Promise.all([http.request("https://a.example/"), http.request("https://b.example/")]);

  expect(answers.map((one) => one.headers["url"])).toEqual(["https://a.example/", "https://b.example/"]);
  expect(opened).toBe(1);
});
