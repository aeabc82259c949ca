import { describe, expect, test } from "vitest";
import type { Manifest } from "../../../../src/manifest/manifest.ts";
import { containerResolver } from "../../../../src/resolve/environment/container-resolver.ts";
import { inspectSdists } from "../../../../src/resolve/environment/inspect-sdists.ts";
import { uvAnswer } from "../../../../src/resolve/remembered-lock.ts";
import { resolveRequest } from "../../../../src/resolve/request.ts";
import { withToolbox } from "../../../../src/toolbox/toolbox.ts";
import { recallSdistContents } from "../../../../src/wheels/sdist/sdist-contents.ts";
import { baseFacts, installed, PYTHON } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { SimulatedBase } from "../../../support/simulated-base.ts";
import { testPorts } from "../../../support/test-ports.ts";

const HASH = { encodec: "e".repeat(64), antlr: "a".repeat(64), webrtcvad: "0".repeat(64) } as const;
const source = (name: keyof typeof HASH, wheels = "") =>
  `[[packages]]\nname = "${name}"\nversion = "1.0"\n${wheels}sdist = { url = "https://files.example/${name}-1.0.tar.gz", hashes = { sha256 = "${HASH[name]}" } }\n`;
const WHEELS = `wheels = [{ url = "https://files.example/antlr-1.0-py3-none-any.whl", hashes = { sha256 = "${HASH.antlr}" } }]\n`;
const ANSWER = uvAnswer({
  lock: `lock-version = "1.0"\n${source("encodec")}${source("antlr", WHEELS)}${source("webrtcvad")}`,
  annotations: ["encodec", "antlr", "webrtcvad"]
    .map(
      (name, index) => `${name}==1.0  # via surelayer-plan (pyproject.toml:${index < 2 ? "one" : "two"})\n`,
    )
    .join(""),
});
const seen = (name: string, how = "built") => ({
  ...{ name, how, files: [["a.py", 10, 10]], compiled: { "a.py": 100 }, placeholders: {} },
  ...{ entryPoints: null, nativeBytes: 0, sourceBytes: 100 },
});

interface Scene {
  readonly manifest?: Manifest;
  readonly facts?: ReturnType<typeof baseFacts>;
  readonly output?: string;
  readonly refresh?: boolean;
  readonly ports?: ReturnType<typeof testPorts>;
}

/** Which distributions were asked about, and what the cache holds afterwards. */
async function look({
  manifest = manifestOf({ one: ["encodec"], two: ["webrtcvad"] }),
  facts = baseFacts(),
  output = JSON.stringify([seen("encodec"), seen("webrtcvad")]),
  refresh = false,
  ports: given,
}: Scene = {}) {
  const asked: string[][] = [];
  const base = new SimulatedBase([], facts, {
    "python -B /dev/surelayer/tools/source_contents.py": (exec) => {
      asked.push(exec.spec.command.slice(6));
      exec.print(`something that a package printed\n${output}\n`);
      return 0;
    },
  });
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = { ...(given ?? testPorts()), engine };
  const box = { image: id, python: facts.python.executable };
  await withToolbox({ id: "r1", owner: "host/1" }, box, ports, (toolbox) =>
    toolbox.open(id, "resolve", (container) =>
      inspectSdists(
        {
          isolated: undefined,
          request: resolveRequest(manifest, facts),
          resolver: containerResolver(container, { facts }, ports),
          refresh,
        },
        ANSWER,
        ports,
      ),
    ),
  );
  const known = (name: keyof typeof HASH) => recallSdistContents(ports.cache, HASH[name], PYTHON);
  return { asked, known, ports };
}

describe("sources that the resolver has unpacked", () => {
  test("are looked into where no wheel fits, and remembered by their hash", async () => {
    const { asked, known } = await look();

    expect(asked).toEqual([["encodec==1.0", "webrtcvad==1.0"]]);
    expect(await known("encodec")).toMatchObject({ how: "built", compiled: { "a.py": 100 } });
    expect(await known("webrtcvad")).toBeDefined();
    expect(await known("antlr")).toBeUndefined();
  });

  test("are looked into once; what was only listed, again when everything is resolved anew", async () => {
    const { ports } = await look({ output: JSON.stringify([seen("encodec"), seen("webrtcvad", "listed")]) });

    expect((await look({ ports })).asked).toEqual([]);
    expect((await look({ ports, refresh: true })).asked).toEqual([["webrtcvad==1.0"]]);
  });

  test("that weren't built in their time are tried again by the next plans, three times in all", async () => {
    const late = { ...seen("webrtcvad", "listed"), late: 1 };
    const output = JSON.stringify([seen("encodec"), late]);
    const { ports } = await look({ output });

    expect((await look({ ports, output })).asked).toEqual([["webrtcvad==1.0"]]);
    expect((await look({ ports, output })).asked).toEqual([["webrtcvad==1.0"]]);
    const last = await look({ ports, output });
    expect(last.asked).toEqual([]);
    expect(await last.known("webrtcvad")).toMatchObject({ how: "listed", late: 3 });
    expect((await look({ ports, output, refresh: true })).asked).toEqual([["webrtcvad==1.0"]]);
  });

  test("whose build failed are tried again as soon as the manifest gives the build something else", async () => {
    const failed = { ...seen("webrtcvad", "listed"), failed: "" };
    const { ports } = await look({ output: JSON.stringify([seen("encodec"), failed]) });
    const manifest = manifestOf(
      { one: ["encodec"], two: ["webrtcvad"] },
      "build_constraints: [setuptools<81]\n",
    );

    expect((await look({ ports })).asked).toEqual([]);
    const again = await look({ ports, manifest });
    expect(again.asked).toEqual([["webrtcvad==1.0"]]);
    expect(await again.known("webrtcvad")).toEqual(seen("webrtcvad"));
  });

  test("that weren't built in their time once are known for good when they are", async () => {
    const { ports } = await look({
      output: JSON.stringify([seen("encodec"), { ...seen("webrtcvad", "listed"), late: 1 }]),
    });
    const again = await look({ ports });

    expect(await again.known("webrtcvad")).toEqual(seen("webrtcvad"));
    expect((await look({ ports })).asked).toEqual([]);
  });

  test("aren't built for a phase that forbids it, nor where the base holds them", async () => {
    const forbidding = manifestOf({ one: ["encodec"], two: ["webrtcvad"] });
    const [one, two] = forbidding.phases;
    if (!one || !two) throw new Error("the manifest has two phases");
    const never = { ...forbidding, phases: [one, { ...two, source_build: "never" as const }] };
    const facts = baseFacts({ distributions: [installed("encodec", "1.0")] });

    expect((await look({ manifest: never })).asked).toEqual([["encodec==1.0"]]);
    expect((await look({ facts })).asked).toEqual([["webrtcvad==1.0"]]);
  });

  test.each(["", "Traceback", "{}", '[{"name":"encodec"}]', JSON.stringify([seen("nobody")])])(
    "of which the probe says %j are estimated",
    async (output) => {
      const { known } = await look({ output });

      expect(await known("encodec")).toBeUndefined();
    },
  );
});
