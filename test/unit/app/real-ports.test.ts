import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRealPorts } from "../../../src/app/real-ports.ts";
import { createRedactor } from "../../../src/text/secrets/redactor.ts";
import { GitServer } from "../../support/git-server.ts";
import { RecordingLogger } from "../../support/recording-logger.ts";
import { RegistryServer } from "../../support/registry-server.ts";
import { type ScratchFolder, scratchFolder } from "../../support/scratch-folder.ts";

const LOGIN = { username: "user", password: "canary-secret-1" };

let home: ScratchFolder;
let server: RegistryServer;
beforeEach(async () => {
  home = await scratchFolder();
  server = new RegistryServer();
  await server.start();
  const auth = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString("base64");
  await mkdir(join(home.path, ".docker"));
  const config = { auths: { [server.address]: { auth } } };
  await writeFile(join(home.path, ".docker", "config.json"), JSON.stringify(config));
  await writeFile(join(home.path, ".netrc"), `machine other.example login user password ${LOGIN.password}\n`);
});
afterEach(async () => {
  await server.stop();
  await home[Symbol.asyncDispose]();
});

let secrets = createRedactor();
const open = (mode: { readonly trusted: boolean; readonly logins: boolean }) =>
  openRealPorts({
    env: {
      PATH: process.env["PATH"],
      HOME: home.path,
      XDG_CACHE_HOME: join(home.path, "cache"),
      PIP_INDEX_URL: `http://user:${LOGIN.password}@${server.address}/simple/`,
      UV_INDEX: "inner=http://other.example/simple",
      HTTPS_PROXY: `http://user:${LOGIN.password}@proxy.example:3128`,
      HF_TOKEN: LOGIN.password,
    },
    log: new RecordingLogger(),
    show: () => undefined,
    redactor: secrets,
    signal: new AbortController().signal,
    assets: "/",
    ...mode,
  });

/** What a run could hand to foreign code, or send to a host for it. */
async function seen(mode: { readonly trusted: boolean; readonly logins: boolean }) {
  const ports = await open(mode);
  await ports.http.request(`http://${server.address}/simple/`);
  const { stdout } = await ports.processes.run("env", []);
  return {
    login: await ports.credentials.find(server.address),
    authorization: server.requests.at(-1)?.authorization,
    installer: JSON.stringify(ports.network.installerEnv),
    programs: stdout.replaceAll(/^https_proxy=.*$/gim, ""),
  };
}

test("logins of this machine reach containers, hosts and programs", async () => {
  const found = await seen({ trusted: true, logins: true });
  expect(found.login).toMatchObject(LOGIN);
  expect(found.authorization).toMatch(/^Basic /);
  expect(found.installer.split(LOGIN.password)).toHaveLength(5);
  expect(found.programs).toContain(LOGIN.password);
});

test("without logins, nothing of them is found, and they are hidden all the same", async () => {
  secrets = createRedactor();
  const found = await seen({ trusted: false, logins: false });
  expect(JSON.stringify(found)).not.toContain(LOGIN.password);
  expect(found).toMatchObject({ login: undefined, authorization: undefined });
  expect(found.installer).toContain(`http://${server.address}/simple/`);
  expect(found.installer).toContain("http://proxy.example:3128");
  expect(secrets.redact(LOGIN.password)).toBe("***");
});

test.each([
  ["the login of", true, 0],
  ["no login, whatever stands in", false, 128],
])("git has %s the user's own files", async (_, logins, exitCode) => {
  await using git = await new GitServer({ root: join(home.path, "repositories"), login: LOGIN }).start();
  git.repository("one").commit({ "a.txt": "" });
  await writeFile(join(home.path, ".netrc"), `default login ${LOGIN.username} password ${LOGIN.password}\n`);
  const { processes } = await open({ trusted: true, logins });

  const answer = await processes.run("git", ["ls-remote", git.url("one")], {
    env: { GIT_TERMINAL_PROMPT: "0" },
  });

  expect(answer.exitCode).toBe(exitCode);
});

test.each([
  [true, 1],
  [false, 0],
])("where code is trusted: %s, facts kept for later runs: %i", async (trusted, count) => {
  const { cache } = await open({ trusted, logins: true });
  await cache.write("facts/one.json", new TextEncoder().encode("{}"));
  expect(await readdir(join(home.path, "cache", "surelayer")).catch(() => [])).toHaveLength(count);
});
