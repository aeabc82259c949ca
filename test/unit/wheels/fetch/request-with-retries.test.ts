import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createNodeHttp } from "../../../../src/host/network/node-http.ts";
import { RegistryError } from "../../../../src/text/errors.ts";
import { requestWithRetries } from "../../../../src/wheels/fetch/request-with-retries.ts";
import { SelfMovingClock } from "../../../support/self-moving-clock.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";

/** Answers each request with the next status of the list; "reset" cuts the connection. The last one stays. */
async function serve(...answers: (number | "reset")[]) {
  let requests = 0;
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests, answers.length - 1)] ?? 200;
    requests += 1;
    if (answer === "reset") request.socket.resetAndDestroy();
    else response.writeHead(answer).end("body");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function scene() {
  const clock = new SelfMovingClock();
  return { clock, ports: { http: createNodeHttp({}), clock } };
}

describe("requestPatiently", () => {
  test.each([[503], [429], [500], ["reset" as const]])("asks again after %s", async (passing) => {
    await using server = await serve(passing, 206);

    const response = await requestWithRetries(scene().ports, server.url, {});

    expect(response.status).toBe(206);
    expect(server.requests()).toBe(2);
  });

  test.each([404, 403, 401, 200])("takes %d as it is, at once", async (status) => {
    await using server = await serve(status);

    const { ports, clock } = scene();

    expect((await requestWithRetries(ports, server.url, {})).status).toBe(status);
    expect(server.requests()).toBe(1);
    expect(clock.sleeps).toEqual([]);
  });

  test("gives up after four tries and hands on the last answer", async () => {
    await using server = await serve(503);
    const { ports, clock } = scene();

    expect((await requestWithRetries(ports, server.url, {})).status).toBe(503);
    expect(server.requests()).toBe(4);
    expect(clock.sleeps).toEqual([450, 900, 1800]);
  });

  test("stops waiting when the run is stopped", async () => {
    await using server = await serve(503);
    const stop = new AbortController();
    const why = new RegistryError("stopped");
    const clock = new SteppedClock();
    const sleep = (milliseconds: number, signal?: AbortSignal) => {
      const slept = clock.sleep(milliseconds, signal);
      stop.abort(why);
      return slept;
    };

    const asked = requestWithRetries({ ...scene().ports, clock: { sleep, jitter: () => 0 } }, server.url, {
      signal: stop.signal,
    });

    await expect(asked).rejects.toBe(why);
    expect(server.requests()).toBe(1);
  });
});
