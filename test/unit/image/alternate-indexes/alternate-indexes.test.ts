import { describe, expect, test } from "vitest";
import type { ClassifiedFailure } from "../../../../src/failures/failure-class.ts";
import { AlternateIndexes } from "../../../../src/image/alternate-indexes/alternate-indexes.ts";
import type { PlannedDistribution } from "../../../../src/plan/plan.ts";
import { testPorts } from "../../../support/test-ports.ts";

const FIRST = "https://first.example/files";
const MIRROR = "https://mirror.example/files";

function distribution(name: string): PlannedDistribution {
  const file = { name: `${name}-1.0-py3-none-any.whl`, sha256: name.padEnd(64, "0"), bytes: 10 };
  return {
    name,
    version: "1.0",
    kind: "wheel",
    file: { ...file, url: `${FIRST}/${file.name}` },
  } as PlannedDistribution;
}

function failure(address: string | undefined, retry: "bridge" | "once" = "once"): ClassifiedFailure {
  return { class: { id: "N6", retry }, address } as ClassifiedFailure;
}

/** A mirror that offers some files, by project. */
function scene(offers: Readonly<Record<string, { readonly sha256?: string; readonly url?: string }>>) {
  const asked: string[] = [];
  const http = {
    request: async (url: string) => {
      asked.push(url);
      const [, project = ""] = /^https:\/\/mirror\.example\/simple\/([^/]+)\/$/.exec(url) ?? [];
      const offer = offers[project];
      if (!offer) return { status: 404, headers: {}, body: new Uint8Array() };
      const filename = `${project}-1.0-py3-none-any.whl`;
      const file = { filename, url: offer.url ?? `${MIRROR}/${filename}`, hashes: { sha256: offer.sha256 } };
      const body = new TextEncoder().encode(JSON.stringify({ files: [file] }));
      return { status: 200, headers: { "content-type": "application/json" }, body };
    },
  };
  const installerEnv = {
    UV_DEFAULT_INDEX: "https://user:secret@first.example/simple",
    UV_INDEX: "mirror=https://mirror.example/simple/",
  };
  const ports = testPorts({ http, network: { caBundle: undefined, installerEnv } });
  return { asked, ports, sources: new AlternateIndexes({ indexes: [] }) };
}

const demo = distribution("demo");
const other = distribution("other");
const same = (one: PlannedDistribution) => ({ sha256: one.file.sha256 });
const places = (all: readonly PlannedDistribution[]) => all.map((one) => new URL(one.file.url).host);

describe("a file whose place is lost", () => {
  test("is taken from an index that offers just the same file", async () => {
    const { asked, ports, sources } = scene({ demo: same(demo) });

    expect(await sources.replace([demo, other], failure(`${demo.file.url}#sha256=x`), ports)).toBe(true);

    expect(places(sources.of([demo, other]))).toEqual(["mirror.example", "first.example"]);
    expect(asked).toEqual(["https://first.example/simple/demo/", "https://mirror.example/simple/demo/"]);
    expect(ports.log.said("warn").join()).toContain("demo-1.0-py3-none-any.whl is taken from another index");
  });

  test("takes the others of its host with it, when the whole host is lost", async () => {
    const { ports, sources } = scene({ demo: same(demo), other: same(other) });

    expect(await sources.replace([demo, other], failure(demo.file.url, "bridge"), ports)).toBe(true);

    expect(places(sources.of([demo, other]))).toEqual(["mirror.example", "mirror.example"]);
  });

  test.each([
    ["of another content", { sha256: "f".repeat(64) }],
    ["of unknown content", {}],
    ["at the very place that failed", { ...same(demo), url: demo.file.url }],
  ])("stays lost where the other file is one %s", async (_, offer) => {
    const { ports, sources } = scene({ demo: offer });

    expect(await sources.replace([demo], failure(demo.file.url), ports)).toBe(false);
    expect(sources.of([demo])).toEqual([demo]);
  });

  test("is not looked for twice at a place that failed as well", async () => {
    const { ports, sources } = scene({ demo: same(demo) });
    await sources.replace([demo], failure(demo.file.url), ports);
    const [moved] = sources.of([demo]);

    expect(await sources.replace([demo], failure(moved?.file.url), ports)).toBe(false);
  });

  test("may be none of the phase's files at all", async () => {
    const { asked, ports, sources } = scene({ demo: same(demo) });

    expect(await sources.replace([demo], failure(undefined), ports)).toBe(false);
    expect(await sources.replace([demo], failure("https://first.example/simple/demo/"), ports)).toBe(false);
    expect(asked).toEqual([]);
  });

  test("doesn't come from an index that can't be asked, and that is no failure of its own", async () => {
    const { sources } = scene({});
    const http = { request: () => Promise.reject(new Error("connection refused")) };
    const network = { caBundle: undefined, installerEnv: { UV_INDEX: "https://mirror.example/simple" } };

    expect(await sources.replace([demo], failure(demo.file.url), testPorts({ http, network }))).toBe(false);
  });
});
