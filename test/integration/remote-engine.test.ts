import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { privateCertificate } from "../support/certificates.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { type SmallEngine, startSmallEngine } from "../support/small-engine.ts";
import { Workplace } from "../support/workplace.ts";

/** An engine on another machine, as far as a client can tell: it is reached by TCP, and only with a certificate. */
let small: SmallEngine;
let place: Workplace;
let index: PackageIndex;
let folder: string;
let address: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "surelayer-tls-"));
  small = await startSmallEngine(700, (gateway) => {
    const host = gateway.replace(/1$/, "2");
    address = `tcp://${host}:2376`;
    const { ca, cert, key } = privateCertificate(host);
    for (const [name, text] of Object.entries({ ca, cert, key })) writeFileSync(pem(name), text);
    const files = [`--tlscacert=${pem("ca")}`, `--tlscert=${pem("cert")}`, `--tlskey=${pem("key")}`];
    return ["--host", `tcp://${host}:2376`, "--tlsverify", ...files];
  });
  place = await Workplace.open(small.second.address);
  index = new PackageIndex({ host: small.second.gateway, files: [wheel({ name: "remote" })] });
  await index.start();
  const phases = [{ name: "one", packages: ["remote"], imports: ["remote"] }];
  await place.write("install.yml", {
    ...{ version: 1, name: "remote", base: { image: place.base }, phases },
    disk: { reserve: "50MB" },
  });
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
  await small?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const pem = (name: string) => join(folder, `${name}.pem`);

function run(verb: string, env: Readonly<Record<string, string | undefined>>) {
  return place.run([verb], { env: { PIP_INDEX_URL: index.url, DOCKER_HOST: undefined, ...env } });
}

test("an engine behind TLS plans by its own disk", async () => {
  const { exitCode, stderr } = await run("plan", {
    DOCKER_HOST: address,
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: folder,
  });
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  const { free, total } = await small.second.disk();
  const { verdict } = JSON.parse(await place.read(".surelayer/plan.json"));
  expect(verdict.freeBytes).toBeLessThanOrEqual(total);
  expect(Math.abs(verdict.freeBytes - free)).toBeLessThan(60e6);
});

test("who comes without a certificate is told so", async () => {
  const { exitCode, stderr } = await run("plan", { DOCKER_HOST: address.replace("tcp:", "https:") });
  expect(exitCode).toBe(7);
  expect(stderr).toMatch(/error: .*certificate isn't trusted/);
  expect(stderr).toContain("DOCKER_CERT_PATH");
});

variation("a docker context that leads to it builds there", async () => {
  const id = createHash("sha256").update("far").digest("hex");
  const meta = join(folder, "contexts", "meta", id);
  const tls = join(folder, "contexts", "tls", id, "docker");
  for (const one of [meta, tls]) mkdirSync(one, { recursive: true });
  const endpoint = { Name: "far", Metadata: {}, Endpoints: { docker: { Host: address } } };
  writeFileSync(join(meta, "meta.json"), JSON.stringify(endpoint));
  for (const name of ["ca", "cert", "key"]) copyFileSync(pem(name), join(tls, `${name}.pem`));
  const { exitCode, stderr } = await run("build", { DOCKER_CONFIG: folder, DOCKER_CONTEXT: "far" });
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  expect((await small.second.docker.getImage("surelayer/remote:built").inspect()).RepoTags).toContain(
    "surelayer/remote:built",
  );
});
