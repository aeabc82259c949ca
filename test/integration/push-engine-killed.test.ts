import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { privateCertificate, type ServerCertificate } from "../support/certificates.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { RegistryFront } from "../support/registry-front.ts";
import { SecondEngine } from "../support/second-engine.ts";
import { Workplace } from "../support/workplace.ts";

/** Where engines look for a registry's CA. */
const TRUSTED = "/etc/docker/certs.d";

let place: Workplace;
let engine: SecondEngine;
let index: PackageIndex;
let authority: ServerCertificate;
let front: RegistryFront;
beforeAll(async () => {
  place = await Workplace.open();
  engine = await SecondEngine.start(1500);
  await engine.load(await place.docker.getImage(place.base).get());
  authority = privateCertificate(engine.gateway);
  await place.write("ca.pem", authority.ca);
  const { key, cert } = authority;
  front = new RegistryFront({ registry: place.registry(), host: engine.gateway, tls: { key, cert } });
  index = new PackageIndex({ host: engine.gateway, files: [wheel({ name: "cargo" })] });
  await Promise.all([front.start(), index.start()]);
});
afterAll(async () => {
  if (front) await rm(`${TRUSTED}/${front.address}`, { recursive: true, force: true });
  // Where nobody else keeps a certificate.
  await rmdir(TRUSTED).catch(() => undefined);
  await index?.stop();
  await front?.stop();
  await engine?.stop();
  await place?.close();
});

async function push(name: string, env: Readonly<Record<string, string>>) {
  const phases = [{ name: "cargo", packages: ["cargo"], imports: ["cargo"] }];
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  const tag = `${front.address}/test-${place.id}/${name}:1`;
  const run = await place.run(["build", "--push", "--tag", tag], {
    cwd: place.path(name),
    env: { PIP_INDEX_URL: index.url, DOCKER_HOST: engine.address, ...env },
  });
  return { ...run, tag, report: await place.report(name) };
}

const ours = () => ({ NODE_EXTRA_CA_CERTS: place.path("ca.pem") });

test("who pushes to a registry with a CA of its own is told where it is given to whom", async () => {
  const file = `${TRUSTED}/${front.address}/ca.crt`;
  const here = await push("strange", {});
  expect(here.exitCode).toBe(6);
  expect(here.stderr).toMatch(/This machine does not trust the certificate of the registry/);
  const there = await push("strange", ours());
  expect(there.exitCode).toBe(6);
  expect(there.stderr).toMatch(/The engine does not trust the certificate of the registry/);
  for (const { stderr } of [here, there]) {
    expect(stderr).toContain(file);
    expect(stderr).toContain("NODE_EXTRA_CA_CERTS");
    expect(stderr).not.toContain("insecure");
  }
});

/** What is told is done, and in the first upload the engine ends. */
async function pushThrough(name: string, end: () => Promise<void>) {
  await mkdir(`${TRUSTED}/${front.address}`, { recursive: true });
  await writeFile(`${TRUSTED}/${front.address}/ca.crt`, authority.ca);
  const restarts: Promise<void>[] = [];
  front.manner = ({ method }) => {
    if (method !== "PATCH" || restarts.length > 0) return;
    const restarted = end().then(() => sleep(3000));
    restarts.push(restarted.then(() => engine.startAgain()));
    return "silent";
  };
  const run = await push(name, ours());
  await Promise.all(restarts);
  expect(restarts).toHaveLength(1);
  return run;
}

variation("an engine that is killed in a push and started again gets the push again", async () => {
  const { exitCode, stderr, report, tag } = await pushThrough("killed", () => engine.kill());
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  expect(report.journal.attempts).toMatchObject([
    { phase: "push", class: { id: "X1" }, recovery: "reconnect" },
  ]);
  expect(report.pushed).toMatchObject([{ reference: tag, proved: true }]);
});

variation("so does an engine that is restarted in good order", async () => {
  const { exitCode, stderr, report } = await pushThrough("restarted", () => engine.shutDown());
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  expect(report.journal.attempts).toMatchObject([{ phase: "push", recovery: "reconnect" }]);
});
