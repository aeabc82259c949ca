import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { findHostAddress } from "../../../../src/docker/address/host-address.ts";
import { connectionOptions } from "../../../../src/docker/address/open-engine.ts";
import { EngineError } from "../../../../src/text/errors.ts";

function around(env: Record<string, string>, files: Record<string, string> = {}) {
  return {
    env,
    home: "/home/ci",
    files: {
      exists: async (path: string) => path in files,
      readText: async (path: string) => files[path] ?? "",
    },
  };
}

function contextFolder(kind: string, name: string): string {
  return `/home/ci/.docker/contexts/${kind}/${createHash("sha256").update(name).digest("hex")}`;
}

describe("findHostAddress", () => {
  const contextFiles = {
    "/home/ci/.docker/config.json": '{"auths":{},"currentContext":"gpu-box"}',
    [`${contextFolder("meta", "gpu-box")}/meta.json`]:
      '{"Name":"gpu-box","Endpoints":{"docker":{"Host":"tcp://gpu.example:2376"}}}',
    [`${contextFolder("tls", "gpu-box")}/docker/ca.pem`]: "CA",
    "/var/run/docker.sock": "",
  };

  test.each([
    ["nothing found", {}, {}, "unix:///var/run/docker.sock"],
    [
      "the usual socket",
      { XDG_RUNTIME_DIR: "/run/user/7" },
      { "/var/run/docker.sock": "", "/run/user/7/docker.sock": "" },
      "unix:///var/run/docker.sock",
    ],
    [
      "rootless Docker",
      { XDG_RUNTIME_DIR: "/run/user/7" },
      { "/run/user/7/docker.sock": "" },
      "unix:///run/user/7/docker.sock",
    ],
    [
      "Docker Desktop",
      {},
      { "/home/ci/.docker/run/docker.sock": "" },
      "unix:///home/ci/.docker/run/docker.sock",
    ],
    [
      "rootless Podman",
      { XDG_RUNTIME_DIR: "/run/user/7" },
      { "/run/user/7/podman/podman.sock": "" },
      "unix:///run/user/7/podman/podman.sock",
    ],
    ["Podman", {}, { "/run/podman/podman.sock": "" }, "unix:///run/podman/podman.sock"],
    [
      "DOCKER_HOST first",
      { DOCKER_HOST: "unix:///my.sock", DOCKER_CONTEXT: "gpu-box" },
      contextFiles,
      "unix:///my.sock",
    ],
    ["DOCKER_HOST without a scheme", { DOCKER_HOST: "10.0.0.7:2375" }, {}, "tcp://10.0.0.7:2375"],
    ["the context in use", {}, contextFiles, "tcp://gpu.example:2376"],
    ["the default context", { DOCKER_CONTEXT: "default" }, contextFiles, "unix:///var/run/docker.sock"],
  ])("%s", async (_, env, files, url) => {
    expect(
      await findHostAddress(around(env as Record<string, string>, files as Record<string, string>)),
    ).toMatchObject({ url });
  });

  test("a context's certificates are read", async () => {
    expect(await findHostAddress(around({}, contextFiles))).toMatchObject({ tls: { ca: "CA" } });
  });

  test("certificates of the environment are read", async () => {
    const files = { "/certs/ca.pem": "CA", "/certs/cert.pem": "CERT", "/certs/key.pem": "KEY" };
    const env = { DOCKER_HOST: "tcp://gpu.example:2376", DOCKER_CERT_PATH: "/certs" };
    expect(await findHostAddress(around(env, files))).toMatchObject({
      tls: { ca: "CA", cert: "CERT", key: "KEY" },
    });
  });

  test("a context that isn't there is an error", async () => {
    await expect(findHostAddress(around({ DOCKER_CONTEXT: "gone" }))).rejects.toThrow(
      /no docker context named gone/,
    );
  });

  test("a broken file is named", async () => {
    const broken = around({}, { "/home/ci/.docker/config.json": "{" });
    await expect(findHostAddress(broken)).rejects.toThrow(/\/home\/ci\/\.docker\/config\.json/);
  });
});

describe("connectionOptions", () => {
  test.each([
    ["unix:///run/my.sock", { socketPath: "/run/my.sock", host: undefined }],
    [
      "tcp://gpu.example:2375",
      { host: "gpu.example", port: "2375", protocol: "http", socketPath: undefined },
    ],
    ["tcp://[::1]:2375", { host: "::1" }],
    ["https://gpu.example", { protocol: "https", port: "2376" }],
  ])("%s", (url, options) => {
    expect(connectionOptions({ url, source: "test" })).toMatchObject(options);
  });

  test.each(["ssh://gpu.example", "npipe:////./pipe/docker", "gpu example"])(
    "%s is refused with advice",
    (url) => {
      expect(() => connectionOptions({ url, source: "DOCKER_HOST" })).toThrow(EngineError);
    },
  );
});
