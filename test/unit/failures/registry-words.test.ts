import { expect, test } from "vitest";
import { classifyFailure } from "../../../src/failures/classify-failure.ts";

const said = (output: string) => classifyFailure({ tool: "engine", exitCode: null, output, oomKills: 0 });

test("until when the server asks to wait", () => {
  const line = "HTTP 429: TOOMANYREQUESTS slow down; Retry-After: Sun, 22 Nov 2026 21:00:30 GMT";
  expect(said(line)).toMatchObject({
    class: { id: "N10", retry: "bridge" },
    retryAt: Date.UTC(2026, 10, 22, 21, 0, 30),
  });
});

test.each([
  [
    "The registry registry.example does not answer.\nHEAD https://registry.example/v2/a got no answer: x",
    "N10",
  ],
  ["The registry registry.example stopped answering in the push of registry.example/a:1.", "N10"],
  ["The token service of registry.example does not answer.", "N10"],
  ["The registry registry.example fails to answer for registry.example/a.\nHTTP 503", "N10"],
  ["The registry registry.example fails to answer for registry.example/a.\nHTTP 404", "U"],
  ["The registry registry.example does not let this user push to registry.example/a.\nHTTP 403", "N11"],
  [
    'denied: permission_denied: with-body: {\n  "message": "You have exceeded a secondary rate limit."',
    "N10",
  ],
  ["The registry registry.example limits the rate of requests.\ndenied: secondary rate limit", "N10"],
  ['Get "https://registry.example/v2/": x509: certificate signed by unknown authority', "N8"],
  ['Get "https://registry.example/v2/": http: server gave HTTP response to HTTPS client', "N8"],
  ['Put "https://registry.example/v2/": net/http: timeout awaiting response headers', "N10"],
])("what was said of a registry: %s", (output, id) => {
  expect(said(output).class.id).toBe(id);
});

test("a registry that is busy isn't asked by its address, which is for another question", () => {
  const busy =
    "unexpected status from PUT request to https://registry.example/v2/a/manifests/1: 503 Service Unavailable";
  const gone =
    'Put "https://registry.example/v2/a/manifests/1": read tcp 10.0.0.1:1->10.0.0.2:443: connection reset';
  expect(said(busy)).toMatchObject({ class: { id: "N10" }, address: undefined });
  expect(said(gone).address).toBe("https://registry.example/v2/a/manifests/1");
});
