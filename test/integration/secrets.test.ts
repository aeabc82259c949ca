import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canariesBelow, canariesIn } from "../support/canaries.ts";
import { privateCertificate, type ServerCertificate } from "../support/certificates.ts";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { packing } from "../support/packing-backend.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { saveImage } from "../support/saved-image.ts";
import { Workplace } from "../support/workplace.ts";

const CANARIES = {
  index: 'index/p"ss:word+4711',
  netrc: "netrc-p4ssword-4712",
  docker: "docker-p4ssword-4713",
  proxy: "proxy@p4ssword-4714",
  GITHUB_TOKEN: "ghs_0123456789abcdefgh4715",
  HF_TOKEN: "hf_0123456789abcdefgh4716",
  MY_SERVICE_PASSWORD: "service-4717-pässword",
};
const PROXY_LOGIN = `Basic ${Buffer.from(`proxy-user:${CANARIES.proxy}`).toString("base64")}`;

/** Code of a package that looks at everything that it can: variables, processes, files and the network. */
const NOSY = [
  "import os, urllib.request",
  "seen = [repr(dict(os.environ))]",
  "for folder in ['/proc', '/root', '/home', '/tmp', '/etc', '/run', '/opt', '/var/tmp', '/dev/surelayer', '/dev/shm']:",
  "    for path, folders, names in os.walk(folder):",
  "        folders[:] = [one for one in folders if one not in ('task', 'map_files', 'fd', 'fdinfo')]",
  "        for name in names:",
  "            file = os.path.join(path, name)",
  "            if folder == '/proc' and name not in ('environ', 'cmdline'): continue",
  "            try: seen.append(file + ' ' + open(file, 'rb').read(20000).decode('latin-1'))",
  "            except (OSError, ValueError): pass",
  "index = os.environ.get('PIP_INDEX_URL') or 'none'",
  "try: seen.append('INDEX ANSWERS ' + str(urllib.request.urlopen(index + 'part/').status))",
  "except Exception as error: seen.append('INDEX REFUSES ' + repr(error))",
  "open('nosy/seen.py', 'w', encoding='latin-1', errors='replace').write('SEEN = ' + repr('\\n'.join(seen)))",
  packing("nosy"),
].join("\n");

let place: Workplace;
let authority: ServerCertificate;
let index: PackageIndex;
let proxy: Server;
let env: Record<string, string>;

/** A proxy that wants a login, and reaches every host. */
async function loginProxy(host: string): Promise<string> {
  proxy = createServer((_, response) => response.writeHead(407).end());
  proxy.on("connect", (request, socket) => {
    const [to, port] = (request.url ?? "").split(":");
    if (request.headers["proxy-authorization"] !== PROXY_LOGIN) {
      return void socket.end("HTTP/1.1 407 Who are you?\r\n\r\n");
    }
    const target = connect(Number(port), to ?? "", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) end.on("error", () => end.destroy());
  });
  await once(proxy.listen(0, host), "listening");
  return `http://proxy-user:${encodeURIComponent(CANARIES.proxy)}@${host}:${(proxy.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  place = await Workplace.open();
  const host = await place.gateway();
  authority = privateCertificate(host);
  const files = [
    await sourceDistribution("nosy", NOSY, { requires: ["part"], files: { "nosy/__init__.py": "" } }),
    await sourceDistribution(
      "loud",
      `raise RuntimeError(${JSON.stringify(Object.values(CANARIES).join(" "))})`,
      {
        files: { "loud/__init__.py": "" },
      },
    ),
    wheel({ name: "part" }),
  ];
  index = new PackageIndex({
    host,
    files,
    tls: authority,
    login: { username: "me", password: CANARIES.index },
  });
  await index.start();
  await place.write("home/.netrc", `machine unused.example login me password ${CANARIES.netrc}\n`);
  const auth = Buffer.from(`me:${CANARIES.docker}`).toString("base64");
  await place.write("docker/config.json", { auths: { [index.address]: { auth } } });
  env = {
    PIP_INDEX_URL: index.url.replace(CANARIES.index, encodeURIComponent(CANARIES.index)),
    UV_DEFAULT_INDEX: `https://me:${encodeURIComponent(CANARIES.index)}@${index.address}/simple/`,
    SSL_CERT_FILE: await place.write("ca.pem", authority.ca),
    https_proxy: await loginProxy(host),
    ...{ HOME: place.path("home"), DOCKER_CONFIG: place.path("docker"), XDG_CACHE_HOME: place.path("cache") },
    ...{ GITHUB_TOKEN: CANARIES.GITHUB_TOKEN, HF_TOKEN: CANARIES.HF_TOKEN },
    MY_SERVICE_PASSWORD: CANARIES.MY_SERVICE_PASSWORD,
  };
  // The index of these tests doesn't have uv.
  await place.write("first/install.yml", manifest("first", "six"));
  const first = await place.run(["plan"], {
    cwd: place.path("first"),
    env: { XDG_CACHE_HOME: place.path("cache") },
  });
  if (first.exitCode !== 0) throw new Error(first.stderr);
});
afterAll(async () => {
  proxy?.closeAllConnections();
  proxy?.close();
  await index?.stop();
  await place?.close();
});

function manifest(name: string, ...packages: readonly string[]) {
  return { version: 1, name, base: { image: place.base }, phases: [{ name: "house", packages }] };
}

/** Everything that a run left outside of the image, which holds a canary. */
async function leaks(folder: string, run: { readonly stdout: string; readonly stderr: string }) {
  return [
    ...canariesIn(run.stdout, CANARIES).map((name) => `stdout: ${name}`),
    ...canariesIn(run.stderr, CANARIES).map((name) => `stderr: ${name}`),
    ...(await canariesBelow(place.path(folder), CANARIES)),
    ...(await canariesBelow(place.path("cache"), CANARIES)),
  ];
}

describe("a build whose package looks for secrets everywhere", () => {
  test("finds none, and reaches the index all the same", async () => {
    const run_ = [["python3", "-m", "pip", "download", "--no-deps", "-d", "/opt/part", "part"]];
    const phases = [{ name: "house", packages: ["nosy"], run: run_ }];
    await place.write("nosy/install.yml", { ...manifest("nosy"), phases });

    const run = await place.run(["build", "--verbose", "--json"], { cwd: place.path("nosy"), env });

    expect(run.stderr).not.toContain("error:");
    expect(run.exitCode).toBe(0);
    const base = await place.docker.getImage(place.base).inspect();
    const image = await saveImage(place.docker, "surelayer/nosy:built", base.RootFS.Layers?.length ?? 0);
    const files = image.layers.flat();
    const seen = files.find((one) => one.name.endsWith("nosy/seen.py"))?.content.toString() ?? "";
    expect(seen).toContain("PATH");
    expect(seen).toContain("/proc/1/cmdline");
    expect(seen).toContain("INDEX ANSWERS 200");
    expect(files.some((one) => /opt\/part\/part-1\.0.*whl$/.test(one.name))).toBe(true);
    const everything = Buffer.concat([...files.map((one) => one.content), Buffer.from(image.config)]);
    expect(canariesIn(everything, CANARIES)).toEqual([]);
    expect(await leaks("nosy", run)).toEqual([]);
  });
});

variation("a build that fails with the secrets on its lips writes none of them", async () => {
  await place.write("loud/install.yml", manifest("loud", "loud"));

  const run = await place.run(["build", "--verbose", "--json"], { cwd: place.path("loud"), env });

  expect(run.exitCode).not.toBe(0);
  expect(run.stderr).toContain("***");
  expect(await place.read("loud/.surelayer/report.json")).toContain("***");
  expect(await leaks("loud", run)).toEqual([]);
});

test("a build that is killed leaves none", async () => {
  await place.write("killed/install.yml", manifest("killed", "nosy", "part"));
  const build = place.start(["build"], { cwd: place.path("killed"), env });
  const ours = async () =>
    (await place.docker.listContainers({ all: true })).filter((one) => one.Labels["dev.surelayer.run"]);
  while (!(await ours()).some((one) => /-relay$/.test(one.Names[0] ?? "") && one.State === "running")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  build.kill("SIGKILL");
  const run = await build.outcome;

  const inspected = await Promise.all(
    (await ours()).map((one) => place.docker.getContainer(one.Id).inspect()),
  );
  expect(inspected.length).toBeGreaterThan(0);
  expect(canariesIn(JSON.stringify(inspected), CANARIES)).toEqual([]);
  expect(await leaks("killed", run)).toEqual([]);
});

variations("a secret on its way into an image is stopped, with the file's name", () => {
  test("in a folder that the manifest copies", async () => {
    await place.write("copied/app/.env", `HF_TOKEN=${CANARIES.HF_TOKEN}\n`);
    const files = [{ from: "app", to: "/opt/app" }];
    await place.write("copied/install.yml", { ...manifest("copied", "part"), files });

    const run = await place.run(["build"], { cwd: place.path("copied"), env });

    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("would hold a secret of this machine, in /opt/app/.env");
    expect(await leaks("copied/.surelayer", run)).toEqual([]);
  });

  test("that a command writes", async () => {
    const encoded = Buffer.from(`x${CANARIES.HF_TOKEN}`).toString("base64");
    const phases = [
      { name: "house", packages: ["part"], run: [["sh", "-c", `echo ${encoded} > /opt/note`]] },
    ];
    await place.write("written/install.yml", { ...manifest("written"), phases });

    const run = await place.run(["build"], { cwd: place.path("written"), env });

    expect(run.stderr).toContain("in /opt/note");
  });
});
