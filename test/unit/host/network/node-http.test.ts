import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProxySettings } from "../../../../src/host/network/machine-proxy.ts";
import { createNodeHttp } from "../../../../src/host/network/node-http.ts";
import { RegistryError, UsageError } from "../../../../src/text/errors.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: { closeAllConnections(): void; close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return (server.address() as AddressInfo).port;
}

const serve = async (handler: Handler): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(handler))}`;
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

describe("createNodeHttp", () => {
  const http = createNodeHttp();

  it("sends method, headers and body and answers status, lower-case headers and bytes", async () => {
    const url = await serve((request, response) => {
      request.setEncoding("utf8").on("data", (body: string) => {
        response.writeHead(201, {
          "X-Echo": `${request.method} ${request.headers["x-a"]} ${request.headers["accept-encoding"]}`,
        });
        response.end(body.toUpperCase());
      });
    });
    const response = await http.request(`${url}/x?y=1`, {
      method: "PUT",
      headers: { "X-A": "b" },
      body: "abc",
    });
    expect(response).toMatchObject({ status: 201, headers: { "x-echo": "PUT b identity" } });
    expect(text(response.body)).toBe("ABC");
  });

  it("answers errors of the server instead of throwing, and gets ranges", async () => {
    const url = await serve((request, response) => {
      if (request.headers.range !== "bytes=2-4") return void response.writeHead(503).end("later");
      response.writeHead(206, { "content-range": "bytes 2-4/10" }).end("cde");
    });
    expect(await http.request(url)).toMatchObject({ status: 503 });
    const response = await http.request(url, { headers: { range: "bytes=2-4" } });
    expect([response.status, text(response.body)]).toEqual([206, "cde"]);
  });

  it("stops reading an answer that is longer than asked for", async () => {
    const url = await serve((_request, response) => void response.end(Buffer.alloc(5_000_000)));
    await expect(http.request(url, { maxBytes: 1000 })).rejects.toThrow("longer than the 1000 bytes");
    expect((await http.request(url, { maxBytes: 1000, method: "HEAD" })).status).toBe(200);
  });

  it("follows redirects and keeps credentials to their host", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end("there");
    });
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(307, { location: request.url === "/a" ? "/b" : `${other}/c` }).end();
    });
    const response = await http.request(`${url}/a`, { headers: { Authorization: "Bearer x" } });
    expect(text(response.body)).toBe("there");
    expect(seen).toEqual(["Bearer x", "Bearer x", undefined]);
  });

  it.each([
    [303, "PUT", "GET"],
    [302, "POST", "GET"],
    [307, "POST", "POST"],
    [303, "HEAD", "HEAD"],
  ] as const)("after a %s a %s becomes a %s", async (status, method, expected) => {
    const methods: string[] = [];
    const url = await serve((request, response) => {
      methods.push(request.method ?? "");
      request.resume();
      if (request.url === "/end") response.end();
      else response.writeHead(status, { location: "/end" }).end();
    });
    await http.request(url, { method, ...(method !== "HEAD" && { body: "x" }) });
    expect(methods).toEqual([method, expected]);
  });

  it("gives up on endless redirects", async () => {
    const url = await serve((_request, response) => void response.writeHead(302, { location: "/" }).end());
    await expect(http.request(url)).rejects.toThrow("redirects more than 10 times");
  });

  it.each([
    ["before the answer", () => undefined],
    [
      "in the middle of it",
      (_request: IncomingMessage, response: ServerResponse) => void response.write("half"),
    ],
  ])("fails after silence %s, but lets a slow answer come", async (_where, handler) => {
    const url = await serve(handler as Handler);
    const start = performance.now();
    const failing = http.request(url, { timeoutMs: 150 });
    await expect(failing).rejects.toThrow(RegistryError);
    await expect(failing).rejects.toMatchObject({ cause: { code: "ETIMEDOUT" } });
    expect(performance.now() - start).toBeLessThan(1000);
    const slow = await serve((_request, response) => {
      let count = 0;
      const timer = setInterval(() => {
        if (++count < 6) return void response.write("x");
        clearInterval(timer);
        response.end();
      }, 80);
    });
    expect(text((await http.request(slow, { timeoutMs: 150 })).body)).toBe("xxxxx");
  });

  it("fails when the connection breaks in the middle of an answer", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
    });
    await expect(http.request(url)).rejects.toThrow("got no answer");
  });

  it("stops with the signal's reason", async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort(new Error("Ctrl-C")));
    await expect(http.request(url, { signal: controller.signal })).rejects.toThrow("Ctrl-C");
    await expect(http.request(url, { signal: controller.signal })).rejects.toThrow("Ctrl-C");
  });

  it("names address and cause, without credentials, when nothing listens", async () => {
    const port = await listen(createServer());
    servers.splice(0)[0]?.close();
    const failing = http.request(`http://me:secret@127.0.0.1:${port}/v2/`);
    await expect(failing).rejects.toMatchObject({ exitCode: 6, cause: { code: "ECONNREFUSED" } });
    await expect(failing).rejects.toThrow(`GET http://127.0.0.1:${port}/v2/ got no answer`);
  });
});

describe("TLS and proxies", () => {
  let folder = "";
  let tls: { cert: string; key: string };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "surelayer-tls-"));
    const args =
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=index.example";
    const files = [
      "-addext",
      "subjectAltName=DNS:index.example,IP:127.0.0.1",
      "-keyout",
      "k.pem",
      "-out",
      "c.pem",
    ];
    execFileSync("openssl", [...args.split(" "), ...files], { cwd: folder, stdio: "pipe" });
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    tls = { cert: read("c.pem"), key: read("k.pem") };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const secure = async (handler: Handler): Promise<number> =>
    listen(createTlsServer(tls, handler) as unknown as Server);

  /** A proxy that connects every host name to this machine. */
  async function startProxy(status = 200) {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"]}`);
      response.end("from the proxy");
    });
    server.on("connect", (request, socket) => {
      requests.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"]}`);
      socket.on("error", () => undefined);
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const target = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      target.on("error", () => socket.destroy());
      socket.on("close", () => target.destroy());
    });
    const port = await listen(server);
    return { requests, settings: readProxySettings({ ALL_PROXY: `http://me:pa%20ss@127.0.0.1:${port}` }) };
  }

  it("trusts the CA bundle it is given, and no server without it", async () => {
    const port = await secure((_request, response) => void response.end("safe"));
    const url = `https://127.0.0.1:${port}/`;
    expect(text((await createNodeHttp({ caBundle: tls.cert }).request(url)).body)).toBe("safe");
    await expect(createNodeHttp().request(url)).rejects.toThrow("certificate");
  });

  it("goes through a tunnel for https, keeps it open, and asks the proxy itself for http", async () => {
    const port = await secure((_request, response) => void response.end("safe"));
    const proxy = await startProxy();
    const http = createNodeHttp({ caBundle: tls.cert, proxy: proxy.settings });
    for (let count = 0; count < 3; count++) {
      expect(text((await http.request(`https://index.example:${port}/`)).body)).toBe("safe");
    }
    expect(text((await http.request("http://index.example/a?b")).body)).toBe("from the proxy");
    const auth = `Basic ${Buffer.from("me:pa ss").toString("base64")}`;
    expect(proxy.requests).toEqual([
      `CONNECT index.example:${port} ${auth}`,
      `GET http://index.example/a?b ${auth}`,
    ]);
  });

  it("checks the server's certificate inside the tunnel", async () => {
    const port = await secure((_request, response) => void response.end("safe"));
    const { settings } = await startProxy();
    const failing = createNodeHttp({ caBundle: tls.cert, proxy: settings }).request(
      `https://wrong.example:${port}/`,
    );
    await expect(failing).rejects.toThrow("wrong.example");
  });

  it("says that the proxy refused", async () => {
    const { settings } = await startProxy(407);
    const failing = createNodeHttp({ proxy: settings }).request("https://index.example/");
    await expect(failing).rejects.toThrow("answered 407 to CONNECT index.example:443");
  });

  it("never downgrades to an address without encryption", async () => {
    const port = await secure(
      (_request, response) => void response.writeHead(302, { location: "http://127.0.0.1:9/" }).end(),
    );
    const failing = createNodeHttp({ caBundle: tls.cert }).request(`https://127.0.0.1:${port}/`);
    await expect(failing).rejects.toThrow("isn't encrypted");
  });

  it("refuses a proxy that it can't use", async () => {
    const http = createNodeHttp({ proxy: readProxySettings({ ALL_PROXY: "socks5://proxy.example:1080" }) });
    await expect(http.request("http://index.example/")).rejects.toThrow(UsageError);
  });
});
