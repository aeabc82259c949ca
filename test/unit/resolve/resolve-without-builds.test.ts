import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { SdistMetadata } from "../../../src/python/sources/static-metadata.ts";
import { Unsolved } from "../../../src/resolve/conflicts/unsolved.ts";
import { uvAnswer } from "../../../src/resolve/remembered-lock.ts";
import { resolveWithoutBuilds } from "../../../src/resolve/resolve-without-builds.ts";
import { archiveOf } from "../../../src/toolbox/archive.ts";
import { readSdist } from "../../../src/wheels/sdist/read-sdist.ts";
import { type FileServer, serveFiles } from "../../support/file-server.ts";
import { testPorts } from "../../support/test-ports.ts";
import { zip } from "../../support/zip-writer.ts";

async function archive(requires: string): Promise<Buffer> {
  const info = `Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n${requires}\n\nreadme\n`;
  const entries = [
    { name: "demo-1.0/setup.py", content: "raise SystemExit('nobody runs this')" },
    { name: "demo-1.0/demo/PKG-INFO", content: "Requires-Dist: wrong\n" },
    { name: "demo-1.0/PKG-INFO", content: info },
    { name: "demo-1.0/demo.egg-info/requires.txt", content: "late\n" },
  ];
  return gzipSync(await buffer(archiveOf(entries)));
}

function fileOf(server: FileServer, name: string, content: Uint8Array) {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { url: `${server.origin}/${name}`, name, sha256, bytes: content.length };
}

describe("a source archive", () => {
  test("is read without running it: its own PKG-INFO and what setuptools wrote", async () => {
    const content = await archive("Requires-Dist: part");
    await using server = await serveFiles({ "demo-1.0.tar.gz": content });

    const files = await readSdist(fileOf(server, "demo-1.0.tar.gz", content), testPorts());

    expect(files).toEqual({
      pkgInfo: expect.stringContaining("Requires-Dist: part"),
      requiresTxt: "late\n",
    });
  });

  test.each([
    ["has another hash", "demo-1.0.tar.gz", { sha256: "0".repeat(64) }],
    ["is larger than any that is read", "demo-1.0.tar.gz", { bytes: 65 * 1024 * 1024 }],
    ["is of another kind", "demo-1.0.tar.bz2", {}],
    ["isn't there", "other-1.0.tar.gz", {}],
  ])("states nothing where it %s", async (_, name, changes) => {
    const content = await archive("");
    await using server = await serveFiles({ "demo-1.0.tar.gz": content });

    const file = { ...fileOf(server, name, content), ...changes };
    expect(await readSdist(file, testPorts())).toBeUndefined();
  });

  test("may be a ZIP, also one without a folder of its own", async () => {
    const content = zip([
      { name: "PKG-INFO", content: "Requires-Dist: part\n" },
      { name: "setup.py", content: "raise SystemExit" },
    ]);
    await using server = await serveFiles({ "demo-1.0.zip": content });

    const files = await readSdist(fileOf(server, "demo-1.0.zip", content), testPorts());

    expect(files).toEqual({ pkgInfo: "Requires-Dist: part\n", requiresTxt: undefined });
  });

  test("states nothing where it is damaged", async () => {
    const content = (await archive("")).subarray(0, 60);
    await using server = await serveFiles({ "demo-1.0.tar.gz": content });

    expect(await readSdist(fileOf(server, "demo-1.0.tar.gz", content), testPorts())).toBeUndefined();
  });
});

const needsWheels = (name: string) =>
  new Unsolved(
    `Wheels are required for \`${name}\` because building from source is disabled for all packages`,
  );

describe("resolving without building", () => {
  async function scene(chosen: (sources: readonly SdistMetadata[]) => string) {
    const contents = {
      old: await archive("Requires-Dist: part<1"),
      new: await archive("Requires-Dist: part"),
    };
    const server = await serveFiles({ "demo-1.0.tar.gz": contents.old, "demo-2.0.tar.gz": contents.new });
    const asked: (readonly SdistMetadata[])[] = [];
    const ask = async (sources: readonly SdistMetadata[]) => {
      asked.push(sources);
      if (sources.length === 0) throw needsWheels("demo");
      const version = chosen(sources);
      const content = version === "1.0" ? contents.old : contents.new;
      const { url, sha256 } = fileOf(server, `demo-${version}.tar.gz`, content);
      const sdist = `sdist = { url = "${url}", hashes = { sha256 = "${sha256}" } }`;
      const lock = `lock-version = "1.0"\n[[packages]]\nname = "demo"\nversion = "${version}"\n${sdist}\n`;
      return uvAnswer({ lock, annotations: "" });
    };
    return { asked, ask, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }

  test("takes a source with what the archive of the chosen version states", async () => {
    // What the new version requires doesn't go with the rest: the old one is chosen then, and read in turn.
    await using one = await scene(([demo]) => (demo?.version === undefined ? "2.0" : "1.0"));

    const { answer } = await resolveWithoutBuilds(one.ask, testPorts());

    expect(answer.text.lock).toContain('version = "1.0"');
    const stated = one.asked.map(([demo]) => demo && [demo.version, ...demo.requires]);
    expect(stated).toEqual([undefined, [undefined], ["2.0", "part"], ["1.0", "part<1"]]);
  });

  test("asks once where nothing needs it", async () => {
    let asked = 0;
    const answer = uvAnswer({ lock: 'lock-version = "1.0"\n', annotations: "" });

    const selected = await resolveWithoutBuilds(async () => {
      asked += 1;
      return answer;
    }, testPorts());

    expect([selected.answer, asked]).toEqual([answer, 1]);
  });

  test("names the package whose archive can't be read", async () => {
    const lock =
      'lock-version = "1.0"\n[[packages]]\nname = "demo"\nversion = "1.0"\nsdist = { url = "http://127.0.0.1:1/demo-1.0.tar.bz2", hashes = { sha256 = "0" } }\n';

    const selected = resolveWithoutBuilds(async (sources) => {
      if (sources.length === 0) throw needsWheels("demo");
      return uvAnswer({ lock, annotations: "" });
    }, testPorts());

    await expect(selected).rejects.toThrow(
      /^demo 1\.0 exists only as source, and its archive demo-1\.0\.tar\.bz2 states no requirements/,
    );
  });

  test("takes a package as source only where no version of it has a wheel, or nothing else helps", async () => {
    const asked: (readonly string[])[] = [];
    const both = new Unsolved(
      [
        "Because all versions of never have no usable wheels and some==1.0 has no usable wheels, we can conclude",
        ...["never", "some"].map((name) => needsWheels(name).stderr),
      ].join("\n"),
    );

    await resolveWithoutBuilds(async (sources) => {
      asked.push(sources.map((one) => one.name));
      if (sources.length === 0) throw both;
      return uvAnswer({ lock: 'lock-version = "1.0"\n', annotations: "" });
    }, testPorts());

    expect(asked).toEqual([[], ["never"]]);
  });

  test("takes those of which no wheel was seen before those that have one in another version", async () => {
    const asked: (readonly string[])[] = [];
    const both = new Unsolved(
      [
        "Because aligner==3.7.3 has no usable wheels and aligner>=3.5.0,<=3.7.2 depends on",
        "torch>=2.7.1, we can conclude",
        ...["aligner", "options"].map((name) => needsWheels(name).stderr),
      ].join("\n"),
    );

    await resolveWithoutBuilds(async (sources) => {
      asked.push(sources.map((one) => one.name));
      if (sources.length === 0) throw both;
      return uvAnswer({ lock: 'lock-version = "1.0"\n', annotations: "" });
    }, testPorts());

    expect(asked).toEqual([[], ["options"]]);
  });

  test("gives back a package whose chosen version has a wheel: other versions of it were in the way", async () => {
    const asked: (readonly string[])[] = [];
    const answer = uvAnswer({ lock: 'lock-version = "1.0"\n', annotations: "" });

    await resolveWithoutBuilds(async (sources) => {
      const names = sources.map((one) => one.name);
      asked.push(names);
      if (!names.includes("encodec")) {
        const stderr = ["encodec", "voices"].map((name) => needsWheels(name).stderr).join("\n");
        throw new Unsolved(stderr);
      }
      return answer;
    }, testPorts());

    expect(asked).toEqual([[], ["encodec", "voices"], ["voices"], ["encodec"]]);
  });

  test("doesn't try to give back what has no wheel in any version", async () => {
    const asked: (readonly string[])[] = [];
    const answer = uvAnswer({ lock: 'lock-version = "1.0"\n', annotations: "" });

    await resolveWithoutBuilds(async (sources) => {
      const names = sources.map((one) => one.name);
      asked.push(names);
      const next = ["never", "some"].find((name) => !names.includes(name));
      if (next === undefined) return answer;
      const why = next === "never" ? "Because all versions of never have no usable wheels" : "";
      throw new Unsolved(`${why}\n${needsWheels(next).stderr}`);
    }, testPorts());

    expect(asked).toEqual([[], ["never"], ["never", "some"], ["never"]]);
  });

  test("takes as many rounds as there are sources", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `source${index}`);
    const answer = uvAnswer({ lock: 'lock-version = "1.0"\n', annotations: "" });

    const selected = await resolveWithoutBuilds(async (sources) => {
      const next = names[sources.length];
      if (next !== undefined) throw needsWheels(next);
      return answer;
    }, testPorts());

    expect(selected.answer).toBe(answer);
  });

  test("ends where versions are never settled", async () => {
    await using one = await scene((sources) => (sources[0]?.version === "1.0" ? "2.0" : "1.0"));

    await expect(resolveWithoutBuilds(one.ask, testPorts())).rejects.toThrow(/goes back and forth/);
    expect(one.asked.length).toBeLessThan(10);
  });

  test("passes on every other failure", async () => {
    const conflict = new Unsolved("No solution found when resolving dependencies");

    await expect(resolveWithoutBuilds(() => Promise.reject(conflict), testPorts())).rejects.toBe(conflict);
  });
});
