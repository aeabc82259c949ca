import { afterEach, expect, test } from "vitest";
import { createNodeHttp } from "../../../src/host/network/node-http.ts";
import { httpRegistry } from "../../../src/registry/http-registry.ts";
import { parseReference } from "../../../src/text/reference.ts";
import { privateCertificate } from "../../support/certificates.ts";
import { type Manner, RegistryServer } from "../../support/registry-server.ts";

let server: RegistryServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const config = { digest: `sha256:${"c".repeat(64)}`, size: 100 };
const layers = [1, 2, 3, 4, 5, 6].map((one) => ({ digest: `sha256:${String(one).repeat(64)}`, size: one }));

/** A registry whose manner is asked for with each request, and a client of it. */
async function scene(options: ConstructorParameters<typeof RegistryServer>[0] = {}, signal?: AbortSignal) {
  const registry = new RegistryServer(options);
  server = registry;
  await registry.start();
  const client = httpRegistry({
    http: createNodeHttp(),
    credentials: { find: async () => undefined },
    signal,
  });
  return { registry, client, reference: parseReference(`${registry.address}/team/worker:1`) };
}

const always = (manner: Manner) => ({ manner: () => manner });

test("all blobs of an image are asked for, and the first that isn't there is named", async () => {
  const { registry, client, reference } = await scene();
  registry.put("1", { config, layers });
  const blobs = (await client.findManifest(reference))?.blobs ?? [];
  expect(blobs).toEqual([config, ...layers].map(({ digest }) => digest));
  expect(await client.findMissingBlob(reference, blobs)).toBeUndefined();
  const heads = registry.requests.filter(({ method, path }) => method === "HEAD" && path.includes("/blobs/"));
  expect(heads).toHaveLength(7);

  registry.lose(layers[4]?.digest ?? "");
  expect(await client.findMissingBlob(reference, blobs)).toBe(layers[4]?.digest);
});

test("layers that lie elsewhere by their own address aren't the registry's", async () => {
  const { registry, client, reference } = await scene();
  const foreign = { digest: `sha256:${"f".repeat(64)}`, size: 1, urls: ["https://files.example/layer"] };
  registry.put("1", { config, layers: [foreign] });
  expect((await client.findManifest(reference))?.blobs).toEqual([config.digest]);
});

test.each([
  [{ "retry-after": "7" }, "Retry-After: 7"],
  [{ "retry-after": "Sun, 22 Nov 2026 21:00:30 GMT" }, "Retry-After: Sun, 22 Nov 2026 21:00:30 GMT"],
])("how long a busy registry asks to wait is said: %j", async (headers, said) => {
  const { client, reference } = await scene(always({ status: 429, headers }));
  await expect(client.findManifest(reference)).rejects.toMatchObject({
    message: expect.stringContaining("limits the rate"),
    evidence: expect.stringContaining(said),
  });
});

const SECONDARY = JSON.stringify({
  errors: [
    { code: "DENIED", message: "You have exceeded a secondary rate limit. Please wait a few minutes" },
  ],
});

test("a 403 about the pace is no matter of a login, also where HEAD hides its words", async () => {
  const { client, reference } = await scene(always({ status: 403, body: SECONDARY }));
  await expect(client.findManifest(reference)).rejects.toMatchObject({
    message: expect.stringContaining("limits the rate"),
    evidence: expect.stringContaining("secondary rate limit"),
  });
  await expect(client.requireWritable(reference)).rejects.toThrow(/limits the rate/);
  await expect(client.findMissingBlob(reference, [config.digest])).rejects.toThrow(/limits the rate/);
});

test("a 403 about a login stays one", async () => {
  const body = '{"errors":[{"code":"DENIED","message":"requested access is denied"}]}';
  const { client, reference } = await scene(always({ status: 403, body }));
  await expect(client.findManifest(reference)).rejects.toMatchObject({
    message: expect.stringContaining("does not let this user read"),
    evidence: "HTTP 403: DENIED requested access is denied",
  });
});

test("a storage whose addresses are signed for GET only still shows that it holds a blob", async () => {
  const { client, reference } = await scene({
    manner: ({ method }) => ({ status: method === "HEAD" ? 403 : 206, body: "x" }),
  });
  expect(await client.findMissingBlob(reference, [config.digest])).toBeUndefined();
});

test("a certificate of an unknown authority: where its CA is given to whom", async () => {
  const { key, cert } = privateCertificate("127.0.0.1");
  const { registry } = await scene({ tls: { key, cert } });
  const http = createNodeHttp();
  // Loopback is asked by plain HTTP; another machine's registry is not.
  const elsewhere = {
    request: (url: string, request?: object) =>
      http.request(url.replace("registry.example", registry.address), request),
  };
  const client = httpRegistry({ http: elsewhere, credentials: { find: async () => undefined } });
  const asked = client.findManifest(parseReference("registry.example/worker:1"));
  await expect(asked).rejects.toMatchObject({
    message: "This machine does not trust the certificate of the registry registry.example.",
    remedy: expect.stringMatching(
      /NODE_EXTRA_CA_CERTS.*SSL_CERT_FILE.*\/etc\/docker\/certs\.d\/registry\.example\/ca\.crt/s,
    ),
  });
  await expect(asked).rejects.not.toMatchObject({ remedy: expect.stringContaining("insecure") });
});

test("an end asked for ends a question to a silent registry", async () => {
  const stop = new AbortController();
  const manner = () => {
    setTimeout(() => stop.abort(new Error("stop")), 10);
    return "silent" as const;
  };
  const { client, reference } = await scene({ manner }, stop.signal);
  await expect(client.findManifest(reference)).rejects.toThrow("stop");
});

test("an answer without an end is not read to its end", async () => {
  const body = JSON.stringify({ config, padding: "x".repeat(5_000_000) });
  const { client, reference } = await scene(always({ status: 200, body }));
  await expect(client.findManifest(reference)).rejects.toMatchObject({
    exitCode: 6,
    evidence: expect.stringContaining("longer than the 4194304 bytes"),
  });
});
