import { describe, expect, it } from "vitest";
import { proxyFor, readProxySettings } from "../../../../src/host/network/machine-proxy.ts";

describe("proxyFor", () => {
  const settings = readProxySettings({
    http_proxy: "proxy.example:3128",
    HTTPS_PROXY: "http://secure.example:3128",
    no_proxy: "corp.example, .dot.example,*.star.example,port.example:8443",
  });
  it.each([
    ["http://a.example/", "http://proxy.example:3128/"],
    ["https://a.example/", "http://secure.example:3128/"],
    ["https://corp.example/", undefined],
    ["https://x.corp.example/", undefined],
    ["https://notcorp.example/", "http://secure.example:3128/"],
    ["https://x.dot.example/", undefined],
    ["https://x.star.example/", undefined],
    ["https://port.example:8443/", undefined],
    ["https://port.example/", "http://secure.example:3128/"],
    ["http://127.0.0.1:5000/", undefined],
    ["http://localhost/", undefined],
  ])("%s → %s", (url, proxy) => {
    expect(proxyFor(new URL(url), settings)?.href).toBe(proxy);
  });
  it("goes nowhere through a proxy with NO_PROXY=*", () => {
    expect(
      proxyFor(new URL("http://a.example"), readProxySettings({ ALL_PROXY: "p.example:1", NO_PROXY: "*" })),
    ).toBeUndefined();
  });
});
