import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type RequestListener, request } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privateCertificate, type ServerCertificate } from "../support/certificates.ts";
import { scratchFolder } from "../support/scratch-folder.ts";

/** The relay itself, run by this machine's Python; the servers around it are the tests' own. */
const PROGRAM = new URL("../../images/probes/login_relay.py", import.meta.url).pathname;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, unknown>;
}

const stops: (() => void)[] = [];
const seen: Seen[] = [];
let authority: ServerCertificate;
let secure: string;
let plain: string;
let proxy: string;
let relay: number;

async function listen(server: ReturnType<typeof createHttpServer>): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer: RequestListener = (asked, response) => {
  const { method = "", url = "", headers } = asked;
  seen.push({ method, url, headers });
  if (url === "/sized") return response.writeHead(200, { "content-length": 6 }).end("abcdef");
  if (url === "/moved") return response.writeHead(302, { location: `https://${secure}/files/a` }).end();
  if (url === "/chunked") return void response.writeHead(200).write("one ", () => response.end("two"));
  const page = `<a href="https://${secure}/files/a">a</a> <a href="https://elsewhere.example/b">b</a>`;
  if (url === "/simple/") return response.writeHead(200, { "content-type": "text/html" }).end(page);
  const range = headers.range === "bytes=2-3";
  response.writeHead(range ? 206 : 200, { "content-type": "application/octet-stream", etag: '"1"' });
  return response.end(range ? "cd" : "abcdef");
};

async function startRelay(settings: object): Promise<number> {
  const free = await new Promise<number>((resolve) => {
    const probe = createHttpServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
  const env = { SURELAYER_RELAY: JSON.stringify(settings) };
  const program = spawn("python3", ["-I", "-S", PROGRAM, String(free)], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  stops.push(() => program.kill());
  await once(program.stdout, "data");
  return free;
}

beforeAll(async () => {
  await using folder = await scratchFolder();
  authority = privateCertificate("127.0.0.1");
  await writeFile(`${folder.path}/ca.pem`, authority.ca);
  secure = await listen(
    createHttpsServer(authority, answer) as unknown as ReturnType<typeof createHttpServer>,
  );
  plain = await listen(createHttpServer(answer));
  const tunnels = createHttpServer(answer).on("connect", (asked, socket) => {
    seen.push({ method: "CONNECT", url: asked.url ?? "", headers: asked.headers });
    const [host, port] = (asked.url ?? "").split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) end.on("error", () => end.destroy());
  });
  proxy = await listen(tunnels);
  relay = await startRelay({
    logins: { [secure]: { origin: `https://${secure}`, authorization: "Basic bWU6czNjcmV0" } },
    proxies: { http: null, https: `http://me:pass%40word@${proxy}`, no: null },
    ca: `${folder.path}/ca.pem`,
  });
});
afterAll(() => {
  for (const stop of stops) stop();
});

/** As an installer asks its HTTP proxy. */
async function ask(address: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  const { host } = new URL(address);
  const asked = request({
    port: relay,
    path: address,
    headers: { host, ...options.headers },
    method: options.method,
  });
  asked.end();
  const [response] = await once(asked, "response");
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe("a host with a login", () => {
  test("is asked with the login, by HTTPS, through the machine's proxy with that proxy's login", async () => {
    seen.length = 0;

    const got = await ask(`http://${secure}/files/a`, {
      headers: { authorization: "Basic forged", te: "gzip" },
    });

    expect(got).toMatchObject({ status: 200, body: "abcdef", headers: { etag: '"1"' } });
    expect(seen.map((one) => one.method)).toEqual(["CONNECT", "GET"]);
    expect(seen[0]?.headers["proxy-authorization"]).toBe(
      `Basic ${Buffer.from("me:pass@word").toString("base64")}`,
    );
    expect(seen[1]?.headers).toMatchObject({ host: secure, authorization: "Basic bWU6czNjcmV0" });
    expect(seen[1]?.headers).not.toHaveProperty("te");
  });

  test("sends parts, and pages whose links come back to the relay", async () => {
    const part = await ask(`http://${secure}/files/a`, { headers: { range: "bytes=2-3" } });
    const page = await ask(`http://${secure}/simple/`);
    const moved = await ask(`http://${secure}/moved`);

    expect(part).toMatchObject({ status: 206, body: "cd" });
    expect(page.body).toBe(
      `<a href="http://${secure}/files/a">a</a> <a href="https://elsewhere.example/b">b</a>`,
    );
    expect(moved).toMatchObject({ status: 302, headers: { location: `http://${secure}/files/a` } });
  });

  test("sends the length where there is one, or up to the end", async () => {
    const sized = { status: 200, body: "abcdef", headers: { "content-length": "6" } };
    expect(await ask(`http://${secure}/sized`)).toMatchObject(sized);
    expect(await ask(`http://${secure}/chunked`)).toMatchObject({ status: 200, body: "one two" });
  });

  test("takes nothing: package code may read with the login, and no more", async () => {
    seen.length = 0;
    expect(await ask(`http://${secure}/upload`, { method: "POST" })).toMatchObject({ status: 405 });
    expect(seen).toEqual([]);
  });

  const written = async (text_: string, ...later: readonly string[]) => {
    const socket = connect(relay, "127.0.0.1");
    socket.write(text_);
    let said = "";
    const waiting = [...later];
    socket.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      const next = waiting.shift();
      if (next === undefined) socket.end();
      else socket.write(next);
    });
    await once(socket, "close");
    return said;
  };

  test.each([
    ["a body", (bytes: number) => `Content-Length: ${bytes}\r\n`],
    ["a body of two lengths", (bytes: number) => `Content-Length: ${bytes}\r\ncontent-length: 0\r\n`],
    ["a body in chunks", () => "Transfer-Encoding: chunked\r\n"],
  ])(
    "never gets %s, which a server may read as a request with the next one's login",
    async (_what, length) => {
      seen.length = 0;
      const hidden = "POST /upload HTTP/1.1\r\nHost: x\r\nX-Ignored: ";
      const said = await written(
        `GET http://${secure}/a HTTP/1.1\r\nHost: x\r\n${length(hidden.length)}\r\n${hidden}`,
        `GET http://${secure}/b HTTP/1.1\r\nHost: x\r\n\r\n`,
      );

      expect(said).toMatch(/^HTTP\/1.1 40[05] /);
      expect(seen).toEqual([]);
    },
  );

  test("gets no header that may change what a request does", async () => {
    seen.length = 0;
    const headers = { "x-http-method-override": "DELETE", "x-original-url": "/admin", cookie: "a=b" };
    await ask(`http://${secure}/files/a`, { headers: { ...headers, range: "bytes=2-3" } });

    expect(Object.keys(seen.at(-1)?.headers ?? {}).toSorted()).toEqual([
      "accept-encoding",
      "authorization",
      "host",
      "range",
    ]);
  });

  test.each(["http://[::1/a", "http://host.example:99999/a"])("is said to be none: %s", async (address) => {
    const said = await written(`GET ${address} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1.1 400 /);
  });

  test("that is away is said, without the login", async () => {
    const gone = await startRelay({
      logins: { "127.0.0.1:1": { origin: "https://127.0.0.1:1", authorization: "Basic bWU6czNjcmV0" } },
      proxies: { http: null, https: null, no: null },
      ca: null,
    });
    const asked = request({ port: gone, path: "http://127.0.0.1:1/x" });
    asked.end();
    const [response] = await once(asked, "response");
    const body = await text(response);

    expect([response.statusCode, body]).toEqual([
      502,
      expect.stringContaining("127.0.0.1 could not be reached"),
    ]);
    expect(body).not.toContain("bWU6czNjcmV0");
  });
});

describe("another host", () => {
  test("is asked as it is, and gets no login", async () => {
    seen.length = 0;

    const got = await ask(`http://${plain}/files/a`, { headers: { "accept-encoding": "br" } });

    expect(got).toMatchObject({ status: 200, body: "abcdef" });
    expect(seen[0]?.headers).toMatchObject({ host: plain, "accept-encoding": "br" });
    expect(seen[0]?.headers).not.toHaveProperty("authorization");
  });

  test("gets no login by a Host header that names another one", async () => {
    seen.length = 0;
    await ask(`http://${plain}/files/a`, { headers: { host: secure } });
    expect(seen.map((one) => one.headers["authorization"])).toEqual([undefined]);
    expect(seen[0]?.headers["host"]).toBe(plain);
  });

  test("is reached by a tunnel through the machine's proxy", async () => {
    seen.length = 0;
    const asked = request({ port: relay, method: "CONNECT", path: plain });
    asked.end();
    const [, socket] = await once(asked, "connect");
    socket.write(`GET /files/a HTTP/1.0\r\nHost: ${plain}\r\n\r\n`);

    expect(await text(socket)).toContain("abcdef");
    expect(seen.map((one) => `${one.method} ${one.url}`)).toEqual([`CONNECT ${plain}`, "GET /files/a"]);
  });
});
