import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createNodeHttp } from "../../../../src/host/network/node-http.ts";

test("asks before it follows a redirect, each step of it, and never asks where it may not", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? "");
    const next = { "/": "/next", "/next": "/inside" }[request.url ?? ""];
    response.writeHead(next ? 302 : 200, next ? { location: next } : {}).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirectFault = (_from: URL, to: URL) =>
    to.pathname === "/inside" ? { why: "is inside", remedy: "Go elsewhere." } : undefined;

  const failed = createNodeHttp().request(url, { redirectFault });

  await expect(failed).rejects.toMatchObject({
    message: `${url}/next redirects to ${url}/inside, which is inside.`,
    remedy: "Go elsewhere.",
    cause: { code: "REDIRECT_REFUSED" },
  });
  expect(seen).toEqual(["/", "/next"]);
  server.close();
});
