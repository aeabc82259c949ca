import { describe, expect, test } from "vitest";
import { relaySettings } from "../../../../src/host/network/relay-settings.ts";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("a relay", () => {
  test("isn't needed where no setting holds a login", () => {
    const env = {
      UV_DEFAULT_INDEX: "https://index.example/simple",
      UV_INDEX: "extra=https://extra.index.example/simple",
      https_proxy: "http://proxy.example:3128",
      no_proxy: "a.example",
    };
    expect(relaySettings(env)).toBeUndefined();
  });

  test("knows the logins of indexes, and containers get addresses without them", () => {
    const settings = relaySettings({
      PIP_INDEX_URL: "https://me:p%40ss@index.example/simple",
      PIP_EXTRA_INDEX_URL: "http://you:word@index.example:8080/simple https://open.example/simple",
      UV_INDEX: "in-house=https://house.example:8443/simple",
      UV_INDEX_IN_HOUSE_USERNAME: "we",
      UV_INDEX_IN_HOUSE_PASSWORD: "s3cret",
      PIP_FIND_LINKS: "https://a:b@links.example/",
      SSL_CERT_FILE: "/ca.pem",
    });

    expect(settings?.logins).toEqual({
      "index.example": { origin: "https://index.example", authorization: basic("me:p@ss") },
      "index.example:8080": { origin: "http://index.example:8080", authorization: basic("you:word") },
      "house.example:8443": { origin: "https://house.example:8443", authorization: basic("we:s3cret") },
      "links.example": { origin: "https://links.example", authorization: basic("a:b") },
    });
    expect(settings?.env).toEqual({
      PIP_INDEX_URL: "https://index.example/simple",
      PIP_EXTRA_INDEX_URL: "http://index.example:8080/simple https://open.example/simple",
      UV_INDEX: "in-house=https://house.example:8443/simple",
      PIP_FIND_LINKS: "https://links.example/",
      SSL_CERT_FILE: "/ca.pem",
    });
  });

  test.each(["http://u:p@proxy.example:3128", "u:p@proxy.example:3128"])(
    "takes the place of the proxy %s",
    (proxy) => {
      const settings = relaySettings({
        HTTPS_PROXY: proxy,
        https_proxy: proxy,
        NO_PROXY: "a",
        no_proxy: "a",
      });

      expect(settings?.proxies).toEqual({ http: undefined, https: proxy, no: "a" });
      expect(settings?.env).toEqual({});
    },
  );

  test("keeps the login of an index that only the manifest names, by uv's name for it", () => {
    const settings = relaySettings({ UV_INDEX_TEAM_USERNAME: "me", UV_INDEX_TEAM_PASSWORD: "s3cret" });

    expect(settings).toMatchObject({ logins: {}, named: { TEAM: basic("me:s3cret") }, env: {} });
  });
});
