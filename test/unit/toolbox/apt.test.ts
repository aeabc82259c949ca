import { expect, test } from "vitest";
import { aptCommand, aptEnv, aptWithoutLists, prepareApt } from "../../../src/toolbox/apt.ts";
import { execText } from "../../../src/toolbox/exec-text.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";

const NETWORK = {
  caBundle: "-----BEGIN CERTIFICATE-----",
  installerEnv: {
    HTTPS_PROXY: "http://user:secret@proxy.example:3128",
    https_proxy: "http://user:secret@proxy.example:3128",
    NO_PROXY: "mirror.example",
    UV_DEFAULT_INDEX: "https://user:secret@index.example/simple",
    PIP_CERT: "/dev/surelayer/tools/ca.pem",
  },
};

async function configured(caBundle: string | undefined): Promise<string> {
  const engine = new MemoryEngine();
  engine.addImage("base:1");
  await engine.createVolume("scratch", {});
  const mounts = [{ volume: "scratch", target: "/dev/surelayer/scratch", readOnly: false }];
  const spec = { name: "one", image: "base:1", command: ["sleep", "infinity"], labels: {}, mounts };
  const container = await engine.createContainer(spec);
  await container.start();
  await prepareApt(container, { ...NETWORK, caBundle });
  const read = await execText(container, { command: ["cat", "/dev/surelayer/scratch/apt/apt.conf"] });
  expect(await container.diffBytes()).toBe(0);
  return read.stdout;
}

test("apt keeps everything of its own in the scratch volume, and trusts what this machine trusts", async () => {
  const config = await configured(NETWORK.caBundle);
  expect(config).toContain('Acquire::https::CaInfo "/dev/surelayer/tools/ca.pem";');
  for (const setting of ["Dir::State::Lists", "Dir::Cache::archives", "Dir::Log"]) {
    expect(config).toContain(`${setting} "/dev/surelayer/scratch/apt/`);
  }
  expect(config).not.toContain("secret");
  expect(await configured(undefined)).not.toContain("CaInfo");
});

test("apt and the scripts of packages know the machine's proxies, and nothing of its package indexes", () => {
  const env = aptEnv(NETWORK);
  expect(env).toMatchObject({ https_proxy: NETWORK.installerEnv.https_proxy, NO_PROXY: "mirror.example" });
  expect(Object.keys(env)).not.toContain("UV_DEFAULT_INDEX");
  expect(env["DEBIAN_FRONTEND"]).toBe("noninteractive");
});

test("the settings come after the image's own, and lists are left aside where nothing is asked of them", () => {
  const config = ["-q", "-c", "/dev/surelayer/scratch/apt/apt.conf"];
  expect(aptCommand("apt-get", ["update"])).toEqual(["apt-get", ...config, "update"]);
  expect(aptWithoutLists("apt-mark", ["auto", "x"])).toEqual([
    ...["apt-mark", ...config, "-o", "Dir::State::Lists=/dev/surelayer/scratch/apt/no-lists", "auto", "x"],
  ]);
});
