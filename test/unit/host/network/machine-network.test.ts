import { describe, expect, it } from "vitest";
import { readMachineNetwork } from "../../../../src/host/network/machine-network.ts";
import { UsageError } from "../../../../src/text/errors.ts";

const pem = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;
const CA_PATH = "/tools/ca.pem";

function read(env: Record<string, string>, files: Record<string, string> = {}) {
  const readText = async (path: string): Promise<string> => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return text;
  };
  return readMachineNetwork({ HOME: "/home/me", ...env }, { readText }, CA_PATH);
}

describe("CA bundle", () => {
  it("takes the distribution's bundle where no variable names one", async () => {
    const network = await read({}, { "/etc/pki/tls/certs/ca-bundle.crt": `# Root\n${pem("A")}\n` });
    expect(network.caBundle).toBe(`${pem("A")}\n`);
    expect(network.installerEnv).toEqual({
      SSL_CERT_FILE: CA_PATH,
      PIP_CERT: CA_PATH,
      REQUESTS_CA_BUNDLE: CA_PATH,
      CURL_CA_BUNDLE: CA_PATH,
      GIT_SSL_CAINFO: CA_PATH,
      NODE_EXTRA_CA_CERTS: CA_PATH,
    });
  });

  it("joins all named bundles and appends the extra certificates, each once", async () => {
    const env = {
      SSL_CERT_FILE: "/a.pem",
      PIP_CERT: "/b.pem",
      CURL_CA_BUNDLE: "/a.pem",
      NODE_EXTRA_CA_CERTS: "/c.pem",
    };
    const files = { "/a.pem": pem("A"), "/b.pem": `${pem("A")}\r\n${pem("B")}`, "/c.pem": pem("C") };
    const network = await read(env, { ...files, "/etc/ssl/certs/ca-certificates.crt": pem("D") });
    expect(network.caBundle).toBe(`${pem("A")}\n${pem("B")}\n${pem("C")}\n`);
  });

  it("appends the extra certificates to the distribution's bundle", async () => {
    const files = { "/c.pem": pem("C"), "/etc/ssl/certs/ca-certificates.crt": pem("D") };
    expect((await read({ NODE_EXTRA_CA_CERTS: "/c.pem" }, files)).caBundle).toBe(
      `${pem("D")}\n${pem("C")}\n`,
    );
  });

  it("has none, and names none in the container, where the machine has none", async () => {
    const network = await read({ SSL_CERT_FILE: "" });
    expect(network.caBundle).toBeUndefined();
    expect(network.installerEnv).toEqual({});
  });

  it("takes the certificate of pip's configuration", async () => {
    const files = { "/etc/pip.conf": "[global]\ncert = /corp.pem\n", "/corp.pem": pem("P") };
    expect((await read({}, files)).caBundle).toBe(`${pem("P")}\n`);
  });

  it.each([
    [{ PIP_CERT: "/gone.pem" }, "PIP_CERT names /gone.pem, which can't be read"],
    [
      { NODE_EXTRA_CA_CERTS: "/empty.pem" },
      "NODE_EXTRA_CA_CERTS names /empty.pem, which holds no PEM certificate",
    ],
  ])("names the variable that names a useless file: %j", async (env, message) => {
    const failing = read(env as Record<string, string>, { "/empty.pem": "nothing" });
    await expect(failing).rejects.toThrow(UsageError);
    await expect(failing).rejects.toThrow(message);
  });
});

describe("proxy", () => {
  it("hands proxies on in both cases, the lower one first", async () => {
    const env = {
      HTTPS_PROXY: "http://upper.example:1",
      https_proxy: "http://u:p%40ss@proxy.example:3128",
      NO_PROXY: "a.example",
    };
    const { installerEnv, secrets } = await read(env);
    expect(installerEnv).toEqual({
      HTTPS_PROXY: "http://u:p%40ss@proxy.example:3128",
      https_proxy: "http://u:p%40ss@proxy.example:3128",
      NO_PROXY: "a.example",
      no_proxy: "a.example",
    });
    expect(secrets).toEqual(expect.arrayContaining(["p@ss", "p%40ss"]));
  });

  it.each(["http://127.0.0.1:3128", "http://localhost:3128", "[::1]:3128", "127.1.2.3:8080"])(
    "keeps %s back, which a container can't reach, and says so",
    async (address) => {
      const { installerEnv, warnings, proxy } = await read({ HTTP_PROXY: address });
      expect(installerEnv).toEqual({});
      expect(warnings).toEqual([expect.stringContaining("HTTP_PROXY names http://")]);
      expect(proxy.http).toBe(address);
    },
  );
});

describe("package indexes", () => {
  it("gives each installer its own variables", async () => {
    const env = {
      UV_DEFAULT_INDEX: "https://uv.index.example/simple",
      UV_INDEX: "corp=https://extra.index.example/simple https://other.index.example/",
      PIP_INDEX_URL: "https://pip.index.example/simple",
      PIP_EXTRA_INDEX_URL: "https://more.index.example/simple",
      PIP_DEFAULT_TIMEOUT: "180",
      PIP_FIND_LINKS: "/opt/local https://wheels.index.example/",
    };
    expect((await read(env)).installerEnv).toEqual({
      ...env,
      PIP_FIND_LINKS: "https://wheels.index.example/",
      UV_HTTP_TIMEOUT: "180",
    });
  });

  it("gives uv what only pip is configured for, from its files in their order", async () => {
    const files = {
      "/etc/pip.conf": "[global]\nindex-url = https://old.index.example/simple\ntimeout: 15.5\n",
      "/home/me/.config/pip/pip.conf":
        "[global]\n# comment\nindex_url = https://index.example/simple\nextra-index-url =\n    https://one.index.example/simple\n    https://two.index.example/simple\n[install]\ntimeout = 60.5\n[list]\nindex-url = https://wrong.example\n",
    };
    const { installerEnv } = await read({}, files);
    expect(installerEnv).toEqual({
      UV_DEFAULT_INDEX: "https://index.example/simple",
      UV_INDEX: "https://one.index.example/simple https://two.index.example/simple",
      PIP_INDEX_URL: "https://index.example/simple",
      PIP_EXTRA_INDEX_URL: "https://one.index.example/simple https://two.index.example/simple",
      PIP_DEFAULT_TIMEOUT: "60.5",
      UV_HTTP_TIMEOUT: "60",
    });
  });

  it("reads uv.toml, without explicit and local indexes, and gives pip the same", async () => {
    const toml = `
      [[index]]
      name = "corp"
      url = "https://corp.index.example/simple"
      [[index]]
      url = "https://main.index.example/simple"
      default = true
      [[index]]
      name = "only-torch"
      url = "https://torch.index.example/whl"
      explicit = true
      [[index]]
      url = "./packages"`;
    const { installerEnv } = await read({}, { "/home/me/.config/uv/uv.toml": toml });
    expect(installerEnv).toEqual({
      UV_DEFAULT_INDEX: "https://main.index.example/simple",
      UV_INDEX: "corp=https://corp.index.example/simple",
      PIP_INDEX_URL: "https://main.index.example/simple",
      PIP_EXTRA_INDEX_URL: "https://corp.index.example/simple",
    });
  });

  it("says where a uv.toml is broken", async () => {
    const failing = read({ UV_CONFIG_FILE: "/uv.toml" }, { "/uv.toml": "a = 1\nindex = = 2\n" });
    await expect(failing).rejects.toMatchObject({ exitCode: 2, location: { file: "/uv.toml", line: 2 } });
    await expect(read({ UV_CONFIG_FILE: "/uv.toml" }, { "/uv.toml": "index-url = 5" })).rejects.toThrow(
      "/uv.toml can't be used",
    );
  });

  it("puts credentials of netrc into the addresses of their hosts and calls them secret", async () => {
    const netrc =
      'machine index.example\n  login me\n  password "s3cret w@rd"\nmacdef init\nmachine evil\n\nmachine other.example login x password y1234\n';
    const env = {
      PIP_INDEX_URL: "https://index.example/simple",
      PIP_EXTRA_INDEX_URL: "https://own:pw123456@index.example/x https://free.example/",
    };
    const { installerEnv, secrets } = await read(env, { "/home/me/.netrc": netrc });
    expect(installerEnv["PIP_INDEX_URL"]).toBe("https://me:s3cret%20w%40rd@index.example/simple");
    expect(installerEnv["UV_DEFAULT_INDEX"]).toBe("https://me:s3cret%20w%40rd@index.example/simple");
    expect(installerEnv["PIP_EXTRA_INDEX_URL"]).toBe(
      "https://own:pw123456@index.example/x https://free.example/",
    );
    const all = ["s3cret w@rd", "s3cret%20w%40rd", "me:s3cret w@rd", "pw123456", "y1234"];
    expect(secrets).toEqual(expect.arrayContaining(all));
  });

  it("hands on uv's credentials of a named index", async () => {
    const env = {
      UV_INDEX: "corp=https://index.example/simple",
      UV_INDEX_CORP_USERNAME: "me",
      UV_INDEX_CORP_PASSWORD: "hidden99",
    };
    const { installerEnv, secrets } = await read(env);
    expect(installerEnv).toMatchObject(env);
    expect(secrets).toContain("hidden99");
  });

  it("says what can't be handed on", async () => {
    const env = {
      PIP_TRUSTED_HOST: "index.example",
      UV_KEYRING_PROVIDER: "subprocess",
      UV_INDEX_URL: "http://localhost:8080/simple",
      PIP_NO_INDEX: "1",
    };
    const { installerEnv, warnings } = await read(env);
    expect(installerEnv).toEqual({
      UV_DEFAULT_INDEX: "http://localhost:8080/simple",
      PIP_INDEX_URL: "http://localhost:8080/simple",
    });
    expect(
      warnings.map((warning) => warning.match(/index\.example|localhost:8080|keyring|no-index/u)?.[0]),
    ).toEqual(["index.example", "localhost:8080", "keyring", "no-index"]);
  });

  it("reads no pip file when pip's files are switched off", async () => {
    const files = { "/etc/pip.conf": "[global]\nindex-url = https://index.example/simple\n" };
    expect((await read({ PIP_CONFIG_FILE: "/dev/null" }, files)).installerEnv).toEqual({});
  });
});
