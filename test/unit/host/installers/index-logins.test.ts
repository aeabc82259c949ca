import { expect, test } from "vitest";
import { indexLogins, withIndexLogins } from "../../../../src/host/installers/index-logins.ts";
import type { Http, HttpRequest } from "../../../../src/ports/machine.ts";

const ENV = {
  UV_DEFAULT_INDEX: "https://user:p%40ss@index.example/simple/",
  UV_INDEX: "house=https://token-only@house.example:8443/simple https://open.example/simple",
  PIP_INDEX_URL: "https://index.example/simple",
};

async function authorizationOf(
  url: string,
  headers: Record<string, string> = {},
): Promise<string | undefined> {
  const seen: HttpRequest[] = [];
  const http: Http = {
    request: async (_, request = {}) => {
      seen.push(request);
      return { status: 200, headers: {}, body: new Uint8Array() };
    },
  };
  await withIndexLogins(http, indexLogins(ENV)).request(url, { headers });
  return seen[0]?.headers?.["authorization"];
}

const basic = (login: string) => `Basic ${Buffer.from(login).toString("base64")}`;

test("files on an index's host are asked for with the index's login", async () => {
  expect(await authorizationOf("https://index.example/files/a.whl")).toBe(basic("user:p@ss"));
  expect(await authorizationOf("https://house.example:8443/files/a.whl")).toBe(basic("token-only:"));
});

test("no other host, port or scheme gets it", async () => {
  for (const url of [
    "https://files.example/a.whl",
    "https://open.example/a.whl",
    "https://house.example/a.whl",
    "http://index.example/a.whl",
    "https://index.example.evil.example/a.whl",
  ]) {
    expect(await authorizationOf(url), url).toBeUndefined();
  }
});

test("a caller's own Authorization wins", async () => {
  expect(await authorizationOf("https://index.example/a.whl", { authorization: "Bearer x" })).toBe(
    "Bearer x",
  );
});
