import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { EngineError, RegistryError } from "../../../src/text/errors.ts";
import { answerLines, EngineServer } from "../../support/engine-server.ts";

let server: EngineServer | undefined;

async function engineThat(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  server = await EngineServer.start(answer);
  return { engine: await server.open(), requests: server.requests };
}

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const reference = "registry.example:5000/team/worker:1";

describe("errors inside a 200", () => {
  const lines = [
    { status: "Pushing", id: "a" },
    { errorDetail: { message: "denied: nope" }, error: "denied: nope" },
  ];

  test("a push fails", async () => {
    const { engine } = await engineThat((_, response) => answerLines(response, lines));
    await expect(engine.pushImage(reference)).rejects.toThrow(RegistryError);
  });

  test("a pull fails", async () => {
    const { engine } = await engineThat((_, response) => answerLines(response, lines));
    await expect(engine.pullImage(reference)).rejects.toThrow(RegistryError);
  });

  test("a push whose digest the engine doesn't name ends without one", async () => {
    const { engine } = await engineThat((_, response) =>
      answerLines(response, [{ status: "Pushed", id: "a" }]),
    );
    await expect(engine.pushImage(reference)).resolves.toBeUndefined();
  });
});

describe("how the engine keeps images", () => {
  test.each([
    [
      [
        ["Backing Filesystem", "extfs"],
        ["Supports d_type", "true"],
      ],
      "graph-driver",
    ],
    [[["driver-type", "io.containerd.snapshotter.v1"]], "containerd"],
    [null, "graph-driver"],
  ] as const)("%j is %s", async (status, expected) => {
    const { engine } = await engineThat((_, response) =>
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ Version: "library-import", ApiVersion: "1.54", DriverStatus: status })),
    );
    expect(await engine.info()).toMatchObject({
      imageStore: expected,
      version: "library-import",
      runtimes: [],
    });
  });
});

test("an image's bytes are those of its layers, also where its size counts the compressed ones", async () => {
  const { engine } = await engineThat((request, response) => {
    const image = { Id: `sha256:${"a".repeat(64)}`, Os: "linux", Architecture: "amd64", Size: 250 };
    const history = [{ Size: 0 }, { Size: 40 }, { Size: 100 }];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url?.endsWith("/history") ? history : image));
  });
  expect((await engine.findImage(reference))?.bytes).toBe(140);
});

describe("what is asked of the engine", () => {
  test("a pull names tag, platform and login in their places, and no API version", async () => {
    const { engine, requests } = await engineThat((_, response) => answerLines(response, [{ error: "EOF" }]));
    const credentials = { server: "registry.example:5000", username: "ci", password: "s3cret" };
    await expect(engine.pullImage(reference, { credentials })).rejects.toThrow();
    const url = new URL(requests[0]?.path ?? "", "http://engine");
    expect(url.pathname).toBe("/images/create");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      fromImage: "registry.example:5000/team/worker",
      tag: "1",
      platform: "linux/amd64",
    });
    expect(JSON.parse(requests[0]?.auth ?? "")).toEqual({
      serveraddress: "registry.example:5000",
      username: "ci",
      password: "s3cret",
    });
  });

  test("a registry on loopback may speak plain HTTP, which Podman wants to be told", async () => {
    const { engine, requests } = await engineThat((_, response) => answerLines(response, [{ error: "EOF" }]));
    await expect(engine.pushImage("127.0.0.1:5000/worker:1")).rejects.toThrow();
    await expect(engine.pullImage("localhost:5000/worker:1")).rejects.toThrow();
    await expect(engine.pullImage(reference)).rejects.toThrow();
    const asked = requests.map(({ path }) => new URL(path, "http://engine").searchParams.get("tlsVerify"));
    expect(asked).toEqual(["false", "false", null]);
  });

  test("a push without a login still sends the header that engines insist on", async () => {
    const { engine, requests } = await engineThat((_, response) => answerLines(response, [{ error: "EOF" }]));
    await expect(engine.pushImage(reference)).rejects.toThrow();
    expect(requests[0]).toMatchObject({
      path: "/images/registry.example:5000/team/worker/push?tag=1",
      auth: "{}",
    });
  });
});

describe("an engine that goes away", () => {
  test("no socket", async () => {
    const { engine } = await engineThat(() => undefined);
    await server?.stop();
    await expect(engine.info()).rejects.toThrow(/No container engine answers at unix:/);
  });

  test("a cut connection", async () => {
    const { engine } = await engineThat((request) => request.socket.destroy());
    await expect(engine.listImages({ a: "" })).rejects.toThrow(EngineError);
  });

  test("a stream that is cut in the middle of a push", async () => {
    const { engine } = await engineThat((request, response) => {
      response.writeHead(200);
      response.write('{"status":"Pushing","id":"a"}\r\n', () => request.socket.destroy());
    });
    await expect(engine.pushImage(reference)).rejects.toThrow(/stopped answering/);
  });

  test("an abort ends a push that hangs, with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { engine } = await engineThat((_, response) => {
      response.writeHead(200);
      response.write('{"status":"Pushing","id":"a"}\r\n', () => controller.abort(reason));
    });
    await expect(engine.pushImage(reference, { signal: controller.signal })).rejects.toBe(reason);
  });
});
