import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { declaredFacts } from "../../../../src/base/declared-facts.ts";
import { createNodeProcesses } from "../../../../src/host/node-processes.ts";
import { withLocalResolver } from "../../../../src/resolve/environment/local-resolver.ts";
import type { ResolverEnvironment } from "../../../../src/resolve/environment/resolver-environment.ts";
import { BuildError, RegistryError } from "../../../../src/text/errors.ts";
import { CA_BUNDLE } from "../../../../src/toolbox/container-paths.ts";
import { cachedUv } from "../../../../src/toolbox/uv.ts";
import { scratchFolder } from "../../../support/scratch-folder.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";
import { testPorts } from "../../../support/test-ports.ts";

const FACTS = declaredFacts({ python: "3.12", packages: {} });
const UV = '#!/bin/sh\nif [ "$1" = fail ]; then exit 3; fi\necho "uv $*"; env | sort\n';

/** A machine whose programs are scripts; its Python answers for pip with this. */
async function machine(python: string | undefined, uv: string | null = UV) {
  const folder = await scratchFolder();
  const bin = join(folder.path, "bin");
  await mkdir(bin);
  if (python !== undefined) {
    await writeFile(join(bin, "python3"), `#!/bin/sh\n${python}\n`);
    await chmod(join(bin, "python3"), 0o755);
  }
  const env = {
    PATH: `${bin}:/usr/bin:/bin`,
    ...{ HOME: "/home/one", https_proxy: "http://127.0.0.1:3128", AWS_SECRET: "s", UV_RESOLUTION: "lowest" },
  };
  const which = async (name: string) =>
    name === "python3" && python !== undefined ? join(bin, name) : undefined;
  const network = {
    caBundle: "the CA",
    installerEnv: {
      SSL_CERT_FILE: CA_BUNDLE,
      UV_DEFAULT_INDEX: "https://index.example",
      http_proxy: "http://x",
    },
  };
  const ports = testPorts({ processes: { ...createNodeProcesses(env), which }, network });
  if (uv !== null) await cachedUv(ports, async () => Buffer.from(uv));
  return { ports, bin, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe("this machine as a place to resolve in", () => {
  test("has uv, the machine's settings and nothing else of its environment, and leaves nothing", async () => {
    await using scene = await machine("exit 0");
    let folder = "";

    const { stdout, ca } = await withLocalResolver(FACTS, scene.ports, async (resolver) => {
      folder = resolver.folder;
      await resolver.write([{ name: "kept" }, { name: "trial-1/pyproject.toml", content: "x" }]);
      const answer = await resolver.run([resolver.uv, "pip"], { within: "trial-1" });
      const path = /^SSL_CERT_FILE=(.*)$/m.exec(answer.stdout)?.[1] ?? "";
      return { ...answer, ca: await readFile(path, "utf8") };
    });

    expect(stdout).toMatch(/^uv pip$/m);
    // uv reads the index from the settings file, which `index-pages.ts` writes.
    expect(stdout).toMatch(/^UV_DEFAULT_INDEX=$/m);
    expect(stdout).toMatch(/^XDG_CONFIG_HOME=.*\/work\/config$/m);
    expect(stdout).toMatch(/^https_proxy=http:\/\/127\.0\.0\.1:3128$/m);
    expect(stdout).toMatch(/^UV_PYTHON_DOWNLOADS=never$/m);
    expect(stdout).not.toMatch(/AWS_SECRET|UV_RESOLUTION|http_proxy=http:\/\/x/);
    expect(stdout).toMatch(/^PWD=.*\/work\/trial-1$/m);
    expect(ca).toBe("the CA");
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });

  test("says for which Python and platform, and that nothing is built", async () => {
    await using scene = await machine("exit 0");

    const flags = await withLocalResolver(FACTS, scene.ports, async (resolver) => [
      resolver.pythonFlags(),
      resolver.pythonFlags("3.10"),
      resolver.buildFlags([]),
      resolver.buildFlags(["jieba"]),
    ]);

    const common = ["--python-platform", "x86_64-manylinux_2_28"];
    const python = ["--python", join(scene.bin, "python3")];
    expect(flags).toEqual([
      [...python, "--python-version", "3.12", ...common],
      [...python, "--python-version", "3.10", ...common],
      ["--only-binary", ":all:"],
      ["--only-binary", ":all:", "--no-binary", "jieba"],
    ]);
  });

  test("ends a command after its time, and tells a failure from that", async () => {
    await using scene = await machine("exit 0");
    const clock = new SteppedClock();

    const codes = await withLocalResolver(FACTS, { ...scene.ports, clock }, async (resolver) => {
      await resolver.write([{ name: "a", content: "" }]);
      const exitCode = async (command: readonly string[], options = {}) =>
        (await resolver.run(command, options)).exitCode;
      const slow = exitCode(["sleep", "20"], { seconds: 20 });
      expect(clock.sleepers).toBe(1);
      await clock.step(20_000);
      return [await slow, await exitCode([resolver.uv, "fail"], { seconds: 20 })];
    });

    expect(codes).toEqual([124, 3]);
    expect(clock.sleepers).toBe(0);
  });

  test("passes on who stops a command", async () => {
    await using scene = await machine("exit 0");
    const stop = new AbortController();
    const reason = new Error("enough");

    const stopped = withLocalResolver(FACTS, scene.ports, async (resolver) => {
      await resolver.write([{ name: "a", content: "" }]);
      setTimeout(() => stop.abort(reason), 100);
      return await resolver.run(["sleep", "20"], { signal: stop.signal, seconds: 20 });
    });

    await expect(stopped).rejects.toBe(reason);
  });
});

const nothing = async (resolver: ResolverEnvironment) => resolver.folder;

describe("a machine that lacks something", () => {
  test.each([
    ["Python", undefined, null, "This machine has no Python 3"],
    ["pip", 'echo "/usr/bin/python3: No module named pip" >&2; exit 1', null, "has no pip"],
    ["a processor that uv is built for", "exit 0", "\u007fELF", "doesn't run on this machine"],
  ])("%s", async (_, python, uv, says) => {
    await using scene = await machine(python, uv);

    const failed = withLocalResolver(FACTS, scene.ports, nothing);

    await expect(failed).rejects.toBeInstanceOf(BuildError);
    await expect(failed).rejects.toThrow(says);
    await expect(failed).rejects.toMatchObject({ remedy: expect.stringContaining("docker pull") });
  });

  test("an index that gives uv", async () => {
    await using scene = await machine("echo 'ERROR: no matching distribution' >&2; exit 1", null);

    const failed = withLocalResolver(FACTS, scene.ports, nothing);

    await expect(failed).rejects.toBeInstanceOf(RegistryError);
    await expect(failed).rejects.toMatchObject({ evidence: "ERROR: no matching distribution" });
  });
});

test("uv is fetched by its pinned hash, once", async () => {
  const pip = [
    'if [ "$2" = pip ]; then for word; do last=$word; done; cat "$last" >&2; exit 0; fi',
    `if [ "$1" = -c ]; then printf '#!/bin/sh\\necho fetched\\n' > "$4"; exit 0; fi`,
  ];
  await using scene = await machine(pip.join("\n"), null);

  const first = await withLocalResolver(FACTS, scene.ports, async (resolver) => {
    const folder = join(resolver.folder, "..");
    await resolver.write([{ name: "a", content: "" }]);
    const { stdout } = await resolver.run([resolver.uv]);
    return { stdout, asked: await readFile(join(folder, "uv.txt"), "utf8"), files: await readdir(folder) };
  });
  const second = await withLocalResolver(FACTS, scene.ports, async (resolver) =>
    readdir(join(resolver.folder, "..")),
  );

  expect(first.stdout).toBe("fetched\n");
  expect(first.asked).toMatch(/^uv==\d+\.\d+\.\d+ --hash=sha256:[0-9a-f]{64}\n$/);
  expect(second).not.toContain("uv.txt");
});
