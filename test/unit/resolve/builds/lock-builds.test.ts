import { stringify } from "smol-toml";
import { describe, expect, test } from "vitest";
import { lockBuilds } from "../../../../src/resolve/builds/lock-builds.ts";
import { UnsolvedBuild } from "../../../../src/resolve/builds/solve-build.ts";
import type { ResolverEnvironment } from "../../../../src/resolve/environment/resolver-environment.ts";
import { testPorts } from "../../../support/test-ports.ts";
import { request } from "../steering/answers.ts";

/** What a source asks for, by its SHA-256. */
interface SourceWords {
  readonly requires: readonly string[];
  /** What its back end asks for once it has these. */
  readonly asks?: readonly string[];
  readonly failed?: string;
}

const file = (name: string, sha256: string) => ({
  ...{ url: `https://files.example/${name}`, name, sha256, bytes: 10 },
});
const source = (name: string) => ({
  ...{ name, version: "1.0", file: file(`${name}-1.0.tar.gz`, name), bounds: [] },
});

const LOST =
  "  × No solution found when resolving dependencies:\n" +
  "  ╰─▶ Because nowhere was not found in the package registry and you require nowhere, we can conclude that your requirements are unsatisfiable.";

/** Stands for uv and for the back ends: everything exists as wheel in version 1.0, but for these sources. */
function resolverOf(words: Readonly<Record<string, SourceWords>>, sources: readonly string[] = []) {
  const written = new Map<string, string>();
  const asked: string[][] = [];
  const done = { exitCode: 0, stdout: "", stderr: "" };
  const group = () =>
    /"?surelayer-all-phases"? = \[([^\]]*)\]/.exec(written.get("pyproject.toml") ?? "")?.[1] ?? "";
  const names = () => [...group().matchAll(/"([\w-]+)[^"]*"/g)].map((one) => one[1] ?? "");
  const packages = () =>
    names().map((name) => {
      const isSource = sources.includes(name);
      const one = file(isSource ? `${name}-1.0.tar.gz` : `${name}-1.0-py3-none-any.whl`, name);
      const { bytes: size, sha256, ...rest } = one;
      const entry = { ...rest, size, hashes: { sha256 } };
      return { name, version: "1.0", ...(isSource ? { sdist: entry } : { wheels: [entry] }) };
    });
  const answer = (sha256: string, lock: unknown) => {
    const { requires = [], asks = [], failed = null } = words[sha256] ?? {};
    const pyproject = `[build-system]\nrequires = ${JSON.stringify(requires)}\n`;
    return {
      sha256,
      pyproject,
      requires: lock === undefined ? [] : asks,
      failed: lock === undefined ? null : failed,
    };
  };
  const resolver: ResolverEnvironment = {
    ...{ folder: "/work", uv: "uv", python: "python3", onMachine: false },
    pythonFlags: () => [],
    buildFlags: () => [],
    async write(entries) {
      for (const { name, content } of entries) if (typeof content === "string") written.set(name, content);
    },
    async run(command) {
      if (command[0] === "cat")
        return { ...done, stdout: stringify({ "lock-version": "1.0", packages: packages() }) };
      if (names().includes("nowhere")) return { ...done, exitCode: 1, stderr: LOST };
      return {
        ...done,
        stdout: names()
          .map((name) => `${name}==1.0  # via build\n`)
          .join(""),
      };
    },
    installSystemPackages: async () => false,
    async runProbe(name) {
      if (name === "prefetch.py") return { ...done, stdout: '{"failed": []}' };
      const list: { sha256: string; lock?: string }[] = JSON.parse(written.get("builds/list.json") ?? "[]");
      if (list[0]?.lock !== undefined) asked.push(list.map((one) => one.sha256));
      return { ...done, stdout: JSON.stringify(list.map((one) => answer(one.sha256, one.lock))) };
    },
  };
  return { resolver, asked };
}

async function locked(words: Readonly<Record<string, SourceWords>>, nested: readonly string[] = []) {
  const { resolver, asked } = resolverOf(words, nested);
  const sources = Object.keys(words).filter((name) => !nested.includes(name));
  const found = await lockBuilds(sources.map(source), { request: request("a"), resolver }, testPorts());
  const names = (sha256: string) => {
    const one = found.get(sha256);
    return one instanceof UnsolvedBuild ? one.message : one?.distributions.map(({ name }) => name).toSorted();
  };
  return { found, names, asked };
}

describe("what sources are built with", () => {
  test("is what their pyproject.toml requires, and what their back end asks for then", async () => {
    const { found, names } = await locked({ demo: { requires: ["maker>=1"], asks: ["extra"] } });

    expect(names("demo")).toEqual(["extra", "maker"]);
    expect(found.get("demo")).toMatchObject({ requires: ["extra", "maker>=1"] });
  });

  test("is asked once for sources that require the same", async () => {
    const { asked, names } = await locked({ one: { requires: ["maker"] }, two: { requires: ["maker"] } });

    expect(asked).toEqual([["one", "two"]]);
    expect(names("two")).toEqual(["maker"]);
  });

  test("is nothing where a source brings its own back end", async () => {
    expect((await locked({ demo: { requires: [] } })).found.get("demo")).toEqual({
      ...{ requires: [], distributions: [] },
    });
  });

  test("includes what a source among them is built with", async () => {
    const words = { demo: { requires: ["tool"] }, tool: { requires: ["maker"], asks: ["ninja"] } };

    expect((await locked(words, ["tool"])).names("demo")).toEqual(["maker", "ninja", "tool"]);
  });

  test("is what is required where the back end can't be asked before its torch is there", async () => {
    const words = { kernels: { requires: ["maker"], failed: "No module named 'torch'" } };

    expect((await locked(words)).names("kernels")).toEqual(["maker"]);
  });

  test("can't be had where nothing resolves, or a file without a hash is asked for; other sources are none the worse", async () => {
    const { names } = await locked({
      lost: { requires: ["nowhere"] },
      direct: { requires: ["tool @ https://files.example/tool-1.0-py3-none-any.whl"] },
      demo: { requires: ["maker"] },
    });

    expect(names("lost")).toContain("nowhere");
    expect(names("direct")).toBe("it asks for a file by address, which nobody vouches for");
    expect(names("demo")).toEqual(["maker"]);
  });
});
