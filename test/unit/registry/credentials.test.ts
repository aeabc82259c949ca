import { describe, expect, test } from "vitest";
import type { ProcessResult } from "../../../src/ports/machine.ts";
import { dockerCredentials } from "../../../src/registry/credentials.ts";
import { RegistryError } from "../../../src/text/errors.ts";

const PATH = "/home/ci/.docker/config.json";

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Logins from a config file and, where there is one, a credential helper that answers `helper`. */
function source(config: unknown, helper?: Partial<ProcessResult> | Error, env: Record<string, string> = {}) {
  const calls: { command: string; args: readonly string[]; input: string | undefined }[] = [];
  const text = typeof config === "string" ? config : JSON.stringify(config);
  const path = env["DOCKER_CONFIG"] ? `${env["DOCKER_CONFIG"]}/config.json` : PATH;
  const credentials = dockerCredentials({
    env,
    home: "/home/ci",
    files: { exists: async (file) => file === path && config !== undefined, readText: async () => text },
    processes: {
      async ask(command, args, input) {
        calls.push({ command, args, input });
        if (helper instanceof Error) throw helper;
        return { exitCode: 0, stdout: "", stderr: "", ...helper };
      },
    },
  });
  return { credentials, calls };
}

describe("logins in the file", () => {
  test.each([
    ["none", undefined, "registry.example", undefined],
    [
      "another registry's",
      { auths: { "other.example": { auth: encode("a:b") } } },
      "registry.example",
      undefined,
    ],
    ["emptied by a helper", { auths: { "registry.example": {} } }, "registry.example", undefined],
  ])("%s", async (_, config, registry, expected) => {
    expect(await source(config).credentials.find(registry)).toEqual(expected);
  });

  test.each([
    ["plain", "registry.example:5000", "registry.example:5000"],
    ["as an address", "https://registry.example:5000", "registry.example:5000"],
    ["as an address with a path", "https://registry.example:5000/v1/", "registry.example:5000"],
    ["the default registry's", "https://index.docker.io/v1/", "docker.io"],
  ])("key %s", async (_, key, registry) => {
    const { credentials } = source({ auths: { [key]: { auth: encode("ci:s3:cret") } } });
    expect(await credentials.find(registry)).toMatchObject({ username: "ci", password: "s3:cret" });
  });

  test("the login is for the server that Docker would name", async () => {
    const { credentials } = source({ auths: { "https://index.docker.io/v1/": { auth: encode("ci:x") } } });
    expect((await credentials.find("docker.io"))?.server).toBe("https://index.docker.io/v1/");
  });

  test("identity tokens win", async () => {
    const { credentials } = source({
      auths: { "registry.example": { auth: encode("ci:"), identitytoken: "t" } },
    });
    expect(await credentials.find("registry.example")).toEqual({
      server: "registry.example",
      identityToken: "t",
    });
  });

  test("DOCKER_CONFIG says where the file is", async () => {
    const config = { auths: { "registry.example": { username: "ci", password: "x" } } };
    const { credentials } = source(config, undefined, { DOCKER_CONFIG: "/cfg" });
    expect(await credentials.find("registry.example")).toMatchObject({ username: "ci", password: "x" });
  });
});

describe("a malformed file", () => {
  test.each([
    ["no JSON", '{"auths": {"registry.example": {"auth": s3cret}}}'],
    ["empty", ""],
    ["wrong shape", { auths: { "registry.example": { auth: 7 } } }],
    ["auths as a list", { auths: [] }],
    ["no colon in auth", { auths: { "registry.example": { auth: encode("s3cret") } } }],
  ])("%s: named, with advice, without its secrets", async (_, config) => {
    const answer = source(config).credentials.find("registry.example");
    await expect(answer).rejects.toThrow(RegistryError);
    await expect(answer).rejects.toThrow(PATH);
    const error = (await answer.catch((reason: unknown) => reason)) as RegistryError;
    expect(error.remedy).toContain("docker login");
    expect(`${error.message} ${error.evidence}`).not.toMatch(/s3cret|czNjcmV0/);
  });
});

describe("credential helpers", () => {
  const answer = (Username: string, Secret: string) => ({
    stdout: JSON.stringify({ ServerURL: "x", Username, Secret }),
  });

  test("credHelpers goes before credsStore, and the server is on stdin", async () => {
    const config = { credsStore: "desktop", credHelpers: { "registry.example": "gcloud" } };
    const { credentials, calls } = source(config, answer("ci", "s3cret"));
    expect(await credentials.find("registry.example")).toEqual({
      server: "registry.example",
      username: "ci",
      password: "s3cret",
    });
    await credentials.find("docker.io");
    expect(calls).toEqual([
      { command: "docker-credential-gcloud", args: ["get"], input: "registry.example" },
      { command: "docker-credential-desktop", args: ["get"], input: "https://index.docker.io/v1/" },
    ]);
  });

  test("<token> is an identity token", async () => {
    const { credentials } = source({ credsStore: "pass" }, answer("<token>", "t"));
    expect(await credentials.find("registry.example")).toEqual({
      server: "registry.example",
      identityToken: "t",
    });
  });

  test("a helper that has nothing leaves it to the file", async () => {
    const config = { credsStore: "pass", auths: { "registry.example": { auth: encode("a:b") } } };
    const { credentials } = source(config, {
      exitCode: 1,
      stdout: "credentials not found in native keychain\n",
    });
    expect(await credentials.find("registry.example")).toMatchObject({ username: "a" });
    expect(await credentials.find("other.example")).toBeUndefined();
  });

  test.each([
    ["fails", { exitCode: 1, stderr: "pass not initialized\n" }, /docker-credential-pass failed/],
    ["isn't installed", new Error("spawn docker-credential-pass ENOENT"), /can't be run/],
    ["talks nonsense", { stdout: "hello" }, /docker-credential-pass failed/],
  ])("a helper that %s is an error", async (_, helper, message) => {
    await expect(source({ credsStore: "pass" }, helper).credentials.find("registry.example")).rejects.toThrow(
      message,
    );
  });
});
