import { describe, expect, test } from "vitest";
import { loginlessEnvironment, withoutLogins } from "../../../../src/host/secrets/without-logins.ts";

describe("settings of installers without logins", () => {
  test.each([
    ["http://user:pass@index.example/simple/", "http://index.example/simple/"],
    ["https://token@index.example/simple/", "https://index.example/simple/"],
    ["https://u:p%40ss@index.example:8080/a@b/simple/", "https://index.example:8080/a@b/simple/"],
    ["https://u:p@ss,w@index.example/simple/", "https://index.example/simple/"],
    ["https://u:p@a.example https://v:q@b.example/x", "https://a.example https://b.example/x"],
    ["https://u:p@a.example/x,https://v:q@b.example/x", "https://a.example/x,https://b.example/x"],
    ["inner=https://u:p@a.example/simple", "inner=https://a.example/simple"],
    ["user:pass@proxy.example:3128", "proxy.example:3128"],
    ["https://index.example/simple/", "https://index.example/simple/"],
    ["localhost,.corp.example", "localhost,.corp.example"],
    ["first-index", "first-index"],
  ])("%s becomes %s", (value, without) => {
    expect(withoutLogins({ ANY: value })).toEqual({ ANY: without });
  });

  test("hold no user and no password of a named index", () => {
    const named = {
      UV_INDEX_INNER_USERNAME: "u",
      UV_INDEX_INNER_PASSWORD: "p",
      UV_INDEX: "inner=https://a.example",
    };
    expect(withoutLogins(named)).toEqual({ UV_INDEX: "inner=https://a.example" });
  });
});

test("programs of this machine get no token, no home folder and no configuration of git", () => {
  const env = {
    PATH: "/bin",
    HOME: "/home/x",
    GITHUB_TOKEN: "t",
    SSH_AUTH_SOCK: "/s",
    https_proxy: "http://p:1",
  };
  const given = loginlessEnvironment(env);
  expect(given).toMatchObject({ PATH: "/bin", https_proxy: "http://p:1", HOME: "/dev/null" });
  expect(given).toMatchObject({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" });
  expect(Object.keys(given)).not.toEqual(expect.arrayContaining(["GITHUB_TOKEN"]));
  expect(Object.keys(given)).not.toEqual(expect.arrayContaining(["SSH_AUTH_SOCK"]));
});
