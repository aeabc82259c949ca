import { describe, expect, test } from "vitest";
import { faultsOf, taken } from "../../../support/given-lock.ts";
import { manifestOf } from "../../../support/manifests.ts";

describe("a lock that was written without an optional phase", () => {
  const needed = manifestOf({ one: ["app"] }).phases;
  const optional = (packages: readonly string[]) =>
    manifestOf({ speech: packages }).phases.map((phase) => ({ ...phase, optional: true }));
  const both = (packages: readonly string[]) => ({
    ...manifestOf({ one: ["app"] }),
    phases: [...needed, ...optional(packages)],
  });

  test("leaves it out and says what it lacks", async () => {
    const { leftOut, locked, graph } = await taken({
      manifest: both(["voice", "app>=1"]),
      packages: [{ name: "app" }],
    });

    expect(leftOut).toEqual([
      {
        phase: "speech",
        reason:
          "the lock pylock.toml doesn't hold what it asks for (voice); lock anew with `surelayer plan --write-lock` to have it",
      },
    ]);
    expect(locked.map((one) => one.name)).toEqual(["app"]);
    expect(graph.phases).toEqual({ one: ["app"] });
  });

  test("leaves it out where the lock holds another version than it takes", async () => {
    const { leftOut } = await taken({ manifest: both(["app>=2"]), packages: [{ name: "app" }] });

    expect(leftOut[0]?.reason).toContain("(app>=2, and it holds app 1.0)");
  });

  test("leaves it out where something that its packages need is missing", async () => {
    const { leftOut, locked } = await taken({
      manifest: both(["voice"]),
      packages: [{ name: "app" }, { name: "voice", requires: ["grpcio>=1"] }],
    });

    expect(leftOut[0]?.reason).toContain("(grpcio>=1 for voice 1.0)");
    expect(locked.map((one) => one.name)).toEqual(["app"]);
  });

  test("is refused for what a required phase lacks, and says nothing of the optional one", async () => {
    const manifest = {
      ...manifestOf({ one: ["app", "more"] }),
      phases: [...manifestOf({ one: ["app", "more"] }).phases, ...optional(["voice"])],
    };

    expect(await faultsOf({ manifest, packages: [{ name: "app" }] })).toEqual([
      " phase one asks for more, which it doesn't hold",
    ]);
  });

  test("leaves it out where its extra was never asked for, though the lock says what the package needs", async () => {
    const { leftOut } = await taken({
      manifest: both(["app[voice]"]),
      packages: [{ name: "app", requires: ['grpcio; extra == "voice"'] }],
      entries: { app: "dependencies = []" },
    });

    expect(leftOut[0]?.reason).toContain('(grpcio; extra == "voice" for app 1.0)');
  });

  test("may hold packages of a phase that was left out before", async () => {
    const { locked } = await taken({
      absent: optional(["voice"]),
      packages: [{ name: "app" }, { name: "voice" }],
    });

    expect(locked.map((one) => one.name)).toEqual(["app"]);
  });

  test("keeps an optional phase that it holds", async () => {
    const packages = [{ name: "app" }, { name: "voice" }];

    expect(await taken({ manifest: both(["voice"]), packages })).toMatchObject({
      leftOut: [],
      graph: { phases: { one: ["app"], speech: ["voice"] } },
    });
  });
});
