import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import type { Manifest } from "../../../src/manifest/manifest.ts";
import { judgeVersions } from "../../../src/plan/guards/judge-versions.ts";
import type { CandidateWheel } from "../../../src/resolve/candidate-wheel.ts";
import { resolveRequest, withCandidates } from "../../../src/resolve/request.ts";
import { resolve } from "../../../src/resolve/resolve.ts";
import { BuildError, ConflictError, RegistryError, type SurelayerError } from "../../../src/text/errors.ts";
import { withToolbox } from "../../../src/toolbox/toolbox.ts";
import type { Resolution } from "../../../src/wheels/resolution.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { serveFiles } from "../../support/file-server.ts";
import { manifestOf } from "../../support/manifests.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { type Overrides, SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";
import { lockedFile, wheel } from "../../support/wheel.ts";

const RUN = { id: "r1", owner: "host/1" };
const MANIFEST = manifestOf({ one: ["alpha"], two: ["beta"] });
const VIA: Readonly<Record<string, string>> = {
  alpha: "surelayer-plan (pyproject.toml:one)",
  beta: "surelayer-plan (pyproject.toml:two)",
  shared: "alpha, beta",
};

/** Not what the index has under the name. */
const BUILT = wheel({ name: "alpha", files: { "alpha/built.so": "binary" } });

function candidateWheel(distribution: string, origin: string): CandidateWheel {
  const file = { ...lockedFile(BUILT, origin), url: `${origin}/built.whl` };
  return { phase: "one", distribution, version: "1.0+cu12", file, content: { metadata: "" }, chosenBy: "" };
}

interface Scene {
  readonly names?: readonly string[];
  readonly facts?: ReturnType<typeof baseFacts>;
  readonly overrides?: Overrides;
  /** Listed by the index, and gone from its file host. */
  readonly missing?: string;
  readonly manifest?: Manifest;
  /** Distribution whose only file is another one, by address. */
  readonly offered?: string;
}

/** Resolves against an index of these distributions; answers what came of it and what the index was asked. */
async function attempt({
  names = ["alpha", "beta", "shared"],
  facts = baseFacts(),
  overrides,
  missing,
  manifest = MANIFEST,
  offered: byAddress,
}: Scene) {
  const indexed = names.map((name) => wheel({ name, files: { [`${name}/a.py`]: "a" } }));
  const candidate = indexed.filter((one) => !one.fileName.startsWith(`${missing}-`));
  await using server = await serveFiles({
    ...Object.fromEntries(candidate.map((one) => [one.fileName, one.bytes])),
    "built.whl": BUILT.bytes,
  });
  const packages = indexed.map((one, index) => ({
    wheel: one,
    url: `${server.origin}/${one.fileName}`,
    via: VIA[names[index] ?? ""] ?? "alpha",
  }));
  const wheels = byAddress === undefined ? [] : [candidateWheel(byAddress, server.origin)];
  const base = new SimulatedBase(packages, facts, overrides);
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = testPorts({ engine });
  const box = { image: id, python: facts.python.executable };
  const outcome = await withToolbox(RUN, box, ports, (toolbox) =>
    resolve(
      withCandidates(resolveRequest(manifest, facts), wheels),
      { imageId: id, refresh: false, judge: judgeVersions, faultsIn: () => [] },
      toolbox,
      ports,
    ),
  ).catch((thrown: unknown) => thrown as SurelayerError);
  // Whoever still asks in the background shows here.
  await new Promise((selected) => setTimeout(selected, missing === undefined ? 0 : 300));
  return { outcome, requests: server.requests.length };
}

async function resolved(scene: Scene): Promise<Resolution> {
  const { outcome } = await attempt(scene);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

describe("one resolution of all phases", () => {
  test("says what each phase needs, and what each distribution unpacks to", async () => {
    const { phases, distributions, fetchedBytes } = await resolved({});

    expect(phases).toEqual([
      expect.objectContaining({ name: "one", needs: ["alpha", "shared"], satisfied: [] }),
      expect.objectContaining({ name: "two", needs: ["beta", "shared"], satisfied: [] }),
    ]);
    expect(distributions.map((one) => [one.name, one.kind, one.contents?.files[0]?.path])).toEqual([
      ["alpha", "wheel", "alpha/a.py"],
      ["beta", "wheel", "beta/a.py"],
      ["shared", "wheel", "shared/a.py"],
    ]);
    expect(fetchedBytes).toBeGreaterThan(0);
  });

  test("leaves out what the base holds in just that version, whatever its spelling", async () => {
    const facts = baseFacts({ distributions: [installed("Shared", "1.0"), installed("beta", "0.9")] });

    const { phases, distributions } = await resolved({ facts });

    expect(distributions.map((one) => one.name)).toEqual(["alpha", "beta"]);
    expect(phases[0]).toMatchObject({ name: "one", needs: ["alpha"], satisfied: ["shared"] });
  });

  test("takes a wheel by address instead of what the lock names", async () => {
    const { distributions } = await resolved({ offered: "alpha" });

    expect(distributions[0]).toMatchObject({ name: "alpha", kind: "wheel", file: { sha256: BUILT.sha256 } });
    expect(distributions[0]?.contents?.files[0]?.path).toBe("alpha/built.so");
    expect(distributions[1]?.contents?.files[0]?.path).toBe("beta/a.py");
  });

  test("asks nobody where every phase was left out", async () => {
    const asked = () => Promise.reject(new Error("uv was asked"));

    const { distributions, phases } = await resolved({
      manifest: { ...MANIFEST, phases: [] },
      overrides: { uv: asked },
    });

    expect([distributions, phases]).toEqual([[], []]);
  });

  test("asks uv for the base's own platform: its newest C library needs no name", async () => {
    let command: readonly string[] = [];
    const overrides: Overrides = {
      "uv pip compile": (exec) => {
        command = exec.spec.command;
        return;
      },
    };

    await resolved({ overrides });

    expect(command).not.toContain("--python-platform");
    expect(command).toEqual(expect.arrayContaining(["--group", "one", "two"]));
  });
});

describe("what the base holds", () => {
  test("is preferred by the resolver where it fits, and makes another lock", async () => {
    let before = "";
    const overrides: Overrides = {
      "uv pip compile": (exec) => {
        before ||= Buffer.from(exec.files.read(`${exec.workdir}/pylock.toml`) ?? []).toString();
        return;
      },
    };
    const facts = baseFacts({ distributions: [installed("Shared", "0.9"), installed("torn", null)] });

    await resolved({ overrides, facts });

    expect(parse(before)).toMatchObject({ packages: [{ name: "shared", version: "0.9" }] });
  });

  test("doesn't change the answer when uv is asked who wants what", async () => {
    let file = "";
    const overrides: Overrides = {
      "uv pip compile annotated": (exec) => {
        const name = exec.spec.command[exec.spec.command.indexOf("--output-file") + 1] ?? "";
        file = Buffer.from(exec.files.read(`${exec.workdir}/${name}`) ?? []).toString();
        return;
      },
    };

    await resolved({ overrides });

    expect(file).toBe("alpha==1.0\nbeta==1.0\nshared==1.0\n");
  });
});

describe("torch's backend", () => {
  const asked = async (more: string): Promise<readonly string[]> => {
    let command: readonly string[] = [];
    const overrides: Overrides = {
      "uv pip compile": (exec) => {
        command = exec.spec.command;
        return;
      },
    };
    await resolved({ overrides, manifest: manifestOf({ one: ["alpha"], two: ["beta"] }, more) });
    return command;
  };

  test("is uv's to know", async () => {
    const command = await asked("install: { torch_backend: cu128 }\n");

    expect(command[command.indexOf("--torch-backend") + 1]).toBe("cu128");
  });

  test("isn't spoken of where the manifest names none", async () => {
    expect(await asked("install: { torch_backend: none }\n")).not.toContain("--torch-backend");
  });
});

describe("a resolution that fails", () => {
  test("is explained from what uv printed", async () => {
    const overrides: Overrides = {
      "uv pip compile": (exec) => {
        exec.print("error: No solution found when resolving dependencies\n", "stderr");
        return 1;
      },
    };

    expect((await attempt({ overrides })).outcome).toBeInstanceOf(ConflictError);
  });

  test("because its lock can't be read back is no empty plan", async () => {
    const { outcome } = await attempt({ overrides: { cat: () => 1 } });

    expect(outcome).toBeInstanceOf(BuildError);
  });

  test("because a distribution belongs to no phase is no plan without it", async () => {
    const { outcome } = await attempt({ overrides: { "uv pip compile annotated": () => 0 } });

    expect(outcome).toBeInstanceOf(BuildError);
    expect((outcome as Error).message).toContain("alpha, beta, shared");
  });

  test("because no file fits the base names what was offered", async () => {
    const facts = baseFacts({ python: { ...baseFacts().python, version: "2.7.18" } });

    const { outcome } = await attempt({ facts });

    expect(outcome).toBeInstanceOf(ConflictError);
    expect((outcome as ConflictError).evidence).toBe("offered: alpha-1.0-py3-none-any.whl");
  });

  test("because one file is gone stops asking for the others", async () => {
    const names = ["alpha", "beta", ...Array.from({ length: 100 }, (_, index) => `dependency${index}`)];

    const { outcome, requests } = await attempt({ names, missing: "alpha" });

    expect(outcome).toBeInstanceOf(RegistryError);
    expect(requests).toBeLessThan(60);
  });
});
