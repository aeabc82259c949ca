import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import { createNodeHttp } from "../../../src/host/network/node-http.ts";
import { RegistryError } from "../../../src/text/errors.ts";
import { buildScene } from "../../support/build-scene.ts";
import { privateCertificate } from "../../support/certificates.ts";
import { testPorts } from "../../support/test-ports.ts";
import { tunnelProxy } from "../../support/tunnel-proxy.ts";

const RUN = { id: "r1", owner: "host/1" };
const FILE = "demo-1.0-py3-none-any.whl";

/** Plans a manifest that names a file of a public host, which redirects to one inside. */
async function planned(phase: string) {
  await using scene = await buildScene();
  await using proxy = await tunnelProxy();
  const authority = privateCertificate("files.example");
  const asked: string[] = [];
  const server: Server = createServer(authority, (request, response) => {
    asked.push(`${request.headers.host?.split(":")[0]}${request.url}`);
    const inside = `https://10.0.0.1:${(server.address() as AddressInfo).port}/inside/${FILE}`;
    response.writeHead(302, { location: inside }).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `https://files.example:${(server.address() as AddressInfo).port}/${FILE}`;
  await writeFile(
    join(scene.folder, "install.yml"),
    `version: 1\nname: demo\nbase: { image: "base.example/python:1" }\nphases:\n  - { name: one, packages: [alpha] }\n  - { name: two, packages: [beta] }\n  - { name: own, packages: ["demo @ ${address}"]${phase} }\n`,
  );
  const outside = createNodeHttp({ caBundle: authority.ca, proxy: proxy.settings });
  const ports = testPorts({ engine: scene.engine });
  const http: typeof outside = {
    request: (url, request) => (url.includes("files.example") ? outside : ports.http).request(url, request),
  };
  const report = await runCommand(RUN, scene.options({ command: "plan" }), { ...ports, http }, "0.0.0").catch(
    (error: unknown) => error,
  );
  server.closeAllConnections();
  server.close();
  return { report, asked };
}

test("a file whose public address redirects inside ends the plan, and nobody inside is asked", async () => {
  const { report, asked } = await planned("");

  expect(report).toMatchObject({
    cause: expect.any(RegistryError),
    message: expect.stringMatching(
      /^https:\/\/files\.example:\d+\/demo\S+ redirects to https:\/\/10\.0\.0\.1:\d+\/inside\/\S+, which lies inside the machine or its network\.$/,
    ),
  });
  expect(asked).toEqual([`files.example/${FILE}`]);
});

test("an optional phase is left out for it", async () => {
  const { report } = await planned(", optional: true");

  expect(report).toMatchObject({
    plan: {
      phases: [
        { name: "one", leftOut: false },
        { name: "two", leftOut: false },
        { name: "own", leftOut: true, reason: expect.stringContaining("which lies inside the machine") },
      ],
    },
  });
});
