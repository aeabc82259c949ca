import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../../src/manifest/parse-manifest.ts";
import { selectDirectFiles } from "../../../../src/resolve/direct/select-direct-files.ts";
import { besideMissing } from "../../../../src/resolve/missing-file.ts";
import { resolveRequest } from "../../../../src/resolve/request.ts";
import { ConflictError, RegistryError } from "../../../../src/text/errors.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { serveFiles } from "../../../support/file-server.ts";
import { SelfMovingClock } from "../../../support/self-moving-clock.ts";
import { testPorts } from "../../../support/test-ports.ts";
import { wheel } from "../../../support/wheel.ts";

const DEMO = wheel({ name: "demo" });

interface Scene {
  /** More of the phase, as YAML in braces has it. */
  readonly more?: string;
  readonly top?: string;
  readonly behind?: string;
  readonly file?: string;
  readonly base?: readonly [name: string, version: string][];
  /** Null where the base isn't local. */
  readonly imageId?: string | null;
}

/** Only wheels: what an archive is of is asked in a container. */
const noToolbox = {
  open: () => Promise.reject(new Error("no container is needed for a wheel")),
  ownPython: async () => [],
};

async function settle({
  more = "",
  top = "",
  behind = "",
  file = DEMO.fileName,
  base = [],
  imageId = "i",
}: Scene) {
  await using server = await serveFiles({ [DEMO.fileName]: DEMO.bytes, "demo-1.0.tar.gz": DEMO.bytes });
  const text = JSON.stringify(`demo @ ${server.origin}/${file}${behind}`);
  const { manifest } = parseManifest(
    `version: 1\nname: demo\nbase: { image: a }\n${top}phases:\n  - { name: core, packages: [core] }\n  - { name: own, packages: [${text}], ${more} }\n`,
    "install.yml",
    { allowPrivateIndex: true },
  );
  const facts = baseFacts({ distributions: base.map(([name, version]) => installed(name, version)) });
  const selected = await selectDirectFiles(
    resolveRequest(manifest, facts),
    { imageId: imageId ?? undefined },
    noToolbox,
    testPorts(),
  );
  const [lost] = selected.missing;
  if (lost) throw lost.error;
  return { settled: selected, origin: server.origin, requests: server.requests };
}

describe("a wheel that a phase names", () => {
  test("is read: hash, version and requirements", async () => {
    const { settled: selected, origin } = await settle({});

    expect(selected.request.wheels).toEqual([
      {
        phase: "own",
        distribution: "demo",
        version: "1.0",
        chosenBy: "its address",
        direct: `${origin}/${DEMO.fileName}`,
        file: {
          url: `${origin}/${DEMO.fileName}`,
          name: DEMO.fileName,
          sha256: DEMO.sha256,
          bytes: DEMO.bytes.length,
        },
        content: { metadata: expect.stringContaining("Name: demo\n") },
      },
    ]);
    expect(selected.leftOut).toEqual([]);
    expect(selected.remarks).toEqual([expect.stringContaining(`\`#sha256=${DEMO.sha256}\``)]);
  });

  test("with a hash isn't read whole, and needs no remark", async () => {
    const { settled: selected, requests } = await settle({ behind: `#sha256=${DEMO.sha256}` });

    expect(selected.remarks).toEqual([]);
    expect(selected.request.wheels[0]?.file.sha256).toBe(DEMO.sha256);
    expect(requests.filter((one) => one.includes("everything"))).toEqual([]);
  });

  test("for another Python by its marker isn't looked at", async () => {
    const { settled: selected, requests } = await settle({ behind: " ; python_version < '3'" });

    expect(selected.request.wheels).toEqual([]);
    expect(requests).toEqual([]);
  });

  test("leaves an optional phase out where it is absent, and ends a required one", async () => {
    const file = "demo-2.0-py3-none-any.whl";
    const { settled: selected } = await settle({ file, more: "optional: true" });
    expect(selected.leftOut.map((one) => one.phase)).toEqual(["own"]);
    expect(selected.leftOut[0]?.reason).toContain("answered 404");
    expect(selected.request.phases.map((one) => one.name)).toEqual(["core"]);

    await expect(settle({ file })).rejects.toThrow(ConflictError);
  });

  test("doesn't move what `keep` protects, but where the phase is alone", async () => {
    const scene: Scene = { top: "keep: [demo]\n", base: [["demo", "1.0"]] };

    await expect(settle(scene)).rejects.toThrow("`keep` protects the base's demo 1.0");
    expect((await settle({ ...scene, base: [] })).settled.request.wheels).toHaveLength(1);
    expect((await settle({ ...scene, more: "environment: isolated" })).settled.request.wheels).toHaveLength(
      1,
    );
  });
});

test("a source archive isn't read where the base isn't here: its build back end would run on this machine", async () => {
  const scene = { file: "demo-1.0.tar.gz", imageId: null };

  await expect(settle(scene)).rejects.toThrow(/demo by a source archive, .* the base isn't here/);
});

test("nor is a commit, and its host isn't even asked", async () => {
  const base = { imageId: undefined };
  const { manifest } = parseManifest(
    "version: 1\nname: demo\nbase: { image: a }\nphases: [{ name: own, packages: ['demo @ git+https://nowhere.invalid/demo.git@main'] }]\n",
    "install.yml",
  );

  const { missing } = await selectDirectFiles(
    resolveRequest(manifest, baseFacts()),
    base,
    noToolbox,
    testPorts(),
  );
  expect(missing[0]?.error.message).toMatch(/demo by a commit, .* the base isn't here/);
});

test("a host that gives no answer hides nothing: the other names are judged, and what is known stands in", async () => {
  const { manifest } = parseManifest(
    `version: 1
name: demo
base: { image: a }
phases:
  - { name: one, packages: ["demo @ https://nowhere.invalid/demo-1.0-py3-none-any.whl"] }
  - { name: two, packages: ["native @ https://nowhere.invalid/native-2.0-cp37-cp37m-win_amd64.whl"] }
  - { name: three, packages: ["source @ https://nowhere.invalid/source-1.0.tar.gz"] }
`,
    "install.yml",
  );
  const silent = {
    request: () => Promise.reject(new RegistryError("no answer", { cause: { code: "ENOTFOUND" } })),
  };
  const ports = testPorts({ http: silent, clock: new SelfMovingClock() });
  const { missing, request } = await selectDirectFiles(
    resolveRequest(manifest, baseFacts()),
    { imageId: "i" },
    noToolbox,
    ports,
  );

  expect(missing.map((one) => [one.error.message, one.standIn?.file.name, one.standIn?.version])).toEqual([
    ["no answer", "demo-1.0-py3-none-any.whl", "1.0"],
    [
      "Phase two names a wheel for another Python or platform than the base's.",
      "native-2.0-py3-none-any.whl",
      "2.0",
    ],
    ["no answer", undefined, undefined],
  ]);
  const beside = besideMissing(request, missing);
  expect(beside.wheels.map((one) => one.distribution)).toEqual(["demo", "native"]);
  // Its version isn't known, so that nothing can stand for it.
  expect(beside.phases.map((one) => one.packages.length)).toEqual([1, 1, 0]);
});
