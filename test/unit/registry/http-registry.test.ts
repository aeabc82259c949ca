import { afterEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "../../../src/ports/machine.ts";
import type { Credentials } from "../../../src/ports/registry.ts";
import { httpRegistry } from "../../../src/registry/http-registry.ts";
import { RegistryError } from "../../../src/text/errors.ts";
import { parseReference } from "../../../src/text/reference.ts";
import { fetchHttp } from "../../support/fetch-http.ts";
import { RegistryServer } from "../../support/registry-server.ts";

let server: RegistryServer | undefined;

async function serve(options: ConstructorParameters<typeof RegistryServer>[0] = {}): Promise<RegistryServer> {
  server = new RegistryServer(options);
  await server.start();
  return server;
}

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function find(target: RegistryServer, tag: string, login?: Partial<Credentials>) {
  const credentials = { find: async (registry: string) => login && { server: registry, ...login } };
  const registry = httpRegistry({ http: fetchHttp, credentials });
  return await registry.findManifest(parseReference(`${target.address}/team/worker${tag}`));
}

const config = { digest: `sha256:${"c".repeat(64)}`, size: 100 };
const layers = [
  { digest: `sha256:${"1".repeat(64)}`, size: 1000 },
  { digest: `sha256:${"2".repeat(64)}`, size: 234 },
];
const blobs = [config, ...layers].map(({ digest }) => digest);

describe("a manifest", () => {
  test.each([
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
  ])("of type %s is found by tag and by digest", async (mediaType) => {
    const target = await serve();
    const digest = target.put("1.0", { config, layers }, mediaType);
    const found = { digest, configDigest: config.digest, layerBytes: 1234, mediaType, blobs };
    expect(await find(target, ":1.0")).toEqual(found);
    expect(await find(target, `@${digest}`)).toEqual(found);
    expect(target.requests.slice(0, 2).map(({ method }) => method)).toEqual(["HEAD", "GET"]);
  });

  test("of an index is linux/amd64's, under the index's digest", async () => {
    const target = await serve();
    const amd64 = target.put("amd64", { config, layers });
    const arm64 = target.put("arm64", {
      config: { ...config, digest: `sha256:${"d".repeat(64)}` },
      layers: [],
    });
    const entry = (digest: string, architecture: string) => ({
      digest,
      size: 1,
      platform: { os: "linux", architecture },
    });
    const manifests = [entry(arm64, "arm64"), { digest: arm64, size: 1 }, entry(amd64, "amd64")];
    const digest = target.put("1.0", { manifests }, "application/vnd.oci.image.index.v1+json");
    expect(await find(target, ":1.0")).toMatchObject({
      digest,
      configDigest: config.digest,
      layerBytes: 1234,
    });
  });

  test("that isn't there is undefined", async () => {
    expect(await find(await serve(), ":absent")).toBeUndefined();
  });

  test("that doesn't have its digest is refused", async () => {
    const target = await serve();
    target.corrupt(target.put("1.0", { config, layers }));
    await expect(find(target, ":1.0")).rejects.toThrow(/wrong manifest/);
  });

  test("that is none is refused", async () => {
    const target = await serve();
    target.put("1.0", { hello: "world" });
    await expect(find(target, ":1.0")).rejects.toThrow(/not an image manifest/);
  });
});

describe("a registry with logins", () => {
  const login = { username: "ci", password: "s3:cret" };

  test("a token is fetched without a login where everybody gets one", async () => {
    const target = await serve({ auth: "bearer" });
    target.put("1.0", { config, layers });
    expect(await find(target, ":1.0")).toBeDefined();
    const token = target.requests.find(({ path }) => path.startsWith("/token"));
    expect(token).toMatchObject({
      method: "GET",
      path: "/token?service=registry.example&scope=repository%3Ateam%2Fworker%3Apull",
      authorization: undefined,
    });
    expect(target.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
      "Bearer t0ken",
      "Bearer t0ken",
    ]);
  });

  test("a token is fetched with the login", async () => {
    const target = await serve({ auth: "bearer", login });
    target.put("1.0", { config, layers });
    expect(await find(target, ":1.0", login)).toBeDefined();
  });

  test("an identity token is exchanged", async () => {
    const target = await serve({ auth: "bearer", login });
    target.put("1.0", { config, layers });
    expect(await find(target, ":1.0", { identityToken: "id&token" })).toBeDefined();
    const exchange = target.requests.find(({ method }) => method === "POST");
    expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toMatchObject({
      grant_type: "refresh_token",
      refresh_token: "id&token",
      service: "registry.example",
    });
  });

  test("basic logins are sent as they are", async () => {
    const target = await serve({ auth: "basic", login });
    target.put("1.0", { config, layers });
    expect(await find(target, ":1.0", login)).toBeDefined();
  });

  test.each([
    ["bearer", { ...login, password: "wrong" }],
    ["basic", { ...login, password: "wrong" }],
    ["basic", undefined],
  ] as const)("%s with %j is refused with advice, and no password in it", async (auth, given) => {
    const target = await serve({ auth, login });
    target.put("1.0", { config, layers });
    const answer = find(target, ":1.0", given);
    await expect(answer).rejects.toThrow(RegistryError);
    await expect(answer).rejects.toMatchObject({ remedy: expect.stringContaining("docker login") });
    await expect(answer).rejects.not.toMatchObject({ evidence: expect.stringContaining("s3:cret") });
  });

  test("a login is never sent unencrypted to another machine", async () => {
    const sent: HttpRequest[] = [];
    const http = {
      async request(_: string, request: HttpRequest = {}) {
        sent.push(request);
        const headers = { "www-authenticate": 'Bearer realm="http://tokens.example/token"' };
        return { status: 401, headers, body: new Uint8Array() };
      },
    };
    const registry = httpRegistry({
      http,
      credentials: { find: async (name) => ({ server: name, ...login }) },
    });
    await expect(registry.findManifest(parseReference("registry.example/worker"))).rejects.toThrow(
      /unencrypted/,
    );
    expect(sent.every(({ headers }) => headers?.["authorization"] === undefined)).toBe(true);
  });
});

describe("a registry in trouble", () => {
  test.each([
    [
      403,
      '{"errors":[{"code":"DENIED","message":"no"}]}',
      /does not let this user read/,
      "HTTP 403: DENIED no",
    ],
    [429, "", /limits the rate/, "HTTP 429"],
    [503, "<html>", /fails to answer/, "HTTP 503"],
    [404, '{"errors":[{"code":"NAME_UNKNOWN"}]}', undefined, ""],
  ])("HTTP %i", async (status, errorBody, message, evidence) => {
    const target = await serve({ status, errorBody });
    const answer = find(target, ":1.0");
    if (!message) return expect(await answer).toBeUndefined();
    await expect(answer).rejects.toThrow(message);
    // HEAD has no body, so the reason is heard only where the registry sends one with a GET.
    await expect(answer).rejects.toMatchObject({
      evidence: expect.stringContaining(evidence.split(":")[0] ?? ""),
    });
  });

  test("one that doesn't answer", async () => {
    const target = await serve();
    const { address } = target;
    await target.stop();
    const registry = httpRegistry({ http: fetchHttp, credentials: { find: async () => undefined } });
    await expect(registry.findManifest(parseReference(`${address}/worker`))).rejects.toThrow(
      /does not answer/,
    );
  });
});

describe("whether a registry takes an image", () => {
  function ask(target: { readonly address: string }, login?: Partial<Credentials>) {
    const credentials = { find: async (registry: string) => login && { server: registry, ...login } };
    return httpRegistry({ http: fetchHttp, credentials }).requireWritable(
      parseReference(`${target.address}/team/worker:1`),
    );
  }

  test("is asked by an upload that is opened and cancelled", async () => {
    const target = await serve();
    await ask(target);
    expect(target.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v2/team/worker/blobs/uploads/",
      "DELETE /v2/team/worker/blobs/uploads/u1",
    ]);
  });

  test.each(["basic", "bearer"] as const)("is asked with the user's login (%s)", async (auth) => {
    const login = { username: "a", password: "b" };
    const target = await serve({ auth, login });
    await ask(target, login);
    expect(target.requests.at(-1)).toMatchObject({ method: "DELETE" });
    await expect(ask(target, { ...login, password: "wrong" })).rejects.toThrow(
      /does not let this user push to/,
    );
    await expect(ask(target)).rejects.toThrow(/does not let this user push to .*team\/worker/);
  });

  test("is no where it has no such repository", async () => {
    const target = await serve({ status: 404, errorBody: '{"errors":[{"code":"NAME_UNKNOWN"}]}' });
    await expect(ask(target)).rejects.toMatchObject({
      message: expect.stringContaining("has no repository team/worker"),
      evidence: "HTTP 404: NAME_UNKNOWN",
    });
  });

  test("isn't known where nothing answers, or its trouble is its own", async () => {
    await expect(ask(await serve({ status: 503 }))).rejects.toThrow(/fails to answer/);
    await server?.stop();
    const gone = { address: "127.0.0.1:9" };
    await expect(ask(gone)).rejects.toThrow(/127\.0\.0\.1:9 does not answer/);
  });
});
