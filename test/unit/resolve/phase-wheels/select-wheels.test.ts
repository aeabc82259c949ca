import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../../src/manifest/parse-manifest.ts";
import { judgeVersions } from "../../../../src/plan/guards/judge-versions.ts";
import type { GivenLock } from "../../../../src/resolve/given-lock/given-lock.ts";
import { selectWheels } from "../../../../src/resolve/phase-wheels/select-wheels.ts";
import { resolveRequest } from "../../../../src/resolve/request.ts";
import { BuildError, ConflictError, RegistryError } from "../../../../src/text/errors.ts";
import { withToolbox } from "../../../../src/toolbox/toolbox.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { type Manner, serveFiles } from "../../../support/file-server.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { SimulatedBase } from "../../../support/simulated-base.ts";
import { testPorts } from "../../../support/test-ports.ts";
import { wheel } from "../../../support/wheel.ts";

const TAG = `cp${baseFacts().python.version.split(".").slice(0, 2).join("")}`;
const KERNELS = wheel({ name: "kernels", version: "2.8.3" });
const OWN = `kernels-2.8.3%2Bcu12torch2.8-${TAG}-${TAG}-linux_x86_64.whl`;
const NAME = "kernels-{version}+cu{cuda_major}torch{torch_minor}-{python_tag}-{python_tag}-{platform}.whl";

interface Scene {
  /** More of the phase, as YAML in braces has it. */
  readonly more?: string;
  readonly base?: readonly [name: string, version: string][];
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly manner?: Manner;
  readonly name?: string;
  /** What uv's lock names beside. */
  readonly locked?: readonly [name: string, version: string][];
  /** Phase that asks for those; `core` by default. */
  readonly asker?: string;
  readonly lock?: GivenLock;
  /** More packages of the phase. */
  readonly beside?: string;
}

async function settle(scene: Scene) {
  await using server = await serveFiles(scene.files ?? { [OWN]: KERNELS.bytes });
  server.manner = scene.manner ?? "ranges";
  const wheels = `"${server.origin}/${scene.name ?? NAME}"`;
  const { manifest } = parseManifest(
    `version: 1\nname: demo\nbase: { image: a }\nphases:\n  - { name: core, packages: [core] }\n  - { name: attention, packages: [kernels==2.8.3${scene.beside ?? ""}], wheels: ${wheels}, ${scene.more ?? ""} }\n`,
    "install.yml",
    { allowPrivateIndex: true },
  );
  const distributions = (scene.base ?? [["torch", "2.8.0+cu128"]]).map(([name, version]) =>
    installed(name, version),
  );
  const facts = baseFacts({ distributions });
  const packages = (scene.locked ?? []).map(([name, version]) => {
    const one = wheel({ name, version });
    return {
      wheel: one,
      url: `https://files.example/${one.fileName}`,
      via: `surelayer-plan (pyproject.toml:${scene.asker ?? "core"})`,
    };
  });
  const base = new SimulatedBase(packages, facts);
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = testPorts({ engine });
  const selected = await withToolbox(
    { id: "r", owner: "o" },
    { image: id, python: "python3" },
    ports,
    (toolbox) =>
      selectWheels(
        resolveRequest(manifest, facts),
        { imageId: id, refresh: false, lock: scene.lock, judge: judgeVersions, faultsIn: () => [] },
        toolbox,
        ports,
      ),
  ).catch((thrown: unknown) => thrown as Error);
  return { settled: selected, commands: base.commands, server, requests: server.requests };
}

async function failed(scene: Scene): Promise<Error> {
  const { settled: selected } = await settle(scene);
  if (selected instanceof Error) return selected;
  const [lost] = selected.missing;
  if (lost) return lost.error;
  throw new Error("it was settled");
}

async function good(scene: Scene) {
  const { settled: selected, ...rest } = await settle(scene);
  if (selected instanceof Error) throw selected;
  expect(selected.missing).toEqual([]);
  return { ...selected, ...rest };
}

describe("a wheel that exists", () => {
  test("is offered with its hash and what it requires; a kept torch needs no resolution", async () => {
    const { wheels, leftOut, request, commands, server } = await good({});

    expect(wheels).toEqual([
      {
        phase: "attention",
        distribution: "kernels",
        version: "2.8.3+cu12torch2.8",
        file: {
          url: `${server.origin}/${OWN}`,
          name: decodeURIComponent(OWN),
          bytes: KERNELS.bytes.length,
          sha256: KERNELS.sha256,
        },
        content: { metadata: expect.stringContaining("Name: kernels\nVersion: 2.8.3\n") },
        chosenBy: `torch 2.8, CUDA 12.8, the new C++ ABI, ${TAG}`,
      },
    ]);
    expect([leftOut, request.phases.length]).toEqual([[], 2]);
    expect(commands).not.toContain("uv pip compile");
  });

  test("is chosen by the torch that the phases bring, resolved without it", async () => {
    const { wheels, commands } = await good({ base: [], locked: [["torch", "2.8.0+cu128"]] });

    expect(wheels[0]?.version).toBe("2.8.3+cu12torch2.8");
    expect(commands.filter((one) => one === "uv pip compile")).toHaveLength(1);
  });

  test("isn't looked for where the base holds that version: the base's is kept", async () => {
    const { wheels, request, requests } = await good({
      base: [
        ["torch", "2.8.0+cu128"],
        ["Kernels", "2.8.3+local"],
      ],
    });

    expect([wheels, requests]).toEqual([[], []]);
    expect(request.keep).toContain("kernels");
  });
});

describe("a wheel for an environment of its own", () => {
  const ISOLATED = { more: "environment: isolated", beside: ", torch", asker: "attention" };

  test("follows the torch of that environment, not the base's", async () => {
    const { wheels, request } = await good({
      ...{ ...ISOLATED, base: [["torch", "2.4.0+cu121"]], locked: [["torch", "2.8.0+cu128"]] },
    });

    expect(wheels[0]?.version).toBe("2.8.3+cu12torch2.8");
    expect(request.phases.map((phase) => phase.name)).toEqual(["core", "attention"]);
  });

  test("is looked for although the base holds that version", async () => {
    const { wheels, request } = await good({
      ...{ ...ISOLATED, base: [["kernels", "2.8.3"]], locked: [["torch", "2.8.0+cu128"]] },
    });

    expect(wheels).toHaveLength(1);
    expect(request.keep).not.toContain("kernels");
  });
});

test("a lock already names its wheels: nobody looks for others", async () => {
  const lock = { file: "pylock.toml", text: "", allowPrivate: false, folder: "." };

  const { wheels, requests, request } = await good({ lock, base: [["kernels", "2.8.3"]] });

  expect([wheels, requests]).toEqual([[], []]);
  expect(request.keep).toContain("kernels");
  expect((await good({ lock })).requests).toEqual([]);
});

describe("a wheel that can't be had", () => {
  const none = { files: {} };

  test("stops a required phase", async () => {
    const error = await failed(none);

    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toContain("Phase attention has no wheel for torch 2.8");
  });

  test.each([
    ["is missing", none, /no wheel for torch 2\.8.*answered 404.*`source_build: allowed` compiles it/],
    ["isn't told by its host", { manner: 401 as const }, /The wheel's host answered 401/],
    ["has another's content", { files: { [OWN]: wheel({ name: "other" }).bytes } }, /is no readable wheel/],
    ["has no torch to be named after", { base: [], locked: [] }, /neither the base nor a phase has/],
    [
      "is for CUDA, and torch isn't",
      { base: [["torch", "2.8.0+cpu"]] as [string, string][] },
      /torch 2\.8\.0\+cpu/,
    ],
    [
      "is of another Python",
      {
        name: "kernels-{version}-cp27-cp27-linux_x86_64.whl",
        files: { "kernels-2.8.3-cp27-cp27-linux_x86_64.whl": KERNELS.bytes },
      },
      /is for another Python or platform/,
    ],
  ])("leaves an optional phase out where it %s", async (_, scene, why) => {
    const { leftOut, wheels, request } = await good({ ...scene, more: "optional: true" });

    expect(leftOut).toEqual([{ phase: "attention", reason: expect.stringMatching(why) }]);
    expect(wheels).toEqual([]);
    expect(request.phases.map((phase) => phase.name)).toEqual(["core"]);
  });

  test.each([
    ["a host that doesn't tell", { manner: 401 as const }, RegistryError],
    ["another's content", { files: { [OWN]: wheel({ name: "other" }).bytes } }, BuildError],
  ])("stops a required phase by %s", async (_, scene, kind) => {
    expect(await failed(scene)).toBeInstanceOf(kind);
  });

  test("is compiled where that is allowed, and said", async () => {
    const { leftOut, compiled, request } = await good({ ...none, more: "source_build: allowed" });

    expect(leftOut).toEqual([]);
    expect(compiled).toEqual([{ phase: "attention", reason: expect.stringContaining("has no wheel") }]);
    expect(request.phases).toHaveLength(2);
  });
});

test("a name for another Python is said before the host is asked, and stands for the wheel", async () => {
  const { settled: selected, requests } = await settle({ name: "kernels-{version}-cp27-cp27mu-win32.whl" });

  if (selected instanceof Error) throw selected;
  expect(requests).toEqual([]);
  expect(selected.missing).toMatchObject([
    {
      phase: "attention",
      error: { message: "The wheel of phase attention is for another Python or platform than the base's." },
      standIn: { version: "2.8.3", file: { name: "kernels-2.8.3-py3-none-any.whl" } },
    },
  ]);
});
