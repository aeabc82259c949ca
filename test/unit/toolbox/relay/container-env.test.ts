import { describe, expect, test } from "vitest";
import { relaySettings } from "../../../../src/host/network/relay-settings.ts";
import {
  containerEnv,
  relayed,
  unrelayed,
  withNamedLogins,
} from "../../../../src/toolbox/relay/container-env.ts";

function networkOf(installerEnv: Readonly<Record<string, string>>) {
  return { caBundle: undefined, installerEnv, relay: relaySettings(installerEnv) };
}

describe("what an installer in a container gets", () => {
  test("is the machine's own settings where they hold no login", () => {
    const installerEnv = {
      UV_DEFAULT_INDEX: "https://index.example/simple",
      http_proxy: "http://proxy.example:1",
    };
    expect(containerEnv(networkOf(installerEnv))).toBe(installerEnv);
  });

  test("leads to the relay, and holds no login", () => {
    const env = containerEnv(
      networkOf({
        UV_DEFAULT_INDEX: "https://me:s3cret@index.example/simple",
        UV_INDEX: "https://open.example/simple",
        https_proxy: "http://proxy.example:1",
        no_proxy: "index.example",
      }),
    );

    expect(env).toEqual({
      UV_DEFAULT_INDEX: "http://index.example/simple",
      UV_INDEX: "https://open.example/simple",
      ...{ http_proxy: "http://127.0.0.1:8377", HTTP_PROXY: "http://127.0.0.1:8377" },
      ...{ https_proxy: "http://127.0.0.1:8377", HTTPS_PROXY: "http://127.0.0.1:8377" },
      ...{ no_proxy: "127.0.0.1,localhost,::1", NO_PROXY: "127.0.0.1,localhost,::1" },
      PIP_TRUSTED_HOST: "index.example",
    });
  });

  test("reaches other hosts directly where the machine has no proxy", () => {
    const env = containerEnv(networkOf({ UV_DEFAULT_INDEX: "https://me:s3cret@index.example/simple" }));
    expect(env).not.toHaveProperty("https_proxy");
  });
});

describe("addresses in a text", () => {
  const { relay } = networkOf({
    UV_INDEX: "https://a:b@index.example/simple https://a:b@port.example:8443/x http://a:b@plain.example/",
  });

  test.each([
    "https://index.example/files/one.whl#sha256=00",
    'url = "https://index.example"',
    "https://port.example:8443/x and https://INDEX.example/y",
  ])("of hosts with a login lead to the relay and back: %s", (text) => {
    const there = relayed(text, relay);
    expect(there).toBe(text.replaceAll("https:", "http:"));
    expect(unrelayed(there, relay)).toBe(text);
  });

  test.each([
    "https://index.example.evil.example/",
    "https://index.example:8443/",
    "https://xindex.example/",
    "https://port.example/",
    "http://plain.example/",
  ])("of other hosts stay: %s", (text) => {
    expect(relayed(text, relay)).toBe(text);
    expect(unrelayed(text, relay)).toBe(text);
  });
});

test("the relay learns the login of an index that the manifest names", () => {
  const network = networkOf({ UV_INDEX_MY_TEAM_USERNAME: "me", UV_INDEX_MY_TEAM_PASSWORD: "s3cret" });
  const indexes = [
    { name: "my-team", url: "https://team.example/simple" },
    { name: "other", url: "https://open.example/simple" },
  ];

  expect(withNamedLogins({ network }, indexes).network.relay?.logins).toEqual({
    "team.example": { origin: "https://team.example", authorization: "Basic bWU6czNjcmV0" },
  });
});
