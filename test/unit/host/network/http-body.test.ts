import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createNodeHttp } from "../../../../src/host/network/node-http.ts";

test("a request fails after its longest time, although bytes come now and then", async () => {
  const server = createServer((_request, response) => {
    const timer = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(timer));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;

  const failing = createNodeHttp().request(`http://127.0.0.1:${port}/`, { timeoutMs: 150, longestMs: 300 });

  await expect(failing).rejects.toMatchObject({ cause: { code: "ETIMEDOUT" } });
  server.close();
});
