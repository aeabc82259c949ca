import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privateCertificate, type ServerCertificate } from "../support/certificates.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { type SavedImage, saveImage } from "../support/saved-image.ts";
import type { Outcome } from "../support/surelayer-process.ts";
import { Workplace } from "../support/workplace.ts";

const PASSWORD = "canary/pass:word+4711";
const login = { username: "canary-user", password: PASSWORD };
/** As it could turn up: plain, in a URL, in an Authorization header. */
const SPELLINGS = [
  PASSWORD,
  encodeURIComponent(PASSWORD),
  Buffer.from(`${login.username}:${PASSWORD}`).toString("base64"),
];

let place: Workplace;
let authority: ServerCertificate;
let host: string;
beforeAll(async () => {
  place = await Workplace.open();
  host = await place.gateway();
  authority = privateCertificate(host);
  await place.write("ca.pem", authority.ca);
});
afterAll(async () => {
  await place?.close();
});

function manifest(name: string) {
  const phases = [{ name: "house", packages: [name], imports: [name.replaceAll("-", "_")] }];
  // Without bytecode, whose size is only estimated the first time, a layer is as large as predicted.
  return { version: 1, name, base: { image: place.base }, phases, image: { bytecode: "none" } };
}

async function save(image: string): Promise<SavedImage> {
  const base = await place.docker.getImage(place.base).inspect();
  return await saveImage(place.docker, image, base.RootFS.Layers?.length ?? 0);
}

describe("an index with a login behind a private certificate authority", () => {
  const files = [wheel({ name: "in-house", requires: ["in-house-part"] }), wheel({ name: "in-house-part" })];
  let index: PackageIndex;
  let run: Outcome & { pid: number };
  beforeAll(async () => {
    index = new PackageIndex({ host, files, tls: authority, login });
    await index.start();
    await place.write("tls/install.yml", manifest("in-house"));
    const address = index.url.replace(PASSWORD, encodeURIComponent(PASSWORD));
    run = await place.run(["build", "--verbose"], {
      cwd: place.path("tls"),
      env: { PIP_INDEX_URL: address, SSL_CERT_FILE: place.path("ca.pem") },
    });
  });
  afterAll(async () => {
    await index?.stop();
  });

  test("installs, as exactly as from a public one", async () => {
    expect(run.stderr).not.toContain("error");
    expect(run.exitCode).toBe(0);
    const report = await place.report("tls");
    expect(report.built?.phases[0]).toMatchObject({ status: "installed" });
    expect(report.built?.phases[0]?.actualBytes).toBe(report.built?.phases[0]?.predictedBytes);
    expect(index.requests.filter((one) => one.status === 200).length).toBeGreaterThan(2);
  });

  test("leaves no certificate, setting or password in the image", async () => {
    const { layers, config } = await save("surelayer/in-house:built");
    const files = layers.flat();
    expect(files.filter((one) => /in_house(_part)?\/__init__\.py$/.test(one.name))).toHaveLength(2);
    const everything = Buffer.concat([...files.map((one) => one.content), Buffer.from(config)]);
    for (const canary of [...SPELLINGS, login.username, host, "BEGIN CERTIFICATE", "INDEX_URL", "ca.pem"]) {
      expect(everything.includes(canary), canary).toBe(false);
    }
  });

  test("prints and writes no password", async () => {
    const folder = place.path("tls/.surelayer");
    const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const written = await Promise.all(names.map((one) => readFile(join(one.parentPath, one.name), "utf8")));
    expect(names.map((one) => one.name)).toEqual(expect.arrayContaining(["plan.json", "report.json"]));
    for (const canary of SPELLINGS) {
      expect([run.stdout, run.stderr, ...written].filter((text) => text.includes(canary))).toEqual([]);
    }
  });
});

variation("an untrusted certificate ends the run with what to do, and leaves nothing", async () => {
  const index = new PackageIndex({ host, files: [wheel({ name: "untrusted" })], tls: authority });
  await index.start();
  try {
    await place.write("untrusted/install.yml", manifest("untrusted"));
    const run = await place.run(["build"], {
      cwd: place.path("untrusted"),
      env: { PIP_INDEX_URL: index.url },
    });
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toMatch(/error: .*certificate/i);
    expect(run.stderr).toContain("SSL_CERT_FILE");
    expect(await place.leftBy(run.pid)).toEqual([]);
  } finally {
    await index.stop();
  }
});

variation("a wrong password is named as that, and not printed", async () => {
  const index = new PackageIndex({ host, files: [wheel({ name: "locked" })], login });
  await index.start();
  try {
    await place.write("locked/install.yml", manifest("locked"));
    const env = { PIP_INDEX_URL: `http://canary-user:wrong-password-9@${index.address}/simple/` };
    const run = await place.run(["build", "--verbose"], { cwd: place.path("locked"), env });
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toMatch(/error: .*(login|password|credentials)/i);
    expect(run.stderr + run.stdout).not.toContain("wrong-password-9");
  } finally {
    await index.stop();
  }
});

test("an index that only the machine's HTTP proxy reaches", async () => {
  const index = new PackageIndex({ host, files: [wheel({ name: "proxied" })] });
  await index.start();
  try {
    await place.write("proxied/install.yml", manifest("proxied"));
    const run = await place.run(["build"], {
      cwd: place.path("proxied"),
      env: {
        http_proxy: `http://${index.address}`,
        UV_DEFAULT_INDEX: `http://packages-${place.id}.invalid/simple/`,
      },
    });
    expect(run.stderr).not.toContain("error");
    expect(run.exitCode).toBe(0);
    const { Config } = await place.docker.getImage("surelayer/proxied:built").inspect();
    for (const trace of [index.address, ".invalid", "http_proxy", "HTTP_PROXY"]) {
      expect(JSON.stringify(Config)).not.toContain(trace);
    }
  } finally {
    await index.stop();
  }
});
