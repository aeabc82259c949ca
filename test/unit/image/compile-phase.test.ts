import { describe, expect, test } from "vitest";
import { buildScene } from "../../support/build-scene.ts";
import type { MemoryExec } from "../../support/memory-programs.ts";
import { build, failureOf } from "../../support/scene-builds.ts";
import { compiledAnswer, compileWords } from "../../support/simulated-base.ts";

const COPYING = "files: [{ from: app, to: /app }]\n";
const SIZES = {
  files: { count: 4, bytes: 2000, blocks: 16_384 },
  bytecode: { count: 1, bytes: 333, blocks: 4096 },
};

/** Names that the compiler was called with, in order, each call led by its mode. */
async function compiledBy(more: string): Promise<readonly (readonly string[])[]> {
  await using scene = await buildScene(more);
  const calls: (readonly string[])[] = [];
  scene.base.overrides = {
    "python compile": (exec) => {
      calls.push(compileWords(exec.spec.command));
      return;
    },
  };
  await build(scene);
  return calls;
}

describe("compiling a phase", () => {
  test("takes exactly what the phase has installed", async () => {
    expect(await compiledBy(COPYING)).toEqual([
      ["all", "alpha", "shared"],
      ["all", "beta"],
    ]);
  });

  test("only measures where the manifest wants no bytecode", async () => {
    expect((await compiledBy(`${COPYING}image: { bytecode: none }\n`)).map(([mode]) => mode)).toEqual([
      "none",
      "none",
    ]);
  });

  test("remembers what each distribution takes", async () => {
    await using scene = await buildScene(COPYING);
    scene.base.overrides = {
      "python compile": (exec) => {
        const [, ...names] = compileWords(exec.spec.command);
        exec.print(compiledAnswer(names.map((name) => ({ name, ...SIZES }))));
        return 0;
      },
    };

    const { ports } = await build(scene);

    const learned = [...ports.cache.entries].filter(([key]) => key.startsWith("installed-sizes/"));
    expect(learned.map(([, value]) => JSON.parse(new TextDecoder().decode(value)))).toEqual(
      Array(3).fill({ ...SIZES, compiled: true }),
    );
  });

  test("remembers what of it several distributions brought", async () => {
    await using scene = await buildScene(COPYING);
    const shared = { "/usr/local/lib/python3.11/dist-packages/tests/__init__.py": 5 };
    scene.base.overrides = {
      "python compile": (exec) => {
        const [, first = "", ...rest] = compileWords(exec.spec.command);
        const others = rest.map((name) => ({ name, ...SIZES, shared: {} }));
        exec.print(compiledAnswer([{ name: first, ...SIZES, shared }, ...others]));
        return 0;
      },
    };

    const { ports } = await build(scene);

    const learned = [...ports.cache.entries].filter(([key]) => key.startsWith("installed-sizes/"));
    const values = learned.map(([, value]) => JSON.parse(new TextDecoder().decode(value)));
    expect(values).toContainEqual({ ...SIZES, compiled: true, shared });
    expect(values).toContainEqual({ ...SIZES, compiled: true });
  });

  test("that fails ends the build, with a way out", async () => {
    await using scene = await buildScene(COPYING);
    scene.base.overrides = {
      "python compile": (exec) => {
        exec.print("Traceback\nMemoryError\n", "stderr");
        return 1;
      },
    };

    const failure = await failureOf(scene);

    expect(failure).toMatchObject({ kind: "BuildError", evidence: "Traceback\nMemoryError" });
    expect(failure?.remedy).toContain("bytecode: none");
  });
});

describe("a script in the interpreter's place, which pip writes for a source that was built", () => {
  const refused = {
    kind: "BuildError",
    class: { id: "W3" },
    message: "Phase one brought a script in the place of Python; the layer was not committed.",
  };

  test("is seen in what its distribution recorded", async () => {
    await using scene = await buildScene(COPYING);
    scene.base.overrides = {
      "python compile": (exec) => {
        const [, name = ""] = compileWords(exec.spec.command);
        exec.print(compiledAnswer([{ name, ...SIZES, interpreters: ["/usr/local/bin/python3"] }]));
        return 0;
      },
    };

    expect(await failureOf(scene)).toMatchObject({
      ...refused,
      evidence: "alpha brings /usr/local/bin/python3",
    });
    expect(scene.base.commands.filter((one) => one === "uv pip install")).toHaveLength(1);
  });

  test("is seen where it is the base's own", async () => {
    await using scene = await buildScene(COPYING);
    const replaced = (exec: MemoryExec) => {
      exec.print("replaced\n");
      return 0;
    };
    scene.base.overrides = { "python compile": replaced, "python -I -c print(6 * 7)": replaced };

    expect(await failureOf(scene)).toMatchObject({
      ...refused,
      evidence: expect.stringMatching(/ is no Python any more$/),
    });
  });
});
